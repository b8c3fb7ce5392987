"""Baselines are written when a person says so, read strictly, and lose nothing that a measure needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from eval.gating.accepting import accept
from eval.gating.baseline_file import read_baseline, write_baseline
from eval.gating.candidates import candidates
from eval.gating.gate import gate
from eval.gating.model import Collection, ranking_of, ranks_of
from eval.measures import DEFAULT_MEASURES, measure
from indexing.errors import InputError, UsageError
from tests.eval.gating.small import dataset, good_lists, write

if TYPE_CHECKING:
    from pathlib import Path

    from eval.model import Dataset

SEARCHED = Collection(120, "c" * 64)


@pytest.fixture
def small(tmp_path: Path) -> Dataset:
    return dataset(tmp_path / "set")


def accepted(tmp_path: Path, small: Dataset, recipe: str = "hybrid", **options) -> Path:
    """The file of a baseline of one recipe."""
    run = write(tmp_path / "runs", recipe, good_lists(small))
    return tmp_path / "baselines" / accept(candidates([run], small), small, tmp_path / "baselines", SEARCHED, "it is good", **options)["baseline"]


def test_every_measure_of_the_ranks_is_that_of_the_run(small):
    """Lists cut short, documents not retrieved and judged zero, topics without results: all are in the ranks."""
    lists = good_lists(small) | {"T1": [], "T2": ["US1A9"]}
    run = {t: tuple((d, float(-n)) for n, d in enumerate(docs[: 20 + len(t)])) for t, docs in lists.items()}
    again = ranking_of(ranks_of(run, small), small)
    assert measure(again, small.qrels, DEFAULT_MEASURES).topics == measure(run, small.qrels, DEFAULT_MEASURES).topics


def test_what_is_written_is_read_back(small, tmp_path):
    file = accepted(tmp_path, small)
    baseline = read_baseline(file)
    write_baseline(tmp_path / "copy.json", baseline)
    assert read_baseline(tmp_path / "copy.json") == baseline
    assert (tmp_path / "copy.json").read_bytes() == file.read_bytes()


def test_a_baseline_is_one_line_a_topic_and_names_no_machine(small, tmp_path):
    """So that a review sees which topics moved."""
    run = write(tmp_path / "runs", "hybrid", good_lists(small), facts={"machine": {"system": "Linux"}})
    accept(candidates([run], small), small, tmp_path / "baselines", SEARCHED, "it is good")
    text = (tmp_path / "baselines/set-120.json").read_text()
    assert sum(line.lstrip().startswith('"T') for line in text.splitlines()) == len(small.qrels)
    assert "Linux" not in text
    assert json.loads(text)["recipes"]["hybrid"]["reason"] == "it is good"


def test_nothing_is_accepted_without_a_reason(small, tmp_path):
    run = write(tmp_path / "runs", "hybrid", good_lists(small))
    with pytest.raises(UsageError, match="--reason"):
        accept(candidates([run], small), small, tmp_path / "baselines", SEARCHED, "  ")
    assert not (tmp_path / "baselines").exists()


def test_a_run_with_failed_topics_is_no_baseline(small, tmp_path):
    run = write(tmp_path / "runs", "hybrid", good_lists(small), faults={"T3": "broke"})
    with pytest.raises(InputError, match="T3: broke"):
        accept(candidates([run], small), small, tmp_path / "baselines", SEARCHED, "why not")


def test_accepting_one_recipe_leaves_the_others_as_they_were(small, tmp_path):
    accepted(tmp_path, small, "hybrid")
    before = read_baseline(tmp_path / "baselines/set-120.json").recipes["hybrid"]
    accepted(tmp_path, small, "words")
    baseline = read_baseline(tmp_path / "baselines/set-120.json")
    assert set(baseline.recipes) == {"hybrid", "words"}
    assert baseline.recipes["hybrid"] == before


def test_a_retired_recipe_is_guarded_no_longer(small, tmp_path):
    accepted(tmp_path, small, "hybrid")
    file = accepted(tmp_path, small, "words", retire=["hybrid"])
    assert set(read_baseline(file).recipes) == {"words"}
    with pytest.raises(UsageError, match="no recipe 'hybrid'"):
        accepted(tmp_path, small, "words", retire=["hybrid"])


def test_other_measures_are_guarded_for_all_recipes(small, tmp_path):
    """Those accepted earlier are measured by them from their ranks."""
    accepted(tmp_path, small, "hybrid")
    accepted(tmp_path, small, "words", measures=["MAP", "R@20"])
    result = gate(candidates([tmp_path / "runs"], small), small, tmp_path / "baselines", SEARCHED)
    assert result["passed"]
    assert {(row["recipe"], row["measure"]) for row in result["rows"]} == {(r, m) for r in ("hybrid", "words") for m in ("MAP", "R@20")}


@pytest.mark.parametrize(("measures", "hint"), [(["nDCQ@10"], "nDCG"), (["FirstRank@100"], "score from 0 to 1")])
def test_what_cannot_be_guarded_is_refused(small, tmp_path, measures, hint):
    with pytest.raises(UsageError, match=hint):
        accepted(tmp_path, small, measures=measures)


def test_two_collections_of_one_data_set_have_a_baseline_each(small, tmp_path):
    """The same topics find other documents in a larger index."""
    accepted(tmp_path, small)
    found = candidates([tmp_path / "runs"], small)
    other, alike = Collection(5000, "d" * 64), Collection(120, "e" * 64)
    for searched in (other, alike):
        accept(found, small, tmp_path / "baselines", searched, "larger")
    assert sorted(f.name for f in (tmp_path / "baselines").iterdir()) == ["set-120-eeeeeeee.json", "set-120.json", "set-5000.json"]
    assert gate(found, small, tmp_path / "baselines", other)["baseline"] == "set-5000.json"


def edit(file: Path, change) -> None:
    told = json.loads(file.read_text())
    change(told)
    file.write_text(json.dumps(told))


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["recipes"]["hybrid"]["topics"].update(T3=[120, None, None, None]),
        lambda told: told["recipes"]["hybrid"]["mean"].update({"R@10": 0.0}),
        lambda told: told["recipes"]["hybrid"]["topics"].pop("T3"),
        lambda told: told["recipes"]["hybrid"]["topics"].update(T3=[120, 4, 4, 5]),
        lambda told: told["recipes"]["hybrid"]["topics"].update(T3=[120, 4, 5]),
        lambda told: told["recipes"]["hybrid"]["topics"].update(T3=[2, 4, 5, 6]),
        lambda told: told["recipes"]["hybrid"].pop("reason"),
        lambda told: told.update(format=99),
        lambda told: told.pop("experiment"),
        lambda told: told.update(recipes=[]),
    ],
    ids=["ranks", "mean", "topic gone", "rank twice", "rank missing", "rank beyond", "no reason", "format", "no experiment", "no recipes"],
)
def test_a_baseline_that_was_edited_is_refused(small, tmp_path, change):
    """Easing a baseline by hand is no acceptance."""
    file = accepted(tmp_path, small)
    edit(file, change)
    with pytest.raises(InputError, match=r"set-120\.json"):
        gate(candidates([tmp_path / "runs"], small), small, tmp_path / "baselines", SEARCHED)


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "null", "\x00"])
def test_a_file_that_is_no_baseline_is_named(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(InputError, match=r"x\.json: is no baseline"):
        read_baseline(tmp_path / "x.json")
