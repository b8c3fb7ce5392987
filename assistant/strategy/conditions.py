"""Hard conditions in words: which there are, where they come from, and which of them a document does not meet."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from indexing.classes import above, symbol
from indexing.model import Filter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from assistant.strategy.network import Network
    from indexing.model import Case, DocumentFacts

_WORDS = {"before": "from before", "classes": "of the classes", "countries": "of the offices", "kinds": "of the kinds", "languages": "in"}


def in_words(filters: Filter) -> str:
    """The conditions, as in `of the offices EP, US; in en`; empty where there are none."""
    values = {f.name: getattr(filters, f.name) for f in fields(filters)}
    return "; ".join(f"{_WORDS[name]} {value if name == 'before' else ', '.join(value)}" for name, value in values.items() if value)


def imposed(network: Network, case: Case) -> Iterator[tuple[str, Filter]]:
    """The recipe's own conditions that every one of its searches must keep to: the step's name, and the condition."""
    passed = list(network.passed().values())
    for name, join in passed[0].items() if passed else ():
        condition = join.narrow(Filter(), case)
        if condition != Filter() and all(name in joins for joins in passed):
            yield name, condition


def nothing_found(network: Network, filters: Filter, case: Case) -> tuple[str, ...]:
    """What may be why no query found anything: the person's filters, and what the recipe lets its searches look for."""
    lines = [f"the filters let through only documents {in_words(filters)}"] if filters != Filter() else []
    lines += [f"the recipe's step '{name}' lets through only documents {in_words(condition)}" for name, condition in imposed(network, case)]
    return ("no query found anything" + "".join(f"; {line}" for line in lines),)


def outside(facts: DocumentFacts, filters: Filter) -> list[str]:
    """Why a document does not meet the hard conditions, one sentence each; empty where it does."""
    found = []
    if filters.before:
        day: dt.date | None = getattr(facts, facts.date_used) if facts.date_used else None
        if day is None:
            found.append(f"it has no date at all, and only documents from before {filters.before} were asked for")
        elif day >= filters.before:
            found.append(f"its date ({facts.date_used} {day}) is not before {filters.before}")
    if filters.classes:
        wanted = {symbol(text) for text in filters.classes}
        mine = {name for text in facts.classes for name in above(text)}
        if not wanted & mine:
            held = f"its classes ({', '.join(facts.classes)}) are not" if facts.classes else "it bears no class, so none"
            found.append(f"{held} at or below {', '.join(filters.classes)}")
    kind, office, language = ((value or "").upper() for value in (facts.kind, facts.office, facts.language))
    if filters.kinds and not any(kind and kind.startswith(wanted.upper()) for wanted in filters.kinds):
        found.append(f"its kind is {kind or 'not known'}, and only {_were(filters.kinds)}")
    if filters.countries and office not in {wanted.upper() for wanted in filters.countries}:
        found.append(f"its office is {office or 'not known'}, and only {_were(filters.countries)}")
    if filters.languages and language not in {wanted.upper() for wanted in filters.languages}:
        found.append(f"its language is {language.lower() or 'not known'}, and only {_were(filters.languages)}")
    return found


def _were(values: tuple[str, ...]) -> str:
    return f"{', '.join(values)} {'was' if len(values) == 1 else 'were'} asked for"
