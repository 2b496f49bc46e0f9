"""A crawl as a child process, and the real clock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from crawler.reading.instants import now
from crawler.scheduling.schedule import Task

SLICE = 0.5  # seconds


class SystemClock:
    """The clock of this machine. A sleep ends early when *is_woken*."""

    def __init__(self, is_woken: Callable[[], bool]) -> None:
        self.is_woken = is_woken

    def now(self) -> datetime:
        return now()

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        # In slices: Python goes on sleeping after a signal.
        while (left := end - time.monotonic()) > 0 and not self.is_woken():
            time.sleep(min(left, SLICE))


class Process:
    """A process with a group of its own: what it started ends with it."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)

    def poll(self) -> int | None:
        return self._process.poll()

    def terminate(self) -> None:
        """Ask the crawl to end in good order: it alone, for it looks after what it started."""
        with suppress(ProcessLookupError):
            self._process.terminate()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


def crawl_command(task: Task, archive: Path, options: tuple[str, ...]) -> list[str]:
    """Return the command that crawls *task*, for this Python: quiet, and no longer than it may take."""
    seconds = f"{task.max_time.total_seconds():g}"
    # -P: a folder named "crawler" where it is started is not ours.
    python = [sys.executable, "-P", "-m", "crawler.cli"]
    return [*python, "crawl", task.name, "--archive", str(archive), "--max-time", seconds, "-q", *options]
