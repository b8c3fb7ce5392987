"""What a system is asked for a topic: the case, with its kind and its date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, get_args

from indexing.errors import InputError, UsageError
from indexing.model import Case, Filter
from indexing.plugins import nearest

if TYPE_CHECKING:
    from eval.model import Dataset, Topic
    from indexing.model import CaseKind
    from indexing.protocols import SearchIndex

KINDS: tuple[CaseKind, ...] = ("question", "claims", "application")
Dates = Literal["none", "case", "before"]
DATES: tuple[Dates, ...] = get_args(Dates)
_FIELDS = ("date", "effective_date", "priority_date", "filing_date")
_DIGITS = 8


class TopicCases:
    """Cases of topics: of which `kind`, and what their dates are used for.

    dates   none     the topic's date is not looked at
            case     it is the case's effective date, for recipes whose steps ask for it
            before   that, and only documents from before that day are searched, as an examiner does

    An `application` is the topic's own document as the index holds it. Raises `UsageError` for an unknown kind or use of dates.
    """

    def __init__(self, index: SearchIndex, kind: str = "question", dates: str = "none") -> None:
        for name, known in ((kind, KINDS), (dates, DATES)):
            if name not in known:
                raise UsageError(f"unknown choice '{name}'", nearest(name, list(known)))
        self._index = index
        self._kind: CaseKind = kind  # type: ignore[assignment]
        self._dates = dates

    @property
    def facts(self) -> dict[str, str]:
        """What was chosen, as a run's facts say it."""
        return {"kind": self._kind, "dates": self._dates}

    def of(self, topic: Topic) -> tuple[Case, Filter, tuple[str, ...]]:
        """The case of `topic`, the filter that it is searched with, and what must be said. Raises `InputError` where its application is not there."""
        day = date_of(topic) if self._dates != "none" else None
        notes = ("the topic has no date, so none was used",) if self._dates != "none" and day is None else ()
        own = (topic.id, *topic.own)
        application = None
        if self._kind == "application":
            held = next((document for name in own if (document := self._index.resolve(name))), None)
            if held is None:
                hint = "take the text as it is, with --kind question or claims, or build the index with the topics' documents"
                raise InputError(f"the application of topic {topic.id} is not in the index", hint, code="no-application")
            application = self._index.document(held)
        case = Case(kind=self._kind, text=topic.text, application=application, own=own, effective_date=day)
        return case, Filter(before=day if self._dates == "before" else None), notes

    def unreachable(self, dataset: Dataset) -> tuple[str, ...]:
        """What must be said of judged documents that a cut-off by date takes away: they count as missed."""
        if self._dates != "before":
            return ()
        days = {topic.id: day for topic in dataset.topics if (day := date_of(topic))}
        judged = {d for topic in days for d, grade in dataset.qrels.get(topic, {}).items() if grade >= 1}
        ids = {name: document for name in sorted(judged) if (document := self._index.resolve(name))}
        facts = self._index.facts_of(sorted(set(ids.values())))
        late = undated = 0
        for topic, day in days.items():
            for name, grade in dataset.qrels.get(topic, {}).items():
                if grade < 1 or name not in ids:
                    continue
                known = facts[ids[name]]
                its: dt.date | None = getattr(known, known.date_used) if known.date_used else None
                late += its is not None and its >= day
                undated += its is None
        return _counted(late, "are of the topic's date or later") + _counted(undated, "bear no date")


def date_of(topic: Topic) -> dt.date | None:
    """The topic's day by its metadata (`date`, else `effective_date`, `priority_date`, `filing_date`; 2006-05-01 or 20060501); None: not known."""
    for name in _FIELDS:
        text = str(topic.metadata.get(name, "")).strip()[:10]
        if text.isdigit() and len(text) != _DIGITS:
            continue
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            continue
    return None


def _counted(number: int, what: str) -> tuple[str, ...]:
    return (f"{number} judgments are of documents that {what}: the cut-off takes them away, and they count as missed",) if number else ()
