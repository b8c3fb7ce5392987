"""How files and members of archives are called in the ledger: printable, on one line, whatever bytes their names hold."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexing.errors import InputError


def printable(text: str) -> str:
    r"""`text` with every character that does not print (line ends, controls, marks that turn the line) written as `\n`, `\xff`, `\u202e`."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") if not text.isprintable() else text
    return text if text.isprintable() else "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def label_of(path: str) -> str:
    """A path as the ledger writes it."""
    return printable(os.fsencode(path).decode("utf-8", "surrogateescape"))


def reason_of(error: InputError, label: str) -> str:
    """Message and hint of an error as one reason, without the label that the ledger names anyway."""
    message = error.message.removeprefix(label)
    message = message[1:].lstrip() if message.startswith(":") and message != error.message else error.message
    return f"{message}; {error.hint}" if error.hint else message
