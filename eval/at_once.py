"""Several pieces of work at once, each answered by its result or by the fault that it raised."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from indexing.control import Control

_I = TypeVar("_I")
_R = TypeVar("_R")


def at_once(work: Callable[[_I], _R], items: Iterable[_I], workers: int, control: Control) -> Generator[tuple[_I, _R | Exception], None, None]:
    """`work` on each of `items` by `workers` threads: (item, its result or what it raised), as they come; with one worker in order, without a thread.

    No more than `workers` pieces are under way, and none is begun once the reader has closed this iterator; those under way are waited for. Ctrl-C
    sets the stop of `control`, so that they end soon.
    """
    if workers == 1:
        for item in items:
            yield item, _tried(work, item)
        return
    waiting = iter(items)
    under_way: dict[Future[_R | Exception], _I] = {}
    with ThreadPoolExecutor(workers, "topic") as pool:
        try:
            while True:
                for item in islice(waiting, workers - len(under_way)):
                    under_way[pool.submit(_tried, work, item)] = item
                if not under_way:
                    return
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    yield under_way.pop(future), future.result()
        except KeyboardInterrupt:
            control.stop.set()
            raise


def _tried(work: Callable[[_I], _R], item: _I) -> _R | Exception:
    try:
        return work(item)
    except Exception as fault:  # noqa: BLE001 - the reader decides what a fault means
        return fault
