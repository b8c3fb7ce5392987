"""How lists take turns, and how a search merges its queries' lists."""

from __future__ import annotations

from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.steps.fuse_round_robin import FuseRoundRobin
from assistant.steps.search_words import SearchWords
from assistant.strategy.interleaving import round_robin
from assistant.strategy.list_merging import merged
from indexing.errors import UsageError
from indexing.model import Case, Hit, Ranking, Subquery, ranked
from tests.assistant.small_index import SmallIndex
from tests.kits.steps import context_for

NAMES = st.lists(st.lists(st.sampled_from("ABCDEFGH"), unique=True, max_size=8), min_size=1, max_size=4)
CASE = Case("question", "a hair dryer")


def listed(names, branch: int = 1, query: str = "") -> tuple[Hit, ...]:
    return tuple(Hit(name, None, 10.0 - n, n, query or f"q.{branch}", "words") for n, name in enumerate(names, 1))


@settings(max_examples=200)
@given(NAMES)
def test_in_each_round_each_list_gives_its_best_that_is_left(lists):
    expected: list[str] = []
    queues = [list(names) for names in lists]
    while any(queues):
        for queue in queues:
            while queue and queue[0] in expected:
                queue.pop(0)
            if queue:
                expected.append(queue.pop(0))
    found = round_robin([listed(names, n) for n, names in enumerate(lists)])
    assert [h.document for h in found] == expected
    assert found == ranked(found)
    assert [h.score for h in found] == [1 / n for n in range(1, len(found) + 1)]


def test_lists_that_share_nothing_alternate():
    found = round_robin([listed("ABC", 1), listed("XYZW", 2)])
    both = [name for pair in zip_longest("ABC", "XYZW") for name in pair if name]
    assert [h.document for h in found] == both
    assert [h.subquery for h in found[:2]] == ["q.1", "q.2"]


def test_a_weight_is_how_many_a_list_gives_in_a_round():
    assert "".join(h.document for h in round_robin([listed("ABCD", 1), listed("XY", 2)], [2, 1])) == "ABXCDY"


def test_each_feature_keeps_its_best_documents():
    queries = [Subquery("s.1", "s", "meaning", "fan", feature="fan"), Subquery("s.2", "s", "meaning", "handle", feature="handle")]
    strong = [Hit(f"F{n}", None, 0.9 - n / 100, 0, "s.1", "meaning") for n in range(5)]
    weak = [Hit(f"H{n}", None, 0.2 - n / 100, 0, "s.2", "meaning") for n in range(2)]
    context = context_for(CASE, SmallIndex(), queries=queries)
    found = FuseRoundRobin(over="features").apply([Ranking(ranked([*strong, *weak]))], context)
    assert [h.document for h in found.hits] == ["F0", "H0", "F1", "H1", "F2", "F3", "F4"]


def test_too_few_weights_are_refused_with_both_numbers():
    with pytest.raises(UsageError, match="2 weights for 1 lists"):
        FuseRoundRobin(weights=(1, 2)).apply([Ranking()], context_for(CASE, SmallIndex()))


@settings(max_examples=100)
@given(st.lists(st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 9).map(float)), min_size=2, max_size=4))
def test_max_and_sum_are_those_of_the_engines_scores(lists):
    hits = [ranked(Hit(name, None, s, 0, f"q.{n}", "words") for name, s in scores.items()) for n, scores in enumerate(lists)]
    names = {name for scores in lists for name in scores}
    assert {h.document: h.score for h in merged(hits, "max").hits} == {n: max(s[n] for s in lists if n in s) for n in names}
    assert {h.document: h.score for h in merged(hits, "sum").hits} == {n: sum(s.get(n, 0.0) for s in lists) for n in names}


def test_the_list_of_a_single_query_keeps_the_engines_scores():
    hits = listed("ABC")
    for way in ("rrf", "max", "sum", "round_robin"):
        assert SearchWords(merge_by=way).merge([hits]).hits == hits


def test_a_merged_hit_names_the_query_that_says_most_for_it():
    lists = [(Hit("A", None, 1.0, 1, "q.1", "words"),), (Hit("A", None, 2.0, 1, "q.2", "words"),)]
    assert [h.subquery for way in ("max", "sum") for h in merged(lists, way).hits] == ["q.2", "q.2"]
