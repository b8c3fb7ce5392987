"""What a topic's text gives away: the number of a document that is to be found, or that document's own words.

Numbers. Every form is looked for in which a judged document is known: any way of writing a publication number that `indexing.numbers` reads
(`US 10,123,456 B2`, `特開平8-123456`, `WO 99/12345`), its digits behind a word such as "patent" or "No.", the number of its application.
Digits alone count from seven digits up, grouped or not; only the documents that are to be found are looked for, so that chance hits are rare.

Near duplicates. Two texts are compared as sets of shingles of `SHINGLE` words: resemblance is the share of all their shingles that both have,
containment the share of the shorter one's (A. Broder, "On the resemblance and containment of documents", 1997). A topic whose words are the
answer's own measures copying, not search: mostly a continuation or a family member that nobody linked. Among many texts, pairs are found by
minwise hashing in bands and then compared in full (A. Broder et al., "Min-wise independent permutations", 2000).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from indexing.numbering.offices import OFFICES
from indexing.numbers import docdb_number, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from eval.model import Dataset
    from indexing.numbers import PublicationNumber

SHINGLE = 4
RESEMBLANCE = 0.5
CONTAINMENT = 0.8
LEAST_SHINGLES = 8
"""Below that many shingles the shorter text is too short for containment to mean anything."""
_PERMUTATIONS, _BANDS = 64, 32
_PRIME = np.uint64((1 << 31) - 1)
_SEPARATOR = r"[\s,.'’/‐‑–−-]{0,2}"
_NAMED = r"(?:PATENTS?|PAT|PUBLICATIONS?|PUBL?|APPLICATIONS?|APPLN?|SER|SERIAL|NOS?|NUMBERS?|№|DOCUMENT)[\s.:]{0,3}"
_SHORTEST, _PLAIN_FROM = 5, 7
_LONGEST = 64
_LABELS = "特実再意"
_BEGINS = re.compile(rf"(?<![A-Z])(?:U\.\s?S\.|[A-Z]{{2}}(?![A-Z])|[A-Z]{{2}}(?=[A-Z]{{1,3}}[\s.]?\d)|[{_LABELS}])")
_ENDS = re.compile(r"\d(?!\d)(?:\s?-?\(?[A-Z]\d?\b\)?)?|号(?:公報)?")

Kind = Literal["number", "near duplicate"]


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing given away: topic and document (or other topic), what kind of leak, and the words or figures that show it."""

    topic: str
    document: str
    kind: Kind
    shown: str


def numbers_in(text: str) -> dict[str, str]:
    """Every publication that `text` may name: its number without kind code, and the words that name it."""
    found: dict[str, str] = {}
    for said in _candidates(_plain(text)):
        if number := parse(said):
            found.setdefault(f"{number.office}{number.number}", said.strip())
    return found


def number_leak(text: str, names: Iterable[str], said: Mapping[str, str] | None = None) -> str | None:
    """The words of `text` that name one of `names` (publication or application numbers, in any form); None where it names none.

    `said` is `numbers_in(text)`, where that is known already.
    """
    said = numbers_in(text) if said is None else said
    plain = _plain(text)
    for name in names:
        number = parse(name)
        if number and (words := said.get(f"{number.office}{number.number}")):
            return words
        if words := _digits_in(plain, name, number):
            return words
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()


def _candidates(plain: str) -> Iterator[str]:
    """Every stretch of `plain` that could be a publication number: it begins with an office's code or a Japanese label, longest first."""
    for match in _BEGINS.finditer(plain):
        code = match[0].replace(".", "").replace(" ", "")
        if code in OFFICES or code[0] in _LABELS:
            window = plain[match.start() : match.start() + _LONGEST]
            for end in reversed([m.end() for m in _ENDS.finditer(window)]):
                yield window[:end]


def _digits_in(plain: str, name: str, number: PublicationNumber | None) -> str | None:
    """Where the digits of `name` stand in `plain`, grouped or not; short ones only behind a word that says what they are."""
    if number is None and re.search(r"\d", name) is None:
        return None
    forms = {number.number, docdb_number(number)} if number else {name}
    for form in sorted(forms):
        letters, digits = re.sub(r"[^A-Z]", "", form), re.sub(r"\D", "", form).lstrip("0")
        if len(digits) < _SHORTEST:
            continue
        before = r"(?<!\d)(?<!\d[,.])"
        if len(digits) < _PLAIN_FROM:
            office = rf"|{number.office}[\s.-]{{0,2}}(?:[A-Z]\d?[\s.-]{{0,2}})?" if number else ""
            letter = rf"|{letters}[\s.]{{0,2}}" if letters else ""
            before = rf"(?<![A-Z])(?:{_NAMED}{office}{letter})"
        if match := re.search(rf"{before}0{{0,2}}{_SEPARATOR}{_SEPARATOR.join(digits)}(?!\d|[,.]\d{{3}}(?!\d))", plain):
            return match[0].strip()
    return None


def shingles(text: str) -> frozenset[int]:
    """The hashes of the text's runs of `SHINGLE` words; characters stand for words where a script has no blanks."""
    words = re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(zlib.crc32(" ".join(words[n : n + SHINGLE]).encode()) for n in range(max(len(words) - SHINGLE + 1, 1 if words else 0)))


def likeness(a: frozenset[int], b: frozenset[int]) -> tuple[float, float]:
    """(resemblance, containment) of two sets of shingles, each from 0 to 1."""
    common, smaller = len(a & b), min(len(a), len(b))
    return (common / len(a | b), common / smaller if smaller >= LEAST_SHINGLES else 0.0) if smaller else (0.0, 0.0)


def near_duplicate(a: frozenset[int], b: frozenset[int]) -> str | None:
    """What shows that the texts are near duplicates; None where they are not."""
    resemblance, containment = likeness(a, b)
    if resemblance >= RESEMBLANCE or containment >= CONTAINMENT:
        return f"resemblance {resemblance:.2f}, containment {containment:.2f}"
    return None


def twins(texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Pairs of near duplicates among `texts` (id to text): (first, second, what shows it), in their order. Resemblance is what pairs are found by."""
    sets = {key: found for key, text in texts.items() if (found := shingles(text))}
    place = {key: n for n, key in enumerate(texts)}
    buckets: dict[bytes, list[str]] = defaultdict(list)
    rows = _PERMUTATIONS // _BANDS
    for key, found in sets.items():
        signature = _signature(found)
        for band in range(_BANDS):
            buckets[bytes([band]) + signature[band * rows : (band + 1) * rows].tobytes()].append(key)
    pairs = {pair for keys in buckets.values() for pair in itertools.combinations(keys, 2)}
    shown = ((a, b, near_duplicate(sets[a], sets[b])) for a, b in sorted(pairs, key=lambda p: (place[p[0]], place[p[1]])))
    return [(a, b, what) for a, b, what in shown if what]


def _signature(found: frozenset[int]) -> NDArray[np.uint64]:
    """The least value of the set under each of `_PERMUTATIONS` hash functions (a x + b mod a prime), the same on every machine."""
    rng = np.random.Generator(np.random.PCG64(1997))
    factors = rng.integers(1, int(_PRIME), (2, _PERMUTATIONS, 1), dtype=np.uint64)
    values = np.fromiter(found, np.uint64, len(found)) % _PRIME
    least: NDArray[np.uint64] = ((factors[0] * values + factors[1]) % _PRIME).min(axis=1)
    return least


def find_leaks(
    dataset: Dataset,
    text_of: Callable[[str], str] | None = None,
    names_of: Callable[[str], Sequence[str]] = lambda document: (document,),
) -> list[Leak]:
    """What the topics of `dataset` give away of their relevant documents (grades from 1), in the order of the topics.

    `names_of` tells all numbers a document bears, `text_of` its text (title and abstract); without it only numbers are looked for.
    """
    found: list[Leak] = []
    for topic in dataset.topics:
        own, said = shingles(topic.text), numbers_in(topic.text)
        for document in sorted(d for d, grade in dataset.qrels[topic.id].items() if grade > 0 and d != topic.id):
            if words := number_leak(topic.text, names_of(document), said):
                found.append(Leak(topic.id, document, "number", words))
            if text_of and (shown := near_duplicate(own, shingles(text_of(document)))):
                found.append(Leak(topic.id, document, "near duplicate", shown))
    return found
