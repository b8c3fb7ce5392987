"""Nothing leaves the machine, and no text becomes markup. The `page` fixture fails any test here that asked outside this machine."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.e2e.hostile import CJK_CLAIM, HOSTILE_CLAIM, HOSTILE_TITLE
from tests.e2e.steps import answered, ask, run, search, start

pytestmark = pytest.mark.browser


def assert_inert(page):
    """No image, frame, form or foreign link came of the text, and no script ran."""
    expect(page.locator("img[src*='evil'], iframe, [onerror], [onclick], a[href*='evil']")).to_have_count(0)
    assert page.title() != "owned"


def test_a_hostile_document_is_shown_as_it_is_written(page, address):
    """Markdown, HTML, scripts and bidirectional overrides in a patent stay text: in hits, in the answer, in the viewer."""
    start(page, address)
    search(page, "quokka trap with a bait door")
    hit = page.locator("li.hit").first
    assert hit.locator("a.hit-title").text_content() == HOSTILE_TITLE
    assert_inert(page)
    hit.locator("a.chip", has_text="claim 1").click()
    shown = page.locator("[id='unit-claim.1'] .doc-text")
    shown.wait_for()
    assert shown.text_content() == HOSTILE_CLAIM
    expect(shown.locator("bdi.control")).to_have_count(2)
    assert_inert(page)


def test_a_hostile_question_is_shown_as_it_is_written(page, address):
    """What a person pastes is text as well."""
    start(page, address)
    ask(page, HOSTILE_CLAIM)
    question = page.locator(".question-text")
    question.wait_for()
    assert question.text_content() == HOSTILE_CLAIM
    run(page)
    answered(page)
    assert_inert(page)


@pytest.mark.parametrize("name", ["![x](http://evil.example/a.png)", "<img src=x onerror=\"document.title='owned'\">", "../../etc/passwd"])
def test_a_hostile_address_is_answered_in_words(page, address, name):
    """An id that names nothing gives a fault without markup and without a traceback."""
    page.goto(f"{address}/document?{urlencode({'id': name})}")
    page.get_by_role("alert").wait_for()
    assert "Traceback" not in page.content()
    assert_inert(page)


def test_other_writing_systems_are_shown(page, address):
    """Japanese and Chinese are found, shown and marked like any other text."""
    start(page, address)
    search(page, "zyzzyva")
    page.locator("li.hit").first.locator("a.chip", has_text="claim 1").click()
    shown = page.locator("[id='unit-claim.1'] .doc-text")
    shown.wait_for()
    assert shown.text_content() == CJK_CLAIM
