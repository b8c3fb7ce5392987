"""A person searches: the whole way through the real app, on real patents, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from assistant.opening import open_index, open_registry
from pages.parts.target import from_link
from tests.e2e.steps import QUESTION, answered, ask, ask_box, new_case, run, search, search_button, settled, start, unfold

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stored(app_index, models_folder):
    """The stored text of a unit of a document."""
    index = open_index(app_index, open_registry(models_folder))
    yield lambda document, unit: index.document(document).units()[unit]
    index.close()


def test_a_question_becomes_queries_an_answer_and_a_passage_in_its_place(page, address, stored):
    """Ask, edit a query, search, click a citation: exactly the quote is marked, and it is in view."""
    start(page, address)
    ask(page, QUESTION)
    words = page.get_by_role("textbox", name=re.compile("Query 1"))
    words.wait_for()
    expect(words).to_have_value(QUESTION)
    words.fill("ion generator hair dryer static electricity")
    run(page)
    answer = answered(page)
    chip = answer.locator("a.chip").first
    target = from_link(chip.get_attribute("href"))
    quote = stored(target.document, target.unit)[target.start : target.end]
    assert chip.inner_text().startswith("[1] ")
    chip.click()
    mark = page.locator("#quoted")
    mark.wait_for()
    assert "".join(page.locator(".doc mark").all_text_contents()) == quote
    page.wait_for_function("() => { const r = document.getElementById('quoted').getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight }")
    assert answer.is_visible(), "the conversation stays in view beside the document"
    ran = unfold(page, "Queries that ran (2)")
    expect(ran).to_contain_text("ion generator hair dryer static electricity")
    expect(ran).to_contain_text("(edited)")
    page.get_by_role("button", name="Close the document").click()
    mark.wait_for(state="detached")


def test_a_citation_opens_in_a_tab_of_its_own(page, address, stored):
    """The link alone, without the conversation, leads to the marked passage."""
    start(page, address)
    chip = search(page).locator("a.chip").last
    target = from_link(chip.get_attribute("href"))
    with page.context.expect_page() as opening:
        chip.click(modifiers=["ControlOrMeta"])
    tab = opening.value
    tab.locator("#quoted").wait_for()
    assert "".join(tab.locator(".doc mark").all_text_contents()) == stored(target.document, target.unit)[target.start : target.end]
    tab.wait_for_function("() => { const r = document.getElementById('quoted').getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight }")
    expect(page.locator(".doc"), "the first tab keeps its conversation as it was").to_have_count(0)


def test_hits_show_dates_passages_and_what_was_dropped(page, address):
    """What an examiner needs to judge a hit, and the ledger."""
    start(page, address)
    search(page)
    hit = page.locator("li.hit").first
    assert re.search(r"(published|filed|priority) \d{4}-\d\d-\d\d", hit.inner_text())
    assert hit.locator("a.chip").count() >= 1
    public = hit.get_by_role("link", name="Espacenet")
    assert public.get_attribute("href").startswith("https://worldwide.espacenet.com/")
    assert "noreferrer" in public.get_attribute("rel")
    unfold(page, re.compile(r"Candidates dropped \(\d+\)"))
    page.get_by_role("columnheader", name="Rule").wait_for()
    assert "Record:" in page.locator(".record").inner_text()


def test_a_follow_up_keeps_the_case(page, address):
    """The second question stands under the first, and both answers stay."""
    start(page, address)
    search(page)
    ask(page, "Which of them have a switch for the ions?")
    page.locator(".question").nth(1).wait_for()
    run(page)
    answered(page, 2)
    expect(page.locator("section.answer")).to_have_count(2)
    assert page.locator(".question-text").first.inner_text() == QUESTION
    new_case(page)


def test_own_publications_and_the_date_cut_off_hold(page, address):
    """What is excluded, and why, stands above the hits and in the ledger."""
    start(page, address)
    search(page)
    first = page.locator("li.hit .quiet").first.inner_text().split(" · ")[0]
    new_case(page)
    own = page.get_by_role("textbox", name="Own publications")
    own.fill(first)
    own.press("Tab")
    page.get_by_text("Search without asking").click()
    settled(page)
    ask(page, QUESTION)
    answered(page)
    page.locator("li.hit").first.wait_for()
    assert f"own: {first}" in page.locator(".question").inner_text()
    assert not [h for h in page.locator("li.hit .quiet").all_inner_texts() if h.startswith(first + " ")]
    unfold(page, re.compile(r"Candidates dropped \(\d+\)"))
    expect(page.locator(".bounded table.ledger")).to_contain_text(first)


def test_pasted_claims_of_many_kilobytes_are_taken(page, address):
    """A long text is folded, and searched whole."""
    claims = "1. A hair dryer with an ion generator.\n" + "\n".join(
        f"{n}. The dryer of claim 1, wherein part {n} is cooled by air." for n in range(2, 400)
    )
    start(page, address)
    ask(page, claims)
    search_button(page).wait_for()
    assert "show all" in page.locator(".question summary").inner_text()
    run(page)
    answered(page)
    expect(page.locator("li.hit")).to_have_count(10)


def test_an_empty_plan_is_said_to_be_one(page, address):
    """A fault is a sentence with what to do about it; the queries are still there."""
    start(page, address)
    ask(page, QUESTION)
    for number in (1, 2):
        page.get_by_text(f"Leave out query {number}").click()
    run(page)
    page.get_by_role("alert").wait_for()
    assert "no query is left" in page.get_by_role("alert").inner_text().casefold()
    assert "Traceback" not in page.content()
    search_button(page).wait_for()
    assert ask_box(page).is_enabled()
