"""The gate tried out on what a baseline holds: how often it shuts among equal systems, and how large a fall must be to be seen.

Equal systems are made of two accepted recipes by exchanging their scores topic by topic at random (all measures of a topic together): neither is
better, and they differ as much as real recipes do. Falls are planted by dropping relevant documents from the lists at random. Seeded.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from eval.gating.falls import FAILING, WORSE, Rule, judge
from eval.gating.model import Ranks, ranking_of
from eval.measures import measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from eval.model import Dataset

SEED = 7
ROUNDS = 2000
"""Flips of signs a test: fewer than the gate itself takes, since there are a thousand tests."""


def scores_of(topics: Mapping[str, Ranks], dataset: Dataset, measures: Sequence[str]) -> NDArray[np.float64]:
    """Scores (topics × measures) of the run that left the ranks `topics`."""
    import numpy as np

    rows = measure(ranking_of(topics, dataset), dataset.qrels, measures).topics
    return np.array([[row[name] for name in measures] for row in rows.values()])


def false_alarms(recipes: Sequence[NDArray[np.float64]], rule: Rule, draws: int, rounds: int = ROUNDS, topics: int = 0) -> dict[str, float]:
    """The share of `draws` in which the gate shuts although nothing got worse: {"any", "proven" (`worse`), "floor" (`far worse`)}.

    In each draw each of `recipes` (topics × measures) is held against another one, exchanged with it topic by topic. `topics`: only so many of them,
    drawn anew each time (0: all).
    """
    import numpy as np

    random = np.random.default_rng(SEED)
    pairs = list(itertools.combinations(range(len(recipes)), 2))
    seen = {"any": 0, "proven": 0, "floor": 0}
    for _ in range(draws):
        chosen = random.permutation(len(recipes[0]))[: topics or None]
        before, now = [], []
        for _ in recipes:
            a, b = pairs[random.integers(len(pairs))]
            swap = random.integers(0, 2, size=(len(recipes[a]), 1)).astype(bool)
            before.append(np.where(swap, recipes[a], recipes[b]))
            now.append(np.where(swap, recipes[b], recipes[a]))
        verdicts = _verdicts(np.hstack(before)[chosen], np.hstack(now)[chosen], rule, rounds)
        seen["any"] += any(v in FAILING for v in verdicts)
        seen["proven"] += WORSE in verdicts
        seen["floor"] += any(v in FAILING and v != WORSE for v in verdicts)
    return {name: count / draws for name, count in seen.items()}


def seen_falls(
    recipes: Mapping[str, Mapping[str, Ranks]],
    hurt: str,
    dataset: Dataset,
    measures: Sequence[str],
    rule: Rule,
    shares: Sequence[float],
    draws: int,
    rounds: int = ROUNDS,
) -> list[dict[str, Any]]:
    """How often the gate shuts when `hurt` loses a share of the relevant documents that it had: {"share", "fall" (by measure, mean), "seen"}."""
    import numpy as np

    random = np.random.default_rng(SEED)
    accepted = {recipe: scores_of(topics, dataset, measures) for recipe, topics in recipes.items()}
    rows: list[dict[str, Any]] = []
    for share in shares:
        shut, falls = 0, np.zeros(len(measures))
        for _ in range(draws):
            now = accepted | {hurt: scores_of(without(recipes[hurt], share, random), dataset, measures)}
            verdicts = _verdicts(np.hstack(list(accepted.values())), np.hstack(list(now.values())), rule, rounds)
            shut += any(v in FAILING for v in verdicts)
            falls += (accepted[hurt] - now[hurt]).mean(axis=0)
        rows.append({"share": share, "fall": dict(zip(measures, (falls / draws).tolist(), strict=True)), "seen": shut / draws})
    return rows


def without(topics: Mapping[str, Ranks], share: float, random: np.random.Generator) -> dict[str, Ranks]:
    """`topics` with each judged document dropped from its list with the chance `share`; what stood below it moves up."""
    hurt: dict[str, Ranks] = {}
    for topic, at in topics.items():
        gone = {rank for rank in at.ranks if rank is not None and random.random() < share}
        moved = [None if rank is None or rank in gone else rank - sum(other < rank for other in gone) for rank in at.ranks]
        hurt[topic] = Ranks(at.results - len(gone), tuple(moved))
    return hurt


def _verdicts(before: NDArray[np.float64], now: NDArray[np.float64], rule: Rule, rounds: int) -> list[str]:
    return [verdict for _, _, verdict in judge((now - before).T.tolist(), before.mean(axis=0).tolist(), rule, rounds)]
