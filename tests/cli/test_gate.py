"""`priorart eval gate`: what a build sees of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.run import one_line, priorart
from tests.eval.gating.small import dataset, good_lists, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def there(tmp_path: Path) -> tuple[object, ...]:
    """The words after `eval gate` for a data set with one accepted recipe, whose run stands in `tmp_path/runs`."""
    small = dataset(tmp_path / "set")
    write(tmp_path / "runs", "hybrid", good_lists(small))
    words = ("--dataset", tmp_path / "set", "--baselines", tmp_path / "baselines", "--quiet")
    assert priorart("eval", "gate", tmp_path / "runs", *words, "--accept", "--reason", "the first").code == 0
    return words


def hurt(tmp_path: Path) -> Path:
    """A second run that finds half as much."""
    small = dataset(tmp_path / "again")
    return write(tmp_path / "hurt", "hybrid", {t: docs[15:] for t, docs in good_lists(small).items()})


def test_a_run_as_good_as_its_baseline_ends_with_0(there, tmp_path):
    done = priorart("eval", "gate", tmp_path / "runs", *there)
    assert done.code == 0
    assert done.out.startswith("Gate passed: set (test), 40 topics, baseline set.json")


def test_a_fall_ends_with_11_and_says_where_and_what_was_lost(there, tmp_path):
    done = priorart("eval", "gate", hurt(tmp_path), *there)
    assert done.code == 11
    assert re.search(r"failed: hybrid: R@100 fell from \d\.\d{3} to 0\.\d{3} \(worse\)", done.out)
    assert re.search(r"US\d+B2 \(grade [12]\): rank \d+ -> not retrieved", done.out)


def test_json_is_one_document_with_the_command_that_accepts(there, tmp_path):
    data = priorart("eval", "gate", hurt(tmp_path), *there, "--json").data
    assert not data["passed"]
    assert {"recipe", "measure", "difference", "interval", "p", "verdict"} <= data["rows"][0].keys()
    assert data["accept"].endswith('--accept --reason "…"')


def test_the_command_it_prints_accepts_the_run(there, tmp_path):
    """Then the gate is open for it, and shut for nobody."""
    command = priorart("eval", "gate", hurt(tmp_path), *there, "--json").data["accept"]
    import shlex

    words = [word.replace("…", "the old lists were longer than anybody reads") for word in shlex.split(command)]
    assert priorart(*words[1:]).code == 0
    assert priorart("eval", "gate", tmp_path / "hurt", *there).code == 0


def test_markdown_is_a_table_for_a_builds_summary(there, tmp_path):
    priorart("eval", "gate", hurt(tmp_path), *there, "--markdown", tmp_path / "gate.md")
    text = (tmp_path / "gate.md").read_text()
    assert text.startswith("## Gate FAILED")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + 4
    assert len({row.count("|") for row in rows}) == 1


def test_accepting_needs_a_reason(there, tmp_path):
    done = priorart("eval", "gate", tmp_path / "runs", *there, "--accept")
    assert done.code == 2
    assert "--reason" in one_line(done)


def test_other_judgments_are_refused_with_3(there, tmp_path):
    other = dataset(tmp_path / "other", seed=9)
    run = write(tmp_path / "foreign", "hybrid", good_lists(other))
    done = priorart("eval", "gate", run, *there, "--dataset", tmp_path / "other")
    assert done.code == 3
    assert "no baseline" in one_line(done)


def test_a_missing_run_is_refused_with_3(there, tmp_path):
    assert priorart("eval", "gate", tmp_path / "nowhere", *there).code == 3
