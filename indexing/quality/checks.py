"""What is wrong with a document's data, whatever its format: dates, numbers, classes, languages, claims, texts.

The checks change nothing; what they find goes to the quality report with the place to mend it at the source. What the codes mean, and how to
mend each, stands in `indexing.findings`. Readers report what only they can see (encodings, markup, hidden text, OCR).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from indexing.model import Finding
from indexing.numbering.application_numbers import is_unknown, parse_application, wrong_check_digit
from indexing.numbering.offices import OFFICES
from indexing.numbers import parse
from indexing.quality.claim_checks import check_claims
from indexing.quality.language_codes import LANGUAGES
from indexing.quality.text_checks import check_texts, named_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexing.model import Patent

FIRST_PATENT_ACT = dt.date(1790, 4, 10)
"""Nothing that a collection of publications holds is older, but for some British ones."""
_KIND = re.compile(r"[A-Z]\d?")
_CLASS = re.compile(r"[A-HY]\d\d[A-Z](?:\d{1,4}/\d{2,6})?")
_MANY = 200
"""A document's findings of one code are counted, not listed, beyond this number."""
_LISTED = 5


def check(patent: Patent, where: str, today: dt.date | None = None) -> tuple[Finding, ...]:
    """All findings about `patent`; `where` is the place to mend at the source (`file:line`). `today` is the latest day that is not in the future."""
    day = today or dt.datetime.now(dt.UTC).date()
    found: list[Finding] = []
    counts: dict[str, int] = {}
    for part in (_dates(patent, where, day), _numbers(patent, where), _classes(patent, where), _languages(patent, where)):
        found += part
    if not patent.abstracts and not patent.claims and not patent.description:
        found.append(Finding("title-only", where))
    for part in (check_texts(patent, where), check_claims(patent, where)):
        for finding in part:
            counts[finding.code] = counts.get(finding.code, 0) + 1
            if counts[finding.code] <= _MANY:
                found.append(finding)
    return tuple(found)


def _dates(patent: Patent, where: str, today: dt.date) -> Iterator[Finding]:
    published, filed, priority = patent.publication_date, patent.filing_date, patent.priority_date
    if not (published or filed or priority):
        yield Finding("no-date", where)
    if published and filed and published < filed:
        yield Finding("published-before-filed", where, "publication_date", f"published {published}, filed {filed}")
    if filed and priority and filed < priority:
        yield Finding("filed-before-priority", where, "filing_date", f"filed {filed}, earliest priority {priority}")
    elif published and priority and published < priority:
        yield Finding("published-before-priority", where, "publication_date", f"published {published}, earliest priority {priority}")
    named = [("publication_date", published), ("filing_date", filed), *(("priority_date", p.date) for p in patent.priorities)]
    for field, day in dict.fromkeys(named):
        if day and day > today:
            yield Finding("date-in-future", where, field, f"{day}")
        elif day and day < FIRST_PATENT_ACT:
            yield Finding("date-too-old", where, field, f"{day}")


def _numbers(patent: Patent, where: str) -> Iterator[Finding]:
    if parse(patent.id) is None:
        yield Finding("bad-number", where, "id", f"'{patent.id}' is no publication number")
    elif patent.kind is not None and not _KIND.fullmatch(patent.kind):
        yield Finding("bad-kind", where, "kind", f"'{patent.kind}' is no kind code")
    if patent.office is not None and patent.office not in OFFICES:
        yield Finding("bad-office", where, "office", f"'{patent.office}' is no office code")
    own = patent.application_number
    if own and parse_application(own, patent.office, patent.filing_date) is None:
        yield Finding("bad-number", where, "application_number", f"'{own}' is no application number that can be told")
    claimed = [(p.number, p.country, p.date) for p in patent.priorities if p.number and not is_unknown(p.number, p.country)]
    unread = [f"{country or ''} {number}".strip() for number, country, day in claimed if parse_application(number, country, day) is None]
    if unread:
        yield Finding("bad-number", where, "priorities", _some(unread))
    wrong = [number for number, country, _ in [*claimed, (own, patent.office, None)] if number and wrong_check_digit(number, country)]
    if wrong:
        yield Finding("wrong-check-digit", where, "priorities" if wrong[0] != own else "application_number", _some(wrong))
    cited = [c.number for c in patent.citations if c.number and parse(c.number) is None and parse_application(c.number) is None]
    if cited:
        yield Finding("bad-number", where, "citations", _some(cited))


def _some(values: Sequence[str]) -> str:
    more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
    return ", ".join(f"'{v[:60]}'" for v in values[:_LISTED]) + more


def _classes(patent: Patent, where: str) -> Iterator[Finding]:
    for field, symbols in (("cpc", patent.cpc), ("ipc", patent.ipc)):
        bad = [s for s in symbols if not _CLASS.fullmatch(s)]
        if bad:
            yield Finding("bad-class", where, field, _some(bad))


def _languages(patent: Patent, where: str) -> Iterator[Finding]:
    known = dict.fromkeys(language for language in (patent.language, *(language for _, language, _ in named_texts(patent))) if language)
    if not known:
        yield Finding("no-language", where, "language")
    if bad := [language for language in known if language not in LANGUAGES]:
        yield Finding("bad-language", where, "language", _some(bad))
