"""What an archive lists: its members in the order of reading, each with how to open it or why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexing.errors import InputError
from indexing.reading.labels import printable

if TYPE_CHECKING:
    from indexing.reading.streams import Opener

MAX_MEMBERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A member: its number in the archive, the name that the ledger gives it, its packed size, how it is opened, or the coded reason why not."""

    number: int
    name: str
    packed: int
    opener: Opener | None
    code: str | None = None
    reason: str = ""


def check_count(count: int, label: str) -> None:
    """Raise `InputError` where an archive holds more members than any collection."""
    if count > MAX_MEMBERS:
        raise InputError(f"holds more than {MAX_MEMBERS:,} files", "unpack it by hand if you trust it", source=label, code="too-many-members")


class Names:
    """Names for the ledger: printable, and each once (`a.xml (2)` for the second of that name)."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def name(self, raw: str) -> str:
        """The name of the next member, which calls itself `raw`."""
        name = printable(raw)
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name} ({self._seen[name]})"


def hidden(name: str) -> bool:
    """Whether a member is one of those that a desktop leaves in archives."""
    return any((part.startswith(".") and part not in {".", ".."}) or part == "__MACOSX" for part in name.split("/"))
