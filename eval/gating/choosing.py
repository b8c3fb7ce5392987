"""Which baseline a run is held against: the one of the same experiment, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.gating.baseline_file import read_baseline
from indexing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from eval.gating.model import Baseline, Experiment

_ACCEPT = "accept these runs with --accept --reason, or run on what the baseline was made on"


def stored(folder: Path) -> dict[Path, Baseline]:
    """The baselines in `folder`, by file. Raises `InputError` for a file that is none."""
    return {path: read_baseline(path) for path in sorted(folder.glob("*.json"))} if folder.is_dir() else {}


def same(a: Experiment, b: Experiment) -> bool:
    """Whether two runs of these are one experiment: names of data sets do not count."""
    return difference(a, b) == ""


def difference(kept: Experiment, wanted: Experiment) -> str:
    """What of `wanted` is not as in `kept`, in words; empty where they are one experiment."""
    if kept.judgments_sha256 != wanted.judgments_sha256:
        return "its judgments are others"
    if kept.topics_sha256 != wanted.topics_sha256:
        return "its topics have other texts"
    if any(wanted.corpus.get(file, sha) != sha for file, sha in kept.corpus.items()):
        return "its documents are others"
    if kept.collection != wanted.collection:
        return f"it was made on {_searched(kept)}, these runs on {_searched(wanted)}"
    return ""


def _searched(of: Experiment) -> str:
    return (
        f"an index of {of.collection.documents} documents ({of.collection.sha256[:8]})" if of.collection else "an index that is not named (--index)"
    )


def choose(folder: Path, wanted: Experiment) -> tuple[Path, Baseline]:
    """The baseline in `folder` of the experiment `wanted`, and its file. Raises `InputError` where there is none, and says what is nearest."""
    known = stored(folder)
    for path, baseline in known.items():
        if same(baseline.experiment, wanted):
            return path, baseline
    near = [
        f"{path.name}: {difference(baseline.experiment, wanted)}"
        for path, baseline in known.items()
        if baseline.experiment.judgments_sha256 == wanted.judgments_sha256 or baseline.experiment.dataset == wanted.dataset
    ]
    told = "; ".join(near) or "none is of this data set"
    raise InputError(f"no baseline in {folder} can be compared with these runs of {wanted.dataset} ({told})", _ACCEPT, code="no-baseline")
