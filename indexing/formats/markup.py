"""XML parsed without trust, and its text as a person reads it. Owns lxml.

Entities are never expanded, DTDs never loaded, the network never touched; libxml2's own limits on depth and on the growth of entities stand
(a bomb is a refusal), while a text may be long: what it costs is limited where it is read. Named characters of old files (`&rsquo;`, `&thgr;`)
are resolved from a table of our own (`indexing.formats.entities`), and bytes that are not in the encoding declared are repaired
(`indexing.formats.decoding`).
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, BinaryIO, Protocol

from indexing.errors import InputError
from indexing.findings import refused
from indexing.formats import cals
from indexing.formats.decoding import decoded
from indexing.formats.entities import character, resolve
from indexing.formats.mathml import Formula
from indexing.formats.utf8 import encoding_of
from indexing.model import Finding, Piece
from indexing.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from indexing.model import Reading
    from indexing.protocols import Source

    Element = etree._Element  # noqa: SLF001 - lxml's only name for it

_SAME = {
    # ST.32 (US grants to 2004) and the US application format of 2001 to 2004, by the names of ST.36
    "PARA": "p", "paragraph": "p", "CLMSTEP": "claim-text", "H": "heading", "SP": "sup", "superscript": "sup", "SB": "sub", "subscript": "sub",
    "LI": "li", "list-item": "li", "DT": "dt", "DD": "dd", "TABLE-US": "tables", "table-cwu": "tables", "MATH-US": "maths", "math-cwu": "maths",
    "F": "in-line-formula", "FOO": "p", "markush-item": "li", "ROW": "row", "ENTRY": "entry", "TGROUP": "tgroup",
}  # fmt: skip
_BLOCKS = frozenset({"p", "li", "row", "tr", "br", "claim-text", "heading", "dl", "dt", "dd", "table", "tables", "maths", "entry-group", "tgroup"})
_EMPTY_LINES = re.compile(r"\n+")
_LINE_END = re.compile(r"[ \t]*[\r\n]\s*")
MAX_DOCUMENT = 256 * 2**20
MAX_UNKNOWN = 20
"""Findings of unknown entities in one document."""
_PIECE = 1 << 24  # a file without line ends is read in pieces
_SILENT = frozenset({"img", "colspec", "chem"})
_SEQUENCE = re.compile(r"[Ss](?:-[12](?:-[A-Za-z]+)*|\d{3})")
"""A field of a sequence listing in ST.32 or the application format of 2001 (`S-2-I-A`, `s210`)."""
_VERBATIM = frozenset({"pre", "program-listing", "LTL"})
_DECLARED = re.compile(rb"\A<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_DECLARED_WIDE = re.compile(rb"(<\?xml\s[^>]{0,200}?encoding\s{0,8}=\s{0,8}[\"'])[A-Za-z0-9._-]{1,40}([\"'])")
_DOCTYPE = re.compile(rb"<!DOCTYPE\s", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no XML document may hold them
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def parse_xml(data: bytes, source: str, first_line: int = 1, findings: list[Finding] | None = None) -> Element:
    """The root of one XML document, which begins at `first_line` of `source`.

    What was repaired or is not known is added to `findings`: `encoding-repaired`, `unknown-entity`.
    Raises `InputError` (`truncated-xml` where its root is never closed, `bad-xml` otherwise) with the line of the fault in the source.
    """
    from lxml import etree

    body = data.lstrip()
    first_line += data.count(b"\n", 0, len(data) - len(body))
    body, repaired, unknown = _repaired(body)
    if findings is not None:
        where = f"{source}:{first_line}"
        findings += [Finding("encoding-repaired", where, None, repaired)] if repaired else []
        findings += unknown_entities(unknown, where)
    parser = etree.XMLParser(
        encoding=None if body.startswith(_UTF_16) else "utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,  # a claim of 10 MB is one; depth and entities stay limited, time and memory are the process's
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = first_line + max(getattr(error, "lineno", 1) or 1, 1) - 1
        message = str(getattr(error, "msg", None) or error)
        if "remature end" in message or not body.rstrip().endswith(b">") or "EndTag: '</' not found" in message:
            raise InputError("the XML ends in the middle", "fetch the file again", source=source, line=line, code="truncated-xml") from error
        raise InputError(f"not well-formed XML ({message})", "mend the file or fetch it again", source=source, line=line, code="bad-xml") from error


def parse_html(data: bytes, encoding: str = "utf-8") -> Element | None:
    """The root of a page of HTML, mended where it is broken as browsers do; None where there is nothing. Nothing is fetched or expanded."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding=encoding)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def unknown_entities(names: tuple[str, ...], where: str) -> list[Finding]:
    """A finding for each name that nobody knows, but for no more than a few."""
    return [Finding("unknown-entity", where, None, f"&{name};") for name in names[:MAX_UNKNOWN]]


def _repaired(data: bytes) -> tuple[bytes, str | None, tuple[str, ...]]:
    """The document in UTF-8 (one in UTF-16 as it is) with its named characters resolved, how it was repaired, and the names that nobody knows."""
    if data.startswith(_UTF_16):
        return data, None, ()
    repaired = None
    if not data.isascii():
        declared = _DECLARED.search(data.removeprefix(b"\xef\xbb\xbf"))
        text, repaired = decoded(data, declared[1].decode() if declared else None)
        data = text.encode("utf-8", "replace")
    if _CONTROLS.search(data):
        data, count = _CONTROLS.subn(b"", data)
        repaired = "; ".join(filter(None, (repaired, f"{count} control characters left out")))
    data, unknown = resolve(data, escape=not _DOCTYPE.search(data))  # without a DTD an undeclared name would be an error
    return data, repaired, unknown


def local(element: Element) -> str:
    """An element's name without namespace; empty for what is no element (an unresolved entity)."""
    tag = element.tag
    return (tag.rpartition("}")[2] if tag[:1] == "{" else tag) if isinstance(tag, str) else ""


def text_of(element: Element | None, skip: Iterable[str] = ()) -> str:
    """The text below `element` as read: blocks on lines of their own, table cells parted by ` | `, exponents with `^`; `skip` names left out.

    Line ends of the file are blanks, save where lines are meant (`pre`). Formulas are written on one line.
    """
    if element is None:
        return ""
    pieces: list[str] = []
    skipped = _SILENT.union(skip)
    stack: list[Element | str] = [element]
    while stack:  # not recursive: how deep a file is nested is its author's choice
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        raw = local(item)
        name = _SAME.get(raw, raw)
        if raw in skipped or name in skipped:
            continue
        if not raw:
            pieces.append(_character(item))
            continue
        before, after = _around(item, name, pieces) if item is not element else ("", "")
        if name in {"tgroup", "math"}:
            pieces += [before, _composed(item, name), after]
            continue
        running = _verbatim if name in _VERBATIM else _running
        pieces.append(before + running(item.text))
        if after:
            stack.append(after)
        for child in reversed(item):
            if child.tail:
                stack.append(running(child.tail))
            stack.append(child)
    return _EMPTY_LINES.sub("\n", clean("".join(pieces).replace("&", "&amp;")))


def _running(text: str | None) -> str:
    """Running text: a line's end in the file is a blank."""
    return _LINE_END.sub(" ", text) if text and ("\n" in text or "\r" in text) else text or ""


def _verbatim(text: str | None) -> str:
    """Text whose lines are meant."""
    return text or ""


def _composed(element: Element, name: str) -> str:
    """A table's rows or a formula."""
    if name == "math":
        return Formula(local, _character).line(element)
    return "\n".join(cals.rows(element, lambda e: _SAME.get(local(e), local(e)), text_of))


def _character(entity: Element) -> str:
    """What an unresolved reference stands for; itself where nobody knows."""
    name = (entity.text or "").removeprefix("&").removesuffix(";")
    known = character(name)
    return f"&{name};" if known is None else known


def _around(element: Element, name: str, pieces: list[str]) -> tuple[str, str]:
    """What stands before and after an element's content."""
    if name in _BLOCKS:
        parent = element.getparent() if name == "claim-text" else None  # PAP 1.5 writes a reference to a claim with its text in one
        return ("", "") if parent is not None and local(parent) == "dependent-claim-reference" else ("\n", "\n")
    if name in {"entry", "td", "th", "in-line-formula"}:
        previous = element.getprevious()
        beside = previous is not None and local(previous) == local(element)
        return ("" if not beside else "\n" if name == "in-line-formula" else " | "), ""
    if name == "sup":
        content = next((t.strip() for t in element.itertext() if isinstance(t, str) and t.strip()), "")
        before = next((p for p in reversed(pieces) if p), "")
        return ("^" if content[:1] in set("0123456789-−–+") and before[-1:].isdigit() else ""), ""
    if name in {"DEL-S", "DEL-E"}:  # what a reissue takes out is printed in brackets
        return ("[" if name == "DEL-S" else "]"), ""
    if name == "math":
        return " ", " "
    return ("\n", "\n") if name[:1] in "Ss" and _SEQUENCE.fullmatch(name) else ("", "")


class _Narrowed:
    """A stream of characters of two or four bytes, read line by line as UTF-8; XML declarations then say so."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")

    def readline(self, size: int) -> bytes:
        line = self._text.readline(size).lstrip("\ufeff").encode("utf-8", "replace")
        return _DECLARED_WIDE.sub(rb"\1UTF-8\2", line) if b"<?xml" in line else line


class Lines(Protocol):
    """What is read line by line."""

    def readline(self, size: int, /) -> bytes: ...


def documents(stream: Lines, max_bytes: int, begin: re.Pattern[bytes] | None = None) -> Iterator[tuple[int, bytes | None]]:
    """The XML documents that stand one after the other in a file: (first line, bytes), None for one of more than `max_bytes`.

    Weekly bulk files are such files: each document begins with its own XML declaration at a line's start, or, where it has none, with a line
    that matches `begin` (its DOCTYPE or its root) after the root of the one before.
    """
    first, line, size = 1, 1, 0
    rooted = False
    held: list[bytes] = []
    while piece := stream.readline(_PIECE):
        for part in _parted(piece) if b"<?xml " in piece else (piece,):
            opens = begin.match(part) if begin else None
            if size and (part.startswith(b"<?xml ") or (rooted and opens)):
                yield from _whole(first, size, held, max_bytes)
                first, size, held, rooted = line, 0, [], False
            rooted = rooted or (opens is not None and not part.lstrip().startswith(b"<!"))
            size += len(part)
            if size <= max_bytes:
                held.append(part)
        line += piece.endswith(b"\n")
    yield from _whole(first, size, held, max_bytes)


def _parted(line: bytes) -> Iterator[bytes]:
    """A line, in two where the next document's declaration follows the end of one on the same line."""
    at = line.find(b"<?xml ", 1)
    if at > 0 and line[:at].rstrip().endswith(b">"):
        yield line[:at]
        yield line[at:]
    else:
        yield line


def field(element: Element | None, path: str) -> str:
    """The text at `path`, on one line; empty where there is none."""
    return one_line(text_of(element.find(path))) if element is not None else ""


def xml_pieces(source: Source, begin: re.Pattern[bytes] | None = None) -> Iterator[Piece | Reading]:
    """The XML documents of a source as pieces; one that is too large is refused. `begin` as in `documents`."""
    with source.open() as stream:
        wide, _ = encoding_of(stream.read(4))
    with source.open() as stream:
        for line, data in documents(stream if wide == "utf-8" else _Narrowed(stream, wide), MAX_DOCUMENT, begin):
            where = source.label if line == 1 else f"{source.label}:{line}"
            if data is None:
                yield refused(where, "document-too-large", f"larger than {MAX_DOCUMENT:,} bytes; part it")
            else:
                yield Piece(data, source.label, where, line)


def _whole(first: int, size: int, held: list[bytes], max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """The document whose lines are held; nothing where they are blank."""
    if size > max_bytes:
        yield first, None
    elif (data := b"".join(held)).strip():
        yield first, data
