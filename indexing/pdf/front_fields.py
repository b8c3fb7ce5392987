"""Fields of a front page as data: people, holders, classes and priorities, from the lines under their INID codes (WIPO ST.9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.classes import symbol
from indexing.model import PriorityClaim
from indexing.numbers import OFFICES
from indexing.pdf.printed_dates import printed_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LABEL = re.compile(
    r"^(?:Inventor(?:s|\(s\))?(?:/Applicants?)?|Applicant(?:s|\(s\))?|Assignee(?:s|\(s\))?|Proprietors?(?: of the patent)?"
    r"|Erfinder|Anmelder|Patentinhaber"
    r"|Demandeurs?|Déposants?|Inventeurs?|Titulaires?)\s*(?:\(for (?:US|all designated States except US)[^)]*\)|and)?\s*[:;]?\s*",
    re.IGNORECASE,
)
_STATES = re.compile(r"([^;\[\]]+?)\s*\[(?:[A-Z]{2}|-)(?:/[A-Z]{2})?\]")
_NAME = re.compile(r"(?:(?:d[aeiu]|den|der|la|le|van|von|zu|el|al|bin) |d['’])*[A-ZÀ-ÞŁŚŽŠČĆ][^\W\d_]*\.?(?:(?: |-|'|’|\. ?)[^\W\d_]+){0,8}\.?")
_SUFFIX = re.compile(
    r"(?:Inc|Ltd|LLC|L\.L\.C|Co|Corp|Incorporated|Corporation|Company|Limited|L\.?P|LLP|GmbH|S\.?A|N\.?V|B\.?V|KG|AG|S\.?p\.?A|PLC|Jr|Sr|I{2,3})\b\.?.{0,12}",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\b([A-HY]\s?\d{2}\s?[A-Z])\s*(\d{1,4})\s?/\s?(\d{2,6})\b")
_CPC_END = re.compile(r"\bUSPC\b")
_FOREIGN = re.compile(r"\(([A-Z]{2})\)[\s.…]*([A-Z]{0,3}[\d][\w/.\-]{3,})")
_EUROPEAN = re.compile(r"(\d{2}\.\d{2}\.\d{4})\s+([A-Z]{2})\s+([\dP][\w/.]{3,})")
_PROVISIONAL = re.compile(
    r"(?:[Pp]rovisional application|[Aa]pplication|Ser\.)\s+No\.\s+(\d{2}/\d{3},?\d{3})"
    r"(?:,\s*f?\W?i?led\s+(?:on\s+)?([A-Z][a-z]{2,8}\.?\s*\d{1,2},\s*\d{4}))?"
)
_CUT = re.compile(r"(?<!\bJr)(?<!\bSr)(?<!\b[A-Z])\.$")
_MOST = 60


def _joined(lines: Sequence[str]) -> str:
    text = ""
    for line in lines:
        text = text[:-1] + line if text.endswith("-") and line[:1].islower() else f"{text} {line}".strip()
    return text


def _entries(lines: Sequence[str]) -> list[str]:
    """The people or firms of a field, each with the place behind it."""
    text = _joined(lines)
    named = False
    while (label := _LABEL.match(text)) and label.end():
        text, named = text[label.end() :], True
    if not named:
        return []
    if "•" in text:
        return [line.strip("• ").split("  ")[0] for line in lines if line.startswith("•")]
    states = [m[1] for m in _STATES.finditer(text)]
    if states:
        return [re.split(r"\)\s*[.;,]\s*|:\s+", name)[-1].strip(" .,;") for name in states]
    return [part.strip() for part in text.split(";") if part.strip()]


def people(lines: Sequence[str]) -> tuple[str, ...]:
    """Inventors as printed, without their places; none where one of them was not read as a name."""
    found = []
    for entry in _entries(lines):
        parts = [p.strip() for p in entry.split(",")]
        name = parts[0] if "[" in entry or not _bare(entry) else entry
        name = re.sub(r"\s*\([A-Z]{2}\)$", "", name)
        if len(name) > _MOST or " " not in name or not _NAME.fullmatch(name.replace(", ", " ")) or _CUT.search(name):
            return ()  # one that cannot be right casts doubt on how the others were read
        found.append(f"{name}, {parts[1]}" if len(parts) > 1 and _SUFFIX.fullmatch(parts[1]) and name == parts[0] else name)
    return tuple(dict.fromkeys(found))


def _bare(entry: str) -> bool:
    """Whether an entry is `SURNAME, First`: the form of the offices that give no place beside it."""
    surname, comma, first = entry.partition(",")
    return bool(comma) and surname.isupper() and "," not in first and len(first.split()) <= 3 and "(" not in first  # noqa: PLR2004


def holders(lines: Sequence[str]) -> tuple[str, ...]:
    """Applicants or assignees as printed, without their places."""
    found = []
    for entry in _entries(lines):
        parts = [p.strip() for p in entry.split(",")]
        name = parts[0]
        for part in parts[1:]:
            if not _SUFFIX.fullmatch(part):
                break
            name = f"{name}, {part}"
        if _bare(entry):
            name = entry
        name = re.sub(r"\s*\([A-Z]{2}\)$", "", name)
        if sum(c.isalpha() for c in name) > 1 and len(name) <= 2 * _MOST and not name[0].isdigit():
            found.append(name)
    return tuple(dict.fromkeys(found))


def classes(international: Sequence[str], national: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """CPC symbols (code 52) and IPC symbols (code 51) as `A45D20/12`; whatever is no whole symbol is left out."""
    return _symbols(_CPC_END.split(_joined(national))[0]), _symbols(_joined(international))


def _symbols(text: str) -> tuple[str, ...]:
    found = (re.sub(r"\s", "", m[1]) + m[2].lstrip("0") + "/" + m[3] for m in _SYMBOL.finditer(text))
    return tuple(dict.fromkeys(s for s in found if symbol(s)))


def priorities(fields: Mapping[int, Sequence[str]], office: str) -> tuple[PriorityClaim, ...]:
    """Foreign priorities (30), and the US applications whose benefit is claimed (60, 62, 63)."""
    text = _joined(fields.get(30, []))
    foreign = [(m[2], m[1], text[max(0, m.start() - 24) : m.start()]) for m in _FOREIGN.finditer(text)]
    foreign += [(m[3], m[2], m[1]) for m in _EUROPEAN.finditer(text)]
    found = [PriorityClaim(number.rstrip("."), country, printed_date(day)) for number, country, day in foreign if country in OFFICES]
    if office == "US":
        related = " ".join(_joined(fields.get(code, [])) for code in (60, 62, 63))
        found += [PriorityClaim(re.sub(r"\D", "", m[1]), "US", printed_date(m[2] or "")) for m in _PROVISIONAL.finditer(related)]
    return tuple(dict.fromkeys(found))
