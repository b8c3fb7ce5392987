"""Text as every reader hands it on: real characters instead of references, no control characters, tidy white space; nothing else is touched."""

from __future__ import annotations

import html
import re

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t\xa0\u2000-\u200a\u202f\u205f\u3000"
_UNWANTED = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff"
_SURROGATES = "\ud800-\udfff"
_ODD = re.compile(f"[{_LINE_ENDS}{_SPACES}{_UNWANTED}{_SURROGATES}]")
_MENDS = (
    (re.compile(f"[{_LINE_ENDS}]"), "\n"),
    (re.compile(f"[{_SPACES}]"), " "),
    (re.compile(f"[{_UNWANTED}]+"), ""),
    (re.compile(f"[{_SURROGATES}]"), "\ufffd"),
)
_BLANKS = re.compile(" {2,}")
_AROUND_LINE = re.compile(" *\n *")
_MANY_LINES = re.compile("\n{3,}")


def clean(text: str) -> str:
    """`text` with line ends as newlines, single spaces, at most one empty line in a row, and no white space at its ends.

    It sees every character of a collection: what is rare is looked for once, and mended only where it is found.
    """
    if "&" in text:
        text = _REFERENCE.sub(lambda m: html.unescape(m[0]), text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ODD.search(text):
        for odd, instead in _MENDS:
            text = odd.sub(instead, text)
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    if " \n" in text or "\n " in text:
        text = _AROUND_LINE.sub("\n", text)
    if "\n\n\n" in text:
        text = _MANY_LINES.sub("\n\n", text)
    return text.strip()


def one_line(text: str) -> str:
    """`clean`, with every run of white space a single space: titles, abstracts, names."""
    return " ".join(clean(text).split())


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`: parted by empty lines where there are any, else by lines; none is empty."""
    tidy = clean(text)
    parts = tidy.split("\n\n") if "\n\n" in tidy else tidy.split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()]
