"""How text of each language becomes terms: which analyser serves which language, and the terms of scripts that write no spaces.

Chinese, Japanese and Korean text becomes overlapping pairs of characters (bigrams), as Lucene's CJK analysis does: no dictionary, the same on
every machine, and a word of two characters or more is found wherever it stands. Pairs follow one another in position, so phrases hold.
"""

from __future__ import annotations

import re
import unicodedata

ANALYSER = "languages-2"
"""Names how text becomes terms; an index made with another one is of another format."""
STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
"""Stemmers by language (ISO 639-1): those of Snowball that the word engine carries."""
CJK, PLAIN, DEFAULT = "cjk", "plain", "en"
"""The analysers of Chinese, Japanese and Korean, of languages without a stemmer, and of text whose language nobody knows."""
_ALSO = {"nb": "no", "nn": "no", "zh": CJK, "ja": CJK, "ko": CJK}
# Unicode blocks: radicals, ideographic marks, kana, unified ideographs with extension A, Hangul, compatibility, the supplementary planes
_CJK = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3031-\u3035\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_CJK}]+")


def analyser_of(language: str | None) -> str:
    """The name of the analyser that serves a language (ISO 639, with or without a region)."""
    if not language:
        return DEFAULT
    code = language.lower().replace("_", "-").partition("-")[0]
    return _ALSO.get(code) or (code if code in STEMMERS else PLAIN)


def cjk_terms(text: str) -> str:
    """`text` with its runs of Chinese, Japanese or Korean characters as pairs parted by blanks; full-width forms are made plain.

    A character that stands alone stays alone; all else is left as it is.
    """
    return _RUN.sub(_pairs, unicodedata.normalize("NFKC", text))


def is_cjk(text: str) -> bool:
    """Whether `text` is all of characters that are written without spaces between words."""
    return _RUN.fullmatch(text) is not None


def _pairs(match: re.Match[str]) -> str:
    run = match[0]
    return f" {' '.join(run[i : i + 2] for i in range(max(1, len(run) - 1)))} "
