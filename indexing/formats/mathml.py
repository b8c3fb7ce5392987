"""Formulas in MathML as one line of text: `(Φ - Φ_0)/(Φ_∞ - Φ_0) = 1 - exp(- t/τ)`.

Fractions with a stroke, exponents with `^`, indices with `_`; what binds tighter is in brackets where it is more than one token. MathML 1 to 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexing.formats.markup import Element

_TOKENS = frozenset({"mi", "mo", "mn", "mtext", "ms"})
_SCRIPTS = {"msub": "_", "msup": "^", "munder": "_", "mover": "^", "msubsup": "_^", "munderover": "_^"}
_SILENT = frozenset({"annotation", "annotation-xml", "none", "mspace", "mprescripts", "maligngroup", "malignmark", "mphantom", "sep"})
_ACCENTS = {"→": "\u20d7", "˙": "\u0307", "¨": "\u0308", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303"}
_BARS = frozenset("_¯‾ˉ―−-")
_UNSEEN = dict.fromkeys((0x2061, 0x2062, 0x2063, 0x2064))  # function application, invisible times, comma and plus


@dataclass(frozen=True, slots=True)
class Formula:
    """Writes formulas. `local` names an element without its prefix (empty for an entity), `character` says what an entity stands for."""

    local: Callable[[Element], str]
    character: Callable[[Element], str]

    def line(self, item: Element) -> str:
        """The formula below `item` on one line. It recurses as deep as the parser allows, which is 256."""
        name, children = self.local(item), list(item)
        if not name:
            return self.character(item)
        if name in _SILENT:
            return ""
        if name in _TOKENS or not children:
            return self._token(item)
        return self._layout(name, item, [self.line(c) for c in children])

    def _token(self, item: Element) -> str:
        """A token's text, with entities among it and whatever other elements stand in it."""
        parts = [item.text or ""]
        for child in item:
            parts += [self.line(child), child.tail or ""]
        return " ".join("".join(parts).translate(_UNSEEN).split())

    def _layout(self, name: str, item: Element, parts: list[str]) -> str:
        """What an element does with its children's texts; a row of them where it does nothing, or has not as many as it should."""
        line = _row(parts)
        if name in _SCRIPTS and len(parts) == len(_SCRIPTS[name]) + 1:
            line = parts[0]
            for mark, script in zip(_SCRIPTS[name], parts[1:], strict=True):
                line = _script(line, mark, script, name)
        elif name == "mfrac" and len(parts) == 2:  # noqa: PLR2004 - numerator and denominator
            line = f"{_bound(parts[0])}/{_bound(parts[1])}"
        elif name == "msqrt":
            line = f"√{_bound(line)}"
        elif name == "mroot" and len(parts) == 2:  # noqa: PLR2004 - base and index
            line = f"{parts[1]}√{_bound(parts[0])}"
        elif name == "mfenced":
            line = f"{item.get('open', '(')}{(item.get('separators', ',')[:1] + ' ').join(parts)}{item.get('close', ')')}"
        elif name == "mtable":
            line = "; ".join(filter(None, parts))
        elif name in {"mtr", "mlabeledtr"}:
            line = " ".join(filter(None, parts))
        return line


def _script(base: str, mark: str, script: str, name: str) -> str:
    """A base with its index or exponent; a bar or a dot above a letter is a mark on it."""
    if not script:
        return base
    if name == "mover" and (script in _ACCENTS or script in _BARS):
        return base + _ACCENTS.get(script, "\u0304")
    return f"{base}{mark}{_bound(script)}"


def _bound(text: str) -> str:
    """In brackets where it is more than one token and not in brackets already."""
    if len(text) < 2 or text.replace(".", "").isalnum():  # noqa: PLR2004 - one letter or digit
        return text
    return text if text[0] == "(" and _closes(text) == len(text) - 1 else f"({text})"


def _closes(text: str) -> int:
    """Where the bracket that `text` begins with is closed; -1 where it is not."""
    depth = 0
    for n, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return n
    return -1


def _row(parts: list[str]) -> str:
    """Tokens in a row: parted by blanks, save beside brackets and before what follows tightly."""
    line = ""
    for part in filter(None, parts):
        tight = not line or part[0] in ")]}.,;!′″°%" or line[-1] in "([{" or (part[0] in "([" and line[-1].isalnum())
        line += part if tight else f" {part}"
    return line
