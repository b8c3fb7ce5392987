"""Rocchio and RM3 against plain arithmetic, and who may teach."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from assistant.case_text import application_text
from assistant.steps.feedback_rm3 import FeedbackRm3
from assistant.steps.feedback_rocchio import FeedbackRocchio
from assistant.strategy.feedback_terms import vocabulary
from assistant.strategy.key_terms import content
from indexing.model import Case, Filter, Hit, Ranking, Subquery, ranked
from tests.assistant.small_index import SmallIndex
from tests.kits.steps import context_for

INDEX = SmallIndex()
A, B, C, D = (p.id for p in INDEX.patents[10:14])
CASE = Case("question", "hair dryer with a foldable handle")
WORDS = Subquery("w.1", "w", "words", CASE.text)
MEANING = Subquery("m.1", "m", "meaning", CASE.text, vector=INDEX.encode([CASE.text])[0])
LIST = Ranking(ranked(Hit(document, None, 5.0 - n, 0, "w.1", "words") for n, document in enumerate((A, B, C, D))))


def context(case: Case = CASE, index: SmallIndex = INDEX, queries=(WORDS, MEANING)):
    return context_for(case, index, queries=queries)


def counts(*documents: str) -> list[Counter]:
    return [Counter(content(application_text(INDEX.by_id[d], ("title", "abstract", "claims")))) for d in documents]


# ---------------------------------------------------------------- who teaches


@pytest.mark.parametrize("step", [FeedbackRocchio(pseudo=2), FeedbackRm3(pseudo=2)])
def test_the_case_never_teaches_itself(step):
    made = step.feedback([LIST], context(replace(CASE, own=(INDEX.by_id[A].source_id,))))
    assert all(A not in draft.reason and f"2 documents found, nobody judged them: {B}, {C}" in draft.reason for draft in made.drafts)


def test_an_application_of_a_known_family_is_not_taught_by_its_members():
    application = replace(INDEX.by_id[D], id="EP1A1", source_id="EP1A1", family="F9")
    index = SmallIndex(tuple(replace(p, family="F9") if p.id == A else p for p in INDEX.patents))
    made = FeedbackRm3(pseudo=1).feedback([LIST], context(Case("application", "", application=application), index))
    assert made.drafts[0].reason.endswith(f"nobody judged them: {B}")


@pytest.mark.parametrize("step", [FeedbackRocchio(pseudo=2), FeedbackRm3(pseudo=2)])
def test_documents_judged_relevant_teach_instead_of_the_first_ones(step):
    made = step.feedback([LIST], context(replace(CASE, relevant=(INDEX.by_id[D].source_id,))))
    assert made.drafts
    assert all(f"1 document judged relevant: {D}" in draft.reason and A not in draft.reason for draft in made.drafts)


def test_a_judgment_that_cannot_be_used_is_said():
    case = replace(CASE, relevant=("US999", A), irrelevant=(A, B), own=(B,))
    notes = " ".join(FeedbackRm3(pseudo=1).feedback([LIST], context(case)).notes)
    assert "judged, but not in this index: US999" in notes
    assert f"judged both relevant and irrelevant, so it teaches nothing: {A}" in notes
    assert f"of the case's own family, so it teaches nothing: {B}" in notes


@pytest.mark.parametrize("step", [FeedbackRocchio(), FeedbackRm3(pseudo=0)])
def test_where_nobody_teaches_there_is_no_query_and_a_note(step):
    made = step.feedback([LIST], context())
    assert made.drafts == ()
    assert "learnt from no document" in made.notes[0]


def test_documents_judged_irrelevant_are_no_pseudo_feedback():
    made = FeedbackRocchio(pseudo=1).feedback([LIST], context(replace(CASE, irrelevant=(A,))))
    assert f"nobody judged them: {B}; away from 1 document judged irrelevant: {A}" in made.drafts[0].reason


# ---------------------------------------------------------------- what they teach


def test_rocchios_vector_is_the_query_plus_relevant_less_irrelevant():
    case = replace(CASE, relevant=(A, B), irrelevant=(C,))
    made = FeedbackRocchio(engines=("meaning",)).feedback([LIST], context(case))
    vectors = {d: np.array(v) for d, v in INDEX.document_vectors([A, B, C]).items()}
    moved = np.array(MEANING.vector) + 0.75 * (vectors[A] + vectors[B]) / 2 - 0.15 * vectors[C]
    assert made.drafts[0].vector == pytest.approx(moved / np.linalg.norm(moved))
    assert np.dot(made.drafts[0].vector, vectors[A]) > np.dot(MEANING.vector, vectors[A])


def test_rocchios_words_are_weighted_means_of_tf_idf_without_the_engines_idf():
    step = FeedbackRocchio(engines=("words",), terms=500)
    draft = step.feedback([LIST], context(replace(CASE, relevant=(A, B), irrelevant=(C,)))).drafts[0]
    total = len(INDEX.patents)
    forms = vocabulary([Counter(content(CASE.text)), *counts(A, B, C)], INDEX).forms
    idf = {w: math.log(1 + (total - INDEX.frequency[w] + 0.5) / (INDEX.frequency[w] + 0.5)) for w in forms}

    def tf_idf(texts: dict[str, float]) -> dict[str, float]:
        raw = {w: texts[w] * idf[w] for w in texts}
        length = math.sqrt(sum(v * v for v in raw.values()))
        return {w: v / length for w, v in raw.items()}

    def folded(words: Counter) -> dict[str, float]:
        grouped: Counter = Counter()
        for word, n in words.items():
            if word in forms:
                grouped[forms[word]] += n
        return dict(grouped)

    a, b, c = (tf_idf({w: 1 + math.log(n) for w, n in folded(words).items()}) for words in counts(A, B, C))
    query = tf_idf(folded(Counter(content(CASE.text))))
    expected = {w: (query.get(w, 0) + 0.75 * (a.get(w, 0) + b.get(w, 0)) / 2 - 0.15 * c.get(w, 0)) / idf[w] for w in {*query, *a, *b, *c}}
    most = max(v for w, v in expected.items() if w in dict(draft.terms))
    assert dict(draft.terms) == pytest.approx({w: v / most for w, v in expected.items() if v > 0.00005 * most}, abs=0.0001)


def test_rm3_mixes_the_querys_model_with_that_of_the_documents():
    step = FeedbackRm3(pseudo=2, terms=5, original=0.4, common=1.0)
    draft = step.feedback([LIST], context()).drafts[0]
    forms = vocabulary([Counter(content(CASE.text)), *counts(A, B)], INDEX).forms

    def model(words: Counter) -> dict[str, float]:
        grouped: Counter = Counter()
        for word, n in words.items():
            if word in forms:
                grouped[forms[word]] += n
        return {w: n / sum(grouped.values()) for w, n in grouped.items()}

    first, second = map(model, counts(A, B))
    learnt = {w: (5 * first.get(w, 0) + 4 * second.get(w, 0)) / 9 for w in {*first, *second}}
    best = dict(sorted(learnt.items(), key=lambda item: (-item[1], item[0]))[:5])
    query = model(Counter(content(CASE.text)))
    mixed = {w: 0.4 * query.get(w, 0) + 0.6 * best.get(w, 0) / sum(best.values()) for w in {*query, *best}}
    assert dict(draft.terms) == pytest.approx({w: v / max(mixed.values()) for w, v in mixed.items()}, abs=0.0001)
    assert draft.text == " ".join(dict(draft.terms))


def test_rm3_learns_no_word_that_most_documents_hold():
    made = FeedbackRm3(pseudo=3, terms=30, common=0.3).feedback([LIST], context())
    new = set(dict(made.drafts[0].terms)) - set(content(CASE.text))
    assert new
    assert all(INDEX.frequency[word] <= 0.3 * len(INDEX.patents) for word in new)


def test_one_document_judged_relevant_brings_its_like_nearer():
    like = next(p for p in INDEX.patents if p.id not in (A, B) and "diffuser" in " ".join(p.units().values()).casefold())
    case = replace(CASE, relevant=(like.id,))
    draft = FeedbackRocchio(engines=("words",)).feedback([LIST], context(case)).drafts[0]
    before = {h.document: h.rank for h in INDEX.search(WORDS, Filter(), 100)}
    after = {h.document: h.rank for h in INDEX.search(Subquery("x.1", "x", "words", draft.text, terms=draft.terms), Filter(), 100)}
    assert after[like.id] < before.get(like.id, 101)


def test_forms_of_one_stem_are_one_word_by_their_most_frequent_form():
    class Stemming(SmallIndex):
        def document_frequency(self, terms):
            return [7 if term.startswith("dryer") else 3 for term in terms], 20

    known = vocabulary([{"dryers": 3.0, "dryer": 1.0, "fan": 2.0, "fat": 1.0}], Stemming())
    assert known.forms == {"dryers": "dryers", "dryer": "dryers", "fan": "fan", "fat": "fat"}
    assert known.counts({"dryer": 2.0, "dryers": 1.0, "unknown": 1.0}) == {"dryers": 3.0}
