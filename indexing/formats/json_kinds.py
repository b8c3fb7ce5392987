"""Which format a JSON record is of, by its keys: one decision for all readers of JSON, so that no two of them claim one file."""

from __future__ import annotations

from indexing.formats.json_pieces import head_keys

BEIR, ODP, HUPD, BIGQUERY = "beir-jsonl", "odp-json", "hupd-json", "bigquery-json"
ODP_BAG = "patentFileWrapperDataBag"
_ODP = frozenset({"applicationMetaData", "applicationNumberText", "parentContinuityBag", "eventDataBag", "grantDocumentMetaData"})
_HUPD_NAMES = """
decision date_produced main_cpc_label cpc_labels main_ipcr_label ipcr_labels full_description uspc_class uspc_subclass examiner_id
patent_issue_date abandon_date inventor_list
"""
_HUPD = frozenset(_HUPD_NAMES.split())
_ENOUGH = 2
_TEXTS = frozenset(
    f"{part}{form}" for part in ("title", "abstract", "claims", "description") for form in ("", "_text", "_localized", "_localized_html", "_en")
)
_FACT_NAMES = """
family_id country_code kind_code application_number_formatted priority_claim title_translated abstract_translated
assignee_harmonized inventor_harmonized entity_status spif_publication_number pct_number
"""
_FACTS = frozenset(_FACT_NAMES.split())


def kind_of(keys: frozenset[str]) -> str | None:
    """The format of a record with these keys; None where it is a record of none."""
    if "_id" in keys:
        return BEIR
    if ODP_BAG in keys or "applicationMetaData" in keys or len(keys & _ODP) >= _ENOUGH:
        return ODP
    published = bool(keys & {"publication_number", "publicationNumber"})
    if (published or "application_number" in keys) and len(keys & _HUPD) >= _ENOUGH:
        return HUPD
    return BIGQUERY if published and keys & (_TEXTS | _FACTS) else None


def kind_of_head(head: bytes) -> str | None:
    """The format of the first record in a file's first bytes that is of any."""
    return next((kind for kind in map(kind_of, head_keys(head)) if kind), None)
