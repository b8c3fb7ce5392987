"""Which run belongs to which data set, where several of both are named in one command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.opening import open_dataset
from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_LEAST = 2
"""Runs that a comparison takes."""


def match(runs: Sequence[Path], folders: Sequence[Path], split: str = "test") -> list[tuple[Path, list[Path]]]:
    """Each of `folders` (data sets) with its runs, in the order given.

    A run belongs to the data set whose judgments its own facts name by their hash; else, where it says nothing, to the one that the folder it lies
    in is called after (`hairdryer/words`, `hairdryer/pyserini.trec`). Raises `UsageError` for a run that fits none, and a set with fewer than two.
    """
    hashes = {folder: _judgments(open_dataset(folder, split).sha256) for folder in folders}
    matched: dict[Path, list[Path]] = {folder: [] for folder in folders}
    for run in runs:
        matched[_home(run, hashes)].append(run)
    for folder, found in matched.items():
        if len(found) < _LEAST:
            raise UsageError(
                f"{len(found)} of the runs belong{'s' if len(found) == 1 else ''} to the data set {folder.name}",
                "name at least two for each --dataset, in folders of the same names",
            )
    return list(matched.items())


def stated_groups(runs: Sequence[Path]) -> list[list[Path]]:
    """`runs` grouped by the data set that their own facts name: several groups where each has two or more runs of the same names, else one group.

    Runs of one recipe over one set's topics and another index's texts stay together: there the sets are what is compared.
    """
    groups: dict[str, list[Path]] = {}
    for run in runs:
        groups.setdefault(str(stated(run).get("name", "")), []).append(run)
    shared = set.intersection(*({run.name for run in group} for group in groups.values())) if groups else set()
    apart = len(groups) > 1 and "" not in groups and len(shared) >= _LEAST
    return list(groups.values()) if apart else [list(runs)]


def stated(run: Path) -> Mapping[str, Any]:
    """What the run at `run` says of its data set: {"name", "split", "sha256"}; empty where it says nothing that can be read."""
    path = run / "metrics.json" if run.is_dir() else run.with_name("metrics.json") if run.name == "run.trec" else None
    if path is None or not path.is_file():
        return {}
    try:
        told = json.loads(path.read_text("utf-8"))["facts"]["dataset"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # a metrics file that is none is told with its path when it is opened
    return told if isinstance(told, dict) else {}


def _home(run: Path, hashes: Mapping[Path, frozenset[str]]) -> Path:
    """The data set of `run`."""
    said = _judgments(stated(run).get("sha256", {}))
    fitting = [folder for folder, known in hashes.items() if said and said & known]
    if not said or len(fitting) > 1:
        above = {parent.name for parent in run.resolve().parents}
        named = [folder for folder in (fitting or hashes) if folder.resolve().name in above]
        fitting = named or fitting
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(folder.name for folder in hashes)
    if said and not fitting:
        name = stated(run).get("name", "another data set")
        raise UsageError(f"{run} was judged by {name}, by other judgments than those of {names}", "leave it out, or name its data set with --dataset")
    raise UsageError(f"cannot tell to which of {names} the run {run} belongs", "put it into a folder of the data set's name: <data set>/<run>")


def _judgments(sha256: object) -> frozenset[str]:
    """The hashes of judgment files among those of a data set; of all its files where none is called so."""
    files = {str(k): str(v) for k, v in sha256.items()} if hasattr(sha256, "items") else {}
    return frozenset(v for k, v in files.items() if "qrel" in k.lower()) or frozenset(files.values())
