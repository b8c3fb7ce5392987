"""The reader of saved pages of Google Patents."""

from __future__ import annotations

import datetime as dt

import pytest

from indexing.model import Drawing, PriorityClaim
from tests.kits.readers import FORMATS, readings, recognised_as

FOLDER = FORMATS / "google-html"
CHINESE = (FOLDER / "cn101234567a.html").read_text(encoding="utf-8")


def test_originals_are_read_and_translations_left_out() -> None:
    (reading,) = readings("google-html", CHINESE.encode())
    patent = reading.patent
    assert patent is not None
    assert (patent.id, patent.language, patent.family) == ("CN101234567A", "zh", "39900000")
    assert [(t.text, t.language) for t in patent.titles] == [("Hair dryer", "en")]
    assert patent.units()["abstract"] == "一种吹风机。"
    assert [(p.unit, p.heading, p.text) for p in patent.description] == [
        ("desc.1", "技术领域", "本发明涉及吹风机。它有风扇。"),
        ("desc.2", "技术领域", "FIG. 1"),
    ]
    assert [(c.number, c.text) for c in patent.claims] == [(1, "一种吹风机，有外壳。"), (2, "根据权利要求1所述的吹风机。")]


def test_only_what_the_document_itself_cites_is_its_citation() -> None:
    (reading,) = readings("google-html", CHINESE.encode())
    assert reading.patent is not None
    assert [(c.number, c.cited_by, c.text) for c in reading.patent.citations] == [
        ("US2222222A", None, None),
        (None, "examiner", "Wang: Dryers, 1999"),
    ]
    assert reading.patent.priorities == (PriorityClaim(date=dt.date(2008, 1, 31)),)
    assert Drawing("other", "A1.GIF", unit="desc.2") in reading.patent.drawings


def test_the_sample_keeps_dependencies_classes_and_sheets() -> None:
    (reading,) = readings("google-html", (FOLDER / "us12390907b2.html").read_bytes())
    patent = reading.patent
    assert patent is not None
    assert {c.number: c.depends_on for c in patent.claims if c.number in {1, 2, 3, 19, 34}} == {1: (), 2: (1,), 3: (2,), 19: (), 34: ()}
    assert [p.unit for p in patent.description][-3:] == ["desc.20", "desc.21", "desc.22"]
    assert len(patent.drawings) == 17
    assert {c.cited_by for c in patent.citations} == {"examiner"}
    assert patent.application_number == "US17260187"


def test_a_page_of_a_translation_alone_says_so() -> None:
    page = CHINESE.replace('<span class="google-src-text">', '<i hidden="1">').replace("一种吹风机。", "")
    (reading,) = readings("google-html", page.encode())
    assert "machine-translation" in {f.code for f in reading.findings}


def test_a_rendered_page_is_known_by_its_title() -> None:
    page = (
        "<html><head><title>EP1234567B1 - Hair dryer\n        - Google Patents</title></head><body>"
        '<div class="claims"><div class="claim" num="1"><div class="claim-text">1. A dryer.</div></div></div></body></html>'
    )
    assert recognised_as(page.encode()) == ["google-html"]
    (reading,) = readings("google-html", page.encode())
    assert reading.patent is not None
    assert (reading.patent.id, reading.patent.title, len(reading.patent.claims)) == ("EP1234567B1", "Hair dryer", 1)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_raise_nothing(encoding: str) -> None:
    (reading,) = readings("google-html", CHINESE.encode(encoding))
    assert reading.patent is not None
    assert reading.patent.id == "CN101234567A"


@pytest.mark.parametrize(
    "page", ["<html>Google Patents <b itemprop=publicationNumber></b>", "<title>Search - Google Patents</title>", "Google Patents citation_patent_"]
)
def test_a_page_without_a_number_is_refused(page: str) -> None:
    assert [r.entry.code for r in readings("google-html", page.encode())] == ["no-number"]


def test_a_deep_page_ends_in_the_ledger() -> None:
    page = CHINESE.replace("</article>", "<div>" * 50_000 + "</article>")
    (reading,) = readings("google-html", page.encode())
    assert reading.entry.outcome in {"indexed", "warned", "refused"}


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (
            (
                '<claims lang="DE"><claim num="1"><claim-text>1. Pumpe.</claim-text></claim>'
                '<claim num="2"><claim-text>2. Pumpe nach Anspruch 1.</claim-text></claim></claims>'
            ),
            [(), (1,)],
        ),
        ('<div class="claim-text"><b>1</b>. A pump.</div><div class="claim-text"><b>2</b>. The pump of claim 1.</div>', [(), (1,)]),
        ('<ol class="claims"><li class="claim"><div num="1" id="a" class="claim"><div class="claim-text">1. A pump.</div></div></li></ol>', [()]),
    ],
)
def test_claims_of_older_pages_are_read(claims: str, expected: list[tuple[int, ...]]) -> None:
    begin, end = CHINESE.index('<section itemprop="claims"'), CHINESE.index('<section itemprop="family"')
    section = f'<section itemprop="claims" itemscope><h2>Claims (2)</h2><div itemprop="content" html>{claims}</div></section>'
    page = CHINESE[:begin] + section + CHINESE[end:]
    (reading,) = readings("google-html", page.encode())
    assert reading.patent is not None
    assert [c.depends_on for c in reading.patent.claims] == expected
    assert all("ump" in c.text and not c.text[0].isdigit() for c in reading.patent.claims)


def test_hidden_numbers_amid_the_text_are_left_out() -> None:
    page = CHINESE.replace("FIG. 1 <img", 'FIG. <span style="display: none">[0002]</span>1 <img')
    (reading,) = readings("google-html", page.encode())
    assert reading.patent is not None
    assert reading.patent.units()["desc.2"] == "FIG. 1"
