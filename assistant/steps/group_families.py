"""One member of each family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.strategy.rank_fusion import in_order, together
from assistant.strategy.step_model import Join, RunContext
from indexing.model import Exclusion, Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = "same family as a document ranked higher"


class GroupFamilies(Join):
    """Shows of each patent family the member that ranks best; the others are in the ledger with the member that stands for them.

    Families are the index's own: the source's family id, else a shared priority (Martínez, "Patent families: when do different definitions really
    matter?", Scientometrics 2011). Members of one family say the same, and fill a list that a person has to read.
    """

    def apply(self, inputs: Sequence[Ranking], context: RunContext) -> Ranking:
        hits = in_order(together([ranking.hits for ranking in inputs]))
        documents = dict.fromkeys(hit.document for hit in hits)
        stands_for: dict[str, str] = {}
        for document in documents:
            if document not in stands_for:
                members = context.index.family(document)
                stands_for |= {member: document for member in (document, *members) if member not in stands_for}
        kept = [hit for hit in hits if stands_for[hit.document] == hit.document]
        dropped = [(document, stands_for[document]) for document in documents if stands_for[document] != document]
        return Ranking(in_order(kept), tuple(Exclusion(document, context.name, f"same family as {shown}", _RULE) for document, shown in dropped))
