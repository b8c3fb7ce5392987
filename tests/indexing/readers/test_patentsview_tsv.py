"""The reader of PatentsView's tables."""

from __future__ import annotations

import datetime as dt

import pytest

from indexing.model import CitedDocument, PriorityClaim
from tests.kits.readers import readings, recognised_as


def table(*rows: str) -> bytes:
    return ("\n".join("\t".join(f'"{cell}"' for cell in row.split("|")) for row in rows) + "\n").encode()


def read_one(*rows: str):
    (reading,) = readings("patentsview-tsv", table(*rows), "g.tsv")
    assert reading.patent is not None
    assert [f.code for f in reading.findings][-1:] == ["partial-document"]
    return reading.patent


def test_every_table_names_a_document_alike() -> None:
    grant = read_one("patent_id|patent_type|patent_date|patent_title|wipo_kind", "10000000|utility|2018-06-19|Lidar|B2")
    abstract = read_one("patent_id|patent_abstract", "10000000|A lidar.")
    assert grant.id == abstract.id == "US10000000"
    assert (grant.kind, grant.publication_date) == ("B2", dt.date(2018, 6, 19))


@pytest.mark.parametrize(
    ("name", "expected"), [("D345393", "USD345393"), ("RE34567", "USRE34567"), ("PP8901", "USPP8901"), ("20210355555", "US20210355555")]
)
def test_designs_reissues_plants_and_publications_have_their_numbers(name: str, expected: str) -> None:
    assert read_one("patent_id|patent_title|patent_type", f"{name}|Thing|x").id == expected


def test_claims_are_gathered_in_their_order() -> None:
    patent = read_one(
        "patent_id|claim_sequence|claim_text|dependent|claim_number|exemplary",
        "10000000|1|2. The lidar as claimed, wherein it is red.|claim 1|00002|0",
        "10000000|0|1. A lidar.||00001|1",
    )
    assert [(c.number, c.text, c.depends_on) for c in patent.claims] == [(1, "A lidar.", ()), (2, "The lidar as claimed, wherein it is red.", (1,))]


def test_rows_of_each_document_are_a_piece() -> None:
    data = table("patent_id|claim_sequence|claim_text", "1000001|0|A.", "1000001|1|B.", "1000002|0|C.")
    found = readings("patentsview-tsv", data, "g.tsv")
    assert [(r.entry.source, r.entry.number) for r in found] == [("g.tsv:2", "US1000001"), ("g.tsv:4", "US1000002")]


def test_the_parts_of_the_description_have_units_of_their_own() -> None:
    summary = read_one("patent_id|summary_text", "10000000|BACKGROUND\nOne.\nTwo.")
    detail = read_one("patent_id|description_text|description_length", "10000000|Three.|6")
    drawings = read_one("patent_id|draw_desc_sequence|draw_desc_text", "10000000|0|FIG. 1 is a view.", "10000000|1|FIG. 2 is a view.")
    units = [[p.unit for p in part.description] for part in (summary, drawings, detail)]
    assert units == [["desc.10001", "desc.10002"], ["desc.20001", "desc.20002"], ["desc.30001"]]


@pytest.mark.parametrize(
    ("rows", "field", "expected"),
    [
        (("patent_id|cpc_sequence|cpc_section|cpc_class|cpc_subclass|cpc_group", "1000001|0|G|G01|G01S|G01S7/481"), "cpc", ("G01S7/481",)),
        (("patent_id|ipc_sequence|section|ipc_class|subclass|main_group|subgroup", "1000001|0|G|01|S|7|481"), "ipc", ("G01S7/481",)),
        (
            ("patent_id|inventor_sequence|disambig_inventor_name_first|disambig_inventor_name_last", "1000001|1|B.|Two", "1000001|0|A.|One"),
            "inventors",
            ("A. One", "B. Two"),
        ),
        (
            (
                "patent_id|assignee_sequence|disambig_assignee_individual_name_first|disambig_assignee_individual_name_last|disambig_assignee_organization",
                "1000001|0|||Raytheon",
            ),
            "applicants",
            ("Raytheon",),
        ),
        (
            ("patent_id|citation_sequence|citation_patent_id|citation_category", "1000001|0|5093563|cited by examiner"),
            "citations",
            (CitedDocument("US5093563", cited_by="examiner"),),
        ),
        (
            (
                "patent_id|citation_sequence|citation_application_id|citation_date|citation_category|citation_country",
                "1000001|0|2006308597|2006-11-01||JP",
            ),
            "citations",
            (CitedDocument("JP2006308597"),),
        ),
        (
            ("patent_id|other_reference_sequence|other_reference_text", "1000001|0|Optics, 1999"),
            "citations",
            (CitedDocument(None, text="Optics, 1999"),),
        ),
        (
            ("patent_id|priority_claim_sequence|foreign_application_id|filing_date|foreign_country_filed", "1000001|0|19952801|1999-11-03|DE"),
            "priorities",
            (PriorityClaim("19952801", "DE", dt.date(1999, 11, 3)),),
        ),
        (("application_id|patent_id|filing_date|series_code", "14643719|1000001|2015-03-10|14"), "application_number", "US14643719"),
    ],
)
def test_tables_without_text_give_their_part(rows: tuple[str, ...], field: str, expected: object) -> None:
    assert getattr(read_one(*rows), field) == expected


def test_an_embedded_line_end_and_a_mark_never_closed_cost_no_neighbour() -> None:
    data = b'"patent_id"\t"patent_abstract"\n"1000001"\t"One\nand more."\n"1000002"\t"Two\n"1000003"\t"Three."\n'
    found = readings("patentsview-tsv", data, "g.tsv")
    assert [(r.entry.number, r.entry.code) for r in found] == [("US1000001", None), (None, "bad-row"), ("US1000003", None)]
    assert found[0].patent is not None
    assert found[0].patent.units() == {"abstract": "One and more."}


def test_a_row_without_a_number_is_refused() -> None:
    data = table("patent_id|patent_abstract", "|One.", "1000002|Two.")
    assert [r.entry.code for r in readings("patentsview-tsv", data)] == ["no-number", None]


def test_tables_that_say_nothing_of_a_document_are_not_recognised() -> None:
    assert recognised_as(table("location_id|disambig_city|latitude", "1|Bonn|50.7")) == []
    assert recognised_as(table("cpc_subclass|cpc_subclass_title|cpc_group", "A01B|SOIL WORKING|A01B1/00")) == []


def test_a_table_of_texts_without_a_text_is_refused() -> None:
    assert [r.entry.code for r in readings("patentsview-tsv", table("patent_id|patent_abstract", "1000001|"))] == ["no-text"]


def read_older(name: str, *rows: str):
    (reading,) = readings("patentsview-tsv", table(*rows), f"bulk/{name}.tsv")
    assert reading.patent is not None
    return reading.patent


def test_the_tables_until_2022_are_read_by_their_own_columns() -> None:
    patent = read_older(
        "patent",
        "id|type|number|country|date|abstract|title|kind|num_claims|filename|withdrawn",
        "10000000|utility|10000000|US|2018-06-19|A laser radar.|Coherent LADAR|B2|20|ipg180619.xml|0",
    )
    assert (patent.id, patent.kind, patent.publication_date, patent.titles[0].text, patent.abstracts[0].text) == (
        "US10000000",
        "B2",
        dt.date(2018, 6, 19),
        "Coherent LADAR",
        "A laser radar.",
    )
    claims = read_older(
        "claim",
        "uuid|patent_id|text|dependent|sequence|exemplary",
        "a|10000000|2. The lidar as claimed.|1|1|0",
        "b|10000000|1. A lidar.|-1|0|1",
        "c|10000000|3. A laser.|-1|2|0",
    ).claims
    assert [(c.number, c.text, c.depends_on) for c in claims] == [(1, "A lidar.", ()), (2, "The lidar as claimed.", (1,)), (3, "A laser.", ())]
    filing = read_older("application", "id|patent_id|series_code|number|country|date", "15/643719|10000000|15|15643719|US|2017-07-07")
    assert (filing.application_number, filing.filing_date) == ("US15643719", dt.date(2017, 7, 7))
    cpc = read_older("cpc_current", "uuid|patent_id|section_id|subsection_id|group_id|subgroup_id|category|sequence", "a|1|G|G01|G01S|G01S7/4914|x|0")
    assert cpc.cpc == ("G01S7/4914",)
    names = read_older("rawinventor", "uuid|patent_id|inventor_id|rawlocation_id|name_first|name_last|sequence", "a|10000000|x|y|Joseph|Marron|0")
    assert names.inventors == ("Joseph Marron",)
    firms = read_older("rawassignee", "uuid|patent_id|assignee_id|type|name_first|name_last|organization|sequence", "a|10000000|x|2|||Raytheon|0")
    assert firms.applicants == ("Raytheon",)


def test_older_tables_of_one_header_are_told_apart_by_the_file() -> None:
    rows = ("uuid|patent_id|text|sequence", "a|10000000|FIG. 1 shows it.|0")
    assert [p.unit for p in read_older("draw_desc_text", *rows).description] == ["desc.20001"]
    assert [c.text for c in read_older("otherreference", *rows).citations] == ["FIG. 1 shows it."]
    rows = ("uuid|patent_id|text", "a|10000000|It is old.")
    units = [[p.unit for p in read_older(name, *rows).description] for name in ("brf_sum_text", "detail_desc_text", "rel_app_text")]
    assert units == [["desc.10001"], ["desc.30001"], ["desc.5001"]]


def test_older_tables_of_citations_and_priorities_are_told_apart_by_their_columns() -> None:
    cited = read_older(
        "uspatentcitation",
        "uuid|patent_id|citation_id|date|name|kind|country|category|sequence",
        "a|10000000|5093563|1992-03-01|Small|A|US|cited by applicant|0",
    )
    assert cited.citations == (CitedDocument("US5093563A", cited_by="applicant"),)
    foreign = read_older("foreigncitation", "uuid|patent_id|date|number|country|category|sequence", "a|10000000|1999-01-01|0955553|EP|x|0")
    assert [c.number for c in foreign.citations] == ["EP955553"]
    published = read_older(
        "usapplicationcitation",
        "uuid|patent_id|application_id|date|name|kind|number|country|category|sequence",
        "a|10000000|2009/0123456|2009-05-01|Smith|A1|20090123456|US|cited by examiner|0",
    )
    assert [c.cited_by for c in published.citations] == ["examiner"]
    claimed = read_older("foreign_priority", "uuid|patent_id|sequence|kind|number|date|country", "a|10000000|0|national|2001-1|2001-04-20|JP")
    assert claimed.priorities == (PriorityClaim("2001-1", "JP", dt.date(2001, 4, 20)),)


def test_parents_whose_benefit_is_claimed_are_priorities() -> None:
    patent = read_one(
        "patent_id|related_doc_number|published_country|related_doc_type|related_doc_kind|related_doc_published_date|related_doc_sequence",
        "10000000|14/123,456|US|continuation|parent document|2014-01-02|0",
        "10000000|9000000|US|continuation|parent grant document|2015-04-07|1",
        "10000000|20150000001|US|related-publication||2015-01-01|2",
    )
    assert patent.priorities == (PriorityClaim("14/123,456", "US", dt.date(2014, 1, 2)),)


def test_applicants_and_related_applications_have_tables_too() -> None:
    firms = read_one("patent_id|applicant_sequence|raw_applicant_name_last|raw_applicant_organization", "10000000|0||Raytheon")
    assert firms.applicants == ("Raytheon",)
    assert [p.unit for p in read_one("patent_id|rel_app_text", "10000000|A continuation.").description] == ["desc.5001"]
