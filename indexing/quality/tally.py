"""Counts for the quality report: one tally a source, filled document by document, added up where sources are too many to list."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from indexing.findings import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexing.model import Finding, LedgerEntry
    from indexing.quality.rows import DocumentRow

EXAMPLES = 10
LOW_CONFIDENCE = 70.0
"""Below this mean confidence (0 to 100) recognised text is reported as badly read."""
_CONFIDENCE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(?:%|of 100|\b)")


@dataclass(slots=True)
class Fault:
    """How often one thing is wrong, in how many documents, and the first examples."""

    count: int = 0
    documents: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)

    def add(self, other: Fault) -> None:
        """Take in the counts and examples of another tally."""
        self.count += other.count
        self.documents += other.documents
        self.examples += other.examples[: EXAMPLES - len(self.examples)]


@dataclass(slots=True)
class Tally:
    """What is known of one source's documents. `fields`: documents that have the field; `amounts`: how many of it there are in all."""

    documents: int = 0
    clean: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    amounts: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None
    faults: dict[str, Fault] = field(default_factory=dict)
    remarks: dict[tuple[str, str], Fault] = field(default_factory=dict)
    recognised: int = 0
    confidence: float = 0.0
    badly: Fault = field(default_factory=Fault)

    def document(self, row: DocumentRow, findings: Iterable[Finding]) -> None:
        """Take in one document and what is wrong with it."""
        self.documents += 1
        for name, amount in row.fields.items():
            if amount:
                self.fields[name] += 1
                self.amounts[name] += amount
        self.languages.update(row.languages or ("unknown",))
        self.offices[row.office or "unknown"] += 1
        self.kinds[row.kind or "unknown"] += 1
        if row.published:
            self.first = min(self.first or row.published, row.published)
            self.last = max(self.last or row.published, row.published)
        codes = set()
        for finding in findings:
            fault = self.faults.setdefault(finding.code, Fault())
            fault.count += 1
            fault.documents += finding.code not in codes
            codes.add(finding.code)
            example = {"id": row.id, "where": finding.where, "field": finding.field, "detail": finding.detail}
            if len(fault.examples) < EXAMPLES:
                fault.examples.append(example)
            if "ocr" in finding.code:
                self._confidence(finding.detail, example)
        self.clean += not codes

    def _confidence(self, detail: str, example: dict[str, Any]) -> None:
        match = _CONFIDENCE.search(detail)
        if not match or float(match[1]) > 100:  # noqa: PLR2004
            return
        self.recognised += 1
        self.confidence += float(match[1])
        if float(match[1]) < LOW_CONFIDENCE:
            self.badly.add(Fault(1, 1, [example]))

    def entry(self, entry: LedgerEntry) -> None:
        """Take in one row of the ledger: refusals, and what happened to a document besides its findings (duplicates, completions)."""
        self.outcomes[entry.outcome] += 1
        if entry.code and (entry.outcome == "refused" or entry.code not in FINDINGS):
            remark = self.remarks.setdefault((entry.outcome, entry.code), Fault())
            remark.add(Fault(1, 1, [{"source": entry.source, "number": entry.number, "reason": entry.reason}]))

    def add(self, other: Tally) -> None:
        """Take in everything of another source."""
        self.documents += other.documents
        self.clean += other.clean
        for name in ("outcomes", "fields", "amounts", "languages", "offices", "kinds"):
            getattr(self, name).update(getattr(other, name))
        self.first = min(filter(None, (self.first, other.first)), default=None)
        self.last = max(filter(None, (self.last, other.last)), default=None)
        for code, fault in other.faults.items():
            self.faults.setdefault(code, Fault()).add(fault)
        for key, remark in other.remarks.items():
            self.remarks.setdefault(key, Fault()).add(remark)
        self.recognised += other.recognised
        self.confidence += other.confidence
        self.badly.add(other.badly)
