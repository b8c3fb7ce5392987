"""`priorart eval run --beside …`: other systems in the same command, each with its files, and a comparison of all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.run import one_line, priorart

if TYPE_CHECKING:
    from pathlib import Path


def command(index: Path, collection: Path, out: Path, *more: object) -> tuple[object, ...]:
    return (
        "eval",
        "run",
        "--dataset",
        collection / "hairdryer",
        "--index",
        index,
        "--recipe",
        "words",
        "--llm",
        "none",
        "--out",
        out,
        "--quiet",
        *more,
    )


def test_a_recipe_a_library_and_a_brought_run_are_compared(small_index: Path, small_collection: Path, tmp_path: Path) -> None:
    """Each has its run, measures and report; the comparison has all three, and our own run brought back equals itself."""
    done = priorart(*command(small_index, small_collection, tmp_path / "first", "--json"))
    assert done.code == 0, done.err
    brought = tmp_path / "brought.trec"
    brought.write_text((tmp_path / "first" / "run.trec").read_text("utf-8").replace(" US-", " US").replace(" words", " Theirs"), "utf-8")
    both = priorart(*command(small_index, small_collection, tmp_path / "all", "--beside", "bm25s", "--beside", brought, "--json"))
    assert both.code == 0, both.err
    assert list(both.data["runs"]) == ["words", "bm25s", "Theirs"]
    for name in both.data["runs"]:
        assert {p.name for p in (tmp_path / "all" / name).iterdir()} >= {"run.trec", "metrics.json", "report.html"}
    assert both.data["runs"]["Theirs"]["mean"] == pytest.approx(done.data["mean"])
    assert both.data["runs"]["bm25s"]["mean"]["R@100"] > 0.5
    kept = json.loads((tmp_path / "all" / "bm25s" / "metrics.json").read_text("utf-8"))
    assert kept["facts"]["parameters"]["k1"] == 1.5
    assert any("indexed" in note for note in kept["notes"])
    assert "bm25s" in json.dumps(both.data["comparison"])


def test_a_system_that_is_none_is_one_line(small_index: Path, small_collection: Path, tmp_path: Path) -> None:
    """With the names that there are, before anything is searched."""
    done = priorart(*command(small_index, small_collection, tmp_path / "out", "--beside", "bm25"))
    assert done.code == 2
    assert "bm25s" in one_line(done)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_langchain_with_the_real_embedder(small_index: Path, small_collection: Path, tmp_path: Path) -> None:
    """Real patents, real vectors: it finds most of what was cited, and says how its store was made."""
    done = priorart(*command(small_index, small_collection, tmp_path, "--beside", "langchain-faiss", "--json"))
    assert done.code == 0, done.err
    run = done.data["runs"]["langchain-faiss"]
    assert run["mean"]["R@100"] > 0.5
    assert any("chunks was made in" in note for note in run["notes"])
