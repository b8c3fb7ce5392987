"""Real extractive answers over real patents, measured end to end: files, resumption, faults, and planted faults of a summariser."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import pytest

from assistant.assistant import Assistant
from assistant.model import Citation, Statement
from eval.answers.evaluate import JOURNAL, Asked, evaluate_answers
from eval.answers.judge import open_judge
from eval.answers.measures import MEASURES
from indexing.errors import IndexFault, LLMFault, PriorArtError, UsageError
from tests.eval.answers.made import WordSetJudge

if TYPE_CHECKING:
    from pathlib import Path

FEW = Asked(topics=3, unanswerable=1)
QUALITY = [name for name in MEASURES if "seconds" not in name]


@pytest.fixture(scope="module")
def data(small_collection: Path) -> Path:
    return small_collection / "hairdryer"


@pytest.fixture(scope="module")
def ran(assistant, data, tmp_path_factory):
    """One run that several tests read."""
    out = tmp_path_factory.mktemp("answers")
    return evaluate_answers(assistant, data, "words", open_judge("rules"), out, FEW), out


def lines(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "answers.jsonl").read_text("utf-8").splitlines()]


class Altered(Assistant):
    """A real assistant whose every answer is spoilt by `spoil`, and which counts what it answers."""

    spoil = staticmethod(lambda answer: answer)
    answered = 0

    def answer(self, outcome, control=None):
        self.answered += 1
        given = super().answer(outcome, control)
        return dataclasses.replace(given, answer=self.spoil(given.answer))


def spoilt(assistant, spoil) -> Altered:
    made = Altered(assistant.index)
    made.spoil = spoil
    return made


def test_real_sentences_are_supported_and_exact(ran):
    """Each statement is a sentence of a stored document, so nothing is left to doubt."""
    result, _ = ran
    assert result["counts"]["answers"] == 3
    assert result["counts"]["statements"] >= 3
    assert {name: result["mean"][name] for name in ("citation recall", "citation precision", "quotes exact", "unsupported", "verbatim")} == {
        "citation recall": 1.0,
        "citation precision": 1.0,
        "quotes exact": 1.0,
        "unsupported": 0.0,
        "verbatim": 1.0,
    }
    assert result["mean"]["withheld"] is None
    assert result["mean"]["tokens"] == 0.0
    assert result["mean"]["answer seconds"] > 0.0
    assert 0.0 <= result["mean"]["coverage"] <= 1.0


def test_where_nothing_was_found_the_answer_refuses(ran):
    """And where no document holds the question's words it does not state anything without a warning."""
    kinds = {row["kind"]: row for row in ran[0]["unanswerable"]}
    assert (kinds["empty"]["cases"], kinds["empty"]["refused"], kinds["empty"]["silent"]) == (1, 1, 0)
    assert kinds["unknown_words"]["cases"] == 1
    for row in kinds.values():
        assert row["cautioned"] + row["silent"] + row["answered"] == row["cases"]
        assert 0 <= row["interval"][0] <= row["interval"][1] <= 1


def test_the_caution_is_known_by_the_words_of_the_real_answer(assistant, data, tmp_path):
    """A question of unknown words is searched for, and what the assistant then says counts as a warning or a refusal."""
    result = evaluate_answers(assistant, data, "meaning", open_judge("rules"), tmp_path, FEW)
    row = next(row for row in result["unanswerable"] if row["kind"] == "unknown_words")
    assert (row["cautioned"], row["answered"]) == (1, 0)


def test_the_files_hold_what_was_measured(ran):
    """A line an answer with a verdict a statement; metrics are those returned; the report stands alone."""
    result, out = ran
    given = lines(out)
    assert json.loads((out / "metrics.json").read_text("utf-8")) == result
    assert len(given) == 3 + sum(row["cases"] for row in result["unanswerable"])
    verdicts = [s["verdict"] for answer in given for s in answer["statements"]]
    assert all(set(v) == {"supported", "precise", "exact", "unsupported"} for v in verdicts)
    page = (out / "report.html").read_text("utf-8")
    assert given[0]["statements"][0]["text"][:40] in page
    assert "src=" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_two_runs_are_the_same(ran, assistant, data, tmp_path):
    """All but the time they took."""
    again = evaluate_answers(assistant, data, "words", open_judge("rules"), tmp_path, FEW)
    assert {n: again["mean"][n] for n in QUALITY} == {n: ran[0]["mean"][n] for n in QUALITY}
    assert again["unanswerable"] == ran[0]["unanswerable"]
    timed = {"search_seconds", "answer_seconds"}
    assert [{k: v for k, v in a.items() if k not in timed} for a in lines(tmp_path)] == [
        {k: v for k, v in a.items() if k not in timed} for a in lines(ran[1])
    ]


def test_what_is_answered_is_not_answered_again(ran, assistant, data, tmp_path):
    """Stopped after the second answer and cut in the middle of a line, it goes on; another judge, or fewer topics, ask nothing anew."""
    kept = (ran[1] / JOURNAL).read_text("utf-8").splitlines(keepends=True)
    (tmp_path / JOURNAL).write_text("".join(kept[:3]) + kept[3][:50], "utf-8")
    counting = spoilt(assistant, lambda answer: answer)
    result = evaluate_answers(counting, data, "words", open_judge("rules"), tmp_path, FEW)
    assert counting.answered == len(kept) - 3
    assert {n: result["mean"][n] for n in QUALITY} == {n: ran[0]["mean"][n] for n in QUALITY}
    other = evaluate_answers(counting, data, "words", WordSetJudge(), tmp_path, dataclasses.replace(FEW, topics=2))
    assert counting.answered == len(kept) - 3
    assert (other["facts"]["judge"]["name"], len(other["topics"])) == ("word set", 2)
    assert list(other["topics"]) == list(result["topics"])[:2]


def test_another_recipe_answers_anew(ran, assistant, data, tmp_path):
    """A journal is that of one recipe, generation and model."""
    (tmp_path / JOURNAL).write_bytes((ran[1] / JOURNAL).read_bytes())
    counting = spoilt(assistant, lambda answer: answer)
    evaluate_answers(counting, data, "meaning", open_judge("rules"), tmp_path, Asked(topics=1, unanswerable=0))
    assert counting.answered == 1


def test_a_topic_that_fails_is_said_and_the_others_go_on(assistant, data, tmp_path):
    """It has no scores, and is answered when the command is called again."""
    broken = spoilt(assistant, lambda answer: answer)

    def fail_once(answer):
        if broken.answered == 1:
            raise LLMFault("too slow")
        return answer

    broken.spoil = fail_once
    result = evaluate_answers(broken, data, "words", open_judge("rules"), tmp_path, Asked(topics=3, unanswerable=0))
    assert list(result["faults"].values()) == ["too slow"]
    assert len(result["topics"]) == 2
    assert any("failed and does not count" in note for note in result["notes"])
    healed = evaluate_answers(assistant, data, "words", open_judge("rules"), tmp_path, Asked(topics=3, unanswerable=0))
    assert (len(healed["topics"]), healed["faults"]) == (3, {})


@pytest.mark.parametrize(("fault", "raised"), [(IndexFault("gone"), IndexFault), (LLMFault("down"), LLMFault), (KeyError("bug"), PriorArtError)])
def test_a_fault_of_the_index_or_of_all_stops_the_run(assistant, data, tmp_path, fault, raised):
    def fail(_):
        raise fault

    with pytest.raises(raised):
        evaluate_answers(spoilt(assistant, fail), data, "words", open_judge("rules"), tmp_path, Asked(topics=2, unanswerable=0))


class SulkingJudge(WordSetJudge):
    """A judge that is a model and gives no verdict on what `about` stands in."""

    def __init__(self, about: str) -> None:
        self.about = about

    def supports(self, statement: str, evidence: str) -> bool:
        if self.about in statement:
            raise LLMFault("no verdict")
        return super().supports(statement, evidence)


def test_an_answer_that_the_judge_gives_no_verdict_on_is_said_and_left_out(ran, assistant, data, tmp_path):
    """The others are measured; where there is no verdict at all there are no figures."""
    (tmp_path / JOURNAL).write_bytes((ran[1] / JOURNAL).read_bytes())
    about = lines(ran[1])[0]["statements"][0]["text"]
    result = evaluate_answers(assistant, data, "words", SulkingJudge(about), tmp_path, FEW)
    assert list(result["faults"].values()) == ["no verdict"]
    assert len(result["topics"]) == 2
    with pytest.raises(LLMFault):
        evaluate_answers(assistant, data, "words", SulkingJudge(""), tmp_path, Asked(topics=2, unanswerable=0))


@pytest.mark.parametrize("asked", [Asked(topics=0), Asked(documents=0), Asked(passages=0), Asked(unanswerable=-1)])
def test_asking_for_nothing_is_wrong_usage(assistant, data, tmp_path, asked):
    with pytest.raises(UsageError):
        evaluate_answers(assistant, data, "words", open_judge("rules"), tmp_path / "out", asked)
    assert not (tmp_path / "out").exists()


def wrong_passages(answer):
    """A summariser that cites, for each statement, what it should cite for the next one."""
    citations = [s.citations for s in answer.statements]
    moved = [*citations[1:], *citations[:1]]
    return dataclasses.replace(answer, statements=tuple(Statement(s.text, c) for s, c in zip(answer.statements, moved, strict=True)))


def a_number_added(answer):
    """A summariser that adds a figure to each sentence."""
    return dataclasses.replace(answer, statements=tuple(Statement(f"{s.text} It is 98765 mm wide.", s.citations) for s in answer.statements))


def a_second_citation(answer):
    """A summariser that cites every passage for every statement."""
    every = tuple(c for s in answer.statements for c in s.citations)
    return dataclasses.replace(
        answer, statements=tuple(Statement(s.text, (*s.citations, *(c for c in every if c not in s.citations))) for s in answer.statements)
    )


def a_letter_changed(answer):
    """A summariser whose quotes are not what stands there."""

    def altered(citation: Citation) -> Citation:
        quote = citation.quote[:-1] + "§"
        return Citation(citation.passage, quote, citation.start, citation.end, citation.link, " " * citation.start + quote)

    return dataclasses.replace(answer, statements=tuple(Statement(s.text, tuple(map(altered, s.citations))) for s in answer.statements))


@pytest.mark.parametrize(
    ("spoil", "fallen"),
    [
        (wrong_passages, {"citation recall", "citation precision"}),
        (a_number_added, {"citation recall", "citation precision", "unsupported"}),
        (a_second_citation, {"citation precision"}),
        (a_letter_changed, {"quotes exact"}),
    ],
)
def test_planted_faults_are_seen_by_the_measures_they_concern_and_by_no_other(ran, assistant, data, tmp_path, spoil, fallen):
    """Of real answers, spoilt in one way each."""
    seen = evaluate_answers(spoilt(assistant, spoil), data, "words", open_judge("rules"), tmp_path, dataclasses.replace(FEW, unanswerable=0))["mean"]
    watched = ("citation recall", "citation precision", "quotes exact", "unsupported")
    assert {name for name in watched if seen[name] != ran[0]["mean"][name]} == fallen
