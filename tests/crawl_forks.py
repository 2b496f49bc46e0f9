"""Crawls in processes that are forked from one that has loaded everything: real ones, a tenth of a second each."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from threading import Lock

import pytest
from conftest import ROOT

CONTEXT = multiprocessing.get_context("forkserver")
LOCK = Lock()
CONTEXT.set_forkserver_preload(["crawl_forks_loaded"])


def _crawl(arguments: list[str], log: Path) -> None:
    from crawler.cli import main

    with log.open("w") as file:
        os.dup2(file.fileno(), 2)
        os.dup2(file.fileno(), 1)
    main(arguments)


def start_crawl(arguments: list[str], log: Path) -> multiprocessing.Process:
    """Start `newsarc crawl ARGUMENTS` in a process of its own; what it prints goes to *log*."""
    process = CONTEXT.Process(target=_crawl, args=(["crawl", *arguments], log))
    with LOCK, pytest.MonkeyPatch.context() as environment:
        # The server looks there for what it is to load.
        environment.setenv("PYTHONPATH", os.pathsep.join(map(str, (Path(__file__).parent, ROOT))))
        process.start()
    return process
