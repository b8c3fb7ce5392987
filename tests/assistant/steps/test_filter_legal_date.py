"""The filter of legal dates: what it drops, what it keeps, and that narrowing loses nothing that it would keep."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from assistant.legal.statuses import statuses
from assistant.steps.filter_legal_date import FilterLegalDate
from indexing.model import Case, Filter, Patent, PriorityClaim, Ranking, Subquery
from tests.assistant.small_index import SmallIndex, sample
from tests.kits.steps import context_for

FILED, PRIORITY = dt.date(2005, 6, 1), dt.date(2004, 6, 2)
APPLICATION = Patent("EP1700000A1", "EP1700000A1", office="EP", kind="A1", filing_date=FILED, priorities=(PriorityClaim("1", "DE", PRIORITY),))
CASE = Case("application", "hair dryer", APPLICATION)
REISSUE = Case("application", "hair dryer", dataclasses.replace(APPLICATION, id="USRE40000E1", office="US", kind="E1", priorities=()))


def dated(number: int, patent: Patent) -> Patent:
    """The sample bears few dates: these fall on every side of the case's, and some are missing."""
    filed = FILED + dt.timedelta(days=(number % 12 - 8) * 150)
    published = None if number % 7 == 0 else filed + dt.timedelta(days=540)
    return dataclasses.replace(patent, filing_date=None if number % 11 == 0 else filed, publication_date=published, priorities=())


INDEX = SmallIndex(tuple(dated(number, patent) for number, patent in enumerate(sample(60))))
HITS = tuple(INDEX.search(Subquery("a.1", "a", "words", "hair dryer air"), Filter(), 1000))
EVERYTHING_LATER = ("earlier_filed", "earlier_national", "earlier_elsewhere", "same_date", "reissue", "own", "too_late")


def applied(step: FilterLegalDate, case: Case = CASE) -> tuple[set[str], Ranking]:
    ranking = step.apply([Ranking(HITS)], context_for(case, INDEX))
    return {hit.document for hit in ranking.hits}, ranking


@pytest.mark.parametrize("system", ["epc", "pct", "us"])
def test_it_drops_what_is_too_late_and_nothing_else(system):
    kept, ranking = applied(FilterLegalDate(system=system))
    found = statuses(CASE, INDEX.facts_of([hit.document for hit in HITS]), system, index=INDEX)
    late = {name for name, status in found.items() if status.code == "too_late"}
    assert late
    assert len(kept) > len(late) / 10
    assert {e.id for e in ranking.excluded} == late == {hit.document for hit in HITS} - kept
    assert {status.code for name, status in found.items() if name in kept} >= {"published_before", "between", "unknown"}


def test_what_it_drops_is_named_with_rule_and_sentence():
    _, ranking = applied(FilterLegalDate())
    assert {e.rule for e in ranking.excluded} <= {"epc.too-late"}
    assert all("Art. 54" in e.reason and e.step == "this" for e in ranking.excluded)


def test_a_case_without_a_date_loses_nothing():
    kept, ranking = applied(FilterLegalDate(), Case("question", "hair dryer"))
    assert kept == {hit.document for hit in HITS}
    assert not ranking.excluded


def test_documents_without_dates_are_dropped_where_the_recipe_says_so():
    kept, ranking = applied(FilterLegalDate(unknown="drop"))
    undated = {p.id for p in INDEX.patents if p.publication_date is None and p.filing_date is None} & {hit.document for hit in HITS}
    assert undated
    assert not undated & kept
    assert all(e.rule for e in ranking.excluded)


def in_time(patent: Patent, filters: Filter) -> bool:
    """What `Filter.before` lets through."""
    day = patent.cutoff_date()[0]
    return filters.before is None or (day is not None and day < filters.before)


@pytest.mark.parametrize("system", ["epc", "pct", "us"])
@pytest.mark.parametrize("unknown", ["keep", "drop"])
@pytest.mark.parametrize("drop", [("too_late",), EVERYTHING_LATER, (*EVERYTHING_LATER, "between"), (*EVERYTHING_LATER, "between", "grace_period")])
@pytest.mark.parametrize("case", [CASE, Case("question", "x", effective_date=FILED), Case("question", "x")], ids=["range", "day", "none"])
def test_narrowing_loses_nothing_that_the_step_would_keep(system, unknown, drop, case):
    step = FilterLegalDate(system=system, unknown=unknown, drop=drop)
    filters = step.narrow(Filter(), case)
    kept, _ = applied(step, case)
    assert all(in_time(INDEX.by_id[document], filters) for document in kept)


@pytest.mark.parametrize("system", ["epc", "pct", "us"])
@pytest.mark.parametrize("unknown", ["keep", "drop"])
@pytest.mark.parametrize("drop", [(), ("too_late",), ("grace_period", "own"), ("between", "earlier_elsewhere"), EVERYTHING_LATER])
@pytest.mark.parametrize("case", [CASE, Case("question", "x", effective_date=FILED), REISSUE], ids=["range", "day", "reissue"])
def test_it_drops_exactly_the_statuses_that_it_is_told_to(system, unknown, drop, case):
    kept, _ = applied(FilterLegalDate(system=system, unknown=unknown, drop=drop), case)
    found = statuses(case, INDEX.facts_of([hit.document for hit in HITS]), system, index=INDEX)
    assert kept == {name for name, s in found.items() if (unknown == "keep" if s.code == "unknown" else s.code not in drop)}


def test_narrowing_begins_where_nothing_later_may_stay():
    assert FilterLegalDate().narrow(Filter(), CASE) == Filter()
    strict = FilterLegalDate(unknown="drop", drop=EVERYTHING_LATER)
    assert strict.narrow(Filter(), CASE) == Filter(before=FILED)
    assert strict.narrow(Filter(before=PRIORITY), CASE) == Filter(before=PRIORITY)


def test_what_was_published_before_can_never_be_dropped():
    with pytest.raises(ValueError, match="published_before"):
        FilterLegalDate(drop=("published_before",))
