"""A file of XML documents cut at their start and end tags, without parsing: weekly files, exchange files, responses that hold several.

What cannot be told from the bytes of one document (its file's encoding, namespaces declared on a wrapper) is put before it on one line, so that
line numbers stay true. A document that is never closed ends where the next one begins, and takes no neighbour along.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from indexing.findings import refused
from indexing.formats.markup import MAX_DOCUMENT
from indexing.model import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexing.model import Reading
    from indexing.protocols import Source

WRAPPER = "pieces"
"""The element that holds a document which was cut out from under namespace declarations."""
_BLOCK = 1 << 20
_LONGEST_TAG = 1 << 16
_MOST_GAP = 1 << 16
_LONGEST_DECLARATION = 300
_NOTHING = b" \t\r\n\xef\xbb\xbf\x00"
_DECLARATION = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.:-]{0,40})[\"']")
_NAMESPACE = re.compile(rb"\s(xmlns(?::[\w.-]{1,100})?)\s*=\s*(\"[^\"<]{0,1000}\"|'[^'<]{0,1000}')")
_START = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,100}:)?([A-Za-z_][\w.-]{0,100})(?=[\s/>])")
_CLOSINGS = ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<![CDATA[", b"]]>"))
_LOOKED_AT = 3
"""A file's root, or a wrapper or two around documents."""
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))


def wide_encoding(head: bytes) -> str | None:
    """The encoding where each character takes two bytes, as the first bytes show it; None for all others."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def first_tags(head: bytes) -> list[str]:
    """The local names of the first elements of an XML file, the root first; none where the file does not begin with markup."""
    wide = wide_encoding(head)
    text = head.decode(wide, "ignore").encode("utf-8") if wide else head
    text = text.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text.startswith(b"<"):
        return []
    found = (m for is_tag, part in _parts(text) if is_tag and (m := _START.match(part)))
    return [m[1].decode("utf-8", "replace") for m in islice(found, _LOOKED_AT)]


def _parts(text: bytes) -> Iterator[tuple[bool, bytes]]:
    """Tags and the text between them, (is it a tag, bytes); comments, declarations and DTDs left out. In one go, whatever is not closed."""
    at = 0
    while (begin := text.find(b"<", at)) >= 0:
        if begin > at:
            yield False, text[at:begin]
        closing = next((c for mark, c in _CLOSINGS if text.startswith(mark, begin)), b">")
        if text.startswith(b"<!DOCTYPE", begin):
            closing = b"]>" if 0 <= text.find(b"[", begin) < text.find(b">", begin) else b">"
        end = text.find(closing, begin)
        if end < 0:
            return
        at = end + len(closing)
        if closing == b">" and not text.startswith(b"<!", begin):
            yield True, text[begin:at]
    yield False, text[at:]


@dataclass(slots=True)
class _State:
    """Where the cutting stands: the document that is being held (if any), what stood before it, and the line reached."""

    label: str
    encoding: bytes = b"UTF-8"
    namespaces: dict[bytes, bytes] = field(default_factory=dict)
    line: int = 1
    first: int = 1
    size: int = 0
    inside: bool = False
    pieces: int = 0
    held: list[bytes] = field(default_factory=list)
    gap: bytes = b""
    gap_line: int = 1


def element_pieces(source: Source, names: Iterable[str], *, gaps: bool = True) -> Iterator[Piece | Reading]:
    """The elements called one of `names` (in any namespace) as pieces. Where there are none, the whole source is one piece.

    With `gaps`, text between documents is a refused Reading: what stands there was a document once.
    """
    tag = re.compile(rb"<(?P<close>/?)(?:[\w.-]+:)?(?:" + "|".join(map(re.escape, names)).encode() + rb")(?:\s[^<>]*|/)?>")
    state = _State(source.label)
    with source.open() as stream:
        for is_tag, data in _tokens(_blocks(stream, state), tag):
            if not is_tag:
                _text(state, data)
            elif data.startswith(b"</"):
                _text(state, data)
                if state.inside:
                    yield _piece(state)
            else:
                yield from _opened(state, data, gaps=gaps)
            state.line += data.count(b"\n")
    if state.inside:
        yield _piece(state)
    elif state.pieces:
        yield from _gap(state, gaps=gaps)
    else:
        yield from _whole(source)


def _blocks(stream: BinaryIO, state: _State) -> Iterator[bytes]:
    """The bytes of a file, as UTF-8 where its characters take two bytes each."""
    block = stream.read(_BLOCK)
    wide = wide_encoding(block)
    decoder = codecs.getincrementaldecoder(wide)("replace") if wide else None
    while block:
        yield decoder.decode(block).encode("utf-8", "replace") if decoder else block
        block = stream.read(_BLOCK)
    if wide:
        state.encoding = b"UTF-8"


def _tokens(blocks: Iterable[bytes], tag: re.Pattern[bytes]) -> Iterator[tuple[bool, bytes]]:
    """The bytes in order, parted at the tags: (is it a tag, bytes)."""
    held = b""
    for block in blocks:
        held += block
        done = 0
        for match in tag.finditer(held):
            yield False, held[done : match.start()]
            yield True, match[0]
            done = match.end()
        cut = held.rfind(b"<", max(done, len(held) - _LONGEST_TAG))
        cut = len(held) if cut < 0 else cut
        yield False, held[done:cut]
        held = held[cut:]
    yield False, held


def _text(state: _State, data: bytes) -> None:
    if state.inside:
        state.size += len(data)
        if state.size <= MAX_DOCUMENT:
            state.held.append(data)
    elif len(state.gap) < _MOST_GAP:
        state.gap += data


def _opened(state: _State, data: bytes, *, gaps: bool) -> Iterator[Piece | Reading]:
    """A start tag: what is held ends here, closed or not."""
    if state.inside:
        tail = state.held[-1] if state.held else b""
        at = next((n for mark in (b"<?xml ", b"<!DOCTYPE ") if (n := tail.find(mark)) >= 0), len(tail))  # the next document's, not this one's
        if tail:
            state.held[-1] = tail[:at]
        yield _piece(state)
        state.gap = tail[at:]
    yield from _gap(state, gaps=gaps)
    state.inside, state.first, state.size = True, state.line, 0
    _text(state, data)
    if data.endswith(b"/>"):
        state.line += data.count(b"\n")
        yield _piece(state)
        state.line -= data.count(b"\n")


def _gap(state: _State, *, gaps: bool) -> Iterator[Reading]:
    """What stands before a document: its declaration and wrappers are noted, and text that is lost is said."""
    gap, line = state.gap, state.gap_line
    state.gap, state.gap_line = b"", state.line
    begin = gap.rfind(b"<?xml ")
    if begin >= 0 and (declared := _DECLARATION.match(gap, begin, begin + _LONGEST_DECLARATION)):
        wide = declared[1].upper().replace(b"-", b"").startswith((b"UTF16", b"UCS2"))
        state.encoding = b"UTF-8" if wide else declared[1]
    state.namespaces.update((m[1], m[2]) for m in _NAMESPACE.finditer(gap))
    if gaps and len(gap) < _MOST_GAP and any(part.strip(_NOTHING) for is_tag, part in _parts(gap) if not is_tag):
        where = state.label if line == 1 else f"{state.label}:{line}"
        yield refused(where, "not-a-document", "text that belongs to no document; part of one may be lost, fetch the file again")


def _piece(state: _State) -> Piece | Reading:
    """The document that is held, on its own feet."""
    where = state.label if state.pieces == 0 else f"{state.label}:{state.first}"
    held, size = state.held, state.size
    state.pieces += 1
    state.inside, state.held, state.gap, state.gap_line = False, [], b"", state.line
    if size > MAX_DOCUMENT:
        return refused(where, "document-too-large", f"larger than {MAX_DOCUMENT:,} bytes; part it")
    head = b'<?xml version="1.0" encoding="' + state.encoding + b'"?><!DOCTYPE ' + WRAPPER.encode() + b' SYSTEM "none">'
    if not state.namespaces:
        return Piece(b"".join([head, *held]), state.label, where, state.first)
    opened = b"<" + WRAPPER.encode() + b"".join(b" " + k + b"=" + v for k, v in state.namespaces.items()) + b">"
    return Piece(b"".join([head, opened, *held, b"</" + WRAPPER.encode() + b">"]), state.label, where, state.first)


def _whole(source: Source) -> Iterator[Piece | Reading]:
    """A source in which no document was found: its reader says what it is."""
    with source.open() as stream:
        data = stream.read(MAX_DOCUMENT + 1)
    if len(data) > MAX_DOCUMENT:
        yield refused(source.label, "document-too-large", f"larger than {MAX_DOCUMENT:,} bytes; part it")
    elif data.strip():
        yield Piece(data, source.label, source.label)
