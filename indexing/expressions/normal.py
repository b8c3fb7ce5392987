"""The normal form of expressions: two trees that mean the same by their form alone are written, and compared, as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexing.classes import symbol
from indexing.expressions.tree import (
    All,
    Classified,
    Close,
    Coded,
    Either,
    In,
    Named,
    Numbered,
    Phrase,
    Together,
    Without,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexing.expressions.tree import Node

WILD = "*?#"
PARTS = ("title", "abstract", "claims", "description", "text")


def operands(node: Node) -> tuple[Node, ...]:
    """The expressions that `node` joins; none for a leaf (a phrase is one)."""
    if isinstance(node, All | Either | Close | Together):
        return node.operands
    return (node.operand,) if isinstance(node, Without | In) else ()


def simplify(node: Node) -> Node:
    """The normal form of `node`; it means the same.

    `All` in `All` and `Either` in `Either` are one, what joins a single operand is that operand, two `Without` are none, of parts within parts the
    inner ones hold, parts stand in reading order, class symbols and codes are written the standard way, words hold no blanks (several are a phrase).
    The order of operands is kept.
    """
    if isinstance(node, Word | Phrase):
        return _text(node)
    if isinstance(node, All | Either):
        return _joined(node)
    if isinstance(node, Close | Together):
        parts = tuple(simplify(o) for o in node.operands)
        return parts[0] if len(parts) == 1 else replace(node, operands=parts)
    if isinstance(node, Without):
        inner = simplify(node.operand)
        return inner.operand if isinstance(inner, Without) else Without(inner)
    if isinstance(node, In):
        inner = simplify(node.operand)
        return inner if isinstance(inner, In) else In(tuple(p for p in PARTS if p in node.parts), inner)
    return _standard(node)


def _joined(node: All | Either) -> Node:
    kind = type(node)
    flat: list[Node] = []
    for operand in map(simplify, node.operands):
        flat += operand.operands if isinstance(operand, kind) else (operand,)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _text(node: Word | Phrase) -> Word | Phrase:
    words = tuple(_words([node] if isinstance(node, Word) else node.words))
    return words[0] if len(words) == 1 else Phrase(words)


def _words(words: Iterable[Word]) -> Iterable[Word]:
    for word in words:
        for text in word.text.split():
            yield _plain(replace(word, text=text))


def _plain(word: Word) -> Word:
    """Without what says nothing: inflected forms of a truncated word, a bound where no `*` ends the word."""
    if not any(c in word.text for c in WILD):
        return replace(word, most=None)
    return replace(word, stemmed=False, most=word.most if word.text.endswith("*") else None)


def _standard(node: Node) -> Node:
    if isinstance(node, Classified):
        return replace(node, symbol=symbol(node.symbol) or node.symbol)
    if isinstance(node, Coded):
        return replace(node, code=node.code.strip().lower() if node.what == "language" else node.code.strip().upper())
    if isinstance(node, Named):
        return replace(node, words=tuple(replace(w, stemmed=False) for w in _words(node.words)))
    if isinstance(node, Numbered):
        return Numbered(" ".join(node.number.split()))
    return node
