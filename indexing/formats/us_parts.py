"""What the formats of US documents share: class symbols, numbers of applications and of cited documents, names, kinds of relation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.dates import parse_date
from indexing.errors import InputError
from indexing.findings import refused
from indexing.model import CitedDocument, Finding, PriorityClaim
from indexing.numbers import parse
from indexing.text import one_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from indexing.formats.markup import Element
    from indexing.model import Piece, Reading

_WITH_STROKE = re.compile(r"([A-H]\d{2}[A-Z])\s*0*(\d+)\s*/\s*(\d{2,})")
_FIXED = re.compile(r"([A-H]\d{2}[A-Z])([ 0-9]{3})(\d{2,})\s*")
_CLOSED_UP = re.compile(r"([A-H]\d{2}[A-Z])\s*(\d{1,3}?)(\d{2})\s*")
_SUBCLASS = re.compile(r"([A-H]\d{2}[A-Z])\s*/?\s*")
_NOT_IN_NUMBER = re.compile(r"[^0-9A-Z]")
_OLD_OFFICES = {"DT": "DE", "DL": "DD", "UK": "GB", "JA": "JP", "SW": "SE", "OE": "AT", "SF": "FI", "WP": "WO"}
"""Office codes that US documents used before ST.3 took its present form (ICIREPAT, until 1978)."""

BENEFITS = (
    "continuation", "continuation-in-part", "continuing-reissue", "division", "us-provisional-application", "a-371-of-international",
)  # fmt: skip
"""Relations to an earlier application whose date is claimed (35 U.S.C. 119(e), 120, 121, 365). A reissue, a reexamination, a substitution
(which has no claim to the date), an earlier publication of the same application and a correction are none."""


def read_piece(
    piece: Piece, parse_piece: Callable[[list[Finding]], Element], reading: Callable[[Element, str, str, list[Finding]], Reading]
) -> Iterator[Reading]:
    """The reading of one document; `parse_piece` makes its tree and notes what it repaired. A damaged one is refused with its line."""
    findings: list[Finding] = []
    try:
        root = parse_piece(findings)
    except InputError as error:
        yield refused(f"{piece.source}:{error.line}", error.code, f"{error.message.partition(': ')[2]}; {error.hint}")
        return
    yield reading(root, piece.where, piece.source, findings)


def ipc_symbol(text: str) -> str | None:
    """The IPC symbol as `A45D20/12`, from `G06F017/60`, `A61K 31/00` or the fixed width of older files (`B60R  900`, `C07D20904`).

    None where it is none: Locarno classes (`1402`, `D1402`) and US classes are not.
    """
    plain = text.rstrip().upper()
    match = _WITH_STROKE.match(plain.lstrip()) or _FIXED.fullmatch(plain) or _FIXED.fullmatch(plain.lstrip()) or _CLOSED_UP.fullmatch(plain.strip())
    if match and match[2].strip():
        return f"{match[1]}{int(match[2])}/{match[3]}"
    subclass = _SUBCLASS.fullmatch(plain.strip())
    return subclass[1] if subclass else None


def ipc_symbols(texts: Iterable[str]) -> tuple[str, ...]:
    """The symbols among `texts`, each once, in order."""
    return tuple(dict.fromkeys(s for s in map(ipc_symbol, texts) if s))


def application_number(number: str, office: str = "US") -> str | None:
    """Office and number without separators: `US09413215`. None where there is none; the PCT's own numbers keep their letters."""
    plain = _NOT_IN_NUMBER.sub("", number.upper())
    if not any(c.isdigit() for c in plain):
        return None
    return plain if plain.startswith(("PCT", office)) else f"{office}{plain}"


def office_code(text: str) -> str:
    """The ST.3 code of what US files write: `JPX` (the third letter tells a country from a state), `DT`, `WO`."""
    code = text.strip().upper()
    code = code[:2] if len(code) == 3 and code[2] == "X" else code  # noqa: PLR2004
    return _OLD_OFFICES.get(code, code)


def cited(number: str, office: str = "US", kind: str = "", who: str | None = None) -> CitedDocument | None:
    """A cited patent document; by its publication number where it has one, else as printed with its office. None where no number is given."""
    printed = one_line(number)
    if not printed:
        return None
    code = office_code(office) or "US"
    bare = printed if not printed.upper().startswith(code) else printed[len(code) :].lstrip()
    parsed = parse(f"{code}{bare}{kind}") or parse(f"{code}{bare}")
    return CitedDocument(str(parsed) if parsed else f"{code} {bare}".strip(), cited_by=who)


def literature(text: str, who: str | None = None) -> CitedDocument | None:
    """A citation of other literature, as printed."""
    printed = one_line(text)
    return CitedDocument(None, cited_by=who, text=printed) if printed else None


def priority(number: str, country: str, date: str, where: str, findings: list[Finding]) -> PriorityClaim | None:
    """A priority claim with what is known of it; None where nothing is. A PCT application is of `WO`, whoever received it."""
    plain = one_line(number)
    code = "WO" if plain.upper().startswith("PCT") else office_code(country)
    claim = PriorityClaim(plain or None, code or None, day(date, "priority_date", where, findings))
    return claim if claim.number or claim.date else None


def day(text: str, field: str, where: str, findings: list[Finding]) -> dt.date | None:
    """The date that `text` is; a finding where it is written but none. A day of zero (`19931000`) names a month, which is no fault."""
    date = parse_date(text)
    if date is None and text.strip() and not re.fullmatch(r"\d{6}00|0+", text.strip()):
        findings.append(Finding("bad-date", where, field, text.strip()[:40]))
    return date


def person(first: str, last: str, suffix: str = "") -> str:
    """`John R. Douceur`, `James A. Savage III`."""
    return " ".join(filter(None, (one_line(first), one_line(last), one_line(suffix))))


def names(found: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in order; empty ones left out."""
    return tuple(dict.fromkeys(filter(None, found)))
