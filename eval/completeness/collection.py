"""Which documents lists were drawn from, as far as they say it: what was learnt of lists on one collection does not hold on another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assistant.records.record import show

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ELSEWHERE = (
    "how far the lists depend on one another was learnt on other documents, or nothing says on which: tried from one development set to another, such"
    " an interval held the truth in 4 of 8 trials; learn it on judged cases of this collection"
)


def collection_of(runs: Sequence[Path], records: Sequence[Path] = ()) -> str | None:
    """The SHA-256 of the index's manifest that all of `runs` (folders of `eval run`) and `records` name; None where one names none or another."""
    named = {_of_run(path) for path in runs} | {str(show(path).get("manifest_sha256") or "") for path in records}
    return (named.pop() or None) if len(named) == 1 else None


def _of_run(path: Path) -> str:
    """What the run says of its index; empty where it says nothing, as a run file from elsewhere."""
    try:
        content = json.loads((path / "metrics.json").read_text(encoding="utf-8"))
        return str(content["facts"]["index"]["manifest_sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
