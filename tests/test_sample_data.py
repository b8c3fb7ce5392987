"""The bundled sample is what `data/SOURCES.md` says it is."""

from __future__ import annotations

import csv
import gzip
import hashlib
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from indexing.reading.sources import read, sources

if TYPE_CHECKING:
    from types import ModuleType

DATA = Path(__file__).parent.parent / "data"
SETS = {"us": (2000, 124, 167), "hairdryer": (235, 153, 432)}


def corpus(name: str) -> dict[str, dict[str, Any]]:
    with gzip.open(DATA / "sample" / name / "corpus.jsonl.gz", "rt", encoding="utf-8") as stream:
        return {d["_id"]: d for d in map(json.loads, stream)}


def judgments(name: str) -> list[list[str]]:
    with (DATA / "sample" / name / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t"))[1:]


def topics(name: str) -> list[str]:
    with (DATA / "sample" / name / "queries.jsonl").open(encoding="utf-8") as stream:
        return [json.loads(line)["_id"] for line in stream]


@pytest.mark.parametrize("name", SETS)
def test_every_topic_and_every_judged_document_is_in_the_corpus(name: str) -> None:
    ids, asked, judged = corpus(name), topics(name), judgments(name)
    assert (len(ids), len(asked), len(judged)) == SETS[name]
    assert {row[0] for row in judged} == set(asked)
    assert {document for row in judged for document in row[:2]} <= set(ids)


def test_fifty_documents_have_their_whole_description_and_all_fit_the_size() -> None:
    assert sum("description" in d for d in corpus("us").values()) == 50
    assert sum(p.stat().st_size for p in (DATA / "sample").rglob("*") if p.is_file()) < 12_000_000


@pytest.mark.parametrize("name", SETS)
def test_the_hashes_in_sources_are_those_of_the_files(name: str) -> None:
    said = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    for file in ("corpus.jsonl.gz", "queries.jsonl", "qrels/test.tsv"):
        assert hashlib.sha256((DATA / "sample" / name / file).read_bytes()).hexdigest() in said


@pytest.mark.parametrize("name", SETS)
def test_the_reader_takes_in_the_whole_sample_and_keeps_its_ids(name: str) -> None:
    found = [r for s in sources([DATA / "sample" / name]) for r in read(s)]
    assert {r.patent.source_id for r in found if r.patent} == set(corpus(name))
    assert len({r.patent.id for r in found if r.patent}) == SETS[name][0]
    assert all(r.entry.outcome != "refused" for r in found)


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sample", DATA / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_makes_the_same_bytes_whatever_the_order_of_its_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module = script()
    documents = list(corpus("us").values())[:80]
    made = []
    for turn, order in enumerate((documents, documents[::-1])):
        home = tmp_path / str(turn)
        for name in ("intext", "fulltext", "hairdryer"):
            module.write_corpus(order if name != "hairdryer" else documents[:3], home / name / "corpus.jsonl.gz")
            (home / name / "qrels").mkdir()
            (home / name / "queries.jsonl").write_text("{}\n")
            (home / name / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{documents[7]['_id']}\t{documents[9]['_id']}\t1\n")
        folders = [f"--{name}={home / name}" for name in ("intext", "fulltext", "hairdryer")]
        assert module.main([*folders, f"--out={home / 'out'}", "--documents=20", "--whole=5"]) == 0
        made.append((home / "out" / "us" / "corpus.jsonl.gz").read_bytes())
    assert made[0] == made[1]
    ids = [json.loads(line)["_id"] for line in gzip.decompress(made[0]).splitlines()]
    assert len(ids) == 20
    assert {documents[7]["_id"], documents[9]["_id"]} <= set(ids)
    assert "us: 20 documents" in capsys.readouterr().out
