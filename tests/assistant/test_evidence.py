"""Evidence is numbered, lies in one stored unit each, keeps sentences whole, and is spread over the documents found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.evidence import gather, unit_ranges
from assistant.model import PassageHit
from indexing.chunking import passage_text
from indexing.model import Case
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
        assert len(piece.text) <= 400


def test_documents_take_turns_and_none_gives_more_than_its_share():
    index, case = shelf(), Case("question", "hair dryer with a hood and a fan")
    documents = [e.document for e in gather(case, index.result(case), index, replace(BUDGET, documents=3, passages=2))]
    assert len(documents) == 6
    assert documents[:3] == documents[3:]
    assert len(set(documents)) == 3


def test_evidence_keeps_to_its_budget():
    index, case = shelf(), Case("question", "hair dryer with a hood and a fan")
    evidence = gather(case, index.result(case), index, replace(BUDGET, evidence_tokens=150))
    assert 0 < sum(len(e.text) for e in evidence) <= 600


def test_a_piece_begins_and_ends_with_sentences_where_they_fit():
    index, case = shelf(), Case("question", "hand held hair dryer stand tilted on a surface")
    for piece in gather(case, index.result(case), index, BUDGET):
        stored = index.document(piece.document).units()[piece.unit_id.partition("#")[2]]
        spans = [s for s in sentences(stored) if s[0] <= piece.start < s[1]]
        if spans and spans[0][1] - spans[0][0] <= 400:
            assert piece.start == spans[0][0]


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
