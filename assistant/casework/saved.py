"""Saved searches: run again on a new generation, they report what is new since the last time.

A saved search is one JSON file (mode 0600: it holds a case) with the plan as the person let it run, the filters, and every document that was shown so
far. It asks the same queries each time; what is new is what it shows and never showed before.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.decoding import DecodeError, decode
from assistant.records.files import private_folder, publish
from indexing.canonical import plain
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.assistant import Assistant
    from assistant.model import DocumentHit, Outcome, Plan
    from indexing.control import Control
    from indexing.model import Filter

FORMAT = 1
_NAME = re.compile(r"[\w.-]{1,80}")


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search to be run again: `plan` holds case and queries, `k` documents are looked at, `shown` is every document shown so far.

    `generation` and `manifest_sha256` name what it was last run on, `ran` when.
    """

    name: str
    plan: Plan
    filters: Filter
    k: int
    shown: tuple[str, ...]
    generation: int
    manifest_sha256: str
    ran: str


@dataclass(frozen=True, slots=True)
class News:
    """What a saved search found new: documents never shown before, those shown the last times that are gone now, and the search's record.

    `ran` is False where the generation is the one of the last time, so that nothing can be new.
    """

    name: str
    ran: bool
    generation: int
    new: tuple[DocumentHit, ...]
    gone: tuple[str, ...]
    record: str | None


class SavedSearches:
    """The saved searches of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """All names, in order."""
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def save(self, name: str, outcome: Outcome, assistant: Assistant) -> SavedSearch:
        """Save the search that gave `outcome` under `name`. Raises `UsageError` for a name that cannot be a file's or is taken."""
        if not _NAME.fullmatch(name) or not name.strip("."):
            raise UsageError(f"'{name}' cannot name a saved search", "use letters, digits, '_', '.' and '-'")
        if self._file(name).exists():
            raise UsageError(f"there is a saved search '{name}' already", "choose another name, or remove it first")
        result = outcome.result
        plan = dataclasses.replace(result.plan, queries=tuple(dataclasses.replace(q, vector=None) for q in result.plan.queries))
        saved = SavedSearch(
            name, plan, result.filters, result.asked, tuple(h.id for h in result.hits),
            assistant.index.generation, assistant.index.manifest_sha256, _now(),
        )  # fmt: skip
        self._write(saved)
        return saved

    def load(self, name: str) -> SavedSearch:
        """The saved search `name`. Raises `UsageError` for an unknown one, `InputError` for a damaged file."""
        file = self._file(name)
        try:
            value = json.loads(file.read_bytes())
            value.pop("format")
            return decode(SavedSearch, value)
        except FileNotFoundError as error:
            raise UsageError(f"there is no saved search '{name}'", nearest(name, self.names())) from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError, DecodeError) as error:
            raise InputError(f"no saved search: {error}", "remove it and save the search again", source=str(file), code="bad-saved") from error

    def run(self, name: str, assistant: Assistant, control: Control, *, again: bool = False) -> News:
        """Run `name` on the open generation and remember what it showed.

        The generation of the last time is not searched again, unless `again` says so. The queries that a person edited stay; what the recipe would
        make of the case anew is not asked.
        """
        saved = self.load(name)
        if saved.manifest_sha256 == assistant.index.manifest_sha256 and not again:
            return News(name, ran=False, generation=saved.generation, new=(), gone=(), record=None)
        outcome = assistant.search(saved.plan, filters=saved.filters, k=saved.k, control=control)
        hits = outcome.result.hits
        seen = set(saved.shown)
        new = tuple(hit for hit in hits if hit.id not in seen)
        gone = tuple(d for d in saved.shown if assistant.index.resolve(d) is None)
        self._write(
            dataclasses.replace(
                saved, shown=(*saved.shown, *(hit.id for hit in new)), generation=assistant.index.generation,
                manifest_sha256=assistant.index.manifest_sha256, ran=_now(),
            )
        )  # fmt: skip
        return News(name, ran=True, generation=assistant.index.generation, new=new, gone=gone, record=plain(outcome.record))

    def remove(self, name: str) -> None:
        """Remove the saved search `name`. Raises `UsageError` for an unknown one."""
        try:
            self._file(name).unlink()
        except OSError as error:
            raise UsageError(f"there is no saved search '{name}'", nearest(name, self.names())) from error

    def _file(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise UsageError(f"there is no saved search '{name}'", nearest(name, self.names()))
        return self.folder / f"{name}.json"

    def _write(self, saved: SavedSearch) -> None:
        private_folder(self.folder)
        publish(self._file(saved.name), json.dumps({"format": FORMAT} | plain(saved), ensure_ascii=False, indent=1).encode())


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
