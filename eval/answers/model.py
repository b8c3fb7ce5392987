"""The records of measured answers: what was asked, what was said, what it rests on. Plain values that go into a file and come back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKED = "asked"
"""The kind of a topic's own question on its own results; the other kinds are constructed so that nothing can answer (`eval.answers.unanswerable`)."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as the answer gave it: the unit's id, the quote, and where it is said to stand; `document` is the data set's name for it."""

    passage: str
    quote: str
    start: int
    end: int
    document: str
    title: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its citations; `verbatim` where it is the document's own sentence and no rewording."""

    text: str
    citations: tuple[Cited, ...]
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence that the answerer was given: `text` stands in the unit `passage`."""

    passage: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a language model wrote and the assistant did not show, with its reason."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer with all that is measured of it.

    `documents` are those the answer was made from, best first, under the data set's names. `asked_model` says whether a language model took part,
    `written` how many statements it wrote, `mode` whether any of them is shown (`generated`) or none (`extractive`). Seconds are wall time, tokens
    what language models read and wrote for the answer.
    """

    topic: str
    kind: str
    question: str
    statements: tuple[Said, ...]
    not_found: tuple[str, ...]
    notes: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    evidence: tuple[Piece, ...]
    documents: tuple[str, ...]
    mode: str
    asked_model: bool
    written: int
    search_seconds: float
    answer_seconds: float
    tokens_in: int
    tokens_out: int

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answered:
        """What `to_json` gave. Raises KeyError, TypeError, ValueError for anything else."""
        rest = {name: data[name] for name in cls.__slots__ if name not in {"statements", "withheld", "evidence"}}
        rest |= {name: tuple(map(str, data[name])) for name in ("not_found", "notes", "documents")}
        said = (Said(s["text"], tuple(Cited(**c) for c in s["citations"]), bool(s["verbatim"])) for s in data["statements"])
        return cls(
            statements=tuple(said),
            withheld=tuple(Withheld(**w) for w in data["withheld"]),
            evidence=tuple(Piece(**e) for e in data["evidence"]),
            **rest,
        )
