"""The word indexes of a generation: whole documents and passages, made by adding to those of the generation before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.chunking import passages
from indexing.control import Progress
from indexing.files import link_tree
from indexing.lexical import DOCUMENT_FIELDS, PASSAGE_FIELDS, Entry, WordsWriter
from indexing.shard_writer import class_terms, day_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexing.control import Control
    from indexing.model import Patent
    from indexing.shards import Shards

DOCUMENTS, PASSAGES = "words/documents", "words/passages"
_SPAN = 64


def document_fields(patent: Patent) -> dict[str, str]:
    """The text of each field of a whole document; every language's."""
    parts = {
        "title": "\n".join(t.text for t in patent.titles),
        "abstract": "\n".join(t.text for t in patent.abstracts),
        "claims": "\n".join(c.text for c in patent.claims),
        "description": "\n".join(p.text for p in patent.description),
    }
    return parts | {"summary": f"{parts['title']}\n{parts['abstract']}", "text": "\n".join(parts.values())}


def write_words(folder: Path, before: Path | None, withdrawn: Iterable[int], new: Shards, control: Control) -> None:
    """Make both word indexes in `folder`: those of the generation in `before`, less the documents `withdrawn`, and all documents of `new`."""
    for name in (DOCUMENTS, PASSAGES):
        if before is not None:
            link_tree(before / name, folder / name)
    documents = WordsWriter(folder / DOCUMENTS, DOCUMENT_FIELDS)
    units = WordsWriter(folder / PASSAGES, PASSAGE_FIELDS)
    for ordinal in sorted(withdrawn):
        documents.remove(ordinal)
        units.remove(ordinal)
    total = sum(shard.info.documents for shard in new.all)
    for done, (ordinal, _) in enumerate(new.live(), 1):
        patent = new.patent(ordinal)
        date, country, classes = day_number(patent), (patent.office or "").upper(), class_terms(patent)
        kind, language = (patent.kind or "").upper(), (patent.language or "").lower()
        documents.add(Entry(ordinal, ordinal, date, country, classes, document_fields(patent), kind, language))
        for number, passage in zip(new.passages(ordinal), passages(patent), strict=True):
            units.add(Entry(number, ordinal, date, country, classes, {"text": passage.text}, kind, language))
        if done % _SPAN == 0 or done == total:
            control.check()
            control.report(Progress("words", done, total, "documents"))
    documents.finish()
    units.finish()
