"""The engines by documents and classes, from their definitions, over the small index; and the sample with what they need made up.

The bundled sample has no citations, one office and families of one: `varied` gives its real texts more offices, languages, families and links.
"""

from __future__ import annotations

import functools
import math
import random
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from indexing.class_weights import parse_weights
from indexing.classes import above
from indexing.errors import UsageError
from indexing.model import CitedDocument

if TYPE_CHECKING:
    from indexing.model import Patent, Subquery
    from tests.assistant.small_index import SmallIndex


@functools.cache
def varied(seed: int = 4) -> tuple[Patent, ...]:
    """The sample's first sixty, a third of them of other offices or of none, in several languages or none, in families of up to three, and citing."""
    from tests.assistant.small_index import sample

    rng, patents = random.Random(seed), sample()
    names = [p.source_id for p in patents]
    return tuple(
        replace(
            patent,
            office=rng.choice(["US", "US", "US", "US", "EP", None]),
            kind=rng.choice([patent.kind, patent.kind, "B1", None]),
            language=rng.choice(["en", "en", "de", None]),
            family=f"F{rng.randrange(30)}" if rng.random() < 0.9 else None,
            citations=tuple(CitedDocument(name) for name in rng.sample(names, rng.randrange(6)) if name != patent.source_id),
            priorities=patent.priorities if rng.random() < 0.9 else (),
        )
        for patent in patents
    )


def scores(subquery: Subquery, index: SmallIndex) -> dict[str, float]:
    """Each document's score by an engine that finds whole documents by other documents or classes; those that score 0 are left out."""
    if subquery.engine == "classes":
        return _bearing(subquery.text, index)
    chosen = [found for name in re.split(r"[\s;]+", subquery.text) if name and (found := index.resolve(name))]
    if not chosen:
        raise UsageError(f"not in the index: {subquery.text}")
    found = _cited(chosen, subquery.relation or "", index) if subquery.engine == "citations" else _alike(chosen, subquery, index)
    return {document: score for document, score in found.items() if document not in chosen and score > 0}


def _bearing(text: str, index: SmallIndex) -> dict[str, float]:
    held = {p.id: {name for c in (*p.cpc, *p.ipc) for name in above(c)} for p in index.patents}
    return {d: total for d, names in held.items() if (total := math.fsum(w for name, w in parse_weights(text) if name in names)) > 0}


def _alike(chosen: list[str], subquery: Subquery, index: SmallIndex) -> dict[str, float]:
    vectors = index.document_vectors(list(index.by_id))
    mean = subquery.vector or tuple(math.fsum(column) for column in zip(*(vectors[d] for d in chosen), strict=True))
    return {d: math.fsum(a * b for a, b in zip(mean, v, strict=True)) for d, v in vectors.items()}


def _cited(chosen: list[str], relation: str, index: SmallIndex) -> Counter[str]:
    cites = {p.id: {found for c in p.citations if c.number and (found := index.resolve(c.number))} for p in index.patents}
    citing = {d: {other for other, cited in cites.items() if d in cited} for d in cites}
    paths = {
        "cited": lambda d: cites[d],
        "citing": lambda d: citing[d],
        "cocited": lambda d: [other for middle in citing[d] for other in cites[middle]],
        "coupled": lambda d: [other for middle in cites[d] for other in citing[middle]],
    }
    return Counter(other for document in chosen for other in paths[relation](document))
