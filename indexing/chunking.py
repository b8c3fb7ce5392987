"""Passages: the units of retrieval, cut by the source's text alone, never by an embedder.

The abstract (the title where there is none), single claims, runs of short paragraphs, sentence-aware parts of long units; about 950 code
points, which is at most some 256 tokens of ordinary English. Every code point of every unit (a title beside an abstract aside) is in a passage.

    US10123456B2#abstract   #claim.1   #desc.42   #desc.42-44   #desc.42:0-512   #p3.l12   #p3.l12-p3.l30   #claim.1@de   #desc.42@de:0-512
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.errors import UsageError
from indexing.model import Passage, own_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indexing.model import Patent

CHUNKER_VERSION = "1"
TARGET = 950
"""The length that parts and runs aim at, in code points."""
WHOLE = 1200
"""A unit up to this length is never cut."""
SHORT = 300
"""A run this long ends where a new heading begins."""
_REACH = 200  # how far from its ideal place a cut may be moved back to a sentence's end; half of it forward

_FRAGMENT = re.compile(r"(?P<first>[^-:@#\s]+)(?:-(?P<last>[^-:@#\s]+))?(?P<language>@[^:@#\s]+)?(?::(?P<start>\d+)-(?P<end>\d+))?")
_SENTENCE_END = re.compile(r"[.!?;:][\"'”’)\]]*(?=\s)|[。！？；｡]|\n")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class PassageRange:
    """What a passage id names within its document: units `first` to `last` (keys of `Patent.units()`), or code points `start` to `end` of one."""

    first: str
    last: str
    start: int | None = None
    end: int | None = None


def split_id(passage_id: str) -> tuple[str, PassageRange]:
    """The document's id and the range. Raises `UsageError` for what is no passage id."""
    document, _, fragment = passage_id.partition("#")
    match = _FRAGMENT.fullmatch(fragment)
    if not document or not match:
        raise UsageError(f"'{passage_id}' is no passage id", "one looks like US10123456B2#claim.1 or US10123456B2#desc.42-44")
    first, last, language = match["first"], match["last"], match["language"] or ""
    stem = first.rpartition(".")[0]
    last = first if last is None else last if "." in last else f"{stem}.{last}"
    start, end = (int(match["start"]), int(match["end"])) if match["start"] else (None, None)
    return document, PassageRange(first + language, last + language, start, end)


def passage_text(units: Mapping[str, str], passage_id: str) -> str:
    """The text of a passage out of its document's units. Raises `UsageError` where the document has no such unit or range."""
    document, where = split_id(passage_id)
    if where.first not in units or where.last not in units:
        missing = where.first if where.first not in units else where.last
        raise UsageError(f"{document} has no unit '{missing}'", "'priorart show' lists a document's units")
    text = units[where.first] if where.first == where.last else "\n".join(units[key] for key in _run_keys(units, where))
    if where.start is None or where.end is None:
        return text
    if not where.start <= where.end <= len(text):
        raise UsageError(f"{passage_id} ends beyond the unit's {len(text)} code points", "'priorart show' lists a document's units")
    return text[where.start : where.end]


def _run_keys(units: Mapping[str, str], where: PassageRange) -> list[str]:
    """The keys from first to last that are of the same kind and language, in reading order."""
    kind, language = _kind(where.first), where.first.partition("@")[2]
    keys = [key for key in units if _kind(key) == kind and key.partition("@")[2] == language]
    return keys[keys.index(where.first) : keys.index(where.last) + 1]


def _kind(key: str) -> str:
    """`title`, `abstract`, `claim`, `desc`, or `page` for a PDF's blocks."""
    name = key.partition("@")[0].partition(".")[0]
    return name if name in {"title", "abstract", "claim", "desc"} else "page"


def passages(patent: Patent) -> list[Passage]:
    """All passages of a document, in reading order, ids unique."""
    units = patent.units()
    found: list[Passage] = []
    titles: list[Passage] = []
    blocks: dict[str, list[str]] = {}
    for key in units:
        kind = _kind(key)
        if kind == "title":
            titles += _cut(patent.id, key, units[key])
        elif kind == "abstract":
            found += _cut(patent.id, key, units[key])
        elif kind in {"desc", "page"}:
            blocks.setdefault(kind + "@" + key.partition("@")[2], []).append(key)
    if not found:
        found = titles
    headings = {p.unit: p.heading for p in patent.description}
    for keys in blocks.values():
        found += _runs(patent.id, units, keys, headings)
    for key in units:
        if _kind(key) == "claim":
            found += _cut(patent.id, key, units[key])
    return found


def embedding_text(patent: Patent, passage: Passage) -> str:
    """What an embedder is given for a passage: its text, and before an abstract the title in its language, parted by a blank as in BEIR
    (Thakur et al. 2021; docs/adr/0007).
    """
    fragment = passage.id.partition("#")[2]
    if not fragment.startswith("abstract") or (":" in fragment and ":0-" not in fragment):
        return passage.text
    language = fragment.partition("@")[2].partition(":")[0] or patent.language
    title = own_language(patent.titles, language).strip()
    return f"{title} {passage.text}" if title else passage.text


def _cut(document: str, key: str, text: str) -> Iterator[Passage]:
    """One passage for a unit, or its parts where it is long; none for white space."""
    if len(text) <= WHOLE:
        if text.strip():
            yield Passage(f"{document}#{key}", document, text)
        return
    for start, end in _parts(text):
        yield Passage(f"{document}#{key}:{start}-{end}", document, text[start:end])


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of about `TARGET` code points and nearly equal length, cut after sentences where any end near, without white space at their ends."""
    start = 0
    while start < len(text):
        left = len(text) - start
        pieces = -(-left // TARGET)
        end = len(text) if pieces == 1 else _break(text, start, start + -(-left // pieces))
        a, b = start, end
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            yield a, b
        start = end


def _break(text: str, start: int, ideal: int) -> int:
    """The sentence's end nearest to `ideal`, else the white space nearest to it, else `ideal` itself; always beyond `start`."""
    low, high = max(start + 1, ideal - _REACH), min(len(text), ideal + _REACH // 2)
    for pattern in (_SENTENCE_END, _SPACE):
        ends = [m.end() for m in pattern.finditer(text, low, high)]
        if ends:
            return min(ends, key=lambda e: abs(e - ideal))
    return ideal


def _runs(document: str, units: Mapping[str, str], keys: list[str], headings: Mapping[str, str | None]) -> Iterator[Passage]:
    """Passages of consecutive blocks: short ones joined, long ones cut."""
    run: list[str] = []
    length = 0
    heading: str | None = None
    for key in keys:
        size, above = len(units[key]), headings.get(key.partition("@")[0])
        new_part = above != heading and length >= SHORT
        if run and (length + 1 + size > TARGET or new_part):
            yield from _run(document, units, run)
            run, length = [], 0
        run.append(key)
        length += size + (len(run) > 1)
        heading = above
    yield from _run(document, units, run)


def _run(document: str, units: Mapping[str, str], run: list[str]) -> Iterator[Passage]:
    """One run; white space alone is no passage."""
    if len(run) == 1:
        yield from _cut(document, run[0], units[run[0]])
        return
    text = "\n".join(units[key] for key in run)
    if text.strip():
        first, _, language = run[0].partition("@")
        last = run[-1].partition("@")[0]
        short = last.rpartition(".")[2] if last.startswith("desc.") else last
        yield Passage(f"{document}#{first}-{short}{'@' + language if language else ''}", document, text)
