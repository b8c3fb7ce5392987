"""Words of teaching documents and of the queries before them, with their statistics in the collection."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.case_text import application_text, search_text
from assistant.strategy.key_terms import content
from assistant.strategy.stop_words import stop_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.strategy.step_model import RunContext
    from indexing.protocols import SearchIndex

Part = Literal["title", "abstract", "claims", "description"]
PARTS: tuple[Part, ...] = ("title", "abstract", "claims")

_MOST_WORDS = 300
"""Of each document its most frequent words are looked up, no more: a long description has thousands."""
_BEGINNING, _ENDING = 4, 4
"""Words with so long a beginning in common may differ by endings of so many characters,"""
_SHORTEST, _PLURAL = 3, 1
"""those with a shorter one by a plural's s only."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by the form that stands for them (`forms`), with the idf of BM25 of each such form. Words that no document holds are not in it."""

    forms: Mapping[str, str]
    idf: Mapping[str, float]
    documents: Mapping[str, int]
    total: int

    def counts(self, words: Mapping[str, float]) -> dict[str, float]:
        """`words` counted under the form that stands for them; unknown ones are left out."""
        counts: dict[str, list[float]] = {}
        for word, count in words.items():
            if word in self.forms:
                counts.setdefault(self.forms[word], []).append(count)
        return {word: math.fsum(values) for word, values in counts.items()}


def words_of(documents: Iterable[str], parts: Sequence[Part], index: SearchIndex) -> dict[str, Counter[str]]:
    """The content words of each document's `parts` in its own language, with how often each occurs."""
    texts = {name: Counter(content(application_text(index.document(name), parts))) for name in documents}
    return {name: Counter(dict(sorted(words.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS])) for name, words in texts.items()}


def query_words(context: RunContext) -> dict[str, float]:
    """What was asked for: the words of the words queries upstream, with their weights; where there are none, of the case itself.

    Each query's weights sum to 1, and so do those of all together.
    """
    models = [_model(dict(query.terms) or Counter(content(query.text))) for query in context.queries if query.engine == "words"]
    models = [model for model in models if model] or [_model(Counter(content(search_text(context.case))))]
    words = sorted({word for model in models for word in model})
    return {word: math.fsum(model.get(word, 0.0) for model in models) / len(models) for word in words}


def _model(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of single words, summing to 1; a weight of several words goes to each."""
    words: dict[str, float] = {}
    stop = stop_words(" ".join(weights))
    for term, weight in weights.items():
        for word in content(term, stop):
            words[word] = words.get(word, 0.0) + max(weight, 0.0)
    total = math.fsum(words.values())
    return {word: weight / total for word, weight in words.items()} if total else {}


def vocabulary(texts: Sequence[Mapping[str, float]], index: SearchIndex) -> Vocabulary:
    """The vocabulary of `texts`. Forms of one stem (`dryer`, `dryers`) are one word, named by the most frequent form, which finds them all.

    The engine's analysis gives forms of one stem the same document frequency, so words that begin alike and stand in exactly as many documents
    are taken for one.
    """
    together: dict[str, float] = {}
    for text in texts:
        for word, count in text.items():
            together[word] = together.get(word, 0.0) + count
    words = sorted(together)
    frequencies, total = index.document_frequency(words) if words else ([], 0)
    documents = {word: df for word, df in zip(words, frequencies, strict=True) if df > 0}
    forms: dict[str, str] = {}
    known: dict[int, list[str]] = {}
    for word in sorted(documents, key=lambda w: (-together[w], w)):
        peers = known.setdefault(documents[word], [])
        forms[word] = next((form for form in peers if _alike(form, word)), word)
        if forms[word] == word:
            peers.append(word)
    idf = {form: math.log(1 + (total - documents[form] + 0.5) / (documents[form] + 0.5)) for forms_ in known.values() for form in forms_}
    return Vocabulary(forms, idf, documents, total)


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return common >= _SHORTEST and longer - common <= (_PLURAL if common < _BEGINNING else _ENDING)
