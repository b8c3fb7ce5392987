"""Citation recall and precision as ALCE defines them.

Source: T. Gao, H. Yen, J. Yu, D. Chen, Enabling Large Language Models to Generate Text with Citations, EMNLP 2023, section 3, and the authors'
program (princeton-nlp/ALCE, `eval.py`, `compute_autoais`), which is followed where the paper leaves something open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.protocols import Judge

AT_MOST = 3
"""Citations of a statement that are looked at, as in the authors' program."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The verdict on one statement: whether its citations together support it, and for each citation looked at whether it counts as precise."""

    supported: bool
    precise: tuple[bool, ...]


def attribute(statement: str, cited: Sequence[str | None], judge: Judge, at_most: int = AT_MOST) -> Attribution:
    """The verdict of `judge` on `statement` and the texts it cites, in order; None stands for a citation of something that does not exist.

    A statement without citations, or with one that does not exist, is not supported and none of its citations is counted. Else it is supported
    where the texts in one, joined by line breaks, support it. A citation of a supported statement is irrelevant, and so not precise, where it
    does not support the statement alone and the others do without it. No citation of a statement that is not supported is precise.
    """
    texts = [text for text in cited if text is not None]
    if not cited or len(texts) < len(cited):
        return Attribution(False, ())
    texts = texts[:at_most]
    if not judge.supports(statement, "\n".join(texts)):
        return Attribution(False, (False,) * len(texts))
    if len(texts) == 1:
        return Attribution(True, (True,))
    return Attribution(True, tuple(_needed(statement, texts, n, judge) for n in range(len(texts))))


def _needed(statement: str, texts: Sequence[str], place: int, judge: Judge) -> bool:
    if judge.supports(statement, texts[place]):
        return True
    return not judge.supports(statement, "\n".join([*texts[:place], *texts[place + 1 :]]))


def citation_recall(verdicts: Sequence[Attribution]) -> float | None:
    """The share of statements that their citations support; None for an answer without statements, which does not count."""
    return sum(v.supported for v in verdicts) / len(verdicts) if verdicts else None


def citation_precision(verdicts: Sequence[Attribution]) -> float | None:
    """The share of citations that are precise, 0 where there are statements but no citation to count; None without statements."""
    if not verdicts:
        return None
    counted = sum(len(v.precise) for v in verdicts)
    return sum(sum(v.precise) for v in verdicts) / counted if counted else 0.0
