"""The reader of US red book XML."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from indexing.model import Claim, Drawing, Patent, PriorityClaim, Reading
from tests.kits.readers import FORMATS, readings, recognised_as

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
    other = b'<?xml version="1.0"?>\n<us-megatable></us-megatable>\n'
    found = readings("us-redbook", nameless + other)
    assert [r.entry.code for r in found] == ["no-number", "unknown-format"]


def test_a_sequence_listing_apart_from_its_document_is_no_document() -> None:
    named = (
        "<publication-reference><document-id><country>US</country><doc-number>20050004437</doc-number><kind>A1</kind>"
        "</document-id></publication-reference>"
    )
    listing = f'<?xml version="1.0"?>\n<!DOCTYPE sequence-cwu SYSTEM "x.dtd">\n<sequence-cwu>{named}</sequence-cwu>\n'.encode()
    found = readings("us-redbook", GRANT + listing + GRANT)
    assert [(r.entry.code, r.entry.number) for r in found] == [
        (None, "US8930553B2"),
        ("sequence-listing", "US20050004437A1"),
        (None, "US8930553B2"),
    ]


def test_depth_has_a_limit() -> None:
    deep = made("<abstract>" + "<b>" * 100_000 + "</b>" * 100_000 + "</abstract>")
    assert one(deep).entry.code == "bad-xml"


def with_bib(bib: str, body: str = "") -> Patent:
    """The small grant with `bib` in its bibliography."""
    return patent(made(body).replace(b"<invention-title>", bib.encode() + b"<invention-title>"))


def relation(name: str, number: str) -> str:
    """A relation to a parent as the red book writes it."""
    return (
        f"<{name}><relation><parent-doc><document-id><country>US</country><doc-number>{number}</doc-number><date>20010101</date></document-id>"
        f"</parent-doc><child-doc><document-id><country>US</country><doc-number>1</doc-number></document-id></child-doc></relation></{name}>"
    )


def test_parents_whose_benefit_is_claimed_are_priorities_and_other_relations_are_not() -> None:
    names = ["continuation", "division", "continuation-in-part", "reissue", "reexamination", "substitution", "us-divisional-reissue", "correction"]
    related = "".join(relation(name, str(10 + n)) for n, name in enumerate(names))
    related += (
        "<us-provisional-application><document-id><country>US</country><doc-number>60123456</doc-number></document-id></us-provisional-application>"
    )
    related += "<related-publication><document-id><country>US</country><doc-number>20010001</doc-number></document-id></related-publication>"
    found = with_bib(f"<us-related-documents>{related}</us-related-documents>").priorities
    assert {p.number for p in found} == {"10", "11", "12", "60123456"}


def test_a_design_has_a_locarno_class_and_no_ipc() -> None:
    bib = "<classification-locarno><edition>9</edition><main-classification>0603</main-classification></classification-locarno>"
    assert with_bib(bib, "<claims><claim num='1'><claim-text>The design, as shown.</claim-text></claim></claims>").ipc == ()


def test_symbols_are_read_from_their_parts() -> None:
    parts = "<section>A</section><class>45</class><subclass>D</subclass>"
    ipc = f"<classifications-ipcr><classification-ipcr>{parts}<main-group>20</main-group><subgroup>12</subgroup></classification-ipcr>"
    ipc += f"<classification-ipcr>{parts}</classification-ipcr></classifications-ipcr>"
    assert with_bib(ipc).ipc == ("A45D20/12", "A45D")
    old = "<classification-ipc><edition>7</edition><main-classification>A45D020/12</main-classification></classification-ipc>"
    assert with_bib(old).ipc == ("A45D20/12",)


def test_literature_is_cited_as_printed() -> None:
    cited = patent(GRANT).citations
    assert [c.number for c in cited].count(None) == 5
    assert all(c.text and c.cited_by in {"applicant", "examiner"} for c in cited if c.number is None)


def test_inventors_who_had_to_apply_give_way_to_the_assignee() -> None:
    person = "<addressbook><last-name>Kato</last-name><first-name>Tomoki</first-name><suffix>Jr.</suffix></addressbook>"
    bib = (
        f'<us-parties><us-applicants><us-applicant app-type="applicant"{{}}>{person}</us-applicant></us-applicants><inventors>'
        f"<inventor>{person}</inventor>"
        "</inventors></us-parties><assignees><assignee><addressbook><orgname>Idemitsu</orgname></addressbook></assignee></assignees>"
    )
    assert with_bib(bib.format("")).applicants == ("Idemitsu",)
    applying = with_bib(bib.format(' applicant-authority-category="inventor"'))
    assert (applying.applicants, applying.inventors) == (("Tomoki Kato Jr.",), ("Tomoki Kato Jr.",))


def test_drawings_and_images_are_kept_by_reference() -> None:
    body = (
        '<drawings><figure num="00001"><img file="US1-20150106-D00000.TIF"/></figure><figure num="00002" figure-labels="1A 1B">'
        '<img file="US1-20150106-D00001.TIF"/></figure></drawings><description><p num="0007">A <chemistry><img file="C1.TIF"/></chemistry> and'
        '<maths><math><msup><mi>x</mi><mn>2</mn></msup></math><img file="M1.TIF"/></maths> and <img file="O1.TIF"/>.</p></description>'
        '<claims><claim num="1"><claim-text>1. A <tables><img file="T1.TIF"/></tables>.</claim-text></claim></claims>'
    )
    found = patent(made(body))
    assert found.drawings == (
        Drawing("drawing", "US1-20150106-D00000.TIF"),
        Drawing("drawing", "US1-20150106-D00001.TIF", 1, "1A 1B"),
        Drawing("chemistry", "C1.TIF", unit="desc.7"),
        Drawing("formula", "M1.TIF", unit="desc.7"),
        Drawing("other", "O1.TIF", unit="desc.7"),
        Drawing("table", "T1.TIF", unit="claim.1"),
    )
    assert found.description[0].text == "A and\nx^2\nand ."


def test_what_a_reissue_takes_out_is_in_brackets() -> None:
    body = (
        '<abstract><p>The <?delete-start id="D1"?>old<?delete-end id="D1"?> <?insert-start id="I1"?><i>new</i>'
        '<?insert-end id="I1"?> dryer.</p></abstract>'
    )
    assert patent(made(body)).abstracts[0].text == "The [old] new dryer."


def test_documents_without_declarations_and_on_one_line_are_parted_too() -> None:
    bare = made("").partition(b"\n")[2]
    found = readings("us-redbook", bare + bare + made("").rstrip() + made("").rstrip() + b"\n", "week")
    assert [r.entry.number for r in found] == ["US7272630B2"] * 4


def test_a_document_in_another_encoding_than_declared_is_repaired_and_said_so() -> None:
    reading = one(made("").replace(b"A dryer", "Müller’s dryer".encode("cp1252")))
    assert reading.patent is not None
    assert (reading.patent.title, [f.code for f in reading.findings]) == ("Müller’s dryer", ["encoding-repaired"])


def test_application_numbers_have_their_office() -> None:
    assert patent(GRANT).application_number == "US13648029"


@pytest.mark.parametrize("mark", ['id="h-0007" num="0000"', 'id="P-0086" num="heading-0086"'])
def test_headings_written_as_paragraphs_are_headings(mark: str) -> None:
    body = f'<description><heading>DETAILS</heading><p num="0004">One.</p><p {mark}>Wireless</p><p num="0005">Two.</p></description>'
    found = patent(made(body)).description
    assert [(p.unit, p.heading) for p in found] == [("desc.4", "DETAILS"), ("desc.5", "Wireless")]


def test_images_collected_apart_go_back_to_their_formula() -> None:
    body = (
        '<description><p num="0001">So <maths id="M-1"><math><mi>x</mi></math></maths>.</p></description>'
        '<us-math idrefs="M-1" nb-file="M.NB"><img file="M.TIF"/></us-math>'
    )
    assert patent(made(body)).drawings == (Drawing("formula", "M.TIF", unit="desc.1"),)


@pytest.mark.parametrize(
    ("number", "kind", "identity"),
    [
        ("D0673350", "S1", "USD673350S1"),
        ("PP021234", "P2", "USPP21234P2"),
        ("RE042123", "E1", "USRE42123E1"),
        ("H0002280", "H1", "USH2280H1"),
        ("12345678", "B2", "US12345678B2"),
    ],
)
def test_designs_plants_reissues_and_registrations_are_numbered_as_printed(number: str, kind: str, identity: str) -> None:
    data = made("").replace(b"07272630", number.encode()).replace(b"<kind>B2", b"<kind>" + kind.encode())
    found = patent(data)
    assert (found.id, found.kind) == (identity, kind)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_files_of_characters_of_two_bytes_read_alike(encoding: str) -> None:
    two = made("<abstract><p>Blown air is \u2265 40 \u00b0C.</p></abstract>") * 2
    wide = two.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(encoding)
    assert recognised_as(wide) == ["us-redbook"]
    assert readings("us-redbook", wide, "week.xml") == readings("us-redbook", two, "week.xml")
