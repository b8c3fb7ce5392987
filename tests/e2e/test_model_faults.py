"""Language models that do not answer: the person stops them, or the answer comes without them. And the real small one."""

from __future__ import annotations

import json
import re
import socket
import threading

import pytest
from playwright.sync_api import expect

from tests.conftest import SMALL_LLM
from tests.e2e.running import app, free_port
from tests.e2e.steps import QUESTION, answered, ask, ask_box, run, search, settled, start

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def silent():
    """An endpoint that takes every request and never answers; and how many it has taken."""
    taken, held = threading.Event(), []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        over = threading.Event()

        def take():
            while not over.is_set():
                try:
                    held.append(server.accept()[0])
                    taken.set()
                except TimeoutError:
                    continue

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1", taken
        over.set()
        thread.join(5)
        for connection in held:
            connection.close()


@pytest.fixture(scope="module")
def faulty(silent, app_index, tmp_path_factory):
    """The app with a model that never answers, chosen, and one whose address is dead."""
    place = tmp_path_factory.mktemp("faulty")
    dead = f"http://127.0.0.1:{free_port()}/v1"
    models = {name: {"provider": "openai", "model": "m", "base_url": url} for name, url in (("silent", silent[0]), ("dead", dead))}
    with app(place / "app.log", index=app_index, records=place / "records", llm="silent", llms=json.dumps(models), recipe="hybrid-llm") as base:
        yield base


def choose_model(page, name):
    page.get_by_role("combobox", name="Language model").click()
    page.get_by_role("option", name=re.compile(name)).click()


def test_stop_really_stops(page, faulty, silent):
    """While the model is being waited for: the work ends, the question stays, and the next one can be asked."""
    start(page, faulty)
    page.get_by_text(re.compile("are sent to http://127.0.0.1")).wait_for()
    ask(page, QUESTION)
    page.locator(".working").wait_for()
    assert silent[1].wait(30), "the model was asked"
    assert ask_box(page).is_disabled()
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("Stopped", exact=True).wait_for()
    expect(page.locator(".working")).to_have_count(0)
    assert page.locator(".question-text").inner_text() == QUESTION
    assert ask_box(page).is_enabled()
    page.get_by_role("button", name="Try again").wait_for()


def test_a_model_that_is_down_costs_the_generated_answer_only(page, faulty):
    """The recipe falls back to key terms, the answer to the documents' own sentences, and both say so."""
    start(page, faulty)
    choose_model(page, "dead")
    settled(page)
    ask(page, QUESTION)
    run(page)
    answer = answered(page)
    assert "Extractive answer" in answer.inner_text()
    assert answer.locator("a.chip").count() >= 1
    assert "language model" in " ".join(page.locator("ul.notes").all_inner_texts()).casefold()


@pytest.mark.llm
def test_the_small_embedded_model_answers_with_checked_quotes(page, app_index, tmp_path):
    """The real process: chosen by name, at work on this machine, every statement with a chip; what it cannot support is not shown as fact."""
    with app(tmp_path / "app.log", index=app_index, records=tmp_path / "records", llm=SMALL_LLM) as base:
        start(page, base)
        page.get_by_text(f"{SMALL_LLM} is at work on this machine").wait_for()
        page.set_default_timeout(120_000)
        answer = search(page)
        statements = answer.locator(".statements > li")
        assert statements.count() >= 1
        assert all(statements.nth(n).locator("a.chip").count() for n in range(statements.count()))
        assert "calls," in answer.inner_text(), "the cost says that the model was asked"
