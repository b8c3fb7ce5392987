"""The answer from real patents: faithful, cited, and honest about what a model failed to do."""

from __future__ import annotations

from assistant.summary import answer
from indexing.control import Control
from indexing.model import Case
from prompts.model import RecipeAnswer
from tests.assistant.shelf import LINKS, shelf

BUDGET = RecipeAnswer(template="answer@1", documents=6, passages=2, evidence_tokens=600, statements=6, reply_tokens=800)
CASE = Case("question", "Which hair dryers have a hood that can be tilted?")


def test_without_a_model_the_answer_is_the_documents_own_sentences():
    index = shelf()
    found = answer(CASE, index.result(CASE), index, None, BUDGET, Control(), LINKS)
    assert found.mode == "extractive"
    assert found.llm == "none"
    assert len(found.statements) >= 4
    for statement in found.statements:
        (citation,) = statement.citations
        document, _, unit = citation.passage.partition("#")
        assert index.document(document).units()[unit][citation.start : citation.end] == citation.quote
    assert "No language model" in found.notes[0]
