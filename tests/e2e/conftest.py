"""A headless Chromium that can reach this machine only, the real app, and a page that remembers every address it asked for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.conftest import EMBEDDER
from tests.e2e import hostile
from tests.e2e.running import app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
PATIENCE = 90_000
"""Milliseconds that a step may take on a loaded machine."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    if not shutil.which(CHROMIUM):
        pytest.skip("Chromium is missing: sudo apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def app_index(small_index: Path, models_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The session's index of real patents with the hostile and the Japanese document added beside them."""
    from assistant.opening import open_registry
    from indexing.build import build
    from indexing.embedding import open_embedder

    folder = tmp_path_factory.mktemp("app") / "index"
    shutil.copytree(small_index, folder)
    documents = hostile.write(tmp_path_factory.mktemp("app") / "documents")
    build([documents], folder, open_embedder(EMBEDDER, open_registry(models_folder)))
    return folder


@pytest.fixture(scope="session")
def address(app_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over that index, with extractive answers."""
    place = tmp_path_factory.mktemp("run")
    with app(place / "app.log", index=app_index, records=place / "records", llm="none") as base:
        yield base


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh browser session. After the test, every address it asked for must have been on this machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    asked: list[str] = []
    opened = context.new_page()
    context.on("request", lambda request: asked.append(request.url))
    opened.on("websocket", lambda socket: asked.append(socket.url))
    yield opened
    context.close()
    outside = [url for url in asked if urlsplit(url).scheme in {"http", "https", "ws", "wss"} and urlsplit(url).hostname != "127.0.0.1"]
    assert asked
    assert not outside, f"asked outside this machine: {outside}"
