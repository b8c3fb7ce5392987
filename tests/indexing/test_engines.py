"""Every engine keeps to the kit, in one shard, in several, and in a generation that was added to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.index import Index
from tests.kits import collections, engines
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexing.model import Patent


@pytest.fixture(scope="module", params=["one shard", "quantised", "many shards", "two builds"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, list[Patent]]]:
    folder = tmp_path_factory.mktemp("engines")
    rows = collections.rows(110)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexing.storage.batches.BATCH_WINDOWS", 10_000 if request.param in {"one shard", "quantised"} else 60)
        patch.setattr("indexing.storage.merging.RATIO", 0)
        patch.setattr("indexing.engines.vectors.EXACT_BELOW", 1 if request.param == "quantised" else 10_000)
        for end in {"many shards": (20, 40, 75), "two builds": (60,)}.get(request.param, ()):
            build([collections.write(folder / "first.jsonl", rows[:end])], folder / "index", HashEmbedder())
        build([collections.write(folder / "corpus.jsonl", rows)], folder / "index", HashEmbedder())
        if request.param in {"quantised", "many shards"}:  # as in a large index: filters are tried after the search first
            patch.setattr("indexing.engines.word_index._FEW", 0)
        with Index.open(folder / "index", lambda _: HashEmbedder()) as index:
            assert (index.info()["shards"] > 1) == (request.param in {"many shards", "two builds"})
            yield index, [index.document(d["id"]) for d in index.documents()]


@pytest.mark.parametrize("engine", engines.ENGINES)
@pytest.mark.parametrize("check", engines.CHECKS)
def test_engine_keeps_to_the_kit(opened: tuple[Index, list[Patent]], engine: str, check: str) -> None:
    """Every check of the kit holds for every engine."""
    engines.CHECKS[check](opened[0], engine, opened[1])
