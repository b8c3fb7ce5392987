"""`priorart index quality`: the report in short, as JSON, and as a page."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

import pytest

from commands.index_quality import index_quality
from indexing.build import build
from indexing.errors import UsageError
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quality")
    path = collections.write(folder / "set.jsonl", collections.rows(6))
    path.write_text(path.read_text("utf-8") + "{broken\n", "utf-8")
    build([path], folder / "index", HashEmbedder())
    return folder / "index"


def run(index: Path, *, as_json: bool = False, html: Path | None = None) -> None:
    index_quality(argparse.Namespace(index=index, json=as_json, html=html, quiet=True))


def test_the_short_report_names_counts_codes_and_examples(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(index)
    out = capsys.readouterr().out
    assert "6 documents" in out
    assert "bad-json" in out
    assert "set.jsonl:7" in out


def test_the_json_is_one_document(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(index, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["total"]["documents"] == 6
    assert found["total"]["refusals"][0]["code"] == "bad-json"


def test_the_page_is_written_where_it_was_asked_for(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(index, html=tmp_path / "quality.html")
    assert "<h1>Quality of the index</h1>" in (tmp_path / "quality.html").read_text("utf-8")
    assert "written to" in capsys.readouterr().out


def test_a_page_that_cannot_be_written_is_wrong_usage(index: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        run(index, html=tmp_path / "none" / "quality.html")
