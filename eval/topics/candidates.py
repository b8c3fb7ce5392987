"""Documents that could be topics, with those of the collection that they cite and that count as their prior art."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from eval.topics.grades import grade
from indexing.control import Progress
from indexing.numbers import parse

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from eval.topics.choice import Choice
    from eval.topics.left_out import LeftOut
    from indexing.control import Control
    from indexing.model import CitedDocument, DocumentFacts, Patent

_AT_ONCE = 500


class Collection(Protocol):
    """What is needed of an index (`indexing.index.Index`)."""

    @property
    def generation(self) -> int: ...
    @property
    def manifest_sha256(self) -> str: ...
    def documents(self) -> Iterator[dict[str, Any]]: ...
    def facts_of(self, document_ids: Sequence[str]) -> dict[str, DocumentFacts]: ...
    def document(self, document_id: str) -> Patent: ...
    def resolve(self, name: str) -> str | None: ...
    def family(self, document_id: str) -> tuple[str, ...]: ...


@dataclass(slots=True)
class Judgment:
    """A relevant document: the highest of its grades, and the categories and parties that cite it."""

    grade: int
    categories: list[str] = field(default_factory=list)
    cited_by: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that could be a topic: its date (and which one it is), its family in the collection, and its relevant documents by id."""

    id: str
    day: dt.date
    day_is: str
    family: tuple[str, ...]
    judged: dict[str, Judgment]


def topic_date(facts: DocumentFacts) -> tuple[dt.date | None, str]:
    """The day before which its prior art was public, as far as the data tell: earliest priority, else filing, else publication."""
    for day, name in ((facts.priority, "priority"), (facts.filed, "filed"), (facts.published, "published")):
        if day:
            return day, name
    return None, ""


def candidates(index: Collection, choice: Choice, topics: LeftOut, citations: LeftOut, control: Control) -> list[Candidate]:
    """Every document that meets the choice and cites at least `choice.least` documents of the collection; one a family, the best judged one.

    What is left out is counted in `topics` (documents) and `citations`.
    """
    found: list[Candidate] = []
    rows = (str(row["id"]) for row in index.documents())
    done = 0
    while names := list(islice(rows, _AT_ONCE)):
        control.check()
        control.report(Progress("reading citations", done, None, "documents"))
        for name, facts in index.facts_of(names).items():
            if made := _candidate(index, choice, name, facts, topics, citations):
                found.append(made)
        done += len(names)
    control.report(Progress("reading citations", done, done, "documents"))
    return list(_one_a_family(found, topics))


def _candidate(index: Collection, choice: Choice, name: str, facts: DocumentFacts, topics: LeftOut, citations: LeftOut) -> Candidate | None:
    day, day_is = topic_date(facts)
    number = parse(name)
    if day is None:
        topics.add("no date at all", name)
    elif not choice.takes_date(day):
        topics.add("date not asked for", name)
    elif not choice.takes_classes(facts.classes):
        topics.add("class not asked for", name)
    elif choice.countries and (number is None or number.office not in {c.upper() for c in choice.countries}):
        topics.add("office not asked for", name)
    elif choice.languages and facts.language not in {c.casefold() for c in choice.languages}:
        topics.add("language not asked for", name)
    else:
        return _with_judgments(index, choice, name, (day, day_is), topics, citations)
    return None


def _with_judgments(
    index: Collection, choice: Choice, name: str, dated: tuple[dt.date, str], topics: LeftOut, citations: LeftOut
) -> Candidate | None:
    cited = index.document(name).citations
    family = index.family(name)
    judged = _judged(index, choice, name, dated[0], cited, {name, *family}, citations)
    if len(judged) >= choice.least:
        return Candidate(name, *dated, family, judged)
    topics.add("cites no document" if not cited else f"fewer than {choice.least} relevant in the collection", name)
    return None


def _judged(
    index: Collection, choice: Choice, name: str, day: dt.date, cited: Iterable[CitedDocument], own: set[str], left: LeftOut
) -> dict[str, Judgment]:
    """The relevant documents among those cited."""
    found: dict[str, Judgment] = {}
    for one in cited:
        what = f"{name} cites {one.number or 'literature'}"
        if one.number is None:
            left.add("literature, not a patent document", what)
        elif not choice.takes(one):
            left.add("citing party or category not asked for", what)
        elif (value := grade(one.category)) is None:
            left.add("category is no judgment (L, T, E, &)", what)
        elif (document := index.resolve(one.number)) is None:
            left.add("not in the collection", what)
        elif document in own:
            left.add("of the topic's own family", what)
        else:
            _add(found.setdefault(document, Judgment(value)), value, one)
    facts = index.facts_of(list(found))
    for document in list(found):
        published = facts[document].published or facts[document].filed or facts[document].priority
        if published is None or published >= day:
            left.add("no date to compare" if published is None else "not earlier than the topic", f"{name} cites {document}")
            found.pop(document)
    return found


def _add(judgment: Judgment, value: int, one: CitedDocument) -> None:
    judgment.grade = max(judgment.grade, value)
    for kept, word in ((judgment.categories, one.category), (judgment.cited_by, one.cited_by)):
        if word and word not in kept:
            kept.append(word)


def _one_a_family(found: Iterable[Candidate], topics: LeftOut) -> Iterator[Candidate]:
    """Of each family the member with most relevant documents (ties by id): its members are one invention, which must not count twice."""
    taken: set[str] = set()
    for candidate in sorted(found, key=lambda c: (-len(c.judged), c.id)):
        if taken & {candidate.id, *candidate.family}:
            topics.add("another publication of its family is a topic", candidate.id)
            continue
        taken |= {candidate.id, *candidate.family}
        yield candidate
