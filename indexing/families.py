"""Patent families: the keys under which a document's relatives are looked for.

The rule is simple. Where both documents bear a family id, it decides. Else two documents are of one family when they share an application:
one that both claim priority from, or the first filing itself, which the later one claims. So a first filing with its own application number
and all that claim it are joined, and continuations with their parents (an extended family, as INPADOC's). What is only joined by a third
document is not one family here. A date alone is no priority: half a million applications share it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.numbering.application_numbers import application_key, is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexing.model import Patent, PriorityClaim

_FAMILY = "family "
_APPLICATION = "application "


def family_keys(patent: Patent) -> tuple[str, ...]:
    """The keys of a document's family, sorted: `family 25301188`, `application US12345678` (its own, and those it claims priority from).

    An application number that cannot be read stands as it is written, with its country and date: two documents of one source agree then.
    """
    applications = {_priority_key(claim) for claim in patent.priorities}
    applications.add(application_key(patent.application_number, patent.office, patent.filing_date))
    family = {_FAMILY + patent.family.strip()} if patent.family and patent.family.strip() else set()
    return tuple(sorted(family | {_APPLICATION + key for key in applications if key}))


def _priority_key(claim: PriorityClaim) -> str:
    if not claim.number:
        return ""
    key = application_key(claim.number, claim.country, claim.date)
    if key or not claim.country or not claim.date or is_unknown(claim.number, claim.country):
        return key
    written = re.sub(r"\W", "", claim.number).upper()
    return f"{claim.country}{written} of {claim.date}" if any(c.isdigit() for c in written) else ""


def same_family(keys_a: Iterable[str], keys_b: Iterable[str]) -> bool:
    """Whether two documents with these `family_keys` are of one family: by their family ids where both have one, else by a shared application."""
    first, second = set(keys_a), set(keys_b)
    family_a, family_b = ({key for key in keys if key.startswith(_FAMILY)} for keys in (first, second))
    if family_a and family_b:
        return not family_a.isdisjoint(family_b)
    return not first.isdisjoint(second)
