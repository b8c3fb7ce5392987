"""A time limit over several calls that are stopped the way a person stops them."""

from __future__ import annotations

import threading
import time

from indexing.control import Control


class Deadline:
    """A `Control` that reports to another one, and stops when that one is stopped or `seconds` are over."""

    def __init__(self, outer: Control, seconds: float) -> None:
        self.control = Control(outer.report, _Either(outer.stop, time.monotonic() + seconds))


class _Either(threading.Event):
    """Set when `other` is, or when the monotonic clock has passed `until`."""

    def __init__(self, other: threading.Event, until: float) -> None:
        super().__init__()
        self._other, self._until = other, until

    def is_set(self) -> bool:
        return super().is_set() or self._other.is_set() or time.monotonic() >= self._until

    def wait(self, timeout: float | None = None) -> bool:
        end = None if timeout is None else time.monotonic() + timeout
        while not self.is_set() and (end is None or time.monotonic() < end):
            self._other.wait(min(_STEP, self._until - time.monotonic(), _STEP if end is None else end - time.monotonic()))
        return self.is_set()


_STEP = 0.2
