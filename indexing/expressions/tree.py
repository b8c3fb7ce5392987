"""The syntax tree of Boolean expressions: what examiners' query languages have in common, and what the index runs.

Every dialect is parsed into this tree and written from it (`assistant.dialects`); the house's own notation is `indexing.expressions.notation`.
What a node means is defined by `indexing.expressions.matching` on the stored text of one document; engines may only be faster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

Part = Literal["title", "abstract", "claims", "description", "text"]
"""Where words are looked for. `text` is all of them."""
Span = Literal["sentence", "paragraph"]
Day = Literal["published", "filed", "priority"]
Role = Literal["applicant", "inventor"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word, compared without regard to case and accents; whether inflected forms match is `stemmed`.

    `*` in `text` stands for any run of characters, `?` for exactly one, `#` for none or one. `most`, where given, bounds what a `*` at the end may
    stand for.
    """

    text: str
    most: int | None = None
    stemmed: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side in this order."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """All operands within a distance of each other in the same unit of text: at most `distance` - 1 other words between neighbours.

    `ordered`: in the order of the operands. Distance 1 and ordered is adjacency. Operands are words, phrases, `Close`
    themselves (which then reach from their first word to their last), or `Either` of these; what two operands hold does not overlap.
    """

    operands: tuple[Node, ...]
    distance: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class Together:
    """All operands within `count` neighbouring sentences or paragraphs (1: the same one) of one unit-bearing part; a claim is a paragraph.

    Operands are as those of `Close`, or `Together` themselves. Sentences are neighbours within one unit only; a title is a sentence and a paragraph.
    """

    operands: tuple[Node, ...]
    span: Span
    count: int = 1


@dataclass(frozen=True, slots=True)
class All:
    """Every operand holds for the document."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one operand holds."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The operand does not hold. An expression of nothing else matches every other document."""

    operand: Node


@dataclass(frozen=True, slots=True)
class In:
    """The operand, looked for in these parts only; at least one of them must satisfy it by itself.

    Within `In` the innermost one holds. What is not about words (classes, dates, numbers …) is not restricted by it.
    """

    parts: tuple[Part, ...]
    operand: Node


@dataclass(frozen=True, slots=True)
class Classified:
    """Documents with a class symbol (`A45D20/12`), or, with `below`, any under it as `indexing.classes` tells. `scheme`: `cpc`, `ipc` or either."""

    symbol: str
    below: bool = True
    scheme: Literal["cpc", "ipc", "any"] = "any"


@dataclass(frozen=True, slots=True)
class Dated:
    """Documents whose date of this kind lies from `first` to `last`, both included; None: open. A document without that date does not match."""

    day: Day
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Documents with an applicant or inventor whose name holds these words in this order; `*` as in `Word`."""

    role: Role
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """The document of this publication number, in any form."""

    number: str


@dataclass(frozen=True, slots=True)
class Coded:
    """Documents by ST.3 office code (`country`), ST.16 kind code (`A` stands for all that begin so) or ISO 639-1 language."""

    what: Literal["country", "kind", "language"]
    code: str


Node = Word | Phrase | Close | Together | All | Either | Without | In | Classified | Dated | Named | Numbered | Coded
