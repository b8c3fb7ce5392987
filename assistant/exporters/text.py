"""A search and its answer as a terminal shows them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from assistant.legal.model import CODES
from assistant.strategy.ledger import counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.model import Answer, DocumentHit, Outcome
    from indexing.model import Exclusion

WIDTH = 110
EXCERPT = 320
RULES = 6
"""So many rules of the exclusion ledger are named."""


def wrapped(text: str, indent: str, *, first: str | None = None) -> str:
    """`text` on lines of at most WIDTH columns behind `indent`, the first line behind `first`."""
    return textwrap.fill(" ".join(text.split()), WIDTH, initial_indent=first if first is not None else indent, subsequent_indent=indent)


def dated(hit: DocumentHit) -> str:
    """The date that "before" compares, and which one it is."""
    day = {"published": hit.published, "filed": hit.filed, "priority": hit.priority}.get(hit.date_used or "")
    return f"{hit.date_used} {day}" if day else "no date"


def answer_lines(answer: Answer) -> Iterator[str]:
    """Statements with their quotes, then what was not found, then how the answer came about."""
    for number, statement in enumerate(answer.statements, 1):
        yield wrapped(statement.text, "    ", first=f"{number:>2}. ")
        for citation in statement.citations:
            yield wrapped(f"“{citation.quote}”", "      ", first="    > ")
            yield f"      {citation.passage} [{citation.start}:{citation.end}]"
    if answer.not_found:
        yield "\nNot found in the documents searched:"
        yield from (wrapped(text, "    ", first="  - ") for text in answer.not_found)
    yield f"\nAnswer: {answer.mode}, by {answer.llm}"
    yield from (f"Note: {note}" for note in answer.notes)


def hit_lines(hit: DocumentHit) -> Iterator[str]:
    """A found document and its best passage."""
    yield f"{hit.rank:>3}. {hit.id}  {hit.title}  ({dated(hit)}; score {hit.score:.4f})"
    if hit.legal:
        yield wrapped("; ".join(f"{s.system}: {CODES[s.code]}{f' ({s.category})' if s.category else ''}" for s in hit.legal), "       ")
    for passage in hit.passages[:1]:
        text = " ".join(passage.text.split())
        yield wrapped(text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …", "       ", first="     > ")
        yield f"       {passage.id}"


def left_out(excluded: Sequence[Exclusion]) -> Iterator[str]:
    """How many documents were found and left out, by step and rule."""
    by = counts(excluded)
    if by:
        yield f"Left out: {len(excluded)} documents found (named with --json and in the record; `priorart why NUMBER --record FILE` tells of each)"
    yield from (wrapped(f"{one.count} by '{one.step}': {one.rule}", "       ", first="     - ") for one in by[:RULES])
    if rest := sum(one.count for one in by[RULES:]):
        yield f"     - {rest} by {len(by) - RULES} more rules"


def lines(outcome: Outcome) -> Iterator[str]:
    """The whole outcome, line by line."""
    result = outcome.result
    if outcome.answer:
        yield from answer_lines(outcome.answer)
        yield ""
    yield f"{len(result.hits)} documents by recipe {result.plan.recipe} in {result.seconds:.2f} s"
    for hit in result.hits:
        yield from hit_lines(hit)
    yield from left_out(result.excluded)
    yield from (f"Note: {note}" for note in result.notes)
    if outcome.record:
        yield f"Record: {outcome.record}"


class TextExporter:
    """Plain text for a terminal."""

    def export(self, outcome: Outcome) -> str:
        return "\n".join(lines(outcome))
