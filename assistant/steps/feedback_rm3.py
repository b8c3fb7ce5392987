"""Relevance model feedback: the query's words mixed with those of documents judged relevant, or of the first ones found."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pydantic import Field

from assistant.strategy.feedback_terms import PARTS, Part, query_words, vocabulary, words_of
from assistant.strategy.step_model import Drafts, Feedback, RunContext
from assistant.strategy.teachers import teachers
from assistant.strategy.term_drafts import terms_draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexing.model import Ranking


class FeedbackRm3(Feedback):
    """A words query whose terms weigh `original` times the query's model plus the rest times the relevance model of the documents that teach.

    RM1 of Lavrenko and Croft, "Relevance-Based Language Models", SIGIR 2001, interpolated after Abdul-Jaleel et al., "UMass at TREC 2004", with
    maximum likelihood models. Documents judged relevant teach alike; pseudo-feedback weighs the first `pseudo` by their scores.
    """

    pseudo: int = Field(default=10, ge=0, le=1000, description="where nobody judged a document relevant, the first so many found teach; 0: none does")
    terms: int = Field(default=10, ge=1, le=500, description="so many of the documents' words join the query")
    original: float = Field(default=0.5, ge=0, le=1, description="share of the query's own words, the rest is the documents'")
    common: float = Field(default=0.1, gt=0, le=1, description="a word that more than this share of the collection holds is not learnt")
    parts: tuple[Part, ...] = Field(default=PARTS, description="parts of the documents that are read")

    def feedback(self, inputs: Sequence[Ranking], context: RunContext) -> Drafts:
        who = teachers(inputs, context, self.pseudo)
        if not who.relevant:
            return Drafts((), (*who.notes, f"{context.name}: {who.how}, so there is no query by feedback"))
        texts = words_of(who.relevant, self.parts, context.index)
        asked = query_words(context)
        vocabulary_ = vocabulary([asked, *texts.values()], context.index)
        total = math.fsum(who.relevant.values())
        models = {name: _likelihood(vocabulary_.counts(words)) for name, words in texts.items()}
        learnt: dict[str, float] = {}
        for word in sorted({word for model in models.values() for word in model}):
            if vocabulary_.documents[word] <= self.common * vocabulary_.total:
                learnt[word] = math.fsum(weight / total * models[name].get(word, 0.0) for name, weight in who.relevant.items())
        best = dict(sorted(learnt.items(), key=lambda item: (-item[1], item[0]))[: self.terms])
        query, relevance = _likelihood(vocabulary_.counts(asked)), _likelihood(best)
        share = self.original if relevance else 1.0
        mixed = {w: share * query.get(w, 0.0) + (1 - share) * relevance.get(w, 0.0) for w in sorted({*query, *relevance})}
        draft = terms_draft(mixed, f"RM3, {who.how}")
        return Drafts((draft,) if draft else (), who.notes if draft else (*who.notes, f"{context.name}: no word to learn"))


def _likelihood(counts: dict[str, float]) -> dict[str, float]:
    """Each word's share of all; empty where there is none."""
    total = math.fsum(counts.values())
    return {word: count / total for word, count in counts.items()} if total else {}
