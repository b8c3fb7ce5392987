"""The reader of US red book XML."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indexing.model import Claim, Patent, PriorityClaim, Reading
from tests.kits.readers import FORMATS, readings

GRANT = (FORMATS / "us-redbook" / "US08930553.xml").read_bytes()
APPLICATION = FORMATS / "us-redbook" / "US20050004437A1.xml"


def one(data: bytes) -> Reading:
    (reading,) = readings("us-redbook", data, "grant.xml")
    return reading


def patent(data: bytes) -> Patent:
    document = one(data).patent
    assert document is not None
    return document


def made(body: str, dtd: str = "") -> bytes:
    """A small grant with `body` beside its bibliography."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v42-2006-08-23.dtd" [ {dtd} ]>\n'
        '<us-patent-grant lang="EN"><us-bibliographic-data-grant><publication-reference><document-id><country>US</country>'
        "<doc-number>07272630</doc-number><kind>B2</kind><date>20070918</date></document-id></publication-reference>"
        f"<invention-title>A dryer</invention-title></us-bibliographic-data-grant>{body}</us-patent-grant>\n"
    ).encode()


def test_claims_keep_their_limbs_as_lines_and_lose_their_number() -> None:
    first, second = patent(GRANT).claims[:2]
    assert first.text.splitlines()[:2] == [
        "A system for processing mid-dialog SIP messages, the system comprising:",
        "an incoming message hardware processor configured to receive a mid-dialog SIP message from a SIP user agent client; and",
    ]
    assert (second.number, second.depends_on) == (2, (1,))


def test_paragraphs_have_their_printed_number_and_the_heading_above() -> None:
    paragraph = patent(GRANT).description[1]
    assert (paragraph.unit, paragraph.heading) == ("desc.2", "BACKGROUND OF THE INVENTION")


def test_an_application_names_its_foreign_priority_and_its_parent() -> None:
    (reading,) = readings("us-redbook", Path(APPLICATION).read_bytes())
    assert reading.patent is not None
    assert reading.patent.priorities[0] == PriorityClaim("1974/01", "CH", dt.date(2001, 10, 26))
    assert reading.patent.priorities[1].date == dt.date(2002, 10, 21)


@pytest.mark.parametrize("cut", [5_000, 20_000, 39_000])
def test_a_truncated_file_is_refused_with_its_line(cut: int) -> None:
    entry = one(GRANT[:cut]).entry
    assert (entry.outcome, entry.code) == ("refused", "truncated-xml")
    line = int(entry.source.removeprefix("grant.xml:"))
    assert abs(line - GRANT[:cut].count(b"\n")) <= 1


def test_a_damaged_document_in_a_bulk_file_leaves_its_neighbours_alone() -> None:
    broken = GRANT.replace(b"</claims>", b"</claim>")
    found = readings("us-redbook", GRANT + GRANT[:9000] + b"\n" + broken + GRANT)
    assert [r.entry.code for r in found] == [None, "truncated-xml", "bad-xml", None]
    fault = GRANT.count(b"\n") + GRANT[:9000].count(b"\n") + 1 + GRANT[: GRANT.index(b"</claims>")].count(b"\n") + 1
    assert found[2].entry.source == f"memory:{fault}"


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    dtd = f'<!ENTITY x SYSTEM "file://{secret}"> <!ENTITY a "lol"> <!ENTITY b "&a;&a;&a;">'
    document = patent(made("<abstract><p>A &x; and &b; dryer with 5 &lt; 6 &amp; an angle&rsquo;s &alpha;.</p></abstract>", dtd))
    assert document.units()["abstract"] == "A &x; and &b; dryer with 5 < 6 & an angle’s α."


def test_formulas_and_tables_are_text() -> None:
    body = (
        '<description><p num="0001">H<sub>2</sub>O at 10<sup>-3</sup> m, the 1<sup>st</sup><tables><table><row><entry>a</entry><entry>b</entry></row>'
        '<row><entry>1</entry><entry>2</entry></row></table></tables></p><p num="0002"><img file="x.tif"/></p></description>'
    )
    (paragraph,) = patent(made(body)).description
    assert paragraph.text == "H2O at 10^-3 m, the 1st\na | b\n1 | 2"


def test_repeated_paragraph_numbers_give_way_to_their_order() -> None:
    body = '<description><p num="0007">One.</p><p num="0007">Two.</p><p>Three.</p></description>'
    assert [p.unit for p in patent(made(body)).description] == ["desc.1", "desc.2", "desc.3"]


def test_claims_refer_by_reference_and_by_words() -> None:
    body = (
        '<claims><claim id="CLM-1" num="1"><claim-text>1. A dryer.</claim-text></claim>'
        '<claim id="CLM-2" num="2"><claim-text>2. A dryer.</claim-text></claim><claim id="CLM-3" num="3">'
        '<claim-text>3. The dryer of <claim-ref idref="CLM-1">claim 1</claim-ref> or any of claims 1 to 2.</claim-text></claim></claims>'
    )
    assert patent(made(body)).claims[2] == Claim(3, "The dryer of claim 1 or any of claims 1 to 2.", (1, 2), "en")


def test_a_document_without_number_and_another_kind_of_document_are_refused() -> None:
    nameless = made("").replace(b"<doc-number>07272630</doc-number>", b"")
    other = b'<?xml version="1.0"?>\n<sequence-cwu></sequence-cwu>\n'
    found = readings("us-redbook", nameless + other)
    assert [r.entry.code for r in found] == ["no-number", "unknown-format"]


def test_depth_has_a_limit() -> None:
    deep = made("<abstract>" + "<b>" * 100_000 + "</b>" * 100_000 + "</abstract>")
    assert one(deep).entry.code == "bad-xml"
