"""The words of the house's notation: brackets, quoted text, operators, fields and bare words, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 100_000
"""Characters of an expression: the longest that patent offices' systems take have some thousands."""
Kind = Literal["(", ")", "quoted", "operator", "field", "word", "end"]
OPERATOR = re.compile(r"(?P<name>AND|OR|NOT|(?:ADJ|NEAR|SENTENCE|PARAGRAPH)(?:/?(?P<count>\d{1,9}))?)", re.IGNORECASE)
_FIELD = re.compile(r"[A-Za-z]+(?:,[A-Za-z]+)*[:=]")
_QUOTES = '"“”„'
_BARE = re.compile(rf"[^\s(){_QUOTES}]+")
_QUOTED = re.compile(rf"[{_QUOTES}]((?:[^\\{_QUOTES}]|\\.)*+)(?P<end>[{_QUOTES}])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of an expression. `text` is what it says (an operator's name in capitals, a field's names, quoted text as it stands between its marks);
    `count` an operator's number; `at` where it begins, from 0.
    """

    kind: Kind
    text: str
    at: int
    count: int | None = None


def place(text: str, at: int) -> str:
    """Where the character `at` of `text` stands, for a message: `column 7`, or `line 2, column 7`; both from 1."""
    line, start = text.count("\n", 0, at) + 1, text.rfind("\n", 0, at) + 1
    column = f"column {at - start + 1}"
    return f"line {line}, {column}" if "\n" in text else column


def scan(text: str) -> Iterator[Token]:
    """The tokens of `text`, an `end` last. Raises `UsageError` for a quotation mark without its fellow and for a text that is too long."""
    if len(text) > LONGEST:
        raise UsageError(f"the expression has {len(text):,} characters", f"an expression may have {LONGEST:,}")
    at = 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
        elif char in "()":
            yield Token("(" if char == "(" else ")", char, at)
            at += 1
        elif char in _QUOTES:
            match = _QUOTED.match(text, at)
            if not match or not match["end"]:
                raise UsageError(f"{place(text, at)}: a quotation mark is opened and not closed", 'close it: "hair dryer"')
            yield Token("quoted", match[1], at)
            at = match.end()
        elif field := _FIELD.match(text, at):
            yield Token("field", field[0], at)
            at = field.end()
        elif bare := _BARE.match(text, at):
            yield _word(bare[0], at)
            at = bare.end()
    yield Token("end", "", len(text))


def _word(word: str, at: int) -> Token:
    operator = OPERATOR.fullmatch(word)
    if not operator:
        return Token("word", word, at)
    name = re.split(r"[/\d]", operator["name"], maxsplit=1)[0].upper()
    return Token("operator", name, at, int(operator["count"]) if operator["count"] else None)
