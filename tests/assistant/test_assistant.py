"""The assistant as doors see it: plan, search, ask, answer; one record each; a model's fault never loses the hits."""

from __future__ import annotations

import dataclasses

import pytest

from assistant import assistant as door
from assistant.assistant import Assistant
from assistant.case import make_case
from assistant.records.record import Recorder, show, verify
from indexing.control import Control
from indexing.errors import Cancelled, LLMFault, UsageError
from prompts.recipes import load_recipe
from tests.assistant.scripted_llm import ScriptedLLM
from tests.assistant.small_index import SmallIndex

CASE = make_case("hair dryer with a foldable handle", own=("US-4712313-A",))
FEATURES = '{"features": ["a handle that folds against the barrel"], "key_terms": ["hinge", "foldable handle"]}'


def records(folder) -> list:
    return sorted(folder.glob("2*.json"))


def test_search_writes_one_record(tmp_path):
    assistant = Assistant(SmallIndex(), recorder=Recorder(tmp_path))
    outcome = assistant.search(assistant.plan(CASE, "hybrid"), k=3)
    assert records(tmp_path) == [outcome.record]
    assert verify(outcome.record).ok
    assert [h["id"] for h in show(outcome.record)["hits"]] == [h.id for h in outcome.result.hits]


def test_ask_writes_search_and_answer_in_one_record(tmp_path):
    assistant = Assistant(SmallIndex(), recorder=Recorder(tmp_path), llm_note="none wanted")
    outcome = assistant.ask(assistant.plan(CASE, "hybrid"), k=3)
    assert records(tmp_path) == [outcome.record]
    assert outcome.answer.mode == "extractive"
    content = show(outcome.record)
    assert len(content["answer"]["statements"]) == len(outcome.answer.statements) > 0
    assert content["hits"]


def test_an_answer_after_a_search_writes_a_record_of_both(tmp_path):
    assistant = Assistant(SmallIndex(), recorder=Recorder(tmp_path))
    searched = assistant.search(assistant.plan(CASE, "words"), k=3)
    answered = assistant.answer(searched)
    assert answered.record != searched.record
    assert show(answered.record)["answer"]
    assert show(answered.record)["hits"] == show(searched.record)["hits"]


def test_without_a_recorder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assistant = Assistant(SmallIndex())
    assert assistant.ask(assistant.plan(CASE, "words")).record is None
    assert list(tmp_path.iterdir()) == []


def test_a_model_s_fault_never_loses_the_hits(tmp_path, monkeypatch):
    """Whatever the model does during the answer, the hits come back and are on record."""
    assistant = Assistant(SmallIndex(), recorder=Recorder(tmp_path), llm=ScriptedLLM([LLMFault("gone")] * 20))
    outcome = assistant.ask(assistant.plan(CASE, "words"), k=4)
    assert len(outcome.result.hits) == 4
    assert outcome.answer.mode == "extractive"

    def fail(*_):
        raise LLMFault("the process died")

    monkeypatch.setattr(door, "answer", fail)
    outcome = assistant.ask(assistant.plan(CASE, "words"), k=4)
    assert outcome.answer is None
    assert "no answer: the process died" in outcome.result.notes
    assert len(show(outcome.record)["hits"]) == 4


def test_stopping_during_the_answer_keeps_the_search_on_record(tmp_path, monkeypatch):
    def stop(*_):
        raise Cancelled

    monkeypatch.setattr(door, "answer", stop)
    assistant = Assistant(SmallIndex(), recorder=Recorder(tmp_path))
    with pytest.raises(Cancelled):
        assistant.ask(assistant.plan(CASE, "words"), control=Control())
    assert len(records(tmp_path)) == 1


def test_the_record_shows_what_a_person_changed(tmp_path):
    assistant = Assistant(SmallIndex(), recorder=Recorder(tmp_path))
    plan = assistant.plan(CASE, "words")
    edited = dataclasses.replace(plan, queries=(dataclasses.replace(plan.queries[0], text="collapsible grip"),))
    content = show(assistant.search(edited).record)
    assert content["edited"]
    assert [q["text"] for q in content["queries"]] == ["collapsible grip"]
    assert [q["text"] for q in content["queries_made"]] == [CASE.text]


def test_the_language_model_s_queries_add_to_the_case_s_own(tmp_path):
    llm = ScriptedLLM([FEATURES])
    assistant = Assistant(SmallIndex(), llm=llm, recorder=Recorder(tmp_path))
    plan = assistant.plan(CASE, "hybrid-llm")
    assert [(q.id, q.text) for q in plan.queries] == [
        ("words.1", CASE.text),
        ("meaning.1", CASE.text),
        ("terms.1", "hinge foldable handle"),
        ("aspects.1", "a handle that folds against the barrel"),
    ]
    content = show(assistant.search(plan).record)
    assert content["llm"] == "scripted@test"
    assert content["exchanges"][0]["reply"]["text"] == FEATURES


def test_a_recipe_by_path_stays_with_its_plan(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(load_recipe("words").text.replace("id: words", "id: mine"))
    assistant = Assistant(SmallIndex())
    plan = assistant.plan(CASE, path)
    assert assistant.search(plan).result.hits
    path.write_text(path.read_text().replace("k: 1000", "k: 10"))
    with pytest.raises(UsageError, match="another text of the recipe"):
        assistant.search(plan)


def test_the_office_s_recipes_are_listed_beside_those_shipped(tmp_path):
    (tmp_path / "mine.yaml").write_text(load_recipe("words").text.replace("id: words", "id: mine"))
    names = [r.id for r in Assistant(SmallIndex(), recipes_folder=tmp_path).recipes()]
    assert {"mine", "words", "hybrid"} <= set(names)


def test_a_document_is_opened_by_any_of_its_names():
    assert Assistant(SmallIndex()).document("US-4712313-A").id == "US4712313A"


def test_another_model_is_another_assistant():
    assistant = Assistant(SmallIndex(), llm=ScriptedLLM([]), llm_note="a")
    other = assistant.with_llm(None, "switched off")
    assert assistant.llm is not None
    assert other.llm is None
    assert other.plan(CASE, "hybrid-llm").notes[0].endswith("switched off")


def test_a_recipe_that_names_its_embedder_is_refused_on_another_index(tmp_path):
    """Before any query is made, with the command that builds the right index; a hub name and a folder's name are the same model."""
    index = SmallIndex()
    name = index.embedder_identity.partition("@")[0]
    text = load_recipe("words").text
    (tmp_path / "mine.yaml").write_text(text.replace("inputs:", "index: {embedder: intfloat/other-model}\ninputs:"), "utf-8")
    (tmp_path / "fits.yaml").write_text(text.replace("inputs:", f"index: {{embedder: owner/{name}}}\ninputs:"), "utf-8")
    assistant = Assistant(index)
    with pytest.raises(UsageError, match="needs an index made with intfloat/other-model") as caught:
        assistant.plan(CASE, tmp_path / "mine.yaml")
    assert "--embedder intfloat/other-model" in caught.value.hint
    assert assistant.search(assistant.plan(CASE, tmp_path / "fits.yaml"), k=3).result.hits
