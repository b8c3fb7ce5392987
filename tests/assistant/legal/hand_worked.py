"""The hand-worked cases of `cases.toml`, as records."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from assistant.legal.effective import effective_date
from assistant.legal.law import load_law
from assistant.legal.model import Dates, EffectiveDate
from indexing.model import PriorityClaim

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))["cases"]


def dates(entry: dict[str, Any]) -> Dates:
    rest = {name: value for name, value in entry.items() if name not in {"given", "priorities"}}
    return Dates(**rest, priorities=tuple(PriorityClaim(**p) for p in entry.get("priorities", ())))


def effective(case: dict[str, Any]) -> EffectiveDate:
    return effective_date(dates(case["case"]), load_law().system(case["system"]), case["case"].get("given"))
