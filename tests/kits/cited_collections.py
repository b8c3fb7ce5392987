"""Small made-up collections whose documents cite one another, as BigQuery's records, and what follows from them computed plainly."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

CLASSES = ("A45D20/12", "A45D20/122", "A45D20/30", "A45D1/04", "A47J31/54", "H01L21/02")


def rows(count: int = 40, seed: int = 5) -> list[dict[str, Any]]:
    """`count` documents, each citing up to six: mostly others of them (some without the kind code), some that are nowhere."""
    rng = random.Random(seed)
    numbers = [f"{rng.choice(['US', 'EP'])}-{rng.randrange(10**6, 3 * 10**6)}-A1" for _ in range(count)]
    nowhere = [f"DE-{n}-A1" for n in range(3_000_000, 3_000_008)]
    made = []
    for number in numbers:
        cited = rng.sample(numbers, rng.randrange(0, 5)) + rng.sample(nowhere, rng.randrange(0, 3))
        cited = [name.rpartition("-")[0] if rng.random() < 0.3 else name for name in cited]
        made.append(
            {
                "publication_number": number,
                "title_localized": [{"text": f"device number {rng.randrange(20)}", "language": "en"}],
                "abstract_localized": [{"text": " ".join(f"t{rng.randrange(30)}" for _ in range(12)), "language": "en"}],
                "citation": [{"publication_number": name, "category": "SEA", "type": "X"} for name in cited],
                "cpc": [{"code": name} for name in rng.sample(CLASSES, rng.randrange(0, 3))],
                "publication_date": f"{rng.randrange(1980, 2010)}0102",
            }
        )
    return made


def write(path: Path, documents: Iterable[Mapping[str, Any]]) -> Path:
    """A file of `documents`, a record a line."""
    path.write_text("".join(json.dumps(d) + "\n" for d in documents), "utf-8")
    return path


def bare(number: str) -> str:
    """Office and number, without the kind code and marks."""
    office, digits, *_ = number.split("-")
    return office + digits


def follow(documents: Iterable[Mapping[str, Any]], seeds: Iterable[str], relation: str) -> dict[str, int]:
    """Scores by bare number, from the definitions; every number here has one publication, so that the kind code tells nothing."""
    cites = {bare(d["publication_number"]): {bare(c["publication_number"]) for c in d["citation"]} for d in documents}
    cites = {name: cited - {name} for name, cited in cites.items()} if relation != "coupled" else cites
    chosen = {bare(seed) for seed in seeds}
    scores: Counter[str] = Counter()
    for seed in chosen:
        for name, cited in cites.items():
            if relation == "cited":
                scores[name] += name in cites.get(seed, set())
            elif relation == "citing":
                scores[name] += seed in cited
            elif relation == "cocited":
                scores[name] += sum(seed in both and name in both for both in cites.values())
            else:
                scores[name] += len(cited & cites.get(seed, set()))
    return {name: score for name, score in scores.items() if score and name not in chosen}
