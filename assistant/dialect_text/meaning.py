"""From the shape of a query to the house's tree: what its fields, words and operators mean. A dialect brings its tables, the rules are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.dialect_text import conditions
from assistant.dialect_text.canonical import all_of, either_of, simplified
from assistant.dialect_text.proximity import near, together
from assistant.dialect_text.scanning import fault, shown
from assistant.dialect_text.syntax import Fielded, Leaf, Operation
from indexing.errors import UsageError
from indexing.expressions.normal import operands
from indexing.expressions.tree import In, Without
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.dialect_text.model import Notes
    from assistant.dialect_text.syntax import Shape
    from indexing.expressions.tree import Node, Part

_LONGEST_HINT = 120
_MOST_COPIED = 500
Kind = Literal["text", "class", "day", "name", "number", "code", "none"]


@dataclass(frozen=True, slots=True)
class Field:
    """What a field of a dialect means. `parts` for `text`, `what` for the others: scheme, kind of day, role, kind of code; for `none`, why not.

    `remark` is said where the field is used although it means a little less or more than ours. `below`: a class symbol means all below it.
    """

    kind: Kind
    parts: tuple[Part, ...] = ()
    what: str = ""
    remark: str = ""
    below: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A dialect's tables for reading: fields by their names in small letters, and how a leaf of text becomes words (None: it says nothing)."""

    fields: Mapping[str, Field]
    words: Callable[[Leaf, Notes], Node | None]
    usual: str
    """The fields that a hint names."""
    near_distance: int = 1
    """What a distance operator without a number means."""


class Meaning:
    """Reads one query's shape. `notes` collects what is lost."""

    def __init__(self, vocabulary: Vocabulary, notes: Notes) -> None:
        self._vocabulary, self._notes = vocabulary, notes

    def whole(self, shape: Shape) -> Node:
        """The whole query. Raises `UsageError` where nothing of it can be searched here, or a field is unknown."""
        node = self._node(shape, None, "=")
        if node is None:
            raise UsageError("nothing of this query can be searched here", "; ".join(note.text for note in self._notes.all()))
        return simplified(node)

    def _node(self, shape: Shape, field: Field | None, relation: str) -> Node | None:
        if isinstance(shape, Fielded):
            return self._fielded(shape)
        if isinstance(shape, Operation) and (lifted := _lifted(shape)) is not None:
            return self._fielded(lifted)
        if field is not None and field.kind == "text" and (len(field.parts) == 1 or _whole(shape)):
            inner = self._node(shape, None, relation)
            return None if inner is None else In(field.parts, inner)
        if isinstance(shape, Leaf):
            return self._leaf(shape, field, relation)
        if shape.name in {"near", "not-near"} and field is not None and field.kind == "name":
            return conditions.name_near(shape, field.what, self._notes)
        return self._operation(shape, [self._node(one, field, relation) for one in shape.operands])

    def _fielded(self, shape: Fielded) -> Node | None:
        nodes: list[Node] = []
        fields = [self._field(name, shape.column) for name in shape.names]
        for one in _merged(fields):
            if one.remark:
                self._notes.advise("field-approximated", one.remark)
            node = self._node(shape.child, one, shape.relation)
            if node is not None:
                nodes.append(node)
        return either_of(nodes) if nodes else None

    def _field(self, name: str, column: int) -> Field:
        found = self._vocabulary.fields.get(name)
        if found is None:
            hint = nearest(name, list(self._vocabulary.fields))
            if len(hint) > _LONGEST_HINT:
                hint = f"fields that are used most: {self._vocabulary.usual}"
            raise fault(column, f"unknown field '{shown(name)}'", hint)
        return found

    def _leaf(self, leaf: Leaf, field: Field | None, relation: str) -> Node | None:
        if field is None or field.kind == "text":
            node = self._vocabulary.words(leaf, self._notes)
            return node if node is None or field is None else In(field.parts, node)
        if field.kind == "none":
            self._notes.lost("no-counterpart", f"'{shown(leaf.text)}' was left out: {field.what}")
            return None
        return conditions.condition(leaf, field.kind, field.what, relation, self._notes, below=field.below)

    def _operation(self, shape: Operation, nodes: list[Node | None]) -> Node | None:
        name = shape.name
        if name in {"not", "xor", "no"} or name.startswith("not-"):
            return self._negative(shape, nodes)
        kept = [one for one in nodes if one is not None]
        if len(kept) < 2:  # noqa: PLR2004 - nothing left to join
            return kept[0] if kept else None
        if name == "and":
            return all_of(kept)
        return either_of(kept) if name == "or" else self._distance(shape, kept)

    def _distance(self, shape: Operation, nodes: list[Node]) -> Node:
        count = shape.count if shape.count is not None else (self._vocabulary.near_distance if shape.name.endswith("near") else 1)
        if count < 1:
            raise fault(shape.column, "a distance of 0 words holds nothing", "write 1 for words side by side")
        if shape.name.endswith("near"):
            return near(nodes, count, self._notes, ordered=shape.ordered)
        return together(nodes, "sentence" if shape.name.endswith("with") else "paragraph", count, self._notes)

    def _negative(self, shape: Operation, nodes: list[Node | None]) -> Node | None:
        first, *rest = nodes
        if shape.name == "no":
            return None if first is None else Without(first)
        others = [one for one in rest if one is not None]
        if first is None:
            return all_of(Without(one) for one in others) if others and shape.name == "not" else None
        if not others:
            return first
        if shape.name == "not":
            return all_of([first, *(Without(one) for one in others)])
        if shape.name != "not" and _size(first) + _size(others[0]) > _MOST_COPIED:
            message = f"'{shape.name}' stands between more than {_MOST_COPIED} words, which would all be written twice"
            raise fault(shape.column, message, "cut the query into several")
        if shape.name == "xor":
            return either_of([all_of([first, Without(others[0])]), all_of([Without(first), others[0]])])
        return all_of([first, Without(self._distance(shape, [first, others[0]]))])


def _whole(shape: Shape) -> bool:
    """Whether a choice of several fields may go around the whole: no operand must be found in one field and another in another."""
    if isinstance(shape, Operation):
        return shape.name in {"or", "near", "with", "same"} and all(_whole(one) for one in shape.operands)
    return isinstance(shape, Leaf)


def _size(node: Node) -> int:
    inner = operands(node)
    return 1 + sum(map(_size, inner))


def _lifted(shape: Operation) -> Fielded | None:
    """`ia=Apple prox/ordered ia=Corp` as a distance in one field; None where the operands are not plain words of the same fields."""
    if shape.name != "near" or not all(isinstance(one, Fielded) and isinstance(one.child, Leaf) for one in shape.operands):
        return None
    fields = [one for one in shape.operands if isinstance(one, Fielded)]
    if len({one.names for one in fields}) > 1:
        return None
    inner = Operation(shape.name, tuple(one.child for one in fields), shape.column, shape.count, shape.ordered)
    return Fielded(fields[0].names, inner, shape.column)


def _merged(fields: list[Field]) -> list[Field]:
    """Fields of text as one field of all their parts, CPC and IPC as either."""
    texts = [one for one in fields if one.kind == "text"]
    schemes = [one for one in fields if one.kind == "class"]
    others = [one for one in fields if one.kind not in {"text", "class"}]
    merged: list[Field] = []
    if texts:
        parts = tuple(dict.fromkeys(part for one in texts for part in one.parts))
        merged.append(Field("text", parts, remark=next((one.remark for one in texts if one.remark), "")))
    if schemes:
        what = schemes[0].what if len({one.what for one in schemes}) == 1 else "any"
        merged.append(Field("class", what=what, remark=schemes[0].remark, below=schemes[0].below))
    kept = [one for one in others if one.kind != "none"]
    return [*merged, *kept] or list(dict.fromkeys(others))[:1]
