"""The claims of a case, and what a claim is when it is read as a query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.case import split_claims
from assistant.claims_reading.by_rules import claim_language
from assistant.claims_reading.cuts import limbs
from assistant.claims_reading.wording import ENUMERATOR, WORDINGS
from indexing.claims import dependencies
from indexing.model import Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Case

_SIGN = re.compile(r"\s?[(\[]\s?(?:\d{1,4}[a-z]?['’]?|[A-Z]\d{0,2})(?:\s?[,;–-]\s?(?:\d{1,4}[a-z]?['’]?|[A-Z]\d{0,2})){0,12}\s?[)\]]")
"""Reference signs in brackets (EPC Rule 43(7)): they say nothing to anybody who does not have the drawings."""


def claims_of(case: Case) -> tuple[Claim, ...]:
    """The claims of the application in its own language, else those that the case's text consists of; none where it holds none."""
    if case.application:
        own = [c for c in case.application.claims if c.language in (None, case.application.language)]
        return tuple(own or case.application.claims)
    text = case.history[0].question if case.history else case.text
    return tuple(Claim(number, body, dependencies(body, number)) for number, body in split_claims(text))


def independent(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims that refer back to none."""
    return tuple(claim for claim in claims if not claim.depends_on)


def plain(text: str, claim: Claim) -> str:
    """`text`, a part of `claim`, as a query: on one line, without reference signs, `(a)`, `said` and references to other claims."""
    wording = WORDINGS.get(claim_language(claim))
    text = _SIGN.sub("", ENUMERATOR.sub("", " ".join(text.split())))
    if wording:
        text = wording.antecedent.sub("", wording.referring.sub("", text) if claim.depends_on else text)
    return " ".join(text.split()).strip(" ,;:")


def limb_count(claim: Claim) -> int:
    """How many limbs `claim` has: semicolons and lines part them."""
    return 1 + len(limbs(claim.text, 0))
