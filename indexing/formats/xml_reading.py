"""One XML document of a patent office as a tree of plain names, whatever prefixes, encodings and entities its file was written with.

Files that declare one encoding and are written in another, that use a prefix or a named character which nothing declares, or hold control
characters, are common; they are mended, and what was mended is a finding. Nothing is fetched (see `markup`).
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from indexing.errors import InputError
from indexing.findings import refused
from indexing.formats.markup import local, parse_xml
from indexing.formats.xml_cutting import WRAPPER, wide_encoding
from indexing.model import Finding
from indexing.numbers import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexing.formats.markup import Element
    from indexing.model import Piece, Reading

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9._-]{0,60});")
_OWN = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]*?\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
_PREFIX = re.compile(rb"(?:</?|\s)([A-Za-z_][\w.-]{0,100}):[A-Za-z_][\w.-]*(?=[\s=/>])")
_ROOT = re.compile(rb"<[A-Za-z_][\w.:-]*")
_STRAY = re.compile(rb"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|[A-Za-z_:][\w.:-]{0,100};)")
_BLANKS = re.compile(r"[ \t\r\n]+")
_BROKEN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t\r]*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_LINES = frozenset({"claim-text", "p"})
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x0*(?:[0-8bcBC]|1[0-9a-fA-F]|[eE])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));")


def read_tree(
    piece: Piece, *, names: Mapping[str, str] | None = None, encodings: Sequence[str] = ("cp1252",), layout: bool = False
) -> tuple[Element, list[Finding]]:
    """The root of a piece, with every name local (and translated by `names`), and what had to be mended.

    `encodings` are tried, after UTF-8, where the bytes are not in the declared one. Line ends within text are blanks, as XML's authors mean
    them, unless `layout` says that they part lines. Raises `InputError` (`truncated-xml`, `bad-xml`) with the
    line of the fault in the source.
    """
    findings: list[Finding] = []
    data, found = _encoded(piece.data, encodings)
    if found:
        findings.append(Finding(found[0], piece.where, detail=found[1]))
    data, unknown = _entities(data)
    if unknown:
        findings.append(Finding("unknown-entity", piece.where, detail=", ".join(unknown)))
    try:
        root = parse_xml(data, piece.source, piece.line)
    except InputError:
        mended = _declared_prefixes(_STRAY.sub(b"&amp;", _CONTROL.sub(b"", data)))
        if mended == data:
            raise
        root = parse_xml(mended, piece.source, piece.line)
        findings.append(Finding("markup-repaired", piece.where, detail=_mended(data)))
    plain_names(root, names or {}, layout=layout)
    return (root[0] if root.tag == WRAPPER and len(root) else root), findings


def refusal(piece: Piece, error: InputError) -> Reading:
    """The ledger's words for a piece that could not be parsed, with its number where the start tag says it."""
    where = f"{piece.source}:{error.line}" if error.line else piece.where
    return refused(where, error.code, f"{error.message.partition(': ')[2] or error.message}; {error.hint}", _named(piece.data))


def _named(data: bytes) -> str | None:
    """The publication number in the attributes of a damaged document's start tag."""
    for tag in re.finditer(rb"<[A-Za-z][^<>]{0,4000}>", data[:20_000]):
        parts = dict(re.findall(rb"\s(country|doc-number|docNumber|kind)\s*=\s*[\"']([\w ]{1,20})[\"']", tag[0]))
        printed = parts.get(b"country", b"") + parts.get(b"doc-number", parts.get(b"docNumber", b"")) + parts.get(b"kind", b"")
        number = parse(printed.decode("utf-8", "replace"))
        if number:
            return str(number)
    return None


def _mended(data: bytes) -> str:
    said = (("control characters", _CONTROL.search(data)), ("'&' that begins no reference", _STRAY.search(data)))
    return ", ".join(words for words, found in said if found) or "undeclared prefixes"


def plain_names(root: Element, names: Mapping[str, str], *, layout: bool = False) -> None:
    """Every element and attribute below `root` under its local name, elements and attributes translated by `names` where it has them."""
    for element in list(root.iter()):
        name = local(element)
        if layout and name in _LINES:
            _lines(element)
        _squeeze(element)
        if not name:
            continue
        element.tag = names.get(name, name)
        for key, value in list(element.attrib.items()):
            short = str(key).rpartition("}")[2]
            short = names.get("@" + short, short)
            if short != key:
                del element.attrib[key]
                element.set(short, value)


def _squeeze(element: Element) -> None:
    """Runs of white space as one blank; nothing where a line was broken between two Chinese or Japanese characters."""
    if element.text and "\n" in element.text and local(element) not in {"", "pre", "Pre"}:
        element.text = _BLANKS.sub(" ", _BROKEN.sub("", element.text))
    if element.tail and "\n" in element.tail:
        element.tail = _BLANKS.sub(" ", _BROKEN.sub("", element.tail))


def _lines(element: Element) -> None:
    """The lines of an element's text as `br` elements: OPS parts the limbs of a claim so."""
    lines = [line for line in (element.text or "").split("\n") if line.strip()]
    element.text = lines[0] if lines else None
    for order, line in enumerate(lines[1:]):
        br = element.makeelement("br")
        br.tail = line
        element.insert(order, br)


def _encoded(data: bytes, encodings: Sequence[str]) -> tuple[bytes, tuple[str, str] | None]:
    """The bytes as UTF-8, and the finding where they were not in the encoding they declare.

    Bytes beyond ASCII that are valid UTF-8 are UTF-8, whatever is declared: text in another encoding is so by chance only.
    """
    wide = wide_encoding(data)
    declaration = _DECLARATION.match(data)
    said = _ENCODING.search(declaration[0]) if declaration else None
    declared = wide or (said[1].decode("ascii", "replace") if said else "utf-8").lower()
    if wide or declared.startswith(("iso-2022", "hz")):
        order = (declared, *encodings)
    elif data.isascii() or _decodes(data, "utf-8"):
        right = data.isascii() or declared in {"utf-8", "utf8"}
        plain = data if declared in {"utf-8", "utf8"} else _in_utf8(data.decode("utf-8"))
        return plain, None if right else ("encoding-repaired", f"declared {declared}, written in utf-8")
    else:
        order = (declared, *encodings)
    for encoding in order:
        if _decodes(data, encoding):
            same = encoding == declared
            return _in_utf8(data.decode(encoding)), None if same else ("encoding-repaired", f"declared {declared}, read as {encoding}")
    return _in_utf8(data.decode("utf-8", "replace")), ("bad-encoding", f"bytes that are not {declared}")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return False
    return True


def _in_utf8(text: str) -> bytes:
    data = text.removeprefix("\ufeff").encode("utf-8", "replace")
    declaration = _DECLARATION.match(data)
    if not declaration:
        return data
    lines = declaration[0].count(b"\n")
    return b'<?xml version="1.0" encoding="UTF-8"' + b"\n" * lines + b"?>" + data[declaration.end() :]


def _entities(data: bytes) -> tuple[bytes, list[str]]:
    """Named characters (HTML 5's table holds those of ISO 8879) as numbers; the names that nobody knows.

    Unknown names stay as they are where a DTD is declared (they are then kept as references), and become plain text where none is.
    """
    if b"&" not in data:
        return data, []
    has_dtd = b"<!DOCTYPE" in data[:100_000]
    unknown: dict[str, None] = {}

    def character(match: re.Match[bytes]) -> bytes:
        if match[1] in _OWN:
            return match[0]
        name = match[1].decode("ascii")
        for spelling in (name, name.capitalize() if name.isupper() else name):  # DOCDB writes &SACUTE; for a capital
            text = html.unescape(f"&{spelling};")
            if text != f"&{spelling};":
                return "".join(f"&#{ord(c)};" for c in text).encode()
        unknown[name] = None
        return match[0] if has_dtd else b"&amp;" + match[1] + b";"

    return _ENTITY.sub(character, data), list(unknown)


def _declared_prefixes(data: bytes) -> bytes:
    """The same document with its undeclared prefixes declared on its root."""
    used = {m[1] for m in _PREFIX.finditer(data)} - {b"xml", b"xmlns"}
    missing = sorted(p for p in used if b"xmlns:" + p not in data)
    root = _ROOT.search(data)
    if not missing or not root:
        return data
    added = b"".join(b" xmlns:" + p + b'="urn:undeclared:' + p + b'"' for p in missing)
    return data[: root.end()] + added + data[root.end() :]
