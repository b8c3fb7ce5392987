"""The effective date of a claim: a day where it is known, else the range from the earliest priority that may hold to the filing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assistant.legal.model import Dates, EffectiveDate, PriorityCheck
from assistant.legal.periods import end_of_period

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from assistant.legal.law import System
    from assistant.legal.model import Basis
    from indexing.model import PriorityClaim

CASE_FILING, ORIGINAL_FILING, CASE_DATE = "the case's filing date", "the filing date of the original patent", "the case's effective date"


def effective_date(case: Dates, system: System, given: dt.date | None = None) -> EffectiveDate:
    """The effective date of a case's claims, where nothing says which claim enjoys which priority.

    `given` is a person's own decision and stands for all. Otherwise every priority is held against the period of the system (12 months, and two
    more in which it may be restored): one that cannot hold gives no date. Reissues (35 U.S.C. 100(i)(2)) have the date of a patent that their own
    data do not tell.
    """
    checks = check_priorities(case, system)
    notes = tuple(check.reason for check in checks if check.reason)
    counting = [check.claim.date for check in checks if check.counts and check.claim.date]
    home = [c.claim.date for c in checks if c.counts and c.claim.date and c.claim.country in (*system.home, None)]
    found = EffectiveDate(filed=case.filed, checks=checks, notes=notes)
    if given:
        first = min([*home, case.filed or given])
        return dataclasses.replace(
            found,
            earliest=given,
            latest=given,
            basis="given",
            home_earliest=first,
            home_latest=first,
            notes=(f"the effective date {given} was given",),
        )
    republication = system.republication(case)
    if republication and not republication.own_dates and system.home:
        lower = min((p.date for p in case.priorities if p.date), default=None)
        note = f"{republication.text}; its claims have the date of that one ({republication.source}): give it"
        return dataclasses.replace(
            found, earliest=lower, latest=case.filed, home_earliest=lower, home_latest=case.filed, missing=ORIGINAL_FILING, notes=(*notes, note)
        )
    if case.filed is None:
        missing = CASE_FILING if counting else CASE_DATE
        lower = min(counting, default=None)
        return dataclasses.replace(found, earliest=lower, basis="priority" if lower else "unknown", home_earliest=lower, missing=missing)
    lower = min([*counting, case.filed])
    first = lower if lower in home else min([*home, case.filed])
    basis: Basis = "priority" if lower < case.filed else "filing"
    return dataclasses.replace(found, earliest=lower, latest=case.filed, basis=basis, home_earliest=first, home_latest=case.filed)


def effective_dates(
    case: Dates, claims: Sequence[int], system: System, *, given: dt.date | None = None, enjoyed: Mapping[int, Sequence[dt.date]] | None = None
) -> dict[int, EffectiveDate]:
    """The effective date of each claim by its number. `enjoyed` says, where anybody knows, which priorities a claim enjoys (none: an empty list).

    A claim that `enjoyed` does not name has the range of all priorities; one with several has the range of these (EPC Art. 88(2), (3): parts of one
    claim may have different dates).
    """
    known = enjoyed or {}
    whole = effective_date(case, system, given)
    found = {}
    for number in claims:
        if given or number not in known:
            found[number] = whole
            continue
        own = tuple(p for p in case.priorities if p.date in known[number])
        one = effective_date(dataclasses.replace(case, priorities=own), system)
        if own and one.basis == "priority":
            latest = max(p.date for p in own if p.date)
            one = dataclasses.replace(one, latest=latest, home_latest=min(one.home_earliest or latest, latest))
        found[number] = one
    return found


def check_priorities(case: Dates, system: System) -> tuple[PriorityCheck, ...]:
    """Each priority claimed, and whether it may give a date: within the period, or passed on by an application that is (`chain`)."""
    filed = case.filed
    bases = [filed] if filed else []
    if system.chain:
        bases += [p.date for p in case.priorities if p.date and p.country in (*system.home, None)]
    return tuple(_check(claim, filed, bases, system) for claim in case.priorities)


def _check(claim: PriorityClaim, filed: dt.date | None, bases: Sequence[dt.date], system: System) -> PriorityCheck:
    day = claim.date
    called = " ".join(part for part in (claim.country, claim.number) if part) or "application"
    if day is None:
        return PriorityCheck(claim, counts=False, reason=f"the priority of {called} has no date")
    if filed is None:
        return PriorityCheck(claim, counts=True, reason=f"the priority of {day} could not be held against {CASE_FILING}, which is not known")
    source = f"({system.priority_source})"
    if day >= filed:
        return PriorityCheck(claim, counts=False, reason=f"the priority of {day} is not earlier than the filing on {filed} {source}")
    first = min(base for base in bases if base > day)
    far = f"the priority of {day} lies more than"
    if first <= end_of_period(day, system.months):
        counts, reason = True, ""
    elif first <= end_of_period(day, system.months + system.restoration):
        counts, reason = True, f"{far} {system.months} months before the filing on {filed}: it holds only if restored {source}"
    elif system.chain and claim.country in (*system.home, None):
        counts, reason = True, f"{called} of {day} counts as a parent application {source}"
    else:
        counts, reason = False, f"{far} {system.months + system.restoration} months before the filing on {filed}: it gives no date {source}"
    return PriorityCheck(claim, counts, reason)
