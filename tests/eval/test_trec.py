"""TREC's files: strict reading, scores that fall when written."""

from __future__ import annotations

import gzip
import io
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.trec import falling, read_qrels, read_run, write_run
from indexing.errors import InputError


@pytest.fixture
def write(tmp_path):
    def file(text, name="run.trec"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return file


def test_a_run_comes_back_as_it_was_written(write):
    """Topics, documents and order survive, tied and rising scores or not."""
    run = {"T1": (("D2", 3.0), ("D1", 3.0), ("D3", 7.0)), "T2": (("D1", 0.25),)}
    stream = io.StringIO()
    write_run(stream, run, "my run")
    back = read_run(write(stream.getvalue()))
    assert {topic: [d for d, _ in found] for topic, found in back.items()} == {"T1": ["D2", "D1", "D3"], "T2": ["D1"]}
    assert stream.getvalue().splitlines()[0] == "T1 Q0 D2 1 3 my-run"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, -0.0, 1.0, 1e-45, 3.4e38]), max_size=30))
def test_written_scores_fall_strictly_for_32_bit_readers(scores):
    """trec_eval keeps scores as 32-bit floats: even there no two are equal, as numbers and as printed."""
    import numpy as np

    written = np.array([float(f"{s:.9g}") for s in falling(scores)], dtype=np.float32)
    assert np.isfinite(written).all()
    assert (np.diff(written.astype(np.float64)) < 0).all()


def test_falling_leaves_falling_scores_alone():
    """Scores that are distinct 32-bit floats stay what they were."""
    assert falling([3.5, 2.25, -1.0]) == [3.5, 2.25, -1.0]


def test_a_run_is_ordered_as_trec_eval_orders_it(write):
    """By falling score as 32-bit floats, equal ones by document id in reverse; printed ranks do not count."""
    run = read_run(write("T Q0 A 1 1.0 x\nT Q0 C 2 1.00000000001 x\nT Q0 B 3 5 x\n"))
    assert [d for d, _ in run["T"]] == ["B", "C", "A"]


def test_a_compressed_run_is_read(tmp_path):
    """A .gz file reads like a plain one."""
    path = tmp_path / "run.trec.gz"
    path.write_bytes(gzip.compress(b"T Q0 A 1 1.0 x\n\n"))
    assert read_run(path) == {"T": (("A", 1.0),)}


@pytest.mark.parametrize(
    "line", ["T Q0 A 1 x tag", "T Q0 A 1 nan tag", "T Q0 A 1 inf tag", "T Q0 A 1 1.0", "T Q0 A 1 1.0 tag more", "T Q0 GOOD 1 0.5 tag"]
)
def test_a_bad_line_of_a_run_is_named(write, line):
    """Another shape, a score that is no finite number, a document twice: file and line."""
    path = write(f"T Q0 GOOD 1 1.0 tag\n{line}\n")
    with pytest.raises(InputError) as fault:
        read_run(path)
    assert (fault.value.source, fault.value.line) == (str(path), 2)
    assert str(path) + ":2" in fault.value.message


@pytest.mark.parametrize("line", ["T 0 A x", "T 0 A 1.5", "T 0 A", "T 0 A 1 1", "T 0 GOOD 0", "T 0 A nan"])
def test_a_bad_line_of_judgments_is_named(write, line):
    """As for runs; grades are whole numbers."""
    with pytest.raises(InputError) as fault:
        read_qrels(write(f"T 0 GOOD 1\n{line}\n"))
    assert fault.value.line == 2


def test_judgments_are_read_with_their_grades(write):
    """Graded relevance is kept, judged not relevant too."""
    assert read_qrels(write("T 0 A 2\nT 0 B 0\nU 0 A 1\n")) == {"T": {"A": 2, "B": 0}, "U": {"A": 1}}


def test_what_is_no_text_is_refused(tmp_path):
    """Bytes that are no UTF-8, a broken archive, a folder."""
    binary = tmp_path / "run.trec"
    binary.write_bytes(b"\xff\xfe\x00")
    broken = tmp_path / "run.trec.gz"
    broken.write_bytes(gzip.compress(b"T Q0 A 1 1.0 x\n" * 1000)[:-20])
    for path in (binary, broken, tmp_path):
        with pytest.raises(InputError):
            read_run(path)


def test_an_id_with_white_space_is_not_written():
    """The format could not be read back."""
    with pytest.raises(InputError):
        write_run(io.StringIO(), {"T 1": (("A", 1.0),)}, "x")
    assert math.isfinite(falling([math.nan])[0])


@settings(max_examples=150, deadline=None)
@given(
    scores=st.lists(st.one_of(st.floats(-1e39, 1e39), st.sampled_from([0.0, -0.0, 1.0, 1.00000001, 1e300, -1e300])), min_size=1, max_size=12),
    fall=st.booleans(),
)
def test_any_scores_are_ordered_as_trec_eval_orders_them(tmp_path_factory, scores, fall):
    """By 32-bit score, then by id in reverse, whether or not the file stands in that order already; beyond 1e38 all count as 1e38."""
    scores = sorted(scores, reverse=True) if fall else scores
    path = tmp_path_factory.mktemp("run") / "x.trec"
    path.write_text("".join(f"T1 Q0 D{n:02} 1 {score!r} x\n" for n, score in enumerate(scores)))
    keys = {f"D{n:02}": float(np.float32(max(-1e38, min(1e38, score)))) for n, score in enumerate(scores)}
    assert [d for d, _ in read_run(path)["T1"]] == sorted(keys, key=lambda d: (keys[d], d), reverse=True)
