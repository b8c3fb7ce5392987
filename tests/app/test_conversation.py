"""What a session holds of a case."""

from __future__ import annotations

from assistant.model import Answer, Citation, DocumentHit, Outcome, Plan, SearchResult, Statement
from indexing.model import Case, Filter
from pages.parts import acts
from pages.parts.acts import Act
from pages.parts.conversation import Choices, Conversation

CHOICES = Choices("hybrid", "none", Filter())
CASE = Case("question", "a hair dryer")
HIT = DocumentHit("US1A", "US1A", "Dryer", 1.0, 1, None, None, None, "", ())


def searched(talk, question):
    turn = talk.begin(question, CHOICES)
    turn.case, plan = CASE, Plan("hybrid", "0" * 64, CASE, ())
    said = Answer((Statement(f"{question}!", (Citation("US1A#claim.1", "a", 0, 1, "", "a"),)),), (), "extractive", "none", ())
    turn.plan, turn.outcome = plan, Outcome(SearchResult(plan, Filter(), (HIT,), (), (), (), 0.0), said)
    return turn


def test_a_mark_is_changed_and_taken_back():
    """The same judgment again takes it back; another one replaces it."""
    talk = Conversation()
    talk.mark("US1A", relevant=True)
    talk.mark("US2A", relevant=False)
    assert talk.judged(CASE) == Case("question", "a hair dryer", relevant=("US1A",), irrelevant=("US2A",))
    talk.mark("US1A", relevant=False)
    talk.mark("US2A", relevant=False)
    assert (talk.relevant, talk.irrelevant) == ((), ("US1A",))


def test_a_round_takes_with_it_what_came_before_it_alone():
    """A question that is searched again does not follow its own answer."""
    talk = Conversation()
    searched(talk, "one")
    second = searched(talk, "two")
    assert [t.question for t in talk.history(second.number)] == ["one"]
    assert [t.question for t in talk.history()] == ["one", "two"]
    assert talk.kind == "question"


def test_an_act_comes_back_only_as_it_stands_on_the_page():
    """Its verb, its round, and a document of that round's list."""
    talk = Conversation()
    turn = searched(talk, "one")
    act = Act("irrelevant", 1, "US1A")
    assert acts.find(act.id, talk) == (act, turn)
    for wrong in (
        None,
        "",
        "act",
        "act-relevant",
        "act-relevant-1-US2A",
        "act-relevant-2-US1A",
        "act-erase-1-US1A",
        "x-why-1-US1A",
        "act-why-a-US1A",
    ):
        assert acts.find(wrong, talk) is None


def test_a_new_plan_is_a_new_revision_and_puts_the_fault_away():
    """So that no widget shows what belonged to the old one."""
    talk = Conversation()
    turn = searched(talk, "one")
    turn.put(Plan("hybrid", "0" * 64, CASE, ()))
    assert (turn.revision, turn.error) == (1, None)
