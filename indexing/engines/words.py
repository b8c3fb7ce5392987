"""The word indexes of a generation: whole documents and passages, made by adding to those of the generation before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexing.chunking import passages, split_id
from indexing.control import Progress
from indexing.engines.analysers import analyser_of
from indexing.engines.lexical import DOCUMENT_FIELDS, PASSAGE_FIELDS, Entry
from indexing.engines.word_index import WordIndexWriter
from indexing.storage.files import link_tree
from indexing.storage.shard_writer import class_terms, day_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexing.control import Control
    from indexing.model import Patent
    from indexing.storage.shards import Written

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


def write_words(folder: Path, before: Path | None, withdrawn: Iterable[int], texts: Iterable[Written], total: int, control: Control) -> None:
    """Make both word indexes in `folder`: those of the generation in `before`, less the documents `withdrawn`, and the `total` documents `texts`."""
    for name in (DOCUMENTS, PASSAGES):
        if before is not None:
            link_tree(before / name, folder / name)
    documents = WordIndexWriter(folder / DOCUMENTS, DOCUMENT_FIELDS)
    units = WordIndexWriter(folder / PASSAGES, PASSAGE_FIELDS)
    try:
        for ordinal in sorted(withdrawn):
            documents.remove(ordinal)
            units.remove(ordinal)
        for done, written in enumerate(texts, 1):
            _add(written.patent, written.ordinal, written.passages, documents, units)
            if done % _SPAN == 0:
                control.check()
                control.report(Progress("words", done, total, "documents"))
        documents.finish()
        units.finish()
    finally:
        documents.leave()
        units.leave()
    control.report(Progress("words", total, total, "documents"))


def _add(patent: Patent, ordinal: int, numbers: Iterable[int], documents: WordIndexWriter, units: WordIndexWriter) -> None:
    date, country, classes = day_number(patent), (patent.office or "").upper(), class_terms(patent)
    kind, language = (patent.kind or "").upper(), (patent.language or "").lower()
    for analyser, fields in document_fields(patent).items():
        documents.add(analyser, Entry(ordinal, ordinal, date, country, classes, fields, kind, language))
    languages = patent.unit_languages()
    for number, passage in zip(numbers, passages(patent), strict=True):
        analyser = analyser_of(languages[split_id(passage.id)[1].first])
        units.add(analyser, Entry(number, ordinal, date, country, classes, {"text": passage.text}, kind, language))
