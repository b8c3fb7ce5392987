"""Leaves that are no words of the text: classes, days, names, numbers and codes, as the dialects write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from assistant.dialect_text.canonical import either_of
from assistant.dialect_text.days import bounds
from assistant.dialect_text.scanning import fault, shown
from assistant.dialect_text.syntax import Leaf
from indexing.classes import symbol
from indexing.expressions.tree import Classified, Coded, Dated, Named, Numbered, Word

if TYPE_CHECKING:
    from assistant.dialect_text.model import Notes
    from assistant.dialect_text.syntax import Operation
    from indexing.expressions.tree import Day, Node, Role

_LOW = re.compile(r"/(low|exact)\b.*$", re.IGNORECASE)
_RANGE = re.compile(r"(.+/)(\d\d)-(\d\d)")
_ONE_DIGIT = re.compile(r".+/\d")
_COUNTRY = re.compile(r"[A-Za-z]{2}[*$]?")


def condition(leaf: Leaf, kind: str, what: str, relation: str, notes: Notes, *, below: bool) -> Node | None:
    """The condition that a leaf means in a field of this kind; None, with a note, where it has no counterpart."""
    if kind == "class":
        return _classified(leaf, what, notes, below=below or relation == "=/low")
    if kind == "day":
        return _dated(leaf, what, relation)
    if kind == "name":
        return _named(leaf, what, relation)
    if kind == "number":
        return _numbered(leaf)
    return Coded(cast("Literal['country', 'kind', 'language']", what), leaf.text.strip().rstrip("*$"))


def _classified(leaf: Leaf, scheme: str, notes: Notes, *, below: bool) -> Node | None:
    text = leaf.text.strip()
    low = _LOW.search(text)
    bare = text[: low.start()] if low else text
    cut = bare.rstrip("$*?")
    if several := _several(cut, bare):
        notes.advise("class-several", f"'{shown(text)}' was read as {len(several)} symbols, each with all below it")
        # the main group, `/00`, stands above all others: it alone is meant
        return either_of(Classified(one, not one.endswith("/00"), cast("Literal['cpc', 'ipc', 'any']", scheme)) for one in several)
    name = symbol(cut.rstrip("/")) if not re.search(r"[$*?#]", cut) else None
    if name is None:
        notes.lost("class-unreadable", f"'{shown(text)}' was left out: it is no symbol of the CPC or the IPC")
        return None
    if low:
        below = low.group(1).lower() == "low"
    elif cut != bare:
        below = True
    if "/" not in cut and not below and not low:
        notes.advise("class-whole", f"'{shown(text)}' was read as everything classified below it")
        below = True
    return Classified(name, below, cast("Literal['cpc', 'ipc', 'any']", scheme))


def _several(cut: str, bare: str) -> list[str]:
    """The symbols that `G06F17/2$` (20 to 29) and the range `C07C51/43-64` stand for; none where the text is neither."""
    if found := _RANGE.fullmatch(bare):
        ends = range(int(found[2]), int(found[3]) + 1)
        return [f"{found[1]}{n:02d}" for n in ends] if symbol(found[1] + found[2]) else []
    if cut != bare and _ONE_DIGIT.fullmatch(cut) and symbol(cut + "0"):
        return [f"{cut}{n}" for n in range(10)]
    return []


def _dated(leaf: Leaf, day: str, relation: str) -> Node:
    found = bounds(relation, leaf.text)
    first, last = found or (None, None)
    if found is None or (first is not None and last is not None and first > last):
        raise fault(leaf.column, f"'{shown(leaf.text)}' is no day or range of days", "write it as 20050331 or 2005")
    return Dated(cast("Day", day), first, last)


def _named(leaf: Leaf, role: str, relation: str) -> Node:
    words = [Word(re.sub(r"\$\d*", "*", one)) for one in re.split(r"[\s,;]+", leaf.text) if one.strip("-.&")]
    if not words:
        raise fault(leaf.column, "a name is missing", "give at least one word of it")
    roles = _roles(role)
    if relation == "any":
        return either_of(Named(one, (word,)) for word in words for one in roles)
    return either_of(Named(one, tuple(words)) for one in roles)


def name_near(shape: Operation, role: str, notes: Notes) -> Node:
    """A name whose words are near each other (`(john NEAR3 smith).in.`): in their order, and where order is free in the other one too."""
    words: list[Word] = []
    for one in shape.operands:
        if not isinstance(one, Leaf):
            raise fault(shape.column, "a distance in a name may hold words only", "write the name between quotation marks")
        words += [Word(part.replace("$", "*")) for part in one.text.split()]
    notes.advise("name-distance", "the distance between the words of a name is not measured here; their order is")
    orders = [tuple(words)] if shape.ordered else [tuple(words), tuple(reversed(words))]
    roles = _roles(role)
    return either_of(Named(one, order) for one in roles for order in orders)


def _roles(role: str) -> tuple[Role, ...]:
    return ("applicant", "inventor") if role == "any" else (cast("Role", role),)


def _numbered(leaf: Leaf) -> Node:
    text = re.sub(r"[\s,.]+|(?<=[A-Za-z0-9])-(?=[A-Za-z0-9])", "", leaf.text)
    if _COUNTRY.fullmatch(text):
        return Coded("country", text[:2].upper())
    if not any(c.isdigit() for c in text):
        raise fault(leaf.column, f"'{shown(leaf.text)}' is no publication number", "write it with its country code, as US10123456B2")
    return Numbered(text.rstrip("*$").upper())


_STROKE = re.compile(r"[A-HY]\d\d[A-Z]\s?\d{1,4}/\d{2,6}")
_NUMBER = re.compile(r"[A-Z]{2}\d{4,14}[A-Z]?\d?")


def guessed(text: str) -> Node | None:
    """The class or the publication that a word without a field names (`B60R22/00`, `US9014905B1`); None for other words."""
    if _STROKE.fullmatch(text):
        return Classified(symbol(text) or text, below=False, scheme="any")
    return Numbered(text) if _NUMBER.fullmatch(text) else None
