"""The bench of an index: seeded, half supported, every item in its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from eval.attribution.bench import make
from eval.attribution.changes import FAITHFUL, UNFAITHFUL
from eval.attribution.layouts.bench import read
from eval.attribution.model import item_to_json
from eval.attribution.wording import values
from indexing.index import Index
from tests.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eval.attribution.model import Item


@pytest.fixture(scope="module")
def index(small_index: Path) -> Iterator[Index]:
    def none(name: str) -> None:
        pytest.fail(f"the bench needs no embedder ({name})")

    with Index.open(small_index, none) as opened:
        yield opened


@pytest.fixture(scope="module")
def items(index: Index) -> list[Item]:
    return make(index, 5, 60)[0]


def test_half_of_the_items_are_supported_and_kinds_tell_which(items: list[Item]) -> None:
    assert len(items) == 60
    assert sum(i.supported for i in items) == 30
    assert all(i.kind in (FAITHFUL if i.supported else UNFAITHFUL) for i in items)
    assert len({i.kind for i in items}) >= 10
    assert len({i.id for i in items}) == len(items)


def test_every_item_stands_where_it_says(index: Index, items: list[Item]) -> None:
    for item in items:
        assert item.reference
        assert item.origin
        units = index.document(item.reference.document).units()
        assert units[item.reference.unit] == item.source
        assert item.source[item.reference.start : item.reference.end] == item.cited
        assert item.seed == 5
        wrong_place = item.kind.startswith("wrong paragraph")
        assert (item.reference == item.origin) is not wrong_place
        origin = index.document(item.origin.document).units()[item.origin.unit][item.origin.start : item.origin.end]
        assert (item.statement == origin) is (wrong_place or item.kind == "verbatim")


def test_changed_numbers_are_not_in_their_sources(items: list[Item]) -> None:
    for item in items:
        if item.kind == "number changed":
            assert values(item.statement) - values(item.source)


def test_another_seed_makes_another_bench(index: Index, items: list[Item]) -> None:
    again, facts = make(index, 5, 60)
    assert again == items
    assert facts["items"] == 60
    assert {i.id for i in make(index, 6, 60)[0]} != {i.id for i in items}


def test_the_bench_is_the_same_in_another_process(small_index: Path, items: list[Item], tmp_path: Path) -> None:
    """Through the command, under another hash seed; what it writes is read back as the same items."""
    out = tmp_path / "bench.jsonl"
    command = ["eval", "attribution", "make", "--index", str(small_index), "--seed", "5", "--items", "60", "--out", str(out), "--json", "--quiet"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *command], check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": "77"}, cwd=tmp_path
    )
    assert json.loads(done.stdout)["items"] == 60
    assert read(out).items == tuple(items)
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()] == [item_to_json(i) for i in items]
