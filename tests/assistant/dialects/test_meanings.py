"""What operators, fields and signs of each language mean, and what is said where another language has no counterpart."""

from __future__ import annotations

import re

import pytest

from assistant.dialect_text.canonical import simplified
from assistant.dialect_text.translation import compile_subquery, plan_in, translate
from assistant.dialects import DIALECTS
from indexing.expressions.notation import parse
from indexing.model import Near, Subquery
from tests.house import ROOT


def own(name: str, text: str) -> str:
    """The query in the house's notation."""
    return DIALECTS.load("own")().write(DIALECTS.load(name)().parse(text).node).text


@pytest.mark.parametrize(
    ("name", "query", "meant"),
    [
        ("pps", "radar.ti.", "ti:radar"),
        ("pps", "(a OR b).ti,ab.", "ti:(a OR b) OR ab:(a OR b)"),
        ("pps", "a ADJ3 b", "a ADJ/3 b"),
        ("pps", "a NEAR b", "a NEAR b"),
        ("pps", "a OR b AND c SAME d WITH e ADJ f", 'a OR (b AND (c PARAGRAPH (d SENTENCE "e f")))'),
        ("pps", "a SAME2 b", "a PARAGRAPH/2 b"),
        ("pps", "a NOT b NOT c", "a NOT b NOT c"),
        ("pps", "a XOR b", "(a NOT b) OR (b NOT a)"),
        ("pps", "a NOT WITH b", "a NOT (a SENTENCE b)"),
        ("pps", "motor$ motor$2 wom?n colo$1r", "motor* OR motor*{2} OR wom?n OR colo#r"),
        ("pps", "H04N19/42$.cpc.", "cpc:H04N19/42"),
        ("pps", "C07C51/43-45. CPC.", "cpc:C07C51/43 OR cpc:C07C51/44 OR cpc:C07C51/45"),
        ("pps", "G06F17/2$.cpc.", " OR ".join(f"cpc:G06F17/2{n}" for n in range(10))),
        ("pps", "F16L11/00.cpc.", "cpc=F16L11"),
        ("pps", "@ay>=1980<=1985", "fd:1980-01-01..1985-12-31"),
        ("pps", "(US-11449323-B2).did.", "pn:US11449323B2"),
        ("cql", "a or b and c", "(a OR b) AND c"),
        ("cql", "a and b or c", "(a AND b) OR c"),
        ("cql", 'ti any "motor engine"', "ti:motor OR ti:engine"),
        ("cql", "a prox/distance<3 b", "a NEAR/3 b"),
        ("cql", "a prox/distance<1/ordered b", '"a b"'),
        ("cql", "a prox/unit=sentence b", "a SENTENCE b"),
        ("cql", "mot* mot? mot# mot???", "mot* AND mot# AND mot? AND mot*{3}"),
        ("cql", "cpc=A45D20/12/low", "cpc:A45D20/12"),
        ("cql", "cpc=A45D20/12", "cpc=A45D20/12"),
        ("cql", 'pd within "2005 2006"', "pd:2005-01-01..2006-12-31"),
        ("cql", 'in="smith john"', 'in:"smith john"'),
        ("patentscope", 'EN_TI:("wind turbine" AND electric) solar', 'ti:"~wind ~turbine" AND ti:~electric AND ~solar'),
        ("patentscope", "a OR b AND c", "~a OR (~b AND ~c)"),
        ("patentscope", "a NEAR2 b", "~a NEAR/3 ~b"),
        ("patentscope", "a BEFORE b", "~a ADJ/6 ~b"),
        ("patentscope", "IC:A47L11/03 OR IC_EX:A47L11/03", "ipc:A47L11/03 OR ipc=A47L11/03"),
        ("patentscope", "DP:[01.02.2000 TO 2005]", "pd:2000-02-01..2005-12-31"),
        ("google", "safety OR seat belt", "(~safety OR ~seat) AND ~belt"),
        ("google", '"seat belt" -child', '"seat belt" NOT ~child'),
        ("google", "a NEAR/5 b", "~a NEAR/5 ~b"),
        ("google", "a WITH b", "~a NEAR/20 ~b"),
        ("google", "mot* mot$2 mot? mot#", "mot* AND mot*{2} AND mot# AND mot?"),
        ("google", "before:priority:20050101 after:filing:2001", "prd:..2004-12-31 AND fd:2001-01-01.."),
        ("google", "assignee:google assignee:facebook", "pa:google OR pa:facebook"),
        ("google", "cpc:A45D20/12/low", "cpc:A45D20/12"),
    ],
)  # fmt: skip
def test_a_query_means_what_its_site_says(name: str, query: str, meant: str) -> None:
    assert DIALECTS.load(name)().parse(query).node == simplified(parse(meant)), own(name, query)


@pytest.mark.parametrize(
    ("source", "target", "query", "text", "codes"),
    [
        ("pps", "cql", "(hair ADJ2 dryer).ti. AND A45D20/12$.cpc.",
         "(ti=hair prox/distance<2/ordered ti=dryer) and cpc=A45D20/12/low", {"class-hierarchy"}),
        ("pps", "cql", "@ad<2005 AND hair", "hair", {"date-kind"}),
        ("pps", "patentscope", "hair WITH dryer", "EN_ALLTXT:(hair AND dryer)", {"proximity-to-and", "stemming"}),
        ("pps", "google", "hair SAME dryer", '"hair" SAME "dryer"', {"proximity-approximated"}),
        ("google", "pps", "dryer", "dryer", {"stemming"}),
        ("cql", "pps", "pn=EP and lens", "EP.cc. AND lens", set()),
        ("patentscope", "pps", "LGF:DE AND lens", "lens", {"no-counterpart"}),
        ("pps", "patentscope", "colo$1r", "EN_ALLTXT:(color OR colo?r)", {"written-out"}),
        ("pps", "google", "H04N.ipc. AND lens", 'cpc:H04N "lens"', {"class-scheme"}),
        ("cql", "google", "pa=sony and pa=philips", 'assignee:("sony" "philips")', {"names-joined"}),
        ("pps", "cql", "428/40.ccls. AND lens", "lens", {"no-counterpart"}),
    ],
)  # fmt: skip
def test_what_is_lost_is_said(source: str, target: str, query: str, text: str, codes: set[str]) -> None:
    written = translate(query, DIALECTS.load(source)(), DIALECTS.load(target)())
    assert written.text.startswith(text)
    assert codes <= {note.code for note in written.notes}
    assert all(note.text and not note.text.endswith(".") for note in written.notes)


def test_words_of_a_plan_become_alternatives_and_their_weights_a_note() -> None:
    query = Subquery("q", "words", "words", "hair dryer", fields=(("title", 2.0), ("abstract", 1.0)), terms=(("hair", 2.0), ("dryer", 1.0)))
    parsed = compile_subquery(query, DIALECTS.load("own")())
    assert parsed is not None
    assert simplified(parsed.node) == simplified(parse("ti,ab:(~hair OR ~dryer)"))
    assert [note.code for note in parsed.notes] == ["weights"]


def test_words_that_must_all_be_there_are_joined_and_close_words_stand_beside_them() -> None:
    query = Subquery("q", "words", "words", "hair dryer", minimum_match=1.0)
    close = Subquery("q", "words", "words", "hair", near=(Near("warm air", slop=2),))
    parsed = [compile_subquery(one, DIALECTS.load("own")()) for one in (query, close)]
    assert [simplified(one.node) for one in parsed if one] == [
        simplified(parse("~hair AND ~dryer")),
        simplified(parse("~hair OR (~warm ADJ/3 ~air)")),
    ]


def test_every_query_of_a_plan_is_said_or_the_reason_is() -> None:
    queries = [
        Subquery("w", "words", "words", "hair dryer"),
        Subquery("b", "boolean", "boolean", "ti:hair NOT brush"),
        Subquery("m", "meaning", "meaning", "a dryer for hair"),
        Subquery("c", "classes", "classes", "A45D20/12^2 A45D20"),
        Subquery("f", "boolean", "boolean", "la:en"),
        Subquery("x", "boolean", "boolean", "ti:(hair"),
    ]
    rows = plan_in(queries, DIALECTS.load("own")(), DIALECTS.load("pps")())
    assert [row.text for row in rows] == ["hair OR dryer", "hair.ti. NOT brush", "", "A45D20/12$.cpc,ipc. OR A45D20/$.cpc,ipc.", "", ""]
    assert [row.id for row in rows if any(note.code == "no-counterpart" for note in row.notes)] == ["m", "f", "x"]


def test_every_code_of_a_note_is_explained_in_the_how_to() -> None:
    page = (ROOT / "docs" / "how-to" / "dialects.md").read_text("utf-8")
    sources = [path.read_text("utf-8") for folder in ("dialects", "dialect_text") for path in (ROOT / "assistant" / folder).glob("*.py")]
    codes = {code for text in sources for code in re.findall(r'(?:\.(?:lost|advise)|Note)\(\s*"([a-z-]+)"', text)}
    assert {code for code in codes if f"`{code}`" not in page} == set()
    assert len(codes) > 20
