"""Statuses of what a search finds: from a case, the facts of an index, or whole documents."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from assistant.legal.law import load_law
from assistant.legal.status_json import effective_to_json, status_line, status_to_json
from assistant.legal.statuses import case_date, case_notes, claim_dates, compare_inventors, dates_of, office_and_kind, status_of, statuses
from indexing.errors import UsageError
from indexing.model import Case, Claim, DocumentFacts, Patent, PriorityClaim
from tests.assistant.small_index import SmallIndex, sample

FILED, PRIORITY = dt.date(2015, 6, 1), dt.date(2014, 6, 2)
APPLICATION = Patent(
    "EP2950000A1", "EP2950000A1", office="EP", number="2950000", kind="A1", filing_date=FILED, priorities=(PriorityClaim("1", "DE", PRIORITY),),
    family="55", inventors=("Müller, Karl", "Anna Meier"), claims=(Claim(1, "A dryer."), Claim(2, "A dryer as in claim 1.", (1,))),
)  # fmt: skip
CASE = Case("application", "a dryer", APPLICATION, (APPLICATION.id,))


def facts(document: str, published: str | None, filed: str | None = None, priority: str | None = None, family: str | None = None) -> DocumentFacts:
    days = [dt.date.fromisoformat(d) if d else None for d in (published, filed, priority)]
    return DocumentFacts(document, document, "title", *days, "published", "en", family, (), 1, 1, "source")


def codes(case: Case, *documents: DocumentFacts, system: str = "epc") -> dict[str, tuple[str, str]]:
    return {name: (s.code, s.prior_art) for name, s in statuses(case, {d.id: d for d in documents}, system).items()}


def test_an_application_is_judged_by_the_range_of_its_priorities():
    found = codes(
        CASE,
        facts("US20130000001A1", "2013-02-07"),
        facts("US20140000002A1", "2014-12-18", "2014-06-10"),
        facts("EP2900003A1", "2015-11-04", "2014-05-02"),
        facts("EP3000004A1", "2017-03-01", "2015-08-30"),
    )
    assert list(found.values()) == [("published_before", "yes"), ("between", "depends"), ("earlier_filed", "yes"), ("too_late", "no")]


def test_a_person_s_date_overrides_the_application_s():
    assert case_date(CASE, load_law().system("epc")).basis == "priority"
    decided = dataclasses.replace(CASE, effective_date=dt.date(2014, 12, 1))
    assert case_date(decided, load_law().system("epc")).basis == "given"


def test_a_question_without_a_date_leaves_every_status_open():
    status = statuses(Case("question", "a dryer"), {"EP1A1": facts("EP1A1", "1980-01-02")}, "epc")["EP1A1"]
    assert (status.code, status.prior_art) == ("unknown", "unknown")
    assert "effective date" in status.reason


def test_the_case_s_own_publications_and_family_are_known_by_number_and_family():
    found = codes(CASE, facts("EP2950000A1", "2015-12-09", "2015-06-01"), facts("US20150000005A1", "2015-12-03", "2014-06-02", family="55"))
    assert [code for code, _ in found.values()] == ["own", "own"]


def test_with_an_index_the_family_is_as_the_index_knows_it():
    days = {"priorities": (), "publication_date": dt.date(2012, 1, 3), "filing_date": dt.date(2010, 7, 1)}
    one, other, third = (dataclasses.replace(patent, family=f, **days) for patent, f in zip(sample(3), ("7", "7", "8"), strict=True))
    index = SmallIndex((one, other, third))
    case = Case("question", "x", own=(one.id,), effective_date=dt.date(2009, 1, 1))
    found = statuses(case, index.facts_of([one.id, other.id, third.id]), "epc", index=index)
    assert [found[p.id].code for p in (one, other, third)] == ["own", "own", "too_late"]


def test_fields_of_no_legal_weight_change_nothing():
    plain = facts("US20140000002A1", "2014-12-18", "2014-06-10")
    other = dataclasses.replace(
        plain, title="other", language="de", classes=("A45D20/12",), claims=9, paragraphs=0, source="elsewhere", date_used=None
    )
    assert statuses(CASE, {"d": plain}, "epc") == statuses(CASE, {"d": other}, "epc")


def test_a_whole_document_brings_the_countries_of_its_priorities_and_its_inventors():
    case = Case("application", "x", dataclasses.replace(APPLICATION, priorities=(), filing_date=dt.date(2016, 5, 10)), (), None)
    hit = Patent(
        "US20160000006A1", "x", office="US", kind="A1", publication_date=dt.date(2016, 1, 14), filing_date=dt.date(2014, 7, 1),
        inventors=("Karl MÜLLER",),
    )  # fmt: skip
    assert status_of(case, hit, "us").prior_art == "no"
    assert status_of(case, dataclasses.replace(hit, inventors=("Karl Müller", "Eva Roth")), "us").prior_art == "yes"


@pytest.mark.parametrize(
    ("case", "document", "relation"),
    [
        (("Müller, Karl",), ("Karl Müller",), "own"),
        (("Müller, Karl", "Meier, Anna"), ("ANNA MEIER",), "own"),
        (("Müller, Karl",), ("K. Müller",), "other"),
        ((), ("Karl Müller",), None),
        (("Karl Müller",), (" ",), None),
    ],
)
def test_inventors_are_compared_by_the_words_of_their_names(case, document, relation):
    assert compare_inventors(case, document) == relation


@pytest.mark.parametrize(
    ("document", "office", "kind"),
    [("US10123456B2", "US", "B2"), ("USRE49257E1", "US", "E1"), ("USRE45678", "US", "E"), ("EP2950000", "EP", None), ("doc-17", None, None)],
)
def test_office_and_kind_are_read_from_the_id(document, office, kind):
    assert office_and_kind(document) == (office, kind)


def test_a_reissue_without_a_kind_is_known_by_its_number():
    assert dates_of(Patent("USRE45678", "x", office="US", number="RE45678")).kind == "E"


def test_each_claim_has_its_effective_date():
    found = claim_dates(CASE, "epc", enjoyed={2: []})
    assert (found[1].earliest, found[1].latest) == (PRIORITY, FILED)
    assert found[2].earliest == FILED
    assert claim_dates(Case("question", "x"), "epc") == {}


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (CASE, "epc: the effective date of a claim lies between 2014-06-02, if its priority holds, and the filing on 2015-06-01"),
        (Case("question", "x", effective_date=FILED), "epc: the effective date is 2015-06-01"),
        (Case("question", "x"), "epc: the case's effective date is not known"),
        (Case("application", "x", dataclasses.replace(APPLICATION, priorities=(PriorityClaim("1", "DE", dt.date(2010, 1, 4)),))), "gives no date"),
    ],
)
def test_a_person_is_told_what_date_counts(case, words):
    assert any(words in note for note in case_notes(case, "epc"))


def test_an_unknown_system_is_refused():
    with pytest.raises(UsageError):
        statuses(CASE, {}, "jp")


def test_a_status_as_json_says_everything_and_is_plain():
    status = statuses(CASE, {"d": facts("US20140000002A1", "2014-12-18", "2014-06-10")}, "epc")["d"]
    value = json.loads(json.dumps(status_to_json(status)))
    assert {name: value[name] for name in ("system", "code", "category", "prior_art", "missing")} == {
        "system": "epc", "code": "between", "category": "P", "prior_art": "depends", "missing": [],
    }  # fmt: skip
    assert value["dates"] == {
        "published": "2014-12-18", "filed": "2014-06-10", "effective_earliest": "2014-06-02", "effective_latest": "2015-06-01",
        "case_filed": "2015-06-01",
    }  # fmt: skip
    assert [end["prior_art"] for end in value["ends"]] == ["no", "yes"]
    assert set(value["rules"]) == {"epc.too-late", "epc.54-2"}
    assert value["sources"]
    assert value["reason"]


def test_a_status_as_a_line_names_system_letter_and_reason():
    status = statuses(CASE, {"d": facts("US20140000002A1", "2014-12-18", "2014-06-10")}, "epc")["d"]
    assert status_line(status).startswith("epc: published between priority and filing (P); prior art: depends; published 2014-12-18")


def test_an_effective_date_as_json_says_its_range_and_notes():
    value = effective_to_json(case_date(CASE, load_law().system("epc")))
    assert value == {"earliest": "2014-06-02", "latest": "2015-06-01", "basis": "priority", "filed": "2015-06-01", "missing": None, "notes": []}
