"""The documents found, with dates, legal status, marks and accounts beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from assistant.legal.model import LegalStatus
from assistant.model import DocumentHit, PassageHit
from assistant.records.why import Why
from pages.parts.accounts import Account
from pages.parts.hits_view import Beside, hits_html
from pages.parts.target import from_link
from tests.app.plain import HOSTILE, Shown, assert_inert

PUBLIC = "https://worldwide.espacenet.com/patent/search?q=pn%3DUS1A"


def hit(**more):
    values = {
        "id": "US1A", "source_id": "US-1-A", "title": "Dryer", "score": 0.5, "rank": 1, "published": None, "filed": dt.date(1999, 1, 2),
        "date_used": "filed", "link": PUBLIC, "passages": (PassageHit("US1A#desc.2-3", "text", 1.0, "/document?id=US1A&unit=desc.2-3"),),
        "found_by": ("words.1",),
    }  # fmt: skip
    return DocumentHit(**(values | more))


def shown(*hits, **beside):
    return Shown(hits_html(hits, Beside(**({"number": 1, "queries": {"words.1": "1"}} | beside))))


def switches(page):
    """Each act's verb with whether it is on."""
    acts = [a for n, a in page.tags if n == "a" and a.get("role") == "button"]
    return {a["id"].split("-")[1]: a.get("aria-pressed") or a.get("aria-expanded") for a in acts}


def test_a_hit_says_which_date_a_cut_off_compares():
    """Where it is not the publication date."""
    page = shown(hit())
    assert "filed 1999-01-02" in page.text
    assert "no publication date in the source: a cut-off compares its filing date" in page.text
    assert "found by query 1" in page.text
    assert "no publication date" not in shown(hit(published=dt.date(2000, 1, 1), date_used="published")).text


def test_a_hit_without_any_date_says_so():
    """None is shown where there is none."""
    assert "no date in the source" in shown(hit(filed=None, date_used=None)).text


def test_passages_of_hits_lead_into_the_document():
    """A run of paragraphs as one passage."""
    page = shown(hit())
    hrefs = [a["href"] for n, a in page.tags if n == "a" and "chip" in (a.get("class") or "")]
    assert [from_link(h).unit for h in hrefs] == ["desc.2-3"]
    assert "paragraph 2 to 3" in page.text


def test_every_hit_can_be_judged_and_asked_why_it_is_there():
    """Three switches, all off at first; a mark turns its own on."""
    assert switches(shown(hit())) == {"relevant": "false", "irrelevant": "false", "why": "false"}
    assert switches(shown(hit(), marks={"US1A": True})) == {"relevant": "true", "irrelevant": "false", "why": "false"}
    assert switches(shown(hit(), marks={"US1A": False})) == {"relevant": "false", "irrelevant": "true", "why": "false"}


def test_an_account_stands_under_its_hit():
    """Once it was asked for."""
    page = shown(hit(), accounts={"US1A": Account("US1A", Why("US1A", True, 1, "shown at rank 1 of 1, found by words.1", ()))})
    assert "shown at rank 1 of 1" in page.text
    assert switches(page)["why"] == "true"


def test_the_legal_status_is_a_letter_a_status_and_a_sentence():
    """Nothing where nobody gave dates."""
    late = LegalStatus("epc", "earlier_filed", "E", "yes", ("epc-54-3",), ("EPC Art. 54(3)",), "filed before 2001-01-01 and published after")
    page = shown(hit(legal=(late,)))
    assert "E EPC: filed before and published after; prior art: yes. Filed before 2001-01-01 and published after (EPC Art. 54(3))" in page.text
    assert "prior art" not in shown(hit()).text
    said = replace(late, reason="filed before (EPC Art. 54(3))")
    assert shown(hit(legal=(said,))).text.count("EPC Art. 54(3)") == 1


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_others_becomes_markup(hostile):
    """Titles, numbers, passages and links alike."""
    mine = hit(id=hostile, title=hostile, source_id=hostile, link=hostile, passages=(PassageHit("US1A#claim.1", hostile, 1.0, hostile),))
    mine = replace(mine, legal=(LegalStatus("epc", "unknown", None, "unknown", (hostile,), (hostile,), hostile),))
    account = Account(hostile, Why(hostile, True, 1, hostile, (hostile,)))
    assert_inert(hits_html([mine], Beside(1, {"words.1": hostile}, {hostile: True}, {hostile: account})), hostile)
