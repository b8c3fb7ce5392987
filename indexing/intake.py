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
    from indexing.storage.ledger import Further, LedgerFile, Notebook
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
            return self._again(patent, digest, known, entry, findings)
        there = self._base.version(patent.id)
        if there and self._brought_before(patent.id):
            return self._again(patent, digest, Fresh(there[0], there[2] or (there[1],), None), entry, findings)
        if there and digest in (there[1], *there[2]):
            self.tally.unchanged += 1
            self._book.know(patent.id, Fresh(there[0], there[2] or (there[1],), None, self._book.next_row))
            stored = patent_from_json(self._stored(there[0])[0]) if there[2] else patent
            return self._with_checks(stored, findings, entry)[1]
        if not there and self._previous and (was := self._previous.withdrawn(patent.id)):
            if was == digest:
                reason = f"{patent.id} was withdrawn from the index; a corrected publication would be taken in"
                return LedgerEntry(entry.source, entry.number, "refused", "withdrawn", reason)
            self._book.readmit(patent.id)
        readings: tuple[str, ...] = ()
        if there and there[2]:  # was completed from several readings: the parts that this one lacks stay
            readings = (*there[2], digest)
            patent = completed(patent, patent_from_json(self._stored(there[0])[0]))
        findings, entry = self._with_checks(patent, findings, entry)
        whole = digest_of(patent) if readings else digest
        ordinal = self._line.add(NewDocument(patent, whole, readings, findings))
        if there:
            self.tally.gone.append(there[0])
        else:
            self.tally.added += 1
        self._book.know(patent.id, Fresh(ordinal, readings or (digest,), parts(patent), self._book.next_row))
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

    def _again(self, patent: Patent, digest: str, known: Fresh, entry: LedgerEntry, findings: tuple[Finding, ...]) -> LedgerEntry:
        """A further reading of a document that these sources have brought."""
        if digest in known.readings[1:]:
            return LedgerEntry(entry.source, entry.number, "indexed", "completed", f"{patent.id} has the parts that this source adds")
        corrects = len(known.readings) > 1 and self._contributed(patent.id, entry.source)
        here = parts(patent_from_json(self._stored(known.ordinal)[0])) if known.parts is None else known.parts
        if digest == known.readings[0] or not (corrects or parts(patent) & ~here):
            reason = f"{patent.id} was read before in these sources; the first one counts"
            return LedgerEntry(entry.source, entry.number, "warned", "duplicate", reason)
        self._book.set_aside(patent.id, digest, patent_to_json(patent), findings, corrects=corrects)
        self._book.know(patent.id, Fresh(known.ordinal, known.readings, here | parts(patent), known.row))
        return LedgerEntry(entry.source, entry.number, "indexed", "completed", f"{patent.id} was completed with the parts that this source adds")

    def complete(self) -> None:
        """Index, once all sources are read, the documents that further readings have completed."""
        ended = False
        for document_id, further in self._book.pending():
            if not ended:
                self._line.end()  # so that what was stored of them can be had again
                ended = True
            self._complete(document_id, further)
            self.tally.completed += 1

    def _complete(self, document_id: str, further: list[Further]) -> None:
        """One of them. What the readers found stays; what the checks found of the parts alone is looked for anew in the whole."""
        known = self._book.fresh(document_id)
        assert known is not None
        body, stored = self._stored(known.ordinal)
        patent = patent_from_json(body)
        apart = {(f.code, f.field, f.detail) for f in check(patent, "")}
        findings = tuple(f for f in stored if (f.code, f.field, f.detail) not in apart)
        for reading in further:
            part = patent_from_json(reading.body)
            patent = completed(part, patent) if reading.corrects else completed(patent, part)
        where = self._book.source_of(known.row) if known.row else patent.source
        found, entry = self._with_checks(patent, findings, LedgerEntry(where, document_id, "indexed"))
        self._mend(entry, known)
        told = tuple(f for reading in further for f in reading.findings if f not in found)
        readings = (*known.readings, *(reading.digest for reading in further))
        ordinal = self._line.add(NewDocument(patent, digest_of(patent), readings, (*found, *told)))
        (self.tally.gone if known.ordinal < self._base.next_document else self.tally.superseded).append(known.ordinal)
        self._book.know(document_id, Fresh(ordinal, readings, parts(patent), known.row))

    def _mend(self, entry: LedgerEntry, known: Fresh) -> None:
        was = self._book.mend(entry, known.row)
        if was is None and self._previous:
            was = self._previous.outcome(str(entry.number))
        if was and was != entry.outcome:
            self.tally.outcomes.subtract([was])
            self.tally.outcomes.update([entry.outcome])
            self.tally.outcomes += Counter()  # without outcomes that none has any more

    def _stored(self, ordinal: int) -> tuple[bytes, tuple[Finding, ...]]:
        if ordinal < self._base.next_document:
            return self._base.body(ordinal), self._base.findings_of(ordinal)
        stored = self._line.stored(ordinal)
        assert stored is not None
        return stored
