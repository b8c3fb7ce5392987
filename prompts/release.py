"""Locks released recipes and templates: `python -m prompts.release` adds what is new to `released.lock` and refuses what changed."""

from __future__ import annotations

from pathlib import Path

from indexing.errors import UsageError
from prompts.recipes import FOLDER as RECIPES
from prompts.recipes import read_recipe
from prompts.templates import FOLDER as TEMPLATES
from prompts.templates import read_template

LOCK_FILE = Path(__file__).parent / "released.lock"


def current() -> dict[str, str]:
    """SHA-256 of every shipped file by kind and name: `recipe hybrid@1`, `template answer@1`."""
    recipes = {f"recipe {r.name}": r.sha256 for r in map(read_recipe, sorted(RECIPES.glob("*.yaml")))}
    return recipes | {f"template {t.name}": t.sha256 for t in map(read_template, sorted(TEMPLATES.glob("*.yaml")))}


def locked(text: str) -> dict[str, str]:
    """The entries of a lock file: lines of kind, name, hash."""
    return {name: digest for name, _, digest in (line.rpartition(" ") for line in text.splitlines() if line.strip())}


def changed(lock: dict[str, str], now: dict[str, str]) -> list[str]:
    """What was released and is no longer what it was: one sentence each."""
    return [
        f"{name} was released and has {'changed' if name in now else 'gone'}: keep it, and give the new text a new version in a file of its own"
        for name, digest in sorted(lock.items())
        if now.get(name) != digest
    ]


def release(lock_file: Path = LOCK_FILE) -> list[str]:
    """Add what is new to the lock and return its names. Raises `UsageError` where a released file changed."""
    lock, now = locked(lock_file.read_text(encoding="utf-8") if lock_file.exists() else ""), current()
    if faults := changed(lock, now):
        raise UsageError(faults[0], "python -m prompts.release locks only new versions")
    lock_file.write_text("".join(f"{name} {digest}\n" for name, digest in sorted((lock | now).items())), encoding="utf-8")
    return sorted(set(now) - set(lock))


if __name__ == "__main__":
    release()
