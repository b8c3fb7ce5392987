"""The word indexes of a generation: whole documents and passages, made by adding to those of the generation before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.analysers import analyser_of
from indexing.chunking import passages, split_id
from indexing.control import Progress
from indexing.files import link_tree
from indexing.lexical import DOCUMENT_FIELDS, PASSAGE_FIELDS, Entry
from indexing.shard_writer import class_terms, day_number
from indexing.word_index import WordIndexWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexing.control import Control
    from indexing.model import Patent
    from indexing.shards import Shards

DOCUMENTS, PASSAGES = "words/documents", "words/passages"
_SPAN = 64


def document_fields(patent: Patent) -> dict[str, dict[str, str]]:
    """The text of each field of a whole document, by the analyser of its language."""
    own = patent.language
    parts = [("title", t.language, t.text) for t in patent.titles]
    parts += [("abstract", t.language, t.text) for t in patent.abstracts]
    parts += [("claims", c.language, c.text) for c in patent.claims]
    parts += [("description", p.language, p.text) for p in patent.description]
    texts: dict[str, dict[str, list[str]]] = {}
    for name, language, text in parts:
        fields = texts.setdefault(analyser_of(language or own), {"title": [], "abstract": [], "claims": [], "description": []})
        fields[name].append(text)
    return {analyser: _joined(fields) for analyser, fields in sorted(texts.items())}


def _joined(fields: dict[str, list[str]]) -> dict[str, str]:
    parts = {name: "\n".join(texts) for name, texts in fields.items()}
    return parts | {"summary": f"{parts['title']}\n{parts['abstract']}", "text": "\n".join(parts.values())}


def write_words(folder: Path, before: Path | None, withdrawn: Iterable[int], new: Shards, control: Control) -> None:
    """Make both word indexes in `folder`: those of the generation in `before`, less the documents `withdrawn`, and all documents of `new`."""
    for name in (DOCUMENTS, PASSAGES):
        if before is not None:
            link_tree(before / name, folder / name)
    documents = WordIndexWriter(folder / DOCUMENTS, DOCUMENT_FIELDS)
    units = WordIndexWriter(folder / PASSAGES, PASSAGE_FIELDS)
    for ordinal in sorted(withdrawn):
        documents.remove(ordinal)
        units.remove(ordinal)
    total = sum(shard.info.documents for shard in new.all)
    for done, (ordinal, _) in enumerate(new.live(), 1):
        _add(new.patent(ordinal), ordinal, new.passages(ordinal), documents, units)
        if done % _SPAN == 0 or done == total:
            control.check()
            control.report(Progress("words", done, total, "documents"))
    documents.finish()
    units.finish()


def _add(patent: Patent, ordinal: int, numbers: Iterable[int], documents: WordIndexWriter, units: WordIndexWriter) -> None:
    date, country, classes = day_number(patent), (patent.office or "").upper(), class_terms(patent)
    for analyser, fields in document_fields(patent).items():
        documents.add(analyser, Entry(ordinal, ordinal, date, country, classes, fields))
    languages = patent.unit_languages()
    for number, passage in zip(numbers, passages(patent), strict=True):
        analyser = analyser_of(languages[split_id(passage.id)[1].first])
        units.add(analyser, Entry(number, ordinal, date, country, classes, {"text": passage.text}))
