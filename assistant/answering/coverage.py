"""What the case asks for and the documents searched do not hold, said plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.typography import words
from assistant.answering.vocabulary import ASKING, content
from assistant.answering.word_forms import word_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Evidence, SearchResult
    from indexing.model import Case
    from indexing.protocols import SearchIndex

_SPOKEN_OF = 0.5
"""The share of a feature's words that one piece of text must hold to speak of it."""
_LONGEST = 160
_WORD = 3


def not_found(case: Case, result: SearchResult, index: SearchIndex, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """What is "not found in the documents searched": never "does not exist".

    Without evidence, the case as a whole. Else each feature of the plan of which no passage of the documents found holds half the words,
    and each word of a question that no document of the index holds in any of its forms; verbs that any question has are none of it.
    """
    if not evidence:
        return (_said(case.text),)
    texts = [set(content(p.text)) for hit in result.hits for p in hit.passages] + [set(content(e.text)) for e in evidence]
    features = dict.fromkeys(q.feature for q in result.plan.queries if q.feature and q.feature != case.text)
    missing = [f for f in features if (wanted := set(content(f))) and not any(len(wanted & held) >= _SPOKEN_OF * len(wanted) for held in texts)]
    return tuple(map(_said, [*missing, *_unknown_words(case, index)]))


def _unknown_words(case: Case, index: SearchIndex) -> list[str]:
    """The words of a question that stand in no document at all, in order; a long case is not looked through, its slips of the pen would be listed."""
    if case.kind != "question":
        return []
    asked = [w for w in dict.fromkeys(words(case.text)) if w not in ASKING and content(w) and len(w) >= _WORD and w.isalpha()]
    forms = {w: word_forms(w) for w in asked}
    flat = sorted({form for every in forms.values() for form in every})
    frequencies, documents = index.document_frequency(flat) if flat else ([], 0)
    held = {form for form, n in zip(flat, frequencies, strict=True) if n}
    return [w for w in asked if documents and not forms[w] & held]


def _said(what: str) -> str:
    what = " ".join(what.split())
    what = what if len(what) <= _LONGEST else what[: _LONGEST + 1].rpartition(" ")[0] + " …"
    return f"not found in the documents searched: {what}"
