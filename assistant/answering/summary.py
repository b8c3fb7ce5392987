"""The answer: short statements from numbered evidence, each with a verified quote; without a model, the documents' own sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.coverage import not_found
from assistant.answering.evidence import case_terms, gather
from assistant.answering.extractive import extract
from assistant.answering.reading import Reader, Reading
from assistant.model import Answer
from prompts.templates import load_template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.links import Links
    from assistant.model import Evidence, SearchResult, Statement
    from assistant.protocols import LLM
    from indexing.control import Control
    from indexing.model import Case
    from indexing.protocols import SearchIndex
    from prompts.model import RecipeAnswer, Template

LOOSE = "The documents found are only loosely related to the question."
"""What an answer says in its notes where even its best evidence says little about the case."""


def answer(
    case: Case,
    result: SearchResult,
    index: SearchIndex,
    llm: LLM | None,
    recipe_answer: RecipeAnswer,
    control: Control,
    links: Links,
    template: Template | None = None,
) -> Answer:
    """What the documents found say about the case; never raises for a model's fault, but answers extractively and says so in `notes`.

    `template` is the prompt, where it is not the shipped one that `recipe_answer` names.
    Raises `Cancelled` when the person stops it, `UsageError` for a template that does not exist.
    """
    evidence = gather(case, result, index, recipe_answer)
    stored = {e.unit_id: index.document(e.document).units()[e.unit_id.partition("#")[2]] for e in evidence}
    reading = Reading()
    if llm is not None and evidence:
        prompt = template or load_template(recipe_answer.template)
        reading = Reader(case, evidence, stored, llm, prompt, recipe_answer, control, links).read()
    control.check()
    terms = case_terms(case, result, index)
    written = len(reading.statements)
    statements = _with_own_sentences(reading, evidence, stored, terms, links, recipe_answer.statements)
    if not statements:
        statements = extract(evidence, stored, terms, links, recipe_answer.statements, related=False)
    return Answer(
        statements=statements,
        not_found=not_found(case, result, index, evidence),
        mode="generated" if written else "extractive",
        llm=llm.identity if llm is not None and written else "none",
        evidence=evidence,
        rejected=tuple(reading.rejected),
        notes=(*_notes(llm, evidence, reading, len(statements)), *_loose(evidence, recipe_answer.loose)),
        usage=reading.usage,
        exchanges=tuple(reading.exchanges),
    )


def _with_own_sentences(
    reading: Reading, evidence: Sequence[Evidence], stored: Mapping[str, str], terms: Mapping[str, float], links: Links, limit: int
) -> tuple[Statement, ...]:
    """The model's statements, and for each passage on which none of its own stands, the passage's best sentence; in the order of the evidence."""
    statements: list[Statement] = []
    for piece in evidence:
        own = reading.statements.get(piece.number, [])
        if not own and piece.number not in reading.judged:
            own = list(extract([piece], stored, terms, links, 1))
        statements += own
    return tuple(statements[:limit])


def _loose(evidence: Sequence[Evidence], least: float) -> tuple[str, ...]:
    """The caution where even the best sentence says little about the case."""
    if evidence and max(e.score for e in evidence) < least:
        return (LOOSE,)
    return ()


def _notes(llm: LLM | None, evidence: Sequence[Evidence], reading: Reading, shown: int) -> tuple[str, ...]:
    """What a person must know about how the answer came to be."""
    notes: list[str] = []
    written = sum(map(len, reading.statements.values()))
    own = f"the {shown} sentences shown are the documents' own" if shown != 1 else "the sentence shown is a document's own"
    if not evidence:
        return ("Nothing was found to answer from.",)
    if llm is None:
        return (f"No language model took part: {own}.",)
    if reading.fault:
        notes.append(f"The language model failed: {reading.fault}.")
    elif invalid := sum(e.fault is not None for e in reading.exchanges):
        notes.append(f"The language model did not reply as asked {invalid} {'time' if invalid == 1 else 'times'}.")
    if reading.rejected:
        count = len(reading.rejected)
        withheld = "1 sentence" if count == 1 else f"{count} sentences"
        notes.append(f"{withheld} of the language model could not be verified: not shown as fact.")
    if not written:
        notes.append(f"Nothing that the language model wrote is shown: {own}.")
    elif shown > written:
        notes.append(f"{shown - written} of the {shown} statements are the documents' own sentences, in place of the model's.")
    return tuple(notes)
