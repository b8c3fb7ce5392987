"""The measures of one answer. Where one is not defined for an answer (no statements, no model) it is None, and the answer does not count in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.answers.alce import Attribution, attribute, citation_precision, citation_recall
from eval.answers.quotes import at_place, exact
from eval.answers.refusals import cautioned, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from eval.answers.model import Answered, Said
    from eval.protocols import Judge


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure says, and whether less of it is better."""

    means: str
    less_is_better: bool = False


MEASURES = {
    "citation recall": Measure("share of statements that their citations, taken together, support (ALCE)"),
    "citation precision": Measure("share of citations that are needed for a supported statement (ALCE)"),
    "quotes exact": Measure("share of quotes that stand letter by letter where they are said to"),
    "unsupported": Measure("share of statements that neither their citations nor any other piece of the evidence supports", less_is_better=True),
    "withheld": Measure("share of the model's own sentences that were not shown, because they could not be verified", less_is_better=True),
    "verbatim": Measure("share of statements that are a document's own sentence"),
    "coverage": Measure("share of the relevant documents among those answered from that a statement cites"),
    "refused": Measure("share of answers that say nothing and say so, though a relevant document was there", less_is_better=True),
    "cautioned": Measure(
        "share of answers that refuse or call their documents loosely related, though a relevant one was there", less_is_better=True
    ),
    "statements": Measure("statements of an answer"),
    "search seconds": Measure("seconds of the search", less_is_better=True),
    "answer seconds": Measure("seconds from the hits to the answer", less_is_better=True),
    "tokens": Measure("tokens that language models read and wrote for the answer", less_is_better=True),
}
"""Every measure of an answer, in the order of reports."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge and the index say of one statement."""

    attribution: Attribution
    exact: tuple[bool, ...]
    unsupported: bool

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        precise, quotes = list(self.attribution.precise), list(self.exact)
        return {"supported": self.attribution.supported, "precise": precise, "exact": quotes, "unsupported": self.unsupported}


def judge_answer(answered: Answered, judge: Judge, stored: Callable[[str], str | None]) -> list[Verdict]:
    """The verdict on each statement of `answered`, in order.

    The judge reads what stands in `stored` at the place a citation names, with the document's title, whatever the answer quotes.
    """
    evidence = list(dict.fromkeys(f"{piece.title}. {piece.text}" for piece in answered.evidence))
    return [_verdict(said, judge, stored, evidence) for said in answered.statements]


def _verdict(said: Said, judge: Judge, stored: Callable[[str], str | None], evidence: list[str]) -> Verdict:
    places = [(cited.title, at_place(cited, stored)) for cited in said.citations]
    texts = [f"{title}. {text}" if text and text.strip() else None for title, text in places]
    found = attribute(said.text, texts, judge)
    unsupported = not found.supported and not any(judge.supports(said.text, piece) for piece in evidence)
    return Verdict(found, tuple(exact(cited, stored) for cited in said.citations), unsupported)


def measure_answer(answered: Answered, verdicts: list[Verdict], relevant: Collection[str]) -> dict[str, float | None]:
    """The value of every one of `MEASURES` for one answer; `relevant` are the topic's relevant documents under the data set's names."""
    attributions = [v.attribution for v in verdicts]
    quotes = [flag for v in verdicts for flag in v.exact]
    said = len(answered.statements)
    there = [document for document in dict.fromkeys(answered.documents) if document in relevant]
    cited = {c.document for s in answered.statements for c in s.citations}
    return {
        "citation recall": citation_recall(attributions),
        "citation precision": citation_precision(attributions),
        "quotes exact": _share(sum(quotes), len(quotes)),
        "unsupported": _share(sum(v.unsupported for v in verdicts), said),
        "withheld": _share(len(answered.withheld), answered.written),
        "verbatim": _share(sum(s.verbatim for s in answered.statements), said),
        "coverage": _share(sum(document in cited for document in there), len(there)),
        "refused": float(refused(answered)) if there else None,
        "cautioned": float(cautioned(answered)) if there else None,
        "statements": float(said),
        "search seconds": answered.search_seconds,
        "answer seconds": answered.answer_seconds,
        "tokens": float(answered.tokens_in + answered.tokens_out),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
