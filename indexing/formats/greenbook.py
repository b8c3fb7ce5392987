"""US Greenbook text (APS, 1976 to 2001): its lines as sections of tagged values, and its codes for characters (`.alpha.`, `H.sub.2 O`) as text.

A line is a four-letter section (`PATN`, `INVT`, `BSUM`), a three-letter tag and its value from column 6 on (`TTL  Golf glove`), or the
continuation of the value above (five spaces or more). Codes stand between full stops; a subscript or superscript ends with a space, a comma, a
full stop, a bracket or the next code. Source: Patent Full Text/APS (Green Book) documentation of the United States patent office.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexing.formats.entities import character

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECTIONS = "PATN INVT ASSG PRIR REIS RLAP CLAS UREF FREF OREF LREP PCTA ABST GOVT PARN BSUM DRWD DETD CLMS DCLM"
SECTIONS = frozenset(_SECTIONS.split())
_TAG = re.compile(r"([A-Z][A-Z0-9]{2})(?: {1,2}|\Z)(.*)")
_RULE = re.compile(r"[\s_=-]*")
_COLUMNS = re.compile(r" {3,}")


@dataclass(frozen=True, slots=True)
class Value:
    """A tag, its lines as they are (tables need their columns) and the line of the record it begins on, from 0."""

    tag: str
    lines: list[str]
    line: int

    @property
    def text(self) -> str:
        """The lines as running text."""
        return " ".join(part for line in self.lines if (part := line.strip()))


@dataclass(frozen=True, slots=True)
class Section:
    """A section and its values in order."""

    name: str
    values: list[Value] = field(default_factory=list)

    def get(self, tag: str) -> str:
        """The first value of `tag`; empty where there is none."""
        return next((v.text for v in self.values if v.tag == tag), "")

    def all(self, *tags: str) -> Iterator[str]:
        """Every value of the tags, in order."""
        return (v.text for v in self.values if v.tag in tags)


def sections(text: str) -> list[Section]:
    """The sections of one record, in order. Lines before the first section belong to none and are left out; so are blank ones."""
    found: list[Section] = []
    for number, line in enumerate(text.split("\n")):
        bare = line.rstrip()
        if bare in SECTIONS:
            found.append(Section(bare))
        elif not found or not bare:
            continue
        elif match := _TAG.fullmatch(bare):
            found[-1].values.append(Value(match[1], [match[2]], number))
        elif found[-1].values:
            found[-1].values[-1].lines.append(bare)
        elif bare.startswith(" "):  # a heading whose tag is missing
            found[-1].values.append(Value("PAC" if bare.isupper() else "PAR", [bare], number))
    return found


def table_text(lines: list[str]) -> str:
    """A table's rows on lines of their own, what stands three spaces apart as cells parted by ` | `; rules left out."""
    kept = (line.strip() for line in lines if not _RULE.fullmatch(line))
    return "\n".join(" | ".join(" ".join(decode(cell).split()) for cell in _COLUMNS.split(line)) for line in kept)


# ---------------------------------------------------------------- characters

_CODES = {
    "TM": "™", "SM": "℠", "RTM": "®", "COPYRG": "©", "rarw": "←", "larw": "←", "fwdarw": "→", "uparw": "↑", "dwnarw": "↓", "ltoreq": "≤",
    "gtoreq": "≥", "lmtoreq": "≤", "lmorsim": "≲", "ltorsim": "≲", "gtorsim": "≳", "about": "∼", "apprxeq": "≈", "approxeq": "≈",
    "apprxlt": "≲", "apprxgt": "≳", "congruent": "≅", "noteq": "≠", "ident": "≡", "notident": "≢", "perspectiveto": "⌅", "varies": "∝",
    "infin": "∞", "sqroot": "√", "cuberoot": "∛", "fourthroot": "∜", "intg": "∫", "differential": "∂", "gradient": "∇", "increment": "∆",
    "multidot": "·", "cndot": "•", "vertline": "|", "parallel": "∥", "perp": "⊥", "angle": "∠", "degree": "°", "ang": "å", "ANG": "Å",
    "cent": "¢", "permill": "‰", "andgate": "∩", "orgate": "∪", "thrfore": "∴", "because": "∵", "sym": "⊕", "crclbar": "⊖", "apprch": "≐",
    "male": "♂", "female": "♀", "dbd": "=", "tbd": "≡", "quadbond": "≣", "guadbond": "≣", "revreaction": "⇌", "reveaction": "⇌", "sctn": "§",
    "quadrature": "□", "smallcircle": "○", "largecircle": "◯", "circle": "◯", "dottedcircle": "◌", "circleincircle": "◎",
    "lhalfcircle": "◐", "rhalfcircle": "◑", "solthalfcircle": "◓", "solbhalfcircle": "◒", "prime": "′", "dblprime": "″", "dblquote": '"',
    "music-sharp": "♯", "music-flat": "♭", "music-natural": "♮", "hoarfrost": "⊔", "function": "ƒ", "notlessthan": "≮",
    "notgreaterthan": "≯", "times": "×", "div": "÷", "gamma": "γ", "GAMMA": "Γ", "THETA": "Θ", "En": "–", "Em": "—", "0": "∅", "+-": "±",
    "-+": "∓", "[": "[", "]": "]", "Iadd": "", "Iaddend": "", "diamond": "◇", "square": "□", "triangle": "△", "star": "☆", "box": "□",
    "circle-solid": "●", "hslash": "ℏ", "sigma": "σ", "upsilon": "υ", "Badd": "", "Baddend": "", "omicron": "ο", "rect-ver-solid": "▮",
    "rect-hor-solid": "▬", "box-solid": "■", "tangle-solidup": "▲", "tangle-soliddn": "▼", "diamond-solid": "◆", "gthorsim": "≳",
    "lthorsim": "≲", "gtoreqslant": "⩾", "ltoreqslant": "⩽", "not <": "≮", "not >": "≯", "4th root": "∜", "dotthalfcircle": "◠",
    "dotbhalfcircle": "◡", "epsilon": "ε", "nabla": "∇", "check-mark": "✓", "OMEGA": "Ω", "mu": "μ", "MU": "Μ",
}  # fmt: skip
"""Codes by name, without their full stops. `.[.` and `.].` enclose what a reissue takes out, `.Iadd.` and `.Iaddend.` what it adds."""
_LETTERS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega"
_GREEK = frozenset(_LETTERS.split())
_CODE = re.compile(r"\.(0|\+-|-\+|\[|\]|not [<>]|4th root|[A-Za-z][A-Za-z-]{1,18})\.")
_LEVEL = re.compile(r"\.(su[bp]|s[bp]s[bp])\.")
_LEVEL_ENDS = re.compile(r"[ ,;)]|\.(?:su[bp]|s[bp]s[bp])\.|\.(?=\s|\Z)")
_EXPONENT = re.compile(r"[-+]?\d")
_ELEMENT = re.compile(r"(?:A[cglrstu]|B[aeir]?|C[adelorsu]?|D[y]?|E[ru]|F[er]?|G[ade]|H[fgo]?|I[nr]?|K|L[aiu]|M[gno]|N[abdi]?|O[s]?|P[bdtr]?|R[behu]"
                      r"|S[bceimnr]?|T[aehil]|U|V|W|Xe|Y[b]?|Z[nr]|R|X|Ph|Me|Et)(?=[.()\[\],;:\s-]|[A-Z]|\Z)")  # fmt: skip
_WORDS = re.compile(r"(?:A[st]|I[n]?|N|H|B|C|K|P|S|U|V|W|Y|R|X|F)\s|(?:As|In|No|He|I)\b(?!\.s)")
_IMAGE = re.compile(r"##([A-Z]{2,4}\d+)##")


def decode(text: str) -> str:
    """`text` with its codes as characters: `H.sub.2 O` is `H2O`, `10.sup.-3` is `10^-3`, `.beta.` is `β`. Names that are no code are left alone."""
    if "." not in text:
        return text
    pieces: list[str] = []
    at = 0
    for match in _LEVEL.finditer(text):
        pieces.append(text[at : match.start()])
        raised = match[1][-1] == "p" and text[match.start() - 1 : match.start()].isdigit() and _EXPONENT.match(text, match.end())
        pieces.append("^" if raised else "")
        at = _within(text, match.end(), pieces)
    pieces.append(text[at:])
    return _CODE.sub(_named, "".join(pieces))


def _within(text: str, at: int, pieces: list[str]) -> int:
    """Write what is raised or lowered, and the blank that ends it only where it parts words: `Fe.sub.2 O.sub.3` is one word."""
    end = _LEVEL_ENDS.search(text, at)
    if end is None or end[0] != " ":
        return at
    pieces.append(text[at : end.start()])
    rest = text[end.end() : end.end() + 20]
    before = "".join(pieces[-4:]).rstrip("0123456789+-^")[-1:]
    chemical = (before.isalpha() or before in ")]") and _ELEMENT.match(rest) and not _WORDS.match(rest)
    return end.end() if chemical else end.start()


def _named(match: re.Match[str]) -> str:
    """The character of a code; the code itself where there is none of that name."""
    name = match[1]
    if name in _CODES:
        return _CODES[name]
    if name.lower() in _GREEK and (name.islower() or name.isupper()):
        return character(name if name.islower() else name.capitalize()) or match[0]
    return match[0]


def without_images(text: str) -> tuple[str, list[str]]:
    """`text` without the marks of its images (`##STR1##`, `##EQU2##`), and the names of those, in order."""
    names = _IMAGE.findall(text)
    return (" ".join(_IMAGE.sub(" ", text).split()), names) if names else (text, names)
