"""Small made-up collections in BEIR layout, whose every word is counted easily: for oracles, not for quality."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CLASSES = ("A45D20/12", "A45D20/122", "A45D20/30", "A45D1/00", "A47J31/54", "F16L11/08", "H01L21/02")
_KINDS = ("A1", "A1", "B2", "A1", "B1", "U1", "A1")
_LANGUAGES = ("en", "de", None, "fr")


def rows(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """`count` documents of the words t0 … t59 (frequent ones first), every fifth a twin; all else mixed, some missing."""
    rng = random.Random(seed)
    words = [f"t{n}" for n in range(60)]
    weights = [1 / (n + 1) for n in range(60)]
    made: list[dict[str, Any]] = []
    for n in range(count):
        office = rng.choice(["US", "US", "EP", "DE"])
        row: dict[str, Any] = {
            "_id": f"{office}{rng.randrange(10**6, 10**7)}{_KINDS[n % len(_KINDS)]}",
            "title": " ".join(rng.choices(words, weights, k=3)),
            "text": " ".join(rng.choices(words, weights, k=rng.randrange(4, 22))),
        }
        if made and n % 5 == 0:
            row |= {"title": made[-1]["title"], "text": made[-1]["text"]}
        elif n % 4 == 0:
            row["claims"] = [" ".join(rng.choices(words, weights, k=rng.randrange(2, 7))) for _ in range(2)]
        if n % 7:
            row["metadata"] = {"filing_date": f"{rng.randrange(1990, 2015)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"}
        if language := _LANGUAGES[n % len(_LANGUAGES)]:
            row.setdefault("metadata", {})["language"] = language
        if n % 3:
            row["ipc"] = " | ".join(rng.sample(_CLASSES, rng.randrange(1, 3)))
        if n % 6 == 0:
            row["family"] = f"F{n // 12}"
        made.append(row)
    return list({row["_id"]: row for row in made}.values())


def write(path: Path, documents: Iterable[dict[str, Any]]) -> Path:
    """A BEIR corpus file of `documents`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents), "utf-8")
    return path
