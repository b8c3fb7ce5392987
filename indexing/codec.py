"""A document as JSON bytes and back: what the store keeps.

The same document gives the same bytes on every machine (fields in the order of the records, dates as ISO 8601, UTF-8). orjson writes records
and dates natively; json with `canonical.plain` is some twenty times slower on whole descriptions.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson

from indexing.errors import IndexFault
from indexing.model import CitedDocument, Claim, Drawing, Paragraph, Patent, PriorityClaim, Text


def patent_to_json(patent: Patent) -> bytes:
    """Deterministic JSON of `patent`. Raises ValueError for a text that is no Unicode (a lone surrogate); readers mend those."""
    try:
        return orjson.dumps(patent, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    except orjson.JSONEncodeError as error:
        msg = f"{patent.id}: cannot be stored: {error}"
        raise ValueError(msg) from error


def patent_from_json(data: bytes) -> Patent:
    """The document of `patent_to_json`. Raises `IndexFault` for bytes that are none."""
    try:
        return _patent(orjson.loads(data))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise IndexFault(f"a stored document cannot be read ({error})", "run 'priorart index verify', then build the index again") from error


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _patent(d: dict[str, Any]) -> Patent:
    d["titles"] = tuple([Text(t["text"], t["language"]) for t in d["titles"]])
    d["abstracts"] = tuple([Text(t["text"], t["language"]) for t in d["abstracts"]])
    d["claims"] = tuple([Claim(c["number"], c["text"], tuple(c["depends_on"]), c["language"]) for c in d["claims"]])
    d["description"] = tuple([Paragraph(p["unit"], p["text"], p["heading"], p["language"], p.get("printed")) for p in d["description"]])
    d["filing_date"] = _date(d["filing_date"])
    d["publication_date"] = _date(d["publication_date"])
    d["priorities"] = tuple([PriorityClaim(p["number"], p["country"], _date(p["date"])) for p in d["priorities"]])
    d["citations"] = tuple([CitedDocument(**c) for c in d["citations"]])
    d["drawings"] = tuple([Drawing(**i) for i in d["drawings"]])
    for name in ("cpc", "ipc", "applicants", "inventors"):
        d[name] = tuple(d[name])
    return Patent(**d)
