"""Figures of a judge from counts: balanced accuracy, precision and recall of both labels, with bootstrap intervals.

Items about one source are not independent of one another (a data set may make fifty of one document), so sources are drawn with replacement,
each with all its items (the cluster bootstrap; A. C. Davison, D. V. Hinkley, Bootstrap methods and their application, 1997, section 3.8).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

SEED = 20221107
ROUNDS = 2000
KEPT, LOST, STOPPED, SHOWN = range(4)
"""Columns of counts: supported and let through, supported and withheld, unsupported and withheld, unsupported and let through."""


def outcome(*, supported: bool, said: bool) -> int:
    """The column that an item counts in: its label, and whether the judge called it supported."""
    return (KEPT if said else LOST) if supported else (SHOWN if said else STOPPED)


def by_source(outcomes: Iterable[tuple[str, int]]) -> NDArray[np.float64]:
    """Counts (sources × 4) of (source, column), sources in the order of their text."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
    for source, column in outcomes:
        counts[source][column] += 1
    return np.array([counts[source] for source in sorted(counts)], dtype=np.float64).reshape(-1, 4)


def figures(counts: NDArray[np.float64], rounds: int = ROUNDS, seed: int = SEED) -> dict[str, Any]:
    """What can be said of a judge with these counts (sources × 4). A figure without items of its label is None, as is its interval."""
    totals = counts.sum(axis=0)
    drawn = _drawn(counts, rounds, seed)
    said: dict[str, Any] = {
        "items": int(totals.sum()),
        "counts": {
            "supported": {"kept": int(totals[KEPT]), "withheld": int(totals[LOST])},
            "unsupported": {"withheld": int(totals[STOPPED]), "kept": int(totals[SHOWN])},
        },
    }
    for name, figure in _FIGURES.items():
        value = figure(totals[None, :])[0]
        said[name] = {"value": _number(value), "interval": _interval(figure(drawn)) if np.isfinite(value) else None}
    return said


def share_right(counts: NDArray[np.float64], rounds: int = ROUNDS, seed: int = SEED) -> dict[str, Any]:
    """The share of right verdicts of these counts (sources × 4), with its interval."""
    value = _right(counts.sum(axis=0)[None, :])[0]
    interval = _interval(_right(_drawn(counts, rounds, seed)))
    return {"items": int(counts.sum()), "right": {"value": _number(value), "interval": interval}}


def _drawn(counts: NDArray[np.float64], rounds: int, seed: int) -> NDArray[np.float64]:
    """Totals (rounds × 4) over sources drawn with replacement."""
    sources = len(counts)
    random = np.random.default_rng(seed)
    totals = np.empty((rounds, 4))
    for n in range(rounds):
        times = np.bincount(random.integers(0, sources, size=sources), minlength=sources)
        totals[n] = times @ counts
    return totals


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """`part / whole`, NaN where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


def _right(t: NDArray[np.float64]) -> NDArray[np.float64]:
    return _ratio(t[:, KEPT] + t[:, STOPPED], t.sum(axis=1))


def _keeps(t: NDArray[np.float64]) -> NDArray[np.float64]:
    return _ratio(t[:, KEPT], t[:, KEPT] + t[:, LOST])


def _stops(t: NDArray[np.float64]) -> NDArray[np.float64]:
    return _ratio(t[:, STOPPED], t[:, STOPPED] + t[:, SHOWN])


_FIGURES = {
    "balanced_accuracy": lambda t: (_keeps(t) + _stops(t)) / 2,
    "supported_recall": _keeps,
    "supported_precision": lambda t: _ratio(t[:, KEPT], t[:, KEPT] + t[:, SHOWN]),
    "unsupported_recall": _stops,
    "unsupported_precision": lambda t: _ratio(t[:, STOPPED], t[:, STOPPED] + t[:, LOST]),
}


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _interval(values: NDArray[np.float64], level: float = 0.95) -> Sequence[float] | None:
    """The middle `level` of the rounds in which the figure exists."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return [float(low), float(high)]
