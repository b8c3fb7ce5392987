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


def ask_box(page: Page) -> Locator:
    return page.get_by_test_id("stChatInputTextArea")


def ask(page: Page, question: str) -> None:
    """Write a question and send it."""
    box = ask_box(page)
    box.fill(question)
    box.press("Enter")


def search_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Search", exact=True)


def settled(page: Page) -> None:
    """Wait until nothing is being drawn any more: what is about to be replaced is shown faded."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_function("() => ![...document.querySelectorAll('[data-stale=true]')].length")
    page.wait_for_timeout(400)  # the fading itself


def new_case(page: Page) -> None:
    """Begin anew, and wait until nothing of the old case is drawn any more: the page redraws piece by piece."""
    page.get_by_role("button", name="New case").click()
    page.locator("section.welcome").wait_for()
    page.locator(".question").first.wait_for(state="detached")
    page.locator("section.answer").first.wait_for(state="detached")


def answered(page: Page, number: int = 1) -> Locator:
    """The answer of the round `number`, once it is there."""
    answer = page.locator("section.answer").nth(number - 1)
    answer.wait_for()
    return answer


def search(page: Page, question: str = QUESTION) -> Locator:
    """Ask, let the queries run as they are, and wait for the answer."""
    ask(page, question)
    search_button(page).click()
    return answered(page)


def choose(page: Page, name: str, option: re.Pattern[str]) -> None:
    """Choose from a list. It closes by itself while the page still moves, so this opens it again, as a person would."""
    wanted = page.get_by_role("option", name=option)
    for _ in range(6):
        page.get_by_role("combobox", name=name).click()
        try:
            wanted.click(timeout=2500)
        except TooLong:
            page.keyboard.press("Escape")
        else:
            return
    wanted.click()
