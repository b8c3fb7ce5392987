"""Several systems over the same topics in one go, each in its folder, and their comparison."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eval.compare import MAIN
from eval.evaluate import evaluate_system
from eval.files import replacing
from eval.measures import DEFAULT_MEASURES, check_measures
from eval.run import run_facts
from eval.runs import compare_runs
from eval.under_way import UnderWay
from indexing.control import Progress
from indexing.errors import Cancelled, PriorArtError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eval.model import Dataset
    from eval.protocols import System
    from indexing.control import Control

UNDER_WAY = "under-way.json"


@dataclass(frozen=True, slots=True)
class Together:
    """What came of several systems: what `evaluate_system` returned, by name; the faults of those that failed; the comparison, where two did not."""

    runs: Mapping[str, dict[str, Any]]
    failed: Mapping[str, PriorArtError] = field(default_factory=dict)
    comparison: Mapping[str, Any] | None = None

    @property
    def exit_code(self) -> int:
        """0 where none failed, else the code of the first that did."""
        return next((fault.exit_code for fault in self.failed.values()), 0)


def run_systems(
    systems: Sequence[System],
    dataset: Dataset,
    out: Path,
    *,
    depth: int = 1000,
    control: Control,
    measures: Sequence[str] = DEFAULT_MEASURES,
    main: str = MAIN,
    workers: int = 1,
    folder: Path | None = None,
) -> Together:
    """Run each of `systems` over `dataset` into `out/NAME`, then write `out/compare.html` and `compare.json`, the first one being the baseline.

    A system that fails costs only itself. When the call was stopped, or some system failed, the next one runs only what is left. `folder`, where
    given, is where the whole of `dataset` came from: the comparison is then by slices as well. Raises `UsageError` for two systems of one name
    and an unknown measure, `Cancelled` when the person stops it, and the first fault where every system failed.
    """
    measures = list(dict.fromkeys([*measures, main]))
    state = UnderWay(out / UNDER_WAY)
    runs, failed = run_each(systems, dataset, out, state, depth=depth, control=control, measures=measures, workers=workers)
    if not runs:
        raise next(iter(failed.values()))
    comparison = _compared([out / name for name in runs], folder, dataset.split, out, main) if len(runs) > 1 else None
    if complete(runs, failed):
        state.close()
    return Together(runs, failed, comparison)


def run_each(
    systems: Sequence[System],
    dataset: Dataset,
    out: Path,
    state: UnderWay,
    *,
    depth: int,
    control: Control,
    measures: Sequence[str],
    workers: int = 1,
) -> tuple[dict[str, dict[str, Any]], dict[str, PriorArtError]]:
    """What `evaluate_system` returned for each of `systems`, by name, and the faults of those that failed. What `state` has finished is read again.

    Raises `UsageError` for two systems of one name and an unknown measure, and `Cancelled` when the person stops it.
    """
    names = [system.name for system in systems]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"two systems are named '{twice[0]}'", "name each once; versions of a recipe as ID@VERSION")
    check_measures(measures)
    runs: dict[str, dict[str, Any]] = {}
    failed: dict[str, PriorArtError] = {}
    for count, system in enumerate(systems):
        control.report(Progress("systems", count, len(systems), "systems", system.name))
        try:
            runs[system.name] = _one(system, dataset, out / system.name, state, depth, control, measures, workers)
        except Cancelled:
            raise
        except PriorArtError as fault:
            failed[system.name] = fault
        except Exception as fault:  # noqa: BLE001 - one system must not cost the others
            failed[system.name] = PriorArtError(f"{type(fault).__name__}: {fault}", "this is a fault of the program: please report it")
    control.report(Progress("systems", len(systems), len(systems), "systems"))
    return runs, failed


def complete(runs: Mapping[str, Mapping[str, Any]], failed: Mapping[str, object]) -> bool:
    """Whether nothing is left for another call: no system failed, and no topic of any."""
    return not failed and not any(result["faults"] for result in runs.values())


def _one(
    system: System, dataset: Dataset, out: Path, state: UnderWay, depth: int, control: Control, measures: Sequence[str], workers: int
) -> dict[str, Any]:
    """The evaluation of one system, or what is left of it from a call that was stopped."""
    key = {"facts": run_facts(system, dataset, depth), "measures": list(measures)}
    name = f"{out.parent.name}/{out.name}"
    if state.finished(name, key):
        try:
            return dict(json.loads((out / "metrics.json").read_text(encoding="utf-8")))
        except (OSError, ValueError):
            pass  # taken away since: it is run again
    result = evaluate_system(system, dataset, out, depth=depth, control=control, measures=measures, workers=workers)
    if not result["faults"]:
        state.finish(name, key)
    return result


def _compared(paths: Sequence[Path], folder: Path | None, split: str, out: Path, main: str) -> Mapping[str, Any]:
    comparison = compare_runs(paths, folder, out / "compare.html", split=split, main=main)
    with replacing(out / "compare.json") as stream:
        json.dump(comparison, stream, ensure_ascii=False, indent=1)
    return comparison
