"""XML parsed without trust, and its text as a person reads it. Owns lxml.

Entities are never expanded, DTDs never loaded, the network never touched; libxml2's own limits on depth and on the size of a node stand
(a bomb is a refusal). Named characters of old files (`&rsquo;`) are resolved from the table of HTML 5, which holds those of ISO 8879.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, BinaryIO

from indexing.errors import InputError
from indexing.findings import refused
from indexing.model import Piece
from indexing.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from indexing.model import Reading
    from indexing.protocols import Source

    Element = etree._Element  # noqa: SLF001 - lxml's only name for it

_BLOCKS = frozenset({"p", "li", "row", "tr", "br", "claim-text", "heading", "dl", "dt", "dd", "table", "tables", "maths", "entry-group"})
_EMPTY_LINES = re.compile(r"\n+")
MAX_DOCUMENT = 256 * 2**20
_PIECE = 1 << 24  # a file without line ends is read in pieces
_SILENT = frozenset({"img", "colspec", "math-cwu", "chem"})


def parse_xml(data: bytes, source: str, first_line: int = 1) -> Element:
    """The root of one XML document, which begins at `first_line` of `source`.

    Raises `InputError` (`truncated-xml` where its root is never closed, `bad-xml` otherwise) with the line of the fault in the source.
    """
    from lxml import etree

    parser = etree.XMLParser(
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
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = first_line + max(getattr(error, "lineno", 1) or 1, 1) - 1
        message = str(getattr(error, "msg", None) or error)
        if "remature end" in message or not data.rstrip().endswith(b">") or "EndTag: '</' not found" in message:
            raise InputError("the XML ends in the middle", "fetch the file again", source=source, line=line, code="truncated-xml") from error
        raise InputError(f"not well-formed XML ({message})", "mend the file or fetch it again", source=source, line=line, code="bad-xml") from error


def local(element: Element) -> str:
    """An element's name without namespace; empty for what is no element (an unresolved entity)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: Element | None, skip: Iterable[str] = ()) -> str:
    """The text below `element` as read: blocks on lines of their own, table cells parted by ` | `, exponents with `^`; `skip` names left out."""
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
        name = local(item)
        if name in skipped:
            continue
        if not name:
            pieces.append(_character(item))
            continue
        before, after = _around(item, name, pieces)
        pieces.append(before + (item.text or ""))
        stack.append(after)
        for child in reversed(item):
            stack.append(child.tail or "")
            stack.append(child)
    return _EMPTY_LINES.sub("\n", clean("".join(pieces).replace("&", "&amp;")))


def _character(entity: Element) -> str:
    """What an unresolved reference stands for; itself where nobody knows."""
    name = entity.text or ""
    known = html.unescape(name)
    return known if known != name else name


def _around(element: Element, name: str, pieces: list[str]) -> tuple[str, str]:
    """What stands before and after an element's content."""
    if name in _BLOCKS:
        return "\n", "\n"
    if name in {"entry", "td", "th"}:
        previous = element.getprevious()
        return (" | " if previous is not None and local(previous) == name else ""), ""
    if name == "sup":
        content = (element.text or "").strip()
        before = next((p for p in reversed(pieces) if p), "")
        return ("^" if content[:1] in set("0123456789-−–+") and before[-1:].isdigit() else ""), ""
    if name in {"mo", "mi", "mn", "mtext", "mfrac", "mrow"}:
        return " ", " "
    return "", ""


def documents(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """The XML documents that stand one after the other in a file: (first line, bytes), None for one of more than `max_bytes`.

    Weekly bulk files are such files: each document begins with its own XML declaration at a line's start.
    """
    first, line, size = 1, 1, 0
    held: list[bytes] = []
    while piece := stream.readline(_PIECE):
        if piece.startswith(b"<?xml ") and size:
            yield from _whole(first, size, held, max_bytes)
            first, size, held = line, 0, []
        size += len(piece)
        line += piece.endswith(b"\n")
        if size <= max_bytes:
            held.append(piece)
    yield from _whole(first, size, held, max_bytes)


def xml_pieces(source: Source) -> Iterator[Piece | Reading]:
    """The XML documents of a source as pieces; one that is too large is refused."""
    with source.open() as stream:
        for line, data in documents(stream, MAX_DOCUMENT):
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
