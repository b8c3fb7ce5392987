"""Finished runs as the gate takes them: folders of `eval run`, folders of such folders, TREC files from anywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.gating.model import Candidate
from eval.trec import read_run
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eval.model import Dataset

RUN = "run.trec"
_SHOWN = 3


def candidates(paths: Sequence[Path], dataset: Dataset) -> dict[str, Candidate]:
    """The runs at `paths` by recipe, all of `dataset`.

    Raises `UsageError` for two runs of one recipe, `InputError` for a folder without a run and for a run of other topics.
    """
    found: dict[str, Candidate] = {}
    for path in [run for given in paths for run in _runs(given)]:
        candidate = _read(path)
        if candidate.recipe in found:
            raise UsageError(f"two runs are of the recipe '{candidate.recipe}'", "gate them one after the other")
        _check_topics(candidate, dataset, path)
        found[candidate.recipe] = candidate
    return found


def _runs(path: Path) -> list[Path]:
    """The runs that `path` means: itself, or those in the folders below it."""
    if not path.exists():
        raise InputError("there is no such run", "name an output folder of `eval run` or a TREC run file", source=str(path), code="missing")
    if path.is_file() or (path / RUN).is_file():
        return [path]
    below = sorted(folder for folder in path.iterdir() if (folder / RUN).is_file())
    if not below:
        raise InputError("holds no run", f"name a folder with {RUN}, or one of such folders", source=str(path), code="no-run")
    return below


def _read(path: Path) -> Candidate:
    if path.is_file():
        return Candidate(path.name.partition(".")[0], read_run(path), {}, {})
    told = _told(path / "metrics.json") if (path / "metrics.json").is_file() else {}
    facts, faults = told.get("facts") or {}, told.get("faults") or {}
    recipe = str((facts.get("recipe") or {}).get("id") or path.resolve().name)
    return Candidate(recipe, read_run(path / RUN), facts, {str(topic): str(fault) for topic, fault in faults.items()})


def _told(path: Path) -> Mapping[str, Any]:
    """What a metrics file says. Its figures are not used: the gate measures the run itself."""
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        facts, faults = told.get("facts", {}), told.get("faults", {})
        good = isinstance(facts, dict) and isinstance(faults, dict) and all(isinstance(facts.get(part, {}), dict) for part in ("recipe", "index"))
    except (OSError, ValueError, AttributeError) as fault:
        raise InputError("is no metrics file of `eval run`", "run `eval run` again", source=str(path), code="no-metrics") from fault
    if not good:
        raise InputError("is no metrics file of `eval run`", "run `eval run` again", source=str(path), code="no-metrics")
    return dict(told)


def _check_topics(candidate: Candidate, dataset: Dataset, path: Path) -> None:
    """Raise `InputError` for a run of another data set: one that bears none of the topics, or says that it read other files."""
    if not any(topic in dataset.qrels for topic in candidate.results):
        raise InputError(f"has none of the topics of {dataset.name}", "name the data set that it was run on", source=str(path), code="other-topics")
    stated = dict((candidate.facts.get("dataset") or {}).get("sha256") or {})
    other = sorted(file for file, sha in stated.items() if dataset.sha256.get(file, sha) != sha)
    if other:
        hint = "run the recipe again on this one"
        raise InputError(f"was run on other files than {dataset.name} has: {', '.join(other[:_SHOWN])}", hint, source=str(path), code="other-files")


def check_index(found: Mapping[str, Candidate], manifest_sha256: str) -> None:
    """Raise `InputError` for a run whose facts say that it was made on another index than the one named."""
    for recipe, candidate in found.items():
        stated = (candidate.facts.get("index") or {}).get("manifest_sha256")
        if stated is not None and stated != manifest_sha256:
            raise InputError(f"the run of '{recipe}' was made on another index, or another generation of it", "run it again", code="other-index")
