"""One form for trees that say the same, so that what was written and read again can be compared, and every writer meets few shapes.

Fields stand at the leaves, one part each (`In` of several parts is `Either` of its parts, as the tree defines it); `All` and `Either` hold no
operand of their own kind; a phrase of one word is the word; adjacency of words and phrases is a phrase; `*` that stands for at most one character
is `#`; a class symbol
of either scheme is a choice of both; bounds of the same date are one condition. Nothing that changes the meaning is done.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from indexing.classes import symbol
from indexing.expressions import normal
from indexing.expressions.tree import All, Classified, Close, Dated, Either, In, Phrase, Together, Without, Word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexing.expressions.tree import Node, Part

_TEXTUAL = (Word, Phrase, Close, Together)


def simplified(node: Node) -> Node:
    """`node` in its one form."""
    return _simple(normal.simplify(node), None)


def all_of(nodes: Iterable[Node]) -> Node:
    """All of `nodes` (at least one), flattened; what must not hold stands last, since every language subtracts from something."""
    flat = dict.fromkeys(_dates([part for node in nodes for part in (node.operands if isinstance(node, All) else (node,))]))
    order = tuple(sorted(flat, key=lambda one: isinstance(one, Without)))
    return order[0] if len(order) == 1 else All(order)


def either_of(nodes: Iterable[Node]) -> Node:
    """Any of `nodes` (at least one), flattened."""
    flat = tuple(dict.fromkeys(part for node in nodes for part in (node.operands if isinstance(node, Either) else (node,))))
    return flat[0] if len(flat) == 1 else Either(flat)


def _dates(nodes: list[Node]) -> list[Node]:
    """Conditions on the same kind of date as one, where the first of them stood; those that exclude each other as single bounds."""
    kinds: dict[str, list[Dated]] = {}
    for node in nodes:
        if isinstance(node, Dated):
            kinds.setdefault(node.day, []).append(node)
    common = {day: _common(dates) for day, dates in kinds.items()}
    out: list[Node] = []
    for node in nodes:
        if not isinstance(node, Dated):
            out.append(node)
        elif (one := common[node.day]) is not None:
            out.append(one)
        else:
            out += [Dated(node.day, node.first, None)] * bool(node.first) + [Dated(node.day, None, node.last)] * bool(node.last)
    return out


def _common(dates: list[Dated]) -> Dated | None:
    """The days that all allow; None where there are none."""
    first = max((one.first for one in dates if one.first), default=None)
    last = min((one.last for one in dates if one.last), default=None)
    return None if first and last and first > last else Dated(dates[0].day, first, last)


def _simple(node: Node, part: Part | None) -> Node:  # noqa: PLR0911 - one kind of node, one line
    """`node` in its one form, looked for in `part` (None: anywhere)."""
    match node:
        case In(parts, operand):
            return either_of(_simple(operand, None if one == "text" else one) for one in dict.fromkeys(parts))
        case All(operands):
            return all_of(_simple(one, part) for one in operands)
        case Either(operands):
            return either_of(_simple(one, part) for one in operands)
        case Without(operand):
            inner = _simple(operand, part)
            return inner.operand if isinstance(inner, Without) else Without(inner)
        case Classified(name, below, scheme):
            schemes: tuple[Literal["cpc", "ipc"], ...] = ("cpc", "ipc") if scheme == "any" else (scheme,)
            return either_of(Classified(symbol(name) or name, below, one) for one in schemes)
        case _ if isinstance(node, _TEXTUAL):
            leaf = text(node)
            if isinstance(leaf, Either | All):  # one operand was left of a distance, and it is a choice
                return _simple(leaf, part)
            return leaf if part is None else In((part,), leaf)
    return node


def text(node: Node) -> Node:  # noqa: PLR0911 - one kind of node, one line
    """A node of words alone (no fields, no negation) in its one form."""
    match node:
        case Word():
            return _word(node)
        case Phrase(words):
            simple = tuple(_word(word) for word in words)
            return simple[0] if len(simple) == 1 else Phrase(simple)
        case Either(operands):
            return either_of(text(one) for one in operands)
        case All(operands):
            return all_of(text(one) for one in operands)
        case Close(operands, distance, ordered):
            return _close(tuple(text(one) for one in operands), distance, ordered)
        case Together(operands, span, count):
            inner = tuple(text(one) for one in operands)
            return inner[0] if len(inner) == 1 else Together(inner, span, count)
        case _:
            return _simple(node, None)


def _word(word: Word) -> Word:
    name, most = word.text, word.most
    if name.endswith("*") and most is not None:
        stem = name.rstrip("*")
        return Word(stem + "#", None, word.stemmed) if most == 1 else dataclasses.replace(word, text=stem + "*")
    stem = name.rstrip("#")
    optional = len(name) - len(stem)
    if optional > 1:
        return Word(stem + "*", optional, word.stemmed)
    return word if most is None else dataclasses.replace(word, most=None)


def _close(operands: tuple[Node, ...], distance: int, ordered: bool) -> Node:
    if len(operands) == 1:
        return operands[0]
    if distance == 1 and ordered and all(isinstance(one, Word | Phrase) for one in operands):
        return Phrase(tuple(word for one in operands for word in (one.words if isinstance(one, Phrase) else (one,)) if isinstance(word, Word)))
    return Close(operands, distance, ordered)
