"""Measures written a second time, plainly from their definitions, to hold the fast ones against. One topic each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def relevant(judged: dict[str, int]) -> set[str]:
    return {d for d, grade in judged.items() if grade >= 1}


def recall(k: int) -> Callable[[list[str], dict[str, int]], float]:
    return lambda ranking, judged: len(relevant(judged) & set(ranking[:k])) / len(relevant(judged)) if relevant(judged) else 0.0


def precision(k: int) -> Callable[[list[str], dict[str, int]], float]:
    return lambda ranking, judged: len(relevant(judged) & set(ranking[:k])) / k


def success(k: int) -> Callable[[list[str], dict[str, int]], float]:
    return lambda ranking, judged: float(bool(relevant(judged) & set(ranking[:k])))


def r_precision(ranking: list[str], judged: dict[str, int]) -> float:
    return precision(len(relevant(judged)))(ranking, judged) if relevant(judged) else 0.0


def reciprocal_rank(ranking: list[str], judged: dict[str, int]) -> float:
    return next((1 / rank for rank, d in enumerate(ranking, 1) if d in relevant(judged)), 0.0)


def average_precision(ranking: list[str], judged: dict[str, int]) -> float:
    if not relevant(judged):
        return 0.0
    return sum(precision(rank)(ranking, judged) for rank, d in enumerate(ranking, 1) if d in relevant(judged)) / len(relevant(judged))


def ndcg(k: int) -> Callable[[list[str], dict[str, int]], float]:
    def gain(grades: list[int]) -> float:
        return sum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(grades[:k], 1))

    def score(ranking: list[str], judged: dict[str, int]) -> float:
        ideal = gain(sorted(judged.values(), reverse=True))
        return gain([judged.get(d, 0) for d in ranking]) / ideal if ideal else 0.0

    return score


def pres(k: int) -> Callable[[list[str], dict[str, int]], float]:
    """The area between the actual and the worst case, over the area between the best and the worst (the paper's figure), by counting ranks."""

    def score(ranking: list[str], judged: dict[str, int]) -> float:
        n = len(relevant(judged))
        if n == 0:
            return 0.0
        found = [rank for rank, d in enumerate(ranking[:k], 1) if d in relevant(judged)]
        actual = found + list(range(k + 1 + len(found), k + n + 1))
        worst = range(k + 1, k + n + 1)
        best = range(1, n + 1)
        return (sum(worst) - sum(actual)) / (sum(worst) - sum(best))

    return score


def bpref(ranking: list[str], judged: dict[str, int]) -> float:
    """As trec_eval: each relevant document found loses the share of judged irrelevant ones above it, of at most as many as there are relevant."""
    wanted, unwanted = relevant(judged), set(judged) - relevant(judged)
    if not wanted:
        return 0.0
    limit = min(len(wanted), len(unwanted))
    above = [len(unwanted & set(ranking[:n])) for n, d in enumerate(ranking) if d in wanted]
    return sum(1 - min(count, limit) / limit if limit else 1 for count in above) / len(wanted)


def judged_at(k: int) -> Callable[[list[str], dict[str, int]], float]:
    return lambda ranking, judged: len(set(judged) & set(ranking[:k])) / len(ranking[:k]) if ranking else 0.0


def first_rank(k: int) -> Callable[[list[str], dict[str, int]], float]:
    return lambda ranking, judged: next((n for n in range(1, k + 1) if relevant(judged) & set(ranking[:n])), k + 1)


def read_to(share: float, k: int) -> Callable[[list[str], dict[str, int]], float]:
    """The least depth at which that share of the relevant documents is met, by trying each."""

    def count(ranking: list[str], judged: dict[str, int]) -> float:
        wanted = relevant(judged)
        return next((n for n in range(1, k + 1) if wanted and len(wanted & set(ranking[:n])) >= share * len(wanted) - 1e-9), k + 1)

    return count


ORACLES = {
    "R@10": recall(10),
    "R@100": recall(100),
    "R@1000": recall(1000),
    "nDCG@10": ndcg(10),
    "MRR": reciprocal_rank,
    "MAP": average_precision,
    "PRES@100": pres(100),
    "P@10": precision(10),
    "Rprec": r_precision,
    "Success@10": success(10),
    "Bpref": bpref,
    "Judged@10": judged_at(10),
}

COUNT_ORACLES = {
    "FirstRank@20": first_rank(20),
    "ReadTo@15": read_to(0.8, 15),
    "ReadTo(recall=0.5)@30": read_to(0.5, 30),
    "ReadTo(recall=1)@9": read_to(1, 9),
}
