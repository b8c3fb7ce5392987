"""Classes and chosen documents as queries, and classes as a soft signal, on real hair dryers."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.steps import STEPS
from assistant.strategy.step_model import Draft, Drafts, PlanTools, RunContext
from indexing.class_weights import parse_weights
from indexing.errors import IndexFault
from indexing.model import Case, Filter, Hit, Patent, Ranking
from tests.assistant.small_index import SmallIndex, sample

QUESTION = Case("question", "hair dryer with a foldable handle and a removable filter")
INDEX = SmallIndex()
IDS = [p.id for p in INDEX.patents]


def ranking(*documents: str) -> Ranking:
    return Ranking(tuple(Hit(document, None, 1.0 / n, n, "q.1", "words") for n, document in enumerate(documents, 1)))


def context(case: Case = QUESTION, index: SmallIndex = INDEX) -> RunContext:
    return RunContext("this", case, index, Filter(), 10)


def rewritten(name: str, case: Case, index: SmallIndex = INDEX, **parameters: object) -> Drafts:
    return STEPS.load(name)(**parameters).rewrite(case, PlanTools(index))


def bearing(number: str, *classes: str) -> Patent:
    return dataclasses.replace(sample()[0], id=number, source_id=number, family=None, ipc=classes, cpc=())


# ---------------------------------------------------------------- chosen documents


def test_documents_judged_relevant_are_one_query_or_one_each():
    """By their ids in this index; names that are not here stay in the query, since what is here may cite them, and are noted."""
    case = dataclasses.replace(QUESTION, relevant=("US 4,712,313 A", IDS[2], "US-4712313-A", "EP 9 999 999 A1"))
    made = rewritten("rewrite.chosen", case)
    assert [(d.text, d.kind) for d in made.drafts] == [(f"US4712313A {IDS[2]}; EP 9 999 999 A1", "documents")]
    assert made.notes == ("judged relevant, but not in this index: EP 9 999 999 A1",)
    assert [d.text for d in rewritten("rewrite.chosen", case, separately=True).drafts] == ["US4712313A", IDS[2], "EP 9 999 999 A1"]


def test_without_a_judged_document_there_is_no_query_and_a_note():
    made = rewritten("rewrite.chosen", QUESTION)
    assert (made.drafts, len(made.notes)) == ((), 1)


def test_documents_found_first_are_a_query_unless_some_were_judged():
    step = STEPS.load("feedback.documents")
    found = ranking(*IDS[:8])
    assert [d.text for d in step(first=3).feedback([found], context()).drafts] == [" ".join(IDS[:3])]
    assert [d.text for d in step(first=2, separately=True).feedback([found], context()).drafts] == IDS[:2]
    judged = dataclasses.replace(QUESTION, relevant=(IDS[30],), irrelevant=(IDS[0],))
    assert [d.text for d in step().feedback([found], context(judged)).drafts] == [IDS[30]]
    nothing = step(first=0).feedback([found], context())
    assert not nothing.drafts
    assert nothing.notes


def test_the_own_family_never_teaches():
    """Its search report would be the answer, its classes the case's own."""
    case = dataclasses.replace(QUESTION, own=(IDS[0],))
    made = STEPS.load("feedback.documents")(first=2).feedback([ranking(*IDS[:5])], context(case))
    assert IDS[0] not in made.drafts[0].text.split()
    index = SmallIndex((bearing("US1A", "G01N1/00"), bearing("US2A", "A45D20/12")))
    made = STEPS.load("feedback.classes")(first=1).feedback([ranking("US1A", "US2A")], context(Case("question", "x", own=("US1A",)), index))
    assert made.drafts[0].text == "A45D20"


# ---------------------------------------------------------------- classes as queries


def test_the_applications_own_classes_come_first():
    own = dataclasses.replace(sample()[3], cpc=("A45D20/12", "F26B 3/04"), ipc=("A45D20/10", "A45D20/12"))
    case = Case("application", "a hair dryer", own)
    assert rewritten("rewrite.classes", case).drafts[0].text == "A45D20 F26B3"
    assert rewritten("rewrite.classes", case, level="subgroup", count=2).drafts[0].text == "A45D20/12 F26B3/04"
    assert not rewritten("rewrite.classes", case).notes


def test_classes_are_suggested_where_the_case_bears_none():
    """By the nearest documents; the note says so, and the weights are the confidences."""
    made = rewritten("rewrite.classes", QUESTION, level="subclass")
    weights = dict(parse_weights(made.drafts[0].text))
    assert next(iter(weights)) == "A45D"
    assert 0.5 < weights["A45D"] <= 1
    assert made.drafts[0].kind == "classes"
    assert "suggested from its 20 nearest documents" in made.notes[0]
    assert rewritten("rewrite.classes", QUESTION, suggested=False) == Drafts((), ("the case bears no classes",))


def test_a_search_that_fails_leaves_a_note_instead_of_suggestions():
    broken = SmallIndex(faults={f"suggest.{engine}": IndexFault("the disk is gone") for engine in ("words", "meaning")})
    made = rewritten("rewrite.classes", QUESTION, broken)
    assert made == Drafts((), ("the case bears no classes, and none could be suggested: the disk is gone",))


def test_classes_of_the_first_documents_weigh_by_their_share():
    index = SmallIndex((bearing("US1A", "A45D20/12", "F26B3/04"), bearing("US2A", "A45D20/10"), bearing("US3A"), bearing("US4A", "H05B1/02")))
    judged = Case("question", "x", relevant=("US1A", "US2A", "US3A"))
    made = STEPS.load("feedback.classes")().feedback([ranking("US4A")], context(judged, index))
    assert [(d.text, d.kind) for d in made.drafts] == [("A45D20 F26B3^0.5", "classes")]
    made = STEPS.load("feedback.classes")(first=1, count=1, level="subgroup").feedback(
        [ranking("US4A", "US1A")], context(Case("question", "x"), index)
    )
    assert made.drafts[0].text == "H05B1/02"
    nothing = STEPS.load("feedback.classes")().feedback([ranking("US3A")], context(Case("question", "x"), index))
    assert not nothing.drafts
    assert "bear no classes" in nothing.notes[0]


# ---------------------------------------------------------------- classes as a soft signal

MIXED = SmallIndex((bearing("US1A", "G01N1/00"), bearing("US2A", "A45D20/12"), bearing("US3A", "A45D20/10", "F26B3/04"), bearing("US4A")))


def test_documents_in_the_cases_classes_move_up_by_a_share_of_their_rank():
    own = bearing("US9A", "A45D20/12", "F26B3/06")
    case = Case("application", "x", own)
    found = STEPS.load("boost.classes")(weight=0.1).apply([ranking("US1A", "US4A", "US2A", "US3A")], context(case, MIXED))
    assert [h.document for h in found.hits] == ["US3A", "US2A", "US1A", "US4A"]
    assert found.hits[0].score == pytest.approx(1.1 / 64)
    assert found.hits[1].score == pytest.approx(1.05 / 63)
    assert not found.excluded


def test_nothing_moves_without_weight_or_without_classes():
    order = ["US1A", "US4A", "US2A", "US3A"]
    own = bearing("US9A", "A45D20/12")
    for parameters, case in (({"weight": 0}, Case("application", "x", own)), ({"learn_from": "case"}, QUESTION)):
        found = STEPS.load("boost.classes")(**parameters).apply([ranking(*order)], context(case, MIXED))
        assert [h.document for h in found.hits] == order


def test_where_the_case_bears_no_classes_the_first_documents_vote():
    found = STEPS.load("boost.classes")(first=1, weight=0.2).apply([ranking("US2A", "US1A", "US4A", "US3A")], context(QUESTION, MIXED))
    assert [h.document for h in found.hits] == ["US2A", "US3A", "US1A", "US4A"]


# ---------------------------------------------------------------- binding


@pytest.mark.parametrize(
    ("name", "kind", "engine"),
    [("search.similar", "documents", "similar"), ("search.citations", "documents", "citations"), ("search.classes", "classes", "classes")],
)
def test_searches_take_their_kind_of_draft_alone(name, kind, engine):
    drafts = [Draft("US1A", reason="r", kind=k) for k in ("text", "expression", "documents", "classes")]
    bound = STEPS.load(name)().bind("b", [*drafts, Draft(" ", reason="r", kind=kind), Draft("US2A", "meaning", reason="r", kind=kind)])
    assert [(q.id, q.engine, q.text) for q in bound] == [("b.1", engine, "US1A")]
    assert bound[0].relation == ("cited" if engine == "citations" else None)
    assert drafts[0].kind != kind
