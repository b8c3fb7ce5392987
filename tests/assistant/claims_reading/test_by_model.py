"""A model says where a claim is cut; the words are the claim's own."""

from __future__ import annotations

import itertools
import json

import pytest

from assistant.claims_reading.by_model import aligned, features_by_model
from assistant.claims_reading.by_rules import content_words
from assistant.strategy.step_model import PlanTools
from indexing.errors import LLMFault
from indexing.model import Claim
from tests.assistant.scripted_llm import ScriptedLLM
from tests.assistant.small_index import SmallIndex

TEXT = "A hair dryer (1) comprising a housing (2), a motor mounted in the housing, and a handle that folds, wherein the handle has a hinge."
CLAIM = Claim(1, TEXT, (), "en")


def features(*named: tuple[str, str]) -> str:
    return json.dumps({"features": [{"kind": kind, "text": text} for kind, text in named]})


def cut(*replies, claim=CLAIM, most=4000):
    llm = ScriptedLLM(list(replies))
    return features_by_model(claim, (), PlanTools(SmallIndex(), llm), "claim-features@1", 300, most), llm


WHOLE = features(
    ("preamble", "A hair dryer comprising"), ("element", "a housing"), ("element", "a motor"), ("relation", "mounted in the housing"),
    ("element", "a handle that folds"), ("relation", "the handle has a hinge"),
)  # fmt: skip


def test_each_feature_is_found_in_the_claim_reference_signs_or_not():
    made, _ = cut(WHOLE)
    assert [f.text for f in made.features][:2] == ["A hair dryer", "a housing"]
    assert all(TEXT[f.start : f.end] == f.text for f in made.features)
    assert made.notes == ()


def test_a_feature_in_other_words_is_dropped_and_said():
    made, _ = cut(features(("element", "a housing"), ("element", "a nuclear reactor"), ("element", "a motor mounted beside the handle")))
    assert not any("nuclear" in f.text for f in made.features)
    assert ["'a nuclear reactor'" in note for note in made.notes].count(True) == 1
    assert any("beside the handle" in note for note in made.notes)


def test_what_the_model_passes_over_is_cut_by_the_rules():
    made, _ = cut(features(("element", "a motor mounted in the housing")))
    assert content_words(TEXT, "en") <= {w for f in made.features for w in content_words(f.text, "en")}
    assert "passed over" in made.notes[0]
    spans = [(f.start, f.end) for f in made.features]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_features_that_overlap_are_taken_once():
    kept, foreign = aligned(CLAIM, [{"kind": "element", "text": "a handle that folds"}, {"kind": "element", "text": "handle that"}])
    assert [f.text for f in kept] == ["a handle that folds"]
    assert foreign == ()


def test_a_feature_that_stands_twice_is_found_at_its_second_place_where_the_first_is_taken():
    kept, _ = aligned(CLAIM, [{"kind": "element", "text": "the housing, and a handle"}, {"kind": "relation", "text": "the handle"}])
    assert [f.start for f in kept] == [TEXT.index("the housing"), TEXT.index("the handle")]


@pytest.mark.parametrize("bad", ["no json", "{}", features(("element", "a nuclear reactor")), LLMFault("slow", retry=True)])
def test_a_bad_reply_is_asked_for_once_more_and_then_given_up_with_the_reason(bad):
    made, llm = cut(bad, WHOLE)
    assert made.features
    assert len(llm.asked) == len(made.exchanges) == 2
    gone, llm = cut(bad, bad, WHOLE)
    assert gone.features is None
    assert gone.fault
    assert len(llm.asked) == 2


def test_a_claim_longer_than_the_model_reads_is_left_to_the_rules():
    made, llm = cut(WHOLE, claim=Claim(1, f"{TEXT} {'a valve, ' * 900}"))
    assert made.features is None
    assert "longer" in made.fault
    assert llm.asked == []
