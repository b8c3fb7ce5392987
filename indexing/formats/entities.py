"""Named characters of old files: what `&thgr;` stands for, from a table that is part of the program. Nothing is ever fetched.

The names are those of HTML 5 (which holds most of ISO 8879's sets), of the Greek sets of ISO 8879 that it lacks (ISOgrk1, ISOgrk2, ISOgrk4),
of the older MathML sets, and the US patent office's own (polymer brackets, solid circles).
"""

from __future__ import annotations

import re
from html.entities import html5

_GREEK_NAMES = "a b g d e z ee th i k l m n x o p r s t u ph kh ps oh"
_GREEK = dict(zip(_GREEK_NAMES.split(), "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
_CAPITALS = {"ee": "EE", "th": "TH", "ph": "PH", "kh": "KH", "ps": "PS", "oh": "OH"}
_ACCENTED = {
    "aacgr": "ά", "Aacgr": "Ά", "eacgr": "έ", "Eacgr": "Έ", "eeacgr": "ή", "EEacgr": "Ή", "idigr": "ϊ", "Idigr": "Ϊ", "iacgr": "ί",
    "Iacgr": "Ί", "idiagr": "ΐ", "oacgr": "ό", "Oacgr": "Ό", "udigr": "ϋ", "Udigr": "Ϋ", "uacgr": "ύ", "Uacgr": "Ύ", "udiagr": "ΰ",
    "ohacgr": "ώ", "OHacgr": "Ώ", "sfgr": "ς",
}  # fmt: skip
_BOLD = (
    "alpha beta gamma delta epsi zeta eta thetav iota kappa lambda mu nu xi pi rho sigma tau upsi phiv chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsi Phi Psi Omega epsiv gammad kappav piv rhov sigmav"
)
_OLDER = {
    "ang90": "∟", "jnodot": "ȷ", "epsis": "ϵ", "phis": "φ", "thetas": "θ", "iinte": "∫", "vprime": "′", "larr2": "⇇", "rarr2": "⇉",
    "uarr2": "⇈", "darr2": "⇊", "lrarr2": "⇆", "rlarr2": "⇄", "lrhar2": "⇋", "rlhar2": "⇌", "drarr": "↘", "dlarr": "↙", "lAarr": "⇚",
    "rAarr": "⇛", "pgr": "π", "loarr": "⇽", "mrf": "",
}  # fmt: skip
_OFFICE = {
    "Parenopenst": "(", "Parenclosest": ")", "Brketopenst": "[", "Brketclosest": "]", "Circlesolid": "●", "Asteriskpseud": "*",
    "AutoLeftMatch": "", "AutoRightMatch": "", "LeftBracketingBar": "|", "RightBracketingBar": "|",
    "LeftDoubleBracketingBar": "‖", "RightDoubleBracketingBar": "‖",
    # invisible on paper: a formula's typesetting only
    "af": "", "it": "", "ic": "", "ApplyFunction": "", "InvisibleTimes": "", "InvisibleComma": "", "NoBreak": "", "ZeroWidthSpace": "",
    "blank": " ", "shy": "", "IndentingNewLine": " ", "MediumSpace": " ",
}  # fmt: skip
_KNOWN: dict[str, str] = (
    {name[:-1]: text for name, text in html5.items() if name.endswith(";")}
    | {f"{name}gr": letter for name, letter in _GREEK.items()}
    | {f"{_CAPITALS.get(name, name.upper())}gr": letter.upper() for name, letter in _GREEK.items()}
    | {f"b.{name}": html5[f"{name};"] for name in _BOLD.split()}
    | _ACCENTED
    | _OLDER
    | _OFFICE
)  # fmt: skip
_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_REFERENCE = re.compile(rb"&([A-Za-z][A-Za-z0-9.]{0,31});")
_STRAY = re.compile(rb"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9.]{0,31};)")


def character(name: str) -> str | None:
    """What the entity `name` stands for (it may be nothing, for marks that are not printed); None where nobody knows.

    Some files write all names in capitals (`UUML`, `AGR`, `MDASH`): the capital letter is meant where there is one.
    """
    if name in _KNOWN:
        return _KNOWN[name]
    if not name.isupper():
        return None
    return _KNOWN.get(name.capitalize(), _KNOWN.get(name.lower()))


def resolve(markup: bytes, *, stray: bool = False, escape: bool = False) -> tuple[bytes, tuple[str, ...]]:
    """`markup` with numeric references instead of the known names, and the names nobody knows, each once, in order.

    Lines stay as they are; the five names of XML and unknown ones are left alone. With `stray`, an ampersand that begins no reference is escaped,
    with `escape` that of an unknown name, so that it is read as it is written.
    The bytes may be in any encoding that extends ASCII.
    """
    unknown: dict[str, None] = {}

    def known(match: re.Match[bytes]) -> bytes:
        if match[1] in _XML:
            return match[0]
        text = character(match[1].decode())
        if text is None:
            unknown[match[1].decode()] = None
            return b"&amp;" + match[0][1:] if escape else match[0]
        return b"".join(b"&#%d;" % ord(c) for c in text)

    if b"&" not in markup:
        return markup, ()
    if stray:
        markup = _STRAY.sub(b"&amp;", markup)
    return _REFERENCE.sub(known, markup), tuple(unknown)
