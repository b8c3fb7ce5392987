"""A grid over a recipe's parameters: chosen on one split, measured on another."""

from __future__ import annotations

import csv
import dataclasses
import json

import pytest

from eval.grid import GridPlan, run_grid
from eval.model import Dataset, Topic
from indexing.control import Control
from indexing.errors import Cancelled, InputError, LLMFault, UsageError
from prompts.recipes import load_recipe, read_recipe
from tests.eval.tiny import TinyAssistant, TinyIndex

DOCUMENTS = {"US-1-A": "hair dryer fan", "US-2-A": "hair dryer", "US-3-A": "lamp stand", "US-4-A": "lamp", "US-5-A": "shoe"}


class Tuned(TinyAssistant):
    """The greater the recipe's `fused.k`, the more documents it finds: a grid over it has a best value. `searches` lists what ran."""

    def plan(self, case, recipe, control=None):
        plan = super().plan(case, recipe, control)
        self.searches = [*getattr(self, "searches", []), (str(recipe), case.own[0])]
        return dataclasses.replace(plan, recipe=str(recipe))

    def search(self, plan, **asked):
        k = next(step.parameters["k"] for step in load_recipe(plan.recipe).steps if step.name == "fused")
        return super().search(plan, **{**asked, "k": min(asked["k"], 2 if k > 60 else 1)})


@pytest.fixture
def searcher():
    return Tuned(TinyIndex(DOCUMENTS))


@pytest.fixture
def tune():
    topics = (Topic("a1", "hair dryer fan"), Topic("a2", "lamp stand"))
    return Dataset("tiny", "train", topics, {"a1": {"US-2-A": 1}, "a2": {"US-4-A": 1}}, frozenset(DOCUMENTS))


@pytest.fixture
def test():
    topics = (Topic("b1", "lamp and stand"), Topic("b2", "dryer of hair"))
    return Dataset("tiny", "test", topics, {"b1": {"US-4-A": 1}, "b2": {"US-2-A": 1}}, frozenset(DOCUMENTS))


def grid(searcher, tune, test, out, *settings, control=None, **choices):
    return run_grid(searcher, "hybrid", tune, test, GridPlan(settings or ("fused.k=10,100",), "R@10", **choices), out, control or Control())


def test_the_best_on_the_tuning_topics_alone_is_measured_on_the_held_out_ones(searcher, tune, test, tmp_path):
    """Beside the unchanged recipe; no other variation ever sees a held-out topic."""
    done = grid(searcher, tune, test, tmp_path, "fused.k=10,100,30")
    assert done["chosen"] == "hybrid-2"
    assert sorted(done["held_out"]["mean"]) == ["hybrid", "hybrid-2"]
    held = {recipe.rpartition("/")[2] for recipe, topic in searcher.searches if topic.startswith("b")}
    assert held == {"hybrid", "hybrid-2.yaml"}
    assert done["comparison"]["runs"][0]["name"] == "hybrid"


def test_the_chosen_recipe_is_written_with_its_derivation(searcher, tune, test, tmp_path):
    """A recipe as any other, ready to be checked, exported, released."""
    grid(searcher, tune, test, tmp_path)
    chosen, base = read_recipe(tmp_path / "chosen.yaml"), load_recipe("hybrid")
    assert next(step for step in chosen.steps if step.name == "fused").parameters["k"] == 100
    assert [s for s in chosen.steps if s.name != "fused"] == [s for s in base.steps if s.name != "fused"]
    assert base.sha256 in chosen.notes
    assert "held out" in chosen.notes
    assert base.notes.strip() in chosen.notes


def test_where_nothing_is_better_the_recipe_stays_as_it_is(searcher, tune, test, tmp_path):
    """And that is said; a tie is no reason to change."""
    done = grid(searcher, tune, test, tmp_path, "fused.k=10,20")
    assert done["chosen"] == "hybrid"
    assert not (tmp_path / "chosen.yaml").exists()
    assert "No variation" in done["said"][0]
    assert list(done["held_out"]["mean"]) == ["hybrid"]


def test_the_grid_is_a_table_with_intervals(searcher, tune, test, tmp_path):
    """JSON, CSV and terminal say the same."""
    done = grid(searcher, tune, test, tmp_path, "fused.k=10,100", "fused.weights=[1,1],[2,1]")
    stored = json.loads((tmp_path / "grid.json").read_text())
    rows = list(csv.DictReader((tmp_path / "grid.csv").open()))
    assert [r["name"] for r in stored["rows"]] == [r["recipe"] for r in rows] == ["hybrid", "hybrid-1", "hybrid-2", "hybrid-3", "hybrid-4"]
    assert [r["main"] for r in stored["rows"]] == [float(r["main"]) for r in rows]
    assert all(low <= r["main"] <= high for r in stored["rows"] for low, high in [r["interval"]])
    assert rows[2]["fused.weights"] == "[2, 1]"
    assert done["table"][1][0] == "hybrid-3 (chosen)"


def test_splits_that_share_topics_are_refused_before_anything_runs(searcher, tune, test, tmp_path):
    """By id, and by text under another id: what is chosen on a topic is always found good on it."""
    with pytest.raises(UsageError, match="in both splits"):
        grid(searcher, tune, tune, tmp_path)
    renamed = dataclasses.replace(test, topics=(Topic("b1", "Lamp  stand"), test.topics[1]))
    with pytest.raises(UsageError, match="1 topics are in both splits"):
        grid(searcher, tune, renamed, tmp_path)
    assert searcher.searched == []


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ("fusd.k=10", "fused.k"),
        ("fused.kk=10", "'k'|did you mean k"),
        ("fused.k", "STEP.PARAMETER"),
        ("fused.k=60", "nothing is tried"),
    ],
)
def test_a_setting_that_names_nothing_is_refused_with_the_nearest_name(searcher, tune, test, tmp_path, setting, fault):
    with pytest.raises(UsageError, match=fault):
        grid(searcher, tune, test, tmp_path, setting)
    assert searcher.searched == []


@pytest.mark.parametrize("setting", ["fused.k=10,none", "fused.weights=[1,1],[1,2,3]", "depth.k=-1", "fused.k=[", "words.k=1.5"])
def test_a_value_that_does_not_fit_is_refused_before_anything_runs(searcher, tune, test, tmp_path, setting):
    """By the same check as `recipes check`."""
    with pytest.raises(InputError):
        grid(searcher, tune, test, tmp_path, setting)
    assert searcher.searched == []


def test_a_measure_of_which_less_is_better_is_refused(searcher, tune, test, tmp_path):
    with pytest.raises(UsageError, match="more is better"):
        run_grid(searcher, "hybrid", tune, test, GridPlan(("fused.k=10",), "FirstRank@100"), tmp_path, Control())


def test_a_sample_of_the_combinations_is_the_same_for_a_seed(searcher, tune, test, tmp_path):
    """And keeps the names that the whole grid would give them."""
    settings = ("fused.k=10,20,30,40,50", "depth.k=100,200,300")
    one, two = (grid(searcher, tune, test, tmp_path / str(n), *settings, sample=3, seed=5) for n in (1, 2))
    assert len(one["rows"]) == 4
    assert [r["values"] for r in one["rows"]] == [r["values"] for r in two["rows"]]
    assert [r["name"] for r in one["rows"]] == [r["name"] for r in two["rows"]]


def test_a_stopped_grid_goes_on(searcher, tune, test, tmp_path):
    """No search is made twice, and it ends as a grid in one go."""
    control = Control()
    stopping = Control(lambda p: control.stop.set() if (p.stage, p.done) == ("systems", 2) else None, control.stop)
    with pytest.raises(Cancelled):
        grid(searcher, tune, test, tmp_path / "a", control=stopping)
    again = grid(searcher, tune, test, tmp_path / "a")
    assert len(searcher.searches) == len({(recipe, topic) for recipe, topic in searcher.searches})
    whole = grid(searcher, tune, test, tmp_path / "b")
    assert [(r["name"], r["mean"]) for r in again["rows"]] == [(r["name"], r["mean"]) for r in whole["rows"]]
    assert (tmp_path / "a/chosen.yaml").read_bytes() == (tmp_path / "b/chosen.yaml").read_bytes()


def test_a_variation_that_fails_is_a_row_and_an_exit_code(searcher, tune, test, tmp_path):
    """The others are chosen from."""

    class Failing(Tuned):
        def search(self, plan, **asked):
            if plan.recipe.endswith("hybrid-1.yaml"):
                raise LLMFault("down")
            return super().search(plan, **asked)

    done = grid(Failing(TinyIndex(DOCUMENTS)), tune, test, tmp_path)
    assert done["chosen"] == "hybrid-2"
    assert list(done["failed"]) == ["hybrid-1"]
    assert done["exit_code"] == LLMFault("").exit_code
    assert [row[-1] for row in done["table"] if row[0] == "hybrid-1"] == ["-"]
