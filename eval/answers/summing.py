"""From the measures of single answers to the figures of a run: means with intervals, refusals by construction, reasons."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from eval.answers.measures import MEASURES
from eval.answers.model import ASKED
from eval.answers.refusals import cautioned, reasons, refused, silent
from eval.answers.unanswerable import KINDS
from eval.completeness.intervals import wilson
from eval.significance import bootstrap_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from eval.answers.model import Answered


def figures(topics: Mapping[str, Mapping[str, float | None]]) -> dict[str, Any]:
    """{"mean", "intervals" (95%, bootstrap over topics), "counted" (topics the measure is defined for)}, each by measure.

    A measure that is defined for no topic has no mean and no interval: None.
    """
    values = {name: [row[name] for row in topics.values()] for name in MEASURES}
    defined = {name: [v for v in column if v is not None] for name, column in values.items()}
    return {
        "mean": {name: sum(column) / len(column) if column else None for name, column in defined.items()},
        "intervals": {name: list(bootstrap_interval(column)) if column else None for name, column in defined.items()},
        "counted": {name: len(column) for name, column in defined.items()},
    }


def unanswerable(answers: Sequence[Answered], left_out: Mapping[str, int]) -> list[dict[str, Any]]:
    """For each construction {"kind", "cases", "left_out", "refused", "cautioned", "silent", "answered": counts, "interval"}.

    `cautioned` are those that refuse or warn; `answered` those that do neither and state something as if nothing were amiss. `interval` is Wilson's
    95% interval of the share that refuse or warn.
    """
    rows: list[dict[str, Any]] = []
    for kind in KINDS:
        of_kind = [a for a in answers if a.kind == kind]
        if not of_kind and not left_out.get(kind):
            continue
        warned = _count(of_kind, cautioned)
        dumb = _count(of_kind, silent)
        rows.append(
            {
                "kind": kind,
                "cases": len(of_kind),
                "left_out": left_out.get(kind, 0),
                "refused": _count(of_kind, refused),
                "cautioned": warned,
                "silent": dumb,
                "answered": sum(not cautioned(a) and not silent(a) for a in of_kind),
                "interval": list(wilson(warned, len(of_kind))),
            }
        )
    return rows


def counts(answers: Sequence[Answered]) -> dict[str, Any]:
    """Plain counts over the topics' own questions: answers, statements, citations, sentences written and withheld, answers by mode."""
    own = [a for a in answers if a.kind == ASKED]
    return {
        "answers": len(own),
        "statements": sum(len(a.statements) for a in own),
        "citations": sum(len(s.citations) for a in own for s in a.statements),
        "written": sum(a.written for a in own),
        "withheld": sum(len(a.withheld) for a in own),
        "modes": dict(sorted(Counter(a.mode for a in own).items())),
        "reasons": reasons(own),
    }


def _count(answers: Sequence[Answered], test: Callable[[Answered], bool]) -> int:
    return sum(map(test, answers))
