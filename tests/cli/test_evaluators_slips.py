"""What an evaluator gets wrong at the command line: one line that says what it is and what to do, never a figure of something else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from eval.opening import open_dataset
from eval.runs import compare_runs
from indexing.errors import InputError, UsageError
from tests.cli.run import priorart

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data set of two topics with one split, `test`, and two runs beside it."""
    made = tmp_path / "small"
    (made / "qrels").mkdir(parents=True)
    rows = [{"_id": "T1", "text": "a hair dryer"}, {"_id": "T2", "text": "a nozzle"}]
    (made / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (made / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nT1\tD1\t1\nT2\tD2\t1\n", "utf-8")
    (tmp_path / "a.trec").write_text("T1 Q0 D1 1 2 a\nT1 Q0 D3 2 1 a\nT2 Q0 D2 1 1 a\n", "utf-8")
    (tmp_path / "b.trec").write_text("T1 Q0 D3 1 1 b\nT1 Q0 D1 2 1 b\nT2 Q0 D2 1 1 b\n", "utf-8")
    return made


def test_another_split_than_there_is_is_refused(folder):
    """Also where there is one alone: figures must not be of other topics than those asked for."""
    with pytest.raises(UsageError, match="no split 'dev'"):
        open_dataset(folder, "dev")


def test_the_one_split_there_is_needs_no_name(folder):
    """The usual name stands for it, whatever it is called."""
    (folder / "qrels" / "test.tsv").rename(folder / "qrels" / "train.tsv")
    assert open_dataset(folder).split == "train"


def test_equal_scores_are_said_in_a_comparison(folder):
    """With the rule that orders them."""
    notes = compare_runs([folder.parent / "a.trec", folder.parent / "b.trec"], folder)["notes"]
    assert "b.trec: 1 topic with equal scores, whose order is trec_eval's: by document id in reverse: T1" in notes


def test_a_run_of_other_topics_is_refused(folder):
    """It would score zero throughout, which says nothing of the system."""
    other = folder.parent / "other.trec"
    other.write_text("X9 Q0 D1 1 2 a\n", "utf-8")
    with pytest.raises(InputError, match="has none of the topics of small"):
        compare_runs([folder.parent / "a.trec", other], folder)


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        (("a.trec", "a.trec"), "is named twice: name each run once"),
        (("a.trec", "small"), "holds no run.trec: name an output folder of `eval run`"),
    ],
)
def test_what_is_no_second_run_is_told(folder, runs, said):
    """The same run again, and a folder without one."""
    ended = priorart("eval", "compare", *(str(folder.parent / run) for run in runs), "--dataset", str(folder))
    assert ended.code in {2, 3}
    assert said in ended.err


@pytest.mark.parametrize("value", ["x", "0", "1.5", "-3"])
def test_a_count_that_is_none_is_told_in_words(value):
    """Not by the name of a function."""
    ended = priorart("eval", "run", "--dataset", "d", "--out", "o", "--depth", value)
    assert ended.code == 2
    assert f"must be a whole number of at least 1, and '{value}' is not" in ended.err


def test_beirs_judgments_are_told_from_trecs(folder):
    """Where a file of TREC's is asked for."""
    runs = ("--run", str(folder.parent / "a.trec"), "--run", str(folder.parent / "b.trec"))
    ended = priorart("eval", "completeness", *runs, "--qrels", str(folder / "qrels" / "test.tsv"))
    assert ended.code == 3
    assert "has a header, as BEIR's judgments have: name the data set's folder" in ended.err
