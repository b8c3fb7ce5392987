"""Runs side by side."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from eval.compare import Judged, compare
from eval.report import compare_report
from eval.runs import compare_runs
from eval.significance import bootstrap_interval, randomisation_p
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


def test_the_report_stands_alone_and_escapes(folders):
    """No address is fetched, no script runs, a run's name is text."""
    result = compare_runs([folders / "one", folders / "two"], folders / "data")
    result["runs"][1]["name"] = "<script>alert(1)</script>"
    page = compare_report(result)
    assert "<script" not in page
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|https?://", page)
