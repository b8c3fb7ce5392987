"""From the text of a query to tokens, within limits; every fault names its column.

Queries are pasted from mails, office files and web pages: curly quotation marks, no-break spaces and byte-order marks are read as what they stand
for, one character for one, so that columns stay those of the text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.dialect_text.syntax import Shape

MAX_CHARACTERS = 100_000
"""Ten times the longest query met in public (a landscape study's, some 9,000 characters)."""
MAX_TOKENS = 20_000
_SHOWN = 24
_STAND_INS = dict.fromkeys(map(ord, "“”„‟«»″＂"), '"') | dict.fromkeys(map(ord, "\t\n\r\f\v\u00a0\u2007\u202f\u3000\ufeff\u200b\u200e\u200f"), " ")
_STAND_INS |= {ord("（"): "(", ord("）"): ")", ord("＝"): "=", ord("："): ":"}
Kind = Literal["open", "close", "leaf", "operator", "field", "suffix", "weight", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. `name`, `count` and `ordered` belong to operators, `names` and `relation` to fields, `shape` to ready conditions."""

    kind: Kind
    text: str
    column: int
    name: str = ""
    count: int | None = None
    ordered: bool = False
    names: tuple[str, ...] = ()
    relation: str = "="
    shape: Shape | None = None


def fault(column: int, message: str, hint: str) -> UsageError:
    """The error of a query that cannot be read, with the column (from 1)."""
    return UsageError(f"column {column}: {message}", hint)


def shown(text: str) -> str:
    """`text` short enough for a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def tidy(text: str) -> str:
    """`text` with stand-ins replaced, character for character. Raises `UsageError` where it is too long, empty, or holds control characters."""
    if len(text) > MAX_CHARACTERS:
        message = f"the query has {len(text):,} characters, more than {MAX_CHARACTERS:,}"
        raise fault(MAX_CHARACTERS + 1, message, "is this a document and not a query? shorten it")
    plain = text.translate(_STAND_INS)
    for n, character in enumerate(plain, 1):
        if unicodedata.category(character) in {"Cc", "Cs", "Cf", "Co", "Cn"} and character not in "\u200c\u200d\u00ad":
            raise fault(n, f"the character U+{ord(character):04X} cannot stand in a query", "take it out; it may come from copying")
    if not plain.strip():
        raise fault(1, "the query is empty", "give at least one word")
    return plain


def tokens(text: str, next_token: Callable[[str, int], tuple[Token, int] | None]) -> list[Token]:
    """All tokens of a tidy text. `next_token(text, position)` gives the token that begins there and where it ends, None where none can."""
    found: list[Token] = []
    position, end = 0, len(text)
    while position < end:
        if text[position] == " ":
            position += 1
            continue
        step = next_token(text, position)
        if step is None:
            raise fault(
                position + 1, f"'{shown(text[position:].split(' ', maxsplit=1)[0])}' cannot be read", "put it between quotation marks, or take it out"
            )
        token, position = step
        found.append(token)
        if len(found) > MAX_TOKENS:
            raise fault(token.column, f"the query has more than {MAX_TOKENS:,} words and signs", "cut it into several queries")
    found.append(Token("end", "", end + 1))
    return found


def quoted(text: str, position: int) -> tuple[str, int]:
    """What stands between the quotation mark at `position` and the next one, and the position after that.

    Raises `UsageError` where none closes it.
    """
    end = text.find('"', position + 1)
    if end < 0:
        raise fault(position + 1, "the quotation mark is never closed", 'put a second " at the end of the phrase')
    return text[position + 1 : end], end + 1


def bracket_or_quotation(text: str, position: int) -> tuple[Token, int] | None:
    """The token of a parenthesis, or of a text in quotation marks, as most dialects write them; None where neither begins at `position`."""
    sign = text[position]
    if sign in "()":
        return Token("open" if sign == "(" else "close", sign, position + 1), position + 1
    if sign == '"':
        inner, end = quoted(text, position)
        return Token("leaf", inner, position + 1, name="quoted"), end
    return None
