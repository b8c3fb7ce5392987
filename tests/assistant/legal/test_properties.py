"""What holds of every case and document, whatever their dates."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.legal.assess import assess, at_date
from assistant.legal.effective import effective_date
from assistant.legal.law import load_law
from assistant.legal.model import CODES, Dates
from indexing.model import PriorityClaim

if TYPE_CHECKING:
    import random

SYSTEMS = st.sampled_from(["epc", "pct", "us"])
OFFICES = st.sampled_from(["EP", "WO", "US", "DE", "JP", None])
KINDS = st.sampled_from(["A1", "B1", "B2", "E1", None])
ALL_DAYS = sorted({dt.date(2013, 3, 16) + dt.timedelta(days=b + d) for b in (-2000, -750, -366, 0, 365, 800) for d in (*range(-3, 4), 90)})
"""Days around the change of the American law, and a year and more on either side of it."""
DAYS = st.sampled_from(ALL_DAYS)
RANK = {"no": 0, "unknown": 1, "depends": 2, "yes": 3}
RELATIONS = st.sampled_from([None, None, "family"])
INVENTORS = st.sampled_from([None, "own", "other"])
FEW = settings(max_examples=150, deadline=None)


@st.composite
def documents(draw, known: bool = False) -> Dates:
    """Documents whose dates are in order: priority, filing, publication; each may be missing unless `known`."""
    priority, filed, published = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
    missing = draw(st.sets(st.sampled_from(["filed", "published"]))) if not known else set()
    priorities = draw(st.sampled_from([(), (PriorityClaim(country="US", date=priority),), (PriorityClaim(country="JP", date=priority),)]))
    office = draw(OFFICES.filter(bool) if known else OFFICES)
    return Dates(
        None if "published" in missing else published, None if "filed" in missing else filed, priorities, office, draw(KINDS),
        draw(RELATIONS), draw(INVENTORS),
    )  # fmt: skip


@st.composite
def applications(draw) -> Dates:
    days = draw(st.lists(DAYS, max_size=3))
    country = draw(st.sampled_from(["US", "DE", None]))
    priorities = tuple(PriorityClaim(country=country, date=day) for day in days)
    return Dates(None, draw(st.none() | DAYS), priorities, draw(st.sampled_from(["EP", "US"])), draw(st.sampled_from(["A1", "E1"])))


@given(applications(), documents(), SYSTEMS, st.none() | DAYS)
@FEW
def test_every_combination_of_missing_dates_has_a_status_and_a_sentence_that_names_what_lacks(case, document, name, day):
    system = load_law().system(name)
    status = assess(effective_date(case, system, day), document, system)
    assert status.code in CODES
    assert status.reason.strip()
    assert "{" not in status.reason
    assert all(words in status.reason for words in status.missing), status
    if "unknown" in (status.code, status.prior_art):
        assert status.missing, status
    if status.category == "P":
        assert status.code == "between"


@given(applications(), documents(known=True), SYSTEMS, st.none() | DAYS, st.integers(0, 10**6))
@FEW
def test_an_earlier_publication_never_makes_a_document_less_of_a_prior_art(case, document, name, day, number):
    between = [d for d in ALL_DAYS if document.filed <= d <= document.published]
    earlier = between[number % len(between)]
    system = load_law().system(name)
    date = effective_date(case, system, day)
    later, sooner = assess(date, document, system), assess(date, dataclasses.replace(document, published=earlier), system)
    assert RANK[sooner.prior_art] >= RANK[later.prior_art], (sooner, later)


@given(documents(known=True), SYSTEMS, DAYS, DAYS)
@FEW
def test_a_later_effective_date_never_makes_a_document_less_of_a_prior_art(document, name, one, other):
    system = load_law().system(name)
    early, late = sorted((one, other))
    case = effective_date(Dates(filed=late), system)
    first, last = (at_date(document, day, day, case, system) for day in (early, late))
    assert RANK[last.prior_art] >= RANK[first.prior_art], (first, last)


@given(documents(), SYSTEMS, DAYS, st.randoms(use_true_random=False))
@FEW
def test_what_is_said_without_a_date_holds_whatever_the_date_turns_out_to_be(document, name, day, chance):
    system = load_law().system(name)
    case = effective_date(Dates(filed=day), system)
    said = assess(case, document, system)
    truth = assess(case, completed(document, chance), system)
    assert set(truth.rules) <= set(said.rules), (said, truth)
    if said.prior_art in ("yes", "no"):
        assert truth.prior_art == said.prior_art, (said, truth)
    if said.code not in ("unknown", "between"):
        assert truth.code == said.code, (said, truth)


def completed(document: Dates, chance: random.Random) -> Dates:
    """The document with its missing facts made up, in a possible order."""
    low = document.filed or document.priority or dt.date(2005, 1, 1)
    published = document.published or low + dt.timedelta(days=chance.choice([0, 1, 30, 364, 365, 366, 367, 800, 3000]))
    spread = (published - (document.priority or dt.date(2005, 1, 1))).days
    filed = document.filed or published - dt.timedelta(days=chance.randrange(max(spread, 0) + 1))
    office = document.office or chance.choice(["EP", "WO", "US", "DE", "FR", "JP", "CN"])
    return dataclasses.replace(document, published=published, filed=filed, office=office)


@given(applications(), documents(known=True), SYSTEMS)
@FEW
def test_what_the_law_does_not_ask_for_changes_nothing(case, document, name):
    system = load_law().system(name)
    date = effective_date(case, system)
    plain = dataclasses.replace(document, kind="A1")
    status = assess(date, plain, system)
    assert assess(date, dataclasses.replace(plain, kind="A2"), system) == status
    more = (PriorityClaim(number="later", country="JP", date=document.filed), *document.priorities)
    assert assess(date, dataclasses.replace(plain, priorities=tuple(reversed(more))), system).prior_art in {status.prior_art, "depends"}
    reordered = dataclasses.replace(case, priorities=tuple(reversed(case.priorities)))
    assert assess(effective_date(reordered, system), plain, system) == status
    if name != "us":
        assert assess(date, dataclasses.replace(plain, inventors="other"), system) == assess(
            date, dataclasses.replace(plain, inventors="own"), system
        )
    if name == "pct" or plain.office == "JP":
        assert assess(date, dataclasses.replace(plain, office="CN"), system) == status
