"""What all formats share: the comparisons that a result holds, what they are called, and which rows of them are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LEVEL = 0.05
"""A difference is called more than chance where its adjusted p is at most this."""
_NAMED = 4
"""Runs that a title names; more are counted."""


def sections(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The comparisons in `result`, one a data set: itself, or what `compare_over` found for each."""
    return list(result["datasets"]) if "joint" in result else [result]


def set_name(section: Mapping[str, Any]) -> str:
    """What the data set of a section is called; empty where nobody said."""
    return str(section.get("name") or (section.get("dataset") or {}).get("name") or "")


def title(result: Mapping[str, Any]) -> str:
    """`words, meaning and hybrid on us-intext`."""
    parts = sections(result)
    runs = [str(run["name"]) for run in parts[0]["runs"]]
    who = listed(runs) if len(runs) <= _NAMED else f"{len(runs)} runs"
    names = [name for name in map(set_name, parts) if name]
    return f"{who} on {listed(names)}" if names else who


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def pairs_in(section: Mapping[str, Any], measure: str) -> list[Mapping[str, Any]]:
    """Every two runs in `measure`."""
    return [row for row in section["pairs"] if row["measure"] == measure]


def against_baseline(section: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """(run, measure) to the row that holds the run against the baseline."""
    return {(row["run"], row["measure"]): row for row in section["comparisons"]}


def standing(row: Mapping[str, Any] | None, lower: bool, p: str = "p_holm_measure") -> int:
    """1 where the later run of `row` is better by more than chance, -1 where it is worse, else 0. `lower`: less of the measure is better."""
    if row is None or row[p] > LEVEL or row["difference"] == 0:
        return 0
    return 1 if (row["difference"] > 0) != lower else -1


def best(section: Mapping[str, Any], measure: str) -> frozenset[str]:
    """The runs whose mean in `measure` is best, to three decimals."""
    sign = -1 if measure in section["lower_is_better"] else 1
    means = {str(run["name"]): round(sign * run["mean"][measure], 3) for run in section["runs"]}
    top = max(means.values())
    return frozenset(name for name, value in means.items() if value == top)


def flat(facts: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """`facts` as (name, value), nested ones with their path."""
    for name, value in facts.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name} · ")
        else:
            yield f"{prefix}{name}".replace("_", " "), str(value)
