"""Where each list has the relevant documents: what every estimate starts from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.completeness.model import Histories
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eval.completeness.model import History
    from eval.model import Qrels, Ranked

Ranks = tuple[int | None, ...]
"""A relevant document's rank in each list, from 1; None where the list does not have it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The `lists` read down to `depth`, and by topic the ranks of every document judged relevant, whether a list has it or not."""

    lists: tuple[str, ...]
    depth: int
    ranks: Mapping[str, tuple[Ranks, ...]]

    def known(self, topics: Iterable[str] | None = None) -> int:
        """Relevant documents judged, found or not."""
        return sum(len(self.ranks[t]) for t in (self.ranks if topics is None else topics))

    def histories(self, topics: Iterable[str] | None = None) -> Histories:
        """Which lists found the relevant documents down to `depth`, over `topics` or all."""
        counts: Counter[History] = Counter()
        for topic in self.ranks if topics is None else topics:
            for ranks in self.ranks[topic]:
                history = tuple(int(rank is not None and rank <= self.depth) for rank in ranks)
                if any(history):
                    counts[history] += 1
        return Histories(self.lists, dict(counts))

    def only(self, *places: int) -> Evidence:
        """The same of the lists at `places` alone."""
        ranks = {topic: tuple(tuple(r[p] for p in places) for r in rows) for topic, rows in self.ranks.items()}
        return Evidence(tuple(self.lists[p] for p in places), self.depth, ranks)


def gather(runs: Mapping[str, Ranked], qrels: Qrels, depth: int, rel: int = 1) -> Evidence:
    """The evidence of `runs` (name to results) for the judgments of at least `rel`. A topic that no run has counts, with nothing found.

    Raises `UsageError` for fewer than two runs, for runs and judgments that share no topic, and where nothing is judged relevant.
    """
    if len(runs) < 2:  # noqa: PLR2004
        raise UsageError(f"{len(runs)} list says nothing about what it missed", "name at least two, made by different recipes")
    if not any(topic in run for run in runs.values() for topic in qrels):
        raise UsageError("runs and judgments share no topic", "do they belong to the same data set?")
    relevant = {topic: [d for d, grade in judged.items() if grade >= rel] for topic, judged in qrels.items()}
    if not any(relevant.values()):
        raise UsageError(f"no document is judged relevant (grade {rel} or above)", "judge what the lists found, or give another file of judgments")
    places = [{t: {d: n for n, (d, _) in enumerate(run.get(t, ()), 1)} for t in relevant} for run in runs.values()]
    return Evidence(
        tuple(runs),
        depth,
        {topic: tuple(tuple(place[topic].get(document) for place in places) for document in found) for topic, found in relevant.items() if found},
    )


def overlap(first: Ranked, second: Ranked, depth: int, topics: Iterable[str]) -> float:
    """The share of documents, relevant or not, that two lists have in common down to `depth`: |A∩B| / min(|A|, |B|), mean over topics with both."""
    shares = []
    for topic in topics:
        a, b = ({d for d, _ in run.get(topic, ())[:depth]} for run in (first, second))
        if a and b:
            shares.append(len(a & b) / min(len(a), len(b)))
    return sum(shares) / len(shares) if shares else 0.0
