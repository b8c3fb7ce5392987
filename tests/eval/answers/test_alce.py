"""Citation recall and precision as the paper defines them: its cases worked by hand, an oracle made from its formulas, and what must always hold."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.answers.alce import Attribution, attribute, citation_precision, citation_recall
from tests.eval.answers.made import WordSetJudge

JUDGE = WordSetJudge()


class SetJudge:
    """Supports by a table of sets of one-letter texts: any judge at all, also one that more evidence confuses."""

    name = "table"
    facts = MappingProxyType({"made": "by hand"})

    def __init__(self, supporting: frozenset[frozenset[str]]) -> None:
        self.supporting = supporting

    def supports(self, statement: str, evidence: str) -> bool:
        return frozenset(evidence.split("\n")) in self.supporting


letters = st.sampled_from("abcd")
judges = st.frozensets(st.frozensets(letters, min_size=1), max_size=8).map(SetJudge)
citations = st.lists(letters, max_size=3, unique=True)


def test_the_papers_statement_with_three_citations():
    """Two of three passages support the statement only together, the third adds nothing: recall 1, precision 2/3 (section 3 of the paper)."""
    verdict = attribute("alpha beta", ["alpha", "beta", "gamma"], JUDGE)
    assert verdict == Attribution(True, (True, True, False))
    assert citation_recall([verdict]) == 1.0
    assert citation_precision([verdict]) == pytest.approx(2 / 3)


def test_citations_that_each_suffice_are_all_precise():
    """Neither is irrelevant: each supports the statement alone, though either could go."""
    assert attribute("alpha", ["alpha beta", "gamma alpha"], JUDGE) == Attribution(True, (True, True))


def test_an_answer_of_three_statements():
    """Worked by hand: supported with one needless citation of two, not supported, without a citation: recall 1/3, precision 1 of 3 citations."""
    verdicts = [attribute("alpha", ["alpha", "gamma"], JUDGE), attribute("delta", ["alpha"], JUDGE), attribute("alpha", [], JUDGE)]
    assert [v.precise for v in verdicts] == [(True, False), (False,), ()]
    assert citation_recall(verdicts) == pytest.approx(1 / 3)
    assert citation_precision(verdicts) == pytest.approx(1 / 3)


def test_citations_of_an_unsupported_statement_are_not_precise():
    """Precision asks for recall 1, even of a citation that would be needed."""
    assert attribute("alpha beta gamma", ["alpha", "beta"], JUDGE) == Attribution(False, (False, False))


def test_a_citation_of_nothing_spoils_the_statement_and_counts_nowhere():
    """As in the authors' program: a citation out of range makes the statement unsupported and adds no citation to the count."""
    verdict = attribute("alpha", ["alpha", None], JUDGE)
    assert verdict == Attribution(False, ())
    assert citation_precision([verdict, attribute("alpha", ["alpha"], JUDGE)]) == 1.0


def test_only_the_first_three_citations_are_looked_at():
    """As in the authors' program; the fourth neither helps nor harms."""
    assert attribute("delta", ["alpha", "beta", "gamma", "delta"], JUDGE) == Attribution(False, (False,) * 3)


def test_an_answer_without_statements_does_not_count():
    """It is a refusal, and measured as one."""
    assert citation_recall([]) is None
    assert citation_precision([]) is None
    assert citation_precision([Attribution(False, ())]) == 0.0


@settings(max_examples=150, deadline=None)
@given(judge=judges, cited=citations)
def test_verdicts_are_those_of_the_formulas(judge, cited):
    """Oracle: recall is phi(all, s); a citation is irrelevant iff not phi(it, s) and phi(the others, s); precise iff recall 1 and not irrelevant."""
    whole = frozenset(cited) in judge.supporting
    irrelevant = [frozenset([c]) not in judge.supporting and frozenset(cited) - {c} in judge.supporting for c in cited]
    assert attribute("s", cited, judge) == Attribution(whole and bool(cited), tuple(whole and not i for i in irrelevant))


@settings(max_examples=100, deadline=None)
@given(answers=st.lists(st.tuples(judges, citations), min_size=1, max_size=5))
def test_recall_and_precision_are_shares(answers):
    verdicts = [attribute("s", cited, judge) for judge, cited in answers]
    assert 0.0 <= citation_recall(verdicts) <= 1.0
    assert 0.0 <= citation_precision(verdicts) <= 1.0
    if citation_recall(verdicts) == 0.0:
        assert citation_precision(verdicts) == 0.0


@settings(max_examples=100, deadline=None)
@given(needed=st.lists(st.sampled_from(["alpha", "beta"]), min_size=1, max_size=2, unique=True), place=st.integers(0, 2))
def test_an_irrelevant_citation_lowers_precision_only(needed, place):
    """Added anywhere to a supported statement, it leaves recall where it was."""
    before = attribute(" ".join(needed), needed, JUDGE)
    after = attribute(" ".join(needed), [*needed[:place], "omega", *needed[place:]], JUDGE)
    assert citation_recall([after]) == citation_recall([before]) == 1.0
    assert citation_precision([after]) < citation_precision([before]) == 1.0
