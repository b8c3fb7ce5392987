"""Bytes as text, where the encoding is not the one declared, or none is.

Old files of patent offices are ASCII, Latin-1, Windows-1252 or UTF-8, whatever they say; a few hold more than one. UTF-8 is what is tried first:
text in another encoding is hardly ever valid UTF-8 by chance.
"""

from __future__ import annotations

import codecs

_WINDOWS = {byte: bytes((byte,)).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}}
_SINGLE = frozenset({"ascii", "iso8859-1", "cp1252", "latin-1"})


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """The bad bytes of a UTF-8 text, read as Windows-1252 (Latin-1 for the five it does not define)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1").translate(_WINDOWS), error.end


codecs.register_error("windows-1252", _as_windows)


def decoded(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """`data` as text, and in words what had to be repaired (None where it is in the encoding declared, or in UTF-8 where none is).

    Latin-1 is read as Windows-1252, as browsers do: its control characters are never meant. A declared encoding that nobody knows, or that
    does not fit, gives way to UTF-8, whose bad bytes are read as Windows-1252.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    name = _known(declared)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    else:
        wrong = name in _SINGLE and not data.isascii()
        return text, f"declared {declared}, read as UTF-8" if wrong else None
    if name and name not in {"utf-8", "ascii", "iso8859-1"}:
        try:
            return data.decode(name), None
        except (UnicodeDecodeError, LookupError):
            pass
    if name == "iso8859-1":
        text = data.decode("latin-1")
        repaired = text.translate(_WINDOWS)
        return repaired, f"declared {declared}, read as Windows-1252" if repaired != text else None
    return data.decode("utf-8", "windows-1252"), f"not {declared or 'UTF-8'} at byte {first}, read as Windows-1252"


def _known(declared: str | None) -> str | None:
    """The codec's own name for a declared encoding that extends ASCII; None where nobody knows it, and for those of two and four bytes."""
    try:
        name = codecs.lookup(declared).name if declared else None
    except LookupError:
        return None
    return None if name and name.startswith(("utf-16", "utf-32")) else name
