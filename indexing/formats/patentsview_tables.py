"""The tables of PatentsView that say something of a document, by their headers (USPTO bulk data PVGPATDIS, PVGPATTXT, PVPGPUBDIS, PVPGPUBTXT).

Until 2022 the tables (`patent`, `claim`, `uspatentcitation`, `brf_sum_text` …) named their columns otherwise (`text`, `number`, `sequence`); those
names are read as the later ones. Where two of the older tables have one header, the file's name tells them apart.
"""

from __future__ import annotations

import re
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
    "related": ({"rel_app_text"},),
    "parents": ({"related_doc_number", "related_doc_kind"},),
    "applicants": ({"applicant_sequence", "raw_applicant_organization"},),
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

_OLDER: tuple[tuple[str, frozenset[str], dict[str, str]], ...] = tuple(
    (table, frozenset(signs.split()), dict(pair.split("=") for pair in names.split()))
    for table, signs, names in (
        ("patent", "id type number title date", "id=patent_id title=patent_title date=patent_date abstract=patent_abstract kind=wipo_kind"),
        ("claims", "patent_id text dependent", "text=claim_text sequence=claim_sequence"),
        (
            "cited-patents",
            "patent_id citation_id",
            "citation_id=citation_patent_id category=citation_category sequence=citation_sequence kind=wipo_kind",
        ),
        (
            "cited-applications",
            "patent_id application_id category",
            "application_id=citation_document_number category=citation_category sequence=citation_sequence",
        ),
        (
            "cited-foreign",
            "patent_id number country category",
            "number=citation_application_id country=citation_country category=citation_category sequence=citation_sequence",
        ),
        ("filing", "patent_id series_code number date", "number=application_id date=filing_date id=_"),
        (
            "priorities",
            "patent_id number country date sequence",
            "number=foreign_application_id country=foreign_country_filed date=filing_date sequence=priority_claim_sequence",
        ),
        ("cpc", "patent_id subgroup_id sequence", "subgroup_id=cpc_group group_id=cpc_subclass sequence=cpc_sequence"),
        ("ipc", "patent_id ipc_class main_group subgroup", "sequence=ipc_sequence"),
        (
            "inventors",
            "patent_id inventor_id name_last",
            "name_first=raw_inventor_name_first name_last=raw_inventor_name_last sequence=inventor_sequence",
        ),
        (
            "assignees",
            "patent_id assignee_id organization",
            (
                "organization=raw_assignee_organization name_first=raw_assignee_individual_name_first "
                "name_last=raw_assignee_individual_name_last sequence=assignee_sequence"
            ),
        ),
        ("drawings", "uuid patent_id text sequence", "text=draw_desc_text sequence=draw_desc_sequence"),
        ("description", "uuid patent_id text", "text=description_text"),
    )
)
_BY_FILE = (
    (re.compile(r"other_?reference", re.IGNORECASE), "cited-literature", "other_reference"),
    (re.compile(r"brf_sum", re.IGNORECASE), "summary", "summary"),
    (re.compile(r"rel_app", re.IGNORECASE), "related", "rel_app"),
)
_SAME_HEADER = frozenset({"drawings", "description"})


def table_of(names: Sequence[str]) -> str | None:
    """Which table a header belongs to; None for what is none of PatentsView's, or says nothing that a document holds."""
    return read_header(names)[0]


def read_header(names: Sequence[str], label: str = "") -> tuple[str | None, list[str]]:
    """The table that a header belongs to and its columns by their present names, in small letters. `label` names the file."""
    given = [name.strip().casefold() for name in names]
    own = set(given)
    if own.intersection(KEYS):
        table = next((table for table, signs in _TABLES.items() if any(sign <= own for sign in signs)), None)
        if table and (table != "ipc" or "sequence" not in own):
            return table, given
    for table, signs, renamed in _OLDER:
        if signs <= own and (table != "patent" or "patent_id" not in own):
            return _older(table, [renamed.get(name, name) for name in given], label)
    return None, given


def _older(table: str, names: list[str], label: str) -> tuple[str, list[str]]:
    """An older table whose header another one has as well, by the name of its file."""
    if table in _SAME_HEADER:
        for pattern, other, column in _BY_FILE:
            if pattern.search(label.rpartition("/")[2]):
                return other, [f"{column}_{name.rpartition('_')[2]}" if name.endswith(("_text", "_sequence")) else name for name in names]
    return table, names
