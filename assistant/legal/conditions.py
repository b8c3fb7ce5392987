"""The conditions that rules name, each true or false of a document whose dates are all known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.legal.periods import end_of_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.legal.law import Condition, System
    from assistant.legal.model import Dates

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Situation:
    """A document (published and filed known) against one effective date; `home` is the first application in the system's own offices."""

    document: Dates
    published: dt.date
    filed: dt.date
    effective: dt.date
    home: dt.date
    system: System

    @property
    def home_priority(self) -> dt.date | None:
        """The document's earliest priority in the system's own offices."""
        return home_priority(self.document, self.system)


def home_priority(document: Dates, system: System) -> dt.date | None:
    """The earliest priority of `document` from one of the system's own offices."""
    return min((p.date for p in document.priorities if p.date and p.country in system.home), default=None)


def holds(condition: Condition, situation: Situation) -> bool:
    """Whether `condition` is true of `situation`."""
    return _TRUE[condition.name](situation, condition.arguments) != condition.negated


def _before(day: dt.date | None, other: dt.date) -> bool:
    return day is not None and day < other


def _earliest(s: Situation) -> dt.date:
    return min(s.filed, s.document.priority or s.filed)


def _reissue(s: Situation) -> bool:
    republication = s.system.republication(s.document)
    return republication is not None and not republication.own_dates


_TRUE: dict[str, Callable[[Situation, tuple[str, ...]], bool]] = {
    "itself": lambda s, _: s.document.relation == "itself",
    "family": lambda s, _: s.document.relation == "family",
    "published-before": lambda s, _: s.published < s.effective,
    "published-from": lambda s, _: s.published >= s.effective,
    "published-in-year": lambda s, _: s.published < s.effective <= end_of_period(s.published, _YEAR),
    "published-over-year-before-home": lambda s, _: end_of_period(s.published, _YEAR) < s.home,
    "filed-before": lambda s, _: s.filed < s.effective,
    "priority-before": lambda s, _: _before(s.document.priority, s.effective),
    "home-priority-before": lambda s, _: _before(s.home_priority, s.effective),
    "earliest-before": lambda s, _: _earliest(s) < s.effective,
    "earliest-on": lambda s, _: _earliest(s) == s.effective,
    "own-inventors": lambda s, _: s.document.inventors == "own",
    "other-inventors": lambda s, _: s.document.inventors == "other",
    "reissue": lambda s, _: _reissue(s),
    "office": lambda s, offices: s.document.office in offices,
    "filed-since": lambda s, days: s.filed >= dt.date.fromisoformat(days[0]),
}
