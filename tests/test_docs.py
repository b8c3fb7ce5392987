"""Docs that break the build: what can be set, run or listed is in them, and what they name exists."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

import pytest

from cli import parser
from settings import Settings
from tests.house import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COMMAND_LINE = (ROOT / "docs/command-line.md").read_text("utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def commands(of: argparse.ArgumentParser, prefix: str = "priorart") -> list[str]:
    """Every command line that `of` knows, as a person types it."""
    verbs = [a for a in of._actions if isinstance(a, argparse._SubParsersAction)]
    return [c for a in verbs for name, sub in a.choices.items() for c in commands(sub, f"{prefix} {name}")] or [prefix]


@pytest.mark.parametrize("command", commands(parser()))
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in COMMAND_LINE


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in COMMAND_LINE


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A relative link or picture names a file that is there."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`priorart ([a-z]+(?: [a-z]+)?)", "\n".join(p.read_text("utf-8") for p in PAGES)))))
def test_every_command_that_a_page_names_exists(command: str) -> None:
    words = command.split()
    known = [c.split()[1:] for c in commands(parser())]
    assert any(k[: len(words)] == words or k == words[:1] for k in known)
