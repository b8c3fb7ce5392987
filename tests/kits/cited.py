"""A small office's collection, invented, whose documents cite one another: in the form of BigQuery's records, indexed for real."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from indexing.build import build
from tests.kits.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [f"{a}{b}" for a in ("hose", "lamp", "fan", "saw", "pump", "lens") for b in ("holder", "cover", "drive", "seal", "foot", "guard")]


def publication(number: str, day: str, *cites: tuple[str, str, str], **said: Any) -> dict[str, Any]:
    """A record: DOCDB number, day of publication (YYYYMMDD), citations as (number, category, phase); `said` replaces fields."""
    words = random.Random(number).choices(WORDS, k=24)
    record = {
        "publication_number": number,
        "country_code": number[:2],
        "kind_code": number.rpartition("-")[2],
        "family_id": said.pop("family", number),
        "title": said.pop("title", f"{words[0].capitalize()} for a {words[1]}"),
        "abstract": said.pop("abstract", f"A {' and a '.join(words)}."),
        "claims": said.pop("claims", f"1. A {words[2]} with a {words[3]}. 2. The {words[2]} of claim 1, with a {words[4]}."),
        "publication_date": int(day),
        "filing_date": int(day) - 20000,
        "priority_date": int(day) - 30000,
        "cpc": [{"code": code} for code in said.pop("classes", ("A45D20/12",))],
        "assignee": said.pop("owners", ["Maker AG"]),
        "citation": [{"publication_number": name, "type": category, "category": phase} for name, category, phase in cites],
        "language": said.pop("language", "en"),
    } | said
    language = record.pop("language")
    for part in ("title", "abstract", "claims"):
        text = record.pop(part)
        record[f"{part}_localized"] = [{"text": text, "language": language}] if text else []
    return record


OLD = [publication(f"EP-{n}-A1", f"19{90 + n % 10}0115") for n in range(1000001, 1000011)]
"""Ten documents of 1990 to 1999 that cite nothing."""


def index_of(folder: Path, records: list[dict[str, Any]]) -> Path:
    """An index of these records."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "records.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    build([folder / "records.jsonl"], folder / "index", HashEmbedder())
    return folder / "index"
