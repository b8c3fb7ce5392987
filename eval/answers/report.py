"""The report on a run of answers: HTML that stands alone, with every statement, its citations and the verdicts on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.answers.measures import MEASURES
from eval.answers.model import ASKED
from eval.answers.refusals import cautioned, refused, silent
from eval.reports.parts import flat
from eval.reports.templates import page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.answers.measures import Verdict
    from eval.answers.model import Answered

_TEXT = 280
_KINDS = {
    "empty": "nothing was found",
    "other_class": "only documents of other classes were found",
    "unknown_words": "a question of words that no document holds",
    "outside": "a question about something else",
}


def answers_report(result: Mapping[str, Any], dataset: str, judged: Sequence[tuple[Answered, Sequence[Verdict]]]) -> str:
    """The report of one run; `result` is what `eval.answers.evaluate.evaluate_answers` returns."""
    return page(
        "answers.html",
        title=f"Answers of {result['facts']['recipe']['id']} on {dataset}",
        result=result,
        measures=MEASURES,
        kinds=_KINDS,
        topics=[_answer(a, v, result["topics"][a.topic]) for a, v in judged if a.kind == ASKED],
        constructed=[_answer(a, v, {}) for a, v in judged if a.kind != ASKED],
        facts=list(flat(result["facts"])),
    )


def _answer(answered: Answered, verdicts: Sequence[Verdict], scores: Mapping[str, float | None]) -> dict[str, Any]:
    """What the report shows of one answer."""
    question = answered.question
    said = "refused" if refused(answered) else "silent" if silent(answered) else "warned" if cautioned(answered) else "answered"
    return {
        "topic": answered.topic,
        "kind": answered.kind,
        "question": question if len(question) <= _TEXT else question[:_TEXT].rsplit(" ", 1)[0] + " …",
        "outcome": said,
        "statements": list(zip(answered.statements, verdicts, strict=True)),
        "withheld": answered.withheld,
        "not_found": answered.not_found,
        "notes": answered.notes,
        "scores": scores,
    }
