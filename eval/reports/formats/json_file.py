"""The whole result for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_json(result: Mapping[str, Any]) -> str:
    """One JSON document: what `eval.runs.compare_runs` or `compare_over` returned."""
    return json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
