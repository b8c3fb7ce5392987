"""What a person does on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as TooLong
from playwright.sync_api import expect

if TYPE_CHECKING:
    import re

    from playwright.sync_api import Locator, Page

QUESTION = "A hair dryer that emits negative ions to reduce static charge"


def start(page: Page, address: str) -> None:
    """Open the app and wait until it can be asked."""
    page.goto(address)
    ask_box(page).wait_for()
    settled(page)


def ask_box(page: Page) -> Locator:
    return page.get_by_test_id("stChatInputTextArea")


def ask(page: Page, question: str) -> None:
    """Write a question and send it."""
    settled(page)
    box = ask_box(page)
    box.fill(question)
    box.press("Enter")


def run(page: Page) -> None:
    """Let the queries that wait run."""
    search_button(page).wait_for()
    settled(page)
    search_button(page).click()


def search_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Search", exact=True)


def settled(page: Page) -> None:
    """Wait until nothing is being drawn any more, and has not been for a while.

    The page is redrawn piece by piece: the old pieces stay for a moment beside the new ones, and a key pressed on one that goes is lost. What a
    person would not do either, who looks before they act.
    """
    page.wait_for_function(
        """() => {
          const app = document.querySelector('[data-testid=stApp]');
          const still = app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]');
          const seen = (window.__stillSince ||= { markup: 0, at: 0 });
          const markup = document.body.innerHTML.length;
          if (!still || seen.markup !== markup) { seen.markup = markup; seen.at = performance.now(); return false; }
          return performance.now() - seen.at > 500;
        }""",
        polling=100,
    )


def unfold(page: Page, label: str | re.Pattern[str]) -> Locator:
    """Open a fold of the page that is the last of its name; what it holds."""
    settled(page)
    fold = page.get_by_test_id("stExpander").filter(has=page.locator("summary").get_by_text(label)).last
    fold.locator("summary").click()
    expect(fold.locator("details")).to_have_attribute("open", "")
    settled(page)
    return fold


def new_case(page: Page) -> None:
    """Begin anew, and wait until nothing of the old case is drawn any more: the page redraws piece by piece."""
    page.get_by_role("button", name="New case").click()
    page.locator("section.welcome").wait_for()
    expect(page.locator(".question, section.answer")).to_have_count(0)
    settled(page)


def answered(page: Page, number: int = 1) -> Locator:
    """The answer of the round `number`, once it is there and the page is at rest."""
    answer = page.locator("section.answer").nth(number - 1)
    answer.wait_for()
    settled(page)
    expect(page.locator("section.answer")).to_have_count(number)
    return answer


def search(page: Page, question: str = QUESTION) -> Locator:
    """Ask, let the queries run as they are, and wait for the answer."""
    ask(page, question)
    run(page)
    return answered(page)


def choose(page: Page, name: str, option: re.Pattern[str]) -> None:
    """Choose from a list. It closes by itself while the page still moves, so this opens it again, as a person would."""
    settled(page)
    wanted = page.get_by_role("option", name=option)
    for _ in range(6):
        page.get_by_role("combobox", name=name).click()
        try:
            wanted.click(timeout=2500)
        except TooLong:
            page.keyboard.press("Escape")
        else:
            settled(page)
            return
    wanted.click()
