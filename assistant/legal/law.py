"""The table of rules (`law.toml`): loaded, checked whole, and refused with the rule's name where it is wrong. An office may give its own."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.legal.law_file import LawFile
from indexing.errors import InputError, UsageError
from indexing.plugins import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assistant.legal.law_file import RepublishedEntry, RuleEntry, SystemEntry
    from assistant.legal.model import Category, Code, Dates, PriorArt

SHIPPED = "law.toml"


@dataclass(frozen=True, slots=True)
class Condition:
    """A named condition with its arguments; `negated` where it must not hold."""

    name: str
    arguments: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One line of the law: where its conditions hold and it is in force, the document is `code`. `reason` is a sentence with dates to fill in."""

    id: str
    conditions: tuple[Condition, ...]
    code: Code
    category: Category | None
    prior_art: PriorArt
    text: str
    reason: str
    source: str
    since: dt.date | None = None
    until: dt.date | None = None

    def in_force(self, day: dt.date) -> bool:
        """Whether it holds on `day`; `until` is exclusive."""
        return (self.since is None or day >= self.since) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Republished:
    """A kind of publication whose text was public, or filed, earlier than its own dates tell."""

    office: str
    kinds: tuple[str, ...]
    own_dates: bool
    text: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """One system of law: its rules in order, its lists of offices, and how long a priority lasts."""

    id: str
    title: str
    sources: tuple[str, ...]
    by_filing: bool
    home: tuple[str, ...]
    months: int
    restoration: int
    chain: bool
    priority_source: str
    rules: tuple[Rule, ...]
    republished: tuple[Republished, ...]
    changes: tuple[tuple[dt.date, str], ...]
    offices: tuple[str, ...]
    """One office for each that the rules tell apart, and one that they do not name."""
    days: tuple[dt.date, ...]
    """The days that conditions name."""

    def republication(self, dates: Dates) -> Republished | None:
        """The kind of republication that the document is, None for an ordinary publication."""
        kind = dates.kind or ""
        return next((r for r in self.republished if r.office == dates.office and kind.startswith(r.kinds)), None)


@dataclass(frozen=True, slots=True)
class Law:
    """All systems of one table."""

    systems: Mapping[str, System]
    source: str

    def system(self, name: str) -> System:
        """The system of that id. Raises `UsageError` with the nearest names for an unknown one."""
        if name not in self.systems:
            raise UsageError(f"unknown system of law '{name}'", nearest(name, self.systems))
        return self.systems[name]


@functools.lru_cache(maxsize=8)
def load_law(path: Path | None = None) -> Law:
    """The shipped table, or that of `path`. Raises `UsageError` where there is no such file, `InputError` where it is no table of law."""
    source = str(path) if path else SHIPPED
    try:
        text = path.read_text("utf-8") if path else resources.files("assistant.legal").joinpath(SHIPPED).read_text("utf-8")
    except OSError as error:
        raise UsageError(f"cannot read the table of law {source}: {error.strerror}", "give the path of a TOML file") from error
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", "save the file as UTF-8", source=source, code="bad-law") from error
    return law_from_text(text, source)


def law_from_text(text: str, source: str) -> Law:
    """The table in `text`, checked whole; `source` names it in errors."""
    try:
        table = LawFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"no TOML: {error}", "mend the line named", source=source, code="bad-law") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = _place(text, first["loc"])
        raise InputError(
            f"{place}: {first['msg'].removeprefix('Value error, ')}", "see docs/how-to/legal-dates.md", source=source, code="bad-law"
        ) from error
    return Law({name: _system(name, entry, table) for name, entry in table.systems.items()}, source)


def _place(text: str, loc: tuple[int | str, ...]) -> str:
    """`rules.3.when` with the rule's own id, by which a person finds it."""
    place = ".".join(str(part) for part in loc) or "the table"
    entries = tomllib.loads(text).get("rules")
    if loc[:1] == ("rules",) and len(loc) > 1 and isinstance(entries, list) and isinstance(entry := entries[int(loc[1])], dict):
        return f"rule {entry.get('id', place)} ({place})"
    return place


def _system(name: str, entry: SystemEntry, table: LawFile) -> System:
    rules = tuple(_rule(rule, entry) for rule in table.rules if rule.system == name)
    named = [c.arguments for rule in rules for c in rule.conditions if c.name == "office"]
    first = dict.fromkeys([*(office for offices in named for office in offices[:2]), *(r.office for r in table.republished)])
    days = [dt.date.fromisoformat(c.arguments[0]) for rule in rules for c in rule.conditions if c.name == "filed-since"]
    return System(
        id=name,
        title=entry.title,
        sources=tuple(entry.sources),
        by_filing=entry.clock == "filing",
        home=tuple(entry.home),
        months=entry.priority.months,
        restoration=entry.priority.restoration,
        chain=entry.priority.chain,
        priority_source=entry.priority.source,
        rules=rules,
        republished=tuple(_republished(r) for r in table.republished),
        changes=tuple((change.day, change.text) for change in entry.changes),
        offices=(*first, ""),
        days=tuple(days),
    )


def _rule(rule: RuleEntry, system: SystemEntry) -> Rule:
    conditions = tuple(_condition(words, system) for words in rule.when)
    return Rule(
        rule.id, conditions, rule.code, rule.category, rule.prior_art, rule.text, rule.reason, rule.source, rule.since, rule.until
    )  # fmt: skip


def _condition(words: str, system: SystemEntry) -> Condition:
    negated, _, rest = words.rpartition("not ")
    name, _, argument = rest.partition(":")
    arguments = tuple(part.strip() for part in argument.split(",")) if argument else ()
    if name == "office":
        lists = {"home": system.home, **system.lists}
        arguments = tuple(office for part in arguments for office in lists.get(part, [part]))
    return Condition(name, arguments, bool(negated) or words.startswith("not "))


def _republished(entry: RepublishedEntry) -> Republished:
    return Republished(entry.office, tuple(entry.kinds), entry.own_dates, entry.text, entry.source)
