"""The parts of a document that some sources give as one running text: description paragraphs with their numbers and headings, claims."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.claims import dependencies, split_claims
from indexing.model import Claim, Paragraph, Text
from indexing.text import clean, one_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBERED = re.compile(r"\s*(?:\[|【|\()\s*(\d{1,5})\s*(?:\]|】|\))\s*")
_INLINE = re.compile(r"(?<=[.:;?!)\]])[ \t]+(?=\[0\d{3,4}\] )|(?<=[A-Z])[ \t]+(?=\[0\d{3,4}\] )")
_NEXT_CLAIM = re.compile(r"(?<=[.;:])\s+(?=\d{1,4}\s?[.)]\s+[A-Z])")
_HEADING_MOST = 120
_HEADING = re.compile(
    r"(?:(?:brief |detailed |general )?(?:description|summary|background|field|object|explanation)s?"
    r"(?: (?:of|to|in) (?:the |a |preferred |several |related |prior )*"
    r"(?:inventions?|drawings?|figures?|disclosure|arts?|embodiments?|preferred embodiments?|views of the drawings?))?"
    r"|(?:technical|related) (?:field|art)|(?:cross[- ])?references? to (?:any )?related (?:patents?|applications?)(?: and priority)?"
    r"|(?:modes?|best mode) (?:for|of) carrying out the invention|examples?|prior art|industrial applicability|disclosure(?: of the invention)?)"
    r"[.:]?",
    re.IGNORECASE,
)


def describe(text: str, language: str | None = None, first: int = 1) -> tuple[Paragraph, ...]:
    """The paragraphs of a description under the nearest headings above them.

    A paragraph is named by its printed number (`[0042]`, `【0042】`) where all have one and they rise, else by its order from `first`; what follows a
    numbered paragraph without a number of its own belongs to it. A heading is a short line in capitals, or one of the usual ones.
    """
    found: list[tuple[int, str, str | None]] = []
    heading: str | None = None
    for block in paragraphs(_INLINE.sub("\n\n", text) if "[0" in text else text):
        if is_heading(block):
            heading = block
            continue
        match = _NUMBERED.match(block)
        body = block[match.end() :] if match and match.end() < len(block) else block
        found.append((int(match[1]) if match and body != block else 0, body, heading))
    return number_paragraphs(found, language, first)


def number_paragraphs(found: Iterable[tuple[int, str, str | None]], language: str | None, first: int = 1) -> tuple[Paragraph, ...]:
    """Paragraphs as (printed number or 0, text, heading), named by their printed numbers where those rise, else by order."""
    found = [f for f in found if f[1]]
    printed = [number for number, _, _ in found if number]
    if not printed or printed != sorted(set(printed)) or not found[0][0] or 2 * len(printed) < len(found):
        return tuple(Paragraph(f"desc.{n}", text, heading, language) for n, (_, text, heading) in enumerate(found, first))
    joined: list[tuple[int, str, str | None]] = []
    for number, text, heading in found:
        if number:
            joined.append((number, text, heading))
        else:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]}\n{text}", joined[-1][2])
    return tuple(Paragraph(f"desc.{number}", text, heading, language) for number, text, heading in joined)


def is_heading(line: str) -> bool:
    """Whether a line of a description is a heading, by its own form."""
    if len(line) > _HEADING_MOST or not any(c.isalpha() for c in line):
        return False
    letters = sum(c.isalpha() for c in line)
    capitals = line.isupper() and letters > 4 and not line.endswith((".", ";", ","))  # noqa: PLR2004 - a formula or a name is shorter
    return capitals or _HEADING.fullmatch(line) is not None


def claim_list(texts: Iterable[tuple[int | None, str]], language: str | None = None) -> tuple[Claim, ...]:
    """Claims given one by one as (number, text), without the number that some sources print before the text; by order where numbers clash."""
    given = [(number, clean(text)) for number, text in texts]
    given = [(number, text) for number, text in given if text]
    numbers = [n for n, _ in given]
    by_order = None in numbers or len(set(numbers)) != len(numbers) or 0 in numbers
    claims = []
    for order, (number, text) in enumerate(given, 1):
        own = order if by_order or number is None else number
        body = re.sub(rf"\A{own}\s?[.)]\s+", "", text)
        claims.append(Claim(own, body, dependencies(body, own), language))
    return tuple(claims)


def claims_of(text: str, language: str | None = None) -> tuple[Claim, ...]:
    """The claims of one running text, with lines or without: there a number begins a claim where a sentence has ended before it."""
    return split_claims(text if "\n" in text.strip() else _NEXT_CLAIM.sub("\n", text), language)


def one_text(text: str, language: str | None) -> tuple[Text, ...]:
    """A title or an abstract as it stands in a Patent; nothing where it is blank."""
    line = one_line(text)
    return (Text(line, language),) if line else ()


def application_id(text: str, office: str | None = None) -> str | None:
    """Office and number of an application (`US12345678`), from `US-201213439574-A` (DOCDB), `17/260,187`, `US17/260,187`, `PCT/US2018/042117`.

    DOCDB writes the year before a US serial number; it is left out, since the serial number alone names the application.
    """
    plain = re.sub(r"[\s,./-]", "", text).upper()
    if not any(c.isdigit() for c in plain):
        return None
    if plain.startswith("PCT"):
        return plain
    match = re.fullmatch(r"([A-Z]{2})?(\d{5,15})([A-Z]\d?)?", plain)
    if not match:
        return plain if plain[:2].isalpha() else f"{office or ''}{plain}"
    code = match[1] or office or ""
    digits = match[2]
    if code == "US" and len(digits) == 12 and digits[:2] in {"18", "19", "20"}:  # noqa: PLR2004 - year and eight digits
        digits = digits[4:]
    return f"{code}{digits}"
