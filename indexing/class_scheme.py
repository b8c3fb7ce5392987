"""What the form of a class symbol tells of the scheme: its level, the symbol at another level, the titles of the sections.

The titles of classes and groups, and the dots that order subgroups below one another, are in the published schemes (IPC, CPC), which are not part
of this program: only what is written in the symbols themselves is known here.
"""

from __future__ import annotations

from typing import Literal

from indexing.classes import above, symbol

ClassLevel = Literal["section", "class", "subclass", "group", "subgroup"]
LEVELS: tuple[ClassLevel, ...] = ("section", "class", "subclass", "group", "subgroup")

SECTIONS = {
    "A": "Human necessities",
    "B": "Performing operations; transporting",
    "C": "Chemistry; metallurgy",
    "D": "Textiles; paper",
    "E": "Fixed constructions",
    "F": "Mechanical engineering; lighting; heating; weapons; blasting",
    "G": "Physics",
    "H": "Electricity",
    "Y": "General tagging of new technological developments and of cross-sectional technologies (CPC only)",
}
"""The sections of the IPC (A to H) and of the CPC (these and Y), with their titles."""

_BY_LENGTH: dict[int, ClassLevel] = {1: "section", 3: "class", 4: "subclass"}


def level_of(name: str) -> ClassLevel:
    """The level of a symbol in the form of `indexing.classes.symbol`."""
    return "subgroup" if "/" in name else _BY_LENGTH.get(len(name), "group")


def at_level(text: str, level: ClassLevel) -> str | None:
    """The symbol at or above `text` at this level, the deepest where there are several (subgroups); None where `text` does not go so deep."""
    if level == "subgroup":
        name = symbol(text)
        return name if name and "/" in name else None
    return next((name for name in above(text) if level_of(name) == level), None)


def printed(name: str) -> str:
    """A symbol as offices print it: a main group with its `/00`."""
    return f"{name}/00" if level_of(name) == "group" else name
