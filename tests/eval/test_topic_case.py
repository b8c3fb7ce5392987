"""What a recipe is asked for a topic: kind, date, cut-off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from eval.model import Dataset, Topic
from eval.recipe_system import RecipeSystem
from eval.topic_case import TopicCases, date_of
from indexing.errors import InputError, UsageError
from tests.eval.tiny import TinyAssistant, TinyIndex

DAY = dt.date(2006, 5, 1)
DAYS = {"US1A": dt.date(2001, 1, 1), "US2A": dt.date(2007, 1, 1), "US3A": None}


@dataclass
class Facts:
    published: dt.date | None
    date_used: str | None = "published"


class Dated(TinyIndex):
    """A tiny index whose documents have days of publication and can be opened."""

    def facts_of(self, ids):
        return {name: Facts(DAYS[name], "published" if DAYS[name] else None) for name in ids}

    def document(self, name):
        return f"the document {name}"


@pytest.fixture
def index():
    return Dated({"US-1-A": "lamp", "US-2-A": "lamp", "US-3-A": "lamp"})


@pytest.mark.parametrize(
    ("metadata", "day"),
    [
        ({"date": "2006-05-01"}, DAY),
        ({"filing_date": "20060501"}, DAY),
        ({"date": "2006-05-01T10:00:00"}, DAY),
        ({"date": None, "filing_date": "20060501"}, DAY),
        ({"date": "2006"}, None),
        ({"date": "2006-13-01"}, None),
        ({}, None),
    ],
)
def test_a_topics_date_is_read_from_what_the_data_set_says(metadata, day):
    assert date_of(Topic("t", "lamp", (), metadata)) == day


@pytest.mark.parametrize(("dates", "effective", "before"), [("none", None, None), ("case", DAY, None), ("before", DAY, DAY)])
def test_a_date_is_used_only_as_asked(index, dates, effective, before):
    """By default not at all: the judgments of a bench may hold later documents."""
    case, filters, notes = TopicCases(index, dates=dates).of(Topic("t", "lamp", (), {"date": "2006-05-01"}))
    assert (case.effective_date, filters.before, notes) == (effective, before, ())


def test_a_topic_without_a_date_is_said_where_one_is_asked_for(index):
    assert TopicCases(index, dates="before").of(Topic("t", "lamp"))[2]
    assert not TopicCases(index).of(Topic("t", "lamp"))[2]


def test_judged_documents_that_the_cut_off_takes_away_are_counted(index):
    """They count as missed, and the run says how many."""
    data = Dataset("d", "test", (Topic("t", "lamp", (), {"date": "2006-05-01"}),), {"t": {"US-1-A": 1, "US-2-A": 1, "US-3-A": 2}})
    said = " ".join(TopicCases(index, dates="before").unreachable(data))
    assert "1 judgments are of documents that are of the topic's date or later" in said
    assert "1 judgments are of documents that bear no date" in said
    assert TopicCases(index, dates="case").unreachable(data) == ()


def test_an_application_is_the_topics_own_document(index):
    assert TopicCases(index, "application").of(Topic("US-1-A", "lamp"))[0].application == "the document US1A"
    assert TopicCases(index, "application").of(Topic("PAC-1", "lamp", ("US-2-A",)))[0].application == "the document US2A"


def test_an_application_that_the_index_lacks_is_refused_with_a_way_out(index):
    with pytest.raises(InputError, match="--kind question"):
        TopicCases(index, "application").of(Topic("US-9-A", "lamp"))


@pytest.mark.parametrize(("kind", "dates"), [("clams", "none"), ("claims", "befor")])
def test_an_unknown_choice_is_answered_with_the_nearest(index, kind, dates):
    with pytest.raises(UsageError, match=r"claims|before"):
        TopicCases(index, kind, dates)


def test_kind_and_dates_are_among_the_facts_of_a_run(index):
    """Two runs that asked for different things are never taken for one."""
    data = Dataset("d", "test", (Topic("t", "lamp"),), {"t": {"US-1-A": 1}})
    one, two = (RecipeSystem(TinyAssistant(index), "words", data, kind=kind) for kind in ("question", "claims"))
    assert one.facts["case"] == {"kind": "question", "dates": "none"}
    assert one.facts != two.facts
