# ruff: noqa: INP001 - a script, not a package
"""Makes `data/sample` from the raw sets; the same input gives the same bytes.

    python data/make_sample.py --intext DIR --fulltext DIR --hairdryer DIR --out data/sample

`us`: all topics of us-intext, their own documents, all documents judged relevant to them, and distractors up to `--documents`, of which
`--whole` carry their whole description. Which ones is decided by the smallest SHA-256 of seed and id, so that neither Python's random
generator nor the order of the input matters. `hairdryer` is taken whole.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

SEED = "priorart-sample-1"
Document = dict[str, Any]


def draw(document_id: str, purpose: str) -> str:
    """The lot of a document: a hex digest that is the same everywhere."""
    return hashlib.sha256(f"{SEED}/{purpose}/{document_id}".encode()).hexdigest()


def corpus(folder: Path) -> dict[str, Document]:
    """The documents of a BEIR folder by id."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as stream:
        return {d["_id"]: d for d in map(json.loads, stream)}


def judged(folder: Path) -> set[str]:
    """Ids of the topics' own documents and of the documents judged relevant."""
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t"))[1:]
    return {row[0] for row in rows} | {row[1] for row in rows if int(row[2]) > 0}


def write_corpus(documents: list[Document], path: Path) -> None:
    """Gzip without name or time, so that the bytes depend on the documents alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as stream:
        for document in documents:
            stream.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
    path.write_bytes(buffer.getvalue())


def copy_topics(source: Path, target: Path) -> None:
    """Queries and judgments, byte for byte."""
    (target / "qrels").mkdir(parents=True, exist_ok=True)
    for name in ("queries.jsonl", "qrels/test.tsv"):
        (target / name).write_bytes((source / name).read_bytes())


def us_sample(intext: Path, fulltext: Path, documents: int, whole: int) -> list[Document]:
    """The chosen documents, sorted by id."""
    short, full = corpus(intext), corpus(fulltext)
    must = sorted(i for i in judged(intext) if i in short)
    rest = sorted(set(short) - set(must), key=lambda i: draw(i, "distractor"))
    chosen = sorted(must + rest[: max(0, documents - len(must))])
    long = set(sorted((i for i in chosen if i in full), key=lambda i: draw(i, "whole"))[:whole])
    return [full[i] if i in long else short[i] for i in chosen]


def main(arguments: list[str] | None = None) -> int:
    """Write both folders; print what is in them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--intext", type=Path, required=True, help="the us-intext folder")
    parser.add_argument("--fulltext", type=Path, required=True, help="the us-fulltext folder")
    parser.add_argument("--hairdryer", type=Path, required=True, help="the hairdryer folder")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "sample")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--whole", type=int, default=50)
    choice = parser.parse_args(arguments)
    us = us_sample(choice.intext, choice.fulltext, choice.documents, choice.whole)
    hairdryer = list(corpus(choice.hairdryer).values())
    for name, documents, source in (("us", us, choice.intext), ("hairdryer", hairdryer, choice.hairdryer)):
        write_corpus(documents, choice.out / name / "corpus.jsonl.gz")
        copy_topics(source, choice.out / name)
        whole = sum("description" in d for d in documents)
        sys.stdout.write(f"{name}: {len(documents)} documents, {whole} of them with their description\n")
    for path in sorted(p for p in choice.out.rglob("*") if p.is_file()):
        sys.stdout.write(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.stat().st_size:9d}  {path.relative_to(choice.out).as_posix()}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
