"""`eval dataset` and `eval topics` as a person uses them at the terminal."""

from __future__ import annotations

import pytest

from tests.cli.run import one_line, priorart
from tests.kits.cited import OLD, index_of, publication
from tests.kits.datasets import MAKERS, tables


@pytest.fixture(scope="module")
def cited(tmp_path_factory):
    record = publication("EP-2000001-A1", "20100105", ("EP-1000001-A1", "X", "SEA"), ("EP-1000002-A1", "A", "APP"))
    return index_of(tmp_path_factory.mktemp("cited"), [*OLD, record])


def test_topics_are_made_and_are_a_data_set(cited, tmp_path):
    """The JSON is the card; the folder is read again with its leaks looked for in the index."""
    made = priorart("eval", "topics", "--index", cited, "--out", tmp_path / "t", "--cited-by", "search", "--since", "2005-01-01", "--json", "--quiet")
    assert made.code == 0, made.err
    assert made.data["counts"]["grades"] == {"3": 1}
    assert made.data["choice"]["since"] == "2005-01-01"
    told = priorart("eval", "dataset", tmp_path / "t", "--index", cited, "--json")
    assert told.code == 0, told.err
    assert (told.data["kind"], told.data["topics"], told.data["not in the index"], told.data["leaks"]) == ("beir", 1, 0, [])
    assert told.data["marks"] == {"category:X": 1, "cited_by:search": 1}
    assert "# Topics from citations: again" in priorart("eval", "topics", "--index", cited, "--out", tmp_path / "again", "--quiet").out


@pytest.mark.parametrize("kind", list(MAKERS))
def test_any_layout_is_told_and_brought_to_beir(kind, tmp_path):
    done = priorart("eval", "dataset", MAKERS[kind](tmp_path / "in"), "--out", tmp_path / "out", "--json")
    assert done.code == 0, done.err
    assert (done.data["kind"], done.data["topics"], done.data["grades"]) == (kind, 2, {"2": 1, "1": 1, "0": 1})
    again = priorart("eval", "dataset", tmp_path / "out", "--json").data
    assert again["judgments_sha256"] == done.data["judgments_sha256"]
    assert "kind" in priorart("eval", "dataset", tmp_path / "out").out


def test_documents_of_a_table_come_along(tmp_path):
    """So that an index can be built of them."""
    folder = tables(tmp_path / "in", test=[{"q": "Q1", "effect": "it folds", "full_text": "hose [SEP] a hose"}])
    assert priorart("eval", "dataset", folder, "--out", tmp_path / "out", "--json").code == 0
    assert '"title": "hose"' in (tmp_path / "out" / "corpus.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("topics", "--out", "t", "--since", "2030-01-01"), 3, "no document makes a topic"),
        (("topics", "--out", "t", "--since", "yesterday"), 2, "yesterday"),
        (("topics", "--out", "t", "--part", "description"), 2, "description"),
        (("topics", "--out", "t", "--cpc", "??"), 2, "??"),
        (("dataset", "nowhere"), 3, "nowhere"),
        (("dataset", ".", "--kind", "bier"), 2, "beir"),
    ],
)
def test_what_cannot_be_meant_is_one_line(words, code, said, cited, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = priorart("eval", *words, "--index", cited, "--quiet")
    assert done.code == code
    assert said in one_line(done)
