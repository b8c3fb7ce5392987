"""The examiner steers: queries of every step, what feedback made, marks, the ledger, and why any document is or is not in the list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.running import app
from tests.e2e.steps import QUESTION, answered, ask, choose, run, search, search_button, settled, start, unfold
from tests.e2e.test_accessibility import violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def learning(app_index, tmp_path_factory):
    """The app with the recipe that learns from marks as the one preferred."""
    place = tmp_path_factory.mktemp("learning")
    with app(place / "app.log", index=app_index, records=place / "records", llm="none", recipe="feedback") as base:
        yield base


def mark(page, verb, place):
    """Judge the hit at `place` (from 0), and wait until the page shows it; its number."""
    act = page.locator(f"a.act-{verb}").nth(place)
    act.click()
    expect(act).to_have_attribute("aria-pressed", "true")
    settled(page)
    return act.get_attribute("aria-label").partition(": ")[2]


def test_marks_teach_the_next_search_and_the_page_says_which(page, learning):
    """Pseudo-feedback first, and its queries are listed; then what was marked teaches, named above the hits; a mark can be taken back."""
    start(page, learning)
    ask(page, QUESTION)
    expect(page.locator(".feedback-note")).to_contain_text("makes further queries")
    run(page)
    answered(page)
    expect(page.locator(".taught")).to_contain_text("nobody judged them")
    good, bad, neither = mark(page, "relevant", 2), mark(page, "irrelevant", 0), mark(page, "relevant", 4)
    page.locator("a.act-relevant").nth(4).click()
    expect(page.locator("a.act-relevant").nth(4)).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".judged")).to_have_text(f"Marked in this case: relevant {good} · not relevant {bad}")
    page.get_by_role("button", name="Search again with these marks").click()
    expect(page.locator(".question")).to_have_count(2)
    expect(page.locator(".judged").last).to_contain_text("the search learns from them")
    run(page)
    answered(page, 2)
    taught = page.locator(".taught").last
    expect(taught).to_contain_text(f"1 document judged relevant: {good}")
    expect(taught).to_contain_text(bad)
    expect(taught).not_to_contain_text(neither)
    page.get_by_role("button", name="New case").click()
    page.locator("section.welcome").wait_for()
    search(page)
    expect(page.locator("[aria-pressed=true]"), "marks belong to the case").to_have_count(0)


def test_queries_of_feedback_can_be_edited_and_run_again(page, learning):
    """They stand in a plan with the others; what runs is what the person left, and nothing is learnt anew."""
    start(page, learning)
    search(page)
    unfold(page, "Queries that ran (4)")
    expect(page.locator(".queries .badge")).to_have_count(2)
    page.get_by_role("button", name="Edit and run again").click()
    learnt = page.get_by_role("textbox", name=re.compile("Query 3: words"))
    expect(learnt).to_be_visible()
    expect(page.locator(".feedback-note")).to_have_count(0)
    learnt.fill("ozone lamp")
    page.get_by_text("Leave out query 4").click()
    page.get_by_role("button", name="Keep the changes").click()
    expect(page.get_by_role("textbox", name=re.compile("Query 4"))).to_have_count(0)
    expect(page.get_by_role("textbox", name=re.compile("Query 3"))).to_have_value("ozone lamp")
    run(page)
    answered(page, 2)
    unfold(page, re.compile(r"Queries that ran \(\d\)"))
    ran = page.locator("ol.queries").last
    expect(ran).to_contain_text("ozone lamp")
    expect(ran.locator(".query-text").nth(2)).to_have_text("ozone lamp")


def test_a_query_is_added_for_any_search_of_the_recipe(page, learning):
    """Also for one that feedback would feed: the person's query runs instead."""
    start(page, learning)
    ask(page, QUESTION)
    search_button(page).wait_for()
    unfold(page, "Add a query")
    page.get_by_role("textbox", name="Your query").wait_for()
    choose(page, "Search it by", re.compile("learnt_words"))
    page.get_by_role("textbox", name="Your query").fill("plasma discharge")
    page.get_by_role("button", name="Keep the changes").click()
    expect(page.get_by_role("textbox", name=re.compile("Query 3: words"))).to_have_value("plasma discharge")
    expect(page.locator(".feedback-note")).not_to_contain_text("learnt_words")
    page.get_by_role("button", name="As the recipe made them").click()
    expect(page.get_by_role("textbox", name=re.compile("Query 3"))).to_have_count(0)


def test_why_answers_for_a_hit_for_one_left_out_and_for_one_that_is_not_there(page, address):
    """Beside the hit by its link, below the list by any number; the ledger's documents have their reason."""
    start(page, address)
    search(page)
    why = page.locator("a.act-why").first
    why.click()
    expect(why).to_have_attribute("aria-expanded", "true")
    expect(page.locator("li.hit .account")).to_contain_text("shown at rank 1 of 10")
    expect(page.locator("li.hit .account table")).to_contain_text("query 1")
    unfold(page, re.compile(r"Candidates dropped \(\d+\)"))
    expect(page.locator("table.rules")).to_contain_text("beyond the 10 asked for")
    dropped = page.locator(".bounded a.opens").first.inner_text()
    box = page.get_by_role("textbox", name="Why is a document in this list, or not?")
    below = page.locator(".account").last
    for number, said in ((dropped, "beyond the 10 asked for"), ("XX99", "not in this collection"), ("<img src=x onerror=alert(1)>", "not in")):
        box.fill(number)
        box.press("Enter")
        expect(below).to_contain_text(said)
    expect(page.locator("img[src='x']")).to_have_count(0)
    assert not violations(page)
    why.click()
    expect(page.locator("li.hit .account")).to_have_count(0)


def test_marks_and_whys_need_no_mouse(page, address):
    """Enter and Space both act, once, however often the page was drawn anew before; the keyboard keeps its place."""
    start(page, address)
    search(page)
    mark(page, "relevant", 3)
    mark(page, "irrelevant", 3)
    act = page.locator("a.act-relevant").nth(1)
    act.focus()
    page.keyboard.press("Space")
    expect(act).to_have_attribute("aria-pressed", "true")
    settled(page)
    expect(act).to_be_focused()
    page.keyboard.press("Tab")
    other = page.locator("a.act-irrelevant").nth(1)
    expect(other).to_be_focused()
    page.keyboard.press("Enter")
    expect(other).to_have_attribute("aria-pressed", "true")
    expect(act).to_have_attribute("aria-pressed", "false")
    expect(other).to_be_focused()


def test_the_recipe_says_what_it_does_and_another_one_makes_other_queries(page, address):
    """Steps in words beside the choice; a plan that waits can be made anew by the recipe chosen."""
    start(page, address)
    ask(page, QUESTION)
    expect(page.get_by_role("textbox", name=re.compile("Query 2"))).to_be_visible()
    choose(page, "Recipe", re.compile("^words:"))
    page.get_by_role("button", name="Make them anew by words").click()
    expect(page.get_by_role("textbox", name=re.compile("Query 2"))).to_have_count(0)
    expect(page.get_by_role("textbox", name=re.compile("Query 1: words"))).to_be_visible()
    unfold(page, "What this recipe does")
    expect(page.locator(".recipe .steps")).to_contain_text("search.words")
    assert not violations(page)


def test_hits_tell_their_legal_status_where_the_case_has_a_date(page, address):
    """With the sentence and the law's source; nothing without a date."""
    start(page, address)
    search(page)
    expect(page.locator(".legal")).to_have_count(0)
    unfold(page, "Legal status of the hits")
    page.get_by_test_id("stDateInputField").last.get_by_role("spinbutton").first.click()
    page.keyboard.type("19500101")
    page.keyboard.press("Tab")
    settled(page)
    ask(page, "A hair dryer with a folding handle")
    run(page)
    answered(page, 2)
    legal = page.locator(".legal")
    expect(legal).to_have_count(10)
    expect(legal.first).to_contain_text("EPC")
    expect(page.locator(".question").last).to_contain_text("effective date 1950-01-01")


def test_an_expression_is_checked_and_shown_in_the_syntax_of_another_site(page, address):
    """A fault names the query and its column before anything runs; the form keeps what was written; each site's syntax has its notes."""
    start(page, address)
    choose(page, "Recipe", re.compile("^boolean:"))
    settled(page)
    ask(page, "A hair dryer with an ion generator and a folding handle")
    query = page.get_by_role("textbox", name=re.compile("Query 1: Boolean"))
    query.fill("(dryer OR drier AND ti:hair")
    run(page)
    expect(page.get_by_role("alert")).to_contain_text("Query 1")
    expect(query).to_have_value("(dryer OR drier AND ti:hair")
    query.fill("(dryer OR drier) AND hair NEAR/3 dryer")
    page.get_by_role("button", name="Keep the changes").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    unfold(page, "Show in the syntax of another site")
    choose(page, "Syntax of", re.compile("Patent Public Search"))
    expect(page.get_by_test_id("stCode")).to_contain_text("NEAR3")
    run(page)
    answered(page)
    page.locator("li.hit").first.wait_for()
    assert not violations(page)
