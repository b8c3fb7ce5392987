"""Sentences in a small collection of our own, for tests of what is made of them."""

from __future__ import annotations

from random import Random

from eval.attribution.changes import FAITHFUL, UNFAITHFUL
from eval.attribution.place import Made, Place


class Near:
    """One other document, and the nouns its sentences begin with."""

    other = ("EP2A1", "desc.1", "A laser printer sorts envelopes by their postal code and prints franking marks on each of them in blue ink.")

    def similar(self, place: Place) -> list[tuple[str, str, str]]:
        return [("EP3A1", "desc.1", f"{place.sentence} Nothing more."), self.other]

    def others(self, place: Place) -> list[tuple[str, str, str]]:
        return [self.other]

    def subjects(self) -> list[str]:
        return ["envelope", "printer"]


def place(sentence: str, rest: str = "", **units: str) -> Place:
    """`sentence` at the beginning of a paragraph that goes on with `rest`."""
    return Place("EP1A1", "desc.1", 0, len(sentence), {"desc.1": f"{sentence} {rest}".strip(), **units}, Near())


def changed(kind: str, sentence: str, rest: str = "", seed: int = 1, **units: str) -> Made | None:
    """What the change `kind` makes of a sentence."""
    table = FAITHFUL if kind in FAITHFUL else UNFAITHFUL
    made: Made | None = table.load(kind)(place(sentence, rest, **units), Random(seed))
    return made


def statement(kind: str, sentence: str, rest: str = "", seed: int = 1, **units: str) -> str:
    """Its statement; empty where the change does not apply."""
    made = changed(kind, sentence, rest, seed, **units)
    return made.statement if made else ""
