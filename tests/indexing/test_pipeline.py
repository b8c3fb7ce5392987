"""Encoding beside reading: whatever goes wrong in a thread ends the build, nothing is published, and what is finished counts."""

from __future__ import annotations

import _thread
import gc
import threading
import time
from typing import TYPE_CHECKING

import pytest

from indexing.build import build
from indexing.control import Control, Progress
from indexing.errors import Cancelled, IndexFault, ModelFault
from indexing.increments import reembed, withdraw
from indexing.storage.generation import current
from tests.kits import collections
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexing.storage.batches.BATCH_WINDOWS", 40)
    monkeypatch.setattr("indexing.storage.batches.FIRST_WINDOWS", 5)


class Failing(HashEmbedder):
    """Fails at the third call, once, as `fault` says."""

    calls = 0

    def __init__(self, fault: BaseException) -> None:
        super().__init__()
        self._fault = fault

    def encode_passages(self, texts):
        type(self).calls += 1
        if type(self).calls == 3:
            raise self._fault
        return super().encode_passages(texts)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return collections.write(tmp_path / "c.jsonl", collections.rows(80))


def resumed_like_new(corpus: Path, tmp_path: Path) -> None:
    report = build([corpus], tmp_path / "i", HashEmbedder())
    build([corpus], tmp_path / "whole", HashEmbedder())
    assert report.resumed > 0
    assert report.encoded < report.windows
    assert current(tmp_path / "i").manifest.content == current(tmp_path / "whole").manifest.content


@pytest.mark.parametrize("fault", [ModelFault("the model failed"), OSError(28, "No space left on device"), Cancelled()])
def test_a_fault_of_the_encoder_ends_the_build(corpus: Path, tmp_path: Path, fault: Exception) -> None:
    """It comes out as what it is (the system's as an index fault), no thread is left, and the next build goes on."""
    Failing.calls = 0
    before = threading.active_count()
    with pytest.raises(IndexFault if isinstance(fault, OSError) else type(fault)):
        build([corpus], tmp_path / "i", Failing(fault))
    assert threading.active_count() == before
    assert not (tmp_path / "i" / "CURRENT").exists()
    resumed_like_new(corpus, tmp_path)


def test_a_fault_of_the_writer_ends_the_build(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails while a batch's documents are written."""
    calls = []

    def fail(*_: object) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        from indexing.storage.shard_writer import OpenBatch

        whole = OpenBatch.write_documents
        patch.setattr(OpenBatch, "write_documents", lambda self, folder: (fail(), whole(self, folder))[1])
        with pytest.raises(IndexFault, match="input/output error"):
            build([corpus], tmp_path / "i", HashEmbedder())
    resumed_like_new(corpus, tmp_path)


def test_an_interruption_ends_the_build_at_once(corpus: Path, tmp_path: Path) -> None:
    """Ctrl-C while the encoder works: no thread is left, and the next build goes on."""

    class Slow(HashEmbedder):
        def encode_passages(self, texts):
            time.sleep(0.05)
            return super().encode_passages(texts)

    def listen(progress: Progress) -> None:
        if progress.stage == "encoding" and progress.done > 100 and not interrupted.is_set():
            interrupted.set()
            _thread.interrupt_main()

    interrupted = threading.Event()
    before = threading.active_count()
    gc.disable()  # an interruption that falls into a callback of the collector (Hypothesis has one) is lost
    try:
        with pytest.raises(KeyboardInterrupt):
            build([corpus], tmp_path / "i", Slow(), control=Control(listen))
    finally:
        gc.enable()
    assert threading.active_count() == before
    resumed_like_new(corpus, tmp_path)


def test_the_number_of_reading_processes_changes_nothing(tmp_path: Path) -> None:
    """Many files, one process or three: the same documents in the same order, the same vectors."""
    rows = collections.rows(60)
    for n in range(12):
        collections.write(tmp_path / "s" / f"{n:02d}.jsonl", rows[5 * n : 5 * n + 5])
    for workers in (1, 3):
        build([tmp_path / "s"], tmp_path / f"i{workers}", HashEmbedder(), workers=workers)
    one, three = (current(tmp_path / f"i{workers}").manifest for workers in (1, 3))
    assert one.content == three.content


class Batches(HashEmbedder):
    """Notes the sizes of what it is given, each batch being one step here."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def encode_passages(self, texts):
        self.sizes.append(len(texts))
        return super().encode_passages(texts)


def test_batches_grow_from_a_small_first_one(corpus: Path, tmp_path: Path) -> None:
    """Each is four times as large as the one before, up to the full size; a document is never parted."""
    embedder = Batches()
    build([corpus], tmp_path / "i", embedder)
    document = 6  # windows at most
    assert len(embedder.sizes) > 4
    for size, least in zip(embedder.sizes[:-1], [5, 20] + [40] * len(embedder.sizes), strict=False):
        assert least <= size < least + document


def test_texts_are_encoded_with_those_of_about_as_many_tokens(corpus: Path, tmp_path: Path) -> None:
    """Within a batch they come in the order of their tokens, whatever their characters."""

    class Ordered(HashEmbedder):
        def encode_passages(self, texts):
            counts = self.count_tokens(texts)
            assert counts == sorted(counts)
            return super().encode_passages(texts)

    assert build([corpus], tmp_path / "i", Ordered()).windows > 100


class Waiting(HashEmbedder):
    """Its last batch (all but the first: the first call passes) waits until `go`; `fault` is raised then."""

    def __init__(self, fault: Exception | None = None) -> None:
        super().__init__()
        self.go = threading.Event()
        self._fault = fault
        self._calls = 0

    def encode_passages(self, texts):
        self._calls += 1
        if self._calls > 1:
            assert self.go.wait(30)
            if self._fault:
                raise self._fault
        return super().encode_passages(texts)


def test_the_words_are_written_while_the_last_batch_is_encoded(tmp_path: Path) -> None:
    """The encoder goes on only when all documents' words are in: else this would wait in vain."""
    embedder = Waiting()
    control = Control(lambda p: embedder.go.set() if p.stage == "words" and p.done == p.total else None)
    corpus = collections.write(tmp_path / "c.jsonl", collections.rows(8))
    report = build([corpus], tmp_path / "i", embedder, control=control)
    build([corpus], tmp_path / "whole", HashEmbedder())
    assert report.documents == 8
    assert current(tmp_path / "i").manifest.content == current(tmp_path / "whole").manifest.content


def test_an_encoder_that_fails_ends_the_writing_of_words(tmp_path: Path) -> None:
    """What fails at the last batch comes out although the words are all right, and leaves nothing that is written on."""
    embedder = Waiting(ModelFault("the model failed"))
    control = Control(lambda p: embedder.go.set() if p.stage == "words" else None)
    corpus = collections.write(tmp_path / "c.jsonl", collections.rows(8))
    before = threading.active_count()
    with pytest.raises(ModelFault):
        build([corpus], tmp_path / "i", embedder, control=control)
    assert threading.active_count() == before
    resumed_like_new(corpus, tmp_path)


def test_what_completions_added_is_taken_over_as_well(tmp_path: Path) -> None:
    """A build that stops among the documents completed by further readings goes on there, not at the end of the sources."""
    rows = collections.rows(60)
    corpus = collections.write(tmp_path / "a.jsonl", rows)
    more = [row | {"claims": [" ".join(f"t{n}" for n in range(60))]} for row in rows]
    further = collections.write(tmp_path / "b.jsonl", more)
    whole = build([corpus, further], tmp_path / "whole", HashEmbedder())
    assert whole.completed > 40
    with pytest.raises(Cancelled):
        build([corpus, further], tmp_path / "i", HashEmbedder(), control=stop_after(whole.encoded - 60))
    report = build([corpus, further], tmp_path / "i", HashEmbedder())
    assert report.encoded <= 60 + 40 + 20
    assert current(tmp_path / "i").manifest.content == current(tmp_path / "whole").manifest.content


def stop_after(windows: int) -> Control:
    stop = threading.Event()
    return Control(lambda p: stop.set() if p.stage == "encoding" and p.done > windows else None, stop)


def test_embedding_anew_goes_on_where_it_stopped(corpus: Path, tmp_path: Path) -> None:
    """What was finished is not encoded again; the old generation serves meanwhile."""
    build([corpus], tmp_path / "i", HashEmbedder())
    build([corpus], tmp_path / "whole", HashEmbedder())
    other = HashEmbedder(version=2)
    with pytest.raises(Cancelled):
        reembed(tmp_path / "i", other, control=stop_after(100))
    assert current(tmp_path / "i").manifest.embedder_identity == HashEmbedder().identity
    heard: list[Progress] = []
    reembed(tmp_path / "i", other, control=Control(heard.append))
    reembed(tmp_path / "whole", other)
    assert max(p.done for p in heard if p.stage == "encoding") < current(tmp_path / "i").manifest.windows - 40
    assert current(tmp_path / "i").manifest.content == current(tmp_path / "whole").manifest.content


def test_a_withdrawal_does_not_cost_an_interrupted_build_its_work(corpus: Path, tmp_path: Path) -> None:
    """Batches on the disk are taken over although the generation beneath has changed."""
    rows = collections.rows(20, seed=3)
    build([collections.write(tmp_path / "a.jsonl", rows)], tmp_path / "i", HashEmbedder())
    with pytest.raises(Cancelled):
        build([corpus], tmp_path / "i", HashEmbedder(), control=stop_after(100))
    withdraw([str(rows[0]["_id"])], tmp_path / "i")
    report = build([corpus], tmp_path / "i", HashEmbedder())
    assert report.resumed > 0
    assert report.documents == len(rows) - 1 + len(collections.rows(80))
    assert not (tmp_path / "i" / "building").exists()
