"""The quality report: per source and field how much is there, and what is wrong, with counts, examples by id, and the place to mend it.

One streaming pass over the documents and the source ledger of the generation that serves; memory grows with the number of sources listed, and
by a few bytes a document for finding those with the same text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from indexing.findings import FINDINGS
from indexing.model import Finding
from indexing.quality.rows import FIELDS, material
from indexing.quality.tally import LOW_CONFIDENCE, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexing.model import LedgerEntry
    from indexing.quality.rows import DocumentRow
    from indexing.quality.tally import Fault

MOST_SOURCES = 40
"""Files are listed one by one up to this number; more are gathered by folder."""
EVERYTHING = "(all)"
_PLACE = re.compile(r"(?::\d+|, page \d+)$")
GROUPS: dict[str, tuple[str, ...]] = {
    "dates": ("bad-date", "no-date", "published-", "filed-", "date-"),
    "numbers": ("bad-number", "bad-kind", "bad-office", "wrong-check-digit", "unpublished"),
    "classes": ("bad-class",),
    "languages": ("no-language", "bad-language", "machine-translation"),
    "claims": ("self-dependent", "forward-claim", "absent-claim", "cyclic", "claim-"),
    "missing parts": ("no-", "title-only", "partial-document", "empty-unit", "short-part", "truncated"),
    "encoding": ("bad-encoding", "encoding-repaired", "replacement", "mojibake", "control", "unknown-entity"),
    "duplicates": ("repeated-text", "same-text"),
    "hidden text": ("hidden",),
    "recognised text": ("ocr", "low-ocr"),
    "form": ("",),
}
"""What kind of fault a code is, by the beginning of its name; the first group that fits counts."""


def quality(index_dir: Path) -> dict[str, Any]:
    """The report on the generation that serves. Raises `IndexFault` where there is no sound index.

    `{"generation", "created", "total": {…}, "sources": [{"source", …}]}`; what stands in each, `summary` says.
    """
    found = material(index_dir)
    return {"generation": found.generation, "created": found.created, **report(found.documents, found.ledger)}


def report(documents: Iterable[DocumentRow], ledger: Iterable[LedgerEntry]) -> dict[str, Any]:
    """The report on these documents and ledger rows: `{"total", "sources"}`."""
    sources = Sources()
    texts: dict[int, str] = {}
    for row in documents:
        findings = row.findings
        if row.text is not None and (first := texts.setdefault(row.text, row.id)) != row.id:
            where = next((f.where for f in findings), row.source)
            findings = (*findings, Finding("same-text", where, None, f"the same text as {first}"))
        sources.of(row.source).document(row, findings)
    for entry in ledger:
        sources.of(entry.source).entry(entry)
    total = Tally()
    for _, tally in sources.listed():
        total.add(tally)
    return {"total": summary(total), "sources": [{"source": name, **summary(tally)} for name, tally in sources.listed()]}


class Sources:
    """Tallies by source: a file, or its folder once there are more than `MOST_SOURCES`. A member of an archive counts as its archive."""

    def __init__(self) -> None:
        self._tallies: dict[str, Tally] = {}
        self._level: int | None = None  # folders of this depth stand for what is in them; None: files by themselves

    def of(self, label: str) -> Tally:
        """The tally of the source of this label (`folder/file.zip!member.xml:12`)."""
        name = self._name(_PLACE.sub("", label.partition("!")[0]))
        if name not in self._tallies and len(self._tallies) >= MOST_SOURCES:
            self._gather()
            name = self._name(name)
        return self._tallies.setdefault(name, Tally())

    def _name(self, file: str) -> str:
        if self._level is None:
            return file
        parts = file.split("/")
        if self._level == 0:
            return EVERYTHING
        return file if len(parts) <= self._level else "/".join(parts[: self._level]) + "/"

    def _gather(self) -> None:
        """Let folders stand for the files in them, one level up at a time, until there is room; at the top all is one."""
        while len(self._tallies) >= MOST_SOURCES:
            deepest = max(name.rstrip("/").count("/") for name in self._tallies)
            self._level = deepest if self._level is None else min(deepest, self._level - 1)
            old, self._tallies = self._tallies, {}
            for name, tally in old.items():
                self._tallies.setdefault(self._name(name.rstrip("/")), Tally()).add(tally)

    def listed(self) -> list[tuple[str, Tally]]:
        """Names and tallies, by name."""
        return sorted(self._tallies.items())


def summary(tally: Tally) -> dict[str, Any]:
    """A tally as plain JSON.

    `fields`: for each field how many documents have it, their share, and how many there are in all; `problems`: what is wrong, serious first;
    `refusals`: what was kept out, by coded reason; `remarks`: what else became of source documents (duplicates, completions); `ocr`: recognised text.
    """
    return {
        "documents": tally.documents,
        "without_findings": tally.clean,
        "outcomes": dict(sorted(tally.outcomes.items())),
        "fields": {name: _filled(tally, name) for name in FIELDS},
        "languages": _ranked(tally.languages),
        "offices": _ranked(tally.offices),
        "kinds": _ranked(tally.kinds),
        "published": {"first": tally.first, "last": tally.last},
        "problems": [_problem(code, fault) for code, fault in sorted(tally.faults.items(), key=_serious_first)],
        "refusals": _remarks(tally, refused=True),
        "remarks": _remarks(tally, refused=False),
        "ocr": _recognised(tally),
    }


def _filled(tally: Tally, name: str) -> dict[str, Any]:
    count = tally.fields[name]
    return {"documents": count, "share": round(count / tally.documents, 4) if tally.documents else 0.0, "total": tally.amounts[name]}


def _ranked(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _severity(code: str) -> str:
    return FINDINGS[code].severity if code in FINDINGS else "note"


def _serious_first(item: tuple[str, Fault]) -> tuple[bool, int, str]:
    code, fault = item
    return _severity(code) != "warning", -fault.documents, code


def group_of(code: str) -> str:
    """The kind of fault that a code names: one of `GROUPS`."""
    return next(group for group, beginnings in GROUPS.items() if code.startswith(beginnings))


def _problem(code: str, fault: Fault) -> dict[str, Any]:
    kind = FINDINGS.get(code)
    return {
        "code": code,
        "group": group_of(code),
        "severity": _severity(code),
        "meaning": kind.meaning if kind else code,
        "advice": kind.advice if kind else "",
        "documents": fault.documents,
        "count": fault.count,
        "examples": fault.examples,
    }


def _remarks(tally: Tally, *, refused: bool) -> list[dict[str, Any]]:
    chosen = [(code, fault) for (outcome, code), fault in tally.remarks.items() if (outcome == "refused") == refused]
    chosen.sort(key=lambda item: (-item[1].count, item[0]))
    return [{"code": code, "count": fault.count, "examples": fault.examples} for code, fault in chosen]


def _recognised(tally: Tally) -> dict[str, Any]:
    mean = round(tally.confidence / tally.recognised, 1) if tally.recognised else None
    low = {"below": LOW_CONFIDENCE, "documents": tally.badly.documents, "examples": tally.badly.examples}
    return {"documents": tally.recognised, "mean_confidence": mean, "low": low}
