"""What is said to people, on stderr."""

from __future__ import annotations

import os
import sys
from time import monotonic

import click

from crawler.reading.text import escaped

INTERVAL = 0.3  # seconds
CLEAR = "\r\x1b[K"  # to the beginning of the line, and nothing after it


def say(message: str) -> None:
    """Print *message*, which may hold words of a page and paths, on stderr, safe to print.

    Where nobody reads it any more, as with `2>&1 | head`, it is let go: the work and its exit code are what they are.
    """
    try:
        click.echo(escaped(message), err=True)
    except BrokenPipeError:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (until the process ends)


class Progress:
    """Says on stderr, where that is a terminal, how many of *what* are done. What is printed next takes its place."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.said = 0.0

    def __call__(self, done: int, of: int | None = None) -> None:
        """Tell that so many are done, of all; nothing is left of the line when they are."""
        if not sys.stderr.isatty() or (done != of and monotonic() - self.said < INTERVAL):
            return
        self.said = monotonic()
        line = "" if done == of else f"{done:,}{'' if of is None else f' of {of:,}'} {self.what}\r"
        click.echo(f"{CLEAR}{line}", nl=False, err=True)
