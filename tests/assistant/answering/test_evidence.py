"""Evidence is numbered, lies in one stored unit each, keeps sentences whole, and is spread over the documents found."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from assistant.answering.evidence import gather, unit_ranges
from assistant.model import PassageHit
from indexing.chunking import passage_text
from indexing.model import Case, Patent, Text
from indexing.sentences import sentences
from prompts.model import RecipeAnswer
from tests.assistant.shelf import Shelf, shelf

BUDGET = RecipeAnswer(template="answer@1", documents=5, passages=2, evidence_tokens=1200, statements=6, reply_tokens=600)
QUESTIONS = ["hood that can be tilted", "noise of the fan", "infrared heating element and temperature sensor", "zzqx"]


@pytest.mark.parametrize("name", ["hairdryer", "us"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_piece_is_the_stored_text_at_its_offsets_and_short(name, question):
    index, case = shelf(name), Case("question", question)
    evidence = gather(case, index.result(case), index, BUDGET)
    assert [e.number for e in evidence] == list(range(1, len(evidence) + 1))
    for piece in evidence:
        document, _, unit = piece.unit_id.partition("#")
        stored = index.document(document).units()[unit]
        assert document == piece.document
        assert stored[piece.start : piece.end] == piece.text
        assert len(piece.text) <= 320


def test_evidence_is_in_the_order_of_its_relevance_and_no_document_gives_more_than_its_share():
    index, case = shelf(), Case("question", "hair dryer with a hood and a fan")
    evidence = gather(case, index.result(case), index, replace(BUDGET, passages=2, cut=0.0))
    assert [e.score for e in evidence] == sorted((e.score for e in evidence), reverse=True)
    assert max(Counter(e.document for e in evidence).values()) == 2


def test_what_is_much_less_relevant_than_the_best_is_left_out():
    index, case = shelf(), Case("question", "infrared heating element")
    wide, narrow = (gather(case, index.result(case), index, replace(BUDGET, cut=cut, statements=20)) for cut in (0.0, 0.8))
    assert 0 < len(narrow) < len(wide)
    assert all(e.score >= 0.8 * narrow[0].score for e in narrow)
    assert wide[: len(narrow)] == narrow


def test_the_sentence_that_speaks_to_the_question_is_taken_wherever_it_stands_in_its_passage():
    body = (
        "A hair dryer includes a hand grip with a push switch for energizing the components of the dryer. The components are turned on by "
        "depression of the push switch when the grip is held by the user and are turned off when the user releases the grip. It has a fan."
    )
    index = Shelf([Patent("US1A", "US1A", titles=(Text("Hair dryer with push switch"),), abstracts=(Text(body),)), *shelf("us").patents.values()])
    case = Case("question", "How is a hair dryer switched on only when the user holds its grip?")
    first = gather(case, index.result(case), index, BUDGET)[0]
    assert first.text.startswith("The components are turned on by depression of the push switch")


def test_evidence_keeps_to_its_budget():
    index, case = shelf(), Case("question", "hair dryer with a hood and a fan")
    evidence = gather(case, index.result(case), index, replace(BUDGET, evidence_tokens=150))
    assert 0 < sum(len(e.text) for e in evidence) <= 600


def test_a_piece_is_one_sentence_where_it_fits():
    index, case = shelf(), Case("question", "hand held hair dryer stand tilted on a surface")
    for piece in gather(case, index.result(case), index, BUDGET):
        stored = index.document(piece.document).units()[piece.unit_id.partition("#")[2]]
        spans = [s for s in sentences(stored) if s[0] <= piece.start < s[1]]
        if spans and spans[0][1] - spans[0][0] <= 320:
            assert (piece.start, piece.end) == spans[0]


def test_the_same_result_gives_the_same_evidence():
    index, case = shelf(), Case("question", "infrared heater")
    result = index.result(case)
    assert gather(case, result, index, BUDGET) == gather(case, result, Shelf(list(index.patents.values())), BUDGET)


def test_a_piece_names_the_feature_it_speaks_to():
    index, case = shelf(), Case("question", "tiltable hood of a dryer")
    result = index.result(case, features=("hood assembly tilt", "quantum entanglement of photons"))
    assert {e.feature for e in gather(case, result, index, BUDGET)} & {"hood assembly tilt"}
    assert "quantum entanglement of photons" not in {e.feature for e in gather(case, result, index, BUDGET)}


def test_a_run_of_units_is_split_and_a_part_stays_a_part():
    units = {"title": "T", "desc.1": "One.", "desc.2": "Two two.", "desc.3": "Three.", "p1.l2": "Page.", "p2.l1": "Next.", "claim.1": "C."}
    assert unit_ranges("US1A#desc.1-3", units) == [("desc.1", 0, 4), ("desc.2", 0, 8), ("desc.3", 0, 6)]
    assert unit_ranges("US1A#p1.l2-p2.l1", units) == [("p1.l2", 0, 5), ("p2.l1", 0, 5)]
    assert unit_ranges("US1A#desc.2:4-8", units) == [("desc.2", 4, 8)]
    assert unit_ranges("US1A#desc.9", units) == []
    for passage in ("US1A#desc.1-3", "US1A#p1.l2-p2.l1", "US1A#desc.2:4-8", "US1A#claim.1"):
        assert "\n".join(units[u][a:b] for u, a, b in unit_ranges(passage, units)) == passage_text(units, passage)


def test_without_hits_there_is_no_evidence():
    index, case = shelf(), Case("question", "hood")
    assert gather(case, replace(index.result(case), hits=()), index, BUDGET) == ()


def test_a_passage_that_is_no_longer_there_is_passed_over():
    index, case = shelf(), Case("question", "tiltable hood")
    result = index.result(case)
    first = replace(result.hits[0], passages=(PassageHit(f"{result.hits[0].id}#desc.999", "gone", 9.0, ""), *result.hits[0].passages))
    assert gather(case, replace(result, hits=(first,)), index, BUDGET)
