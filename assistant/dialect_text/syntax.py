"""The shape of a query before its words have a meaning: leaves, operators and fields, with their columns.

What a leaf means depends on the field it stands in (`F16L11/00.cpc.` is a class, `radar.ti.` a word), so that reading goes in two passes: the
dialect's grammar makes this tree (`precedence`), `meaning` turns it into the house's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word, or what stood between quotation marks. `column` counts from 1. `after` is what follows the closing mark (`~5`)."""

    text: str
    column: int
    quoted: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator and its operands. `name` is the same in all dialects; `count` the number written with it, `ordered` whether order was asked for.

    and or xor not (first without second) no (without the operand) near with same; `not-` before the last three.
    """

    name: str
    operands: tuple[Shape, ...]
    column: int
    count: int | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Fielded:
    """A query looked for in fields (as the dialect names them, in small letters). `relation` is what stood between field and value."""

    names: tuple[str, ...]
    child: Shape
    column: int
    relation: str = "="


Shape = Leaf | Operation | Fielded


def distances(shape: Shape) -> bool:
    """Whether words are to stand near each other anywhere in the query."""
    if isinstance(shape, Operation):
        return shape.name.endswith("near") or any(distances(one) for one in shape.operands)
    return isinstance(shape, Fielded) and distances(shape.child)
