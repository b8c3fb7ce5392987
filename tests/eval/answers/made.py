"""Small answers made by hand, a collection of three units, and a judge whose verdicts can be read off: it supports what its words hold."""

from __future__ import annotations

from types import MappingProxyType

from eval.answers.model import ASKED, Answered, Cited, Piece, Said, Withheld

STORED = {
    "US1#claim.1": "A hair dryer with a fan that turns at 3000 rpm and a heater of 800 W.",
    "US1#abstract": "The heater is switched off when the hood is lifted. The cord is not removable.",
    "US2#claim.1": "A hood dryer in which steam is led into the hood before drying.",
}
TITLES = {"US1": "Hair dryer", "US2": "Hood dryer"}


class WordSetJudge:
    """Evidence supports a statement where it holds all its words: monotone, so that what the measures do can be worked out on paper."""

    name = "word set"
    facts = MappingProxyType({"made": "by hand"})

    def supports(self, statement: str, evidence: str) -> bool:
        return bool(evidence.strip()) and set(statement.casefold().split()) <= set(evidence.casefold().split())


def stored(passage: str) -> str | None:
    return STORED.get(passage)


def cited(passage: str, quote: str, *, shift: int = 0, as_quoted: str | None = None) -> Cited:
    """A citation of `quote` where it stands; moved by `shift`, or quoted as something else, to plant a fault."""
    start = STORED[passage].index(quote) + shift
    document = passage.partition("#")[0]
    return Cited(passage, quote if as_quoted is None else as_quoted, start, start + len(quote), document, TITLES[document])


def answered(*statements: Said, **more: object) -> Answered:
    """An answer made from US1 and US2 with all of `STORED` as its evidence."""
    evidence = tuple(Piece(passage, TITLES[passage.partition("#")[0]], text) for passage, text in STORED.items())
    values: dict[str, object] = {
        "topic": "T1",
        "kind": ASKED,
        "question": "hair dryer with a hood",
        "statements": statements,
        "not_found": (),
        "notes": (),
        "withheld": (),
        "evidence": evidence,
        "documents": ("US1", "US2"),
        "mode": "generated",
        "asked_model": True,
        "written": len(statements),
        "search_seconds": 0.25,
        "answer_seconds": 1.5,
        "tokens_in": 300,
        "tokens_out": 60,
        **more,
    }
    return Answered(**values)  # type: ignore[arg-type]


def withheld(*reasons: str) -> tuple[Withheld, ...]:
    return tuple(Withheld("A sentence.", reason) for reason in reasons)
