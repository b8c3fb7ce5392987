"""A new baseline: only when a person says so, and with the reason why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from eval.gating.baseline_file import write_baseline
from eval.gating.choosing import same, stored
from eval.gating.gate import check_gate_measures
from eval.gating.model import Accepted, Baseline, experiment, made_by, ranking_of, ranks_of
from eval.measures import measure
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eval.gating.model import Candidate, Collection, Experiment
    from eval.model import Dataset


def accept(
    found: Mapping[str, Candidate],
    dataset: Dataset,
    baselines: Path,
    searched: Collection | None,
    reason: str,
    *,
    only: Sequence[str] = (),
    measures: Sequence[str] = (),
    retire: Sequence[str] = (),
) -> dict[str, Any]:
    """Make the runs `found` (those in `only`, where it names any) the baseline of their recipes; the other recipes of the same file stay.

    `measures` replaces what is guarded, for all recipes; `retire` drops recipes. Returns {"baseline": file name, "recipes": {id: {"before", "now"}}
    (means; before None for a new one), "retired"}. Raises `UsageError` without a reason, `InputError` for a run in which topics failed.
    """
    if not reason.strip():
        raise UsageError("a baseline is accepted for a reason", "say it with --reason")
    chosen = _chosen(found, only)
    made = experiment(dataset, searched)
    path, earlier = _file(baselines, made)
    _check(chosen, earlier, retire)
    names = check_gate_measures(measures or (earlier.measures if earlier else ()))
    today = dt.datetime.now(dt.UTC).date().isoformat()
    recipes = {recipe: kept for recipe, kept in (earlier.recipes if earlier else {}).items() if recipe not in retire}
    if earlier and names != earlier.measures:
        recipes = {recipe: _measured_anew(kept, dataset, names) for recipe, kept in recipes.items()}
    told: dict[str, Any] = {}
    for recipe, candidate in chosen.items():
        mean = dict(measure(candidate.results, dataset.qrels, names).mean)
        told[recipe] = {"before": dict(recipes[recipe].mean) if recipe in recipes else None, "now": mean}
        recipes[recipe] = Accepted(recipe, ranks_of(candidate.results, dataset), mean, made_by(candidate.facts), today, reason.strip())
    if not recipes:
        raise UsageError("a baseline without any recipe guards nothing", f"remove {path.name} instead")
    write_baseline(path, Baseline(made, names, recipes))
    return {"baseline": str(path), "recipes": told, "retired": list(retire)}


def _chosen(found: Mapping[str, Candidate], only: Sequence[str]) -> dict[str, Candidate]:
    for recipe in only:
        if recipe not in found:
            raise UsageError(f"there is no run of '{recipe}'", nearest(recipe, list(found)))
    return {recipe: candidate for recipe, candidate in found.items() if not only or recipe in only}


def _check(chosen: Mapping[str, Candidate], earlier: Baseline | None, retire: Sequence[str]) -> None:
    for recipe, candidate in chosen.items():
        if candidate.faults:
            topic, fault = next(iter(candidate.faults.items()))
            raise InputError(f"{len(candidate.faults)} topics of '{recipe}' failed ({topic}: {fault})", "run it again until none does", code="faults")
    for recipe in retire:
        if earlier is None or recipe not in earlier.recipes:
            raise UsageError(f"the baseline has no recipe '{recipe}'", nearest(recipe, list(earlier.recipes) if earlier else []))


def _measured_anew(kept: Accepted, dataset: Dataset, names: tuple[str, ...]) -> Accepted:
    mean = dict(measure(ranking_of(kept.topics, dataset), dataset.qrels, names).mean)
    return Accepted(kept.recipe, kept.topics, mean, kept.made, kept.accepted, kept.reason)


def _file(folder: Path, made: Experiment) -> tuple[Path, Baseline | None]:
    """The file of this experiment, and what it holds; a new one is called after the data set and the number of documents searched."""
    known = stored(folder)
    for path, baseline in known.items():
        if same(baseline.experiment, made):
            return path, baseline
    name = f"{made.dataset}-{made.collection.documents}" if made.collection else made.dataset
    path = folder / f"{name}.json"
    if path in known:
        sign = made.collection.sha256 if made.collection else made.judgments_sha256
        path = folder / f"{name}-{sign[:8]}.json"
    return path, None
