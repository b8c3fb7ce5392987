"""Class symbols and what stands above them."""

from __future__ import annotations

import pytest

from indexing.classes import above, symbol


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("A45D20/12", "A45D20/12"),
        ("a45d 20/12", "A45D20/12"),
        ("A45D 0020/12", "A45D20/12"),
        ("A45D20/00", "A45D20"),
        ("A45D20", "A45D20"),
        ("Y02E", "Y02E"),
        ("H", "H"),
        ("hair dryer", None),
        ("", None),
        ("A45D20/1", None),
    ],
)
def test_symbols_have_one_form(written: str, form: str | None) -> None:
    """Capitals, no spaces or leading zeros, a main group without its zeros; anything else is none."""
    assert symbol(written) == form


def test_a_symbol_stands_below_all_that_its_form_tells() -> None:
    """Section, class, subclass, main group, and subgroups by their leading digits."""
    assert above("H01L21/02118") == ["H", "H01", "H01L", "H01L21", "H01L21/02", "H01L21/021", "H01L21/0211", "H01L21/02118"]
    assert above("A45D20/00") == ["A", "A45", "A45D", "A45D20"]
    assert above("no symbol") == []
