"""Steps run as soon as their inputs are there; filters reach the engines; budgets and faults cost their own branch only."""

from __future__ import annotations

import dataclasses
import threading
import time

import pytest

from assistant.model import Message, Reply, Usage
from assistant.steps.filter_depth import FilterDepth
from assistant.steps.fuse_rrf import FuseRrf
from assistant.steps.rewrite_whole import RewriteWhole
from assistant.steps.search_meaning import SearchMeaning
from assistant.steps.search_words import SearchWords
from assistant.strategy.budgets import Meter, budgeted
from assistant.strategy.execution import Execution, Setting, in_recipe_order
from assistant.strategy.network import Network
from assistant.strategy.step_model import Draft, Drafts, Feedback, Join
from indexing.control import Control
from indexing.errors import Cancelled, IndexFault, LLMFault
from indexing.model import Case, Exclusion, Filter, Hit, Ranking, Subquery
from prompts.model import Budget, RecipeStep
from prompts.recipes import load_recipe
from tests.assistant.small_index import SmallIndex

CASE = Case("question", "hair dryer with a filter")
PLANNED = (Subquery("words.1", "words", "words", "hair dryer filter"), Subquery("meaning.1", "meaning", "meaning", "hair dryer filter"))


class OnlyGermany(Join):
    """A hard filter."""

    def apply(self, inputs, context):
        hits = [h for r in inputs for h in r.hits]
        gone = tuple(Exclusion(h.document, context.name, "not of DE", "not of DE") for h in hits if not h.document.startswith("DE"))
        return Ranking(tuple(h for h in hits if h.document.startswith("DE")), gone)

    def narrow(self, filters, case):
        return dataclasses.replace(filters, countries=("DE",))


class FirstDocument(Feedback):
    """The title of the best document as the next query."""

    def feedback(self, inputs, context):
        best = inputs[0].hits[0].document
        assert [q.id for q in context.queries] == ["words.1"]
        return Drafts((Draft(context.index.document(best).title, reason=f"like {best}"),), ("taught",))


class Broken(Join):
    """A join that fails."""

    def apply(self, inputs, context):
        raise IndexFault("no facts")


def step(name: str, *inputs: str, budget: Budget | None = None) -> RecipeStep:
    return RecipeStep(name, name, inputs, {}, budget or Budget())


def network(*steps: tuple[RecipeStep, object], budget: Budget | None = None) -> Network:
    recipe = dataclasses.replace(load_recipe("words"), steps=tuple(s for s, _ in steps), budget=budget or Budget())
    return Network(recipe, {s.name: worker for s, worker in steps})


WHOLE, WORDS, MEANING = (step("whole"), RewriteWhole()), (step("words", "whole"), SearchWords()), (step("meaning", "whole"), SearchMeaning())


def run(net: Network, queries=PLANNED, index=None, skip=None, control=None):
    setting = Setting(
        CASE, index or SmallIndex(), Filter(), net.filters_of(Filter(), CASE), dict.fromkeys(net.built, 20), 5, control or Control(), skip
    )
    return in_recipe_order(Execution(net, queries, setting).run(), net)


# ---------------------------------------------------------------- the network


def test_a_filter_that_all_paths_pass_narrows_the_searches_before_it():
    net = network(WHOLE, WORDS, MEANING, (step("fused", "words", "meaning"), FuseRrf()), (step("de", "fused"), OnlyGermany()))
    assert {name: f.countries for name, f in net.filters_of(Filter(), CASE).items()} == {"words": ("DE",), "meaning": ("DE",)}


def test_a_filter_of_one_branch_narrows_that_branch_alone():
    net = network(WHOLE, WORDS, MEANING, (step("de", "words"), OnlyGermany()), (step("fused", "de", "meaning"), FuseRrf()))
    assert {name: f.countries for name, f in net.filters_of(Filter(), CASE).items()} == {"words": ("DE",), "meaning": ()}


def test_a_search_that_also_goes_round_the_filter_is_not_narrowed():
    net = network(WHOLE, WORDS, (step("de", "words"), OnlyGermany()), (step("fused", "words", "de"), FuseRrf()))
    assert net.filters_of(Filter(), CASE)["words"].countries == ()


def test_a_search_that_feedback_learns_from_is_not_narrowed():
    net = network(
        WHOLE, WORDS, (step("taught", "words"), FirstDocument()), (step("again", "taught"), SearchWords()),
        (step("fused", "words", "again"), FuseRrf()), (step("de", "fused"), OnlyGermany()),
    )  # fmt: skip
    assert {name: f.countries for name, f in net.filters_of(Filter(), CASE).items()} == {"words": (), "again": ("DE",)}


def test_queries_of_feedback_are_not_in_the_plan():
    net = network(WHOLE, WORDS, (step("taught", "words"), FirstDocument()), (step("again", "taught"), SearchWords()))
    assert net.planned() == {"whole", "words"}
    assert net.searches_above("taught") == ("words",)


# ---------------------------------------------------------------- running

TAUGHT = network(
    WHOLE, WORDS, (step("taught", "words"), FirstDocument()), (step("again", "taught"), SearchWords()), (step("fused", "words", "again"), FuseRrf())
)


def test_feedback_makes_queries_of_what_was_found_and_they_run():
    outcomes = run(TAUGHT)
    best = outcomes["words"].ranking.hits[0].document
    (made,) = outcomes["again"].found
    assert made.query.id == "again.1"
    assert made.query.text == SmallIndex().document(best).title
    assert made.query.reason == f"like {best}"
    assert {h.document for h in outcomes["fused"].ranking.hits} == {h.document for name in ("words", "again") for h in outcomes[name].ranking.hits}


def test_a_query_a_person_put_in_place_of_feedback_is_the_one_that_runs():
    mine = Subquery("again.1", "again", "words", "a comb")
    outcomes = run(TAUGHT, (*PLANNED[:1], mine))
    assert [one.query for one in outcomes["again"].found] == [mine]


def test_searches_run_side_by_side():
    """Each waits until the other has begun."""
    both = threading.Barrier(2, timeout=20)

    class Meeting(SmallIndex):
        def search(self, subquery, filters, k):
            both.wait()
            return super().search(subquery, filters, k)

    outcomes = run(network(WHOLE, WORDS, MEANING, (step("fused", "words", "meaning"), FuseRrf())), index=Meeting())
    assert outcomes["fused"].ranking.hits


def test_a_join_that_fails_gives_nothing_and_says_why():
    outcomes = run(network(WHOLE, WORDS, MEANING, (step("broken", "words"), Broken()), (step("fused", "broken", "meaning"), FuseRrf())))
    assert outcomes["broken"].fault.message == "no facts"
    assert outcomes["broken"].ranking == Ranking()
    assert {h.document for h in outcomes["fused"].ranking.hits} == {h.document for h in outcomes["meaning"].ranking.hits}


class Stuck(SmallIndex):
    """The query `words.1` does not come back before `release`."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.release = threading.Event()

    def search(self, subquery, filters, k):
        if subquery.id == "words.1":
            self.release.wait(20)
        return super().search(subquery, filters, k)


@pytest.mark.parametrize("whole", [True, False])
def test_a_search_over_its_budget_is_given_up_and_the_rest_goes_on(whole):
    index, little = Stuck(), Budget(seconds=0.2)
    words = (step("words", "whole", budget=None if whole else little), SearchWords())
    net = network(WHOLE, words, MEANING, (step("fused", "words", "meaning"), FuseRrf()), budget=little if whole else None)
    outcomes = run(net, index=index)
    index.release.set()
    assert "budget of 0.2 s was spent" in outcomes["words"].found[0].fault.message
    assert outcomes["fused"].ranking.hits
    assert {h.document for h in outcomes["fused"].ranking.hits} == {h.document for h in outcomes["meaning"].ranking.hits}


def test_what_had_failed_is_left_out_of_a_replay_and_clocks_are_not_looked_at():
    net = network(WHOLE, WORDS, MEANING, (step("fused", "words", "meaning"), FuseRrf()), budget=Budget(seconds=1e-9))
    outcomes = run(net, skip={"words.1": "its budget of 3 s was spent"})
    assert outcomes["words"].found[0].fault.message == "its budget of 3 s was spent"
    assert outcomes["meaning"].found[0].fault is None
    assert outcomes["fused"].ranking.hits


def test_the_person_stops_a_run_while_an_engine_is_at_work():
    index, control = Stuck(), Control()
    threading.Timer(0.2, control.stop.set).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        run(network(WHOLE, WORDS, (step("cut", "words"), FilterDepth())), index=index, control=control)
    assert time.monotonic() - start < 10, "it must not wait for the engine"
    index.release.set()


# ---------------------------------------------------------------- a language model's budget


class Talker:
    """A model that answers everything with a hundred tokens; what matters here is whether it is asked, and for how many."""

    name = identity = "talker"
    local, context_tokens = True, 4096

    def __init__(self) -> None:
        self.asked: list[int] = []

    def complete(self, messages, *, schema, max_tokens, control):
        self.asked.append(max_tokens)
        return Reply("{}", self.identity, Usage(1, 50, 50, 0.1))


def test_a_call_that_the_budget_cannot_pay_is_not_made():
    talker, meter = Talker(), Meter(150)
    model = budgeted(talker, [meter], None)
    ask = {"messages": [Message("user", "x" * 30)], "schema": None, "control": Control()}
    model.complete(**ask, max_tokens=600)
    model.complete(**ask, max_tokens=600)
    with pytest.raises(LLMFault, match="budget of 150 tokens is spent"):
        model.complete(**ask, max_tokens=600)
    assert talker.asked == [140, 40], "no more is asked for than is left"
    assert model.context_tokens == 4096


def test_without_budgets_the_model_is_asked_itself():
    talker = Talker()
    assert budgeted(talker, [Meter(None)], None) is talker


def test_hits_keep_the_recipe_s_order_whatever_is_done_first():
    class WordsLast(SmallIndex):
        def search(self, subquery, filters, k):
            if subquery.engine == "words":
                time.sleep(0.1)
            return super().search(subquery, filters, k)

    net = network(WHOLE, WORDS, MEANING, (step("fused", "words", "meaning"), FuseRrf()))
    slow, fast = run(net, index=WordsLast()), run(net)
    assert list(slow) == list(fast) == ["words", "meaning", "fused"]
    assert slow["fused"].ranking == fast["fused"].ranking
    assert isinstance(slow["fused"].ranking.hits[0], Hit)
