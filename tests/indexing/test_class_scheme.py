"""What the form of a class symbol tells."""

from __future__ import annotations

import pytest

from indexing.class_scheme import LEVELS, SECTIONS, at_level, level_of, printed
from indexing.classes import above


def test_a_ladder_goes_through_the_levels() -> None:
    assert [level_of(name) for name in above("A45D 20/122")] == ["section", "class", "subclass", "group", "subgroup", "subgroup"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A45D 20/122", ("A", "A45", "A45D", "A45D20", "A45D20/122")),
        ("h01l0021/02", ("H", "H01", "H01L", "H01L21", "H01L21/02")),
        ("Y02E10/00", ("Y", "Y02", "Y02E", "Y02E10", None)),
        ("A45", ("A", "A45", None, None, None)),
        ("hair", (None, None, None, None, None)),
    ],
)
def test_a_symbol_at_each_level(text: str, found: tuple[str | None, ...]) -> None:
    """None where it does not go so deep, or is no symbol."""
    assert tuple(at_level(text, level) for level in LEVELS) == found


def test_main_groups_are_printed_with_their_stroke() -> None:
    assert [printed(name) for name in ("A", "A45D", "A45D20", "A45D20/12")] == ["A", "A45D", "A45D20/00", "A45D20/12"]


def test_every_section_has_a_title() -> None:
    assert "".join(SECTIONS) == "ABCDEFGHY"
    assert all(SECTIONS.values())
