"""What can be wrong with a document's data without keeping it out: the codes of `Finding`, and how a reading's outcome follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indexing.model import LedgerEntry, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Finding, Patent


@dataclass(frozen=True, slots=True)
class FindingKind:
    """`warning` findings make a document's outcome `warned`; a `note` is for the quality report only. `advice` says how to mend it at the source."""

    severity: Literal["warning", "note"]
    meaning: str
    advice: str


FINDINGS: dict[str, FindingKind] = {
    "bad-encoding": FindingKind("warning", "bytes that are not in the file's encoding", "write the file anew in UTF-8"),
    "encoding-repaired": FindingKind("note", "text was decoded by another encoding than declared", "declare the file's real encoding"),
    "markup-repaired": FindingKind("note", "tags that were missing or left over were mended", "write the document anew from its source"),
    "truncated-record": FindingKind("warning", "fewer claims than the document says it has", "fetch the file again"),
    "title-only": FindingKind("warning", "the document has a title only", "add its abstract, claims or description"),
    "bad-date": FindingKind("note", "a date that is none", "write dates as YYYYMMDD (WIPO ST.2)"),
    "bad-number": FindingKind("note", "a number that is no publication number", "write office, number and kind code"),
    "unknown-entity": FindingKind("note", "a character reference that nobody knows", "write the character itself"),
    "number-from-file-name": FindingKind("warning", "no publication number; the document is named after its file", "write its number into it"),
    "second-claim-set": FindingKind("note", "a further set of claims in the same language", "none; its claims are numbered on"),
}


def refused(where: str, code: str, reason: str, number: str | None = None) -> Reading:
    """A source document that is kept out: the coded reason, and words that say what to do."""
    return Reading(None, LedgerEntry(where, number, "refused", code, reason))


def read_as(patent: Patent, where: str, findings: Sequence[Finding] = ()) -> Reading:
    """The reading of a document: refused where it has no text, warned of where a finding is serious or it has a title only, else indexed."""
    if not any(t.strip() for t in patent.units().values()):
        return refused(where, "no-text", "the document has no text", patent.id)
    warnings = [(f.code, f.detail or FINDINGS[f.code].meaning) for f in findings if FINDINGS[f.code].severity == "warning"]
    if not patent.abstracts and not patent.claims and not patent.description:
        warnings.append(("title-only", FINDINGS["title-only"].meaning))
    if not warnings:
        return Reading(patent, LedgerEntry(where, patent.id, "indexed"), tuple(findings))
    entry = LedgerEntry(where, patent.id, "warned", warnings[0][0], "; ".join(dict.fromkeys(reason for _, reason in warnings)))
    return Reading(patent, entry, tuple(findings))
