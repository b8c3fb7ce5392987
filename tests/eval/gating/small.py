"""A small data set and finished runs over it, written as `eval run` writes them, for tests of the gate."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from eval.datasets.beir import load
from eval.trec import write_run

if TYPE_CHECKING:
    from pathlib import Path

    from eval.model import Dataset

TOPICS = 40
DOCUMENTS = 120
Lists = dict[str, list[str]]


def dataset(folder: Path, topics: int = TOPICS, seed: int = 3) -> Dataset:
    """A BEIR folder of `topics` topics with three judged documents each (grades 2, 1 and 0)."""
    drawn = random.Random(seed)
    names = [f"US{n}B2" for n in range(DOCUMENTS)]
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text("".join(json.dumps({"_id": n, "title": n, "text": n}) + "\n" for n in names))
    (folder / "queries.jsonl").write_text("".join(json.dumps({"_id": f"T{n}", "text": f"a device {n}"}) + "\n" for n in range(topics)))
    rows = [f"T{n}\t{d}\t{grade}\n" for n in range(topics) for grade, d in zip((2, 1, 0), drawn.sample(names, 3), strict=True)]
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(rows))
    return load(folder, "test")


def good_lists(of: Dataset, seed: int = 5) -> Lists:
    """Lists of all documents in which the relevant ones stand within the first thirty."""
    drawn = random.Random(seed)
    made: Lists = {}
    for topic, judged in of.qrels.items():
        relevant = [d for d, grade in judged.items() if grade >= 1]
        others = [f"US{n}B2" for n in range(DOCUMENTS) if f"US{n}B2" not in relevant]
        drawn.shuffle(others)
        for document in relevant:
            others.insert(drawn.randrange(30), document)
        made[topic] = others
    return made


def write(folder: Path, recipe: str, lists: Lists, *, depth: int = 1000, faults: dict[str, str] | None = None, facts: dict | None = None) -> Path:
    """The output folder of a run; `facts` replace what it says of how it was made."""
    where = folder / recipe
    where.mkdir(parents=True, exist_ok=True)
    with (where / "run.trec").open("w") as stream:
        write_run(stream, {t: tuple((d, float(-n)) for n, d in enumerate(docs)) for t, docs in lists.items()}, recipe)
    stated = {
        "recipe": {"id": recipe, "version": "1", "sha256": "a" * 64},
        "index": {"generation": 1, "manifest_sha256": "m1", "embedder": "mini@sha256:0/bf16"},
        "llm": "none",
        "depth": depth,
        **(facts or {}),
    }
    (where / "metrics.json").write_text(json.dumps({"mean": {}, "topics": {}, "facts": stated, "faults": faults or {}}))
    return where
