"""What several judges of one document come to, as qrels."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from indexing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TextIO

    from eval.judging.model import Judgment
    from eval.model import Qrels


def _majority(grades: Sequence[int]) -> int:
    """The grade given most often; of several the highest, since a relevant document lost costs more than one read in vain."""
    counts = Counter(grades)
    return max(counts, key=lambda grade: (counts[grade], grade))


def _mean(grades: Sequence[int]) -> int:
    """The mean, halves rounded up: qrels hold whole numbers."""
    return (2 * sum(grades) + len(grades)) // (2 * len(grades))


RULES: dict[str, Callable[[Sequence[int]], int]] = {"majority": _majority, "mean": _mean, "max": max}


def consensus(judgments: Iterable[Judgment], rule: str = "majority") -> dict[str, dict[str, int]]:
    """Topic to document to grade, from the standing judgment of each judge. Raises `UsageError` for an unknown rule."""
    if rule not in RULES:
        raise UsageError(f"there is no rule '{rule}'", f"rules are {', '.join(RULES)}")
    grades: dict[tuple[str, str], list[int]] = defaultdict(list)
    for judgment in judgments:
        if judgment.grade is not None:
            grades[judgment.topic, judgment.document].append(judgment.grade)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (topic, document), given in sorted(grades.items()):
        found[topic][document] = RULES[rule](given)
    return dict(found)


def write_trec(stream: TextIO, qrels: Qrels) -> None:
    """TREC judgments: topic 0 document grade."""
    for topic, judged in qrels.items():
        stream.writelines(f"{topic} 0 {document} {grade}\n" for document, grade in judged.items())


def write_beir(stream: TextIO, qrels: Qrels) -> None:
    """BEIR's judgments: a header, then topic, document and grade parted by tabs."""
    stream.write("query-id\tcorpus-id\tscore\n")
    for topic, judged in qrels.items():
        stream.writelines(f"{topic}\t{document}\t{grade}\n" for document, grade in judged.items())
