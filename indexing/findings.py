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
    "title-only": FindingKind("warning", "the document has a title only", "add its abstract, claims or description"),
    "bad-date": FindingKind("note", "a date that is none", "write dates as YYYYMMDD (WIPO ST.2)"),
    "bad-number": FindingKind("note", "a number that is no publication number", "write office, number and kind code"),
    "unknown-entity": FindingKind("note", "a character reference that nobody knows", "write the character itself"),
    "no-date": FindingKind("note", "no date at all: a search with a date condition leaves the document out", "add its publication date"),
    "published-before-filed": FindingKind("warning", "published before it was filed", "correct whichever date is wrong"),
    "published-before-priority": FindingKind("warning", "published before its earliest priority", "correct whichever date is wrong"),
    "filed-before-priority": FindingKind("warning", "filed before its earliest priority", "correct whichever date is wrong"),
    "date-in-future": FindingKind("warning", "a date in the future", "correct the date"),
    "date-too-old": FindingKind("warning", "a date before the first patent acts (1790)", "correct the date"),
    "bad-kind": FindingKind("note", "a kind code that is none (WIPO ST.16)", "write a letter and at most one digit"),
    "bad-office": FindingKind("note", "an office code that is none (WIPO ST.3)", "write the office's two letters"),
    "wrong-check-digit": FindingKind("note", "an application number whose check digit does not match", "compare the number with the register"),
    "bad-class": FindingKind("note", "a class symbol of the wrong form", "write section, class, subclass, main group, stroke, subgroup: A45D20/12"),
    "no-language": FindingKind("note", "the language is not said and could not be told", "say the language (ISO 639-1)"),
    "bad-language": FindingKind("note", "a language code that is none (ISO 639-1)", "write the two letters of the language"),
    "no-title": FindingKind("note", "no title", "add the title"),
    "no-abstract": FindingKind("note", "a full text without an abstract", "add the abstract"),
    "no-claims": FindingKind("note", "a description without claims", "add the claims"),
    "no-description": FindingKind("note", "claims without a description", "add the description"),
    "no-full-text": FindingKind("note", "neither claims nor description, only an abstract", "add the full text"),
    "empty-unit": FindingKind("note", "a part without text", "add its text or leave it out"),
    "short-part": FindingKind("note", "a part that is suspiciously short", "compare it with the publication"),
    "long-part": FindingKind("note", "a part that is suspiciously long", "compare it with the publication"),
    "repeated-text": FindingKind("note", "the same text stands in several parts", "remove what is repeated by mistake"),
    "replacement-characters": FindingKind("note", "characters that were lost (U+FFFD)", "write the file anew in UTF-8 from its source"),
    "mojibake": FindingKind("note", "UTF-8 that was read as another encoding somewhere on its way", "write the file anew in UTF-8 from its source"),
    "control-characters": FindingKind("note", "control characters in a text", "remove them"),
    "claim-doubled": FindingKind("note", "two claims of one number", "number the claims from 1 on"),
    "claim-missing": FindingKind("note", "a gap in the numbers of the claims", "add the missing claims"),
    "self-dependent-claim": FindingKind("note", "a claim that depends on itself", "correct the number it refers to"),
    "forward-claim": FindingKind("note", "a claim that depends on a later one", "correct the number it refers to"),
    "absent-claim": FindingKind("note", "a claim that depends on one that is not there", "correct the number it refers to, or add the claim"),
    "cyclic-claims": FindingKind("note", "claims that depend on one another in a circle", "correct the numbers they refer to"),
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
