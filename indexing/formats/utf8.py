"""Files of text, whatever their encoding, as UTF-8.

JSON, tables and tagged text are UTF-8 by their standards or by custom, yet exports of office programs come as UTF-16 (RFC 8259 and RFC 4180
say nothing against a byte order mark; Excel and PowerShell write one). Readers see bytes of UTF-8 without a mark; line ends stay as they are.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from indexing.model import Finding

if TYPE_CHECKING:
    from typing import BinaryIO

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENOUGH = 4
"""So many bytes tell the encoding: what these files begin with is ASCII, so that every second byte of UTF-16 without a mark is zero."""


def encoding_of(head: bytes) -> tuple[str, int]:
    """The Unicode encoding of a file that begins with `head`, and the length of its byte order mark; UTF-8 where nothing says otherwise."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    zeros = tuple(byte == 0 for byte in head[:4])
    if zeros == (False, True, False, True):
        return "utf-16-le", 0
    if zeros == (True, False, True, False):
        return "utf-16-be", 0
    return "utf-8", 0


def utf8_head(head: bytes) -> bytes:
    """The first bytes of a file as UTF-8 without a byte order mark."""
    name, skip = encoding_of(head)
    return head[skip:] if name == "utf-8" else head[skip:].decode(name, "ignore").encode("utf-8", "ignore")


class Utf8Stream:
    """A stream of bytes, read as UTF-8 whatever its Unicode encoding; bytes that are in no encoding are handed on as they are."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = stream.read(_ENOUGH)
        name, skip = encoding_of(self._held)
        self._held = self._held[skip:]
        self._decoder = None if name == "utf-8" else codecs.getincrementaldecoder(name)("replace")

    def read(self, size: int) -> bytes:
        """At least one byte and about `size` at most; empty at the end."""
        while True:
            data = self._held or self._stream.read(size)
            self._held = b""
            if self._decoder is None:
                return data
            text = self._decoder.decode(data, final=not data)
            if text or not data:
                return text.encode("utf-8", "replace")


def text_of_bytes(data: bytes, where: str, findings: list[Finding], *, legacy: bool = False) -> str:
    """`data` as text, and a finding where it is not UTF-8.

    With `legacy` (tables, whose format names no encoding) it is then taken for Windows-1252 if it can be; else the bad bytes become U+FFFD.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        at = error.start
    if legacy:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            findings.append(Finding("encoding-repaired", where, None, "not UTF-8; read as Windows-1252"))
            return text
    findings.append(Finding("bad-encoding", where, None, f"not UTF-8 at byte {at}; the bad bytes were replaced by U+FFFD"))
    return data.decode("utf-8", "replace")
