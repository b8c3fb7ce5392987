"""One parser for all dialects: operators by their rank, those of equal rank from left to right, fields before or after what they qualify.

Precedence climbing (Norvell, "Parsing expressions by recursive descent", 1999); the depth is bounded, so that no query exhausts the stack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.dialect_text.scanning import Token, fault, shown
from assistant.dialect_text.syntax import Fielded, Leaf, Operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.dialect_text.syntax import Shape

MAX_DEPTH = 60
"""Parentheses within parentheses; and operators that cannot be joined into one (`a WITH2 b WITH3 c …`)."""
_STARTS = frozenset({"open", "leaf", "field"})


@dataclass(frozen=True, slots=True)
class Grammar:
    """A dialect's operators by rank (a higher rank binds closer) and the operator that two words side by side stand for.

    `prefix` are operators that take one operand (`NOT a`, `-a`), by the name that `meaning` knows.
    """

    ranks: Mapping[str, int]
    beside: str
    prefix: Mapping[str, str]


class Parser:
    """Parses one query's tokens. `beside_used` tells whether words stood side by side, so that the dialect can say how it read them."""

    def __init__(self, tokens: list[Token], grammar: Grammar) -> None:
        self._tokens, self._grammar = tokens, grammar
        self._at = 0
        self.beside_used = False

    def parse(self) -> Shape:
        """The whole query. Raises `UsageError` with the column of the fault."""
        shape = self._expression(0, 0)
        token = self._tokens[self._at]
        if token.kind == "close":
            raise fault(token.column, "this parenthesis closes nothing", "take it out, or open one before it")
        if token.kind != "end":
            raise fault(token.column, f"'{shown(token.text)}' is not expected here", "check the operators around it")
        return shape

    def _expression(self, lowest: int, depth: int) -> Shape:
        left, height, chain = self._operand(depth), 0, False
        while (found := self._operator()) is not None:
            token, name = found
            rank = self._grammar.ranks[name]
            if rank < lowest:
                break
            if token is not None:
                self._at += 1
            else:
                self.beside_used = True
                token = self._tokens[self._at]
            right = self._expression(rank + 1, depth)
            joined = _join(name, token, left, right, chain=chain)
            height += 0 if len(joined.operands) > 2 else 1  # noqa: PLR2004 - a third operand makes it no deeper
            if height > MAX_DEPTH:
                raise fault(token.column, f"more than {MAX_DEPTH} operators are nested", "cut the query into several")
            left, chain = joined, True
        return left

    def _operator(self) -> tuple[Token | None, str] | None:
        """The operator at hand, and its token unless it is the one between words that stand side by side."""
        token = self._tokens[self._at]
        if token.kind == "operator":
            if token.name in self._grammar.ranks:
                return token, token.name
            return (None, self._grammar.beside) if token.name in self._grammar.prefix else None
        return (None, self._grammar.beside) if token.kind in _STARTS or token.shape is not None else None

    def _operand(self, depth: int) -> Shape:
        token = self._tokens[self._at]
        if depth > MAX_DEPTH:
            raise fault(token.column, f"more than {MAX_DEPTH} parentheses stand within one another", "take out those that are not needed")
        self._at += 1
        shape: Shape
        if token.shape is not None:
            shape = token.shape
        elif token.kind == "leaf":
            shape = Leaf(token.text, token.column, quoted=token.name == "quoted", after=token.relation if token.relation[:1] in {"~", "^"} else "")
        elif token.kind == "field":
            shape = Fielded(token.names, self._operand(depth + 1), token.column, token.relation)
        elif token.kind == "operator" and token.name in self._grammar.prefix:
            shape = Operation(self._grammar.prefix[token.name], (self._operand(depth + 1),), token.column)
        elif token.kind == "open":
            shape = self._expression(0, depth + 1)
            closing = self._tokens[self._at]
            if closing.kind != "close":
                raise fault(token.column, "this parenthesis is never closed", "close it, or take it out")
            self._at += 1
        else:
            raise self._missing(token)
        return self._qualified(shape)

    def _qualified(self, shape: Shape) -> Shape:
        while (token := self._tokens[self._at]).kind == "suffix":
            shape = Fielded(token.names, shape, token.column, token.relation)
            self._at += 1
        return shape

    def _missing(self, token: Token) -> Exception:
        if token.kind == "end":
            return fault(token.column, "something is missing at the end", "finish the query, or take out the last operator")
        if token.kind == "close":
            return fault(token.column, "nothing stands before this parenthesis", "put a word before it, or take it out")
        return fault(token.column, f"'{shown(token.text)}' needs something before it", "put a word before it, or put it between quotation marks")


_CHAINS = frozenset({"and", "or", "not", "near", "with", "same"})


def _join(name: str, token: Token, left: Shape, right: Shape, *, chain: bool) -> Operation:
    """`left` and `right` by the operator; with `chain`, where `left` was made by the same operator, one operation with all operands.

    A distance is one chain only with the same number and order, and not across parentheses: `(a ADJ2 b) ADJ2 c` measures to a group.
    """
    count, ordered = (token.count, token.ordered) if token.kind == "operator" and token.name == name else (None, False)
    if chain and isinstance(left, Operation) and left.name == name and name in _CHAINS and (left.count, left.ordered) == (count, ordered):
        return Operation(name, (*left.operands, right), left.column, count, ordered)
    return Operation(name, (left, right), token.column, count, ordered)
