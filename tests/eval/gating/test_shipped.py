"""The baselines of the bundled data sets: whole, of what is bundled, and of what `make bench` runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commands.bench import GUARDED
from commands.gating import BASELINES
from eval.gating.baseline_file import read_baseline
from eval.gating.candidates import candidates
from eval.gating.gate import gate
from eval.gating.model import experiment, ranking_of
from eval.opening import open_dataset
from eval.trec import write_run
from prompts.recipes import load_recipe
from tests.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(BASELINES.glob("*.json"))


def test_each_bundled_set_has_a_baseline_in_each_index_that_is_benched() -> None:
    assert [file.stem for file in FILES] == ["hairdryer-2235", "hairdryer-235", "us-2235"]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_shipped_baseline_is_of_the_bundled_topics_judgments_and_recipes(file: Path) -> None:
    """A released recipe never changes, so that its hash is still the one that was accepted."""
    baseline = read_baseline(file)
    bundled = open_dataset(ROOT / "data/sample" / baseline.experiment.dataset)
    assert baseline.experiment == experiment(bundled, baseline.experiment.collection)
    assert set(baseline.recipes) == set(GUARDED)
    for recipe, kept in baseline.recipes.items():
        if str(kept.made["version"]) == str(load_recipe(recipe).version):
            assert kept.made["sha256"] == load_recipe(recipe).sha256


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_gate_passes_the_very_runs_of_a_shipped_baseline(file: Path, tmp_path: Path) -> None:
    """Its ranks, written as runs, read and measured again."""
    baseline = read_baseline(file)
    bundled = open_dataset(ROOT / "data/sample" / baseline.experiment.dataset)
    for recipe, kept in baseline.recipes.items():
        with (tmp_path / f"{recipe}.trec").open("w") as stream:
            write_run(stream, ranking_of(kept.topics, bundled), recipe)
    found = candidates(sorted(tmp_path.iterdir()), bundled)
    result = gate(found, bundled, BASELINES, baseline.experiment.collection, rounds=200)
    assert result["passed"]
    assert {row["verdict"] for row in result["rows"]} == {"same"}
