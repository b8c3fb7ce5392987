"""The harness with the real assistant over real patents: own ids, the contract's figures, the same run each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import ir_measures
import pytest

from eval.datasets.beir import load
from eval.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.assistant import Assistant


@pytest.fixture(scope="module")
def searcher(small_index: Path, models_folder: Path) -> Iterator[Assistant]:
    from assistant.assistant import Assistant
    from assistant.opening import open_index, open_registry

    with open_index(small_index, open_registry(models_folder)) as index:
        yield Assistant(index)


@pytest.mark.parametrize("name", ["us", "hairdryer"])
def test_a_recipe_is_measured_on_real_patents(searcher, small_collection, tmp_path, name):
    """Every judged document is known to the index, results bear the data set's ids, and something is found."""
    result = evaluate(searcher, small_collection / name, "words", out=tmp_path)
    data = load(small_collection / name)
    found = {line.split()[2] for line in tmp_path.joinpath("run.trec").read_text().splitlines()}
    assert {d for judged in data.qrels.values() for d in judged} & found
    assert not [note for note in result["notes"] if "not in this index" in note]
    assert result["mean"]["R@100"] > 0.5


def test_figures_are_what_ir_measures_says_of_the_files(searcher, small_collection, tmp_path):
    """Whoever takes run.trec and the qrels elsewhere gets the same means, to 1e-6."""
    result = evaluate(searcher, small_collection / "hairdryer", "hybrid", out=tmp_path)
    names = [name for name in result["mean"] if not name.startswith("PRES")]
    qrels = [ir_measures.Qrel(t, d, g) for t, judged in load(small_collection / "hairdryer").qrels.items() for d, g in judged.items()]
    run = list(ir_measures.read_trec_run(str(tmp_path / "run.trec")))
    theirs = ir_measures.calc_aggregate([ir_measures.parse_measure(name) for name in names], qrels, run)
    assert {n: result["mean"][n] for n in names} == pytest.approx({n: theirs[ir_measures.parse_measure(n)] for n in names}, abs=1e-6)


def test_the_same_recipe_on_the_same_generation_gives_the_same_run(searcher, small_collection, tmp_path):
    """Bit for bit."""
    for name in ("one", "two"):
        evaluate(searcher, small_collection / "us", "hybrid", out=tmp_path / name)
    assert tmp_path.joinpath("one/run.trec").read_bytes() == tmp_path.joinpath("two/run.trec").read_bytes()
    one, two = (json.loads(tmp_path.joinpath(name, "metrics.json").read_text()) for name in ("one", "two"))
    assert (one["mean"], one["topics"], one["facts"]) == (two["mean"], two["topics"], two["facts"])
