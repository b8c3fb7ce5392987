"""The case's own publications are never its prior art."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.strategy.own_family import own_documents
from assistant.strategy.rank_fusion import in_order, together
from assistant.strategy.step_model import Join, RunContext
from indexing.model import Exclusion, Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence


class FilterOwnFamily(Join):
    """Leaves out the case's own documents and their families: an application is no prior art for itself (EPC Art. 54(2) and (3))."""

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        own = own_documents(context.case, context.index)
        family = context.case.application.family if context.case.application else None
        hits = together([ranking.hits for ranking in inputs])
        if not family and hits.documents.isdisjoint(own):
            return Ranking(in_order(hits))
        kept, excluded = [], {}
        facts = context.index.facts_of([hit.document for hit in hits]) if family else {}
        for hit in hits:
            rule = own.get(hit.document)
            if rule is None and family and facts[hit.document].family == family:
                rule = f"of the application's own family {family}"
            if rule is None:
                kept.append(hit)
            else:
                excluded[hit.document] = Exclusion(hit.document, context.name, rule, "the case's own family")
        return Ranking(in_order(kept), tuple(excluded.values()))
