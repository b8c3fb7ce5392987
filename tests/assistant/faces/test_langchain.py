"""Others' chains search with our recipes, and get what our own doors get."""

from __future__ import annotations

import json

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from assistant.assistant import Assistant
from assistant.case import make_case
from assistant.faces.langchain import PriorArtRetriever, prior_art_tool
from assistant.records.record import Recorder, verify
from indexing.errors import UsageError
from tests.assistant.small_index import SmallIndex, sample

QUESTION = "hair dryer with a foldable handle"


@pytest.fixture
def assistant(tmp_path) -> Assistant:
    return Assistant(SmallIndex(), recorder=Recorder(tmp_path))


def test_a_chain_gets_the_passages_that_a_search_gives(assistant):
    retriever = PriorArtRetriever(assistant=assistant, k=4, passages=2)
    found = (retriever | RunnableLambda(lambda documents: documents)).invoke(QUESTION)
    hits = assistant.search(assistant.plan(make_case(QUESTION), "hybrid"), k=4, passages=2).result.hits
    assert [d.id for d in found] == [p.id for hit in hits for p in hit.passages]
    assert all(isinstance(d, Document) and d.page_content for d in found)
    assert [d.metadata["document"] for d in found[::2]] == [hit.id for hit in hits]
    assert verify(assistant.recorder.folder / found[0].metadata["record"].rpartition("/")[2]).ok


def test_filters_and_own_documents_hold(assistant):
    day = sample()[30].cutoff_date()[0]
    found = PriorArtRetriever(assistant=assistant, recipe="words", k=60, before=day, own=("US-4712313-A",)).invoke(QUESTION)
    assert found
    assert all(SmallIndex().document(d.metadata["document"]).cutoff_date()[0] < day for d in found)
    assert "US4712313A" not in {d.metadata["document"] for d in found}


def test_a_fault_is_raised_as_ours(assistant):
    with pytest.raises(UsageError, match="unknown recipe"):
        PriorArtRetriever(assistant=assistant, recipe="nothing").invoke(QUESTION)


def test_an_agent_may_call_it_as_a_tool(assistant):
    tool = prior_art_tool(assistant)
    call = {"name": tool.name, "type": "tool_call", "id": "1", "args": {"text": QUESTION, "k": 3, "before": "1990-01-01"}}
    message = tool.invoke(call)
    found = json.loads(message.content)
    assert len(found["hits"]) == 3
    assert found["hits"][0]["passages"][0]["text"]
    assert [h["id"] for h in found["hits"]] == [h.id for h in message.artifact.result.hits]
    assert set(tool.args) == {"text", "before", "classes", "countries", "own", "k"}


def test_an_agent_is_told_what_to_do_when_it_asks_wrongly(assistant):
    tool = prior_art_tool(assistant)
    assert "date" in tool.invoke({"text": QUESTION, "before": "yesterday"})
    assert "empty" in tool.invoke({"text": " "})
