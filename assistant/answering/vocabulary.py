"""Which words of a text carry its meaning, and how much each weighs in an index."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from assistant.answering.typography import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexing.protocols import SearchIndex

_FUNCTION_WORDS = """
a about above after again all along also although am among an and any are around as at away back be because been before being below between both
but by can could did do does doing down during each either else ever every few for from further get give given had has have having he her here
him his how however i if in into is it its itself just less let like made make many may me might more most much must my near of off often on once
one only onto or other others our out over own per please same say see several shall she should since so some such than that the their them then
there thereby therefore therein thereof these they this those though through thus to too toward towards under until up upon us use used uses
using via very was we well were what when where whereas whereby wherein which while who whom whose why will with within would yes you your said
comprise comprises comprised comprising include includes included including consist consists consisting et al
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""English words that say how a sentence is built, not what it is about; negations are left out on purpose, they are about something."""

_TALK = """
according describe described describes describing description disclose disclosed discloses disclosing disclosure document documents embodiment
embodiments example feature features find found herein invention inventions invented know known mention mentions mentioned patent patents passage
present prior art provide provided provides providing publication reference relate related relates relating show shown shows state states stated
statement teach teaches teaching text preferably preferred wherein thing things kind kinds type types way ways there tell question
"""
TALK = frozenset(_TALK.split())
"""Words about documents and inventions as such."""

_ASKING = """
against easy easier easily easiest give gives giving gave help helps helping helped work works working worked make makes making allow allows allowing
allowed enable enables enabled enabling ensure ensures ensured ensuring achieve achieves achieved achieving perform performs performed performing
happen happens become becomes obtain obtained need needs needed want wants wanted permit permits permitted cause causes caused go goes going went come
comes take takes taken taking put puts keep keeps kept keeping mean means way ways possible best good better without whether please anything something
anyone someone everything explain explains explained explaining list compare search look looking concerning regarding especially usually
"""
ASKING = frozenset(_ASKING.split())
"""Words that questions are made with; they tell no passage from another and are never reported as not found."""

_NEGATIONS = """
not no never without none neither nor cannot non absent absence lack lacks lacking unable fail fails failing nothing nowhere hardly avoid avoids
avoiding avoided prevent prevents preventing prevented
"""
NEGATIONS = frozenset(_NEGATIONS.split())
"""Words that turn a sentence round."""

_ENDINGS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[a-z])(?<![ae])ies$", "y"),
        (r"(?<=[a-z]{2}[sxzh])es$", ""),
        (r"(?<=[a-z]{2}[^su\W\d])s$", ""),
        (r"(?<=[a-z]{3})(?:ing|ed)$", ""),
        (r"(?<=[a-z]{2})([bdgmnprt])\1$", r"\1"),
        (r"(?<=[a-z]{4})e$", ""),
    )
]

_LONGEST_CASE = 60


def stem(word: str) -> str:
    """`word` without plural, -ed, -ing and possessive endings, and without a final e: enough to hold a paraphrase against its source.

    The plural rules are the S-stemmer of Harman (1991), How effective is suffixing?; the rest strips only where three letters stay.
    """
    word = word.removesuffix("'s").removesuffix("'")
    for pattern, replacement in _ENDINGS:
        word = pattern.sub(replacement, word)
    return word


def content(text: str) -> list[str]:
    """The stems of the words of `text` that carry meaning, in order, repeated ones included."""
    return [stem(w) for w in words(text) if w not in FUNCTION_WORDS and w not in TALK and (len(w) > 1 or not w.isascii())]


def weights(texts: Iterable[str], index: SearchIndex) -> dict[str, float]:
    """The terms of a case by stem, each weighted by how rare it is in `index` (idf as in BM25, Robertson and Spärck Jones) and, in a long case, how
    often it stands there; the 60 heaviest. A term that no document holds gets no weight: nothing here can speak to it.
    """
    surface: dict[str, str] = {}
    count: Counter[str] = Counter()
    for text in texts:
        for word in words(text):
            if word in ASKING:
                continue
            for key in content(word):
                surface.setdefault(key, word)
                count[key] += 1
    if not surface:
        return {}
    keys = sorted(surface)
    frequencies, documents = index.document_frequency([surface[k] for k in keys])
    weighed = {
        k: math.log(1 + (documents - n + 0.5) / (n + 0.5)) * (1 + math.log(count[k]))
        for k, n in zip(keys, frequencies, strict=True)
        if 0 < n <= documents
    }
    return dict(sorted(weighed.items(), key=lambda item: (-item[1], item[0]))[:_LONGEST_CASE])


def overlap(text: str, terms: Mapping[str, float]) -> float:
    """The weight of those of `terms` that stand in `text`, each counted once."""
    present = set(content(text))
    return sum(weight for term, weight in terms.items() if term in present)
