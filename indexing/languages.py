"""The language of each part of a document, detected where the source does not say. Owns py3langid (Lui and Baldwin 2012).

A part is a title, an abstract, the claims, or the description. What is too short to tell, or not told with confidence, takes the language of
the document; what nothing tells stays None. The answer depends on the text alone.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexing.model import Claim, Paragraph, Patent, Text

Part = TypeVar("Part", "Text", "Claim", "Paragraph")
_OFFICIAL = """
ar be bg bs ca cs da de el en es et fa fi fr he hr hu hy id is it ja ka kk ko lt lv mk mn ms nl no pl pt ro ru sk sl sq sr sv ta th tr uk uz
vi zh
"""
OFFICIAL = tuple(_OFFICIAL.split())
"""The languages (ISO 639-1) that patent offices publish in; others are never detected."""
_SAMPLE = 600
"""So many code points are looked at: enough to be sure, and a small part of what encoding them costs."""
_LEAST_LETTERS = 20
_SURE = 0.7
_LETTER = re.compile(r"[^\W\d_]")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSE_LEAST = 4


def detect(text: str) -> str | None:
    """The language of `text` (ISO 639-1), None where it is too short or not told with confidence."""
    sample = text[:_SAMPLE]
    least = _DENSE_LEAST if _DENSE.search(sample) else _LEAST_LETTERS
    if len(_LETTER.findall(sample)) < least:
        return None
    language, confidence = _identifier().classify(sample)
    return str(language) if float(confidence) >= _SURE else None


@functools.cache
def _identifier() -> Any:  # noqa: ANN401 - the vendor's class, which has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(OFFICIAL)
    return identifier


def with_languages(patent: Patent) -> Patent:
    """`patent` with the language of every part that lacks one, and its own where it has none."""
    groups: tuple[Sequence[Text | Claim | Paragraph], ...] = (patent.abstracts, patent.claims, patent.description, patent.titles)
    if patent.language and all(part.language for group in groups for part in group):
        return patent
    found = [detect(_sample(group)) for group in groups]
    said = next((part.language for group in groups for part in group if part.language), None)
    own = patent.language or said or next(filter(None, found), None)
    abstracts, claims, description, titles = (language or own for language in found)
    return replace(
        patent,
        language=own,
        titles=_filled(patent.titles, titles),
        abstracts=_filled(patent.abstracts, abstracts),
        claims=_filled(patent.claims, claims),
        description=_filled(patent.description, description),
    )


def _sample(parts: Iterable[Text | Claim | Paragraph]) -> str:
    """The beginning of the parts whose language nobody has said."""
    pieces: list[str] = []
    length = 0
    for part in parts:
        if part.language is None:
            pieces.append(part.text[:_SAMPLE])
            length += len(pieces[-1])
            if length >= _SAMPLE:
                break
    return "\n".join(pieces)


def _filled(parts: tuple[Part, ...], language: str | None) -> tuple[Part, ...]:
    return tuple(part if part.language else replace(part, language=language) for part in parts)
