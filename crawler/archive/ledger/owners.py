"""Who holds a lease: a crawl of a process, by host, process id, the process's start and the crawl's number in it."""

from __future__ import annotations

import itertools
import os
import socket
from pathlib import Path

_numbers = itertools.count(1)


def this_process() -> str:
    """Return this process's name as a lease owner: host, process id and its start, so that a reused id is another."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def new_owner() -> str:
    """Return a lease owner's name for one crawl of several that this process may run at once."""
    return f"{this_process()}#{next(_numbers)}"


def _started(pid: int) -> str:
    """The kernel's start time of process *pid*, "" where the system does not tell."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def is_alive(owner: str) -> bool:
    """Return whether a lease owner may still be running: known only for processes of this machine."""
    host, pid, started = owner.partition("#")[0].rsplit(":", 2)
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it lives, as another user's
    return _started(int(pid)) == started
