"""The report on a run of answers: HTML that stands alone, with every statement, its citations and the verdicts on them."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from eval.answers.measures import MEASURES
from eval.answers.model import ASKED
from eval.answers.refusals import cautioned, refused, silent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.answers.measures import Verdict
    from eval.answers.model import Answered

_HERE = Path(__file__).parent
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
        facts=flat(result["facts"]),
    )


def page(template: str, **values: Any) -> str:  # noqa: ANN401 - what a template shows is its own affair
    """A page in the style of all reports of evaluation."""
    return _templates().get_template(template).render(**values)


def flat(facts: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """`facts` as (name, value), nested ones with their path."""
    rows: list[tuple[str, str]] = []
    for name, value in facts.items():
        rows += flat(value, f"{prefix}{name} · ") if isinstance(value, dict) else [(f"{prefix}{name}".replace("_", " "), str(value))]
    return rows


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


@functools.cache
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader([_HERE / "templates", _HERE.parent / "templates"])
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
