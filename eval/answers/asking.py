"""One topic asked as the app asks it: plan, search, answer; and what came of it as a record that is measured."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.plain_text import plain_text
from assistant.answering.verification import Drafts
from eval.answers.model import ASKED, Answered, Cited, Piece, Said, Withheld
from indexing.errors import LLMFault
from indexing.model import Case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assistant.assistant import Assistant
    from assistant.model import Answer, Exchange, Outcome, SearchResult, Statement
    from eval.identity import Identity
    from eval.model import Topic
    from indexing.control import Control


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks topics with one recipe: `documents` hits with `passages` passages each, as `priorart ask -k` does."""

    assistant: Assistant
    recipe: str | Path
    identity: Identity
    qrels: Mapping[str, Mapping[str, int]]
    control: Control
    documents: int = 10
    passages: int = 3

    def search(self, topic: Topic, text: str | None = None) -> tuple[Outcome, float]:
        """The search for `topic`, or for `text` in its place, and its seconds."""
        start = time.perf_counter()
        case = Case(kind="question", text=topic.text if text is None else text, own=(topic.id, *topic.own))
        plan = self.assistant.plan(case, self.recipe, self.control)
        outcome = self.assistant.search(plan, k=self.documents, passages=self.passages, control=self.control)
        return outcome, time.perf_counter() - start

    def answer(self, topic: Topic, outcome: Outcome, search_seconds: float, kind: str = ASKED) -> Answered:
        """The answer to a search as a record. Raises `LLMFault` where the assistant gave none."""
        start = time.perf_counter()
        answer = self.assistant.answer(outcome, self.control).answer
        seconds = time.perf_counter() - start
        if answer is None:
            raise LLMFault("the assistant gave no answer", "see the notes of the search")
        return self._record(topic, outcome.result, answer, kind, (search_seconds, seconds))

    def _record(self, topic: Topic, result: SearchResult, answer: Answer, kind: str, seconds: tuple[float, float]) -> Answered:
        judged = self.qrels.get(topic.id, {})
        names = {hit.id: self.identity.name(hit.id, hit.source_id, judged) for hit in result.hits}
        titles = {hit.id: hit.title for hit in result.hits}
        return Answered(
            topic=topic.id,
            kind=kind,
            question=result.plan.case.text,
            statements=tuple(_said(statement, names, titles) for statement in answer.statements),
            not_found=answer.not_found,
            notes=answer.notes,
            withheld=tuple(Withheld(r.text, r.reason) for r in answer.rejected),
            evidence=tuple(Piece(e.unit_id, e.title, e.text) for e in answer.evidence),
            documents=tuple(names.values()),
            mode=answer.mode,
            asked_model=bool(answer.exchanges),
            written=sum(_written(exchange) for exchange in answer.exchanges),
            search_seconds=round(seconds[0], 4),
            answer_seconds=round(seconds[1], 4),
            tokens_in=answer.usage.tokens_in,
            tokens_out=answer.usage.tokens_out,
        )


def _written(exchange: Exchange) -> int:
    """How many statements the model wrote in one reply; none where the reply was not what was asked for."""
    if exchange.reply is None or exchange.fault is not None:
        return 0
    return len(Drafts.model_validate_json(exchange.reply.text).statements)


def _said(statement: Statement, names: Mapping[str, str], titles: Mapping[str, str]) -> Said:
    """The statement with the data set's names of the documents it cites."""
    cited: list[Cited] = []
    for c in statement.citations:
        document = c.passage.partition("#")[0]
        cited.append(Cited(c.passage, c.quote, c.start, c.end, names.get(document, document), titles.get(document, "")))
    return Said(statement.text, tuple(cited), any(statement.text == plain_text(c.quote) for c in statement.citations))
