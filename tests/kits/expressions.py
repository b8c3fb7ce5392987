"""Generated Boolean expressions, in normal form: for round trips through notations and dialects, and for engines against the naive matcher."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from indexing.expressions.normal import simplify
from indexing.expressions.tree import (
    All,
    Classified,
    Close,
    Coded,
    Dated,
    Either,
    In,
    Named,
    Node,
    Numbered,
    Phrase,
    Together,
    Without,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

VOCABULARY = ("hair", "dryer", "foldable", "handle", "nozzle", "air", "motor", "fan", "heat", "grip", "Gehäuse", "3", "near", "and")
SYMBOLS = ("A45D20/12", "A45D20", "A45D", "H01L21/0201", "F16L11/08", "G06")
PARTS = ("title", "abstract", "claims", "description", "text")
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2030, 12, 31))


def words(vocabulary: Sequence[str] = VOCABULARY, *, wild: bool = True, stemmed: bool = True) -> st.SearchStrategy[Word]:
    """Words of `vocabulary`; with `wild` some are truncated (`mot*`, bounded or not) or have `?` or `#` for a letter."""
    plain = st.builds(Word, st.sampled_from(vocabulary), stemmed=st.booleans() if stemmed else st.just(False))
    if not wild:
        return plain
    return st.one_of(plain, plain, st.sampled_from([w for w in vocabulary if len(w) > 2]).flatmap(_wild))


def _wild(text: str) -> st.SearchStrategy[Word]:
    cut = st.integers(2, len(text))
    return st.one_of(
        st.builds(lambda n, most: Word(text[:n] + "*", most), cut, st.one_of(st.none(), st.integers(1, 9))),
        st.builds(lambda n, sign: Word(text[: n - 1] + sign + text[n:]), cut, st.sampled_from("?#")),
    )


def phrases(word: st.SearchStrategy[Word]) -> st.SearchStrategy[Phrase]:
    return st.builds(Phrase, st.lists(word, min_size=2, max_size=4).map(tuple))


def spans(word: st.SearchStrategy[Word], *, nested: bool = True) -> st.SearchStrategy[Node]:
    """What may stand within a distance: words, phrases, alternatives of them; with `nested`, also words that are close themselves."""
    simple = st.one_of(word, word, phrases(word))
    either = st.builds(Either, st.lists(simple, min_size=2, max_size=3).map(tuple))
    kinds = [simple, simple, either]
    if nested:
        kinds.append(closes(simple))
    return st.one_of(kinds)


def closes(operand: st.SearchStrategy[Node]) -> st.SearchStrategy[Close]:
    return st.builds(Close, st.lists(operand, min_size=2, max_size=3).map(tuple), st.integers(1, 9), st.booleans())


def togethers(operand: st.SearchStrategy[Node]) -> st.SearchStrategy[Together]:
    return st.builds(Together, st.lists(operand, min_size=2, max_size=3).map(tuple), st.sampled_from(("sentence", "paragraph")), st.integers(1, 3))


def texts(word: st.SearchStrategy[Word] | None = None, *, nested: bool = True) -> st.SearchStrategy[Node]:
    """Leaves about the text: words, phrases, words near one another, words in one sentence or paragraph."""
    word = words() if word is None else word
    span = spans(word, nested=nested)
    return st.one_of(word, phrases(word), closes(span), togethers(span))


def _dated(day: str, days: tuple[dt.date, dt.date], open_at: str) -> Dated:
    first, last = sorted(days)
    return Dated(day, None if open_at == "first" else first, None if open_at == "last" else last)  # type: ignore[arg-type]


def facts(
    symbols: Sequence[str] = SYMBOLS,
    names: Sequence[str] = ("Sony", "Matsushita", "Müller", "Elec*"),
    numbers: Sequence[str] = ("EP1234567A1", "US4712313A", "JP2001123456A"),
    schemes: Sequence[str] = ("cpc", "ipc", "any"),
) -> st.SearchStrategy[Node]:
    """Leaves about all else: classes, dates, names, numbers, codes."""
    coded = [("country", "US"), ("country", "EP"), ("country", "DE"), ("kind", "A"), ("kind", "B1"), ("language", "en"), ("language", "de")]
    return st.one_of(
        st.builds(Classified, st.sampled_from(symbols), st.booleans(), st.sampled_from(schemes)),
        st.builds(_dated, st.sampled_from(("published", "filed", "priority")), st.tuples(DAYS, DAYS), st.sampled_from(("first", "last", ""))),
        st.builds(Named, st.sampled_from(("applicant", "inventor")), st.lists(st.sampled_from(names).map(Word), min_size=1, max_size=2).map(tuple)),
        st.builds(Numbered, st.sampled_from(numbers)),
        st.sampled_from(coded).map(lambda pair: Coded(*pair)),
    )


def trees(leaf: st.SearchStrategy[Node] | None = None, *, leaves: int = 8) -> st.SearchStrategy[Node]:
    """Whole expressions in normal form, of at most about `leaves` leaves (by default any of `texts` and `facts`)."""
    leaf = leaf if leaf is not None else st.one_of(texts(), texts(), facts())

    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(inner, min_size=2, max_size=4).map(tuple)
        parts = st.lists(st.sampled_from(PARTS), min_size=1, max_size=2, unique=True).map(tuple)
        return st.one_of(st.builds(All, several), st.builds(Either, several), st.builds(Without, inner), st.builds(In, parts, inner))

    return st.recursive(leaf, grown, max_leaves=leaves).map(simplify)
