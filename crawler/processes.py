"""Work spread over processes, its results in the order of what was given, in bounded memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
AHEAD = 3  # items a process that are read before their results are taken


def default_jobs() -> int:
    """Return how many processes to use where nobody says: one a core that this process may use, eight at most."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(8, available or 1))


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield *items* in lists of *size*, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def spread(work: Callable[[T], R], items: Iterable[T], *, jobs: int) -> Iterator[R]:
    """Yield `work(item)` for each of *items*, in their order, computed in *jobs* processes; one job, or one item, is
    done in this process.

    No more of *items* is read than keeps the processes busy. *work* and what it takes and returns are pickled. What
    it raises is raised here. `concurrent.futures.process.BrokenProcessPool` where a process dies.
    """
    rest = iter(items)
    first = list(islice(rest, 2))
    items = chain(first, rest)
    if jobs <= 1 or len(first) < 2:
        yield from map(work, items)
        return
    waiting: deque[Future[R]] = deque()
    # Spawned: a fork would take an open archive with it, which SQLite does not allow.
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) >= jobs * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
