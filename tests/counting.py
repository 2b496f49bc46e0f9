"""How much work something is, counted and not timed: a machine that others use says nothing with its clock."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from types import FrameType


def calls(work: Callable[[], object]) -> int:
    """Return how many calls of functions *work* takes."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def steps(connection: sqlite3.Connection, work: Callable[[], object]) -> int:
    """Return how many hundreds of steps SQLite takes for *work*."""
    count = 0

    def counted() -> None:
        nonlocal count
        count += 1

    connection.set_progress_handler(counted, 100)
    try:
        work()
    finally:
        connection.set_progress_handler(None, 0)
    return count
