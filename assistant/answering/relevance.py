"""How much each sentence speaks to a case: by its rare words and by its meaning, in the context of its document's title."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from assistant.answering.vocabulary import content
from indexing.errors import PriorArtError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexing.protocols import SearchIndex

ENCODED = 50
"""So many sentences, those with the most of the case's words, are compared by meaning: under a second on two cores."""
_CACHED = 4096
_vectors: OrderedDict[tuple[str, str], tuple[float, ...]] = OrderedDict()
_lock = threading.Lock()


def relevance(asked: str, candidates: Sequence[tuple[str, str]], terms: Mapping[str, float], index: SearchIndex, meaning: float) -> list[float]:
    """A score of at most 1 for each (title, sentence): `meaning` times the cosine with `asked` plus the rest times the share of `terms` held.

    A term counts less the more candidates hold it (what all of them say tells them apart no more), and the title speaks for its sentences: in
    "the switch is pressed when the grip is held" nobody names the hair dryer. The cosine is the mean of the sentence's own and that with the
    title. Sentences beyond the first `ENCODED` by words have none. By words alone where the embedder fails. The same input, the same scores.
    """
    held = [set(content(f"{title}. {sentence}")) for title, sentence in candidates]
    telling = {t: w * (1 - sum(t in h for h in held) / (len(held) + 1)) for t, w in terms.items()}
    total = math.fsum(telling.values()) or 1.0
    shares = [math.fsum(w for t, w in telling.items() if t in h) / total for h in held]
    order = sorted(range(len(candidates)), key=lambda i: (-round(shares[i], 9), i))[:ENCODED]
    try:
        cosines = _cosines(asked, [candidates[i] for i in order], index) if meaning else []
    except (PriorArtError, OSError):
        return shares
    by_meaning = dict(zip(order, cosines, strict=False))
    return [meaning * by_meaning.get(i, 0.0) + (1 - meaning) * share for i, share in enumerate(shares)]


def _cosines(asked: str, candidates: Sequence[tuple[str, str]], index: SearchIndex) -> list[float]:
    texts = [asked, *(text for title, sentence in candidates for text in (sentence, f"{title}. {sentence}"))]
    question, *vectors = _encoded(texts, index)
    cosines = [max(0.0, math.fsum(a * b for a, b in zip(question, vector, strict=True))) for vector in vectors]
    return [(own + titled) / 2 for own, titled in zip(cosines[::2], cosines[1::2], strict=True)]


def _encoded(texts: Sequence[str], index: SearchIndex) -> list[tuple[float, ...]]:
    """The vectors of `texts`; those of late are remembered, since a conversation comes back to the same documents."""
    keys = [(index.embedder_identity, text) for text in texts]
    with _lock:
        known = {key: _vectors[key] for key in keys if key in _vectors}
    missing = [key for key in dict.fromkeys(keys) if key not in known]
    if missing:
        known |= zip(missing, index.encode([text for _, text in missing]), strict=True)
    with _lock:
        for key in dict.fromkeys(keys):
            _vectors[key] = known[key]
            _vectors.move_to_end(key)
        while len(_vectors) > _CACHED:
            _vectors.popitem(last=False)
    return [known[key] for key in keys]
