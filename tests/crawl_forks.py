"""Crawls in processes that are forked from one that has loaded everything: real ones, a tenth of a second each."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import sys
from datetime import timedelta
from pathlib import Path
from threading import Lock

import pytest
from conftest import ROOT

CONTEXT = multiprocessing.get_context("forkserver")
LOCK = Lock()
CONTEXT.set_forkserver_preload(["crawl_forks_loaded"])


def _crawl(arguments: list[str], log: Path, later: timedelta) -> None:
    from crawler.cli import main
    from crawler.reading import instants

    real = instants.now
    for module in list(sys.modules.values()):
        if getattr(module, "now", None) is real:
            module.now = lambda: real() + later

    with log.open("w") as file:
        os.dup2(file.fileno(), 2)
        os.dup2(file.fileno(), 1)
    main(arguments)


def start_crawl(
    arguments: list[str], log: Path, *, later: timedelta = timedelta()
) -> multiprocessing.context.ForkServerProcess:
    """Start `newsarc crawl ARGUMENTS` in a process of its own; what it prints goes to *log*.

    *later*: its clock is that much ahead.
    """
    process = CONTEXT.Process(target=_crawl, args=(["crawl", *arguments], log, later))
    with LOCK, pytest.MonkeyPatch.context() as environment:
        # The server looks there for what it is to load.
        environment.setenv("PYTHONPATH", os.pathsep.join(map(str, (Path(__file__).parent, ROOT))))
        process.start()
    return process


def wait_for(process: multiprocessing.context.ForkServerProcess, seconds: float = 60) -> int | None:
    """Wait until *process* has ended, and return its exit code; None where it goes on.

    Its end can be read once. To start a process asks after all others, so two threads might read it at once, and the
    one that comes late takes the nothing that is left for 255.
    """
    multiprocessing.connection.wait([process.sentinel], seconds)
    with LOCK:
        process.join(0)
        return process.exitcode
