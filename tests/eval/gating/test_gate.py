"""The gate shuts on falls that are planted, and on nothing else."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from eval.gating.accepting import accept
from eval.gating.candidates import candidates, check_index
from eval.gating.gate import gate
from eval.gating.model import Collection
from indexing.errors import InputError, UsageError
from tests.eval.gating.small import dataset, good_lists, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eval.model import Dataset
    from tests.eval.gating.small import Lists

SEARCHED = Collection(120, "c" * 64)
RECIPES = ("hybrid", "words")


@pytest.fixture
def small(tmp_path: Path) -> Dataset:
    return dataset(tmp_path / "set")


@pytest.fixture
def guarded(small: Dataset, tmp_path: Path) -> Dataset:
    """The data set, with a baseline of two recipes accepted in `tmp_path/baselines`."""
    for n, recipe in enumerate(RECIPES):
        write(tmp_path / "first", recipe, good_lists(small, n))
    accept(candidates([tmp_path / "first"], small), small, tmp_path / "baselines", SEARCHED, "the first")
    return small


def again(tmp_path: Path, small: Dataset, change: Callable[[Lists], Lists] = lambda lists: lists, **options) -> dict:
    """The gate's result for a second run in which `hybrid` was changed."""
    write(tmp_path / "second", "hybrid", change(good_lists(small, 0)), **options)
    write(tmp_path / "second", "words", good_lists(small, 1))
    return gate(candidates([tmp_path / "second"], small), small, tmp_path / "baselines", SEARCHED)


def shuffled(lists: Lists) -> Lists:
    drawn = random.Random(1)
    return {t: drawn.sample(docs, len(docs)) for t, docs in lists.items()}


def cut(lists: Lists) -> Lists:
    return {t: docs[:12] for t, docs in lists.items()}


def first_lost(lists: Lists) -> Lists:
    return {t: docs[5:] for t, docs in lists.items()}


def lower_half_first(lists: Lists) -> Lists:
    """What a merging that takes the wrong branch first would give."""
    return {t: docs[15:] + docs[:15] for t, docs in lists.items()}


def test_the_same_run_passes(guarded, tmp_path):
    result = again(tmp_path, guarded)
    assert result["passed"]
    assert {row["verdict"] for row in result["rows"]} == {"same"}
    assert [(row["recipe"], row["measure"]) for row in result["rows"]][:2] == [("hybrid", "R@10"), ("hybrid", "R@100")]


def test_three_topics_that_lose_all_shut_the_gate(tmp_path):
    """No test can prove it with three; nothing is left to prove."""
    few = dataset(tmp_path / "set", topics=3)
    write(tmp_path / "first", "hybrid", good_lists(few, 0))
    accept(candidates([tmp_path / "first"], few), few, tmp_path / "baselines", SEARCHED, "the first")
    write(tmp_path / "second", "hybrid", {t: [f"XX{n}" for n in range(20)] for t in few.qrels})
    result = gate(candidates([tmp_path / "second"], few), few, tmp_path / "baselines", SEARCHED)
    assert result["failures"] == ["hybrid: none of the relevant documents that it had are found"]
    assert {row["verdict"] for row in result["rows"]} <= {"lower", "same"}


@pytest.mark.parametrize("fault", [shuffled, cut, first_lost, lower_half_first])
def test_a_planted_fault_shuts_the_gate(guarded, tmp_path, fault):
    """Only the recipe that was hurt is named."""
    result = again(tmp_path, guarded, fault)
    assert not result["passed"]
    assert result["failures"]
    assert all(failure.startswith("hybrid: ") for failure in result["failures"])
    assert {row["verdict"] for row in result["rows"] if row["recipe"] == "words"} == {"same"}


def test_neighbours_that_change_places_pass(guarded, tmp_path):
    """As they do where scores are nearly tied and another processor adds up in another order."""

    def swapped(lists: Lists) -> Lists:
        for n, (topic, docs) in enumerate(lists.items()):
            first = next(at for at, d in enumerate(docs) if guarded.qrels[topic].get(d, 0) >= 1)
            at = first - n % 2 if first else 0
            docs[at], docs[at + 1] = docs[at + 1], docs[at]
        return lists

    result = again(tmp_path, guarded, swapped)
    assert result["passed"]
    assert any(row["verdict"] != "same" for row in result["rows"])


def test_a_fall_below_the_tolerance_passes_however_sure_it_is(guarded, tmp_path):
    """One document that nobody asked for stands first in every list."""
    from eval.gating.falls import Rule

    write(tmp_path / "second", "hybrid", {t: ["US0A9", *docs] for t, docs in good_lists(guarded, 0).items()})
    write(tmp_path / "second", "words", good_lists(guarded, 1))
    found = candidates([tmp_path / "second"], guarded)
    strict = gate(found, guarded, tmp_path / "baselines", SEARCHED, rule=Rule(tolerance=0.0, floor=1.0, share=1.0))
    lenient = gate(found, guarded, tmp_path / "baselines", SEARCHED, rule=Rule(tolerance=0.9, floor=1.0, share=1.0))
    assert not strict["passed"]
    assert lenient["passed"]


def test_a_topic_that_now_finds_nothing_shuts_the_gate(guarded, tmp_path):
    """Though one topic of forty proves nothing."""
    result = again(tmp_path, guarded, lambda lists: lists | {"T7": []}, faults={"T7": "the engine broke"})
    assert result["failing"] == {"hybrid": {"T7": "the engine broke"}}
    assert not result["passed"]


def test_a_topic_missing_from_the_run_shuts_the_gate(guarded, tmp_path):
    result = again(tmp_path, guarded, lambda lists: {t: docs for t, docs in lists.items() if t != "T7"})
    assert result["failing"] == {"hybrid": {"T7": "no results"}}


def test_a_recipe_without_a_run_shuts_the_gate(guarded, tmp_path):
    write(tmp_path / "second", "hybrid", good_lists(guarded, 0))
    result = gate(candidates([tmp_path / "second"], guarded), guarded, tmp_path / "baselines", SEARCHED)
    assert result["missing"] == ["words"]
    assert not result["passed"]


def test_only_the_recipes_asked_for_are_needed(guarded, tmp_path):
    write(tmp_path / "second", "hybrid", good_lists(guarded, 0))
    assert gate(candidates([tmp_path / "second"], guarded), guarded, tmp_path / "baselines", SEARCHED, only=["hybrid"])["passed"]


def test_an_unknown_recipe_is_answered_with_the_nearest(guarded, tmp_path):
    found = candidates([tmp_path / "first"], guarded)
    with pytest.raises(UsageError, match="did you mean hybrid"):
        gate(found, guarded, tmp_path / "baselines", SEARCHED, only=["hybird"])


def test_a_recipe_without_a_baseline_is_named_and_passes(guarded, tmp_path):
    write(tmp_path / "second", "own", good_lists(guarded, 8))
    result = again(tmp_path, guarded)
    assert result["passed"]
    assert result["new"] == ["own"]


def test_a_rise_is_told_and_changes_no_baseline(guarded, tmp_path):
    """All relevant documents first."""

    def best(lists: Lists) -> Lists:
        return {t: sorted(docs, key=lambda d: -guarded.qrels[t].get(d, 0)) for t, docs in lists.items()}

    file = tmp_path / "baselines" / "set-120.json"
    was = file.read_bytes()
    result = again(tmp_path, guarded, best)
    assert result["passed"]
    assert result["improved"] == ["hybrid"]
    assert file.read_bytes() == was


def test_losses_name_the_topics_and_the_documents_with_their_ranks(guarded, tmp_path):
    lists = good_lists(guarded, 0)
    result = again(tmp_path, guarded, cut)
    loss = next(loss for loss in result["losses"] if loss["recipe"] == "hybrid")
    worst = loss["topics"][0]
    document = worst["documents"][0]
    assert worst["query"] == f"a device {worst['topic'][1:]}"
    assert document["before"] == lists[worst["topic"]].index(document["document"]) + 1
    assert document["before"] > 12
    assert document["now"] is None


def test_a_changed_recipe_and_another_precision_are_said_and_compared(guarded, tmp_path):
    recipe = {"id": "hybrid", "version": "2", "sha256": "b" * 64}
    result = again(tmp_path, guarded, facts={"recipe": recipe, "index": {"embedder": "mini@sha256:0/fp32"}})
    assert result["passed"]
    assert any("version 1 then, 2 now" in note for note in result["notes"])
    assert any("precision" in note for note in result["notes"])


@pytest.mark.parametrize("what", ["judgments", "texts", "documents", "index"])
def test_another_experiment_is_refused(guarded, tmp_path, what):
    """A fall on other data says nothing; nor does a rise."""
    folder = tmp_path / "set"
    searched = Collection(119, "d" * 64) if what == "index" else SEARCHED
    file = {"judgments": folder / "qrels/test.tsv", "texts": folder / "queries.jsonl", "documents": folder / "corpus.jsonl"}.get(what)
    if file:
        changes = {"judgments": ("\t2\n", "\t1\n"), "texts": ("a device", "one device"), "documents": ("title", "name")}
        file.write_text(file.read_text().replace(*changes[what], 1))
    from eval.datasets.beir import load

    changed = load(folder, "test")
    found = candidates([tmp_path / "first"], changed)
    with pytest.raises(InputError, match=r"set-120\.json: it"):
        gate(found, changed, tmp_path / "baselines", searched)


def test_a_run_on_other_files_is_refused(guarded, tmp_path):
    run = write(tmp_path / "second", "hybrid", good_lists(guarded, 0), facts={"dataset": {"sha256": {"queries.jsonl": "0" * 64}}})
    with pytest.raises(InputError, match=r"queries\.jsonl"):
        candidates([run], guarded)


def test_a_run_on_another_index_is_refused(guarded, tmp_path):
    found = candidates([write(tmp_path / "second", "hybrid", good_lists(guarded, 0), facts={"index": {"manifest_sha256": "m2"}})], guarded)
    check_index(found, "m2")
    with pytest.raises(InputError, match="another index"):
        check_index(found, "m1")


def test_lists_of_another_depth_are_refused(guarded, tmp_path):
    with pytest.raises(InputError, match="--depth 1000"):
        again(tmp_path, guarded, depth=100)


def test_a_folder_without_runs_is_refused(guarded, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no run"):
        candidates([tmp_path / "empty"], guarded)


def test_two_runs_of_one_recipe_are_refused(guarded, tmp_path):
    write(tmp_path / "second", "hybrid", good_lists(guarded, 0))
    with pytest.raises(UsageError, match="two runs"):
        candidates([tmp_path / "first", tmp_path / "second"], guarded)


def test_a_run_file_from_elsewhere_is_held_against_a_baseline_of_its_name(guarded, tmp_path):
    (tmp_path / "vendor.trec").write_bytes((tmp_path / "first/words/run.trec").read_bytes())
    found = candidates([tmp_path / "vendor.trec"], guarded)
    accept(found, guarded, tmp_path / "baselines", None, "the vendor's")
    result = gate(found, guarded, tmp_path / "baselines", None)
    assert result["passed"]
    assert {row["recipe"] for row in result["rows"]} == {"vendor"}
