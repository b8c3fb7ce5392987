"""Runs as others write them: TREC's six columns, and tables as search products export them."""

from __future__ import annotations

import gzip
import itertools

import pytest

from eval.run_files import read_run_file
from indexing.errors import InputError


def written(folder, name, text):
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


@pytest.mark.parametrize("name", ["a.trec", "a.txt.gz"])
def test_a_trec_run_bears_its_tag_and_hash(tmp_path, name):
    """Plain or gzipped, with tabs or blanks, lines of topics in any order."""
    read = read_run_file(written(tmp_path, name, "q1 Q0 D1 1 9.5 Anserini\nq2\tQ0\tD3\t1\t2\tAnserini\n\nq1 Q0 D2 2 9.25 Anserini\n"))
    assert (read.layout, read.tag, read.name) == ("trec", "Anserini", name)
    assert read.results == {"q1": (("D1", 9.5), ("D2", 9.25)), "q2": (("D3", 2.0),)}
    assert len(read.sha256) == 64
    assert not read.tied
    assert not read.contrary


def test_ties_are_told_and_stand_as_trec_eval_has_them(tmp_path):
    """By document id in reverse, whatever the printed ranks."""
    read = read_run_file(written(tmp_path, "a", "q1 Q0 D1 1 3 t\nq1 Q0 D2 2 3 t\nq2 Q0 D1 1 3 t\nq2 Q0 D2 2 2 t\n"))
    assert [d for d, _ in read.results["q1"]] == ["D2", "D1"]
    assert read.tied == {"q1"}


def test_ranks_that_speak_against_the_scores_are_told(tmp_path):
    """A vendor who writes distances, where less is better, would else be read upside down in silence."""
    read = read_run_file(written(tmp_path, "a", "q1 Q0 D1 1 0.1 t\nq1 Q0 D2 2 0.4 t\nq2 Q0 D1 1 3 t\nq2 Q0 D2 2 2 t\n"))
    assert read.contrary == {"q1"}
    assert [d for d, _ in read.results["q1"]] == ["D2", "D1"]


TABLES = {
    "ranks": "Topic,Publication number,Rank\nq1,US2,2\nq1,US1,1\nq2,US3,1\n",
    "scores": "query-id;corpus-id;score\nq1;US2;0.5\nq1;US1;0.75\nq2;US3;1\n",
    "order": "\ufefftopic\tnumber\ttitle\nq1\tUS1\ta hose\nq1\tUS2\ta lamp\n\nq2\tUS3\t\n",
    "quoted": 'title,qid,docid,position\n"a, b",q1,US1,1\n"two\nlines",q1,US2,2\n,q2,US3,1\n',
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_is_read_by_its_header(tmp_path, kind):
    """By rank, by score, or as it stands; with commas, semicolons or tabs; the file's name is its tag."""
    read = read_run_file(written(tmp_path, f"vendor-{kind}.csv", TABLES[kind]))
    assert (read.layout, read.tag) == ("table", f"vendor-{kind}")
    assert {topic: [d for d, _ in found] for topic, found in read.results.items()} == {"q1": ["US1", "US2"], "q2": ["US3"]}
    assert all(a[1] > b[1] for found in read.results.values() for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("q1 Q0 D1 1 0.5 t\nq1 Q0 D2 2\n", "a:2: 4 columns"),
        ("q1 Q0 D1 1 0.5 t\nq1 Q0 D1 2 0.4 t\n", "a:2: document 'D1' is twice"),
        ("q1 Q0 D1 1 nan t\n", "a:1: 'nan' is no finite number"),
        ("q1 Q0 D1 1 inf t\n", "a:1: 'inf' is no finite number"),
        ("q1 Q0 D1 1 high t\n", "a:1: 'high' is no finite number"),
        ("\n \n", "holds no results"),
        ("topic,number,rank\nq1,US1,1\nq1,US1,2\n", "a:3: document 'US1' is twice"),
        ("topic,number,rank\nq1,US1,first\n", "a:2: 'first' is no finite number"),
        ("topic,number,score\nq1,US1,NaN\n", "a:2: 'NaN' is no finite number"),
        ("topic,number,rank\nq1,US1\n", "a:2: 2 columns where the header has 3"),
        ("topic,number,rank\n,US1,1\n", "a:2: a result without topic"),
        ('topic,number,rank\nq1,"US1,1\n', "is no CSV"),
    ],
)
def test_what_is_malformed_is_named_with_its_line(tmp_path, text, said):
    """Nothing is guessed."""
    with pytest.raises(InputError, match=said):
        read_run_file(written(tmp_path, "a", text))


def test_a_table_with_nothing_below_its_header_is_empty(tmp_path):
    with pytest.raises(InputError, match="holds no results"):
        read_run_file(written(tmp_path, "a.csv", "topic,number\n"))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", gzip.compress(b"q1 Q0 D1 1 1 t\n")[:-6]], ids=["another encoding", "cut short"])
def test_what_is_no_text_is_refused(tmp_path, content):
    """Other encodings, and gzip files cut short."""
    path = tmp_path / ("a.gz" if content[:2] == b"\x1f\x8b" else "a")
    path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        read_run_file(path)
