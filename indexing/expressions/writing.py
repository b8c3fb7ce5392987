"""Expressions written in the house's own notation (`indexing.expressions.notation`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.expressions.fields import CODES, DAYS, PARTS, ROLES, SCHEMES
from indexing.expressions.normal import operands, simplify
from indexing.expressions.scanning import OPERATOR
from indexing.expressions.tree import All, Classified, Close, Coded, Dated, Either, In, Named, Numbered, Phrase, Together, Without, Word

if TYPE_CHECKING:
    import datetime as dt

    from indexing.expressions.tree import Node

_NAMES = {meaning: name for table in (PARTS, SCHEMES, DAYS, ROLES, CODES) for name, meaning in table.items()}
_LEVELS: dict[type, int] = {Either: 1, All: 2, Without: 3, Together: 4, Close: 5}
_LEAF = 6
_BARE = re.compile(r"""[^\s()"“”„\\~{}:=,]+""")
_ESCAPED = re.compile(r"""[\\"“”„~{}]""")


def write(node: Node) -> str:
    """`node` in the house's notation, on one line; `parse` reads its normal form out of it."""
    return _written(simplify(node))


def _written(node: Node) -> str:
    if isinstance(node, Word | Phrase):
        return _words((node,) if isinstance(node, Word) else node.words)
    if isinstance(node, Without):
        return f"NOT {_inner(node.operand, node)}"
    if isinstance(node, In):
        names = ",".join(_NAMES[part] for part in node.parts)
        inner = _written(node.operand)
        return f"{names}:{inner if isinstance(node.operand, Word | Phrase) else f'({inner})'}"
    if not operands(node):
        return _fact(node)
    return _operator(node).join(_inner(o, node) for o in operands(node))


def _fact(node: Node) -> str:
    if isinstance(node, Classified):
        return f"{_NAMES[node.scheme]}{':' if node.below else '='}{_value(node.symbol)}"
    if isinstance(node, Dated):
        return f"{_NAMES[node.day]}:{_dates(node.first, node.last)}"
    if isinstance(node, Named):
        return f"{_NAMES[node.role]}:{_words(node.words)}"
    if isinstance(node, Numbered):
        return f"pn:{_value(node.number)}"
    if isinstance(node, Coded):
        return f"{_NAMES[node.what]}:{_value(node.code)}"
    msg = f"{type(node).__name__} joins nothing"
    raise TypeError(msg)


def _operator(node: Node) -> str:
    if isinstance(node, Close):
        name, count = "ADJ" if node.ordered else "NEAR", node.distance
    elif isinstance(node, Together):
        name, count = node.span.upper(), node.count
    else:
        return " AND " if isinstance(node, All) else " OR "
    return f" {name} " if count == 1 else f" {name}/{count} "


def _inner(node: Node, outer: Node) -> str:
    closer = _LEVELS.get(type(node), _LEAF) > _LEVELS[type(outer)]
    return _written(node) if closer else f"({_written(node)})"


def _words(words: tuple[Word, ...]) -> str:
    if len(words) == 1 and _BARE.fullmatch(words[0].text) and not OPERATOR.fullmatch(words[0].text):
        return _marked(words[0], words[0].text)
    return '"' + " ".join(_marked(w, _escaped(w.text)) for w in words) + '"'


def _marked(word: Word, text: str) -> str:
    return f"{'~' if word.stemmed else ''}{text}{'' if word.most is None else f'{{{word.most}}}'}"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: f"\\{m[0]}", text)


def _value(text: str) -> str:
    return text if _BARE.fullmatch(text) and not OPERATOR.fullmatch(text) else f'"{_escaped(text)}"'


def _dates(first: dt.date | None, last: dt.date | None) -> str:
    if first and first == last:
        return first.isoformat()
    return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"
