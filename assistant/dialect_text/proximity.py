"""Distances between what stands around an operator, brought to what the tree can say: words, phrases, choices of these, and such distances.

`(a OR b) NEAR c` and `(a ADJ b) NEAR5 c` stay one distance. Where an operand is more, the distance is spread over it: exactly over a choice, with a
note over a conjunction (which the languages themselves describe only vaguely).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialect_text.canonical import all_of, either_of
from indexing.expressions.tree import All, Close, Either, In, Phrase, Together, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.dialect_text.model import Notes
    from indexing.expressions.tree import Node, Part, Span

FARTHEST = 1000
"""The greatest distance that the house measures, in words, sentences or paragraphs."""
MOST_NEAR = 8
"""Operands of one distance in any order: the orders of more are too many to try."""
_MOST = 400
"""More distances than this are not made of one operator; it becomes AND, with a note."""


def near(operands: Sequence[Node], distance: int, notes: Notes, *, ordered: bool) -> Node:
    """All operands within `distance` of each other."""
    distance = _bounded(distance, notes)
    if not ordered and len(operands) > MOST_NEAR:
        return _apart(operands, f"{distance} words in any order, {len(operands)} operands at once,", notes)
    return _lifted(operands, notes, lambda bare: _near(bare, distance, ordered, notes))


def together(operands: Sequence[Node], span: Span, count: int, notes: Notes) -> Node:
    """All operands in the same `count` sentences or paragraphs."""
    return _lifted(operands, notes, lambda bare: _together(bare, span, _bounded(count, notes), notes))


def _lifted(operands: Sequence[Node], notes: Notes, join: Callable[[Sequence[Node]], Node]) -> Node:
    """Fields around every operand, where they are the same, go around the whole: `ti=a prox ti=b`."""
    parts = [_parts(one) for one in operands]
    if len(set(parts)) > 1:
        return _apart(operands, "one field", notes)
    bare = [one.operand if isinstance(one, In) else one for one in operands]
    whole = join(bare)
    return In(parts[0], whole) if parts[0] else whole


def _parts(node: Node) -> tuple[Part, ...]:
    return node.parts if isinstance(node, In) else ()


def _wordy(node: Node) -> bool:
    """Whether the node is made of words alone."""
    if isinstance(node, All | Either | Close | Together):
        return all(_wordy(one) for one in node.operands)
    return isinstance(node, Word | Phrase)


def _plain(node: Node) -> bool:
    """What has a place in the text, so that a distance may be measured to it: words, phrases, choices of these, and what is close itself."""
    return isinstance(node, Word | Phrase) or (isinstance(node, Either | Close | Together) and all(_plain(one) for one in node.operands))


def _together(operands: Sequence[Node], span: Span, count: int, notes: Notes) -> Node:
    flat = [inner for one in operands for inner in (one.operands if isinstance(one, All) else (one,))]
    if len(flat) > len(operands):
        notes.lost("nested-proximity", f"words joined by AND beside an operator for the same {span} were read as all in that {span}")
    if all(_plain(one) for one in flat):
        return Together(tuple(flat), span, count)
    if not all(_wordy(one) for one in flat) or _size(flat) > _MOST:
        return _apart(flat, f"the same {span}", notes)
    n, rough = next((n, one) for n, one in enumerate(flat) if not _plain(one))
    if not isinstance(rough, Either):
        return _apart(flat, f"the same {span}", notes)
    return either_of(_together([*flat[:n], one, *flat[n + 1 :]], span, count, notes) for one in rough.operands)


def _near(operands: Sequence[Node], distance: int, ordered: bool, notes: Notes) -> Node:
    if all(_plain(one) for one in operands):
        return Close(tuple(operands), distance, ordered)
    if not all(_wordy(one) for one in operands):
        return _apart(operands, f"{distance} words", notes)
    n, rough = next((n, one) for n, one in enumerate(operands) if not _plain(one))

    def again(one: Node) -> Node:
        return _near([*operands[:n], one, *operands[n + 1 :]], distance, ordered, notes)

    if isinstance(rough, Either):
        if _size(operands) > _MOST:
            return _apart(operands, f"{distance} words", notes)
        return either_of(again(one) for one in rough.operands)
    notes.lost("nested-proximity", "a distance to a group that holds AND was read as a distance to any word of the group")
    words = either_of(_words(rough))
    return all_of([rough, again(words)])


def _words(node: Node) -> list[Node]:
    if isinstance(node, All | Either | Close | Together):
        return [word for one in node.operands for word in _words(one)]
    return [node]


def _size(operands: Sequence[Node]) -> int:
    total = 1
    for one in operands:
        total *= len(one.operands) if isinstance(one, Either) and not _plain(one) else 1
    return total


def _apart(operands: Sequence[Node], within: str, notes: Notes) -> Node:
    notes.lost("proximity-to-and", f"what should stand within {within} cannot be measured between these operands and became AND")
    return all_of(operands)


def _bounded(distance: int, notes: Notes) -> int:
    if distance > FARTHEST:
        notes.lost("proximity-limit", f"a distance of {distance} was cut to {FARTHEST}, the greatest that is measured here")
    return min(distance, FARTHEST)
