"""What is said of the language model: at work, on its way, not here, or at an address of its own."""

from __future__ import annotations

import fcntl
import json

import pytest

from assistant.opening import open_registry
from pages.parts.model_choice import names, news
from settings import Endpoint, Settings


@pytest.fixture
def registry(tmp_path):
    """The real list of models over an empty folder."""
    return open_registry(tmp_path)


@pytest.fixture
def settings(tmp_path):
    return Settings(models=tmp_path, llms={"office": Endpoint(provider="openai", model="m", base_url="http://llm.office/v1")})


def test_all_models_may_be_chosen(registry, settings):
    """The listed ones, those at addresses, none at all, and the automatic choice; embedders are not among them."""
    choices = names(settings, registry)
    assert {"auto", "none", "office", registry.default("llm").name} <= set(choices)
    assert registry.default("embedder").name not in choices


def test_a_name_of_the_settings_that_is_unknown_is_still_shown(registry, settings):
    """So that the fault comes when it is used, with the nearest names, and the page stands."""
    assert "qwn" in names(settings.model_copy(update={"llm": "qwn"}), registry)


def test_a_missing_model_is_said_to_be_missing_and_how_it_is_had(registry, settings):
    """It may arrive by itself, so the page keeps looking."""
    said = news("auto", settings, registry)
    assert "priorart models pull" in said.text
    assert "extractive" in said.text
    assert said.arriving


def test_a_download_shows_how_far_it_is(registry, settings, tmp_path):
    """The share and the megabytes, while another process fetches."""
    name = registry.default("llm").name
    work = tmp_path / ".pull" / name
    work.mkdir(parents=True)
    (work / "progress.json").write_text(json.dumps({"done": 250_000_000, "total": 1_000_000_000}))
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = news("auto", settings, registry)
    assert said.share == pytest.approx(0.25)
    assert "is being fetched: 250 of 1,000 MB" in said.text
    assert said.arriving


def test_no_model_needs_no_waiting(registry, settings):
    """Nothing is on its way."""
    assert not news("none", settings, registry).arriving


def test_an_address_is_named_because_questions_go_there(registry, settings):
    """A person must see where the case is sent."""
    said = news("office", settings, registry)
    assert "http://llm.office/v1" in said.text
    assert not said.local
