"""What is examined, from what a person typed, pasted or uploaded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.case_text import application_text
from indexing.errors import InputError, UsageError
from indexing.model import Case

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from indexing.model import Turn

MAX_CHARACTERS = 2_000_000

# The words that open a set of claims in the publications of the larger offices (USPTO, EPO, WIPO; German and French).
_OPENING = re.compile(
    r"(?i)\s*(?:(?:what\s+(?:is|we|i)\s+claim(?:ed)?(?:\s+is)?|(?:i|we)\s+claim|the\s+invention\s+claimed\s+is)\b\s*[:,.]?"
    r"|(?:claims?|patentansprüche|revendications)\s*(?:[:.]|$|(?=\n)))"
)
_NUMBERED = re.compile(r"(?m)^[ \t]*(\d{1,3})\s?[.)]\s+(?=\S)")
_DEPENDENT = re.compile(r"(?i)\b(?:claims?|anspr(?:uch|üche[n]?)|revendications?)\s+\d")
_CLAIM_OPENING = re.compile(r"(?i)^(an?|the|in|apparatus|method|process|use|system|device|eine?[rns]?|un|une|procédé|verfahren|vorrichtung)\b")
_LEAST_WORDS = 4


def make_case(
    text: str, *, own: Sequence[str] = (), effective_date: dt.date | None = None, history: Sequence[Turn] = (), application: Case | None = None
) -> Case:
    """The case of a question or of pasted claims; `own` are its own publications in any form, `history` the conversation about it, oldest first.

    In a conversation `text` is the new question; the case itself is what the conversation began with, or `application` (a case read from a file).
    Raises `UsageError` for a text without a word, or one that is too long.
    """
    cleaned = text.replace("\x00", "").strip()
    if not re.search(r"\w", cleaned):
        raise UsageError("the question is empty", "type a question, paste claims, or give an application with @FILE")
    if len(cleaned) > MAX_CHARACTERS:
        raise UsageError(f"the text has {len(cleaned):,} characters", f"at most {MAX_CHARACTERS:,}: paste the claims or the abstract")
    if application is not None and application.application is not None:
        owned = (*application.own, *(o for o in own if o not in application.own))
        return Case("application", cleaned, application.application, owned, effective_date or application.effective_date, tuple(history))
    first = history[0].question if history else cleaned
    return Case("claims" if split_claims(first) else "question", cleaned, None, tuple(own), effective_date, tuple(history))


def split_claims(text: str) -> tuple[tuple[int, str], ...]:
    """The numbered claims that `text` consists of, as (number, text); empty where it reads as something else, such as a question.

    Claims are numbered from the first one up without a gap, after nothing but an opening ("What is claimed is:"), and read like claims; a single one
    without the opening is taken as a claim when it begins as claims do.
    """
    opening = _OPENING.match(text)
    body = text[opening.end() :] if opening else text
    starts = list(_NUMBERED.finditer(body))
    if not starts:
        return ((1, body.strip()),) if opening and len(body.split()) >= _LEAST_WORDS else ()
    if body[: starts[0].start()].strip():
        return ()
    kept: list[re.Match[str]] = []
    for match in starts:
        if not kept or int(match.group(1)) == int(kept[-1].group(1)) + 1:
            kept.append(match)
    ends = [*(m.start() for m in kept[1:]), len(body)]
    claims = tuple((int(m.group(1)), body[m.end() : end].strip()) for m, end in zip(kept, ends, strict=True))
    reads = opening or all(_CLAIM_OPENING.match(c) or _DEPENDENT.search(c) for _, c in claims)
    return claims if reads and all(len(c.split()) >= _LEAST_WORDS for _, c in claims) else ()


def case_from_file(path: Path, *, own: Sequence[str] = (), effective_date: dt.date | None = None) -> Case:
    """The case in a file: an application in any format that is read here, else the file's text as a question or claims.

    An application's own number is among `own`; its effective date is one that a person gave, else what its own dates say (`assistant.legal`).
    Raises `UsageError` where there is no such file or it holds several documents, `InputError` where it cannot be read.
    """
    from indexing.reading.pool import readings

    if not path.is_file():
        raise UsageError(f"there is no file {path}", "give the path of a text or of an application")
    patent, reason = None, "no format that is read here"
    for reading in readings([path]):
        if reading.patent and patent:
            raise UsageError(f"{path} holds more than one document", "a case is one application: give a file with one")
        patent = reading.patent or patent
        reason = reading.entry.reason or reason
    if patent is None:
        text = _text_of(path)
        if text is None:
            raise InputError(reason, "give UTF-8 text or an application in a format that is read", source=str(path))
        return make_case(text, own=own, effective_date=effective_date)
    text = application_text(patent, ("title", "abstract", "claims")) or application_text(patent, ("description",))[:MAX_CHARACTERS]
    if not text.strip():
        raise InputError("the application has no text", "give one with a title, an abstract, claims or a description", source=str(path))
    names = dict.fromkeys((patent.id, *own))
    return Case("application", text, patent, tuple(names), effective_date)


def _text_of(path: Path) -> str | None:
    """The file's text, None where it is not text."""
    data = path.read_bytes()[: 4 * MAX_CHARACTERS + 4]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text
