"""Lists from search records: the queries of one search, or the results of several searches of one case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.records.record import show
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eval.model import Ranked

TOPIC = "case"
"""The topic that a record's case is called where nobody names one."""


def from_records(paths: Sequence[Path], topic: str = TOPIC) -> tuple[dict[str, Ranked], dict[str, dict[str, int]]]:
    """The lists by name, and the judgments that the records themselves hold: what people called relevant (1) or not (0) when they searched.

    One record gives a list for each of its search steps, several records one list each, their results. Raises `InputError` for a file that is no
    record and `UsageError` where one record has a single search step.
    """
    contents = [(path, show(path)) for path in paths]
    try:
        lists = _steps(contents[0][1]) if len(contents) == 1 else {path.stem: _documents(c["hits"], "id") for path, c in contents}
        judged = {str(d): grade for _, c in contents for name, grade in (("irrelevant", 0), ("relevant", 1)) for d in c["case"].get(name, ())}
    except (KeyError, TypeError, IndexError, AttributeError) as fault:
        raise InputError(f"the record lacks {fault}", "give a record that this version wrote", source=str(paths[0]), code="bad-record") from fault
    if len(lists) < 2:  # noqa: PLR2004
        raise UsageError("the record has one list only", "give a search by several queries, or the records of several searches")
    return {name: {topic: tuple(found)} for name, found in lists.items()}, {topic: judged}


def _steps(content: Mapping[str, Any]) -> dict[str, list[tuple[str, float]]]:
    """Each search step's documents, best first."""
    return {str(s["name"]): _documents(s["hits"], 0) for s in content["steps"] if str(s["step"]).startswith("search.")}


def _documents(rows: Sequence[Any], place: int | str) -> list[tuple[str, float]]:
    """Each document once, where it stands first; scores only carry the order."""
    seen = dict.fromkeys(str(row[place]) for row in rows)
    return [(document, float(len(seen) - n)) for n, document in enumerate(seen)]
