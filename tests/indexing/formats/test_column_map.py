"""The column map of tables."""

from __future__ import annotations

import pytest

from indexing.formats.column_map import column, column_map, score

LENS = (
    "#|Jurisdiction|Kind|Display Key|Lens ID|Publication Date|Application Number|Earliest Priority Date|Title|Abstract|Applicants|CPC Classifications"
)
ESPACENET = "No|Title|Inventors|Applicants|Publication number|Earliest priority|IPC|CPC|Publication date|Earliest publication|Family number"
PATENTSCOPE = "Application Id|Application Number|Application Date|Country|Title|Abstract|I P C|Applicants|Inventors|Priorities Data|Publication Date"
GOOGLE = "id|title|assignee|inventor/author|priority date|filing/creation date|publication date|grant date|result link|representative figure link"
DERWENT = (
    "Publication Number|Title|Title - DWPI|Abstract|Abstract - DWPI|"
    "Assignee/Applicant|Inventor|Application Date|IPC - Current|CPC - Current|INPADOC Family ID|Claims"
)


@pytest.mark.parametrize(
    "header", [LENS, ESPACENET, PATENTSCOPE, GOOGLE, DERWENT, "Veröffentlichungsnummer|Titel|Zusammenfassung", "公开（公告）号|标题|摘要"]
)
def test_exports_of_the_well_known_services_are_known(header: str) -> None:
    fields = {c.field for c in column_map(header.split("|")).values()}
    assert fields & {"number", "weak_number"}
    assert "title" in fields


@pytest.mark.parametrize(
    "header", ["a|b", "id|text", "id|title|price", "title|abstract", "publication number|date", "query-id|corpus-id|score", "id|name|description"]
)
def test_other_tables_are_not(header: str) -> None:
    assert score(header.split("|")) == 0


def test_a_table_of_patentsview_is_left_to_its_own_reader() -> None:
    assert score(["patent_id", "patent_title", "patent_date"]) == 0


def test_a_language_behind_the_name_is_kept() -> None:
    found = column("Title (English)"), column("abstract_de")
    assert [(c.field, c.language) for c in found if c] == [("title", "en"), ("abstract", "de")]
