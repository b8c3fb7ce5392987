"""Where a recipe fell: the topics that lost most, and the documents that they lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from eval.pairs import TIE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.gating.model import Accepted, Candidate
    from eval.model import Dataset, Scores

SHOWN = 5
"""Topics listed for a recipe."""
DOCUMENTS = 10
"""Documents listed for a topic."""
_CUTOFF = re.compile(r"@(\d+)$")


def lost(
    recipe: str, rows: Sequence[Mapping[str, Any]], before: Scores, now: Scores, kept: Accepted, candidate: Candidate, dataset: Dataset
) -> dict[str, Any]:
    """The topics that lost most in the measure in which `recipe` fell most, greatest loss first, ties by topic id.

    {"recipe", "measure", "topics": [{"topic", "before", "now", "query", "documents": [{"document", "grade", "before", "now"}]}]}: documents are the
    relevant ones that stand lower (`before` and `now` are ranks, None: not retrieved), first those that fell out of the measure's cutoff.
    """
    name = min((row for row in rows if row["recipe"] == recipe), key=lambda row: (row["difference"], row["measure"]))["measure"]
    fell = sorted((now.topics[t][name] - before.topics[t][name], t) for t in before.topics)
    cutoff = _CUTOFF.search(name)
    texts = {topic.id: topic.text for topic in dataset.topics}
    told = [
        {
            "topic": topic,
            "before": before.topics[topic][name],
            "now": now.topics[topic][name],
            "query": texts.get(topic, ""),
            "documents": _documents(topic, kept, candidate, dataset, int(cutoff[1]) if cutoff else None),
        }
        for change, topic in fell[:SHOWN]
        if change < -TIE
    ]
    return {"recipe": recipe, "measure": name, "topics": told}


def _documents(topic: str, kept: Accepted, candidate: Candidate, dataset: Dataset, cutoff: int | None) -> list[dict[str, Any]]:
    judged = dataset.qrels[topic]
    then = dict(zip(sorted(judged), kept.topics[topic].ranks, strict=True))
    ranks = {document: rank for rank, (document, _) in enumerate(candidate.results.get(topic, ()), 1)}
    rows: list[tuple[tuple[bool, int, int, str], dict[str, Any]]] = []
    for document, was in then.items():
        rank = ranks.get(document)
        if judged[document] >= 1 and was is not None and (rank is None or rank > was):
            out = (cutoff is None or was <= cutoff) and (rank is None or (cutoff is not None and rank > cutoff))
            rows.append(((not out, -judged[document], was, document), {"document": document, "grade": judged[document], "before": was, "now": rank}))
    return [row for _, row in sorted(rows, key=lambda r: r[0])][:DOCUMENTS]
