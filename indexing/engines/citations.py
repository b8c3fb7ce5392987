"""Documents by the citations between them: what the documents themselves say they cite, never a collection's judgments.

    cited      what the chosen documents cite; the score is how many of them cite it
    citing     what cites the chosen documents; the score is how many of them it cites
    cocited    what is cited together with them; the score is how often: the sum over the chosen documents of the number of documents that cite
               both (H. Small, "Co-citation in the scientific literature", JASIS 24, 1973)
    coupled    what cites the same; the score is the sum over the chosen documents of the number of publications that both cite, here or not
               (M. M. Kessler, "Bibliographic coupling between scientific papers", American Documentation 14, 1963)

The chosen documents themselves are not found.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from indexing.engines.best import NOTHING, best
from indexing.engines.seeds import none_known, seeds
from indexing.errors import IndexFault, UsageError
from indexing.numbers import aliases
from indexing.storage.links import Link, link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from indexing.engines.filters import Filters
    from indexing.engines.lexical import Conditions
    from indexing.engines.retrieval import Found
    from indexing.engines.seeds import Seeds
    from indexing.model import Subquery
    from indexing.storage.shards import Shards


class Citations:
    """Follows citations one step (two for cocited) from the chosen documents.

    A number that is not in the index may still be cited by what is: it serves `citing` and `cocited`. Numbers that lead nowhere are passed over,
    unless none of those named is known.
    """

    def __init__(self, shards: Shards, filters: Filters) -> None:
        self._shards = shards
        self._filters = filters

    def search(self, subquery: Subquery, wanted: Conditions, k: int) -> Found:
        """See `QueryEngine.search`. Raises `IndexFault` for a generation that an older program made, without links."""
        if subquery.level != "document":
            raise UsageError("citations lead from document to document, not to passages", "search citations at the level `document`")
        follow: dict[str | None, Callable[[Seeds], Counter[int]]] = {
            "cited": self._cited,
            "citing": self._citing,
            "cocited": self._cocited,
            "coupled": self._coupled,
        }
        if subquery.relation not in follow:
            raise UsageError("a citation search needs a relation", f"one of {', '.join(map(str, follow))}")
        if not all(shard.store.keeps_links for shard in self._shards.all):
            raise IndexFault(
                "this generation was made before citation links were kept",
                "`priorart index merge` makes them of the documents that it holds; so does building it again",
            )
        chosen = seeds(subquery.text, self._shards)
        scores = follow[subquery.relation](chosen)
        if not scores and chosen.unknown and not chosen.known:
            raise none_known(chosen.unknown)
        return self._best(scores, chosen, wanted, k)

    def within(self, subquery: Subquery, documents: Sequence[int]) -> Found:  # noqa: ARG002 - the face of all engines
        """See `QueryEngine.within`: a citation leads to a whole document."""
        return NOTHING

    # ------------------------------------------------------------ the four relations

    def _cited(self, chosen: Seeds) -> Counter[int]:
        return Counter(document for cited in self._cited_by(chosen.known).values() for document in cited)

    def _citing(self, chosen: Seeds) -> Counter[int]:
        return Counter(document for documents in self._each_citing(chosen) for document in documents)

    def _cocited(self, chosen: Seeds) -> Counter[int]:
        groups = self._each_citing(chosen)
        cited = self._cited_by(sorted(set().union(*groups)))
        return Counter(other for group in groups for document in sorted(group) for other in cited[document])

    def _coupled(self, chosen: Seeds) -> Counter[int]:
        bases = [{one.base for one in found} for found in self._links(chosen.known).values()]
        asked = Counter(base for each in bases for base in each)
        scores: Counter[int] = Counter()
        names = sorted(asked)
        for document, base in {pair for shard in self._shards.all for pair in shard.store.sharing(names)}:
            scores[document] += asked[base]
        for document in self._shards.withdrawn.intersection(scores):
            del scores[document]
        return scores

    # ------------------------------------------------------------ links

    def _links(self, documents: Sequence[int]) -> dict[int, list[Link]]:
        """What each of these documents cites."""
        found: dict[int, list[Link]] = {document: [] for document in documents}
        for shard in self._shards.all:
            first, end = shard.info.first_document, shard.info.first_document + shard.info.documents
            for document, one in shard.store.links_of([o for o in documents if first <= o < end]):
                found[document].append(one)
        return found

    def _links_to(self, bases: Iterable[str]) -> list[tuple[int, Link]]:
        """Each document that is here and cites one of these numbers, with the citation."""
        names = sorted(bases)
        rows = [row for shard in self._shards.all for row in shard.store.links_to(names)]
        return [(document, one) for document, one in rows if document not in self._shards.withdrawn]

    def _cited_by(self, documents: Sequence[int]) -> dict[int, set[int]]:
        """The documents, as far as they are here, that each of these documents cites."""
        links = self._links(documents)
        here = self._resolved({one for found in links.values() for one in found})
        return {document: {here[one] for one in found if one in here} - {document} for document, found in links.items()}

    def _each_citing(self, chosen: Seeds) -> list[set[int]]:
        """For each chosen document the documents that cite it; for a number that is not here those whose citation names just that."""
        facts = self._shards.facts(chosen.known)
        names = [(ordinal, aliases(facts[ordinal][0], facts[ordinal][1]["source_id"])) for ordinal in chosen.known]
        absent = [one for name in chosen.unknown if (one := link(name))]
        rows = self._links_to({*(alias for _, own in names for alias in own), *(one.base for one in absent)})
        here = self._resolved({one for _, one in rows})
        known = [{document for document, one in rows if here.get(one) == ordinal} - {ordinal} for ordinal, _ in names]
        return known + [{document for document, one in rows if one.base == other.base and one not in here} for other in absent]

    def _resolved(self, links: Iterable[Link]) -> dict[Link, int]:
        """The document that each link leads to, where it is here: by the number as cited, else without its kind code; the lowest id of several."""
        wanted = sorted(links)
        named: dict[str, tuple[str, int]] = {}
        names = sorted({name for one in wanted for name in (one.key, one.base)})
        for shard in self._shards.all:
            for alias, name, ordinal in shard.store.named_all(names):
                if ordinal not in self._shards.withdrawn:
                    named[alias] = min(named.get(alias, (name, ordinal)), (name, ordinal))
        found = {one: named.get(one.key) or named.get(one.base) for one in wanted}
        return {one: place[1] for one, place in found.items() if place}

    def _best(self, scores: Counter[int], chosen: Seeds, wanted: Conditions, k: int) -> Found:
        """The best `k` under the conditions, without the chosen documents."""
        found = np.array(sorted(set(scores) - set(chosen.known)), np.int64)
        if known := self._filters.known(wanted, documents=True):
            found = found[known.keeps(found)]
        return best(self._shards, found, np.array([scores[o] for o in found.tolist()], np.float64), k)
