"""The same run, byte for byte, from another process with another order of sets and dictionaries' hashes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from indexing.child import child_environment
from tests.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

RECIPES = ["features", "feedback", "application"]
"""Between them: words and meaning, several queries a search, feedback at run time, weighted fusion."""
PROGRAM = """
import sys
from pathlib import Path
from assistant.assistant import Assistant
from assistant.opening import open_index, open_registry
from eval.datasets.beir import load
from eval.recipe_system import RecipeSystem
from eval.run import run_dataset

index, models, dataset, out, *recipes = sys.argv[1:]
with open_index(Path(index), open_registry(Path(models))) as opened:
    for recipe in recipes:
        data = load(Path(dataset), "test")
        run_dataset(RecipeSystem(Assistant(opened), recipe, data), data, depth=100, out_dir=Path(out) / recipe)
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory, small_index: Path, small_collection: Path, models_folder: Path) -> list[Path]:
    folders = []
    for seed in ("1", "4242"):
        folder = tmp_path_factory.mktemp("runs")
        command = [sys.executable, "-c", PROGRAM, str(small_index), str(models_folder), str(small_collection / "hairdryer"), str(folder), *RECIPES]
        subprocess.run(command, env=child_environment(PYTHONHASHSEED=seed), cwd=ROOT, check=True, capture_output=True)
        folders.append(folder)
    return folders


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_gives_the_same_run_in_two_processes(runs, recipe):
    one, two = ((folder / recipe / "run.trec").read_bytes() for folder in runs)
    assert one
    assert one == two
