"""The vector engine by itself, against numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.engines import vectors as module
from indexing.engines.vectors import Vectors, write_vectors
from indexing.errors import IndexFault

if TYPE_CHECKING:
    from pathlib import Path

MANY, DIMENSION = 12_000, 48


def made(count: int) -> np.ndarray:
    vectors = np.random.default_rng(5).standard_normal((count, 24)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def clustered() -> np.ndarray:
    """As texts lie: about centres, in few of the dimensions that there are."""
    rng = np.random.default_rng(9)
    centres = rng.standard_normal((60, 12))
    points = centres[rng.integers(0, 60, MANY)] + 0.7 * rng.standard_normal((MANY, 12))
    whole = points @ rng.standard_normal((12, DIMENSION)) + 0.5 * rng.standard_normal((MANY, DIMENSION))
    return (whole / np.linalg.norm(whole, axis=1, keepdims=True)).astype(np.float32)


def written(folder: Path, vectors: np.ndarray, *, exact: bool, rows: int = 1000) -> Vectors:
    folder.mkdir(exist_ok=True)
    parts = [vectors[n : n + rows] for n in range(0, len(vectors), rows)]
    write_vectors(folder, lambda: iter(parts), len(vectors), vectors.shape[1], exact=exact)
    return Vectors(folder)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Vectors:
    return written(tmp_path_factory.mktemp("v"), made(300), exact=True, rows=100)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Vectors]:
    folder = tmp_path_factory.mktemp("large")
    return folder, written(folder, clustered(), exact=False)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), limit=st.integers(0, 320), share=st.sampled_from([0.0, 0.01, 0.5, 1.0]))
def test_the_best_of_those_allowed(stored: Vectors, seed: int, limit: int, share: float) -> None:
    """The same places and products as numpy's, whatever is filtered, in falling order; never fewer than there are."""
    rng = np.random.default_rng(seed)
    asked = made(1 + seed % 300)[-1]
    allowed = rng.random(300) < share
    places, scores = stored.search(asked, limit, allowed)
    products = made(300) @ asked
    expected = sorted(np.flatnonzero(allowed), key=lambda n: -products[n])[:limit]
    assert places.tolist() == expected
    assert scores == pytest.approx(products[expected], abs=1e-5)


def test_vectors_come_back_as_they_were(stored: Vectors) -> None:
    """The file of an exact shard keeps every bit."""
    assert np.array_equal(np.concatenate(list(stored.blocks(128))), made(300))
    assert (stored.size, stored.dimension) == (300, 24)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01, 0.001])
@pytest.mark.parametrize("near", [True, False])
def test_quantised_shards_find_what_an_exact_search_finds(large: tuple[Path, Vectors], share: float, near: bool) -> None:
    """Of the hundred best, .98 and more at each selectivity, whether the filter goes with the query's neighbourhood or not; nothing else passes."""
    _, opened = large
    everything = clustered()
    found = wanted = 0
    for n in range(0, 600, 30):
        asked = everything[n]
        order = np.argsort(everything @ (asked if near else np.roll(asked, 7)))
        allowed = np.zeros(MANY, np.bool_)
        allowed[order[-max(1, int(MANY * share)) :]] = True
        places, scores = opened.search(asked, 100, None if share == 1.0 else allowed)
        products = everything @ asked
        assert allowed[places].all()
        assert len(set(places.tolist())) == len(places) == min(100, np.count_nonzero(allowed))
        assert scores == pytest.approx(products[places], abs=2.5e-4)
        assert (np.diff(scores) <= 0).all()
        best = np.sort(products[allowed])[::-1][: len(places)]
        found += np.count_nonzero(products[places] >= best[-1] - 1e-5)
        wanted += len(best)
    assert found / wanted >= 0.98


@pytest.mark.parametrize(
    ("kind", "share", "exact"), [("lot", 0.5, False), ("lot", 0.25, False), ("nearest", 0.25, False), ("farthest", 0.25, True), ("all", 1.0, False)]
)
def test_what_filters_leave_is_found_whether_they_go_with_or_against_the_query(
    large: tuple[Path, Vectors], monkeypatch: pytest.MonkeyPatch, kind: str, share: float, exact: bool
) -> None:
    """One scan; where all that is near is forbidden, thousands stand before the best that is allowed, and those allowed are compared exactly."""
    _, opened = large
    everything = clustered()
    made_scans: list[int] = []
    scan = Vectors._best_codes

    def counted(self: Vectors, asked: np.ndarray, most: int, bits: np.ndarray | None) -> np.ndarray:
        made_scans.append(most)
        return scan(self, asked, most, bits)

    monkeypatch.setattr(Vectors, "_best_codes", counted)
    found, k, limit = 0, 68, 100  # as a search for 68 asks for them
    for n in range(0, 600, 30):
        asked = everything[n]
        products = everything @ asked
        rank = np.empty(MANY, np.int64)
        rank[np.argsort(-products)] = np.arange(MANY)
        lot = np.random.default_rng(n).random(MANY) < share
        allowed = {"lot": lot, "nearest": rank < MANY * share, "farthest": rank >= MANY * (1 - share), "all": rank >= 0}[kind]
        made_scans.clear()
        places, scores = opened.search(asked, limit, allowed)
        assert len(made_scans) == 1
        assert allowed[places].all()
        assert len(set(places.tolist())) == len(places) == limit
        assert scores == pytest.approx(products[places], abs=2.5e-4)
        best = np.sort(products[allowed])[::-1][:k]
        found += min(k, np.count_nonzero(products[places] >= best[-1] - 1e-5))
    assert found / (20 * k) >= (1.0 if exact else 0.98)


def test_the_same_vectors_make_the_same_files(large: tuple[Path, Vectors], tmp_path: Path) -> None:
    """Twice, however they are cut into blocks; and from what a shard gives back, so that merging again and again changes nothing."""
    folder, opened = large
    written(tmp_path / "again", clustered(), exact=False, rows=777)
    written(tmp_path / "merged", np.concatenate(list(opened.blocks(500))), exact=False)
    assert files(folder) == files(tmp_path / "again") == files(tmp_path / "merged")
    assert set(files(folder)) == {"vectors.half.faiss", "vectors.pq.faiss"}


def test_exact_on_request(tmp_path: Path) -> None:
    """`exact` keeps every bit of a large shard, too."""
    assert np.array_equal(np.concatenate(list(written(tmp_path / "x", clustered(), exact=True).blocks())), clustered())


def test_scores_of_given_rows_are_those_of_the_search(large: tuple[Path, Vectors], stored: Vectors) -> None:
    """To the last bit, in the order asked for."""
    for opened, asked in ((large[1], clustered()[3]), (stored, made(300)[3])):
        places, scores = opened.search(asked, 50, None)
        assert opened.scores(asked, places[::-1]).tolist() == scores[::-1].tolist()
    assert stored.scores(made(300)[3], np.empty(0, np.int64)).tolist() == []


def test_answers_are_the_same_every_time(large: tuple[Path, Vectors]) -> None:
    """A selection that was prepared, one made on the spot, and another opening of the same files."""
    folder, opened = large
    for share in (0.5, 0.01):
        allowed = np.random.default_rng(2).random(MANY) < share
        answers = [(v.search(clustered()[5], 80, a)) for v in (opened, Vectors(folder)) for a in (allowed, v.select(allowed))]
        assert all(np.array_equal(a, b) for answer in answers for a, b in zip(answer, answers[0], strict=True))


def test_an_open_shard_outlives_its_files(tmp_path: Path) -> None:
    """An older generation may be removed while a reader has it open: it goes on with all its engines."""
    opened = written(tmp_path / "gone", clustered(), exact=False)
    for path in (tmp_path / "gone").iterdir():
        path.unlink()
    assert opened.search(clustered()[7], 20, None)[0][0] == 7


def test_a_scan_of_another_shard_is_an_index_fault(large: tuple[Path, Vectors], tmp_path: Path) -> None:
    """What does not belong together is refused before anything is found."""
    written(tmp_path / "other", clustered()[:11_000], exact=False)
    (tmp_path / "other/vectors.pq.faiss").write_bytes((large[0] / "vectors.pq.faiss").read_bytes())
    with pytest.raises(IndexFault, match=r"does not belong"):
        Vectors(tmp_path / "other").search(clustered()[7], 20, None)
    (tmp_path / "other/vectors.pq.faiss").write_bytes(b"")
    with pytest.raises(IndexFault, match=r"vectors\.pq\.faiss"):
        Vectors(tmp_path / "other")


def test_files_written_block_by_block_are_those_of_faiss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte, so that faiss opens them anywhere."""
    import faiss

    own = faiss.IndexFlatIP(24)
    half = faiss.IndexScalarQuantizer(24, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    for index in (own, half):
        index.add(made(300))
    written(tmp_path / "flat", made(300), exact=True)
    monkeypatch.setattr(module, "EXACT_BELOW", 100)
    written(tmp_path / "half", made(300), exact=False)
    assert (tmp_path / "flat/vectors.faiss").read_bytes() == faiss.serialize_index(own).tobytes()
    assert (tmp_path / "half/vectors.half.faiss").read_bytes() == faiss.serialize_index(half).tobytes()


def test_a_wrong_count_is_refused(tmp_path: Path) -> None:
    """A file never says that it holds more or less than it does."""
    with pytest.raises(ValueError, match="300 vectors instead of 299"):
        write_vectors(tmp_path, lambda: iter((made(300),)), 299, 24, exact=True)


@pytest.mark.parametrize("name", ["vectors.faiss", "vectors.half.faiss"])
def test_a_file_that_is_none_is_an_index_fault(tmp_path: Path, name: str) -> None:
    """Faiss's own errors do not come through."""
    (tmp_path / name).write_bytes(b"not faiss at all")
    with pytest.raises(IndexFault, match=name.replace(".", r"\.")):
        Vectors(tmp_path)
