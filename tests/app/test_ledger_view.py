"""The exclusion ledger on the page."""

from __future__ import annotations

import pytest

from indexing.model import Exclusion
from pages.parts.ledger_view import MOST_EACH, MOST_LISTED, ledger_html
from tests.app.plain import HOSTILE, Shown, assert_inert

BEYOND = [Exclusion(f"US{n}A", "shown", f"rank {n}, beyond the 10 asked for", "beyond the 10 asked for") for n in range(11, 1236)]


def test_rules_are_counted_above_the_documents():
    """The count is of all, the documents are bounded and the text says so; a seldom rule is never crowded out."""
    shown = Shown(ledger_html([*BEYOND, Exclusion("US1A", "own", "the case itself")]))
    assert "shownbeyond the 10 asked for1,225" in shown.text
    assert "US11A" in shown.text
    assert "the case itself" in shown.text
    assert f"{MOST_EACH + 1} of 1,226" in shown.text
    assert f"US{11 + MOST_EACH}A" not in shown.text


def test_a_ledger_of_many_rules_is_bounded_all_the_same():
    """Rules and documents beyond the bound are counted."""
    shown = Shown(ledger_html([Exclusion(f"US{n}A", "step", f"reason {n}") for n in range(3000)]))
    assert shown.text.count("reason ") <= MOST_LISTED + 100
    assert "more rules2,960" in shown.text


def test_an_empty_ledger_is_said_to_be_one():
    """No table."""
    assert "No candidate was dropped" in Shown(ledger_html([])).text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_entry_becomes_markup(hostile):
    """Number, step, reason and rule."""
    assert_inert(ledger_html([Exclusion(hostile, hostile, hostile, hostile)]), hostile)
