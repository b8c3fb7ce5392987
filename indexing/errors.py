"""Every error that a door shows to a person, drawn once.

    PriorArtError              message, hint, exit code
    ├── UsageError        2    the command or the question is wrong: unknown recipe, empty question, a date that is none
    ├── InputError        3    a source is bad: names file and, where known, line
    ├── IndexFault        4    no index, a damaged or foreign one, a lock held, no space
    ├── ModelFault        5    a model is missing, does not match its hash, or fails
    │   └── LLMFault      5    the language model's process or endpoint fails; `retry` says whether once more may help
    └── Cancelled       130    the person stopped it

Doors print `message` and `hint` on one line and exit with `exit_code`; they never print a traceback of these.
Errors of a vendor's library are mapped to this tree in the one file that imports the vendor.
"""

from __future__ import annotations


class PriorArtError(Exception):
    """The root. `message` says what is wrong, `hint` what to do about it; both are one line, without a full stop at the end."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}" if self.hint else self.message


class UsageError(PriorArtError):
    """What was asked for cannot be meant."""

    exit_code = 2


class InputError(PriorArtError):
    """A source cannot be read as what it claims to be. `code` is the coded reason of the source ledger."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "", *, source: str = "", line: int | None = None, code: str = "unreadable") -> None:
        where = f"{source}:{line}" if source and line is not None else source
        super().__init__(f"{where}: {message}" if where else message, hint)
        self.source = source
        self.line = line
        self.code = code


class IndexFault(PriorArtError):
    """The index is missing, damaged, locked, or of another format."""

    exit_code = 4


class ModelFault(PriorArtError):
    """A model is missing, is not the listed one, or failed at its work."""

    exit_code = 5


class LLMFault(ModelFault):
    """The language model did not answer as asked. `retry` is True where the same call may succeed a second time."""

    def __init__(self, message: str, hint: str = "", *, retry: bool = False) -> None:
        super().__init__(message, hint)
        self.retry = retry


class Cancelled(PriorArtError):
    """The person stopped the work; nothing half-done was published."""

    exit_code = 130

    def __init__(self, message: str = "stopped", hint: str = "") -> None:
        super().__init__(message, hint)
