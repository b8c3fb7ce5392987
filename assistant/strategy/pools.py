"""Threads that search, kept from one search to the next: to start one costs as much as a whole search of a small collection."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor

WORKERS = 4
"""Threads of one search."""
_KEPT = 8
"""Pools that wait for the next search at most: as many searches side by side find warm threads."""

_idle: deque[tuple[int, ThreadPoolExecutor]] = deque(maxlen=_KEPT)
"""Each with the process that made it: threads do not live on in a fork. Appending and popping are atomic, so no lock is needed."""


def take() -> ThreadPoolExecutor:
    """A pool that nobody else uses."""
    while _idle:
        try:
            owner, pool = _idle.pop()
        except IndexError:  # another thread was sooner
            break
        if owner == os.getpid():
            return pool
    return ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="search")


def give_back(pool: ThreadPoolExecutor, *, busy: bool) -> None:
    """Keep a pool for the next search; one that is still `busy` with what was given up ends when that does."""
    if busy or len(_idle) == _KEPT:
        pool.shutdown(wait=False, cancel_futures=True)
    else:
        _idle.append((os.getpid(), pool))
