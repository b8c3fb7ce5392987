"""The legal status of documents as a search finds them: from a case and what the index or a whole patent says of dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.legal.assess import assess
from assistant.legal.effective import effective_date, effective_dates
from assistant.legal.law import load_law
from assistant.legal.model import Dates
from assistant.strategy.own_family import own_documents
from indexing.model import PriorityClaim
from indexing.numbers import alias_key, parse

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from assistant.legal.law import Law, System
    from assistant.legal.model import EffectiveDate, Inventors, LegalStatus, Relation
    from indexing.model import Case, DocumentFacts, Patent
    from indexing.protocols import SearchIndex

_NO_WORD = re.compile(r"[\W_]+")


def statuses(
    case: Case, facts: Mapping[str, DocumentFacts], system: str, *, index: SearchIndex | None = None, law: Law | None = None
) -> dict[str, LegalStatus]:
    """The status of each document of `facts` against `case` under `system` (`epc`, `pct`, `us`, or one of the office's own `law`).

    With `index` the case's own family is known as the index knows it, else by number and family id. Raises `UsageError` for an unknown system.
    """
    rules = (law or load_law()).system(system)
    effective = case_date(case, rules)
    own = own_relations(case, facts, index)
    known: dict[Dates, LegalStatus] = {}
    found = {}
    for name, one in facts.items():
        dates = dates_of_facts(one, own.get(name))
        if dates not in known:
            known[dates] = assess(effective, dates, rules)
        found[name] = known[dates]
    return found


def whole_statuses(case: Case, documents: Sequence[str], systems: Sequence[str], index: SearchIndex) -> dict[str, tuple[LegalStatus, ...]]:
    """The status of each of a few `documents` under each of `systems`, from the whole documents: all priorities with their countries, inventors."""
    if not systems:
        return {}
    own = own_relations(case, index.facts_of(documents), index)
    found = {}
    for name in documents:
        patent = index.document(name)
        found[name] = tuple(status_of(case, patent, system, relation=own.get(name)) for system in systems)
    return found


def systems_for(case: Case, law: Sequence[str] | None) -> tuple[str, ...]:
    """The systems asked for; None: all shipped ones where the case has a date of its own, else none. Raises `UsageError` for an unknown one."""
    if law is not None:
        for name in law:
            load_law().system(name)
        return tuple(dict.fromkeys(law))
    dated = case.effective_date or (case.application and (case.application.filing_date or case.application.priority_date))
    return tuple(load_law().systems) if dated else ()


def status_of(case: Case, patent: Patent, system: str, *, relation: Relation | None = None, law: Law | None = None) -> LegalStatus:
    """The status of a whole document: all its priorities with their countries, and its inventors held against the case's."""
    rules = (law or load_law()).system(system)
    inventors = compare_inventors(case.application.inventors, patent.inventors) if case.application else None
    return assess(case_date(case, rules), dates_of(patent, relation, inventors), rules)


def case_date(case: Case, system: System) -> EffectiveDate:
    """The effective date of a case. A person's date overrides the application's; a question without a date has none."""
    return effective_date(dates_of(case.application) if case.application else Dates(), system, case.effective_date)


def case_notes(case: Case, system: str, *, law: Law | None = None) -> tuple[str, ...]:
    """What a person must know of the case's dates: the day or range that counts, what lacks, and what becomes of each priority in doubt."""
    rules = (law or load_law()).system(system)
    date = case_date(case, rules)
    if date.missing:
        head = f"{date.missing} is not known, so that the status of some documents stays open: give an effective date"
    elif date.earliest != date.latest:
        head = f"the effective date of a claim lies between {date.earliest}, if its priority holds, and the filing on {date.latest}"
    else:
        head = f"the effective date is {date.earliest}"
    return tuple(f"{system}: {words}" for words in (head, *date.notes))


def claim_dates(
    case: Case, system: str, *, enjoyed: Mapping[int, Sequence[dt.date]] | None = None, law: Law | None = None
) -> dict[int, EffectiveDate]:
    """The effective date of each claim of the case's application; `enjoyed` says which priorities a claim enjoys, where anybody knows."""
    rules = (law or load_law()).system(system)
    whole = case_date(case, rules)
    if case.application is None:
        return {}
    given = whole.earliest if whole.basis == "given" else None
    return effective_dates(dates_of(case.application), [c.number for c in case.application.claims], rules, given=given, enjoyed=enjoyed)


def dates_of(patent: Patent, relation: Relation | None = None, inventors: Inventors | None = None) -> Dates:
    """The dates of a whole document."""
    office, kind = (patent.office, patent.kind) if patent.office else office_and_kind(patent.id)
    if office == "US" and not kind and (patent.number or "").startswith("RE"):
        kind = "E"
    return Dates(patent.publication_date, patent.filing_date, patent.priorities, office, kind, relation, inventors)


def dates_of_facts(facts: DocumentFacts, relation: Relation | None = None) -> Dates:
    """The dates of a document as an index gives them cheaply: the earliest priority only, without its country."""
    office, kind = office_and_kind(facts.id)
    priorities = (PriorityClaim(date=facts.priority),) if facts.priority else ()
    return Dates(facts.published, facts.filed, priorities, office, kind, relation)


def office_and_kind(document_id: str) -> tuple[str | None, str | None]:
    """The office and kind that an id tells; a US reissue is of kind E though its id lacks one."""
    number = parse(document_id)
    if number is None:
        return None, None
    reissue = number.office == "US" and number.kind is None and number.number.startswith("RE")
    return number.office, "E" if reissue else number.kind


def own_relations(case: Case, facts: Mapping[str, DocumentFacts], index: SearchIndex | None = None) -> dict[str, Relation]:
    """Which of the documents are the case's own publications, and which of its family."""
    named = [*case.own, *((case.application.id, case.application.source_id) if case.application else ())]
    keys = {alias_key(name) for name in named if name}
    family = case.application.family if case.application else None
    members = own_documents(case, index) if index else {}
    found: dict[str, Relation] = {}
    for name, one in facts.items():
        if keys & {alias_key(one.id), alias_key(one.source_id)}:
            found[name] = "itself"
        elif name in members or (family and one.family == family):
            found[name] = "family"
    return found


def compare_inventors(case: Sequence[str], document: Sequence[str]) -> Inventors | None:
    """`own` where the document names nobody but the case's inventors, `other` where it does; None where either list is not known.

    Names are compared as sets of words without signs or case: `Müller, Karl` is `Karl Müller`, but `K. Müller` is somebody else.
    """
    ours, theirs = ({_words(name) for name in names if _words(name)} for names in (case, document))
    if not ours or not theirs:
        return None
    return "own" if theirs <= ours else "other"


def _words(name: str) -> frozenset[str]:
    return frozenset(_NO_WORD.sub(" ", name.casefold()).split())
