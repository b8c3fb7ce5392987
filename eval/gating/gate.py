"""Runs held against their baseline: passed or not, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.gating.choosing import choose
from eval.gating.falls import BETTER, FAILING, LOWER, Rule, judge_falls
from eval.gating.lost import lost
from eval.gating.model import MEASURES, Accepted, experiment, made_by, ranking_of
from eval.measures import check_measures, lower_is_better, measure
from eval.significance import ROUNDS
from indexing.canonical import plain
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eval.gating.model import Baseline, Candidate, Collection
    from eval.model import Dataset, Scores

_EQUAL = 1e-6
_PRECISION = "the vectors' precision differs: ranks may move a little"


def gate(
    found: Mapping[str, Candidate],
    dataset: Dataset,
    baselines: Path,
    searched: Collection | None = None,
    *,
    only: Sequence[str] = (),
    rule: Rule | None = None,
    rounds: int = ROUNDS,
) -> dict[str, Any]:
    """Hold the runs `found` (by recipe) against the baseline in the folder `baselines` that was made on the same topics, judgments and documents.

    `only` names the recipes to look at; else every recipe of the baseline must have its run. Returns {"passed", "baseline", "dataset", "topics",
    "measures", "rule", "rows": [{"recipe", "measure", … see `falls.judge_falls`}], "missing": [recipes], "failing": {recipe: {topic: reason}},
    "new": [recipes], "improved": [recipes], "losses": [see `lost.lost`], "failures": [sentences], "notes": [sentences]}.
    Raises `InputError` where nothing comparable was accepted, `UsageError` for a recipe in `only` that the baseline does not have.
    """
    rule = rule or Rule()
    path, baseline = choose(baselines, experiment(dataset, searched))
    for recipe in only:
        if recipe not in baseline.recipes:
            raise UsageError(f"the baseline has no recipe '{recipe}'", nearest(recipe, list(baseline.recipes)))
    wanted = [recipe for recipe in baseline.recipes if not only or recipe in only]
    there = [recipe for recipe in wanted if recipe in found]
    notes: list[str] = []
    before = {recipe: _before(baseline, baseline.recipes[recipe], dataset, path) for recipe in there}
    now = {recipe: measure(found[recipe].results, dataset.qrels, baseline.measures) for recipe in there}
    for recipe in there:
        _compare_making(baseline.recipes[recipe], found[recipe], notes)
    rows = _rows(before, now, list(baseline.measures), rule, rounds)
    failing = {recipe: bad for recipe in there if (bad := _failing(baseline.recipes[recipe], found[recipe]))}
    missing = [recipe for recipe in wanted if recipe not in found]
    failures = _failures(rows, missing, failing)
    fell = {row["recipe"] for row in rows if row["verdict"] in (*FAILING, LOWER)}
    return {
        "passed": not failures,
        "baseline": path.name,
        "dataset": dataset.name,
        "split": dataset.split,
        "topics": len(dataset.qrels),
        "measures": list(baseline.measures),
        "rule": plain(rule),
        "rows": rows,
        "missing": missing,
        "failing": failing,
        "new": [recipe for recipe in found if recipe not in baseline.recipes and not only],
        "improved": list(dict.fromkeys(row["recipe"] for row in rows if row["verdict"] == BETTER)),
        "losses": [lost(r, rows, before[r], now[r], baseline.recipes[r], found[r], dataset) for r in there if r in fell],
        "failures": failures,
        "notes": notes,
    }


def check_gate_measures(names: Sequence[str]) -> tuple[str, ...]:
    """`names`, or what a recipe is guarded in by default. Raises `UsageError` for an unknown measure, or a count that has no bound."""
    check_measures(names)
    if count := next((name for name in names if lower_is_better(name)), None):
        raise UsageError(f"{count} counts documents and has no tolerance", f"guard a score from 0 to 1: {', '.join(MEASURES)}")
    return tuple(dict.fromkeys(names)) or MEASURES


def _before(baseline: Baseline, kept: Accepted, dataset: Dataset, path: Path) -> Scores:
    """The accepted run measured anew from its ranks. Raises `InputError` where that does not give the means that were accepted."""
    try:
        scores = measure(ranking_of(kept.topics, dataset), dataset.qrels, baseline.measures)
    except (KeyError, ValueError) as fault:
        raise InputError(
            f"its ranks for '{kept.recipe}' are not of these judgments", "accept it anew", source=str(path), code="bad-baseline"
        ) from fault
    off = [name for name in baseline.measures if abs(scores.mean[name] - kept.mean.get(name, -1.0)) > _EQUAL]
    if off:
        what = f"its ranks for '{kept.recipe}' do not give the means it states ({', '.join(off)})"
        raise InputError(what, "it was edited, or the measure is computed otherwise now: accept it anew", source=str(path), code="bad-baseline")
    return scores


def _compare_making(kept: Accepted, candidate: Candidate, notes: list[str]) -> None:
    """Say what was made otherwise. Raises `InputError` where lists of other lengths were asked for."""
    made = made_by(candidate.facts)
    then = kept.made
    if made.get("depth", then.get("depth")) != then.get("depth", made.get("depth")):
        what = f"the run of '{kept.recipe}' asked for {made['depth']} documents a topic, the baseline for {then['depth']}"
        raise InputError(what, f"run it with --depth {then['depth']}", code="other-depth")
    if "sha256" in made and "sha256" in then and made["sha256"] != then["sha256"]:
        notes.append(f"{kept.recipe}: the recipe was changed (version {then.get('version')} then, {made.get('version')} now)")
    for name, what in (("embedder", "embedder"), ("llm", "language model")):
        if name in made and name in then and made[name] != then[name]:
            alike = name == "embedder" and made[name].rpartition("/")[0] == then[name].rpartition("/")[0]
            notes.append(f"{kept.recipe}: {_PRECISION}" if alike else f"{kept.recipe}: another {what} ({then[name]} then, {made[name]} now)")


def _rows(before: Mapping[str, Scores], now: Mapping[str, Scores], measures: list[str], rule: Rule, rounds: int) -> list[dict[str, Any]]:
    """One row a recipe and measure."""
    cells = [(recipe, name) for recipe in before for name in measures]
    columns = [[[row[name] for row in scores[recipe].topics.values()] for recipe, name in cells] for scores in (before, now)]
    judged = judge_falls(columns[0], columns[1], [name for _, name in cells], rule, rounds)
    return [{"recipe": recipe, "measure": name, **row} for (recipe, name), row in zip(cells, judged, strict=True)]


def _failing(kept: Accepted, candidate: Candidate) -> dict[str, str]:
    """Topics that had results when the baseline was accepted and fail now, with the reason."""
    empty = {topic for topic, at in kept.topics.items() if at.results and not candidate.results.get(topic)}
    return {topic: candidate.faults.get(topic, "no results") for topic in kept.topics if topic in empty or topic in candidate.faults}


def _failures(rows: Sequence[Mapping[str, Any]], missing: Sequence[str], failing: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Why the gate is shut, a sentence each."""
    said = [f"{recipe}: has a baseline and no run" for recipe in missing]
    for recipe, topics in failing.items():
        first = next(iter(topics))
        said.append(f"{recipe}: {len(topics)} topic{'s' if len(topics) > 1 else ''} that had results fail now ({first}: {topics[first]})")
    recipes = list(dict.fromkeys(row["recipe"] for row in rows))
    empty = [recipe for recipe in recipes if _lost_all([row for row in rows if row["recipe"] == recipe])]
    said += [f"{recipe}: none of the relevant documents that it had are found" for recipe in empty]
    fallen = (row for row in rows if row["verdict"] in FAILING)
    return said + [f"{row['recipe']}: {row['measure']} fell from {row['before']:.3f} to {row['now']:.3f} ({row['verdict']})" for row in fallen]


def _lost_all(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every measure that had something has nothing now: a fall that any number of topics shows."""
    had = [row for row in rows if row["before"] > _EQUAL]
    return bool(had) and all(row["now"] <= _EQUAL for row in had)
