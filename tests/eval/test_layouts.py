"""What is special to each layout of data sets: the forms that public collections and exports really have."""

from __future__ import annotations

import gzip
import json

import pytest

from eval.beir_files import write_corpus, write_dataset
from eval.datasets.parquet import corpus
from eval.datasets.quepid import topic_id
from eval.opening import detect, open_dataset
from indexing.errors import InputError, UsageError
from tests.kits.datasets import APPLICATION, clef_ip, tables, trec


def write(folder, **files):
    """Files by name; `__` stands for the dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, "utf-8")
    return folder


# ---------------------------------------------------------------- TREC


XML = """<?xml version="1.0"?>
<topics>
<!-- <topic number="9"><query>no</query></topic> -->
<topic number="1"><query>folding hose</query><question>What hose folds &amp; stays folded?</question><narrative>No lids.</narrative></topic>
<topic number="2"><query>lamp, <i>glass</i></query></topic>
</topics>
"""
CLOSED = """<top>
<num>1</num>
<title>folding hose</title>
<desc>What hose folds &amp; stays folded?</desc>
<narr>No lids.</narr>
</top>
<TOP><NUM> Number: 2 <TITLE> Topic: lamp, glass </TOP>
"""
OPEN = """<top>

<num> Number: 1
<title> folding hose

<desc> Description:
What hose folds
& stays folded?

<narr> Narrative:
No lids.
</top>

<top>
<num> Number: 2
<title> lamp, glass
</top>
"""


@pytest.mark.parametrize("text", [OPEN, CLOSED, XML], ids=["fields left open", "fields closed", "XML"])
def test_trec_topics_in_all_their_forms(text, tmp_path):
    """Title and description are searched with; the narrative is kept apart."""
    data = open_dataset(write(tmp_path / "t", topics__txt=text, qrels__txt="1 0 EP1 1\n2 0 EP1 -1\n2 0 EP2 2\n"))
    assert [(t.id, t.text) for t in data.topics] == [("1", "folding hose. What hose folds & stays folded?"), ("2", "lamp, glass")]
    assert data.topics[0].metadata["narrative"] == "No lids."
    assert data.qrels["2"] == {"EP1": -1, "EP2": 2}


def test_topics_without_fields_are_their_own_text(tmp_path):
    text = '<topics task="2021"><topic number="1">\nA hose that\nfolds.\n</topic></topics>'
    data = open_dataset(write(tmp_path / "t", topics__xml=text, qrels__txt="1 0 EP1 1\n"))
    assert data.topics[0].text == "A hose that folds."


def test_topics_may_be_a_table(tmp_path):
    data = open_dataset(write(tmp_path / "t", topics__tsv="1\ta folding hose\n2\ta lamp\n", qrels__txt="1\t0\tEP1\t1\n"))
    assert detect(tmp_path / "t") == "trec"
    assert [t.text for t in data.topics] == ["a folding hose"]


def test_files_may_be_compressed_and_stand_in_folders(tmp_path):
    (tmp_path / "t" / "topics").mkdir(parents=True)
    (tmp_path / "t" / "qrels").mkdir()
    (tmp_path / "t" / "topics" / "topics.gz").write_bytes(gzip.compress(OPEN.encode()))
    (tmp_path / "t" / "qrels" / "qrels.txt.gz").write_bytes(gzip.compress(b"1 0 EP1 1\n"))
    assert [t.id for t in open_dataset(tmp_path / "t").topics] == ["1"]


def test_a_split_is_told_by_the_names_of_the_files(tmp_path):
    """Topics of that split where there are some, else all of them."""
    folder = write(tmp_path / "t", topics__txt=OPEN, qrels__dev__txt="1 0 EP1 1\n", qrels__test__txt="2 0 EP1 1\n")
    assert [t.id for t in open_dataset(folder, "dev").topics] == ["1"]
    assert [t.id for t in open_dataset(folder).topics] == ["2"]
    with pytest.raises(UsageError) as fault:
        open_dataset(folder, "tst")
    assert "test" in fault.value.hint


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"topics__txt": OPEN + "<top>\n<num> 3\n<title> a saw\n"}, 18),
        ({"topics__txt": OPEN + "<top>\n<title> a saw\n</top>\n"}, 18),
        ({"topics__txt": OPEN + "<top>\n<num> 1\n<title> again\n</top>\n"}, 18),
        ({"topics__txt": OPEN + "<top>\n<num> 3\n<narr> only this\n</top>\n"}, 18),
        ({"qrels__txt": "1 0 EP1 1\n1 0 EP2\n"}, 2),
        ({"qrels__txt": "1 0 EP1 1\n\n1 0 EP2 high\n"}, 3),
        ({"qrels__txt": "1 0 EP1 1\n1 0 EP2 NaN\n"}, 2),
        ({"qrels__txt": "1 0 EP 2 1\n"}, 1),
    ],
    ids=["never closed", "no number", "topic twice", "no text", "short", "no number for a grade", "NaN", "too many columns"],
)
def test_a_malformed_trec_file_is_named_with_its_line(change, line, tmp_path):
    with pytest.raises(InputError) as fault:
        open_dataset(write(tmp_path / "t", **{"topics__txt": OPEN, "qrels__txt": "1 0 EP1 1\n", **change}), kind="trec")
    assert fault.value.line == line


# ---------------------------------------------------------------- CLEF-IP


def test_clef_ip_topics_are_their_documents(tmp_path):
    """Title, abstract and claims, never the description; the document is the topic's own, its facts are kept for slices."""
    first = open_dataset(clef_ip(tmp_path / "c")).topics[0]
    assert first.text == "a folding hose\nWhat it is for.\nA thing with a handle.\nThe thing of claim 1, with a lid."
    assert first.own == ("EP2000001A1",)
    assert first.metadata["language"] == "en"


def test_claims_to_passages_topics_are_the_claims_they_name(tmp_path):
    """The form of 2012 and 2013: no element around a topic, family documents that are its own."""
    text = (
        "<tid>PSG-1</tid>\n<tfile>EP-2000001-A1.xml</tfile>\n<tfam-docs>JP-2003224099-A.xml WO-2003065434-A1.xml</tfam-docs>\n"
        "<tclaims>/patent-document/claims/claim[2]\n</tclaims>\n\n<tid>PSG-2</tid>\n<tfile>EP-2000002-A1.xml</tfile>\n"
    )
    folder = write(tmp_path / "c", topics__txt=text, qrels__txt="PSG-1 EP-1000001 1\nPSG-2 EP-1000002 2\n")
    for number in (2000001, 2000002):
        (folder / f"EP-{number}-A1.xml").write_text(APPLICATION.format(number=number, text="A thing"), "utf-8")
    data = open_dataset(folder)
    assert data.kind == "clef-ip"
    assert data.topics[0].text == "The thing of claim 1, with a lid."
    assert data.topics[0].own == ("EP2000001A1", "JP-2003224099-A", "WO-2003065434-A1")
    assert data.qrels == {"PSG-1": {"EP-1000001": 1}, "PSG-2": {"EP-1000002": 2}}


def test_a_topic_whose_document_is_missing_or_broken_is_left_out_and_said(tmp_path):
    folder = clef_ip(
        tmp_path / "c", topics=(("T1", "a hose"), ("T2", "a lamp"), ("T3", "a saw")), judged=tuple((f"T{n}", "EP1", "1") for n in (1, 2, 3))
    )
    (folder / "PAC_topics" / "T2_EP-2000002-A1.xml").unlink()
    (folder / "PAC_topics" / "T3_EP-2000003-A1.xml").write_text("<patent-document><broken", "utf-8")
    data = open_dataset(folder)
    assert [t.id for t in data.topics] == ["T1"]
    assert data.notes == ("2 topics whose document is not there or cannot be read left out: T2, T3",)


# ---------------------------------------------------------------- Parquet


def test_dapfam_keeps_its_domains_as_marks(tmp_path):
    folder = tables(
        tmp_path / "d",
        corpus=[
            {"relevant_id": f"F{n}", "title_en": f"T{n}", "abstract_en": "text", "claims_text": "1. A thing.", "description_en": None} for n in (1, 2)
        ],
        queries=[
            {"query_id": "Q1", "title_en": "Hose.", "abstract_en": "It folds.", "claims_text": "1. A hose.", "earliest_claim_date": "2001-02-03"}
        ],
        qrels_all=[
            {"query_id": "Q1", "relevant_id": "F1", "relevance_score": 1.0, "domain_rel": "IN"},
            {"query_id": "Q1", "relevant_id": "F2", "relevance_score": 1.0, "domain_rel": "OUT"},
            {"query_id": "Q1", "relevant_id": "F9", "relevance_score": 0.0, "domain_rel": "OUT"},
        ],
    )
    data = open_dataset(folder)
    assert (data.split, data.documents) == ("all", {"F1", "F2"})
    assert data.topics[0].text == "Hose. It folds."
    assert data.topics[0].metadata == {"date": "2001-02-03"}
    assert data.qrels == {"Q1": {"F1": 1, "F2": 1, "F9": 0}}
    assert data.marks["Q1"]["F2"] == ("domain_rel:OUT",)
    assert data.notes == ("1 document judged but not in the corpus: F9",)
    assert next(corpus(folder)) == {"_id": "F1", "title": "T1", "text": "text", "claims": "1. A thing."}


def test_pairs_of_patenteb_are_judgments(tmp_path):
    """`pos` is relevant, `neg` is not; relevant in one row is relevant."""
    row = {"pos_link_type": "CITED_BY", "q_text": "hose [SEP] it folds", "pos_text": "p [SEP] text", "neg_text": "n [SEP] text"}
    rows = [{"q": "Q1", "neg": "D2", "pos": "D1", **row}, {"q": "Q1", "neg": "D3", "pos": "D2", **row}]
    folder = tables(tmp_path / "p", **{"test-00000-of-00001": rows})
    data = open_dataset(folder)
    assert data.split == "test"
    assert data.topics[0].text == "hose. it folds"
    assert data.qrels == {"Q1": {"D1": 1, "D2": 1, "D3": 0}}
    assert data.marks["Q1"]["D1"] == ("pos_link_type:CITED_BY",)
    assert list(corpus(folder)) == [{"_id": key, "title": title, "text": "text"} for key, title in (("D1", "p"), ("D2", "n"), ("D3", "n"))]


def test_fragments_of_patenteb_look_for_their_own_document(tmp_path):
    """The topic has an id of its own: a topic's own document is never among its results."""
    rows = [{"first_ipcr3": "A23", "q": f"Q{n}", "effect": f"effect {n}", "full_text": f"title {n} [SEP] text"} for n in (1, 2)]
    data = open_dataset(tables(tmp_path / "p", test=rows))
    assert data.qrels == {"Q1:effect": {"Q1": 1}, "Q2:effect": {"Q2": 1}}
    assert data.topics[0].metadata == {"classes": "A23"}


def test_beir_as_parquet_in_folders(tmp_path):
    """As hubs convert it: one folder a table, the split in the file's name."""
    tables(tmp_path / "b" / "corpus", **{"corpus-00000-of-00001": [{"_id": "D1", "title": "t", "text": "x"}]})
    tables(tmp_path / "b" / "queries", **{"queries-00000-of-00001": [{"_id": "Q1", "text": "hose"}]})
    for split, grade in (("dev", 1), ("test", 2)):
        tables(tmp_path / "b" / "data", **{f"{split}-00000-of-00001": [{"query-id": "Q1", "corpus-id": "D1", "score": grade}]})
    assert open_dataset(tmp_path / "b", "dev").qrels == {"Q1": {"D1": 1}}
    assert open_dataset(tmp_path / "b").qrels == {"Q1": {"D1": 2}}


@pytest.mark.parametrize(
    "rows",
    [
        {"queries": [{"query_id": None, "title_en": "x", "abstract_en": "y"}]},
        {"queries": [{"query_id": "Q1", "title_en": "", "abstract_en": None}]},
        {"queries": [{"query_id": "Q1", "title_en": "x", "abstract_en": "y"}] * 2},
        {"queries": [{"query_id": "Q1", "number": 3}]},
    ],
    ids=["no id", "no text", "id twice", "no column of text"],
)
def test_malformed_tables_are_named(rows, tmp_path):
    judged = [{"query_id": "Q1", "relevant_id": "D1", "relevance_score": 1}]
    with pytest.raises(InputError, match=r"queries\.parquet"):
        open_dataset(tables(tmp_path / "p", **rows, qrels=judged))


def test_a_truncated_parquet_file_is_bad_input(tmp_path):
    folder = tables(tmp_path / "p", test=[{"q": "Q1", "effect": "e", "full_text": "t"}])
    (folder / "test.parquet").write_bytes((folder / "test.parquet").read_bytes()[:-20])
    with pytest.raises(InputError, match="no Parquet file"):
        open_dataset(folder)


# ---------------------------------------------------------------- Quepid


def test_a_case_exported_in_detail_is_read_by_its_columns(tmp_path):
    """Names in another order, further columns, commas and line ends in a text, the blank before a formula; no rating is no judgment."""
    text = (
        "Team Name,Case Name,Case ID,Query Text,Doc ID,Title,Rating,Information Need\r\n"
        'Us,Case,8,"hose, folding",EP1,"one,\ntwo",3,find hoses\r\nUs,Case,8,"hose, folding",EP2,t,,find hoses\r\nUs,Case,8, =lamp,EP1,t,0,\r\n'
    )
    data = open_dataset(write(tmp_path / "q", case__csv=text))
    assert [t.text for t in data.topics] == ["hose, folding", "=lamp"]
    assert list(data.qrels.values()) == [{"EP1": 3}, {"EP1": 0}]
    assert data.topics[0].metadata == {"information_need": "find hoses"}
    assert "1 document without a rating left out: not judged is not irrelevant" in data.notes


def test_a_query_without_ratings_is_a_topic_without_judgments(tmp_path):
    """Such a query is exported as its text alone."""
    file = write(tmp_path / "q", case__csv="query,docid,rating\nhose,EP1,1\nlamp\n") / "case.csv"
    data = open_dataset(file)
    assert (data.kind, data.name) == ("quepid", "case")
    assert [t.id for t in data.topics] == ["hose"]
    assert data.notes == ("1 topic without judgments left out: lamp",)


def test_a_topic_id_is_the_same_in_every_export_and_never_shared():
    ids = [topic_id(text) for text in ("hose", "Hose", "hose!", "folding hose", "folding-hose", "?", "!", "折り畳み", "x" * 80, "x" * 81)]
    assert ids[0] == "hose"
    assert ids[3] == "folding-hose"
    assert len(set(ids)) == len(ids)
    assert all(len(name.split()) == 1 for name in ids)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("query,docid,rating\nhose,EP1,1\n,EP2,1\n", 3),
        ("query,docid,rating\nhose,EP1,good\n", 2),
        ('query,docid,rating\nhose,EP1,1\nlamp,"EP1,1\n', 3),
        ("query,docid,Anna,Ben\nhose,EP1,1,2\n", 1),
        ('query,docid,rating\n"a\nb",EP1,1\nhose,EP2,nan\n', 4),
    ],
    ids=["no query", "no number", "quote never closed", "a book of several judges", "after a text of two lines"],
)
def test_a_malformed_row_is_named(text, line, tmp_path):
    with pytest.raises(InputError) as fault:
        open_dataset(write(tmp_path / "q", case__csv=text) / "case.csv", kind="quepid")
    assert fault.value.line == line


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("maker", [trec, clef_ip])
def test_any_layout_is_written_as_beir_and_read_again(maker, tmp_path):
    """Topics with what is known of them, grades and marks stay."""
    data = open_dataset(maker(tmp_path / "in"))
    write_dataset(tmp_path / "out", data)
    again = open_dataset(tmp_path / "out")
    assert again.kind == "beir"
    assert [(t.id, t.text, t.own) for t in again.topics] == [(t.id, t.text, t.own) for t in data.topics]
    assert (again.qrels, again.marks) == (data.qrels, data.marks)
    assert again.judgments_sha256 == data.judgments_sha256


def test_a_corpus_is_written_line_by_line(tmp_path):
    assert write_corpus(tmp_path / "corpus.jsonl", ({"_id": f"D{n}", "text": "é\n"} for n in range(3))) == 3
    assert [json.loads(line)["_id"] for line in (tmp_path / "corpus.jsonl").read_text("utf-8").splitlines()] == ["D0", "D1", "D2"]


def test_what_is_in_no_layout_is_refused_with_the_layouts(tmp_path):
    (tmp_path / "x.txt").write_text("hello\n", "utf-8")
    with pytest.raises(InputError) as fault:
        open_dataset(tmp_path)
    assert "clef-ip" in fault.value.hint
    with pytest.raises(InputError, match="no such"):
        open_dataset(tmp_path / "nowhere")
