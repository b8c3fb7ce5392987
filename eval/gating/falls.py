"""Is a fall more than noise? The rule of the gate, over the gains of all recipes and measures at once.

Two kinds of noise are meant. The topics are a sample: a paired randomisation test, one-sided, Holm-adjusted over everything that is gated, says
whether such a fall would be seen among equal systems. And the same recipe on another processor moves a few ranks (no bf16, other vector units):
a fall below `tolerance` is taken for that, however sure. On few topics that test, which must share its level out among all comparisons, sees
little: a fall of `floor` fails there where in at most half of `level` of the draws of signs any comparison falls as far. Fewer than six topics prove
nothing at 0.05: of them only that all is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.pairs import TIE, counts
from eval.significance import ROUNDS, bootstrap_intervals, family_ps, holm, randomisation_ps
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORSE, FAR_WORSE, LOWER, SAME, HIGHER, BETTER = "worse", "far worse", "lower", "same", "higher", "better"
FAILING = (WORSE, FAR_WORSE)
MEANING: Mapping[str, str] = {
    WORSE: "fell beyond noise",
    FAR_WORSE: "fell far, and farther than chance among all comparisons",
    LOWER: "fell within noise",
    SAME: "unchanged on every topic",
    HIGHER: "rose within noise",
    BETTER: "rose beyond noise",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """When a fall fails: `level` of the tests, the least mean fall that counts, the fall that is far (absolute, or as a share of what was)."""

    level: float = 0.05
    tolerance: float = 0.005
    floor: float = 0.1
    share: float = 1 / 3

    def __post_init__(self) -> None:
        for name in ("level", "tolerance", "floor", "share"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise UsageError(f"{name} of {getattr(self, name)} is none", "give a number from 0 to 1")

    def far(self, before: float) -> float:
        """The mean fall from `before` that is far."""
        return max(self.tolerance, min(self.floor, self.share * before))


def judge_falls(
    before: Sequence[Sequence[float]], now: Sequence[Sequence[float]], measures: Sequence[str], rule: Rule, rounds: int = ROUNDS
) -> list[dict[str, Any]]:
    """A row for each pair of columns (scores by topic, of one recipe in one measure): {"before", "now" (means), "difference", "interval" (95%,
    bootstrap), "wins", "losses", "ties", "p" (one-sided, of the direction seen), "p_holm" (over all rows), "verdict"}.
    Scores where less is better must come with their sign turned.
    """
    if not before:
        return []
    columns = [[b - a for a, b in zip(old, new, strict=True)] for old, new in zip(before, now, strict=True)]
    means = [sum(old) / len(old) for old in before]
    intervals = bootstrap_intervals(list(zip(*columns, strict=True)), rounds=rounds)
    rows: list[dict[str, Any]] = []
    for n, (p, adjusted, verdict) in enumerate(judge(columns, means, rule, rounds)):
        row = {"before": means[n], "now": sum(now[n]) / len(now[n]), "difference": sum(columns[n]) / len(columns[n]), "interval": list(intervals[n])}
        rows.append({**row, **counts(measures[n], columns[n]), "p": p, "p_holm": adjusted, "verdict": verdict})
    return rows


def judge(columns: Sequence[Sequence[float]], before: Sequence[float], rule: Rule, rounds: int = ROUNDS) -> list[tuple[float, float, str]]:
    """For each of `columns` (gains by topic), whose means were `before`: the p of the direction seen, the same after Holm, the verdict."""
    ps, adjusted = _one_sided(randomisation_ps(list(zip(*columns, strict=True)), rounds), [sum(column) for column in columns])
    chance = family_ps([[-gain for gain in row] for row in zip(*columns, strict=True)], [rule.far(mean) for mean in before], rounds)
    return [(ps[n], adjusted[n], _verdict(column, before[n], adjusted[n], chance[n], rule)) for n, column in enumerate(columns)]


def _one_sided(ps: Sequence[float], gains: Sequence[float]) -> tuple[list[float], list[float]]:
    """The p of the direction that each of `gains` has, and the same adjusted by Holm among all tests of that direction.

    Flipping signs is symmetric, so that one side of the test is half of both, and the other side the rest. Falls and rises are two families: that
    one recipe rose must not make it easier to say of another that it fell.
    """
    falls = [p / 2 if gain < 0 else 1 - p / 2 if gain > 0 else 1.0 for p, gain in zip(ps, gains, strict=True)]
    rises = [p / 2 if gain > 0 else 1 - p / 2 if gain < 0 else 1.0 for p, gain in zip(ps, gains, strict=True)]
    fell, rose = holm(falls), holm(rises)
    return [min(pair) for pair in zip(falls, rises, strict=True)], [fell[n] if gain < 0 else rose[n] for n, gain in enumerate(gains)]


def _verdict(column: Sequence[float], before: float, p: float, chance: float, rule: Rule) -> str:
    gain = sum(column) / len(column)
    if all(abs(d) <= TIE for d in column):
        return SAME
    counted = abs(gain) >= rule.tolerance and p <= rule.level
    if gain < -TIE:
        return WORSE if counted else FAR_WORSE if -gain >= rule.far(before) and chance <= rule.level / 2 else LOWER
    return BETTER if counted else HIGHER if gain > TIE else SAME
