"""Recipes, records, saved searches and batches as a person uses them at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prompts.recipes import load_recipe
from tests.cli.run import one_line, priorart

QUESTION = "portable hair dryer whose handle folds against the housing"


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A place of its own for records, anchor, saved searches and recipes."""
    for name in ("records", "saved", "recipes"):
        monkeypatch.setenv(f"PRIORART_{name.upper()}", str(tmp_path / name))
    monkeypatch.setenv("PRIORART_ANCHOR", str(tmp_path / "anchor.json"))
    return tmp_path


@pytest.fixture
def record(home, small_index) -> dict:
    return priorart("search", QUESTION, "--index", small_index, "-k", 4, "--llm", "none", "--json", "--quiet").data


def test_a_record_replays_identically(record, small_index):
    done = priorart("record", "replay", record["record"], "--index", small_index, "--json", "--quiet")
    assert done.code == 0
    assert done.data["identical"] is True
    assert done.data["ranking_then"] == done.data["ranking_now"]


def test_why_a_document_is_in_the_list_or_not(record, small_index):
    hit, dropped = record["hits"][1]["id"], record["excluded"][0]
    done = priorart("why", hit, "--record", record["record"], "--json")
    assert (done.data["shown"], done.data["rank"]) == (True, 2)
    text = priorart("why", dropped["id"], "--record", record["record"]).out
    assert dropped["reason"] in text
    assert dropped["reason"] in text
    away = priorart("why", "EP9999999A1", "--record", record["record"], "--index", small_index)
    assert "it is not in this collection" in away.out


def test_the_ledger_counts_every_candidate(record):
    assert record["excluded_total"] == len(record["excluded"]) == sum(row["count"] for row in record["excluded_by"])


def test_a_record_is_compared_with_the_index_as_it_is_now(record, small_index):
    done = priorart("record", "diff", record["record"], "--index", small_index, "--json", "--quiet")
    assert done.code == 0
    assert (done.data["came"], done.data["went"], done.data["moved"], done.data["same"]) == ([], [], [], 4)


def test_the_anchor_finds_a_cut_tail_and_erasing_leaves_a_tombstone(home, record, small_index):
    again = priorart("search", "negative ions", "--index", small_index, "-k", 1, "--llm", "none", "--json", "--quiet").data["record"]
    assert priorart("record", "verify", record["record"]).code == 0
    chain = Path(again).with_name("chain.jsonl")
    whole = chain.read_bytes()
    chain.write_bytes(whole.splitlines(keepends=True)[0])
    done = priorart("record", "verify", record["record"])
    assert done.code == 3
    assert "tail was cut" in done.out
    chain.write_bytes(whole)
    assert priorart("record", "erase", again).code == 0
    assert not Path(again).exists()
    assert priorart("record", "verify", record["record"]).code == 0


def test_a_recipe_goes_from_office_to_office(home, tmp_path):
    """Exported here, looked at and taken there, and it says the same."""
    (home / "recipes").mkdir()
    text = load_recipe("hybrid").text.replace("id: hybrid", "id: ours", 1).replace("k: 60", "k: 20", 1)
    (home / "recipes" / "ours.yaml").write_text(text, encoding="utf-8")
    out = tmp_path / "ours.recipe.json"
    assert priorart("recipes", "export", "ours", "--out", out).code == 0
    changes = priorart("recipes", "diff", "hybrid", "ours", "--json").data["changes"]
    assert "the step 'fused', k: was 60, is 20" in changes
    (home / "recipes" / "ours.yaml").unlink()
    looked = priorart("recipes", "import", out, "--dry-run")
    assert "fused (fuse.rrf) of words and meaning" in looked.out
    assert not list((home / "recipes").iterdir())
    assert priorart("recipes", "import", out).code == 0
    assert priorart("recipes", "show", "ours").out.strip() == text.strip()
    assert priorart("recipes", "release", "--json").data == {"released": ["recipe ours@1"]}


def test_a_file_that_is_no_recipe_is_refused_in_one_line(home, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("{}", encoding="utf-8")
    done = priorart("recipes", "import", bad)
    assert done.code == 3
    assert "no exchange file" in one_line(done)


BAD_RECIPES = {
    "unknown step": ("step: search.words", "step: search.grep", "unknown step 'search.grep'"),
    "wrong type": ("    k: 1000\n    fields", "    k: lots\n    fields", "must be a whole number"),
    "cycle": ("from: whole", "from: depth", "a cycle"),
    "later language": ("id: words", "schema: 99\nid: words", "version 99 of the recipe language"),
    "alias bomb": ("id: words", "a: &a [x, x]\nb: &b [*a, *a]\nid: words", "anchor"),
}


@pytest.mark.parametrize("name", BAD_RECIPES)
def test_a_bad_recipe_is_refused_with_line_and_hint(tmp_path, name):
    before, after, words = BAD_RECIPES[name]
    text = load_recipe("words").text
    assert before in text
    file = tmp_path / "bad.yaml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    done = priorart("recipes", "check", file)
    assert done.code == 3
    line = one_line(done)
    assert words in line
    assert f"{file}:" in line


def test_a_recipe_of_ten_megabytes_is_refused_at_once(tmp_path):
    file = tmp_path / "big.yaml"
    file.write_text("notes: " + "x" * 10_000_000, encoding="utf-8")
    done = priorart("recipes", "check", file)
    assert done.code == 3
    assert len(one_line(done)) < 400


def test_what_a_recipe_needs_and_is_not_here_is_said(tmp_path):
    file = tmp_path / "needs.yaml"
    file.write_text(load_recipe("words").text.replace("steps:", "index: {embedder: all-mpnet-base-v2}\nsteps:", 1), encoding="utf-8")
    done = priorart("recipes", "check", file, "--json")
    assert done.data["needs"]["embedder"] == "all-mpnet-base-v2"
    assert done.data["missing"]
    assert "priorart models pull" in done.data["missing"][0]


def test_a_saved_search_tells_a_scheduler_whether_something_is_new(home, small_index):
    added = priorart("saved", "add", QUESTION, "--name", "handles", "--index", small_index, "-k", 3, "--llm", "none", "--quiet", "--json")
    assert added.code == 0
    assert len(added.data["shown"]) == 3
    assert priorart("saved", "list", "--json").data[0]["name"] == "handles"
    assert priorart("saved", "run", "--index", small_index, "--quiet").code == 0
    file = home / "saved" / "handles.json"
    value = json.loads(file.read_text("utf-8"))
    value["shown"] = value["shown"][:2]
    file.write_text(json.dumps(value), encoding="utf-8")
    done = priorart("saved", "run", "--again", "--index", small_index, "--quiet", "--json")
    assert done.code == 10
    assert [hit["id"] for hit in done.data[0]["new"]] == [added.data["shown"][2]]
    assert priorart("saved", "remove", "handles").code == 0


def test_a_batch_does_each_case_and_goes_on_later(home, tmp_path, small_index):
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "one", "text": "foldable handle"}\n{"id": "two", "file": "missing.txt"}\n', encoding="utf-8")
    command = ("batch", cases, "--out", tmp_path / "out", "--index", small_index, "-k", 2, "--no-record", "--quiet", "--json")
    done = priorart(*command)
    assert done.code == 3
    assert [c["state"] for c in done.data["cases"]] == ["done", "failed"]
    (tmp_path / "missing.txt").write_text("negative ions against static charge", encoding="utf-8")
    done = priorart(*command)
    assert done.code == 0
    assert [c["state"] for c in done.data["cases"]] == ["kept", "done"]
    assert len(json.loads((tmp_path / "out" / "two.json").read_text("utf-8"))["hits"]) == 2


def test_judged_documents_are_part_of_the_case(record, small_index):
    hit = record["hits"][0]["id"]
    done = priorart(
        "search", QUESTION, "--index", small_index, "--relevant", hit, "--irrelevant", "US1A", "-k", 2, "--llm", "none", "--json", "--quiet"
    )
    case = priorart("record", "show", done.data["record"], "--json").data["case"]
    assert (case["relevant"], case["irrelevant"]) == ([hit], ["US1A"])
