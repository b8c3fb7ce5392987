"""What a document is to a case: the rules tried at both ends of the effective date, and what the two verdicts say together."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assistant.legal import wording
from assistant.legal.conditions import home_priority
from assistant.legal.model import AtDate, LegalStatus
from assistant.legal.worlds import outcomes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from assistant.legal.law import Rule, System
    from assistant.legal.model import Category, Code, Dates, EffectiveDate, PriorArt


def assess(case: EffectiveDate, document: Dates, system: System) -> LegalStatus:
    """The status of `document` against claims of the effective date `case`. Total: every combination of missing dates gives a status and a sentence.

    Where the effective date is a range, both ends are judged: a document is `depends` where they differ. P: published from the earliest priority on
    and before the filing (WIPO ST.14; EPO Guidelines B-X 9.2.4: also on the very day of the priority).
    """
    if document.relation == "itself":
        day = case.latest or case.earliest or document.published or document.filed
        if day is not None:
            return _closed(case, document, system, at_date(document, day, day, case, system))
    if case.missing or not (case.earliest and case.latest):
        return _open(case, document, system)
    first = at_date(document, case.earliest, case.home_earliest or case.earliest, case, system)
    last = first
    if case.latest != case.earliest or case.home_latest != case.home_earliest:
        last = at_date(document, case.latest, case.home_latest or case.latest, case, system)
    filing = max(case.latest, case.filed or case.latest)
    if document.published and case.earliest <= document.published < filing:
        code: Code = "between"
        status = _joined(case, document, system, (first, last), code, "P")
        sentence = wording.between(first, last, status.prior_art, case, document.published, filing)
        return _said(status, sentence, document, system)
    return _closed(case, document, system, first, last)


def at_date(document: Dates, effective: dt.date, home: dt.date, case: EffectiveDate, system: System) -> AtDate:
    """What `document` is at one effective date, under the law then in force."""
    clock = (case.filed or effective) if system.by_filing else effective
    rules, missing = outcomes(document, effective, home, clock, system)
    codes = {rule.code if rule else "unknown" for rule in rules}
    arts = {rule.prior_art if rule else "unknown" for rule in rules}
    decided = [rule for rule in rules if rule]
    code: Code = next(iter(codes)) if len(codes) == 1 else "unknown"
    letters = {rule.category if rule else None for rule in rules}
    return AtDate(
        effective=effective,
        code=code,
        category=next(iter(letters)) if len(letters) == 1 and code != "unknown" else None,
        prior_art=_undecided(arts),
        rules=tuple(rule.id for rule in decided),
        sources=tuple(dict.fromkeys(rule.source for rule in decided)),
        reason=_reason(decided, code, _undecided(arts), missing, document, effective, home, system),
        missing=missing,
    )


def _reason(
    rules: Sequence[Rule], code: Code, worth: PriorArt, missing: tuple[str, ...], document: Dates, effective: dt.date, home: dt.date, system: System
) -> str:
    days = {
        "published": document.published,
        "filed": document.filed,
        "priority": document.priority,
        "home_priority": home_priority(document, system),
        "earliest": document.earliest,
        "effective": effective,
        "home": home,
    }
    if not rules:
        return f"no rule of the system '{system.id}' speaks to it"
    if len(rules) == 1 or code != "unknown":
        return wording.filled(rules[-1].reason, days) + wording.lacking(missing)
    return wording.undecided(document, missing, tuple(dict.fromkeys(rule.code for rule in rules)), worth, effective)


def _undecided(arts: set[PriorArt]) -> PriorArt:
    """What several possible rules say together."""
    if len(arts) == 1:
        return next(iter(arts))
    return "depends" if arts == {"yes", "depends"} else "unknown"


def _together(first: PriorArt, last: PriorArt) -> PriorArt:
    """What the verdicts at the two ends of the range say together."""
    if first == last:
        return first
    return "unknown" if "unknown" in (first, last) and "yes" not in (first, last) else "depends"


def _closed(case: EffectiveDate, document: Dates, system: System, first: AtDate, last: AtDate | None = None) -> LegalStatus:
    last = last or first
    early = document.published is not None and document.published < first.effective
    main = first if early else last
    if main.code == "unknown" and first.code == last.code:
        main = last
    status = _joined(case, document, system, (first, last), main.code, main.category)
    if first.prior_art == last.prior_art and first.code == last.code:
        shown = last if first.prior_art == "no" else first
        return _said(status, shown.reason, document, system)
    return _said(status, wording.either(first, last, case), document, system)


def _open(case: EffectiveDate, document: Dates, system: System) -> LegalStatus:
    """Where an end of the range is not known: what can be said is what holds on any day within the bounds.

    An earlier effective date never makes a document more of a prior art. So what is none at the latest bound is none, what is at the earliest is.
    """
    if case.latest:
        last = at_date(document, case.latest, case.home_latest or case.latest, case, system)
        if last.prior_art == "no" and last.code in {"too_late", "own", "earlier_elsewhere", "same_date"}:
            return _closed(case, document, system, last)
    if case.earliest:
        first = at_date(document, case.earliest, case.home_earliest or case.earliest, case, system)
        if first.prior_art == "yes":
            return _closed(case, document, system, first)
    missing = (case.missing or "the case's effective date",)
    status = LegalStatus(system.id, "unknown", None, "unknown", (), (), "", _dates(case, document), missing)
    return _said(status, wording.no_effective_date(case, document), document, system)


def _joined(case: EffectiveDate, document: Dates, system: System, ends: tuple[AtDate, AtDate], code: Code, category: Category | None) -> LegalStatus:
    first, last = ends
    differ = (first.code, first.prior_art, first.rules) != (last.code, last.prior_art, last.rules)
    return LegalStatus(
        system=system.id,
        code=code,
        category=category,
        prior_art=_together(first.prior_art, last.prior_art),
        rules=tuple(dict.fromkeys((*first.rules, *last.rules))),
        sources=tuple(dict.fromkeys((*first.sources, *last.sources))),
        reason="",
        dates=_dates(case, document),
        missing=tuple(dict.fromkeys((*first.missing, *last.missing))),
        ends=ends if differ else (),
    )


def _said(status: LegalStatus, reason: str, document: Dates, system: System) -> LegalStatus:
    """`status` with its sentence, and what makes a document's own dates doubtful."""
    words = [reason + wording.lacking([name for name in status.missing if name not in reason])]
    republication = system.republication(document)
    if republication and status.code not in {"published_before", "own", "too_late", "reissue"}:
        words.append(republication.text)
    if status.ends:
        first, last = status.ends
        words += [text for day, text in system.changes if first.effective < day <= last.effective]
    words += wording.contradictions(document)
    return dataclasses.replace(status, reason="; ".join(words))


def _dates(case: EffectiveDate, document: Dates) -> tuple[tuple[str, dt.date], ...]:
    named = {
        "published": document.published,
        "filed": document.filed,
        "priority": document.priority,
        "effective_earliest": case.earliest,
        "effective_latest": case.latest,
        "case_filed": case.filed,
    }
    return tuple((name, day) for name, day in named.items() if day)
