"""One member a family, the others in the ledger."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.steps.group_families import GroupFamilies
from indexing.model import Case, Hit, Ranking, ranked
from tests.assistant.small_index import SmallIndex, sample
from tests.kits.steps import context_for

PATENTS = sample(12)
FAMILIES = st.lists(st.sampled_from(["F1", "F2", "F3", None]), min_size=12, max_size=12)
SCORES = st.lists(st.integers(0, 5).map(float), min_size=12, max_size=12)
CASE = Case("question", "a hair dryer")


def grouped(families: list[str | None], scores: list[float]) -> tuple[Ranking, SmallIndex]:
    index = SmallIndex(tuple(replace(p, family=f) for p, f in zip(PATENTS, families, strict=False)))
    hits = ranked(Hit(p.id, None, s, 0, "q.1", "words") for p, s in zip(index.patents, scores, strict=False))
    return GroupFamilies().apply([Ranking(hits)], context_for(CASE, index)), index


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["F1", "F2", "F3", None]), min_size=12, max_size=12), st.lists(st.integers(0, 5).map(float), min_size=12, max_size=12)
)
def test_of_each_family_the_best_ranked_member_is_left(families, scores):
    output, index = grouped(families, scores)
    best: dict[str, Hit] = {}
    for hit in ranked(Hit(p.id, None, s, 0, "q.1", "words") for p, s in zip(index.patents, scores, strict=True)):
        best.setdefault(index.by_id[hit.document].family or hit.document, hit)
    assert [h.document for h in output.hits] == [h.document for h in best.values()]
    shown = {index.by_id[h.document].family: h.document for h in output.hits}
    assert {e.id: e.reason for e in output.excluded} == {
        p.id: f"same family as {shown[p.family]}" for p in index.patents if p.id not in {h.document for h in output.hits}
    }
    assert len({e.rule for e in output.excluded}) <= 1


def test_all_passages_of_the_member_shown_stay():
    index = SmallIndex(tuple(replace(p, family="F1") for p in PATENTS[:2]))
    passages = [Hit(PATENTS[0].id, f"{PATENTS[0].id}#claim.{n}", 9.0 - n, 0, "q.1", "words") for n in (1, 2)]
    other = Hit(PATENTS[1].id, f"{PATENTS[1].id}#claim.1", 7.5, 0, "q.1", "words")
    output = GroupFamilies().apply([Ranking(ranked([*passages, other]))], context_for(CASE, index))
    assert [h.passage for h in output.hits] == [h.passage for h in passages]
    assert [e.id for e in output.excluded] == [PATENTS[1].id]
