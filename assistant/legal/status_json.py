"""A legal status as JSON and as a line of text: shapes that doors and records share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.legal.model import CODES

if TYPE_CHECKING:
    from assistant.legal.model import AtDate, EffectiveDate, LegalStatus


def status_to_json(status: LegalStatus) -> dict[str, Any]:
    """`{"system","code","category","prior_art","reason","rules","sources","dates","missing","ends"}`; days as ISO 8601, what lacks as null or []."""
    return {
        "system": status.system,
        "code": status.code,
        "category": status.category,
        "prior_art": status.prior_art,
        "reason": status.reason,
        "rules": list(status.rules),
        "sources": list(status.sources),
        "dates": {name: day.isoformat() for name, day in status.dates},
        "missing": list(status.missing),
        "ends": [_end_to_json(end) for end in status.ends],
    }


def _end_to_json(end: AtDate) -> dict[str, Any]:
    return {
        "effective": end.effective.isoformat(),
        "code": end.code,
        "category": end.category,
        "prior_art": end.prior_art,
        "reason": end.reason,
        "rules": list(end.rules),
        "missing": list(end.missing),
    }


def effective_to_json(date: EffectiveDate) -> dict[str, Any]:
    """`{"earliest","latest","basis","filed","missing","notes"}`."""
    return {
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
        "basis": date.basis,
        "filed": date.filed.isoformat() if date.filed else None,
        "missing": date.missing or None,
        "notes": list(date.notes),
    }


def status_line(status: LegalStatus) -> str:
    """One line for a terminal: `epc: published between priority and filing (P), prior art: depends: published …`."""
    letter = f" ({status.category})" if status.category else ""
    return f"{status.system}: {CODES[status.code]}{letter}; prior art: {status.prior_art}; {status.reason}"
