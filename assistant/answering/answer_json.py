"""The shape in which `ask --json` prints an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.model import Answer


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """`answer` as JSON types: statements with their citations, `not_found`, `mode`, `notes`, `llm`. Offsets are code points within the unit."""
    return {
        "statements": [
            {
                "text": s.text,
                "citations": [{"passage": c.passage, "quote": c.quote, "start": c.start, "end": c.end, "link": c.link} for c in s.citations],
            }
            for s in answer.statements
        ],
        "not_found": list(answer.not_found),
        "mode": answer.mode,
        "notes": list(answer.notes),
        "llm": answer.llm,
    }
