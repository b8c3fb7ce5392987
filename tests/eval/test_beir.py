"""Test collections in BEIR's layout, good and bad."""

from __future__ import annotations

import gzip
import json

import pytest

from eval.datasets.beir import load
from indexing.errors import InputError, UsageError

QUERIES = [("T1", "a hose"), ("T2", "a lamp")]
QRELS = "query-id\tcorpus-id\tscore\nT1\tD1\t1\nT1\tD2\t2\nT2\tD1\t1\n"


@pytest.fixture
def folder(tmp_path):
    """A folder in BEIR's layout, made of what is given; None leaves a file out."""

    def make(*, queries=QUERIES, qrels=QRELS, corpus=("D1", "D2", "D3"), compressed=False, **further):
        files = {"queries.jsonl": lines(queries), "qrels/test.tsv": qrels, "corpus.jsonl": lines((d, "text") for d in corpus) if corpus else None}
        for name, text in {**files, **further}.items():
            if text is not None:
                path = tmp_path / (name + (".gz" if compressed and name.endswith("jsonl") else ""))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
        return tmp_path

    return make


def lines(records):
    return "".join(json.dumps({"_id": key, "text": text}) + "\n" for key, text in records)


def test_a_collection_is_read_whole(folder):
    """Topics in the order of their file, grades kept, the corpus's ids, a hash for each file."""
    data = load(folder())
    assert [t.id for t in data.topics] == ["T1", "T2"]
    assert data.qrels == {"T1": {"D1": 1, "D2": 2}, "T2": {"D1": 1}}
    assert data.documents == {"D1", "D2", "D3"}
    assert set(data.sha256) == {"corpus.jsonl", "queries.jsonl", "qrels/test.tsv"}
    assert data.notes == ()


def test_compressed_files_read_alike(folder, tmp_path):
    """corpus.jsonl.gz and queries.jsonl.gz."""
    data = load(folder(compressed=True))
    assert (len(data.topics), data.documents) == (2, {"D1", "D2", "D3"})


def test_the_corpus_may_be_missing(folder):
    """The index has the documents then, and no judgment is doubted."""
    data = load(folder(corpus=None))
    assert data.documents is None
    assert data.notes == ()


@pytest.mark.parametrize(
    "qrels",
    [
        "T1\tD1\t1\nT1\tD2\t2\nT2\tD1\t1\n",
        "query-id\tcorpus-id\tscore\tkind\nT1\tD1\t1\tfront_page\nT1\tD2\t2\t\nT2\tD1\t1\tx\ty\n",
        "\ufeffquery-id\tcorpus-id\tscore\r\nT1\tD1\t1\r\nT1\tD2\t2\r\n\r\nT2\tD1\t1",
        "corpus-id\tscore\tquery-id\nD1\t1.0\tT1\nD2\t2\tT1\nD1\t1\tT2\n",
    ],
    ids=["no header", "further columns", "windows line ends", "named columns in another order"],
)
def test_judgments_are_read_in_all_their_forms(folder, qrels):
    """The same judgments each time."""
    assert load(folder(qrels=qrels)).qrels == {"T1": {"D1": 1, "D2": 2}, "T2": {"D1": 1}}


def test_the_only_qrels_file_is_the_split(folder):
    """Where no other is asked for by name: figures must not be of other topics than those asked for."""
    one = folder()
    (one / "qrels" / "test.tsv").rename(one / "qrels" / "validation.tsv")
    assert load(one).split == "validation"
    with pytest.raises(UsageError, match="no split 'dev'"):
        load(one, "dev")


def test_an_unknown_split_answers_with_the_nearest(folder):
    """Where there is more than one."""
    with pytest.raises(UsageError) as fault:
        load(folder(**{"qrels/train.tsv": QRELS}), "trian")
    assert "train" in fault.value.hint


def test_a_split_may_have_its_own_queries(folder):
    """train-queries.jsonl goes before queries.jsonl for the split train."""
    made = folder(**{"qrels/train.tsv": "T7\tD1\t1\n", "train-queries.jsonl": lines([("T7", "a shoe")])})
    assert [t.id for t in load(made, "train").topics] == ["T7"]
    assert [t.id for t in load(made, "test").topics] == ["T1", "T2"]


def test_topics_without_judgments_are_said_and_left_out(folder):
    """So are judgments without a topic."""
    data = load(folder(queries=[*QUERIES, ("T3", "a saw")], qrels=QRELS + "T8\tD1\t1\n"))
    assert [t.id for t in data.topics] == ["T1", "T2"]
    assert set(data.qrels) == {"T1", "T2"}
    assert any("T3" in note and "without judgments" in note for note in data.notes)
    assert any("T8" in note for note in data.notes)


def test_judgments_of_unknown_documents_are_said(folder):
    """They stay: the index may hold the document though the corpus file does not."""
    data = load(folder(corpus=["D1"]))
    assert data.qrels["T1"]["D2"] == 2
    assert any("D2" in note for note in data.notes)


def test_a_judgment_given_twice_counts_once(folder):
    """One pair may stand in two lines that differ in a further column."""
    data = load(folder(qrels=QRELS + "T1\tD1\t1\tother\n"))
    assert data.qrels["T1"]["D1"] == 1
    assert any("more than once" in note for note in data.notes)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"qrels": QRELS + "T1\tD1\t2\n"}, 5),
        ({"qrels": QRELS + "T1\tD9\n"}, 5),
        ({"qrels": QRELS + "T1\tD9\thigh\n"}, 5),
        ({"qrels": QRELS + "\tD9\t1\n"}, 5),
        ({"qrels": "one\ttwo\tthree\nT1\tD1\t1\n"}, 1),
        ({"queries": [*QUERIES, ("T1", "again")]}, 3),
        ({"corpus": ["D1", "D2", "D1"]}, 3),
        ({"queries.jsonl": lines(QUERIES) + "{broken\n"}, 3),
        ({"queries.jsonl": lines(QUERIES) + '{"_id": "T3"}\n'}, 3),
        ({"queries.jsonl": lines(QUERIES) + "[1]\n"}, 3),
    ],
    ids=["two grades", "short", "no number", "no topic", "odd header", "topic twice", "document twice", "no JSON", "no text", "no object"],
)
def test_a_malformed_line_is_named(folder, change, line):
    """File and line, and the exit code of bad input."""
    with pytest.raises(InputError) as fault:
        load(folder(**change))
    assert fault.value.line == line
    assert fault.value.exit_code == 3


@pytest.mark.parametrize("missing", [{"queries": []}, {"queries.jsonl": None}, {"qrels": None}, {"qrels": "query-id\tcorpus-id\tscore\n"}])
def test_a_folder_that_lacks_what_it_needs_is_refused(folder, missing):
    """No queries, no judgments, nothing in common."""
    with pytest.raises(InputError):
        load(folder(**missing))


def test_a_missing_folder_is_refused(tmp_path):
    """With the path in the message."""
    with pytest.raises(InputError, match="nowhere"):
        load(tmp_path / "nowhere")


def test_the_ids_of_a_corpus_are_read_however_they_are_written(folder):
    """Plain, spaced, escaped, after other fields, as numbers: the short way and the long one find the same."""
    corpus = [
        '{"_id":"d1","text":""}',
        ' { "_id" : "d 2", "title": "}", "text": "\\"_id\\": \\"x\\"" } ',
        '{"_id": "d\\u00e9", "text": ""}',
        '{"text": "", "_id": 4}',
    ]
    for count in range(1, len(corpus) + 1):
        data = load(folder(**{"corpus.jsonl": "\n".join(corpus[:count]) + "\n"}))
        assert data.documents == frozenset(["d1", "d 2", "dé", "4"][:count])


@pytest.mark.parametrize(
    ("second", "said"),
    [('{"_id": "d1", "text": ""}', "given twice"), ('{"_id": "d2", "text": "cut sh', "is no JSON"), ("{}", "has no `_id`")],
)
def test_a_corpus_with_a_document_twice_or_cut_short_is_refused(folder, second, said):
    """With the file and the line."""
    with pytest.raises(InputError, match=said) as fault:
        load(folder(**{"corpus.jsonl": '{"_id": "d1", "text": ""}\n' + second}))
    assert fault.value.line == 2
