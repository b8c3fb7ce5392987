"""The tables of PatentsView that say something of a document, by their headers (USPTO bulk data PVGPATDIS, PVGPATTXT, PVPGPUBDIS, PVPGPUBTXT)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS = ("patent_id", "pgpub_id")
_TABLES = {
    "patent": ({"patent_title", "patent_date"}, {"patent_title", "patent_type"}),
    "application": ({"application_title", "published_date"}, {"application_title", "filing_date"}),
    "abstract": ({"patent_abstract"}, {"application_abstract"}),
    "claims": ({"claim_text", "claim_sequence"}, {"claim_text", "claim_number"}),
    "summary": ({"summary_text"},),
    "description": ({"description_text"},),
    "drawings": ({"draw_desc_text"},),
    "filing": ({"application_id", "filing_date"},),
    "cpc": ({"cpc_group", "cpc_sequence"}, {"cpc_subclass", "cpc_group"}),
    "ipc": ({"ipc_class", "main_group", "subgroup"},),
    "inventors": ({"inventor_sequence", "disambig_inventor_name_last"}, {"inventor_sequence", "raw_inventor_name_last"}),
    "assignees": ({"assignee_sequence", "disambig_assignee_organization"}, {"assignee_sequence", "raw_assignee_organization"}),
    "priorities": ({"foreign_application_id", "filing_date"},),
    "cited-patents": ({"citation_patent_id"},),
    "cited-applications": ({"citation_document_number"},),
    "cited-foreign": ({"citation_application_id", "citation_country"},),
    "cited-literature": ({"other_reference_text"},),
}


def table_of(names: Sequence[str]) -> str | None:
    """Which table a header belongs to; None for what is none of PatentsView's, or says nothing that a document holds."""
    given = {name.strip().casefold() for name in names}
    if not given.intersection(KEYS):
        return None
    return next((table for table, signs in _TABLES.items() if any(sign <= given for sign in signs)), None)
