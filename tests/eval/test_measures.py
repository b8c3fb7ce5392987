"""The fold over topics, and each measure against a second, plain implementation."""

from __future__ import annotations

import subprocess
import sys

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.measures import DEFAULT_MEASURES, check_measures, lower_is_better, measure
from indexing.errors import UsageError
from tests.eval.oracles import COUNT_ORACLES, ORACLES

TOPICS = [f"T{n}" for n in range(6)]
DOCUMENTS = [f"US{n}" for n in range(40)]
results = st.lists(st.sampled_from(DOCUMENTS), unique=True, max_size=30)
runs = st.dictionaries(st.sampled_from(TOPICS), results)
qrels = st.dictionaries(st.sampled_from(TOPICS), st.dictionaries(st.sampled_from(DOCUMENTS), st.integers(0, 3), min_size=1, max_size=9), min_size=1)


def scored(run):
    """`run` with scores that all tie: only the order may count."""
    return {topic: tuple((d, 1.0) for d in ranking) for topic, ranking in run.items()}


def test_every_default_measure_has_an_oracle():
    """No measure is shown by default that no second implementation confirms."""
    assert set(DEFAULT_MEASURES) == set(ORACLES)


@settings(max_examples=150, deadline=None)
@given(run=runs, judged=qrels)
def test_measures_agree_with_their_definitions(run, judged):
    """Each default measure equals its plain implementation to 1e-6, topic by topic and in the mean."""
    scores = measure(scored(run), judged)
    counts = measure(scored(run), judged, list(COUNT_ORACLES))
    for name, oracle in COUNT_ORACLES.items():
        assert {t: row[name] for t, row in counts.topics.items()} == {t: oracle(run.get(t, []), grades) for t, grades in judged.items()}
    for name, oracle in ORACLES.items():
        expected = {topic: oracle(run.get(topic, []), grades) for topic, grades in judged.items()}
        assert {t: row[name] for t, row in scores.topics.items()} == pytest.approx(expected, abs=1e-6)
        assert scores.mean[name] == pytest.approx(sum(expected.values()) / len(expected), abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(run=runs, judged=qrels)
def test_measures_agree_with_ir_measures_itself(run, judged):
    """What `ir_measures` says of the same run without ties is what we say, to 1e-6."""
    graded = [
        "P(rel=2)@5",
        "R(rel=2)@20",
        "AP(rel=3)",
        "nDCG",
        "nDCG@100",
        "Judged@3",
        "Bpref(rel=2)",
        "RR(rel=2)",
        "Rprec(rel=2)",
        "Success(rel=2)@3",
    ]
    names = [name for name in DEFAULT_MEASURES if not name.startswith("PRES")] + graded
    falling = {topic: {d: 1 / rank for rank, d in enumerate(ranking, 1)} for topic, ranking in run.items() if ranking}
    theirs = ir_measures.calc_aggregate([ir_measures.parse_measure(name) for name in names], judged, falling)
    ours = measure(scored(run), judged, names).mean
    assert ours == pytest.approx({name: theirs[ir_measures.parse_measure(name)] for name in names}, abs=1e-6)


def test_a_topic_without_results_scores_zero_and_counts():
    """Half of the mean is gone when one of two topics has no results."""
    scores = measure({"T1": (("D1", 1.0),), "T2": ()}, {"T1": {"D1": 1}, "T2": {"D2": 1}}, ["R@10", "PRES@100"])
    assert scores.topics["T2"] == {"R@10": 0.0, "PRES@100": 0.0}
    assert scores.mean == {"R@10": 0.5, "PRES@100": 0.5}
    assert scores.missing == ()


def test_a_topic_missing_from_the_run_is_said():
    """A judged topic that the run does not name scores zero and is listed; one without judgments is listed and does not count."""
    scores = measure({"T1": (("D1", 1.0),), "T9": (("D1", 1.0),)}, {"T1": {"D1": 1}, "T2": {"D2": 1}}, ["MRR"])
    assert (scores.missing, scores.unjudged) == (("T2",), ("T9",))
    assert scores.mean == {"MRR": 0.5}


def test_the_order_counts_and_not_the_scores():
    """Scores that tie or rise change nothing."""
    judged = {"T1": {"D2": 1}}
    assert measure({"T1": (("D1", 0.0), ("D2", 9.0))}, judged, ["MRR"]).mean == {"MRR": 0.5}


@pytest.mark.parametrize("name", ["P(rel=2)@5", "nDCG@7", "Bpref", "Judged@10", "IPrec@0.1", "RR", "AP(rel=2)", "PRES(rel=2)@50", "NumRelRet"])
def test_any_measure_of_the_grammar_is_taken(name):
    """Names keep the form they were asked in."""
    assert set(measure({"T1": (("D1", 1.0),)}, {"T1": {"D1": 2}}, [name]).mean) == {name}


@pytest.mark.parametrize(("name", "hint"), [("PRESS@100", "PRES"), ("ndgc@10", "nDCG"), ("recal@100", "Recall"), ("", "R@100"), ("zzz", "R@100")])
def test_an_unknown_measure_answers_with_the_nearest(name, hint):
    """The hint names what may have been meant."""
    with pytest.raises(UsageError) as fault:
        check_measures([name])
    assert hint in fault.value.hint


@pytest.mark.parametrize(
    "name", ["R", "R@0", "R@-1", "P@1.5", "PRES", "PRES@0", "PRES(rel=0)@5", "R(rel=0)@5", "nDCG@10;", "ERR@10", "P(rel='x')@5", "SetF(5)"]
)
def test_a_measure_that_cannot_be_computed_is_refused(name):
    """Before anything runs, in one line."""
    with pytest.raises(UsageError):
        check_measures([name])


@pytest.mark.parametrize("name", ["FirstRank@100", "FirstRank(rel=2)@9", "ReadTo(recall=0.8)@50", "ReadTo(rel=2,recall=1.0)@50", " ReadTo@9 "])
def test_counts_of_documents_read_are_measures_too(name):
    """Less is better; a topic without results has read its cutoff and one more in vain."""
    assert lower_is_better(name)
    scores = measure({"T1": (("D1", 1.0),), "T2": ()}, {"T1": {"D1": 2}, "T2": {"D1": 2}, "T3": {"D9": 2}}, [name])
    cutoff = int(name.strip().partition("@")[2])
    assert [row[name] for row in scores.topics.values()] == [1, cutoff + 1, cutoff + 1]
    assert scores.missing == ("T3",)


@pytest.mark.parametrize(
    "name", ["FirstRank", "FirstRank(recall=0.5)@9", "ReadTo(recall=0)@9", "ReadTo(recall=1.5)@9", "ReadTo(recall=x)@9", "ReadTo()@9", "PRES(b=1)@9"]
)
def test_a_count_with_other_parameters_is_refused(name):
    """The hint says which there are."""
    with pytest.raises(UsageError):
        check_measures([name])


def test_a_document_twice_in_a_topics_results_is_refused():
    """It cannot be read twice; which topic and document is said."""
    with pytest.raises(UsageError, match="'D1' is twice in the results of topic 'T1'"):
        measure({"T1": (("D1", 2.0), ("D2", 1.0), ("D1", 0.5))}, {"T1": {"D1": 1}}, ["MRR"])


def test_scores_that_are_no_numbers_do_not_matter():
    """The order is the ranking: NaN and infinity change nothing."""
    run = {"T1": (("D3", float("nan")), ("D1", float("inf")), ("D2", float("-inf")))}
    assert measure(run, {"T1": {"D1": 1}}, ["MRR", "PRES@3"]).mean["MRR"] == 0.5


def test_no_judgments_are_refused():
    """A mean over nothing is no number."""
    with pytest.raises(UsageError):
        measure({"T1": ()}, {})


def test_importing_loads_no_heavy_package():
    """`eval.measures` and `eval.compare` load neither the vendors nor the assistant."""
    code = "import sys, eval.measures, eval.compare, eval.runs; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "faiss", "tantivy", "streamlit", "langchain", "assistant", "ir_measures", "numpy"} & set(loaded)
