"""What was asked, found, dropped and stated, as the page shows it."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.model import Answer, Citation, Statement, Usage
from indexing.control import Progress
from indexing.errors import IndexFault
from indexing.model import Filter
from pages.parts.result_view import answer_html, conditions_text, error_html, judged_html, question_html, stages_html
from pages.parts.target import from_link
from tests.app.plain import HOSTILE, Shown, assert_inert

STORED = "A dryer\nthat emits <b>ions</b>. It is light."


def cited(start, end, unit="claim.1"):
    return Citation(f"US1A#{unit}", STORED[start:end], start, end, "", STORED)


def answer(*statements, **more):
    return Answer(tuple(statements), (), "extractive", "none", (), **more)


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


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_others_becomes_markup(hostile):
    """Questions, stages, errors, notes and marks alike."""
    markup = [
        question_html(hostile * 40, hostile, 1),
        stages_html([Progress(hostile, 1, 2, hostile, hostile)], 1.0, stopping=False),
        error_html(IndexFault(hostile, hostile)),
        answer_html(answer(notes=(hostile,))),
        judged_html([hostile], [hostile]),
    ]
    for made in markup:
        assert_inert(made, hostile)


def test_conditions_are_one_line():
    """As the examiner set them."""
    line = conditions_text(Filter(before=dt.date(2001, 2, 3)), ("US9",), "hybrid", 20)
    assert line == "recipe hybrid · 20 documents · before 2001-02-03 · own: US9"
    assert conditions_text(Filter(), (), "hybrid", 10, "dates by EPC").endswith("no date cut-off · dates by EPC")


def test_marks_are_links_to_the_documents():
    """Each judgment with its documents; nothing where nothing was judged."""
    shown = Shown(judged_html(["US1A", "US2A"], ["US3A"]))
    assert " ".join(shown.text.split()) == "Marked in this case: relevant US1A, US2A · not relevant US3A"
    assert [from_link(a["href"]).document for n, a in shown.tags if n == "a"] == ["US1A", "US2A", "US3A"]
    assert judged_html([], []) == ""
