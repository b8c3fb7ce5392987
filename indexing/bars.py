"""Progress on a terminal: one bar a stage, with rate and time left; sparse lines where the stream is no terminal."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from indexing.control import Progress


class Bars:
    """Draws `Progress` reports on `stream`. Several stages may run at once; each keeps its own bar until it is full."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bars: dict[str, Any] = {}
        self._lock = threading.Lock()

    def show(self, progress: Progress) -> None:
        """Move the bar of `progress.stage` to where the work is."""
        from tqdm import tqdm

        with self._lock:
            bar = self._bars.get(progress.stage)
            if bar is None:
                every = 0.3 if self._stream.isatty() else 15.0
                scale = progress.unit == "B"
                bar = self._bars[progress.stage] = tqdm(
                    desc=progress.stage, total=progress.total, unit=progress.unit or "it", unit_scale=scale, file=self._stream, mininterval=every
                )
            bar.total = progress.total
            if progress.detail:
                bar.set_postfix_str(progress.detail, refresh=False)
            bar.update(progress.done - bar.n)
            if progress.total is not None and progress.done >= progress.total:
                bar.close()
                del self._bars[progress.stage]

    def close(self) -> None:
        """Close the bars that are still open."""
        with self._lock:
            for bar in self._bars.values():
                bar.close()
            self._bars.clear()
