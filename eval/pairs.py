"""Two runs at a time: difference, wins and losses, tests, interval, effect and what it would take to see it. All pairs share their random draws."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eval.measures import lower_is_better
from eval.power import least_effect, topics_needed
from eval.significance import ROUNDS, bootstrap_intervals, effect_size, holm, mean_and_deviation, randomisation_ps, t_p

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.model import Ranked

TIE = 1e-9
"""Topics whose scores differ by less are ties."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A run's scores by topic, under the name it is shown by; `facts`, `curve` and `spent` (seconds, tokens) as its metrics file has them.

    `results`, where they are known, let lists be compared and missed documents be named.
    """

    name: str
    topics: Mapping[str, Mapping[str, float]]
    facts: Mapping[str, Any] = field(default_factory=dict)
    curve: Sequence[Sequence[float]] = ()
    results: Ranked | None = None
    spent: Mapping[str, Any] = field(default_factory=dict)


def gain(measure: str, difference: float) -> float:
    """`difference` of `measure` with its sign such that above zero is better."""
    return -difference if lower_is_better(measure) else difference


def pair_rows(runs: Sequence[Judged], topics: Sequence[str], measures: Sequence[str], rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """A row for each two of `runs` (later against earlier) and each of `measures`, over `topics`.

    Each is {"a", "b", "measure", "difference" (b minus a), "wins", "losses", "ties" (of b), "p" (randomisation), "p_t" (t test), "p_holm" and
    "p_t_holm" (adjusted over all rows), "p_holm_measure" and "p_t_holm_measure" (over the rows of one measure: to be read where that measure was
    chosen beforehand), "interval" (95%), "effect", "superiority", "topics_needed", "least_difference"}. `superiority` is the chance that b does
    better on a topic, ties halved; `topics_needed` how many topics would show this effect with power 0.8 (None: more than a million);
    `least_difference` the smallest difference that these topics show with that power, None for fewer than two.
    """
    cells = [(a, b, measure) for a, b in itertools.combinations(runs, 2) for measure in measures]
    columns = [differences(a, b, measure, topics) for a, b, measure in cells]
    table = list(zip(*columns, strict=True))
    intervals = bootstrap_intervals(table, rounds=rounds)
    tested = {"p": randomisation_ps(table, rounds), "p_t": [t_p(column) for column in columns]}
    named = [measure for _, _, measure in cells]
    tested |= {f"{name}_holm": holm(ps) for name, ps in tested.items()} | {f"{name}_holm_measure": _holm_by(named, ps) for name, ps in tested.items()}
    return [
        {
            "a": a.name,
            "b": b.name,
            "measure": measure,
            "difference": sum(columns[n]) / len(topics),
            **counts(measure, columns[n]),
            **{name: ps[n] for name, ps in tested.items()},
            "interval": list(intervals[n]),
            **_size(measure, columns[n]),
        }
        for n, (a, b, measure) in enumerate(cells)
    ]


def _holm_by(measures: Sequence[str], ps: Sequence[float]) -> list[float]:
    """Each p adjusted by Holm among those of its own measure."""
    adjusted = [0.0] * len(ps)
    for measure in dict.fromkeys(measures):
        places = [n for n, name in enumerate(measures) if name == measure]
        for place, p in zip(places, holm([ps[n] for n in places]), strict=True):
            adjusted[place] = p
    return adjusted


def differences(a: Judged, b: Judged, measure: str, topics: Sequence[str]) -> list[float]:
    """What `b` has more than `a` in `measure`, topic by topic."""
    return [b.topics[t][measure] - a.topics[t][measure] for t in topics]


def counts(measure: str, column: Sequence[float]) -> dict[str, int]:
    """Topics on which the later run is better, worse and alike."""
    gains = [gain(measure, d) for d in column]
    wins, losses = sum(g > TIE for g in gains), sum(g < -TIE for g in gains)
    return {"wins": wins, "losses": losses, "ties": len(gains) - wins - losses}


def _size(measure: str, column: Sequence[float]) -> dict[str, Any]:
    """Effect sizes, and what they mean for the next experiment."""
    effect = effect_size(column)
    count = counts(measure, column)
    _, deviation = mean_and_deviation(column)
    least = least_effect(len(column))
    return {
        "effect": effect,
        "superiority": (count["wins"] + count["ties"] / 2) / len(column),
        "topics_needed": topics_needed(effect),
        "least_difference": None if least is None else least * deviation,
    }
