"""The judges of a store side by side: agreement of each two and of all, and where they differ most."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from eval.judging.agreement import cohen_kappa, fleiss_kappa, krippendorff_alpha, linear, quadratic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eval.judging.model import Judgment

_ROUNDS = 500
_SEED = 1960
_SHOWN = 10
_MANY = 2000
_LEAST = 5

Grades = dict[str, int]
"""The judges' grades of one document."""


def agreement(judgments: Iterable[Judgment]) -> dict[str, Any]:
    """Agreement over the standing judgments of several judges.

    Returns {"judges": {name: judged}, "items", "shared", "pairs": [{"judges", "items", "same", "relevant_same", "kappa", "linear", "quadratic",
    "interval"}], "fleiss": {"items", "kappa"}, "alpha": {"nominal", "ordinal", "interval", "limits"}, "differences": [{"topic", "document",
    "grades"}]}. Figures that are not defined (nothing shared, or one grade throughout) are None. `interval` and `limits` are 95% bootstrap
    intervals over documents, of kappa and of ordinal alpha; `relevant_same` is kappa on relevant or not.
    """
    items: dict[tuple[str, str], Grades] = defaultdict(dict)
    for j in judgments:
        if j.grade is not None:
            items[j.topic, j.document][j.judge] = j.grade
    judges = Counter(judge for grades in items.values() for judge in grades)
    shared = {key: grades for key, grades in items.items() if len(grades) > 1}
    all_judged = [Counter(grades.values()) for grades in shared.values() if len(grades) == len(judges)]
    units = [list(grades.values()) for grades in shared.values()]
    apart = sorted(shared.items(), key=lambda item: (min(item[1].values()) - max(item[1].values()), item[0]))
    return {
        "judges": dict(sorted(judges.items())),
        "items": len(items),
        "shared": len(shared),
        "pairs": [_pair(a, b, shared.values()) for a, b in itertools.combinations(sorted(judges), 2)],
        "fleiss": {"items": len(all_judged), "kappa": fleiss_kappa(all_judged) if len(judges) > 1 else None},
        "alpha": {
            **{level: krippendorff_alpha(units, level) for level in ("nominal", "ordinal", "interval")},
            "limits": _bootstrap(units, krippendorff_alpha),
        },
        "differences": [
            {"topic": topic, "document": document, "grades": dict(sorted(grades.items()))}
            for (topic, document), grades in apart[:_SHOWN]
            if len(set(grades.values())) > 1
        ],
    }


def _pair(first: str, second: str, shared: Iterable[Grades]) -> dict[str, Any]:
    both = [(g[first], g[second]) for g in shared if first in g and second in g]
    a, b = [x for x, _ in both], [y for _, y in both]
    return {
        "judges": [first, second],
        "items": len(both),
        "same": sum(x == y for x, y in both) / len(both) if both else None,
        "relevant_same": cohen_kappa([int(x > 0) for x in a], [int(y > 0) for y in b]),
        "kappa": cohen_kappa(a, b),
        "linear": cohen_kappa(a, b, linear),
        "quadratic": cohen_kappa(a, b, quadratic),
        "interval": _bootstrap(both, lambda drawn: cohen_kappa([x for x, _ in drawn], [y for _, y in drawn])),
    }


def _bootstrap(units: Sequence[Any], measure: Callable[[Sequence[Any]], float | None]) -> list[float] | None:
    """The percentile interval of `measure` over documents drawn with replacement; None with fewer than five documents, or undefined too often."""
    if len(units) < _LEAST:
        return None
    source = random.Random(_SEED)  # noqa: S311 - a draw that can be repeated is wanted
    rounds = _ROUNDS if len(units) <= _MANY else _ROUNDS // 5
    values = sorted(v for _ in range(rounds) if (v := measure(source.choices(units, k=len(units)))) is not None)
    if len(values) < rounds * 0.9:
        return None
    return [values[round(0.025 * (len(values) - 1))], values[round(0.975 * (len(values) - 1))]]
