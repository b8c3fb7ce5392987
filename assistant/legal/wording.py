"""The sentences of a legal status: dates filled in, what is missing named, and what each end of a range means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.legal.model import CODES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from assistant.legal.model import AtDate, Code, Dates, EffectiveDate, PriorArt

_UNKNOWN_DAY = "on an unknown day"


def filled(reason: str, days: Mapping[str, dt.date | None]) -> str:
    """`reason` with its dates."""
    return reason.format_map({name: day or _UNKNOWN_DAY for name, day in days.items()})


def listed(words: Sequence[str], conjunction: str = "and") -> str:
    """`a, b and c`."""
    return f" {conjunction} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def lacking(missing: Sequence[str]) -> str:
    """What to add where a missing fact changes the rule but not the status."""
    return f"; its {listed(missing)} {_are(missing)} not known" if missing else ""


def undecided(document: Dates, missing: Sequence[str], codes: Sequence[Code], worth: PriorArt, effective: dt.date) -> str:
    """Why nothing is decided, what is known, and what it may be."""
    known = (("published", document.published), ("filed", document.filed), ("with a priority of", document.priority))
    head = listed([f"{words} {day}" for words, day in known if day], "and")
    may = listed([CODES[code] for code in codes], "or")
    whichever = {"yes": ", prior art in any case", "no": ", no prior art in any case"}.get(worth, "")
    return f"{head}{', but ' if head else ''}its {listed(missing)} {_are(missing)} not known: against {effective} it may be {may}{whichever}"


def no_effective_date(case: EffectiveDate, document: Dates) -> str:
    """What to say where the case itself lacks a date."""
    missing = case.missing or "the case's effective date"
    lacks = [name for name, day in (("publication date", document.published), ("filing date", document.filed)) if day is None]
    words = f"not decided: {missing} is not known"
    if case.missing.startswith("the filing date of the original"):
        words = f"not decided: the case is a reissue, whose claims have the date of the original patent, and {missing} is not known"
    if case.earliest and document.published:
        words += f" (published {document.published}; no claim can have an earlier date than {case.earliest})"
    return f"{words}; give an effective date" + (f"; the document's {listed(lacks)} {_are(lacks)} not known either" if lacks else "")


def between(first: AtDate, last: AtDate, worth: PriorArt, case: EffectiveDate, published: dt.date, filing: dt.date) -> str:
    """The sentence of a document that was published between the earliest priority and the filing."""
    if case.basis == "given":
        return (
            f"published {published}, between the effective date given ({case.earliest}) and the filing ({filing}): {_WORTH[worth]} ({first.reason})"
        )
    head = f"published {published}, between the earliest priority ({case.earliest}) and the filing ({filing})"
    return f"{head}: {_both(first, last)}"


def either(first: AtDate, last: AtDate, case: EffectiveDate) -> str:
    """The sentence where the verdicts at the two ends of the range differ."""
    return f"its status rests on the priority of {case.earliest}: {_both(first, last)}"


def contradictions(document: Dates) -> list[str]:
    """Dates of a document that cannot all be right."""
    found = []
    if document.published and document.filed and document.filed > document.published:
        found.append(f"its dates contradict one another: filed {document.filed}, after it was published {document.published}")
    if document.filed and document.priority and document.priority > document.filed:
        found.append(f"its dates contradict one another: its priority of {document.priority} is later than its filing on {document.filed}")
    return found


_WORTH = {"yes": "prior art", "no": "no prior art", "depends": "prior art under conditions", "unknown": "undecided"}


def _both(first: AtDate, last: AtDate) -> str:
    return f"if the priority holds, {_WORTH[first.prior_art]} ({first.reason}); if not, {_WORTH[last.prior_art]} ({last.reason})"


def _are(words: Sequence[str]) -> str:
    return "is" if len(words) == 1 else "are"
