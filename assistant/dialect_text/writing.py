"""How a tree is written: what holds for every dialect, with a method for each thing that a dialect says its own way.

A method that cannot say a thing returns None and leaves a note; what it belonged to is written without it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.dialect_text.canonical import simplified
from assistant.dialect_text.model import Notes, Written
from indexing.errors import UsageError
from indexing.expressions.tree import All, Classified, Close, Coded, Dated, Either, In, Named, Numbered, Phrase, Together, Without, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.expressions.tree import Node, Part


_SUBCLASS = 4
"""`A45D`: so many characters; what is longer is a group."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A written part of a query; `kind` is the operator that joins it outermost, empty where nothing can come between."""

    text: str
    kind: str = ""

    def inside(self, kind: str = " ") -> str:
        """As an operand of the operator `kind`: in parentheses unless it is one thing or joined by the same operator."""
        return self.text if self.kind in {"", kind} else f"({self.text})"


class Writer:
    """Writes one tree. `site` is named in notes; `and_`, `or_` and `not_` stand between operands."""

    site = ""
    and_, or_, not_ = " AND ", " OR ", " NOT "
    grouped = True
    """Whether a field may stand around several operands."""
    anywhere: Part | None = None
    """The field that words without one are given."""

    def __init__(self) -> None:
        self.notes = Notes()

    def written(self, node: Node) -> Written:
        """The whole query. Raises `UsageError` where nothing of the tree can be said."""
        piece = self.piece(simplified(node))
        if piece is None:
            raise UsageError(f"nothing of this query can be said to {self.site}", "; ".join(note.text for note in self.notes.all()))
        self.checked(piece.text)
        return Written(piece.text, self.notes.all())

    def checked(self, text: str) -> None:
        """Notes about the query as a whole (its length)."""

    def piece(self, node: Node) -> Piece | None:  # noqa: PLR0911 - one kind of node, one line
        match node:
            case All(operands):
                return self._all(operands)
            case Either(operands):
                return self._either(operands)
            case Without(operand):
                return self._alone(operand)
            case In(parts, operand):
                return self.fielded(parts, operand)
            case Classified():
                return self.classified(node)
            case Dated():
                return self.dated(node)
            case Named():
                return self.named(node)
            case Numbered():
                return self.numbered(node)
            case Coded():
                return self.coded(node)
            case _:
                return self.fielded((self.anywhere,), node) if self.anywhere else self.text(node, None)

    def joined(self, pieces: Sequence[Piece | None], kind: str, operator: str) -> Piece | None:
        kept = [one for one in pieces if one is not None]
        if len(kept) < 2:  # noqa: PLR2004 - nothing to join
            return kept[0] if kept else None
        return Piece(operator.join(one.inside(kind) for one in kept), kind)

    def _all(self, operands: Sequence[Node]) -> Piece | None:
        wanted = [one for one in operands if not isinstance(one, Without)]
        unwanted = [one.operand for one in operands if isinstance(one, Without)]
        runs = _runs(wanted, self.anywhere)
        pieces = [self._grouped(parts, leaves, All) for parts, leaves in runs] if self.grouped else [self.piece(one) for one in wanted]
        text = self.joined(pieces, "and", self.and_)
        if text is None:
            alone = [self._alone(one) for one in unwanted]
            return self.joined(alone, "and", self.and_)
        minus = [one.inside() for one in map(self.piece, unwanted) if one is not None]
        return Piece(self.not_.join([text.inside("and"), *minus]), "and") if minus else text

    def _either(self, operands: Sequence[Node]) -> Piece | None:
        operands = _either_scheme(operands)
        if not self.grouped:
            return self.joined([self.fielded(parts, one) if parts else self.piece(one) for parts, one in _several_parts(operands)], "or", self.or_)
        runs: list[tuple[tuple[Part, ...], list[Node]]] = []
        for parts, leaves in _runs(operands, self.anywhere):
            if parts and runs and runs[-1][0] and runs[-1][1] == leaves and not set(parts) & set(runs[-1][0]):
                runs[-1] = ((*runs[-1][0], *parts), leaves)
            else:
                runs.append((parts, leaves))
        return self.joined([self._grouped(parts, leaves, Either) for parts, leaves in runs], "or", self.or_)

    def _grouped(self, parts: tuple[Part, ...], leaves: list[Node], kind: type[All | Either]) -> Piece | None:
        if parts:
            return self.fielded(parts, leaves[0] if len(leaves) == 1 else kind(tuple(leaves)))
        return self.joined([self.piece(one) for one in leaves], "and" if kind is All else "or", self.and_ if kind is All else self.or_)

    def _alone(self, operand: Node) -> Piece | None:
        """What must not hold, with nothing to take it from."""
        inner = self.piece(operand)
        if inner is None:
            return None
        self.notes.lost("negation-alone", f"{self.site} takes documents away from others only: it needs a condition before NOT")
        return self.negated(inner)

    def negated(self, piece: Piece) -> Piece:
        return Piece(f"{self.not_.strip()} {piece.inside()}", "no")

    def text(self, node: Node, part: str | None) -> Piece | None:  # noqa: PLR0911 - one kind of node, one line
        """Words, phrases, distances and choices of these, looked for in `part` (None: anywhere)."""
        match node:
            case Word():
                return self.word(node, part)
            case Phrase(words):
                return self.phrase(words, part)
            case Close():
                return self.close(node, part)
            case Together():
                return self.together(node, part)
            case Either(operands):
                return self.joined([self.text(one, part) for one in operands], "or", self.or_)
            case All(operands):
                return self.joined([self.text(one, part) for one in operands], "and", self.and_)
        return self.piece(node)

    def left_out(self, what: str) -> None:
        self.notes.lost("no-counterpart", f"{what} was left out: {self.site} has no counterpart")

    def symbol(self, node: Classified) -> tuple[str, bool]:
        """A class symbol as sites write it (`G06N3/00` for the main group), and whether it is a group.

        A group alone can be meant without those below it; of section, class and subclass the note says so.
        """
        if len(node.symbol) <= _SUBCLASS:
            if not node.below:
                self.notes.lost("class-exact", f"{self.site} reads {node.symbol} as everything classified below it")
            return node.symbol, False
        return (node.symbol if "/" in node.symbol else f"{node.symbol}/00"), True

    def missing_fields(self, what: str) -> None:
        self.notes.lost("no-field", f"{self.site} has no field for {what}; the words are looked for anywhere")

    # ------------------------------------------------ what each dialect says its own way

    def fielded(self, parts: tuple[Part, ...], node: Node) -> Piece | None:
        """Words looked for in these parts."""
        raise NotImplementedError

    def word(self, word: Word, part: str | None) -> Piece | None:
        raise NotImplementedError

    def phrase(self, words: tuple[Word, ...], part: str | None) -> Piece | None:
        raise NotImplementedError

    def close(self, node: Close, part: str | None) -> Piece | None:
        raise NotImplementedError

    def together(self, node: Together, part: str | None) -> Piece | None:
        raise NotImplementedError

    def classified(self, node: Classified) -> Piece | None:
        raise NotImplementedError

    def dated(self, node: Dated) -> Piece | None:
        raise NotImplementedError

    def named(self, node: Named) -> Piece | None:
        raise NotImplementedError

    def numbered(self, node: Numbered) -> Piece | None:
        raise NotImplementedError

    def coded(self, node: Coded) -> Piece | None:
        raise NotImplementedError


def _runs(operands: Sequence[Node], anywhere: Part | None) -> list[tuple[tuple[Part, ...], list[Node]]]:
    """Neighbours that are looked for in the same part, without their field; others with an empty one."""

    def part(node: Node) -> tuple[Part, ...]:
        if anywhere and isinstance(node, Word | Phrase | Close | Together):
            return (anywhere,)
        return node.parts if isinstance(node, In) else ()

    return [(parts, [one.operand if isinstance(one, In) else one for one in run]) for parts, run in groupby(operands, key=part)]


def _either_scheme(operands: Sequence[Node]) -> list[Node]:
    """A symbol of the CPC beside the same one of the IPC as one condition on either scheme."""
    out: list[Node] = []
    for one in operands:
        if isinstance(one, Classified) and out and one.scheme == "ipc" and out[-1] == replace(one, scheme="cpc"):
            out[-1] = replace(one, scheme="any")
        else:
            out.append(one)
    return out


def _several_parts(operands: Sequence[Node]) -> list[tuple[tuple[Part, ...], Node]]:
    """Neighbours that look for the same words in different parts, as one with all these parts."""
    out: list[tuple[tuple[Part, ...], Node]] = []
    for one in operands:
        parts, leaf = (one.parts, one.operand) if isinstance(one, In) else ((), one)
        if parts and out and out[-1][0] and out[-1][1] == leaf and not set(parts) & set(out[-1][0]):
            out[-1] = ((*out[-1][0], *parts), leaf)
        else:
            out.append((parts, leaf))
    return out
