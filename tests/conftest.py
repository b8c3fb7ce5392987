"""What several rooms' tests need: the models that `make test` fetched, and an index of real patents, built once a session."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# tests never reach for a network, whatever the machine they run on
os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}

SAMPLE = ROOT / "data" / "sample"
EMBEDDER = "all-MiniLM-L6-v2"
SMALL_LLM = "smollm2-135m-instruct"


@pytest.fixture(autouse=True, scope="session")
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Records of tests never land among a person's own, and a person's settings never reach a test."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PRIORART_") and name != "PRIORART_MODELS"}
    os.environ["PRIORART_RECORDS"] = str(tmp_path_factory.mktemp("records"))
    yield
    del os.environ["PRIORART_RECORDS"]
    os.environ |= kept


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """The folder that `priorart models pull` fills."""
    from settings import Settings

    return Settings().models


def subset(source: Path, target: Path, wanted: int) -> Path:
    """A BEIR folder with the documents that `source`'s first topics need and `wanted` documents in all, with those topics' judgments."""
    target.mkdir(parents=True)
    with gzip.open(source / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    judged = [line.split("\t") for line in (source / "qrels" / "test.tsv").read_text("utf-8").splitlines()[1:]]
    topics = sorted({j[0] for j in judged})[:12]
    judged = [j for j in judged if j[0] in topics]
    needed = {*topics, *(j[1] for j in judged)}
    whole = [r["_id"] for r in rows if r.get("description")][:3]
    keep = {*needed, *whole}
    keep |= {r["_id"] for r in [r for r in rows if r["_id"] not in keep and not r.get("description")][: max(0, wanted - len(keep))]}
    with gzip.open(target / "corpus.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows if r["_id"] in keep)
    queries = [json.loads(line) for line in (source / "queries.jsonl").read_text("utf-8").splitlines()]
    (target / "queries.jsonl").write_text("".join(json.dumps(q) + "\n" for q in queries if q["_id"] in topics), "utf-8")
    (target / "qrels").mkdir()
    (target / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(f"{j[0]}\t{j[1]}\t{j[2]}\n" for j in judged), "utf-8")
    return target


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this test session share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def small_collection(shared_folder: Path) -> Path:
    """Two BEIR folders of real patents: `us` (title, abstract, three whole descriptions) and `hairdryer` (claims)."""
    folder = shared_folder / "collection"
    with (shared_folder / "collection.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            subset(SAMPLE / "us", folder / "us", 160)
            subset(SAMPLE / "hairdryer", folder / "hairdryer", 50)
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def small_index(shared_folder: Path, small_collection: Path, models_folder: Path) -> Path:
    """An index of `small_collection`, built by the real pipeline with the real embedder; once for all workers."""
    from assistant.opening import open_registry
    from indexing.build import build
    from indexing.embedding import open_embedder

    folder = shared_folder / "index"
    with (shared_folder / "index.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "CURRENT").exists():
            embedder = open_embedder(EMBEDDER, open_registry(models_folder))
            build([small_collection / "us", small_collection / "hairdryer"], folder, embedder)
    return folder
