"""Passages to documents, against plain sums."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.steps.group_documents import GroupDocuments
from assistant.strategy.passage_grouping import section_of
from indexing.model import Case, Hit, Ranking, ranked
from tests.assistant.small_index import SmallIndex
from tests.kits.steps import context_for

CONTEXT = context_for(Case("question", "a hair dryer"), SmallIndex())
UNITS = ["title", "abstract", "claim.1", "claim.2", "desc.1-3", "desc.4:0-512", "p3.l12"]
PASSAGES = st.dictionaries(st.tuples(st.sampled_from(["US1", "US2", "US3"]), st.sampled_from(UNITS)), st.integers(0, 50).map(float), min_size=1)


def ranking(scores: dict[tuple[str, str], float]) -> Ranking:
    return Ranking(ranked(Hit(document, f"{document}#{unit}", score, 0, "q.1", "meaning") for (document, unit), score in scores.items()))


@settings(max_examples=150)
@given(PASSAGES, st.integers(1, 4))
def test_a_document_has_the_sum_of_its_best_passages(scores, best):
    grouped = GroupDocuments(by="sum_best", best=best).apply([ranking(scores)], CONTEXT)
    mine = {d: sorted((s for (document, _), s in scores.items() if document == d), reverse=True) for d, _ in scores}
    assert {h.document: h.score for h in grouped.hits} == {d: sum(values[:best]) for d, values in mine.items()}
    assert grouped.hits == ranked(grouped.hits)


@settings(max_examples=150)
@given(PASSAGES, st.integers(1, 3), st.sampled_from([{}, {"claims": 2.0}, {"abstract": 0.5, "description": 0.0}]))
def test_sections_are_weighed_each_by_its_best_passages(scores, best, weights):
    grouped = GroupDocuments(by="sections", best=best, sections=weights).apply([ranking(scores)], CONTEXT)
    expected: dict[str, Fraction] = {}
    for document in {d for d, _ in scores}:
        for section in ("title", "abstract", "claims", "description"):
            mine = [s for (d, unit), s in scores.items() if d == document and section_of(f"X#{unit}") == section]
            share = Fraction(weights.get(section, 1.0)) * sum(map(Fraction, sorted(mine, reverse=True)[:best]))
            expected[document] = expected.get(document, Fraction(0)) + share
    assert {h.document: h.score for h in grouped.hits} == {d: float(s) for d, s in expected.items()}


@pytest.mark.parametrize("by", ["max", "sum_best", "sections"])
@given(PASSAGES)
def test_a_passage_in_two_lists_counts_once_and_no_order_changes_a_bit(by, scores):
    step, whole = GroupDocuments(by=by), ranking(scores)
    half = Ranking(ranked(whole.hits[::2]))
    shuffled = Ranking(tuple(random.Random(5).sample(list(whole.hits), len(whole.hits))))
    assert step.apply([whole, half], CONTEXT) == step.apply([half, shuffled], CONTEXT) == step.apply([whole], CONTEXT)


@pytest.mark.parametrize(
    ("passage", "section"),
    [
        ("US1#title", "title"),
        ("EP1A1#abstract@de", "abstract"),
        ("EP1A1#claim.1@fr:0-400", "claims"),
        ("US1#desc.42-44", "description"),
        ("US1#p3.l12-p3.l30", "description"),
    ],
)
def test_a_passage_stands_in_the_section_of_its_first_unit(passage, section):
    assert section_of(passage) == section
