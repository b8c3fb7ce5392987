"""Documents that cannot be prior art for their dates."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.legal.law import load_law
from assistant.legal.statuses import case_date, statuses
from assistant.strategy.rank_fusion import in_order, together
from assistant.strategy.step_model import Join, RunContext
from indexing.model import Exclusion, Ranking

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from assistant.legal.model import EffectiveDate, LegalStatus
    from indexing.model import Case, DocumentFacts, Filter

Dropped = Literal["grace_period", "between", "earlier_filed", "earlier_national", "earlier_elsewhere", "same_date", "reissue", "own", "too_late"]
_LATER: frozenset[Dropped] = frozenset({"earlier_filed", "earlier_national", "earlier_elsewhere", "same_date", "reissue", "own", "too_late"})


class FilterLegalDate(Join):
    """Leaves out what the law of dates leaves out: EPC Art. 54(2) and (3), PCT Rules 33 and 64, or 35 U.S.C. 102 (`assistant/legal/law.toml`).

    As it stands it drops only what was neither published nor filed before, on any date that the case's claims may have; earlier applications
    published later (E), intermediate documents (P) and documents whose dates are not known stay. A case without an effective date drops nothing.
    """

    system: Literal["epc", "pct", "us"] = Field(default="epc", description="the law that counts: EPC, PCT or 35 U.S.C. 102")
    drop: tuple[Dropped, ...] = Field(default=("too_late",), description="the statuses that are left out; what was published before always stays")
    unknown: Literal["keep", "drop"] = Field(default="keep", description="what becomes of a document whose status its missing dates leave open")

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        hits = together([ranking.hits for ranking in inputs])
        date = case_date(context.case, load_law().system(self.system))
        if not (date.earliest or date.latest):
            return Ranking(in_order(hits))
        facts = self._doubtful(context.index.facts_of(list(dict.fromkeys(hit.document for hit in hits))), date)
        found = statuses(context.case, facts, self.system, index=context.index)
        gone = {name: status for name, status in found.items() if self._drops(status)}
        kept = in_order([hit for hit in hits if hit.document not in gone])
        return Ranking(kept, tuple(_exclusion(name, status, context.name) for name, status in gone.items()))

    def _doubtful(self, facts: Mapping[str, DocumentFacts], date: EffectiveDate) -> Mapping[str, DocumentFacts]:
        """Those that may be dropped: the others are not worth a sentence each. What the rules say of both kinds is the same (a test compares)."""
        return {name: one for name, one in facts.items() if not self._stays(one, date.earliest)}

    def _stays(self, one: DocumentFacts, earliest: dt.date | None) -> bool:
        """What was published before is prior art, within the grace period, or the case's own; what has an earlier date is not too late."""
        if earliest and one.published and one.published < earliest:
            return not {"grace_period", "own"} & set(self.drop)
        first = min((day for day in (one.filed, one.priority) if day), default=None)
        only_late = self.unknown == "keep" and set(self.drop) <= {"too_late"}
        return only_late and (first is None or (earliest is not None and first < earliest))

    def _drops(self, status: LegalStatus) -> bool:
        return self.unknown == "drop" if status.code == "unknown" else status.code in self.drop

    def narrow(self, filters: Filter, case: Case) -> Filter:
        """A day before which all must be published, where nothing later may stay; it would lose E and what has no date, so not as the step stands."""
        date = case_date(case, load_law().system(self.system))
        if self.unknown == "keep" or not set(self.drop) >= _LATER or date.missing or date.latest is None:
            return filters
        limit = max(date.latest, date.filed or date.latest)
        return dataclasses.replace(filters, before=min(limit, filters.before or limit))


def _exclusion(name: str, status: LegalStatus, step: str) -> Exclusion:
    return Exclusion(name, step, status.reason, rule=", ".join(status.rules) or "dates unknown")
