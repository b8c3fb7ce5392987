"""What is wrong with claims: their numbers, and what they say they depend on.

Readers keep earlier claims only, so the words are looked at again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.claims import dependencies
from indexing.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexing.model import Claim, Patent

_BEYOND = 400
"""References are looked for up to so many claims beyond the last one; what is named there does not exist."""
_LONGEST = 20_000
"""Of a longer claim only the beginning is looked at: what a claim depends on stands there."""
_LISTED = 8
_SPAN = 240
"""So many characters from the word "claim" on hold all the numbers it goes with."""
_CLAIM_WORDS: tuple[str, ...] = (
    "claim",
    "anspr",
    "revendication",
    "reivindica",
    "rivendicazion",
    "conclusie",
    "krav",
    "patenttivaatimu",
    "nárok",
    "zastrz",
    "istem",
)
_CLAIM_WORDS += ("п.", "пункт", "权利要求", "權利要求", "請求項", "申請專利範圍", "청구항", "제")
_NUMBER = re.compile(r"\d{1,4}")


def check_claims(patent: Patent, where: str) -> Iterator[Finding]:
    """Findings about the claims of each language."""
    languages = list(dict.fromkeys(claim.language for claim in patent.claims))
    for language in languages:
        claims = [c for c in patent.claims if c.language == language]
        mark = f"@{language}" if language and len(languages) > 1 else ""
        yield from _numbers(claims, where, mark)
        yield from _dependencies(claims, where, mark)


def _numbers(claims: Sequence[Claim], where: str, mark: str) -> Iterator[Finding]:
    numbers = [claim.number for claim in claims]
    doubled = sorted({n for n in numbers if numbers.count(n) > 1}) if len(set(numbers)) < len(numbers) else []
    if doubled:
        yield Finding("claim-doubled", where, f"claim.{doubled[0]}{mark}", f"twice: {_list(doubled)}")
    present = set(numbers)
    missing = [n for n in range(1, min(max(present), 10_000)) if n not in present]
    if missing:
        yield Finding(
            "claim-missing", where, f"claim.{missing[0]}{mark}", f"there are {len(present)} claims up to {max(present)}, without {_list(missing)}"
        )


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:_LISTED])) + (f" and {len(numbers) - _LISTED} more" if len(numbers) > _LISTED else "")


def _dependencies(claims: Sequence[Claim], where: str, mark: str) -> Iterator[Finding]:
    present = {claim.number for claim in claims}
    last = max(present)
    onward: dict[int, set[int]] = {}
    for claim in claims:
        named = _references(claim, present, last + _BEYOND)
        field = f"claim.{claim.number}{mark}"
        if claim.number in named:
            yield Finding("self-dependent-claim", where, field, f"claim {claim.number} refers to itself")
        later = sorted(n for n in named if n > claim.number and n in present)
        if later:
            yield Finding("forward-claim", where, field, f"claim {claim.number} refers to a later claim: {_list(later)}")
        absent = sorted(named - present)
        if absent:
            yield Finding("absent-claim", where, field, f"claim {claim.number} refers to what is not there: {_list(absent)}")
        onward[claim.number] = ((named & present) | set(claim.depends_on)) - {claim.number}
    if circle := _circle(onward):
        yield Finding("cyclic-claims", where, f"claim.{circle[0]}{mark}", "claims depend on one another in a circle: " + " → ".join(map(str, circle)))


def _references(claim: Claim, present: set[int], highest: int) -> set[int]:
    """The claims that the words name one by one or by range, to `highest`; none for "any preceding claim", which cannot be wrong.

    Only words that could name a later claim or an absent one are looked at in full: to read all claims once more costs as much as reading them did.
    """
    named: set[int] = set()
    end = 0
    for start in _claim_words(claim.text[:_LONGEST].lower()):
        if start < end:
            continue
        end = start + _SPAN
        part = claim.text[start:end]
        if any((n := int(digits)) >= claim.number or n not in present for digits in _NUMBER.findall(part)):
            found = dependencies(part, highest + 1)
            named.update(found if len(found) < highest else ())
    return named


def _claim_words(text: str) -> list[int]:
    """Where the words for "claim" stand, in order; a search for each is ten times faster than one expression for all."""
    found = []
    for word in _CLAIM_WORDS:
        place = text.find(word)
        while place >= 0:
            found.append(place)
            place = text.find(word, place + len(word))
    return sorted(found)


def _circle(onward: dict[int, set[int]]) -> list[int]:
    """The claims of one circle, the first of them again at its end; empty where there is none."""
    done: set[int] = set()
    for start in sorted(onward):
        path: list[int] = []
        on_path: set[int] = set()
        stack: list[tuple[int, bool]] = [(start, False)]
        while stack:
            number, leaving = stack.pop()
            if leaving:
                on_path.discard(path.pop())
                done.add(number)
            elif number in on_path:
                return [*path[path.index(number) :], number]
            elif number not in done:
                path.append(number)
                on_path.add(number)
                stack.append((number, True))
                stack.extend((n, False) for n in sorted(onward.get(number, ()), reverse=True))
    return []
