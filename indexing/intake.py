"""What becomes of each reading: a new document, a changed one, one that is there already, a second reading of one, or one that was withdrawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexing.codec import patent_from_json, patent_to_json
from indexing.completing import completed, parts
from indexing.findings import read_as
from indexing.languages import with_languages
from indexing.model import LedgerEntry
from indexing.quality.checks import check
from indexing.storage.ledger import Fresh
from indexing.storage.shard_writer import NewDocument, digest_of

if TYPE_CHECKING:
    from indexing.model import Finding, Patent, Reading
    from indexing.storage.batches import BatchLine
    from indexing.storage.ledger import LedgerFile, Notebook
    from indexing.storage.shards import Shards

_REFUSALS = 3


@dataclass(slots=True)
class Tally:
    """What a build has done so far. `gone` are the ordinals of documents of the index that were replaced, `superseded` those of this build's own."""

    outcomes: Counter[str] = field(default_factory=Counter)
    added: int = 0
    unchanged: int = 0
    duplicates: int = 0
    completed: int = 0
    withdrawn: int = 0
    gone: list[int] = field(default_factory=list)
    superseded: list[int] = field(default_factory=list)
    refusals: list[LedgerEntry] = field(default_factory=list)


class Intake:
    """Takes readings into `line` and notes them in `book`; `base` and `previous` are the documents and the ledger of the generation that serves."""

    def __init__(self, base: Shards, previous: LedgerFile | None, book: Notebook, line: BatchLine) -> None:
        self._base = base
        self._previous = previous
        self._book = book
        self._line = line
        self.tally = Tally()

    def take(self, reading: Reading) -> None:
        """Take in one reading; its ledger entry says what became of it."""
        entry = reading.entry
        if reading.patent is not None:
            try:
                entry = self._document(reading.patent, entry, reading.findings)
            except (ValueError, UnicodeError) as error:
                entry = LedgerEntry(entry.source, entry.number, "refused", "inconsistent", str(error))
        self._book.note(entry)
        self._count(entry)

    def _count(self, entry: LedgerEntry) -> None:
        tally = self.tally
        if entry.code == "withdrawn":
            tally.withdrawn += 1
        else:
            tally.outcomes[entry.outcome] += 1
            tally.duplicates += entry.code == "duplicate"
            if entry.outcome == "refused" and len(tally.refusals) < _REFUSALS:
                tally.refusals.append(entry)

    def unchanged(self, file: str) -> None:
        """A file that was given, but not read, because it is as it was: what its documents became before holds."""
        self._book.file_unchanged(file)
        assert self._previous is not None
        for entry in self._previous.of_file(file):
            self._count(entry)
            self.tally.unchanged += entry.outcome != "refused" and entry.code not in {"duplicate", "completed"}

    def _document(self, patent: Patent, entry: LedgerEntry, findings: tuple[Finding, ...]) -> LedgerEntry:
        patent = with_languages(patent)
        digest = digest_of(patent)
        if known := self._book.fresh(patent.id):
            return self._again(patent, digest, known, entry)
        there = self._base.version(patent.id)
        if there and self._brought_before(patent.id):
            return self._again(patent, digest, Fresh(there[0], there[2] or (there[1],), None), entry)
        if there and digest in (there[1], *there[2]):
            self.tally.unchanged += 1
            self._book.know(patent.id, Fresh(there[0], there[2] or (there[1],), None))
            return self._with_checks(patent, findings, entry)[1]
        if not there and self._previous and (was := self._previous.withdrawn(patent.id)):
            if was == digest:
                reason = f"{patent.id} was withdrawn from the index; a corrected publication would be taken in"
                return LedgerEntry(entry.source, entry.number, "refused", "withdrawn", reason)
            self._book.readmit(patent.id)
        readings: tuple[str, ...] = ()
        if there and there[2]:  # was completed from several readings: the parts that this one lacks stay
            readings = (*there[2], digest)
            patent = completed(patent, patent_from_json(self._body(there[0])))
        findings, entry = self._with_checks(patent, findings, entry)
        whole = digest_of(patent) if readings else digest
        ordinal = self._line.add(NewDocument(patent, whole, readings, findings))
        if there:
            self.tally.gone.append(there[0])
        else:
            self.tally.added += 1
        self._book.know(patent.id, Fresh(ordinal, readings or (digest,), parts(patent)))
        return entry

    def _with_checks(self, patent: Patent, findings: tuple[Finding, ...], entry: LedgerEntry) -> tuple[tuple[Finding, ...], LedgerEntry]:
        """The findings of reader and checks, and the entry that follows from them."""
        more = tuple(f for f in check(patent, entry.source) if f not in findings)
        return (*findings, *more), read_as(patent, entry.source, (*findings, *more)).entry

    def _brought_before(self, document_id: str) -> bool:
        """Whether a file that was given before, and is unchanged, holds this document."""
        return self._previous is not None and any(self._book.is_unchanged(file) for file in self._previous.files_of(document_id))

    def _contributed(self, document_id: str, source: str) -> bool:
        """Whether the document in the index has parts of this source: then another reading of it is a correction, not a duplicate."""
        files = self._previous.files_of(document_id) if self._previous else []
        return any(source == file or source.startswith((f"{file}!", f"{file}:")) for file in files)

    def _again(self, patent: Patent, digest: str, known: Fresh, entry: LedgerEntry) -> LedgerEntry:
        """A further reading of a document that these sources have brought."""
        if digest in known.readings[1:]:
            return LedgerEntry(entry.source, entry.number, "indexed", "completed", f"{patent.id} has the parts that this source adds")
        corrects = len(known.readings) > 1 and self._contributed(patent.id, entry.source)
        here = parts(patent_from_json(self._body(known.ordinal))) if known.parts is None else known.parts
        if digest == known.readings[0] or not (corrects or parts(patent) & ~here):
            reason = f"{patent.id} was read before in these sources; the first one counts"
            return LedgerEntry(entry.source, entry.number, "warned", "duplicate", reason)
        self._book.set_aside(patent.id, digest, patent_to_json(patent), corrects=corrects)
        self._book.know(patent.id, Fresh(known.ordinal, known.readings, here | parts(patent)))
        return LedgerEntry(entry.source, entry.number, "indexed", "completed", f"{patent.id} was completed with the parts that this source adds")

    def complete(self) -> None:
        """Index, once all sources are read, the documents that further readings have completed."""
        flushed = False
        for document_id, further in self._book.pending():
            if not flushed:
                self._line.flush()
                flushed = True
            known = self._book.fresh(document_id)
            assert known is not None
            patent = patent_from_json(self._body(known.ordinal))
            for _, body, corrects in further:
                reading = patent_from_json(body)
                patent = completed(reading, patent) if corrects else completed(patent, reading)
            readings = (*known.readings, *(digest for digest, _, _ in further))
            findings = tuple(check(patent, patent.source))
            ordinal = self._line.add(NewDocument(patent, digest_of(patent), readings, findings))
            (self.tally.gone if known.ordinal < self._base.next_document else self.tally.superseded).append(known.ordinal)
            self._book.know(document_id, Fresh(ordinal, readings, parts(patent)))
            self.tally.completed += 1

    def _body(self, ordinal: int) -> bytes:
        if ordinal < self._base.next_document:
            return self._base.body(ordinal)
        body = self._line.body(ordinal)
        assert body is not None
        return body
