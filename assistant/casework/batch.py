"""Many cases in one command: each searched and written, one that fails costs only itself, and a second run goes on where the first stopped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.exporters.contract import outcome_to_json
from assistant.records.files import private_folder, publish
from indexing.canonical import canonical_json, plain, sha256
from indexing.control import Progress
from indexing.errors import Cancelled, PriorArtError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assistant.assistant import Assistant
    from assistant.casework.cases_file import Entry
    from indexing.control import Control
    from indexing.model import Case, Filter


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one case: `done` now, `kept` from an earlier run, or `failed` with the fault; the first hits, the result's file and record."""

    id: str
    state: str
    hits: tuple[str, ...] = ()
    seconds: float = 0.0
    notes: int = 0
    file: str = ""
    record: str | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Where and how a batch runs: the folder of the list (for cases in files), the folder of results, and all else that changes a result."""

    assistant: Assistant
    recipe: str
    filters: Filter
    k: int
    answered: bool
    cases_folder: Path
    out: Path

    def key(self, case: Case) -> str:
        """SHA-256 over everything that a result depends on: the same key, the same result."""
        recipe = self.assistant.plan_recipe(self.recipe)
        llm = self.assistant.llm.identity if self.assistant.llm else None
        parts = (plain(case), recipe.sha256, plain(self.filters), self.k, self.answered, self.assistant.index.manifest_sha256, llm)
        return sha256(canonical_json(list(parts)))

    def run(self, entries: Sequence[Entry], control: Control) -> list[CaseResult]:
        """Every case in turn; writes `ID.json` for each and `summary.json` at the end, which lists all. Raises `Cancelled` after the case at hand."""
        private_folder(self.out)
        results = []
        try:
            for n, entry in enumerate(entries):
                control.check()
                control.report(Progress("cases", n, len(entries), "cases", entry.id))
                results.append(self._one(entry, control))
        finally:
            summary = {"recipe": self.recipe, "generation": self.assistant.index.generation, "cases": plain(results), "of": len(entries)}
            publish(self.out / "summary.json", json.dumps(summary, ensure_ascii=False, indent=1).encode())
        control.report(Progress("cases", len(entries), len(entries), "cases"))
        return results

    def _one(self, entry: Entry, control: Control) -> CaseResult:
        file = self.out / f"{entry.id}.json"
        try:
            case = entry.case(self.cases_folder)
            key = self.key(case)
            if (before := _kept(file, key)) is not None:
                return _result(entry.id, "kept", before, file)
            plan = self.assistant.plan(case, self.recipe, control)
            work = self.assistant.ask if self.answered else self.assistant.search
            outcome = work(plan, filters=self.filters, k=self.k, control=control)
        except Cancelled:
            raise
        except PriorArtError as fault:
            file.unlink(missing_ok=True)
            return CaseResult(entry.id, "failed", fault=f"line {entry.line}: {fault}")
        value = {"case": entry.id, "key": key} | outcome_to_json(outcome)
        publish(file, json.dumps(value, ensure_ascii=False, indent=1).encode())
        return _result(entry.id, "done", value, file)


def _kept(file: Path, key: str) -> dict[str, Any] | None:
    """The result of an earlier run, where it is of the same key."""
    try:
        value = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) and value.get("key") == key else None


def _result(name: str, state: str, value: dict[str, Any], file: Path) -> CaseResult:
    hits = tuple(hit["id"] for hit in value["hits"])
    return CaseResult(name, state, hits, value["seconds"], len(value["notes"]), str(file), value["record"])
