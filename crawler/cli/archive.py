"""`newsarc archive`: is the file what it should be, a copy of it, others merged into it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from crawler.archive import Archive
from crawler.archive.location import default_archive
from crawler.archive.merging import merge as merge_archives
from crawler.cli.main import Failure
from crawler.cli.options import archive_option, open_archive
from crawler.monitoring.exit_codes import FAILED
from crawler.reading.text import printable


@click.group()
def archive_group() -> None:
    """Check, mend and copy the archive's file."""


@archive_group.command()
@archive_option
def check(archive: str | None) -> None:
    """Look for what is wrong: damage, rows that lead nowhere, indexes that another tool rebuilt.

    Prints a line for each fault and ends with 1 if there is one. Changes nothing.
    """
    with open_archive(archive) as opened:
        faults, path = opened.check(), opened.path.absolute()
    for fault in faults:
        click.echo(printable(fault))
    if faults:
        sys.exit(FAILED)
    click.echo(f"{path}: nothing wrong", err=True)


@archive_group.command()
@archive_option
def reindex(archive: str | None) -> None:
    """Make the full-text indexes again, as after another tool rebuilt them."""
    with open_archive(archive):
        pass  # a missing archive is not made
    with Archive(archive or default_archive()) as opened:
        opened.reindex()
        click.echo(f"{opened.path.absolute()}: indexed anew", err=True)


@archive_group.command()
@click.argument("others", nargs=-1, required=True, metavar="OTHER.db...", type=click.Path(path_type=Path))
@archive_option
def merge(others: tuple[Path, ...], archive: str | None) -> None:
    """Take all that the archives OTHER.db hold into this one; they stay as they are.

    In whatever order archives are merged, the result is the same but for the numbers of rows: the first one's stay.
    All stories are told apart anew, which takes minutes for a hundred thousand articles; let no crawl run meanwhile.
    """
    with Archive(archive or default_archive()) as opened:
        for path in others:
            if path.exists() and path.samefile(opened.path):
                raise click.UsageError(f"{path} is the archive itself; name another to merge into it")
        with ExitStack() as stack:
            there = [stack.enter_context(Archive(path, read_only=True)) for path in others]
            counts = merge_archives(opened, there)
        said = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing new"
        click.echo(f"merged into {opened.path.absolute()}: {said}", err=True)


@archive_group.command()
@click.argument("target", type=click.Path(path_type=Path))
@archive_option
def backup(target: Path, archive: str | None) -> None:
    """Copy the archive to TARGET, which must not exist; a crawl may go on meanwhile."""
    if target.exists():
        raise Failure(f"{target} exists already; name a new file")
    with open_archive(archive) as opened:
        opened.backup(target)
    click.echo(f"copied to {target.absolute()}", err=True)
