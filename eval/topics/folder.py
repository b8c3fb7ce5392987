"""Making topics as the doors ask for it: a folder in BEIR's layout with a card."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.beir_files import write_qrels, write_queries
from eval.files import replacing
from eval.topics.card import as_markdown, card
from eval.topics.making import make_topics
from indexing.canonical import sha256_file
from indexing.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from eval.topics.candidates import Collection
    from eval.topics.choice import Choice
    from indexing.control import Control

CARD = "card.json"


def topics_folder(index: Collection, choice: Choice, out: Path, control: Control | None = None) -> dict[str, Any]:
    """Write `queries.jsonl`, `qrels/test.tsv` (and `dev.tsv`), `card.json` and `card.md` into `out`; returns the card.

    There is no corpus: the index holds the documents. Raises `InputError` where `out` holds something else, or where no document makes a topic.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / CARD).is_file())):
        raise InputError("holds something that this command did not write", "give a new folder with --out", source=str(out), code="not-empty")
    made = make_topics(index, choice, control)
    write_queries(out / "queries.jsonl", made.topics)
    for split in ("test", "dev"):
        names = [t.id for t in made.topics if (t.id in made.dev) == (split == "dev")]
        path = out / "qrels" / f"{split}.tsv"
        if not names:
            path.unlink(missing_ok=True)
            continue
        qrels = {name: {document: one.grade for document, one in made.judged[name].items()} for name in names}
        marks = {
            name: {
                document: tuple([f"category:{c}" for c in one.categories] + [f"cited_by:{w}" for w in one.cited_by])
                for document, one in made.judged[name].items()
            }
            for name in names
        }
        write_qrels(path, qrels, marks)
    data = card(index, choice, made)
    files = [out / "queries.jsonl", *sorted((out / "qrels").glob("*.tsv"))]
    data["sha256"] = {file.relative_to(out).as_posix(): sha256_file(file) for file in files}
    with replacing(out / CARD) as stream:
        json.dump(data, stream, ensure_ascii=False, indent=1)
    with replacing(out / "card.md") as stream:
        stream.write(as_markdown(data, out.resolve().name))
    return data
