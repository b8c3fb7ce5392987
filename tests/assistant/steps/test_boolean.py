"""Boolean queries are drafted from the case, relaxed until enough documents match, and run."""

from __future__ import annotations

import pytest

from assistant.steps.rewrite_boolean import RewriteBoolean
from assistant.steps.search_boolean import SearchBoolean
from assistant.steps.search_words import SearchWords
from assistant.strategy.concepts import concepts
from assistant.strategy.step_model import Draft, PlanTools
from indexing.errors import UsageError
from indexing.expressions.matching import matches
from indexing.expressions.notation import parse
from indexing.expressions.tree import All
from indexing.model import Case, Near
from tests.assistant.small_index import SmallIndex

INDEX = SmallIndex()
TEXT = "A hair dryer with a foldable handle, a removable filter and a nozzle. The hair dryer has a foldable handle that folds under the barrel."


def drafted(text: str = TEXT, **parameters):
    return RewriteBoolean(**parameters).rewrite(Case("question", text), PlanTools(INDEX))


def found(expression: str) -> int:
    tree = parse(expression)
    return sum(matches(tree, p) for p in INDEX.patents)


def test_words_that_stand_together_are_one_concept_and_the_collection_gives_alternatives():
    made = concepts(TEXT, INDEX, 3)
    assert ("hair", "dryer") in [c.words for c in made]
    assert made == sorted(made, key=lambda c: (-c.weight, c.words))
    (dryer,) = [c for c in made if c.words == ("hair", "dryer")]
    for other in dryer.alternatives:
        assert sum(f"hair {other}" in " ".join(p.units().values()).lower() for p in INDEX.patents) > 1
    assert not any(c.alternatives for c in concepts(TEXT, INDEX, 0))


def test_fewer_concepts_are_joined_until_enough_documents_match_and_the_plan_says_how_many_did():
    narrow, broad = drafted(least=3, most=60), drafted(least=15, most=60)
    first, second = narrow.drafts[0], broad.drafts[0]
    assert found(second.text) >= 15 > found(first.text) >= 1
    sizes = [len(t.operands) if isinstance(t := parse(d.text), All) else 1 for d in (first, second)]
    assert sizes[0] > sizes[1]
    assert second.reason.startswith(f"{sizes[1]} of ")
    assert f": {found(second.text)} documents match" in second.reason
    assert (second.kind, second.engine) == ("expression", "boolean")


def test_what_cannot_be_met_is_said():
    assert "fewer than 60" in drafted(least=60, concepts=3).notes[0]
    assert "more than 1 documents" in drafted(least=1, most=1, concepts=1).notes[0]
    assert drafted("qqqq zzzz").drafts == ()
    assert "no word of the case" in drafted("qqqq zzzz").notes[0]


def test_a_given_expression_is_checked_and_runs_as_it_is():
    (draft,) = drafted("hair and (dryer or drier) NOT comb", given=True).drafts
    assert draft.text == "hair AND (dryer OR drier) AND NOT comb"
    with pytest.raises(UsageError, match="column"):
        drafted("hair AND", given=True)


def test_only_expressions_are_bound_to_the_boolean_engine_and_only_text_to_words():
    drafts = [
        Draft("a AND b", "boolean", kind="expression", reason="r"),
        Draft("words"),
        Draft("US1", kind="documents"),
        Draft("A45D", kind="classes"),
    ]
    (query,) = SearchBoolean(level="passage").bind("b", drafts)
    assert (query.id, query.engine, query.text, query.level, query.reason) == ("b.1", "boolean", "a AND b", "passage", "r")
    assert [q.text for q in SearchWords().bind("b", drafts)] == ["words"]


def test_neighbouring_words_become_windows_where_asked_for():
    draft = Draft("hair dryer, folding handle of hair dryer")
    assert SearchWords().bind("b", [draft])[0].near == ()
    (query,) = SearchWords(phrases=0.2, windows=0.1, pairs=2, minimum_match=0.5).bind("b", [draft])
    assert query.near == (
        Near("hair dryer", weight=0.2),
        Near("folding handle", weight=0.2),
        Near("hair dryer", 6, ordered=False, weight=0.1),
        Near("folding handle", 6, ordered=False, weight=0.1),
    )
    assert query.minimum_match == 0.5
    own = Near("a b", 1)
    assert SearchWords(phrases=0.2).bind("b", [Draft("x y", terms=(("x", 1.0),), near=(own,))])[0].near == (own,)
