"""A run killed half-way, in a real process over real patents: it goes on where it was and ends identical."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from eval.run import JOURNAL, RECORDS
from indexing.child import child_environment
from tests.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import os, signal, sys
from pathlib import Path
from assistant.assistant import Assistant
from assistant.opening import open_index, open_registry
from eval.evaluate import evaluate
from indexing.control import Control

index, models, dataset, out, killed_at, workers = sys.argv[1:]

def report(progress):
    if progress.stage == "searching":
        print(progress.done, flush=True)
        if progress.done == int(killed_at):
            os.kill(os.getpid(), signal.SIGKILL)

with open_index(Path(index), open_registry(Path(models))) as opened:
    evaluate(Assistant(opened), Path(dataset), "words", depth=100, out=Path(out), control=Control(report), workers=int(workers))
"""


def run(index: Path, models: Path, dataset: Path, out: Path, killed_at: int = -1, workers: int = 1) -> tuple[int, list[int]]:
    """The exit code, and how many topics the run said were done, one report after the other."""
    command = [sys.executable, "-c", PROGRAM, *map(str, (index, models, dataset, out, killed_at, workers))]
    ended = subprocess.run(command, env=child_environment(), cwd=ROOT, check=False, capture_output=True, text=True)
    return ended.returncode, [int(line) for line in ended.stdout.split()]


def test_a_run_killed_half_way_resumes_and_ends_identical(tmp_path, small_index: Path, small_collection: Path, models_folder: Path):
    """SIGKILL after five topics, another number of workers afterwards: run, scores and accounts are those of a run in one go."""
    dataset = small_collection / "hairdryer"
    assert run(small_index, models_folder, dataset, tmp_path / "a", 5, 2)[0] == -signal.SIGKILL
    assert not (tmp_path / "a/run.trec").exists()
    kept = len((tmp_path / "a" / JOURNAL).read_text().splitlines()) - 1
    assert kept == 5
    code, reports = run(small_index, models_folder, dataset, tmp_path / "a")
    assert (code, reports[0]) == (0, kept)
    assert run(small_index, models_folder, dataset, tmp_path / "b", workers=2)[0] == 0
    assert (tmp_path / "a/run.trec").read_bytes() == (tmp_path / "b/run.trec").read_bytes()
    one, two = (json.loads((tmp_path / name / "metrics.json").read_text()) for name in ("a", "b"))
    for said in (one, two):
        del said["seconds"]
    assert one == two
    assert accounts(tmp_path / "a") == accounts(tmp_path / "b")


def accounts(folder: Path) -> list[dict[str, object]]:
    """What the run kept of its searches, without their times."""
    with gzip.open(folder / RECORDS, "rt", encoding="utf-8") as stream:
        lines = [json.loads(line) for line in stream]
    for line in lines[1:]:
        line["steps"] = [[*step[:3], step[5]] for step in line["steps"]]
    return lines
