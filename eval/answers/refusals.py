"""Whether an answer refuses, or warns, and why sentences were withheld."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from assistant.answering.summary import LOOSE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eval.answers.model import Answered

_QUOTED = re.compile(r"'[^']*'")
_NUMBER = re.compile(r"\d+")


def refused(answered: Answered) -> bool:
    """Whether the answer states nothing and says what was not found. An answer that states nothing and says nothing is none (`silent`)."""
    return not answered.statements and bool(answered.not_found)


def silent(answered: Answered) -> bool:
    """Whether the answer states nothing and does not say so: the worst way not to answer."""
    return not answered.statements and not answered.not_found


def cautioned(answered: Answered) -> bool:
    """Whether the answer refuses, or says that the documents it was made from are only loosely related to the question."""
    return refused(answered) or LOOSE in answered.notes


def reasons(answers: Iterable[Answered]) -> dict[str, int]:
    """How many sentences were withheld for each reason, the commonest first; what a reason says of one sentence (words, numbers) is put away."""
    count = Counter(_kind(withheld.reason) for answered in answers for withheld in answered.withheld)
    return dict(sorted(count.items(), key=lambda item: (-item[1], item[0])))


def _kind(reason: str) -> str:
    return _NUMBER.sub("n", _QUOTED.sub("a word", reason.partition(":")[0])).strip()
