"""A document's own vector, and how many documents bear a class, against what the documents themselves say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from indexing.build import build
from indexing.chunking import embedding_text
from indexing.classes import above
from indexing.errors import UsageError
from indexing.increments import withdraw
from indexing.index import Index
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module", params=["exact", "quantised", "withdrawn"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("likeness")
    rows = collections.rows(80)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexing.storage.batches.BATCH_WINDOWS", 90)
        patch.setattr("indexing.storage.merging.RATIO", 0)
        patch.setattr("indexing.engines.vectors.EXACT_BELOW", 1 if request.param == "quantised" else 10_000)
        build([collections.write(folder / "a.jsonl", rows[:40])], folder / "index", HashEmbedder())
        build([collections.write(folder / "b.jsonl", rows)], folder / "index", HashEmbedder())
    if request.param == "withdrawn":
        withdraw([row["_id"] for row in rows[::3]], folder / "index")
    with Index.open(folder / "index", lambda _: HashEmbedder()) as opened:
        yield opened


def test_a_documents_vector_is_the_mean_of_its_windows(index):
    """Of all windows of all its passages, of length one, whichever way the vectors are kept."""
    names = [d["id"] for d in index.documents()]
    found = index.document_vectors(names)
    embedder = HashEmbedder()
    for name in names[::7]:
        patent = index.document(name)
        texts = [embedding_text(patent, p) for p in index.passages_of(name)]
        rows = embedder.encode_passages([text[a:b] for text in texts for a, b in embedder.windows(text)]).astype(np.float64)
        total = rows.sum(axis=0)
        assert found[name] == pytest.approx(tuple(total / np.linalg.norm(total)), abs=1e-3)
        assert np.linalg.norm(found[name]) == pytest.approx(1.0, abs=1e-12)
    assert list(found) == names


def test_a_vector_of_an_unknown_document_is_a_usage_error(index):
    with pytest.raises(UsageError, match="there is no document 'XX1'"):
        index.document_vectors(["XX1"])


def test_a_class_is_borne_by_those_at_it_and_below_it(index):
    """As counting over the documents says; those withdrawn do not count."""
    patents = [index.document(d["id"]) for d in index.documents()]
    held = [{name for symbol in (*p.cpc, *p.ipc) for name in above(symbol)} for p in patents]
    wanted = ["A", "A45D", "A45D20/12", "a45d 20/122", "A45D1/00", "H01L21/02", "G06F"]
    plain = ["A", "A45D", "A45D20/12", "A45D20/122", "A45D1", "H01L21/02", "G06F"]
    counts, total = index.class_frequency(wanted)
    assert counts == [sum(name in one for one in held) for name in plain]
    assert total == len(patents)
    assert counts[0] > counts[2] > counts[-1] == 0


def test_the_frequency_of_what_is_no_class_is_a_usage_error(index):
    with pytest.raises(UsageError, match="'hair dryer' is no class symbol"):
        index.class_frequency(["hair dryer"])
