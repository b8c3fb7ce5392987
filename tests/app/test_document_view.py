"""A document as the viewer shows it."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from indexing.model import CitedDocument, Claim, Drawing, Paragraph, Patent, PriorityClaim, Text
from pages.parts.document_view import document_html, facts_html, quote_note, unit_name
from pages.parts.target import Target
from tests.app.plain import HOSTILE, Shown

PUBLIC = "https://worldwide.espacenet.com/patent/search?q=pn%3DUS1"
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text("ab<&\n \u202e漢", min_size=1, max_size=40))


def patent(title="A dryer", abstract="It dries.", claims=("A dryer.",), paragraphs=("Hair.",), **more):
    return Patent(
        "US1", "US-1", titles=(Text(title, "en"),), abstracts=(Text(abstract, "en"),),
        claims=tuple(Claim(n, c) for n, c in enumerate(claims, 1)),
        description=tuple(Paragraph(f"desc.{n}", p, heading="FIELD" if n == 1 else "SUMMARY") for n, p in enumerate(paragraphs, 1)), **more,
    )  # fmt: skip


def unit_texts(markup):
    """The text of each unit, by its element's id."""
    pieces = re.findall(r'<div class="doc-unit[^"]*" id="unit-([^"]+)">.*?<div class="doc-text"[^>]*>(.*?)</div></div>', markup)
    return {name: Shown(body).text for name, body in pieces}


@given(WORDS, WORDS, st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=3), st.data())
def test_every_unit_is_shown_as_it_is_stored_and_the_quote_marked(title, abstract, claims, paragraphs, data):
    """Without its tags, each unit is its stored text; the mark is the stored text at the offsets."""
    shown = patent(title, abstract, claims, paragraphs)
    units = shown.units()
    unit = data.draw(st.sampled_from(sorted(units)))
    start = data.draw(st.integers(0, len(units[unit]) - 1))
    end = data.draw(st.integers(start + 1, len(units[unit])))
    markup = document_html(shown, Target("US1", unit, start, end))
    assert unit_texts(markup) == units
    assert Shown(markup).marks == [units[unit][start:end]]
    assert markup.count('id="quoted"') == 1


def test_claims_stand_before_the_description():
    """The order an examiner reads in, whatever the order of storage."""
    markup = document_html(patent(), Target("US1"))
    assert markup.index("Abstract") < markup.index("Claims") < markup.index("Description")


def test_headings_stand_above_their_paragraphs_once():
    """A heading is written where it changes."""
    markup = document_html(patent(paragraphs=("a", "b", "c")), Target("US1"))
    assert markup.count("FIELD") == 1
    assert markup.count("SUMMARY") == 1


def test_a_run_of_paragraphs_is_marked_whole():
    """A passage over several units marks each; the first is scrolled to."""
    shown = Shown(document_html(patent(paragraphs=("one", "two", "three")), Target("US1", "desc.1-2")))
    assert shown.marks == ["one", "two"]
    assert [a.get("id") for n, a in shown.tags if n == "mark"] == ["quoted", None]


def test_units_of_several_languages_bear_their_language():
    """A reader, and a screen reader, knows which is which."""
    both = Patent("EP1", "EP1", claims=(Claim(1, "Ein Trockner.", language="de"), Claim(1, "A dryer.", language="en")))
    shown = Shown(document_html(both, Target("EP1", "claim.1@de", 0, 3)))
    assert shown.marks == ["Ein"]
    assert {a["lang"] for n, a in shown.tags if a.get("class") == "doc-text"} == {"de", "en"}


def test_a_passage_that_is_not_there_is_said_to_be():
    """The document is shown without a mark, and a note says why."""
    assert "claim.9" in quote_note(patent(), Target("US1", "claim.9"))
    assert quote_note(patent(), Target("US1", "claim.1", 0, 2)) == ""
    assert quote_note(patent(), Target("US1")) == ""


def test_facts_say_what_is_lacking_and_invent_nothing():
    """A missing date is said to be missing."""
    facts = Shown(
        facts_html(patent(filing_date=dt.date(2001, 2, 3), priorities=(PriorityClaim("1", "JP", dt.date(2000, 1, 1)),), cpc=("A45D20/12",)), PUBLIC)
    )
    assert "2001-02-03" in facts.text
    assert "not in the source" in facts.text
    assert "JP 1 2000-01-01" in facts.text
    assert "A45D20/12" in facts.text
    assert "Inventors" not in facts.text


def test_units_are_spoken_of_in_words():
    """As an examiner would."""
    names = {
        "claim.1": "claim 1",
        "desc.42": "paragraph 42",
        "desc.42-44": "paragraph 42 to 44",
        "p3.l12": "page 3, line 12",
        "claim.2@de": "claim 2 (de)",
    }
    assert {unit: unit_name(unit) for unit in names} == names


def test_citations_and_drawings_are_listed_as_the_source_names_them():
    """Category, passage and claims of a search report; figure, file and page of a drawing; folded away, and never as markup."""
    cited = (CitedDocument("DE1A1", "X", "column 3", "search", "1-3"), CitedDocument(None, text="<b>A book</b>, 1999"))
    drawn = (Drawing("drawing", "D1.TIF", 2, "1A"), Drawing("formula", "F1.TIF", unit="desc.4"))
    markup = facts_html(patent(citations=cited, drawings=drawn, application_number="US12345678"), PUBLIC)
    text = Shown(markup).text
    for wanted in (
        "X DE1A1; column 3; claims 1-3; cited by search",
        "<b>A book</b>, 1999",
        "FIG. 1A, D1.TIF, page 2",
        "formula, F1.TIF, desc.4",
        "US12345678",
    ):
        assert wanted in text
    assert markup.count("<details") == 2
