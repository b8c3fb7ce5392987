"""What was asked, found, dropped and stated, as the page shows it."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.model import Answer, Citation, DocumentHit, PassageHit, Plan, Statement, Usage
from indexing.control import Progress
from indexing.errors import IndexFault
from indexing.model import Case, Exclusion, Filter, Subquery
from pages.parts.result_view import answer_html, conditions_text, error_html, hits_html, ledger_html, queries_html, question_html, stages_html
from pages.parts.target import from_link
from tests.app.plain import HOSTILE, Shown

STORED = "A dryer\nthat emits <b>ions</b>. It is light."
PUBLIC = "https://worldwide.espacenet.com/patent/search?q=pn%3DUS1A"


def cited(start, end, unit="claim.1"):
    return Citation(f"US1A#{unit}", STORED[start:end], start, end, "", STORED)


def answer(*statements, **more):
    return Answer(tuple(statements), (), "extractive", "none", (), **more)


def hit(**more):
    values = {
        "id": "US1A", "source_id": "US-1-A", "title": "Dryer", "score": 0.5, "rank": 1, "published": None, "filed": dt.date(1999, 1, 2),
        "date_used": "filed", "link": PUBLIC, "passages": (PassageHit("US1A#desc.2-3", "text", 1.0, "/document?id=US1A&unit=desc.2-3"),),
        "found_by": ("words.1",),
    }  # fmt: skip
    return DocumentHit(**(values | more))


def texts(shown, name):
    return [a.get("class") for n, a in shown.tags if n == name]


def test_a_chip_names_its_passage_and_leads_to_the_quote():
    """Number, document and unit; the link carries the offsets."""
    shown = Shown(answer_html(answer(Statement("It emits ions.", (cited(0, 12),)))))
    assert "[1] US1A claim 1" in shown.text
    chip = next(a for n, a in shown.tags if n == "a")
    target = from_link(chip["href"])
    assert (target.document, target.unit, target.start, target.end) == ("US1A", "claim.1", 0, 12)
    assert chip["title"] == STORED[:12]


def test_one_quote_has_one_number():
    """However many statements rest on it."""
    shown = Shown(answer_html(answer(Statement("One.", (cited(0, 7),)), Statement("Two.", (cited(0, 7), cited(8, 20))))))
    assert shown.text.count("[1]") == 2
    assert shown.text.count("[2]") == 1


def test_a_model_s_sentence_shows_what_it_rests_on_and_an_own_sentence_stands_in_quotation_marks():
    """Who speaks is visible: spaces and line ends apart, an own sentence is its quote."""
    own = Shown(answer_html(answer(Statement("A dryer that emits <b>ions</b>.", (cited(0, 31),)))))
    assert "blockquote" not in own.names
    assert "statement-text statement-own" in texts(own, "span")
    written = Shown(answer_html(answer(Statement("It emits ions.", (cited(0, 31),)))))
    assert "blockquote" in written.names
    assert "statement-text statement-own" not in texts(written, "span")


def test_an_answer_says_who_wrote_it_and_what_it_cost():
    """The model's identity, calls, tokens and seconds."""
    made = Answer((), ("What is not there",), "generated", "qwen@sha256:cc", (), usage=Usage(2, 1200, 80, 3.25))
    shown = Shown(answer_html(made)).text
    assert "qwen@sha256:cc" in shown
    assert "2 calls, 1,200 tokens in, 80 out, 3.2 s" in shown
    assert "Not found in the documents searched" in shown


def test_a_hit_says_which_date_a_cut_off_compares():
    """Where it is not the publication date."""
    shown = Shown(hits_html([hit()], [Subquery("words.1", "words", "words", "dryer")])).text
    assert "filed 1999-01-02" in shown
    assert "no publication date in the source: a cut-off compares its filing date" in shown
    assert "found by query 1" in shown
    published = Shown(hits_html([hit(published=dt.date(2000, 1, 1), date_used="published")])).text
    assert "no publication date" not in published


def test_a_hit_without_any_date_says_so():
    """None is shown where there is none."""
    assert "no date in the source" in Shown(hits_html([hit(filed=None, date_used=None)])).text


def test_passages_of_hits_lead_into_the_document():
    """A run of paragraphs as one passage."""
    shown = Shown(hits_html([hit()]))
    hrefs = [a["href"] for n, a in shown.tags if n == "a" and "chip" in (a.get("class") or "")]
    assert [from_link(h).unit for h in hrefs] == ["desc.2-3"]
    assert "paragraph 2 to 3" in shown.text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_others_becomes_markup(hostile):
    """Titles, passages, questions, queries, stages, rules and errors alike."""
    query = Subquery("q", "b", "words", hostile, feature=hostile, reason=hostile, terms=((hostile, 1.0),))
    markup = [
        hits_html([hit(title=hostile, source_id=hostile, link=hostile, passages=(PassageHit("US1A#claim.1", hostile, 1.0, hostile),))], [query]),
        question_html(hostile * 40, hostile, 1),
        queries_html(Plan("r", "0" * 64, Case("question", "x"), (query,))),
        stages_html([Progress(hostile, 1, 2, hostile, hostile)], 1.0, stopping=False),
        ledger_html([Exclusion(hostile, hostile, hostile)]),
        error_html(IndexFault(hostile, hostile)),
        answer_html(answer(notes=(hostile,))),
    ]
    for made in markup:
        shown = Shown(made)
        assert hostile.strip()[:10] in shown.text
        assert not shown.names & {"script", "img", "iframe", "style", "link"}
        assert not [a for _, a in shown.tags if any(key.startswith("on") for key in a)]
        assert not [a for _, a in shown.tags if "evil" in (a.get("href") or "") and not a["href"].startswith("document?")]


def test_the_ledger_gathers_rules_that_differ_in_a_number():
    """Hundreds of candidates beyond the last rank are one row; other rules keep theirs, and dates their form."""
    dropped = [Exclusion(f"US{n}A", "shown", f"rank {n}, beyond the 10 asked for") for n in range(11, 236)]
    dropped += [Exclusion("US1A", "own", "the case itself"), Exclusion("US2A", "date", "2001-02-03 is too late")]
    shown = Shown(ledger_html(dropped)).text
    assert "rank 11 to 235, beyond the 10 asked for" in shown
    assert "225" in shown
    assert "the case itself" in shown
    assert "2001-02-03 is too late" in shown


def test_conditions_are_one_line():
    """As the examiner set them."""
    line = conditions_text(Filter(before=dt.date(2001, 2, 3)), ("US9",), "hybrid", 20)
    assert line == "recipe hybrid · 20 documents · before 2001-02-03 · own: US9"
