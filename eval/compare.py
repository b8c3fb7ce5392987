"""Runs side by side: means, wins and losses by topic, and whether a difference is more than chance, for each two of any number of runs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from eval.agreement import compare_lists, compare_orders
from eval.cost import reading
from eval.measures import lower_is_better
from eval.missed import movers, worst
from eval.pairs import TIE, Judged, pair_rows
from eval.significance import ROUNDS, bootstrap_intervals
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.model import Dataset

__all__ = ["MAIN", "TIE", "Judged", "compare"]

MAIN = "R@100"
"""The measure whose greatest gains and losses are listed, where the runs have it: recall at a budget that a searcher reads."""


def compare(runs: Sequence[Judged], *, main: str = MAIN, rounds: int = ROUNDS, dataset: Dataset | None = None) -> dict[str, Any]:
    """Compare `runs` with one another, over the topics and measures that all of them have; the first one is the baseline.

    Returns {"baseline", "measures", "main", "lower_is_better", "topics", "dataset": {"name", "split"} or None, "queries": {topic: text} (empty
    without a `dataset`), "runs": [{"name", "mean", "interval": {measure: [low, high]} (95%), "scores": {topic: {measure: value}}, "facts", "curve"}],
    "comparisons": [{"run", …}] (each run with the first), "pairs": [{"a", "b", …}] (every two; both as `eval.pairs.pair_rows` has them),
    "movers": […] and "worst": […] (see `eval.missed`), "orders": [{"a", "b", "tau"}] (do two measures order three or more runs alike?),
    "lists": [{"a", "b", "rbo", "tau", "overlap"}] (see `eval.agreement`; where the runs bring results),
    "cost": [{"run", "seconds", "tokens", "reading"}] (see `eval.cost`; reading where there is a `dataset` and results), "notes"}.
    Raises `UsageError` for fewer than two runs, two of the same name, or runs that share no topic or no measure.
    """
    _check(runs)
    notes: list[str] = []
    topics = _common_topics(runs, notes)
    measures = _common_measures(runs, notes)
    main = main if main in measures else measures[0]
    rows = pair_rows(runs, topics, measures, rounds)
    baseline, *others = runs
    means = {run.name: {m: sum(run.topics[t][m] for t in topics) / len(topics) for m in measures} for run in runs}
    texts = {topic.id: topic.text for topic in dataset.topics} if dataset else {}
    return {
        "baseline": baseline.name,
        "measures": measures,
        "main": main,
        "lower_is_better": [m for m in measures if lower_is_better(m)],
        "topics": len(topics),
        "dataset": _dataset(baseline, dataset),
        "queries": {t: texts[t] for t in topics if t in texts},
        "runs": _runs(runs, means, topics, measures, rounds),
        "comparisons": [{"run": row["b"], **{k: v for k, v in row.items() if k not in {"a", "b"}}} for row in rows if row["a"] == baseline.name],
        "pairs": rows,
        "movers": [movers(baseline, run, main, topics, dataset) for run in others],
        "worst": [worst(run, main, topics, dataset) for run in runs],
        "orders": compare_orders({m: [row[m] for row in means.values()] for m in measures}) if len(runs) > 2 else [],  # noqa: PLR2004
        "lists": _lists(runs, topics),
        "cost": [_cost(run, topics, dataset) for run in runs],
        "notes": notes,
    }


def _runs(
    runs: Sequence[Judged], means: Mapping[str, Mapping[str, float]], topics: Sequence[str], measures: Sequence[str], rounds: int
) -> list[dict[str, Any]]:
    """Each run by itself: means with their intervals, and its scores."""
    table = [[run.topics[t][m] for run in runs for m in measures] for t in topics]
    bounds = iter(bootstrap_intervals(table, rounds=rounds))
    return [
        {
            "name": run.name,
            "mean": means[run.name],
            "interval": {m: list(next(bounds)) for m in measures},
            "scores": {t: {m: run.topics[t][m] for m in measures} for t in topics},
            "facts": dict(run.facts),
            "curve": list(run.curve),
        }
        for run in runs
    ]


def _dataset(baseline: Judged, dataset: Dataset | None) -> dict[str, str] | None:
    """What the runs were judged by: the data set, else what the baseline says of it."""
    if dataset is not None:
        return {"name": dataset.name, "split": dataset.split}
    stated = baseline.facts.get("dataset")
    return {key: str(stated.get(key, "")) for key in ("name", "split")} if isinstance(stated, dict) else None


def _check(runs: Sequence[Judged]) -> None:
    """Raise `UsageError` where `runs` cannot be compared."""
    if len(runs) < 2:  # noqa: PLR2004
        raise UsageError(f"{len(runs)} run cannot be compared", "name at least two")
    names = [run.name for run in runs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"two runs are called '{twice}'", "give each its own name")


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


def _lists(runs: Sequence[Judged], topics: Sequence[str]) -> list[dict[str, Any]]:
    """How alike the result lists of each two runs are, of those that bring them."""
    pairs = itertools.combinations(runs, 2)
    return [{"a": a.name, "b": b.name, **compare_lists(a.results, b.results, topics)} for a, b in pairs if a.results and b.results]


def _cost(run: Judged, topics: Sequence[str], dataset: Dataset | None) -> dict[str, Any]:
    """Seconds and tokens as the run says, and what must be read."""
    read = None
    if dataset is not None and run.results is not None:
        read = reading(run.results, {t: dataset.qrels[t] for t in topics if t in dataset.qrels})
    return {"run": run.name, "seconds": run.spent.get("seconds"), "tokens": run.spent.get("tokens"), "reading": read}
