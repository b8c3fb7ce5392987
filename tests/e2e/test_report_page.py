"""The report of a comparison in a real browser: axe finds nothing, nothing is asked for, it fits a telephone and paper."""

from __future__ import annotations

import pytest

from eval.reports.formats.html_page import as_html
from tests.eval.reports.made import over

pytestmark = pytest.mark.browser

OPEN = "document.querySelectorAll('details').forEach(part => { part.open = true })"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.html"
    path.write_text(as_html(over()))
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, report, scheme):
    """With every part opened, in light and dark; the page asks for no address but its own."""
    page = browser.new_page(color_scheme=scheme)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report)
    page.evaluate(OPEN)
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    assert [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]] == []
    assert asked == [report]
    page.close()


def test_nothing_is_wider_than_a_telephone(browser, report):
    """Wide tables scroll within themselves."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(report)
    page.evaluate(OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()


def test_what_matters_is_printed_though_it_is_folded(browser, report):
    """The greatest gains and losses; not the long tables that nobody opened."""
    page = browser.new_page()
    page.goto(report)
    page.emulate_media(media="print")
    seen = "label => document.querySelector(`[aria-label='${label}']`).checkVisibility({contentVisibilityAuto: true})"
    assert page.evaluate(seen, "Greatest gains of two on first")
    assert not page.evaluate(seen, "All topics on first")
    page.close()
