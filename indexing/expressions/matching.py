"""What expressions mean: whether one holds for the stored text of one document. Plain code for one document at a time; engines may only be faster.

Text is compared as terms (`indexing.engines.analysers`: what is neither letter nor digit parts words; case and accents do not count; Chinese,
Japanese and Korean in pairs of characters) within its units: title, abstract, each claim, each paragraph of the description, in each language.
A word that is several terms (`hair-dryer`) is a phrase. Sentences are those of `indexing.sentences`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from indexing.classes import above, symbol
from indexing.engines.analysers import CJK, PLAIN, analyser_of, cjk_terms
from indexing.engines.lexical import tokens
from indexing.errors import UsageError
from indexing.expressions.terms import patterns, phrase
from indexing.expressions.tree import All, Classified, Close, Coded, Dated, Either, In, Named, Numbered, Phrase, Together, Without, Word
from indexing.numbers import alias_key, aliases, lookup_keys, parse
from indexing.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexing.expressions.terms import Pattern
    from indexing.expressions.tree import Node, Part
    from indexing.model import Patent

    Spans = set[tuple[int, int]]
    """Places in a `_Column`: first and last term."""

_LONGEST = 80  # bytes; longer words are not indexed: they keep their place, and no pattern but a bare `*` matches them
_LONG = re.compile(r"[^\W_]{20,}")
_TOO_LONG = "\ua003"


def matches(node: Node, patent: Patent) -> bool:
    """Whether the expression holds for the document. Raises `UsageError` for a proximity of what has no place in the text."""
    return Reading(patent).holds(node)


class Reading:
    """A document's text, made ready once for any number of expressions."""

    def __init__(self, patent: Patent) -> None:
        self._patent = patent

    @cached_property
    def _columns(self) -> list[_Column]:
        p = self._patent
        found: dict[tuple[Part, str | None], list[str]] = defaultdict(list)
        parts: tuple[tuple[Part, Iterable[tuple[str | None, str]]], ...] = (
            ("title", ((t.language, t.text) for t in p.titles)),
            ("abstract", ((t.language, t.text) for t in p.abstracts)),
            ("claims", ((c.language, c.text) for c in p.claims)),
            ("description", ((d.language, d.text) for d in p.description)),
        )
        for part, units in parts:
            for language, text in units:
                found[part, language or p.language].append(text)
        return [_Column(part, analyser_of(language), texts) for (part, language), texts in found.items()]

    def holds(self, node: Node, part: Part = "text") -> bool:
        """Whether `node` holds, its words looked for in `part`."""
        if isinstance(node, All):
            return all(self.holds(o, part) for o in node.operands)
        if isinstance(node, Either):
            return any(self.holds(o, part) for o in node.operands)
        if isinstance(node, Without):
            return not self.holds(node.operand, part)
        if isinstance(node, In):
            return any(self.holds(node.operand, p) for p in node.parts)
        if isinstance(node, Word | Phrase | Close | Together):
            return any(column.spans(node, begins=False) for column in self._columns if part in ("text", column.part))
        return _fact(node, self._patent)


class _Column:
    """The units of one part in one language, one after another: terms, numbered through, and the unit and the sentence that each stands in."""

    def __init__(self, part: Part, analyser: str, texts: Sequence[str]) -> None:
        self.part = part
        self._analyser = analyser
        self._given = texts

    @cached_property
    def _texts(self) -> list[str]:
        return [_ready(text, self._analyser) for text in self._given]

    @cached_property
    def _terms(self) -> list[list[str]]:
        return [_tokens(text, self._analyser, stemmed=False) for text in self._texts]

    @cached_property
    def _row_of_terms(self) -> list[str]:
        return [term for terms in self._terms for term in terms]

    @cached_property
    def _row_of_stems(self) -> list[str]:
        return [stem for text in self._texts for stem in _tokens(text, self._analyser, stemmed=True)]

    @cached_property
    def _units(self) -> list[int]:
        return [n for n, terms in enumerate(self._terms) for _ in terms]

    @cached_property
    def _sentences(self) -> list[int]:
        numbers: list[int] = []
        count = 0
        for text, terms in zip(self._texts, self._terms, strict=True):
            mine: list[int] = []
            for begin, end in sentences(text):
                mine += [count] * len(_tokens(text[begin:end], self._analyser, stemmed=False))
                count += 1
            mine = mine[: len(terms)]
            numbers += mine + [count] * (len(terms) - len(mine))
            count += 1
        return numbers

    def spans(self, node: Node, *, begins: bool = True) -> Spans:
        """Every place where the words of `node` stand as it says; without `begins`, where they end alone is right (and far less is carried along)."""
        if isinstance(node, Word):
            return self._row(patterns(node, self._analyser))
        if isinstance(node, Phrase):
            return self._row(phrase(node.words, self._analyser))
        if isinstance(node, Either):
            return {span for o in node.operands for span in self.spans(o)}
        if isinstance(node, Close):
            found = [self.spans(o) for o in node.operands]
            if not all(found):
                return set()
            return (self._ordered if node.ordered else self._any_order)(found, node.distance, begins=begins)
        if isinstance(node, Together):
            return self._together(node)
        raise UsageError("words are near words, not near what has no place in the text", "put AND, NOT and fields around NEAR, not into it")

    def _row(self, wanted: Sequence[Pattern]) -> Spans:
        """Where terms of these patterns stand side by side in one unit."""
        starts: set[int] | None = None
        for offset, pattern in enumerate(wanted):
            here = {place - offset for place in self._of(pattern)}
            starts = here if starts is None else starts & here
            if not starts:
                return set()
        length = len(wanted) - 1
        return {(s, s + length) for s in starts or () if self._units[s] == self._units[s + length]}

    def _of(self, pattern: Pattern) -> list[int]:
        row = self._row_of_stems if pattern.stemmed else self._row_of_terms
        if pattern.wild:
            meant = {term for term in set(row) if pattern.matches(term)}
            return [place for place, term in enumerate(row) if term in meant]
        places: list[int] = []
        for _ in range(row.count(pattern.text)):
            places.append(row.index(pattern.text, places[-1] + 1 if places else 0))
        return places

    def _step(self, before: Spans, after: Spans, distance: int) -> Spans:
        """What reaches from a span of `before` to one of `after` that begins at most `distance` words after its end, in the same unit."""
        begins: dict[int, list[int]] = defaultdict(list)
        for begin, end in after:
            begins[begin].append(end)
        units, last = self._units, len(self._units)
        return {
            (s, end)
            for s, e in before
            for begin in range(e + 1, min(e + distance + 1, last))
            for end in begins.get(begin, ())
            if units[s] == units[begin]
        }

    def _reach(self, before: Spans, after: Spans, distance: int) -> Spans:
        """As `_step`, but only where it ends: of all spans before another one the nearest decides."""
        ends = sorted({end for _, end in before})
        found: Spans = set()
        for begin, end in after:
            at = bisect_left(ends, begin) - 1
            if at >= 0 and begin - ends[at] <= distance and self._units[ends[at]] == self._units[begin]:
                found.add((end, end))
        return found

    def _ordered(self, found: Sequence[Spans], distance: int, *, begins: bool) -> Spans:
        whole = found[0]
        for after in found[1:]:
            whole = self._step(whole, after, distance) if begins else self._reach(whole, after, distance)
        return whole

    def _any_order(self, found: Sequence[Spans], distance: int, *, begins: bool) -> Spans:
        """By the sets of operands that a row of neighbours may begin with; bit n of a set stands for operand n."""
        reached = {1 << n: spans for n, spans in enumerate(found)}
        for held in range(1, 1 << len(found)):
            here = reached.get(held)
            if here:
                for n, after in enumerate(found):
                    if not held >> n & 1:
                        more = held | 1 << n
                        step = self._step if begins else self._reach
                        reached[more] = reached.get(more, set()) | step(here, after, distance)
        return reached.get((1 << len(found)) - 1, set())

    def _together(self, node: Together) -> Spans:
        """The smallest spans that hold all operands within so many sentences or paragraphs."""
        numbers = self._units if node.span == "paragraph" else self._sentences
        units = self._units
        whole: Spans | None = None
        for operand in node.operands:
            here = self.spans(operand)
            joined = here if whole is None else _joined(whole, here)
            near = {s for s in joined if numbers[s[1]] - numbers[s[0]] < node.count and (node.span == "paragraph" or units[s[0]] == units[s[1]])}
            whole = _smallest(near)
        return whole or set()


def _joined(one: Spans, other: Spans) -> Spans:
    """Spans that hold one of each, all of the smallest among them: from where a span begins to where it and the next of the others end."""
    found: Spans = set()
    for here, there in ((one, other), (other, one)):
        following = sorted(_smallest(there))
        for begin, end in _smallest(here):
            at = bisect_left(following, (begin, -1))
            if at < len(following):
                found.add((begin, max(end, following[at][1])))
    return found


def _smallest(spans: Spans) -> Spans:
    """Those that hold no other one: whatever has to be near a span is as near to a smaller one within it."""
    kept: Spans = set()
    nearest_end: int | None = None
    for begin, end in sorted(spans, key=lambda s: (-s[0], s[1])):
        if nearest_end is None or end < nearest_end:
            kept.add((begin, end))
            nearest_end = end
    return kept


def _ready(text: str, analyser: str) -> str:
    """`text` with words too long to be indexed as one sign each."""
    plain = cjk_terms(text) if analyser == CJK else text
    if max(map(len, plain.split()), default=0) * 4 < _LONGEST:
        return text
    return _LONG.sub(lambda m: _TOO_LONG if len(m[0].encode("utf-8", "replace")) >= _LONGEST else m[0], plain)


def _tokens(text: str, analyser: str, *, stemmed: bool) -> list[str]:
    return tokens(text, analyser if stemmed or analyser == CJK else PLAIN)


# ---------------------------------------------------------------- all but the text


def _fact(node: Node, patent: Patent) -> bool:
    if isinstance(node, Classified):
        wanted = symbol(node.symbol)
        held = {"cpc": patent.cpc, "ipc": patent.ipc, "any": (*patent.cpc, *patent.ipc)}[node.scheme]
        return any(wanted in above(s) if node.below else wanted == symbol(s) for s in held) if wanted else False
    if isinstance(node, Dated):
        dates = {"published": patent.publication_date, "filed": patent.filing_date, "priority": patent.priority_date}
        day = dates[node.day]
        return day is not None and (node.first is None or node.first <= day) and (node.last is None or day <= node.last)
    if isinstance(node, Named):
        names = patent.applicants if node.role == "applicant" else patent.inventors
        return any(_named(name, node.words) for name in names)
    if isinstance(node, Numbered):
        return _numbered(node.number, patent)
    if isinstance(node, Coded):
        held_code = {"country": patent.office, "kind": patent.kind, "language": patent.language}[node.what] or ""
        code, mine = node.code.upper(), held_code.upper()
        return bool(code) and (mine.startswith(code) if node.what == "kind" else mine == code)
    msg = f"no expression: {type(node).__name__}"
    raise TypeError(msg)


def _named(name: str, words: Sequence[Word]) -> bool:
    """Whether the name's words hold these in this order; others may stand between."""
    wanted = [p for word in words for p in patterns(word, CJK)]
    rest = iter(tokens(name, CJK))
    return bool(wanted) and all(any(pattern.matches(term) for term in rest) for pattern in wanted)


def _numbered(number: str, patent: Patent) -> bool:
    """Whether the document has this number; one that is stored without a kind code has it whatever kind is asked for."""
    if not number.strip():
        return False
    held = aliases(patent.id, patent.source_id)
    own = parse(patent.id)
    return alias_key(number) in held or (own is not None and own.kind is None and any(key in held for key in lookup_keys(number)))
