"""Progress on a terminal: one bar a stage, with rate and time left; sparse lines where the stream is no terminal."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from indexing.control import Progress

_CLEAR = "\r\x1b[K"
_PATIENCE = 1.0
"""Seconds before a bar appears: what is done by then needs none."""


class Bars:
    """Draws `Progress` reports on `stream`. Several stages may run at once, each with its bar until it is full; one that counts nothing is named."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._bars: dict[str, Any] = {}
        self._lock = threading.Lock()

    def show(self, progress: Progress) -> None:
        """Move the bar of `progress.stage` to where the work is."""
        with self._lock:
            if progress.total is None and not progress.done:
                self._name(f"{progress.stage} {progress.detail}".rstrip())
                return
            bar = self._bars[progress.stage] if progress.stage in self._bars else self._open(progress)
            bar.total = progress.total
            if progress.detail:
                bar.set_postfix_str(progress.detail, refresh=False)
            bar.update(progress.done - bar.n)
            if progress.total is not None and progress.done >= progress.total:
                self._bars.pop(progress.stage).close()

    def _open(self, progress: Progress) -> Any:  # noqa: ANN401 - tqdm has no types
        from tqdm import tqdm

        self._bars[progress.stage] = bar = tqdm(
            desc=progress.stage,
            total=progress.total,
            unit=progress.unit if progress.unit == "B" else f" {progress.unit or 'steps'}",
            unit_scale=progress.unit == "B",
            file=self._stream,
            mininterval=0.3 if self._terminal else 15.0,
            delay=_PATIENCE,
            leave=not self._terminal,
            ncols=shutil.get_terminal_size().columns if self._terminal else None,
        )
        return bar

    def _name(self, text: str) -> None:
        if self._terminal and not self._bars:
            self._stream.write(f"{_CLEAR}{text} …")
            self._stream.flush()

    def close(self) -> None:
        """Take away what is still drawn."""
        with self._lock:
            for bar in self._bars.values():
                bar.close()
            self._bars.clear()
            if self._terminal:
                self._stream.write(_CLEAR)
                self._stream.flush()
