"""The ledger says the same whenever it is read, and the lists under it remember only what is true of them."""

from __future__ import annotations

import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.strategy import pools
from assistant.strategy.hits import Hits
from assistant.strategy.ledger import Ledger
from indexing.model import Exclusion, Hit, Ranking, ranked

ROWS = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from([None, "1", "2"]), st.sampled_from([1.0, 2.0, 3.0]), st.integers(1, 4)), max_size=5
)


def listed(names: str) -> tuple[Hit, ...]:
    return tuple(Hit(name, None, 10.0 - n, n, "q", "words") for n, name in enumerate(names, 1))


@settings(max_examples=200, deadline=None)
@given(ROWS)
def test_a_list_remembers_what_is_so(rows):
    hits = Hits(Hit(d, p and f"{d}#{p}", score, rank, "q", "words") for d, p, score, rank in rows)
    assert hits.in_order == (tuple(hits) == ranked(hits))
    assert Hits.ranked(hits).in_order
    assert tuple(Hits.ranked(hits)) == ranked(hits)
    assert hits.documents == {hit.document for hit in hits}
    assert hits.each_document_once == (all(h.passage is None for h in hits) and len({h.document for h in hits}) == len(hits))


def test_the_first_rule_that_dropped_a_document_counts_and_what_no_step_dropped_stands_last():
    found, ledger = listed("ABCDEFG"), Ledger()
    ledger.drop([Exclusion("B#claim.1", "s1", "why", "rule"), Exclusion("B", "s1", "again", "rule")])
    ledger.drop_vanished([Ranking(listed("ABC"))], Ranking(listed("A")), "s2")
    ledger.drop_beyond(found[3:5], "shown", "beyond")
    excluded = ledger.of([found], found[:1])
    assert [(e.id, e.step, e.reason) for e in excluded] == [
        ("B", "s1", "why"),
        ("C", "s2", "not in the step's output"),
        ("D", "shown", "rank 4, beyond"),
        ("E", "shown", "rank 5, beyond"),
        ("F", "run", "in no list that leads to the result"),
        ("G", "run", "in no list that leads to the result"),
    ]
    assert len(excluded) == 6
    assert excluded[1:2] == (excluded[1],)
    assert excluded == tuple(excluded)


def test_what_is_dropped_later_is_not_in_what_was_given_before():
    found, ledger = listed("AB"), Ledger()
    excluded = ledger.of([found], found[:1])
    ledger.drop([Exclusion("B", "later", "later", "later")])
    assert [e.step for e in excluded] == ["run"]


def test_threads_are_kept_for_the_next_search_unless_they_are_still_busy():
    pool, go = pools.take(), threading.Event()
    pool.submit(go.wait)
    pools.give_back(pool, busy=True)
    other = pools.take()
    assert other is not pool
    go.set()
    pools.give_back(other, busy=False)
    assert pools.take() is other
    assert other.submit(int).result() == 0
    pools.give_back(other, busy=False)
