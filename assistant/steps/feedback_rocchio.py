"""Rocchio's feedback: the query moves towards documents judged relevant and away from those judged irrelevant."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.strategy.feedback_terms import PARTS, Part, query_words, vocabulary, words_of
from assistant.strategy.step_model import Draft, Drafts, Feedback, RunContext
from assistant.strategy.teachers import Teachers, teachers
from assistant.strategy.term_drafts import terms_draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexing.model import Ranking

Vector = tuple[float, ...]


class FeedbackRocchio(Feedback):
    """The query moved: alpha times itself, plus beta times the mean of the relevant documents, less gamma times the mean of the irrelevant ones.

    Rocchio 1971, with the weights of Salton and Buckley, "Improving retrieval performance by relevance feedback", 1990. For the meaning engine the
    query is the mean vector of the meaning queries before it; for the words engine tf·idf vectors, and the idf is taken out of the weights again,
    because the engine brings its own.
    """

    alpha: float = Field(default=1.0, ge=0, le=100, description="weight of the query")
    beta: float = Field(default=0.75, ge=0, le=100, description="weight of the documents judged relevant, or found first")
    gamma: float = Field(default=0.15, ge=0, le=100, description="weight of the documents judged irrelevant")
    pseudo: int = Field(default=0, ge=0, le=1000, description="where nobody judged a document relevant, the first so many found teach; 0: none does")
    terms: int = Field(default=20, ge=0, le=500, description="so many words that are not in the query join it")
    parts: tuple[Part, ...] = Field(default=PARTS, description="parts of the documents whose words are read")
    engines: tuple[Literal["words", "meaning"], ...] = Field(default=("words", "meaning"), description="the engines to make a query for")

    def feedback(self, inputs: Sequence[Ranking], context: RunContext) -> Drafts:
        who = teachers(inputs, context, self.pseudo)
        if not who.relevant and not who.irrelevant:
            return Drafts((), (*who.notes, f"{context.name}: {who.how}, so there is no query by feedback"))
        made = [self._words(who, context) if engine == "words" else self._meaning(who, context) for engine in dict.fromkeys(self.engines)]
        drafts = tuple(draft for draft in made if draft)
        return Drafts(drafts, who.notes if drafts else (*who.notes, f"{context.name}: the documents teach nothing"))

    def _meaning(self, who: Teachers, context: RunContext) -> Draft | None:
        vectors = context.index.document_vectors([*who.relevant, *who.irrelevant])
        asked = [query.vector for query in context.queries if query.engine == "meaning" and query.vector is not None]
        relevant = [(vectors[name], weight) for name, weight in who.relevant.items() if name in vectors]
        irrelevant = [(vectors[name], 1.0) for name in who.irrelevant if name in vectors]
        if not relevant and not (asked and irrelevant):
            return None
        parts = [(self.alpha, _mean([(vector, 1.0) for vector in asked])), (self.beta, _mean(relevant)), (-self.gamma, _mean(irrelevant))]
        moved = _normalised(parts)
        text = f"Rocchio: the case, {who.how}" if asked else f"Rocchio: {who.how}"
        return Draft(text, "meaning", reason=f"Rocchio, {who.how}", vector=moved) if moved else None

    def _words(self, who: Teachers, context: RunContext) -> Draft | None:
        texts = words_of([*who.relevant, *who.irrelevant], self.parts, context.index)
        asked = query_words(context)
        known = vocabulary([asked, *texts.values()], context.index)
        vectors = {name: _tf_idf({w: 1 + math.log(c) for w, c in known.counts(words).items()}, known.idf) for name, words in texts.items()}
        query = _tf_idf(known.counts(asked), known.idf)
        relevant = _mean_words([(vectors[name], weight) for name, weight in who.relevant.items()])
        irrelevant = _mean_words([(vectors[name], 1.0) for name in who.irrelevant])
        moved = {
            word: math.fsum((self.alpha * query.get(word, 0.0), self.beta * relevant.get(word, 0.0), -self.gamma * irrelevant.get(word, 0.0)))
            for word in {*query, *relevant, *irrelevant}
        }
        new = sorted((word for word, weight in moved.items() if weight > 0 and word not in query), key=lambda w: (-moved[w], w))[: self.terms]
        return terms_draft({word: moved[word] / known.idf[word] for word in sorted({*query, *new})}, f"Rocchio, {who.how}")


def _mean(vectors: Sequence[tuple[Vector, float]]) -> Vector:
    """The weighted mean; empty for none."""
    total = math.fsum(weight for _, weight in vectors)
    return _sum([(weight / total, vector) for vector, weight in vectors])


def _normalised(parts: Sequence[tuple[float, Vector]]) -> Vector:
    """The weighted sum of the vectors that are there, of length 1; empty where nothing is left."""
    added = _sum([(weight, vector) for weight, vector in parts if vector])
    length = math.sqrt(math.fsum(value * value for value in added))
    return tuple(value / length for value in added) if length else ()


def _sum(parts: Sequence[tuple[float, Vector]]) -> Vector:
    columns = zip(*(vector for _, vector in parts), strict=True)
    return tuple(math.fsum(weight * value for (weight, _), value in zip(parts, column, strict=True)) for column in columns)


def _tf_idf(counts: Mapping[str, float], idf: Mapping[str, float]) -> dict[str, float]:
    """The vector of `counts` times idf, of length 1."""
    weights = {word: count * idf[word] for word, count in counts.items()}
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _mean_words(vectors: Sequence[tuple[Mapping[str, float], float]]) -> dict[str, float]:
    total = math.fsum(weight for _, weight in vectors)
    words = {word for vector, _ in vectors for word in vector}
    return {word: math.fsum(vector.get(word, 0.0) * weight for vector, weight in vectors) / total for word in words}
