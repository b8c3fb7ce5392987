"""What an earlier account on known judgments learnt about its lists, read back: how far each two of them depend on one another."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from eval.completeness.two_lists import Dependence
from indexing.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def read_dependence(path: Path, depth: int | None = None) -> tuple[dict[frozenset[str], Dependence], str | None]:
    """The odds ratios in the JSON that `eval completeness --json` printed for judgments that are known, and which documents they were learnt on.

    Raises `InputError`, and `UsageError` where they were learnt at another `depth` than is asked for: how much lists depend on one another changes
    with how far they are read, and an interval made from another depth does not hold.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        found = dict(_pair(row) for row in content["pairs"] if "odds_ratio" in row)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        hint = "write it with: priorart eval completeness … --json > FILE"
        raise InputError(f"is no calibration: {fault}", hint, source=str(path), code="no-calibration") from fault
    if not found:
        raise InputError(
            "holds no odds ratio", "calibrate on judgments that are known: --qrels or --dataset", source=str(path), code="no-calibration"
        )
    if depth is not None and (learnt := content.get("depth", depth)) != depth:
        hint = f"make it again with --depth {depth}, or estimate with --depth {learnt}"
        raise UsageError(f"{path} was learnt from the first {learnt} documents of each list, and {depth} are asked for", hint)
    return found, content.get("collection")


def _pair(row: dict[str, Any]) -> tuple[frozenset[str], Dependence]:
    first, second = (str(name) for name in row["lists"])
    ratio, variance = float(row["odds_ratio"]), float(row["log_variance"])
    if not (math.isfinite(ratio) and ratio > 0 and math.isfinite(variance) and variance >= 0):
        msg = f"odds ratio {ratio} with variance {variance}"
        raise ValueError(msg)
    return frozenset((first, second)), Dependence(ratio, variance)
