"""The documents that a front page cites (INID 56): patents of its own and other offices by number, other literature as printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.model import CitedDocument
from indexing.numbers import OFFICES, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_US = re.compile(r"^((?:Re\.?\s?|RE|PP|D|Des\.?\s?|H)?\d{1,3}(?:,\d{3}){1,2}|\d{4}/\d{7})\s*([A-Z]\d?)?\s*(\*)?\s*\d{1,2}/\d{4}\b")
_FOREIGN_FIRST = re.compile(r"^([A-Z0]{2})[\s\-–]+([A-Z]?\d[\d/ \-]{3,}\d)(?:\s*([A-Z]\d?))?\s*(\*)?\s+\d{1,2}/\d{4}")
_FOREIGN_LAST = re.compile(
    r"^([A-Z]?\d[\d/ \-,]{3,}\d)(?:\s+([A-Z]\d?))?\s*(\*)?\s+\d{1,2}/\d{4}\s*\(?\s*([A-Z][\w. ]+?)\s*\)?[\s.]*(?:\d[\d/.\s]*)?$"
)
_EUROPEAN = re.compile(r"\b([A-Z]{2})\s?-\s?([A-Z]\d?)\s?-?\s?(\d[\d ./]{3,}\d)")
_SECTIONS = (
    (re.compile(r"^[.\s]*(?:U\.?\s?S\.?|UNITED STATES) PATENTS?(?: APPLICATION)?(?: DOCUMENTS| PUBLICATIONS)?\b"), "us"),
    (re.compile(r"^FOREIGN PATENTS?\b"), "foreign"),
    (re.compile(r"^OTHER (?:PUBLICATIONS|REFERENCES)\b"), "other"),
)
_STARRED = re.compile(r"\*\s*cited by examiner", re.IGNORECASE)
_END = re.compile(
    r"^(?:Primary Examiner|Assistant Examiner|Attorney\b|[\[(]\s?(?:57|58|74)\s?[\])]"
    r"|\(List continued|\(Continued|\(Under |\* cited by|\d+ Claims?\b|U\.?\s?S\.? Patent\b|Page \d)",
    re.IGNORECASE,
)
_COUNTRIES = {
    "japan": "JP", "germany": "DE", "fed. rep. of germany": "DE", "united kingdom": "GB", "great britain": "GB", "france": "FR", "netherlands": "NL",
    "switzerland": "CH", "canada": "CA", "australia": "AU", "italy": "IT", "sweden": "SE", "european pat. off.": "EP", "wipo": "WO", "u.s.s.r.": "SU",
    "belgium": "BE", "austria": "AT", "denmark": "DK", "norway": "NO", "finland": "FI", "spain": "ES", "china": "CN", "taiwan": "TW",
}  # fmt: skip
_NOT_A_CITATION = 12


def cited(pages: Sequence[Sequence[str]], join: Callable[[str, str], str]) -> tuple[CitedDocument, ...]:
    """The citations on these pages, each once, in order. `cited_by` where a star says that the examiner did."""
    lines = [line for page in pages for line in page]
    starred = any(_STARRED.search(line) for line in lines)
    found: list[CitedDocument] = []
    section: str | None = None
    entry = ""
    for line in (*lines, ""):
        named = next((name for pattern, name in _SECTIONS if pattern.match(line)), None)
        ended = named or _END.match(line) or not line
        if section == "other" and not ended and not _US.match(line):
            if entry and _new_entry(entry):
                found += _literature(entry)
                entry = line
            else:
                entry = join(entry, line) if entry else line
            continue
        if entry:
            found += _literature(entry)
            entry = ""
        section = named or (None if _END.match(line) else section)
        found += _patents(line, starred=starred)
    return tuple(dict.fromkeys(found))


def _new_entry(entry: str) -> bool:
    """Whether what was gathered is a whole entry: they end with a full stop, most after a year, page or place in brackets."""
    return bool(re.search(r"(?:\d|\)|pages?|pgs?|cited by examiner|et al)\.?\s?\*?\.$", entry))


def _literature(entry: str) -> list[CitedDocument]:
    return [CitedDocument(None, text=entry)] if len(entry) >= _NOT_A_CITATION and " " in entry else []


def _patents(line: str, *, starred: bool) -> list[CitedDocument]:
    """The patent documents that a line names."""
    american = _US.match(line)
    if american:
        number = parse("US" + re.sub(r"(?i)^(?:des\.?\s?)", "D", american[1]).replace("Re.", "RE") + (american[2] or ""))
        last = _FOREIGN_LAST.match(line)
        if last and _office(last[4]):
            return _foreign(_office(last[4]) or "", last[1], last[2], starred and bool(last[3]))
        return [CitedDocument(str(number), cited_by="examiner" if starred and american[3] else None)] if number else []
    first = _FOREIGN_FIRST.match(line)
    if first and first[1].replace("0", "O") in OFFICES:
        return _foreign(first[1].replace("0", "O"), first[2], first[3], starred and bool(first[4]))
    last = _FOREIGN_LAST.match(line)
    if last and _office(last[4]):
        return _foreign(_office(last[4]) or "", last[1], last[2], starred and bool(last[3]))
    european = [parse(f"{m[1]}{m[3]}{m[2]}") for m in _EUROPEAN.finditer(line) if m[1] in OFFICES]
    return [CitedDocument(str(number)) for number in european if number]


def _foreign(office: str, digits: str, kind: str | None, by_examiner: bool) -> list[CitedDocument]:
    number = parse(f"{office}{digits}{kind or ''}")
    return [CitedDocument(str(number), cited_by="examiner" if by_examiner else None)] if number else []


def _office(name: str) -> str | None:
    """The office that a line names at its end, by code or by the country's name."""
    plain = name.strip(" .()")
    code = plain.replace("0", "O")
    return code if code in OFFICES else _COUNTRIES.get(re.sub(r"\s+", " ", plain.lower()), _COUNTRIES.get(plain.lower() + "."))
