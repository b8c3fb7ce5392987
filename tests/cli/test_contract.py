"""The JSON of the command line is the contract's, field by field, on a real index."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from tests.cli.run import priorart
from tests.conftest import EMBEDDER

QUESTION = "portable hair dryer whose handle folds against the housing"


@pytest.fixture(scope="module")
def found(small_index: Path) -> dict:
    """One search of the default recipe."""
    done = priorart("search", QUESTION, "--index", small_index, "-k", 5, "--llm", "none", "--json", "--quiet")
    assert done.code == 0, done.err
    return done.data


@pytest.fixture(scope="module")
def answered(small_index: Path) -> dict:
    """One extractive answer."""
    done = priorart("ask", QUESTION, "--index", small_index, "-k", 5, "--llm", "none", "--json", "--quiet")
    assert done.code == 0, done.err
    return done.data


def test_search_prints_hits_with_passages_and_links(found: dict) -> None:
    assert len(found["hits"]) == 5
    for hit in found["hits"]:
        assert {"id", "title", "score", "published", "filed", "date_used", "link", "passages"} <= hit.keys()
        assert hit["link"].startswith("https://worldwide.espacenet.com/")
        assert hit["passages"]
        for passage in hit["passages"]:
            assert {"id", "text", "score", "link"} <= passage.keys()
            assert passage["id"].startswith(f"{hit['id']}#")


def test_search_names_its_record_and_the_record_verifies(found: dict) -> None:
    assert Path(found["record"]).is_file()
    done = priorart("record", "verify", found["record"], "--json")
    assert done.code == 0
    assert done.data["ok"] is True


def test_a_changed_record_is_found_out(found: dict, tmp_path: Path) -> None:
    """One other character anywhere, and the seal is broken."""
    record = Path(found["record"])
    forged = record.with_name(f"{record.stem}-forged{record.suffix}")
    forged.write_text(record.read_text("utf-8").replace("hair", "hare", 1), "utf-8")
    try:
        done = priorart("record", "verify", forged, "--json")
    finally:
        forged.unlink()
    assert done.code == 3
    assert done.data["ok"] is False


def test_record_show_holds_case_recipe_and_hits(found: dict) -> None:
    text = priorart("record", "show", found["record"], "--json").out
    assert QUESTION in text
    assert found["hits"][0]["id"] in text
    assert "hybrid" in text


def test_ask_prints_statements_whose_quotes_stand_where_they_say(answered: dict, small_index: Path) -> None:
    """`start` and `end` are code points within the unit that `show` prints."""
    assert answered["llm"] == "none"
    assert answered["statements"]
    for citation in (c for s in answered["statements"] for c in s["citations"]):
        assert {"passage", "quote", "start", "end", "link"} <= citation.keys()
        document, unit = citation["passage"].split("#")
        shown = priorart("show", document, "--index", small_index, "--json").data["sections"]
        assert shown[unit][citation["start"] : citation["end"]] == citation["quote"]


def test_show_prints_a_passage_by_its_id(found: dict, small_index: Path) -> None:
    passage = found["hits"][0]["passages"][0]
    shown = priorart("show", passage["id"], "--index", small_index, "--json").data
    assert shown["id"] == passage["id"]
    assert list(shown["sections"].values()) == [passage["text"]]


def test_before_holds_for_every_hit(small_index: Path) -> None:
    done = priorart(
        "search", QUESTION, "--index", small_index, "--before", "1980-01-01", "-k", 20, "--llm", "none", "--json", "--quiet", "--no-record"
    )
    dates = [h["published"] or h["filed"] or h["priority"] for h in done.data["hits"]]
    assert dates
    assert max(dates) < "1980-01-01"
    assert done.data["record"] is None


def test_own_publication_is_left_out_and_listed(found: dict, small_index: Path) -> None:
    own = found["hits"][0]["id"]
    done = priorart("search", QUESTION, "--index", small_index, "--own", own, "-k", 5, "--llm", "none", "--json", "--quiet", "--no-record")
    assert own not in [h["id"] for h in done.data["hits"]]
    listed = [e for e in done.data["excluded"] if e["id"] == own]
    assert listed
    assert {"id", "step", "reason"} <= listed[0].keys()
    assert len(done.data["hits"]) == 5


def test_a_plan_is_written_edited_and_run(small_index: Path, tmp_path: Path) -> None:
    """What runs is what the person left in the file."""
    path = tmp_path / "plan.json"
    assert priorart("plan", QUESTION, "--index", small_index, "--recipe", "words", "--llm", "none", "--out", path, "--quiet").code == 0
    plan = json.loads(path.read_text("utf-8"))
    plan["queries"][0]["text"] = "diffuser with fingers"
    path.write_text(json.dumps(plan), "utf-8")
    done = priorart("search", QUESTION, "--plan", path, "--recipe", "words", "--index", small_index, "--llm", "none", "--json", "--quiet")
    assert done.code == 0, done.err
    assert [q["text"] for q in done.data["queries"]] == ["diffuser with fingers"]


def test_index_info_and_verify_have_the_contracts_fields(small_index: Path) -> None:
    info = priorart("index", "info", "--index", small_index, "--json").data
    assert {"generation", "documents", "passages", "shards", "embedder", "bytes"} <= info.keys()
    assert info["documents"] > 200
    report = priorart("index", "verify", "--index", small_index, "--json").data
    assert report["ok"] is True
    assert report["faults"] == []
    assert report["files"] > 3


def test_documents_and_ledger_are_json_lines(small_index: Path) -> None:
    documents = [json.loads(line) for line in priorart("index", "documents", "--index", small_index).out.splitlines()]
    assert all({"id", "title", "published", "filed", "language", "claims", "paragraphs", "source"} <= d.keys() for d in documents)
    ledger = [json.loads(line) for line in priorart("index", "ledger", "--index", small_index).out.splitlines()]
    assert all(e["outcome"] in {"indexed", "warned", "refused"} and {"source", "number", "code", "reason"} <= e.keys() for e in ledger)
    assert len([e for e in ledger if e["outcome"] != "refused"]) >= len(documents)


def test_eval_run_and_compare_write_what_the_contract_names(small_index: Path, small_collection: Path, tmp_path: Path) -> None:
    for recipe in ("words", "hybrid"):
        run = ("eval", "run", "--dataset", small_collection / "hairdryer", "--index", small_index, "--recipe", recipe, "--out", tmp_path / recipe)
        done = priorart(*run, "--llm", "none", "--json", "--quiet")
        assert done.code == 0, done.err
        assert {"R@10", "R@100", "R@1000", "nDCG@10", "MRR", "MAP", "PRES@100"} <= done.data["mean"].keys()
        assert len(done.data["topics"]) == 12
        assert done.data["seconds"]
        assert {p.name for p in (tmp_path / recipe).iterdir()} >= {"run.trec", "metrics.json", "report.html"}
    compared = priorart("eval", "compare", tmp_path / "words", tmp_path / "hybrid", "--json")
    assert compared.code == 0, compared.err
    assert compared.data


def test_run_files_use_the_data_sets_own_ids_and_fall_strictly(small_index: Path, small_collection: Path, tmp_path: Path) -> None:
    done = priorart(
        "eval", "run", "--dataset", small_collection / "hairdryer", "--index", small_index, "--recipe", "words", "--out", tmp_path, "--quiet"
    )
    assert done.code == 0, done.err
    by_topic: dict[str, list[tuple[str, float]]] = {}
    for line in (tmp_path / "run.trec").read_text("utf-8").splitlines():
        topic, _, document, _, score, _ = line.split()
        by_topic.setdefault(topic, []).append((document, float(score)))
    for topic, rows in by_topic.items():
        assert topic not in [d for d, _ in rows]
        assert any(d.startswith("US-") for d, _ in rows)
        assert all(a > b for (_, a), (_, b) in itertools.pairwise(rows))


def test_models_list_and_verify_name_state_and_licence() -> None:
    rows = {r["name"]: r for r in priorart("models", "list", "--json").data}
    assert rows[EMBEDDER]["state"] == "present"
    assert rows[EMBEDDER]["licence"] == "Apache-2.0"
    reports = priorart("models", "verify", EMBEDDER, "--json")
    assert reports.code == 0
    assert reports.data[0]["ok"] is True


def test_recipes_are_listed_shown_and_checked() -> None:
    ids = [r["id"] for r in priorart("recipes", "list", "--json").data]
    assert {"words", "meaning", "hybrid", "hybrid-llm"} <= set(ids)
    assert "fuse.rrf" in priorart("recipes", "show", "hybrid").out
    assert priorart("recipes", "check", "hybrid", "--json").data["ok"] is True


def test_doctor_says_what_is_in_place(small_index: Path) -> None:
    data = priorart("doctor", "--index", small_index, "--llm", "none", "--json").data
    assert all({"check", "ok", "found", "hint"} <= c.keys() for c in data["checks"])
    assert data["ok"] is True
