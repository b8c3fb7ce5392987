"""US patent documents in SGML made into XML that a strict parser takes: a tolerant reading of the tags of ST.32, line by line the same.

What SGML leaves out is put in: the end of empty elements (`<EMI …>`, `<CITED-BY-EXAMINER>`), quotes around attributes, ends of elements that
an outer one's end or the next of the same kind implies. Comments, processing instructions and the DOCTYPE with its entity declarations go;
marked sections are text. An end without a beginning is dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexing.errors import InputError
from indexing.formats.decoding import decoded
from indexing.formats.entities import resolve
from indexing.formats.markup import unknown_entities
from indexing.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

_EMPTY_NAMES = """
B221US B473US B597US CHEMCDX CHEMMOL CITED-BY-EXAMINER CITED-BY-OTHER CRF CUSTOM-CHARACTER DEL-E DEL-S DFREF EMI EMR FOR INS-E INS-S LSTREF
MATHEMATICA PAREF SEQREF TBLREF COLSPEC SPANSPEC NONE MSPACE MPRESCRIPTS MALIGNGROUP MALIGNMARK SEP
"""
_EMPTY = frozenset(_EMPTY_NAMES.split())
"""Elements without content in the DTDs of US grants (2.4), CALS tables and MathML 1."""
_SMALL_NAMES = """
table tgroup colspec spanspec thead tfoot tbody row entry title
math mi mn mo mtext mspace ms mrow mfrac msqrt mroot mstyle merror mpadded mphantom mfenced msub msup msubsup munder mover munderover
mmultiscripts mprescripts none mtable mtr mlabeledtr mtd maligngroup malignmark maction sep
"""
_SMALL = frozenset(_SMALL_NAMES.split())
"""Elements of CALS tables and of MathML, which are written in small letters; those of ST.32 are written in capitals."""
_ALONE = frozenset({"PARA", "H", "CLM", "B561", "B562", "B721", "B731", "row", "entry"})
"""Elements that never hold one of their own kind, save within `_BETWEEN`: the next one ends the one before."""
_BETWEEN = frozenset({"LI", "DD", "FOO", "CWU", "table", "entry", "TABLE-US"})
_ROOT = re.compile(r"<PATDOC[\s>]", re.IGNORECASE)
_ROOT_END = re.compile(r"</PATDOC\s*>", re.IGNORECASE)
_TOKEN = re.compile(
    r"<!\[\s*(?:CDATA|RCDATA|IGNORE|INCLUDE)?\s*\[|\]\]>|<![A-Za-z][^>]*>|<\?[^>]*>"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9._:-]*)(?P<rest>(?:\s[^<>]*?)?)/?>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w.:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")


def as_xml(data: bytes, source: str, first_line: int, findings: list[Finding]) -> bytes:
    """The document as well-formed XML in UTF-8. Raises `InputError` (`truncated-sgml`) where its root is never closed.

    A repaired encoding, unknown entities and tags that had to be mended are added to `findings`.
    """
    text, repaired = decoded(data)
    where = f"{source}:{first_line}"
    if repaired:
        findings.append(Finding("encoding-repaired", where, None, repaired))
    text = _without_comments(text)
    root = _ROOT.search(text)
    if not root or not _ROOT_END.search(text, root.end()):
        line = first_line + text.rstrip().count("\n")
        raise InputError("the document ends in the middle", "fetch the file again", source=source, line=line, code="truncated-sgml")
    writer = _Writer()
    writer.text(text[: root.start()])
    at = root.start()
    for token in _TOKEN.finditer(text, at):
        writer.text(text[at : token.start()])
        writer.token(token)
        at = token.end()
    writer.text(text[at:])
    writer.close_all()
    if writer.mended:
        findings.append(Finding("markup-repaired", where, None, ", ".join(dict.fromkeys(writer.mended))[:200]))
    markup, unknown = resolve("".join(writer.out).encode(), stray=True, escape=True)
    findings += unknown_entities(unknown, where)
    return markup


def _without_comments(text: str) -> str:
    """`text` with the line ends of its comments alone; one that is never closed is no comment."""
    parts: list[str] = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        parts += [text[at:begin], "\n" * text.count("\n", begin, end)]
        at = end + 3
    return "".join([*parts, text[at:]])


class _Writer:
    """Writes tokens as XML and keeps the elements that are open."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.mended: list[str] = []
        self._open: list[str] = []
        self._closed = False

    def text(self, text: str) -> None:
        """Character data; outside the root only its line ends are kept."""
        if not self._open:
            self.out.append("\n" * text.count("\n"))
        else:
            self.out.append(text.replace("<", "&lt;").replace(">", "&gt;"))

    def token(self, token: re.Match[str]) -> None:
        name = token["name"]
        if name is None or (self._closed and not self._open):
            self.out.append("\n" * token[0].count("\n"))
        elif token["end"]:
            self._end(_named(name))
        else:
            self._start(_named(name), token["rest"] or "", token[0])

    def _start(self, name: str, rest: str, token: str) -> None:
        self._imply(name)
        attributes = "".join(_attributes(rest, name in _SMALL))
        lines = "\n" * (token.count("\n") - attributes.count("\n"))
        if name.upper() in _EMPTY or token.endswith("/>"):
            self.out.append(f"<{name}{attributes}{lines}/>")
        else:
            self.out.append(f"<{name}{attributes}{lines}>")
            self._open.append(name)

    def _end(self, name: str) -> None:
        if name.upper() in _EMPTY:
            return
        if name not in self._open:
            self.mended.append(f"</{name}> without beginning")
            return
        while (last := self._open.pop()) != name:
            self.mended.append(f"<{last}> without end")
            self.out.append(f"</{last}>")
        self.out.append(f"</{name}>")
        self._closed = not self._open

    def _imply(self, name: str) -> None:
        """End the one before of a kind that does not hold itself."""
        if name not in _ALONE or name not in self._open:
            return
        at = len(self._open) - 1 - self._open[::-1].index(name)
        if not _BETWEEN.intersection(self._open[at + 1 :]):
            while len(self._open) > at:
                last = self._open.pop()
                self.mended.append(f"<{last}> without end")
                self.out.append(f"</{last}>")

    def close_all(self) -> None:
        while self._open:
            self.out.append(f"</{self._open.pop()}>")


def _named(name: str) -> str:
    """The name as XML versions write it, whatever its case here."""
    return small if (small := name.lower()) in _SMALL else name.upper()


def _attributes(rest: str, small: bool) -> Iterator[str]:
    """` NAME="value"` of each attribute, once, in the case that its element's have."""
    seen: set[str] = set()
    for match in _ATTRIBUTE.finditer(rest):
        name = match[1].lower() if small else match[1].upper()
        if name not in seen:
            seen.add(name)
            value = next(v for v in match.groups()[1:] if v is not None)
            yield f' {name}="{value.replace("<", "&lt;").replace(">", "&gt;").replace(chr(34), "&quot;")}"'
