"""Locks released recipes and prompts: their text never changes again under the same name and version.

`python -m prompts.release` locks what is shipped, `priorart recipes release` what stands in an office's folder.
"""

from __future__ import annotations

from pathlib import Path

from indexing.errors import UsageError
from prompts.recipes import FOLDER as RECIPES
from prompts.recipes import LOCK, TEMPLATES, locked, read_recipe
from prompts.templates import FOLDER as SHIPPED_TEMPLATES
from prompts.templates import read_template

HOME = Path(__file__).parent
"""Where the lock of what is shipped stands."""


def current(recipes: Path = RECIPES, templates: Path = SHIPPED_TEMPLATES) -> dict[str, str]:
    """SHA-256 of every file of these folders by kind and name: `recipe hybrid@1`, `template answer@1`."""
    found = {f"recipe {r.name}": r.sha256 for r in map(read_recipe, sorted(recipes.glob("*.yaml")))}
    return found | {f"template {t.name}": t.sha256 for t in map(read_template, sorted(templates.glob("*.yaml")))}


def changed(lock: dict[str, str], now: dict[str, str]) -> list[str]:
    """What was released and is no longer what it was: one sentence each."""
    return [
        f"{name} was released and has {'changed' if name in now else 'gone'}: keep it, and give the new text a new version in a file of its own"
        for name, digest in sorted(lock.items())
        if now.get(name) != digest
    ]


def release(home: Path = HOME, now: dict[str, str] | None = None) -> list[str]:
    """Add what is new to the lock in `home` and return its names. Raises `UsageError` where a released file changed."""
    lock, now = locked(home), current() if now is None else now
    if faults := changed(lock, now):
        raise UsageError(faults[0], "only new versions are locked")
    (home / LOCK).write_text("".join(f"{name} {digest}\n" for name, digest in sorted((lock | now).items())), encoding="utf-8")
    return sorted(set(now) - set(lock))


def release_folder(folder: Path) -> list[str]:
    """Lock the recipes and prompts of an office's folder."""
    return release(folder, current(folder, folder / TEMPLATES))


if __name__ == "__main__":
    release()
