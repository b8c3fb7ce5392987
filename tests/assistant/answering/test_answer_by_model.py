"""The answer with a real index and real language model processes.

The small model proves the path: whatever it writes, every quote that is shown stands in the stored text. The embedded model proves the worth: it adds
verified sentences of its own to every second passage or so.
"""

from __future__ import annotations

import sys

import pytest

from assistant.assistant import Assistant
from assistant.case import make_case
from assistant.links import Links
from assistant.opening import open_registry
from assistant.serving.language_models import open_llm
from indexing.embedding import open_embedder
from indexing.index import Index

QUESTIONS = [
    "Which hair dryers have a hood that can be tilted?",
    "How is a hair dryer held so that both hands are free?",
    "Which hair dryers have an infrared heating element?",
    "How is the noise of the fan of a hair dryer reduced?",
    "hair dryer that gives off negative ions",
    "What protects a hair dryer against overheating?",
    "hair dryer with a nozzle or diffuser that can be attached",
    "Which hair dryers can be folded for travel?",
    "How is the temperature of the air of a hair dryer controlled?",
    "hair dryer without a motor or heated by a battery",
]


@pytest.fixture(scope="module")
def assistant(small_index, models_folder):
    registry = open_registry(models_folder)
    with Index.open(small_index, lambda name: open_embedder(name, registry)) as index:
        yield Assistant(index, links=Links("http://127.0.0.1:8501"))


def ask(assistant, question):
    outcome = assistant.ask(assistant.plan(make_case(question), "words"))
    for statement in outcome.answer.statements:
        for citation in statement.citations:
            document, _, unit = citation.passage.partition("#")
            assert assistant.document(document).units()[unit][citation.start : citation.end] == citation.quote
    for piece in outcome.answer.evidence:
        unit = piece.unit_id.partition("#")[2]
        assert assistant.document(piece.document).units()[unit][piece.start : piece.end] == piece.text
    return outcome.answer


def test_the_extractive_answer_quotes_a_real_index(assistant):
    found = ask(assistant, QUESTIONS[0])
    assert found.mode == "extractive"
    assert len(found.statements) >= 2


@pytest.mark.llm
def test_whatever_a_weak_model_writes_every_quote_shown_is_verified(assistant, models_folder):
    llm = open_llm("smollm2-135m-instruct", open_registry(models_folder))
    try:
        found = ask(assistant.with_llm(llm), QUESTIONS[1])
    finally:
        llm.close()
    assert found.statements
    assert found.exchanges
    assert found.usage.calls >= 1
    assert found.notes or found.mode == "generated"


@pytest.mark.slow
@pytest.mark.llm
def test_the_embedded_model_adds_verified_sentences_of_its_own(assistant, models_folder, capsys):
    registry = open_registry(models_folder)
    llm = open_llm(registry.default("llm").name, registry)
    written = withheld = 0
    try:
        for question in QUESTIONS:
            found = ask(assistant.with_llm(llm), question)
            assert found.statements
            withheld += len(found.rejected)
            generated = {s.text for s in found.statements} - {" ".join(s.citations[0].quote.split()) for s in found.statements}
            written += len(generated)
            lines = [f"{question}: {found.mode}, {len(generated)} verified, {len(found.rejected)} withheld, {found.usage.seconds:.0f} s"]
            lines += [f"  + {s.text}\n    << {s.citations[0].quote}" for s in found.statements]
            lines += [f"  - {r.reason}: {r.text}" for r in found.rejected]
            with capsys.disabled():
                sys.stdout.write("\n" + "\n".join(lines) + "\n")
    finally:
        llm.close()
    # a model of this size is often withheld, and rightly; it must earn its place all the same
    assert written >= 0.4 * (written + withheld)
    assert written >= len(QUESTIONS)
