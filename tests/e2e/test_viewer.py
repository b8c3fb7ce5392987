"""The viewer page by its address alone, and what is said where something is lacking."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.running import app
from tests.e2e.steps import search, start

pytestmark = pytest.mark.browser


def test_the_viewer_says_what_it_needs(page, address):
    """Without a document in its address."""
    page.goto(f"{address}/document")
    page.get_by_text("No document is named in the address").wait_for()
    expect(page.locator(".doc")).to_have_count(0)


def test_a_passage_that_is_not_there_is_said_to_be(page, address):
    """The document is shown all the same."""
    page.goto(f"{address}/document?id=US6666666A&unit=claim.9&start=1&end=5")
    page.locator(".doc").wait_for()
    page.get_by_text("no passage at claim.9").wait_for()
    expect(page.locator("mark")).to_have_count(0)


def test_without_an_index_the_app_says_how_to_build_one(page, tmp_path):
    """A fault and its remedy, no traceback, and it can be tried again."""
    with app(tmp_path / "app.log", index=tmp_path / "nothing", records=tmp_path / "records", llm="none") as base:
        page.goto(base)
        page.get_by_role("alert").wait_for()
        assert "priorart index build" in page.get_by_role("alert").inner_text()
        page.get_by_role("button", name="Try again").wait_for()
        assert "Traceback" not in page.content()


def test_the_page_works_in_a_narrow_window(page, address):
    """Nothing is cut off at the side, and a passage opens."""
    page.set_viewport_size({"width": 420, "height": 800})
    start(page, address)
    search(page).locator("a.chip").first.click()
    page.locator("#quoted").wait_for()
    page.wait_for_function("() => { const r = document.getElementById('quoted').getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight }")
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
