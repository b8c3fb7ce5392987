"""A piece of work in a thread of its own, which reports where it is and stops when the person says so. Knows no Streamlit."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from indexing.control import Control, Progress
from indexing.errors import Cancelled, PriorArtError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


class Job(Generic[T]):
    """Runs `work(control)` once, at once. `result` or `error` is set before `done` is.

    A fault that no door knows is logged with its traceback on the server's side and becomes an error without one.
    """

    def __init__(self, work: Callable[[Control], T]) -> None:
        self.result: T | None = None
        self.error: PriorArtError | None = None
        self.done = threading.Event()
        self.began = time.monotonic()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._stages: dict[str, Progress] = {}
        self._thread = threading.Thread(target=self._run, args=(work,), name="search", daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[Control], T]) -> None:
        try:
            control = Control(report=self._report, stop=self._stop)
            self.result = work(control)
            control.check()
        except PriorArtError as error:
            self.error = error
        except Exception:  # noqa: BLE001 - what the tree of errors does not foresee must not leave a page that waits for ever
            _LOG.exception("a search failed")
            self.error = PriorArtError("something failed inside the program", "try again; the terminal that runs the app has the details")
        finally:
            self.done.set()

    def _report(self, progress: Progress) -> None:
        with self._lock:
            self._stages[progress.stage] = replace(progress)

    @property
    def stages(self) -> tuple[Progress, ...]:
        """The last report of each stage, in the order the stages began."""
        with self._lock:
            return tuple(self._stages.values())

    @property
    def seconds(self) -> float:
        """Since the work began."""
        return time.monotonic() - self.began

    @property
    def stopped(self) -> bool:
        """Whether the person has asked for an end."""
        return self._stop.is_set()

    def stop(self, wait: float = 2.0) -> None:
        """Ask for an end, and wait for it at most `wait` seconds. What the work makes after that is thrown away."""
        self._stop.set()
        if not self.done.wait(wait):
            self.error = Cancelled()
