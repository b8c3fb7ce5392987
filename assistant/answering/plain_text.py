"""A model's words made harmless to show: no addresses, markup, control characters or reordered script.

A door still escapes what it draws; this keeps a model from smuggling a link, an image or a right-to-left override through any door.
"""

from __future__ import annotations

import re
import unicodedata

_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\s*\((?:[^()]|\([^()]*\))*\)")
_REFERENCE_LINK = re.compile(r"!?\[([^\[\]]+)\]\s*\[[^\[\]]*\]")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>?")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:/{2,}|\bwww\.|\b(?:javascript|data|mailto|vbscript|file|tel):|(?<![:/\w])//(?=\w))[^\s<>\"']*", re.IGNORECASE
)
_MARKUP = re.compile(r"[`*]+|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|^\s*(?:#{1,6}|>+|[-+])\s+|~~|\|\|")


def plain_text(text: str) -> str:
    """`text` on one line as NFC, without addresses, HTML, markdown, control, format and private-use characters; may be empty."""
    kept = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text) if c.isspace() or _visible(c))
    before = None
    while before != kept:  # taking one thing out must not put another together
        before = kept
        kept = _IMAGE_OR_LINK.sub(r"\1", kept)
        kept = _REFERENCE_LINK.sub(r"\1", kept)
        kept = _TAG.sub(" ", kept)
        kept = _ADDRESS.sub(" ", kept)
        kept = _MARKUP.sub("", kept)
        kept = " ".join(kept.split())
    return kept


def _visible(character: str) -> bool:
    """False for control, format (zero width, bidi), surrogate, private-use and unassigned code points."""
    return not unicodedata.category(character).startswith("C")
