"""What is said to people, on stderr."""

from __future__ import annotations

import click

from crawler.reading.text import escaped


def say(message: str) -> None:
    """Print *message*, which may hold words of a page and paths, on stderr, safe to print."""
    click.echo(escaped(message), err=True)
