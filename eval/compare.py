"""Runs side by side: means, wins and losses by topic against the first, and whether the difference is more than chance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eval.significance import ROUNDS, bootstrap_interval, randomisation_p
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAIN = "R@100"
"""The measure whose greatest gains and losses are listed, where the runs have it: recall at a budget that a searcher reads."""
TIE = 1e-9
"""Topics whose scores differ by less are ties."""
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A run's scores by topic, under the name it is shown by; `facts` and `curve` as its metrics file has them."""

    name: str
    topics: Mapping[str, Mapping[str, float]]
    facts: Mapping[str, Any] = field(default_factory=dict)
    curve: Sequence[Sequence[float]] = ()


def compare(runs: Sequence[Judged], *, main: str = MAIN, rounds: int = ROUNDS) -> dict[str, Any]:
    """Compare each of `runs` with the first, over the topics and measures that all of them have.

    Returns {"baseline", "measures", "topics", "runs": [{"name", "mean", "facts", "curve"}], "comparisons": [{"run", "measure", "difference", "wins",
    "losses", "ties", "p", "interval"}], "movers": [{"run", "measure", "losses": [{"topic", "baseline", "run", "difference"}], "gains": […]}],
    "notes"}. Raises `UsageError` for fewer than two runs or runs that share no topic or no measure.
    """
    if len(runs) < 2:  # noqa: PLR2004
        raise UsageError(f"{len(runs)} run cannot be compared", "name at least two")
    baseline, *others = runs
    notes: list[str] = []
    topics = _common_topics(runs, notes)
    measures = _common_measures(runs, notes)
    main = main if main in measures else measures[0]
    return {
        "baseline": baseline.name,
        "measures": measures,
        "topics": len(topics),
        "runs": [{"name": run.name, "mean": _means(run, topics, measures), "facts": dict(run.facts), "curve": list(run.curve)} for run in runs],
        "comparisons": [_comparison(baseline, run, measure, topics, rounds) for run in others for measure in measures],
        "movers": [_movers(baseline, run, main, topics) for run in others],
        "notes": notes,
    }


def _common_topics(runs: Sequence[Judged], notes: list[str]) -> list[str]:
    """The topics that every run has scores for, in the first one's order; says which runs have more."""
    topics = [topic for topic in runs[0].topics if all(topic in run.topics for run in runs)]
    if not topics:
        raise UsageError("the runs share no topic", "compare runs over the same data set and split")
    notes += [
        f"{run.name}: {len(run.topics) - len(topics)} topics that not all runs have are left out" for run in runs if len(run.topics) > len(topics)
    ]
    shas = {str(run.facts["dataset"]) for run in runs if run.facts.get("dataset")}
    if len(shas) > 1:
        notes.append("the runs were measured against different files of topics or judgments: their figures may not be comparable")
    return topics


def _common_measures(runs: Sequence[Judged], notes: list[str]) -> list[str]:
    """The measures that every run has, in the first one's order."""
    each = [list(next(iter(run.topics.values()))) for run in runs]
    measures = [name for name in each[0] if all(name in names for names in each)]
    if not measures:
        raise UsageError("the runs share no measure", "measure them the same way: give --dataset")
    if dropped := sorted({name for names in each for name in names} - set(measures)):
        notes.append(f"measures that not all runs have are left out: {', '.join(dropped)}")
    return measures


def _means(run: Judged, topics: list[str], measures: list[str]) -> dict[str, float]:
    return {measure: sum(run.topics[topic][measure] for topic in topics) / len(topics) for measure in measures}


def _comparison(baseline: Judged, run: Judged, measure: str, topics: list[str], rounds: int) -> dict[str, Any]:
    """The difference (run minus baseline) of one measure, with its p value and its 95% interval over topics."""
    differences = [run.topics[t][measure] - baseline.topics[t][measure] for t in topics]
    wins, losses = sum(d > TIE for d in differences), sum(d < -TIE for d in differences)
    return {
        "run": run.name,
        "measure": measure,
        "difference": sum(differences) / len(differences),
        "wins": wins,
        "losses": losses,
        "ties": len(topics) - wins - losses,
        "p": randomisation_p(differences, rounds),
        "interval": list(bootstrap_interval(differences, rounds=rounds)),
    }


def _movers(baseline: Judged, run: Judged, measure: str, topics: list[str]) -> dict[str, Any]:
    """The topics that lose and gain most, greatest first, ties by topic id."""
    rows = [{"topic": t, "baseline": baseline.topics[t][measure], "run": run.topics[t][measure]} for t in topics]
    moved: list[dict[str, Any]] = [{**row, "difference": row["run"] - row["baseline"]} for row in rows]  # type: ignore[operator]
    losses = sorted((row for row in moved if row["difference"] < -TIE), key=lambda row: (row["difference"], row["topic"]))
    gains = sorted((row for row in moved if row["difference"] > TIE), key=lambda row: (-row["difference"], row["topic"]))
    return {"run": run.name, "measure": measure, "losses": losses[:_SHOWN], "gains": gains[:_SHOWN]}
