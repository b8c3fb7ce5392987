"""Runs find their data set."""

from __future__ import annotations

import json

import pytest

from eval.matching import match, stated_groups
from indexing.canonical import sha256
from indexing.errors import UsageError
from tests.cli.run import one_line, priorart


@pytest.fixture
def house(tmp_path):
    """Two data sets, `red` and `blue`, and in folders of the same names two runs of each, which say by which judgments they were made."""
    for n, name in enumerate(("red", "blue")):
        data = tmp_path / "data" / name
        data.joinpath("qrels").mkdir(parents=True)
        topics = [f"{name}{k}" for k in range(3)]
        data.joinpath("queries.jsonl").write_text("".join(json.dumps({"_id": t, "text": "lamp"}) + "\n" for t in topics))
        qrels = "".join(f"{t}\tD{n}\t1\n" for t in topics)
        data.joinpath("qrels/test.tsv").write_text(qrels)
        for m, run in enumerate(("a", "b")):
            folder = tmp_path / "runs" / name / run
            folder.mkdir(parents=True)
            order = (f"D{n}", "X") if m else ("X", f"D{n}")
            folder.joinpath("run.trec").write_text("".join(f"{t} Q0 {d} {r} {9 - r} {run}\n" for t in topics for r, d in enumerate(order, 1)))
            stated = {"name": name, "split": "test", "sha256": {"qrels/test.tsv": sha256(qrels.encode())}}
            scores = {t: {"MRR": (m + 1) / 2} for t in topics}
            folder.joinpath("metrics.json").write_text(json.dumps({"topics": scores, "facts": {"dataset": stated}}))
    return tmp_path


def folders(house):
    return [house / "data" / name for name in ("red", "blue")]


def runs(house):
    return [house / "runs" / name / run for run in ("a", "b") for name in ("blue", "red")]


def test_a_run_belongs_to_the_judgments_that_it_names(house):
    """Wherever its folder lies."""
    (house / "runs").rename(house / "elsewhere")
    found = [house / "elsewhere" / name / run for name in ("blue", "red") for run in ("a", "b")]
    assert match(found, folders(house)) == [(folders(house)[0], found[2:]), (folders(house)[1], found[:2])]


def test_a_run_that_says_nothing_belongs_to_the_folder_of_its_name(house):
    """A TREC file from elsewhere, put beside our own."""
    brought = [house / "runs" / name / "other.trec" for name in ("red", "blue")]
    for path in brought:
        path.write_text("")
    matched = match([*runs(house), *brought], folders(house))
    assert [[path.name for path in found] for _, found in matched] == [["a", "b", "other.trec"]] * 2


def test_a_run_of_other_judgments_is_refused(house):
    """With the name of the set that it was judged by."""
    metrics = house / "runs/red/a/metrics.json"
    metrics.write_text(metrics.read_text().replace('"red", "split"', '"green", "split"').replace('test.tsv": "', 'test.tsv": "0'))
    with pytest.raises(UsageError, match="judged by green"):
        match(runs(house), folders(house))


def test_a_run_that_fits_nowhere_is_refused(house):
    """And is told where to stand."""
    stray = house / "stray.trec"
    stray.write_text("")
    with pytest.raises(UsageError, match="cannot tell") as fault:
        match([*runs(house), stray], folders(house))
    assert "<data set>/<run>" in str(fault.value.hint)


def test_a_data_set_needs_two_runs(house):
    """One compares with nothing."""
    with pytest.raises(UsageError, match="1 of the runs belongs to the data set blue"):
        match(runs(house)[1:], folders(house))


def test_runs_of_several_sets_part_by_what_they_say(house):
    """Where each set has the same two or more; else they are one comparison, as of one recipe over two indexes."""
    assert [[path.parent.name for path in group] for group in stated_groups(runs(house))] == [["blue", "blue"], ["red", "red"]]
    assert len(stated_groups(runs(house)[:2])) == 1
    assert len(stated_groups([*runs(house), house / "runs/red/a/run.trec"])) == 2


@pytest.mark.parametrize("named", [True, False], ids=["--dataset twice", "by the runs' own facts"])
def test_the_command_compares_over_several_sets(house, named):
    """One section a set, and the joint test; every --out is written."""
    options = [word for folder in folders(house) for word in ("--dataset", folder)] if named else []
    outs = [house / f"out{suffix}" for suffix in (".html", ".csv", ".md", ".tex", ".json")]
    done = priorart("eval", "compare", *runs(house), *options, *(word for out in outs for word in ("--out", out)), "--measures", "MRR", "--json")
    assert (done.code, done.err) == (0, "")
    assert {part["name"] for part in done.data["datasets"]} == {"red", "blue"}
    assert [(row["a"], row["b"], row["difference"]) for row in done.data["joint"]["pairs"]] == [("a", "b", pytest.approx(0.5))]
    assert json.loads(outs[4].read_text()) == done.data
    assert all(out.stat().st_size for out in outs)


def test_the_command_measures_by_what_it_is_told(house):
    """--measures, --main and --split; the first measure is looked at where none else is named."""
    words = ("eval", "compare", *(house / "runs/red" / run for run in "ab"), "--dataset", house / "data/red", "--json")
    done = priorart(*words, "--measures", "P@1, R@2", "--main", "R@2")
    assert (done.data["measures"], done.data["main"], done.data["dataset"]) == (["P@1", "R@2"], "R@2", {"name": "red", "split": "test"})
    assert priorart(*words, "--measures", "P@1,R@2").data["main"] == "P@1"
    (house / "data/red/qrels/dev.tsv").write_text("red0\tD0\t1\n")
    assert priorart(*words, "--split", "dev").data["topics"] == 1
    assert priorart(*words, "--measures", "P@1", "--main", "R@2").data["measures"] == ["P@1", "R@2"]


def test_without_a_data_set_only_the_runs_own_measures_are_known(house):
    """Another one is refused, with the way to have it."""
    words = ("eval", "compare", *(house / "runs/red" / run for run in "ab"))
    assert priorart(*words, "--measures", "MRR", "--json").data["measures"] == ["MRR"]
    for more in (("--measures", "MRR,R@5"), ("--main", "R@5")):
        done = priorart(*words, *more)
        assert done.code == 2
        assert "R@5" in one_line(done)
        assert "--dataset" in done.err


def test_the_command_refuses_an_unknown_report_at_once(house):
    """Before any run is read."""
    done = priorart("eval", "compare", "no-such-run", "another", "--out", house / "a.docx")
    assert done.code == 2
    assert ".html, .md, .json, .tex, .csv" in one_line(done)
