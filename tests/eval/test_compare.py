"""Runs side by side."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from eval.compare import Judged, compare
from eval.missed import missed
from eval.runs import compare_runs
from eval.significance import bootstrap_interval, holm, randomisation_p
from eval.tables import as_table
from indexing.errors import InputError, UsageError


def judged(name, values, measure="R@100"):
    return Judged(name, {f"T{n:02}": {measure: value} for n, value in enumerate(values)})


def exact_p(differences):
    """The randomisation test over all assignments of signs."""
    seen = abs(sum(differences)) - 1e-12
    signs = list(itertools.product((-1, 1), repeat=len(differences)))
    return sum(abs(sum(s * d for s, d in zip(sign, differences, strict=True))) >= seen for sign in signs) / len(signs)


def test_the_randomisation_test_agrees_with_all_assignments():
    """Ten thousand random sign flips come within two hundredths of all 1,024 of them."""
    differences = [0.5, 0.25, -0.1, 0.3, 0.2, 0.05, -0.2, 0.4, 0.1, 0.15]
    assert randomisation_p(differences) == pytest.approx(exact_p(differences), abs=0.02)


def test_the_randomisation_test_says_nothing_where_nothing_differs():
    """p is 1, and never 0."""
    assert randomisation_p([0.0, 0.0]) == 1.0
    assert 0 < randomisation_p([1.0] * 60) < 0.001


def test_the_randomisation_test_is_the_same_each_time():
    """Seeded."""
    differences = [0.1, -0.3, 0.2, 0.2, 0.05]
    assert randomisation_p(differences) == randomisation_p(differences)


def test_the_randomisation_test_rejects_at_its_level():
    """Two identical systems with noise differ at p < 0.05 in about one of twenty draws."""
    import random

    source = random.Random(7)
    rejected = sum(randomisation_p([source.gauss(0, 1) for _ in range(25)], rounds=400) < 0.05 for _ in range(400))
    assert 0.02 <= rejected / 400 <= 0.09


def test_the_bootstrap_interval_holds_the_mean():
    """And is as wide as the normal approximation says."""
    values = [0.0, 1.0] * 50
    low, high = bootstrap_interval(values)
    assert low < 0.5 < high
    assert high - low == pytest.approx(2 * 1.96 * 0.05, rel=0.1)


def test_wins_losses_and_ties_are_counted_against_the_first():
    """Four topics: one better, two worse, one alike."""
    row = compare([judged("a", [0.5, 0.5, 0.5, 0.5]), judged("b", [1.0, 0.0, 0.0, 0.5])])["comparisons"][0]
    assert (row["wins"], row["losses"], row["ties"]) == (1, 2, 1)
    assert row["difference"] == pytest.approx(-0.125)
    assert row["interval"][0] <= row["difference"] <= row["interval"][1]


def test_the_greatest_losses_come_first():
    """At most ten, ties by topic id, none that did not lose."""
    result = compare([judged("a", [1.0] * 14), judged("b", [n / 14 for n in range(14)])])
    losses = result["movers"][0]["losses"]
    assert [row["topic"] for row in losses] == [f"T{n:02}" for n in range(10)]
    assert losses[0] == {"topic": "T00", "baseline": 1.0, "run": 0.0, "difference": -1.0}
    assert result["movers"][0]["gains"] == []


def test_only_topics_and_measures_in_common_are_compared():
    """The rest is said."""
    more = Judged("b", {"T00": {"R@100": 1.0, "MAP": 0.5}, "T01": {"R@100": 0.0, "MAP": 0.5}, "T99": {"R@100": 1.0, "MAP": 1.0}})
    result = compare([judged("a", [0.0, 0.0]), more])
    assert (result["topics"], result["measures"]) == (2, ["R@100"])
    assert len(result["notes"]) == 2


@pytest.mark.parametrize("others", [[], [Judged("b", {"X": {"R@100": 1.0}})], [judged("b", [1.0], "MAP")]])
def test_runs_that_cannot_be_compared_are_refused(others):
    """One run, no topic in common, no measure in common."""
    with pytest.raises(UsageError):
        compare([judged("a", [1.0]), *others])


def test_every_two_runs_are_compared_and_adjusted():
    """Three runs in two measures are six rows; the first run's rows are the comparisons; Holm is over all rows, or those of one measure."""
    runs = [
        Judged(name, {f"T{n}": {"R@100": (n * k) % 7 / 7, "MAP": (n * k) % 5 / 5} for n in range(20)}) for name, k in (("a", 1), ("b", 2), ("c", 3))
    ]
    result = compare(runs, rounds=200)
    assert [(row["a"], row["b"]) for row in result["pairs"][::2]] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [(row["run"], row["measure"]) for row in result["comparisons"]] == [("b", "R@100"), ("b", "MAP"), ("c", "R@100"), ("c", "MAP")]
    assert [row["p_holm"] for row in result["pairs"]] == holm([row["p"] for row in result["pairs"]])
    maps = [row for row in result["pairs"] if row["measure"] == "MAP"]
    assert [row["p_t_holm_measure"] for row in maps] == holm([row["p_t"] for row in maps])
    assert [(order["a"], order["b"]) for order in result["orders"]] == [("R@100", "MAP")]


def test_less_is_better_where_documents_are_counted():
    """A run whose first relevant document stands earlier wins, though the difference is below zero; the worst topics read most."""
    result = compare([judged("a", [9, 9, 101], "FirstRank@100"), judged("b", [1, 101, 101], "FirstRank@100")])
    row = result["pairs"][0]
    assert (row["wins"], row["losses"], row["ties"], row["superiority"]) == (1, 1, 1, 0.5)
    assert result["lower_is_better"] == ["FirstRank@100"]
    assert [m["topic"] for m in result["movers"][0]["losses"]] == ["T01"]
    assert [m["topic"] for m in result["worst"][0]["topics"]] == ["T02", "T00", "T01"]


def test_one_topic_is_compared_without_fault():
    """Nothing is significant, nothing is promised."""
    row = compare([judged("a", [0.0]), judged("b", [1.0])])["pairs"][0]
    assert (row["p_t"], row["least_difference"]) == (1.0, None)


def test_two_runs_of_one_name_are_refused():
    """What is said of one could be the other's."""
    with pytest.raises(UsageError, match="called 'a'"):
        compare([judged("a", [1.0]), judged("a", [0.0])])


def test_missed_documents_are_those_outside_the_budget():
    """Highest grade first; the rank is told where there is one, and where the baseline had it."""
    rows = missed({"D1": 1, "D2": 2, "D3": 1, "D4": 0}, {"D1": 3, "D3": 150}, 100, {"D2": 5})
    assert rows == [
        {"document": "D2", "grade": 2, "rank": None, "baseline_rank": 5},
        {"document": "D3", "grade": 1, "rank": 150, "baseline_rank": None},
    ]
    assert [row["document"] for row in missed({"D1": 1, "D3": 1}, {"D3": 150}, None)] == ["D1"]


@pytest.fixture
def folders(tmp_path):
    """Two output folders and a data set of the same two topics."""
    for name, order in {"one": ("D1", "D2"), "two": ("D2", "D1")}.items():
        folder = tmp_path / name
        folder.mkdir()
        folder.joinpath("run.trec").write_text("".join(f"{t} Q0 {d} {r} {9 - r} {name}\n" for t in ("T1", "T2") for r, d in enumerate(order, 1)))
        metrics = {"topics": {t: {"MRR": 1.0 if name == "one" else 0.5} for t in ("T1", "T2")}, "facts": {"dataset": {"name": "x"}}}
        folder.joinpath("metrics.json").write_text(json.dumps(metrics))
    data = tmp_path / "data"
    data.joinpath("qrels").mkdir(parents=True)
    data.joinpath("queries.jsonl").write_text('{"_id": "T1", "text": "a"}\n{"_id": "T2", "text": "b"}\n')
    data.joinpath("qrels/test.tsv").write_text("T1\tD1\t1\nT2\tD1\t1\n")
    return tmp_path


def test_output_folders_are_compared_by_their_metrics(folders):
    """No data set is needed."""
    result = compare_runs([folders / "one", folders / "two"])
    assert [run["name"] for run in result["runs"]] == ["one", "two"]
    assert result["comparisons"][0]["difference"] == pytest.approx(-0.5)
    assert json.loads(json.dumps(result)) == result


def test_run_files_are_measured_against_a_data_set(folders):
    """A TREC run from anywhere, beside an output folder."""
    result = compare_runs([folders / "one", folders / "two" / "run.trec"], folders / "data", measures=["MRR", "PRES@100"])
    assert result["measures"] == ["MRR", "PRES@100"]
    assert result["runs"][1]["mean"]["MRR"] == pytest.approx(0.5)
    assert result["runs"][1]["curve"] == [[1, 0.0], [2, 1.0]]


def test_with_a_data_set_the_worst_topics_name_what_was_missed(folders):
    """Query, document, and its rank in both runs; what must be read; how alike the lists are."""
    folders.joinpath("two/run.trec").write_text("T1 Q0 D1 1 9 x\nT2 Q0 D2 1 9 x\n")
    result = compare_runs([folders / "one", folders / "two"], folders / "data", measures=["R@1", "FirstRank@10"], main="R@1")
    assert result["main"] == "R@1"
    away = [{"document": "D1", "grade": 1, "rank": None, "baseline_rank": 1}]
    assert result["movers"][0]["losses"] == [
        {"topic": "T2", "baseline": 1.0, "run": 0.0, "difference": -1.0, "query": "b", "missed": away, "missed_count": 1}
    ]
    assert result["worst"][1]["topics"][0]["missed"] == [{"document": "D1", "grade": 1, "rank": None}]
    assert result["cost"][1]["reading"][-1]["reached"] == 1
    assert result["lists"][0]["overlap"]["10"] == pytest.approx(0.5)


def test_topics_that_a_run_lacks_are_said(folders):
    """They score zero; topics without judgments do not count."""
    folders.joinpath("two/run.trec").write_text("T1 Q0 D1 1 9 x\nT7 Q0 D1 1 9 x\n")
    result = compare_runs([folders / "one", folders / "two"], folders / "data", measures=["MRR"])
    assert result["runs"][1]["mean"] == {"MRR": 0.5}
    assert "two: 1 topic without results, which score zero: T2" in result["notes"]
    assert "two: 1 topic without judgments, which do not count: T7" in result["notes"]


def test_bpref_without_irrelevant_judgments_is_explained(folders):
    """It is then no more than recall."""
    assert any("Bpref" in note for note in compare_runs([folders / "one", folders / "two"], folders / "data")["notes"])


def test_slices_are_made_where_a_data_set_allows(folders):
    """Families of the corpus, years of the topics."""
    data = folders / "data"
    data.joinpath("corpus.jsonl").write_text('{"_id": "D1", "text": "", "family": "F"}\n{"_id": "D2", "text": "", "family": "F"}\n')
    result = compare_runs([folders / "one", folders / "two"], data, measures=["MRR"])
    assert [(row["by"], row["mean"]["two"]["MRR"]) for row in result["slices"]] == [("family", 1.0)]
    assert json.loads(json.dumps(result)) == result
    assert "family: the first of each family" in as_table(result)


def test_a_run_file_needs_a_data_set(folders):
    """And says so."""
    with pytest.raises(UsageError, match="--dataset"):
        compare_runs([folders / "one", folders / "two" / "run.trec"])


@pytest.mark.parametrize(
    "content", ["{", "{}", '{"topics": {}}', '{"topics": {"T": {"MRR": null}}}', '{"topics": {"T": {"MRR": NaN}}}', '{"topics": [1]}']
)
def test_a_metrics_file_that_is_none_is_refused(folders, content):
    """With its path."""
    folders.joinpath("two/metrics.json").write_text(content)
    with pytest.raises(InputError, match=r"metrics\.json"):
        compare_runs([folders / "one", folders / "two"])


def test_a_missing_run_is_refused(folders):
    """With its path."""
    with pytest.raises(InputError, match="three"):
        compare_runs([folders / "one", folders / "three"])


def test_runs_of_the_same_name_are_told_apart(folders):
    """Two folders called alike are shown with their paths."""
    other = folders / "later" / "one"
    other.mkdir(parents=True)
    other.joinpath("metrics.json").write_text(folders.joinpath("one/metrics.json").read_text())
    names = [run["name"] for run in compare_runs([folders / "one", other])["runs"]]
    assert len(set(names)) == 2


def test_the_table_shows_means_and_movers(folders):
    """In plain text."""
    table = as_table(compare_runs([folders / "one", folders / "two"]))
    assert re.search(r"^two\s+0\.500$", table, re.MULTILINE)
    assert "T1" in table
