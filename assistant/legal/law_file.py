"""The form of a table of law, as its file holds it: pydantic models that refuse what no rule may say."""

from __future__ import annotations

import datetime as dt
import string
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assistant.legal.model import Category, Code, PriorArt
from indexing.plugins import nearest

CONDITIONS: dict[str, Literal["none", "offices", "day"]] = {
    "itself": "none",
    "family": "none",
    "published-before": "none",
    "published-from": "none",
    "published-in-year": "none",
    "published-over-year-before-home": "none",
    "filed-before": "none",
    "filed-since": "day",
    "priority-before": "none",
    "home-priority-before": "none",
    "earliest-before": "none",
    "earliest-on": "none",
    "office": "offices",
    "own-inventors": "none",
    "other-inventors": "none",
    "reissue": "none",
}
"""Every condition that a rule may name, and what it takes after a colon."""
FIELDS = ("published", "filed", "priority", "home_priority", "earliest", "effective", "home")
"""The dates that a reason may hold in braces."""
_DECIDED = tuple(code for code in get_args(Code) if code not in {"between", "unknown"})


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PriorityEntry(_Entry):
    """How long a priority lasts, and whether earlier applications pass one on (`chain`, 35 U.S.C. 120)."""

    months: int = Field(ge=0, le=120)
    restoration: int = Field(ge=0, le=120)
    chain: bool
    source: str = Field(min_length=1)


class ChangeEntry(_Entry):
    """A change of the law, and what a person must know where a case lies across it."""

    day: dt.date
    text: str = Field(min_length=1)


class SystemEntry(_Entry):
    """A system of law."""

    title: str = Field(min_length=1)
    sources: list[str] = Field(min_length=1)
    clock: Literal["effective", "filing"] = "effective"
    home: list[str] = []
    lists: dict[str, list[str]] = {}
    changes: list[ChangeEntry] = []
    priority: PriorityEntry


class RuleEntry(_Entry):
    """A rule: conditions, what they make of a document, and where the law says so."""

    system: str
    id: str = Field(pattern=r"^[a-z0-9][A-Za-z0-9.-]*$")
    when: list[str] = Field(min_length=1)
    code: Code
    category: Category | None = None
    prior_art: PriorArt
    text: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    source: str = Field(min_length=1)
    since: dt.date | None = None
    until: dt.date | None = None

    @field_validator("code")
    @classmethod
    def _decided(cls, code: Code) -> Code:
        if code not in _DECIDED:
            raise ValueError(f"'{code}' follows from dates alone and is no rule's outcome; known are {', '.join(_DECIDED)}")
        return code

    @field_validator("when")
    @classmethod
    def _known(cls, when: list[str]) -> list[str]:
        for words in when:
            name, colon, argument = words.removeprefix("not ").partition(":")
            if name not in CONDITIONS:
                raise ValueError(f"unknown condition '{name}': {nearest(name, list(CONDITIONS))}")
            if bool(colon and argument) != (CONDITIONS[name] != "none"):
                raise ValueError(f"the condition '{words}' takes {CONDITIONS[name]} after a colon")
            if CONDITIONS[name] == "day":
                dt.date.fromisoformat(argument)
        return when

    @field_validator("reason")
    @classmethod
    def _fields(cls, reason: str) -> str:
        for _, name, spec, conversion in string.Formatter().parse(reason):
            if name is not None and (name not in FIELDS or spec or conversion):
                raise ValueError(f"the reason names {{{name}}}; known are {', '.join(FIELDS)}")
        return reason


class RepublishedEntry(_Entry):
    """A kind of publication whose text has earlier dates; `own_dates` is false where even its filing date is not that of the text."""

    office: str
    kinds: list[str] = Field(min_length=1)
    own_dates: bool
    text: str = Field(min_length=1)
    source: str = Field(min_length=1)


class LawFile(_Entry):
    """A whole table."""

    version: Literal[1]
    systems: dict[str, SystemEntry] = Field(min_length=1)
    republished: list[RepublishedEntry] = []
    rules: list[RuleEntry] = Field(min_length=1)

    @model_validator(mode="after")
    def _together(self) -> LawFile:
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                raise ValueError(f"two rules are called {rule.id}")
            if rule.system not in self.systems:
                raise ValueError(f"rule {rule.id} is of the system '{rule.system}', which is not there: {nearest(rule.system, list(self.systems))}")
            seen.add(rule.id)
            self._offices(rule)
        for name in self.systems:
            own = [rule for rule in self.rules if rule.system == name]
            if not own or own[-1].when != ["published-from"] or own[-1].since or own[-1].until:
                raise ValueError(f"the last rule of the system '{name}' must be for all that is left: when = [\"published-from\"], always in force")
        return self

    def _offices(self, rule: RuleEntry) -> None:
        lists = {"home", *self.systems[rule.system].lists}
        for words in rule.when:
            name, _, argument = words.removeprefix("not ").partition(":")
            for part in argument.split(",") if name == "office" else ():
                code = part.strip()
                if code not in lists and not (len(code) == 2 and code.isalpha() and code.isupper()):  # noqa: PLR2004 - ST.3
                    raise ValueError(f"rule {rule.id}: '{code}' is neither an office code of ST.3 nor one of the lists {', '.join(sorted(lists))}")
