"""The parts of a patent's text in a PDF: description, claims (in each language), abstract, by the words that begin them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexing.claims import split_claims
from indexing.pdf.blocks import is_heading, paragraphs
from indexing.pdf.parted_words import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexing.model import Claim
    from indexing.pdf.blocks import Set

_END = r"\s*[:.;,—–-]*\s*"
_ALONE = re.compile(
    rf"(?:(?P<en>c\s?l\s?a\s?i\s?m\s?s?|(?:amended )?claims?)|(?P<de>patentansprüche?|schutzansprüche?|ansprüche?)|(?P<fr>revendications?)"
    rf"|(?P<es>reivindicaciones)|(?P<it>rivendicazioni)|(?P<nl>conclusies)){_END}",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"\b(?:what (?:is|i|we)(?: desire to)?\s+(?:therefore |now |hereby |desire to )*claim(?:ed)?\b"
    r"|(?:^|[,;.—–-]\s*)(?:i|we)\s*,?\s+(?:therefore |hereby |now )*claim\b(?!s)"
    r"|the invention claimed is|that which is claimed|is claimed(?: as new)?(?: is)?\s*:"
    r"|exclusive (?:property or )?(?:right|privilege)s? .{0,40}claimed)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?:^|[:—–-]\s*)[1lI]\s?[.)]\s*\S|^1\s+[A-Z]")
_NUMBER = re.compile(r"^\W{0,2}(\d{1,3})\s?[.)]\s*\S|^(\d{1,3})\s+[A-Z]")
_PLAIN_NUMBER = re.compile(r"^\W{0,2}(\d{1,3})(?:\s?[.)])?\s*")
_CLAIMS_END = re.compile(
    r"(?:[*·•]\s*){3,}$|^(?:In (?:testimony|witness) whereof|In testimony that\b|Witnesses\b|Signed at\b"
    r"|References Cited|REFERENCES CITED|UNITED STATES PATENTS"
    r"|CERTIFICATE OF CORRECTION|UNITED STATES PATENT AND TRADEMARK OFFICE$|CITED REFERENCES|Bezugszeichenliste"
    r"|(?:EUROPEAN|INTERNATIONAL) SEARCH REPORT|EUROPÄISCHER RECHERCHENBERICHT|RAPPORT DE RECHERCHE)",
)
_ABSTRACT = re.compile(r"(?:A\s?B\s?S\s?T\s?R\s?A\s?C\s?T(?: OF THE DISCLOSURE)?|Abstract(?: of the disclosure)?|Zusammenfassung|Abrégé)\s*:?")
_DESCRIPTION = re.compile(r"(?:description|beschreibung|specification)\s*:?", re.IGNORECASE)
_NEAR = 5
"""How many lines below the words that begin them the first claim is looked for."""


@dataclass(frozen=True, slots=True)
class Sections:
    """Lines by the part they belong to. `claims`: one list for each language's set, with its language and its heading's line."""

    description: tuple[Set, ...]
    claims: tuple[tuple[str | None, tuple[Set, ...]], ...]
    abstract: tuple[Set, ...] = ()


def sections(lines: Sequence[Set], *, patent: bool) -> Sections:
    """The parts of the text. In what is no patent (`patent` False) claims must be numbered under a heading of their own."""
    description: list[Set] = []
    claims: list[tuple[str | None, tuple[Set, ...]]] = []
    abstract: list[Set] = []
    n = 0
    while n < len(lines):
        begun = _claims_begin(lines, n, patent=patent)
        if begun is not None:
            language, first, kept = begun
            end = _claims_end(lines, first)
            description += kept
            claims.append((language, tuple(lines[first:end])))
            n = end
        elif not abstract and _ABSTRACT.fullmatch(lines[n].line.text):
            end = _abstract_end(lines, n + 1)
            abstract += lines[n + 1 : end]
            n = end
        else:
            description.append(lines[n])
            n += 1
    return Sections(tuple(description), tuple(claims), tuple(abstract))


def _claims_begin(lines: Sequence[Set], n: int, *, patent: bool) -> tuple[str | None, int, list[Set]] | None:
    """Language, first line of the claims, and the lines before it that stay text, where the claims begin with line `n`."""
    text = lines[n].line.text
    alone = _ALONE.fullmatch(text)
    if alone:
        numbered = _first_claim(lines, n + 1, 2)
        return (alone.lastgroup, numbered, []) if numbered is not None else None
    if not patent or "laim" not in text or not _PHRASE.search(text if n == 0 else f"{text}"):
        return None
    numbered = _first_claim(lines, n, _NEAR)
    if numbered is not None:
        return "en", numbered, []
    short = re.fullmatch(rf"(?:what is claimed(?: is)?|(?:i|we) claim|the invention claimed is|what (?:i|we) claim is){_END}", text, re.IGNORECASE)
    return ("en", n + 1, []) if short and n + 1 < len(lines) else None


def _first_claim(lines: Sequence[Set], n: int, near: int) -> int | None:
    """The line with claim 1; a page's own line may hold it after the words that begin the claims."""
    return next((k for k in range(n, min(n + near, len(lines))) if _FIRST.search(lines[k].line.text)), None)


def _claims_end(lines: Sequence[Set], n: int) -> int:
    for k in range(n + 1, len(lines)):
        text = lines[k].line.text
        if _CLAIMS_END.search(text) or _ABSTRACT.fullmatch(text) or _DESCRIPTION.fullmatch(text):
            return k
        alone = _ALONE.fullmatch(text)
        if alone and _first_claim(lines, k + 1, 2) is not None:
            return k
    return len(lines)


def _abstract_end(lines: Sequence[Set], n: int) -> int:
    """An abstract ends with its page, or with the next heading."""
    for k in range(n, len(lines)):
        if lines[k].page != lines[n].page or (k > n and is_heading(lines[k], lines[k - 1])) or re.match(r"\d+ Claims?, ", lines[k].line.text):
            return k
    return len(lines)


def claims_of(lines: Sequence[Set], language: str | None, join: Callable[[str, str], str] = joined) -> tuple[Claim, ...]:
    """The claims in these lines, each with its limbs as the page sets them. A number begins a claim where it is the next one."""
    if not lines:
        return ()
    opened = replace(lines[0], line=replace(lines[0].line, text=_opened(lines[0].line.text)))
    counted = _Counter()
    counted.starts(opened.line.text)
    found = []
    for paragraph in paragraphs([opened, *lines[1:]], counted.starts):
        text = ""
        for here in paragraph:
            text = join(text, here.line.text) if text else here.line.text
        found.append(_PLAIN_NUMBER.sub(r"\1. ", text, count=1) if paragraph[0].line.text in counted.lines else text)
    return split_claims("\n".join(found), language)


def _opened(text: str) -> str:
    """The first claim's first line from its number on, which recognition takes for a letter now and then."""
    match = _FIRST.search(text)
    return re.sub(r"^[:—–-]?\s*[lI1]\s?([.)]|(?= ))", r"1\1", text[match.start() :]) if match else text


class _Counter:
    """Which lines begin a claim: those with the next number."""

    def __init__(self) -> None:
        self._next = 1
        self.lines: set[str] = set()

    def starts(self, text: str) -> bool:
        match = _NUMBER.match(text)
        if not match or int(match[1] or match[2]) != self._next:
            return False
        self._next += 1
        self.lines.add(text)
        return True
