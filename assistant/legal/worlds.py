"""What a document may be where some of its dates are not known: every way in which the missing ones may fall is tried, none is guessed.

A date matters only by its side of a few days (the effective date, a year before it), so one day on each side stands for all. Nothing is published
before it is filed, nor filed before its priority.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.legal.conditions import Situation, holds
from assistant.legal.periods import add_months

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.legal.law import Rule, System
    from assistant.legal.model import Dates

PUBLICATION, FILING, OFFICE, COUNTRY = "publication date", "filing date", "office", "priority's country"
_DAY, _WEEKEND = dt.timedelta(days=1), dt.timedelta(days=4)
_LONG_AGO = dt.date(1900, 1, 1)
_NOWHERE = "--"


@dataclass(frozen=True, slots=True)
class World:
    """One way in which the missing facts may fall: the day or word chosen for each, and the rule that then decides."""

    chosen: tuple[tuple[str, str], ...]
    rule: Rule | None


def outcomes(document: Dates, effective: dt.date, home: dt.date, clock: dt.date, system: System) -> tuple[tuple[Rule | None, ...], tuple[str, ...]]:
    """The rules that may decide, in the table's order, and the names of the missing facts that choose between them.

    One rule and no name where all that matters is known. `clock` is the day whose law is in force.
    """
    rules = [rule for rule in system.rules if rule.in_force(clock)]
    worlds = [World(chosen, _first(rules, s)) for chosen, s in _situations(document, effective, home, system)]
    if len(worlds) == 1:
        return (worlds[0].rule,), ()
    found = {world.rule for world in worlds}
    order = tuple(rule for rule in rules if rule in found) + ((None,) if None in found else ())
    return order, _deciding(worlds) if len(order) > 1 else ()


def _first(rules: Sequence[Rule], situation: Situation) -> Rule | None:
    for rule in rules:
        for condition in rule.conditions:
            if not holds(condition, situation):
                break
        else:
            return rule
    return None


def _deciding(worlds: Sequence[World]) -> tuple[str, ...]:
    """The missing facts of which at least one, alone, changes the rule; all of them where none does alone."""
    names = [name for name, _ in worlds[0].chosen]
    deciding = []
    for place, name in enumerate(names):
        groups: dict[tuple[tuple[str, str], ...], set[Rule | None]] = {}
        for world in worlds:
            groups.setdefault((*world.chosen[:place], *world.chosen[place + 1 :]), set()).add(world.rule)
        if any(len(rules) > 1 for rules in groups.values()):
            deciding.append(name)
    return tuple(deciding or names)


def _situations(document: Dates, effective: dt.date, home: dt.date, system: System) -> Iterator[tuple[tuple[tuple[str, str], ...], Situation]]:
    for place, placed in _places(document, system):
        for published, filed in _days(placed, effective, home, system):
            chosen = [*place]
            if document.published is None:
                chosen.append((PUBLICATION, published.isoformat()))
            if document.filed is None:
                chosen.append((FILING, filed.isoformat()))
            yield tuple(chosen), Situation(placed, published, filed, effective, home, system)


def _places(document: Dates, system: System) -> Iterator[tuple[list[tuple[str, str]], Dates]]:
    """The document as it is, or with each office, and each country of its priorities, that the rules tell apart."""
    open_country = bool(system.home) and any(p.date and not p.country for p in document.priorities)
    if document.office and not open_country:
        yield [], document
        return
    for office in [document.office] if document.office else system.offices:
        named = document if document.office else dataclasses.replace(document, office=office)
        place = [] if document.office else [(OFFICE, office or _NOWHERE)]
        for country in (system.home[0], _NOWHERE) if open_country else ("",):
            priorities = tuple(dataclasses.replace(p, country=p.country or country or None) for p in document.priorities)
            yield [*place, *([(COUNTRY, country)] if open_country else [])], dataclasses.replace(named, priorities=priorities)


def _days(document: Dates, effective: dt.date, home: dt.date, system: System) -> Iterator[tuple[dt.date, dt.date]]:
    """Days of publication and filing: the known ones as they are, the missing ones on each side of the days that matter."""
    published, filed, priority = document.published, document.filed, document.priority
    if published is not None and filed is not None:
        yield published, filed
        return
    known = {day for day in (published, filed, priority) if day}
    near = {_LONG_AGO, effective - _DAY, effective, effective + _DAY, home} | known
    years = {add_months(day, -12) - _WEEKEND for day in (effective, home)}
    turns = {turn for day in system.days for turn in (day - _DAY, day)}
    for when in [published] if published else sorted(near | years):
        if published is None and any(when < day for day in (filed, priority) if day):
            continue
        within = [day for day in sorted(near | turns | {when}) if day <= when and (priority is None or day >= priority)]
        for day in [filed] if filed else within or [when]:
            yield when, day
