"""Questions that cannot be answered from what is there, made so that this holds by construction; each follows from the topic's id and a seed.

`empty`: the topic's own question, and nothing was found. `other_class`: the topic's own question, and what was found are documents of other
classes (no subclass in common with the topic, its relevant documents or what its search finds). `unknown_words`: a question of words that no
document of the index holds, really searched for. `outside`: the question of another data set, which the caller knows to be about something else.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.vocabulary import FUNCTION_WORDS
from assistant.model import DocumentHit, PassageHit
from indexing.canonical import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.model import Outcome
    from eval.model import Topic
    from indexing.protocols import SearchIndex

EMPTY, OTHER_CLASS, UNKNOWN_WORDS, OUTSIDE = "empty", "other_class", "unknown_words", "outside"
KINDS = (EMPTY, OTHER_CLASS, UNKNOWN_WORDS, OUTSIDE)

_SUBCLASS = 4
"""Characters of a CPC or IPC symbol that name its subclass (`A45D`)."""
_LEAST = 3
"""A list of fewer foreign documents is no search result."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
_LONGEST = 400
"""Characters of a topic's text that an unknown question follows: a question, not an application."""
_TRIES = 50


def seeded(topic: str, kind: str, seed: int) -> random.Random:
    """The draws of one construction: the same on every machine, whatever was made before it."""
    return random.Random(int(sha256(f"{seed}\n{kind}\n{topic}".encode())[:16], 16))  # noqa: S311 - a bench, no secret


def emptied(outcome: Outcome) -> Outcome:
    """The same search, had it found nothing."""
    return replace(outcome, result=replace(outcome.result, hits=()))


def replaced(outcome: Outcome, foreign: Sequence[DocumentHit]) -> Outcome:
    """The same search, had it found `foreign`."""
    return replace(outcome, result=replace(outcome.result, hits=tuple(foreign)))


def foreign_hits(
    outcome: Outcome, near: Sequence[str], pool: Sequence[str], index: SearchIndex, draw: random.Random, passages: int
) -> tuple[DocumentHit, ...]:
    """As many documents of `pool` as the search found, drawn from those whose subclasses are all foreign to it; empty where there are too few.

    `near` are further documents that say what the topic is about (itself, those judged relevant). A document without classes is never taken, and
    where the topic's side has none, nothing is: what is foreign to it cannot be told.
    """
    hits = outcome.result.hits
    facts = index.facts_of(sorted({*pool, *near, *(hit.id for hit in hits)}))
    own = {c for document in (*near, *(hit.id for hit in hits)) if document in facts for c in _subclasses(facts[document].classes)}
    candidates = [d for d in sorted(set(pool)) if d in facts and _subclasses(facts[d].classes) and not own & _subclasses(facts[d].classes)]
    wanted = min(len(hits), len(candidates))
    if not own or wanted < min(_LEAST, len(hits) or _LEAST):
        return ()
    drawn = draw.sample(candidates, wanted)
    return tuple(_hit(document, rank, index, passages) for rank, document in enumerate(drawn, 1))


def _subclasses(classes: Sequence[str]) -> set[str]:
    return {c[:_SUBCLASS] for c in classes}


def _hit(document: str, rank: int, index: SearchIndex, passages: int) -> DocumentHit:
    """A document as a search would show it at `rank`, with its first passages."""
    facts = index.facts_of([document])[document]
    shown = tuple(PassageHit(p.id, p.text, 1.0 / rank, "") for p in index.passages_of(document)[:passages])
    return DocumentHit(
        id=document,
        source_id=facts.source_id,
        title=facts.title,
        score=1.0 / rank,
        rank=rank,
        published=facts.published,
        filed=facts.filed,
        date_used=facts.date_used,
        link="",
        passages=shown,
        priority=facts.priority,
    )


def unknown_question(topic: Topic, index: SearchIndex, draw: random.Random) -> str:
    """The topic's text with every content word replaced by a word that no document of `index` holds, each always by the same one.

    Function words and punctuation stay, so that it reads as a question; numbers go, they may stand anywhere. Empty where no such words come about.
    """
    text = re.sub(r"\d+", "", topic.text[:_LONGEST].rsplit(" ", 1)[0] if len(topic.text) > _LONGEST else topic.text)
    wanted = list(dict.fromkeys(w.casefold() for w in _WORD.findall(text) if w.casefold() not in FUNCTION_WORDS))
    made = _unheard(len(wanted), index, draw)
    if len(made) < len(wanted) or not wanted:
        return ""
    new: Mapping[str, str] = dict(zip(wanted, made, strict=True))
    kept = _WORD.sub(lambda m: new.get(m[0].casefold(), m[0]), text)
    return " ".join(kept.split())


def _unheard(count: int, index: SearchIndex, draw: random.Random) -> list[str]:
    """`count` words of three or four syllables that stand in no document."""
    words: list[str] = []
    for _ in range(_TRIES):
        drawn = ["".join(draw.choices(_SYLLABLES, k=draw.choice((3, 4)))) for _ in range(count - len(words))]
        fresh = [w for w in dict.fromkeys(drawn) if w not in words]
        frequencies = index.document_frequency(fresh)[0] if fresh else []
        words += [w for w, n in zip(fresh, frequencies, strict=True) if n == 0]
        if len(words) == count:
            break
    return words
