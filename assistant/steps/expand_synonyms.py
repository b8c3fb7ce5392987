"""Synonyms and broader terms beside a query's own."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from assistant.answering.vocabulary import stem
from assistant.strategy.key_terms import content, weighed
from assistant.strategy.model_rewrites import Question, ask
from assistant.strategy.neighbour_terms import Bounds, neighbours
from assistant.strategy.step_model import Draft, Drafts, Expand, PlanTools
from indexing.errors import Cancelled, PriorArtError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from assistant.model import Exchange
    from indexing.model import Case

_LONGEST = 200
_WORDS = 2


@dataclass(frozen=True, slots=True)
class Added:
    """A term that is added, the term it belongs to, its share of that one's weight, and why, as the plan shows it."""

    term: str
    of: str
    share: float
    why: str


class ExpandSynonyms(Expand):
    """Adds to each words query synonyms and broader terms of its heaviest terms, at a lower weight; each with its reason, shown in the plan.

    From the corpus: words beside the term in its best passages that the embedder finds alike, or that subsume it (Xu and Croft, SIGIR 1996; Sanderson
    and Croft, SIGIR 1999; `neighbour_terms` has the method). From the model: what it names, as far as a document of the collection holds it. A query
    that words and meaning share is parted: meaning takes it as it is. On the 46,946 documents and 124 topics of US text citations, with 20 key terms:
    R@10 .3617 for .3577, R@100 .5316 for .5328, R@1000 .7353 for .7365; of the whole text R@100 .5475 for .5636: no gain, at a quarter of a
    processor second a case. Use it where a case's words are rare or odd, and measure.
    """

    source: Literal["corpus", "model", "both"] = Field(default="corpus", description="where the terms come from")
    terms: int = Field(default=6, ge=1, le=50, description="so many of a query's heaviest terms are expanded")
    weight: float = Field(default=0.3, gt=0, le=1, description="an added term weighs at most so much of the term it belongs to")
    synonyms: int = Field(default=2, ge=0, le=10, description="at most so many synonyms a term")
    broader: int = Field(default=1, ge=0, le=10, description="at most so many broader terms a term")
    cosine: float = Field(default=0.5, ge=-1, le=1, description="a synonym's vector is at least so near the term's")
    subsumed: float = Field(default=0.8, gt=0, le=1, description="a broader term stands in at least such a share of the term's documents")
    common: float = Field(default=0.1, gt=0, le=1, description="a term that a larger share of all documents holds is not added")
    passages: int = Field(default=20, ge=1, le=200, description="so many passages are read for each term")
    candidates: int = Field(default=8, ge=1, le=100, description="so many words of these passages are compared with the term")
    queries: int = Field(default=4, ge=1, le=100, description="so many of the queries are expanded, the first ones")
    template: str = Field(default="synonyms@1", description="prompt template, id@version")
    reply_tokens: int = Field(default=500, ge=32, le=4_000, description="at most so many tokens in the reply")

    def expand(self, drafts: Sequence[Draft], case: Case, tools: PlanTools) -> Drafts:  # noqa: ARG002 - the face of all expansions
        notes: list[str] = []
        exchanges: list[Exchange] = []
        made: list[Draft] = []
        expanded = 0
        for draft in drafts:
            wanted = draft.kind == "text" and draft.engine in (None, "words") and draft.text.strip() and expanded < self.queries
            if not wanted:
                made.append(draft)
                continue
            tools.control.check()
            expanded += 1
            made += self._expanded(draft, tools, notes, exchanges)
        return Drafts(tuple(made), tuple(dict.fromkeys(notes)), tuple(exchanges))

    def _expanded(self, draft: Draft, tools: PlanTools, notes: list[str], exchanges: list[Exchange]) -> list[Draft]:
        own = dict(draft.terms) or {word: float(n) for word, n in Counter(content(draft.text)).items()}
        heavy = [t.term for t in weighed(own, tools.index)]
        seeds = [term for term in heavy if " " not in term][: self.terms]
        added = self._from_corpus(seeds, own, tools, notes) if self.source != "model" else []
        if self.source != "corpus":
            added += self._from_model(seeds, {*own, *(one.term for one in added)}, tools, notes, exchanges)
        if not added:
            return [draft]
        if not draft.terms:
            own = {term: own[term] for term in heavy[:_LONGEST]}
        terms = dict(own)
        for one in added:
            terms.setdefault(one.term, round(self.weight * one.share * own[one.of], 4))
        reason = "; ".join(one.why for one in added)
        words = dataclasses.replace(
            draft, text=" ".join(terms), engine="words", terms=tuple(terms.items()), reason=f"{draft.reason}; added at a lower weight: {reason}"
        )
        return [words] if draft.engine == "words" else [words, dataclasses.replace(draft, engine="meaning", terms=())]

    def _from_corpus(self, seeds: Sequence[str], own: dict[str, float], tools: PlanTools, notes: list[str]) -> list[Added]:
        bounds = Bounds(self.passages, self.candidates, self.synonyms, self.broader, self.cosine, self.subsumed, self.common)
        try:
            found = neighbours(seeds, own, tools.index, bounds)
        except Cancelled:
            raise
        except PriorArtError as error:
            notes.append(f"no terms are added from the corpus: {error.message}")
            return []
        return [Added(one.term, one.of, min(1.0, one.strength), one.why()) for one in found]

    def _from_model(self, seeds: Sequence[str], known: set[str], tools: PlanTools, notes: list[str], exchanges: list[Exchange]) -> list[Added]:
        if not seeds:
            return []
        question = Question("expand.synonyms", "synonyms and broader terms", self.template, {"terms": ", ".join(seeds)}, self.reply_tokens)
        asked = ask(question, tools, lambda value: self._named(value, seeds, known))
        exchanges += asked.exchanges
        if asked.value is None:
            notes.append(f"no terms are added by a language model: {asked.fault}")
            return []
        frequencies, total = tools.index.document_frequency([one.term for one in asked.value])
        there = [one for one, n in zip(asked.value, frequencies, strict=True) if 0 < n <= self.common * total]
        if len(there) < len(asked.value):
            notes.append(f"{len(asked.value) - len(there)} terms of the language model are not added: no document holds them, or too many do")
        return there

    def _named(self, value: dict[str, Any], seeds: Sequence[str], known: set[str]) -> list[Added]:
        """The model's terms that are new, for terms that were asked about."""
        stems = {stem(word) for word in known}
        found: dict[str, Added] = {}
        for entry in value["terms"]:
            of = entry["term"].casefold().strip()
            if of not in seeds:
                continue
            for relation, most in (("synonyms", self.synonyms), ("broader", self.broader)):
                for name in entry[relation][:most]:
                    term = " ".join(content(name))
                    if term and len(term.split()) <= _WORDS and not all(stem(word) in stems for word in term.split()):
                        found.setdefault(term, Added(term, of, 1.0, f"{term} ({relation.rstrip('s')} of {of}, the language model)"))
        return list(found.values())
