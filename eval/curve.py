"""Recall at depth: how much of what is relevant a searcher has met after so many results."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.model import Qrels, Ranked

DEPTHS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000)


def recall_curve(run: Ranked, qrels: Qrels, depth: int, rel: int = 1) -> list[tuple[int, float]]:
    """(depth, mean recall over topics) for the steps of `DEPTHS` below `depth` and for `depth` itself.

    A topic without a relevant document counts zero, as in `ir_measures`.
    """
    steps = sorted({d for d in DEPTHS if d < depth} | {depth})
    totals = [0.0] * len(steps)
    for topic, judged in qrels.items():
        relevant = {document for document, grade in judged.items() if grade >= rel}
        ranks = [rank for rank, (document, _) in enumerate(run.get(topic, ()), 1) if document in relevant]
        for n, step in enumerate(steps):
            totals[n] += sum(rank <= step for rank in ranks) / len(relevant) if relevant else 0.0
    return [(step, total / len(qrels)) for step, total in zip(steps, totals, strict=True)]
