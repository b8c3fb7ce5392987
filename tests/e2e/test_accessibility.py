"""Axe finds nothing serious that is ours, and the page can be used from the keyboard."""

from __future__ import annotations

import pytest

from tests.e2e.steps import QUESTION, answered, ask, ask_box, run, search_button, settled, start

pytestmark = pytest.mark.browser

STREAMLITS: dict[str, str] = {}
"""Rules that Streamlit's own elements break, with the reason; none of our markup may."""


def violations(page):
    """Serious and critical findings of axe that are not Streamlit's known ones, as rule and element."""
    settled(page)
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]}"
        for v in found
        if v["impact"] in {"serious", "critical"} and v["id"] not in STREAMLITS
        for node in v["nodes"]
    ]


def test_every_stage_of_a_search_is_accessible(page, address):
    """At the start, with the queries, with the answer, with a document open, and on the viewer page."""
    start(page, address)
    assert not violations(page)
    ask(page, QUESTION)
    search_button(page).wait_for()
    assert not violations(page)
    run(page)
    chip = answered(page).locator("a.chip").first
    assert not violations(page)
    href = chip.get_attribute("href")
    chip.click()
    page.locator("#quoted").wait_for()
    assert not violations(page)
    page.goto(f"{address}/{href}")
    page.locator("#quoted").wait_for()
    assert not violations(page)


def test_a_search_needs_no_mouse(page, address):
    """Question, queries, answer and passage by Tab and Enter alone."""
    start(page, address)
    ask_box(page).focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    search_button(page).wait_for()
    settled(page)
    search_button(page).focus()
    page.keyboard.press("Enter")
    chip = answered(page).locator("a.chip").first
    chip.focus()
    assert chip.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.locator("#quoted").wait_for()
