"""The records of the legal-date engine. Frozen and slotted; what is not known is None or empty, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from indexing.model import PriorityClaim

Code = Literal[
    "published_before",
    "grace_period",
    "between",
    "earlier_filed",
    "earlier_national",
    "earlier_elsewhere",
    "same_date",
    "reissue",
    "own",
    "too_late",
    "unknown",
]
PriorArt = Literal["yes", "no", "depends", "unknown"]
Category = Literal["E", "P"]
Relation = Literal["itself", "family"]
Inventors = Literal["own", "other"]
Basis = Literal["given", "filing", "priority", "unknown"]

CODES: dict[Code, str] = {
    "published_before": "published before",
    "grace_period": "published within the year before",
    "between": "published between priority and filing",
    "earlier_filed": "filed before and published after",
    "earlier_national": "an earlier national right published after",
    "earlier_elsewhere": "filed before elsewhere and published after",
    "same_date": "of the same date",
    "reissue": "a reissue published after",
    "own": "the case's own",
    "too_late": "too late",
    "unknown": "undecided for want of dates",
}
"""Each status in the words that a list shows."""


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known of a document, or of a case's own application.

    `office` is its ST.3 code, `kind` its ST.16 code. `relation`: the document is the case's own publication, or of its family. `inventors`: it names
    nobody but the case's inventors (`own`), or somebody else (`other`); None where nobody compared them.
    """

    published: dt.date | None = None
    filed: dt.date | None = None
    priorities: tuple[PriorityClaim, ...] = ()
    office: str | None = None
    kind: str | None = None
    relation: Relation | None = None
    inventors: Inventors | None = None

    @property
    def priority(self) -> dt.date | None:
        """The earliest priority claimed."""
        return min((p.date for p in self.priorities if p.date), default=None)

    @property
    def earliest(self) -> dt.date | None:
        """The earlier of filing and priority."""
        return min((d for d in (self.filed, self.priority) if d), default=None)


@dataclass(frozen=True, slots=True)
class PriorityCheck:
    """Whether a claimed priority may give a date: `counts`, and why, in a sentence."""

    claim: PriorityClaim
    counts: bool
    reason: str


@dataclass(frozen=True, slots=True)
class EffectiveDate:
    """The effective date of a claim, or the range in which it lies: from `earliest` (all priorities hold) to `latest` (none does).

    `missing` names the date without which an end of the range is open; then `earliest` and `latest` are only bounds. `filed` is the case's filing
    date, `home_earliest` and `home_latest` the first application in the system's own offices that goes with each end. `notes` say how it came about.
    """

    earliest: dt.date | None = None
    latest: dt.date | None = None
    basis: Basis = "unknown"
    filed: dt.date | None = None
    home_earliest: dt.date | None = None
    home_latest: dt.date | None = None
    missing: str = ""
    checks: tuple[PriorityCheck, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtDate:
    """What a document is at one effective date. `rules` are the ids of the rules that decide; several where a missing date leaves several open."""

    effective: dt.date
    code: Code
    category: Category | None
    prior_art: PriorArt
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    reason: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalStatus:
    """What a document is to a case under one system.

    `category` is the letter that the dates propose (E, P; WIPO ST.14); X, Y and A are the examiner's. `prior_art`: `depends` on what dates do not
    tell, such as a valid priority; `unknown` for want of a date, named in `missing`. `reason` is one sentence, `rules` and `sources` what it rests
    on, `dates` the dates used, by name. `ends` holds the verdict at the earliest and at the latest effective date where these differ.
    """

    system: str
    code: Code
    category: Category | None
    prior_art: PriorArt
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    reason: str
    dates: tuple[tuple[str, dt.date], ...] = ()
    missing: tuple[str, ...] = ()
    ends: tuple[AtDate, ...] = ()
