"""`newsarc archive`: is the file what it should be, a copy of it, others merged into it."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from crawler.archive import Archive
from crawler.archive.exchange.merging import merge as merge_archives
from crawler.archive.location import default_archive
from crawler.archive.migrations import SCHEMA
from crawler.archive.opening import open_for_writing, read_version
from crawler.archive.upkeep.checking import seen_ahead
from crawler.archive.upkeep.pruning import Room, prunable, room, weigh
from crawler.archive.upkeep.pruning import prune as prune_captures
from crawler.archive.upkeep.pruning import vacuum as make_small
from crawler.cli.groups import Commands
from crawler.cli.main import Failure
from crawler.cli.options import (
    FileType,
    SpanType,
    archive_option,
    format_options,
    no_words,
    open_archive,
    open_to_change,
    say_what_is_unknown,
    site_option,
)
from crawler.cli.output import columns_of, print_rows
from crawler.cli.saying import say
from crawler.monitoring.exit_codes import FAILED
from crawler.reading.instants import now, utc_text
from crawler.reading.text import printable

DAYS_OF_YEAR = 365
ROOM_COLUMNS = ("part", "rows", "bytes", "share")
MANY = 20_000  # articles: to place them takes a while
MILLISECONDS = 1  # of CPU, for each
MOST_SECONDS = 100  # then it is minutes


class Placing:
    """Says that all articles are put into stories anew, where it takes a while; on a terminal also how far that is."""

    def __init__(self) -> None:
        self.is_said = False

    def __call__(self, done: int, of: int) -> None:
        """Tell that *done* of the articles are in their stories."""
        if not self.is_said and of >= MANY:
            self.is_said = True
            seconds = of * MILLISECONDS / 1000
            time = f"{seconds / 60:.0f} minutes" if seconds > MOST_SECONDS else f"{seconds:.0f} s"
            say(
                f"{of:,} articles are put into stories anew, in some {time} of CPU; others may read and write meanwhile"
            )
        if self.is_said and sys.stderr.isatty():
            click.echo(f"\r{done:,} of {of:,} articles", nl=done >= of, err=True)


class AgeType(SpanType):
    """A span of time, years too: 90d, 52w, 1y."""

    expected = "90d, 52w or 1y"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        years = value.removesuffix("y") if isinstance(value, str) and value.endswith("y") else ""
        if years.isascii() and years.isdigit() and len(years) < 4:
            return timedelta(days=DAYS_OF_YEAR * int(years))
        return super().convert(value, param, ctx)


AGE = AgeType()
of_one_file = no_words("--archive {} names the file")


@click.group(cls=Commands)
def archive_group() -> None:
    """Check, mend and copy the archive's file."""


@archive_group.command(short_help="Look for what is wrong in the file.")
@of_one_file
@click.option("--full", is_flag=True, help="All words of the indexes and all kept pages, not a thousand of each.")
@archive_option
def check(archive: str | None, *, full: bool) -> None:
    """Look for what is wrong: damage, rows that lead nowhere or are at odds, indexes that another tool rebuilt.

    Prints a line for each fault and ends with 1 if there is one. Changes nothing.
    """
    with open_archive(archive) as opened:
        faults, path = opened.check(full=full), opened.path.absolute()
        count, latest = seen_ahead(opened.db, now())
    if count:
        say(
            f"articles seen in the future: {count}, the last at {latest}, by a clock that was ahead, if this one is "
            "right. The next crawl that sees them mends that"
        )
    for fault in faults:
        click.echo(printable(fault))
    if faults:
        sys.exit(FAILED)
    say(f"{path}: nothing wrong")


@archive_group.command(short_help="Make the full-text indexes again.")
@of_one_file
@archive_option
def reindex(archive: str | None) -> None:
    """Make the full-text indexes again, as after another tool rebuilt them."""
    with open_to_change(archive) as opened:
        opened.reindex()
        say(f"{opened.path.absolute()}: indexed anew")


@archive_group.command(short_help="Bring an older archive up to this version.")
@of_one_file
@archive_option
def upgrade(archive: str | None) -> None:
    """Bring an archive that an older version wrote up to this one, after a backup beside it; any other is left alone.

    Commands that write do so by the way; those that only ask refuse an older archive.
    """
    path = Path(archive or default_archive())
    before = read_version(path) if path.is_file() else 0
    copies: list[Path] = []
    if 0 < before < SCHEMA.version:
        open_for_writing(path, tell_backup=copies.append).close()
    if not copies:
        with open_archive(archive):  # says what is wrong with it
            say(f"{path.absolute()}: nothing to upgrade, it has schema {read_version(path)}")
        return
    say(f"{path.absolute()}: upgraded from schema {before} to {SCHEMA.version}")
    say(f"as it was: {copies[0].absolute()}")


@archive_group.command(short_help="Take in all that other archives hold.")
@click.argument("others", nargs=-1, required=True, metavar="OTHER.db...", type=FileType(path_type=Path))
@click.option("--quick", is_flag=True, help="Put only what comes, and what it touches, into stories anew.")
@archive_option
def merge(others: tuple[Path, ...], archive: str | None, *, quick: bool) -> None:
    """Take all that the archives OTHER.db hold into this one; they stay as they are.

    In whatever order archives are merged, the result is the same but for the numbers of rows: the first one's stay. So
    all articles are put into stories anew, which takes a minute and a half for a hundred thousand; others may read and
    write meanwhile. With --quick it takes the longer the more comes, and a few articles may stay where they were
    although earlier ones came, until the next merge without it.
    """
    into = Path(archive or default_archive())
    for path in others:
        if not path.exists():
            raise Failure(f"{path}: no such file. Name the archives to take in; they come into {into}.")
        if into.exists() and path.samefile(into):
            raise click.UsageError(f"{path} is the archive itself; name another to merge into it")
    with ExitStack() as stack:
        there = [stack.enter_context(Archive(path, read_only=True)) for path in others]
        opened = stack.enter_context(Archive(into))  # last: where one of the others is not there, none is made
        counts = merge_archives(opened, there, quick=quick, tell=Placing())
        said = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing new"
        say(f"merged into {opened.path.absolute()}: {said}")


@archive_group.command(short_help="Copy the archive to TARGET, also while a crawl goes on.")
@click.argument("target", type=FileType(path_type=Path))
@archive_option
def backup(target: Path, archive: str | None) -> None:
    """Copy the archive to TARGET, which must not exist; a crawl may go on meanwhile."""
    if target.exists():
        raise Failure(f"{target} exists already; name a new file")
    if not target.parent.is_dir():
        raise Failure(f"{target} cannot be written: there is no folder {target.parent}. Make it, or name another file.")
    if not os.access(target.parent, os.W_OK):
        raise Failure(f"{target} cannot be written: this user has no permission to write {target.parent.absolute()}.")
    with open_archive(archive) as opened:
        opened.backup(target)
    say(f"copied to {target.absolute()}")


@archive_group.command(short_help="Show what takes the room.")
@of_one_file
@format_options
@archive_option
def stats(archive: str | None, format: str | None, columns: tuple[str, ...]) -> None:
    """Show what takes the room: each table with its indexes, the largest first, and what is free."""
    with open_archive(archive) as opened:
        rows = map(asdict, room(opened.db))
        print_rows(rows, known=columns_of(Room), format=format, columns=columns, default_columns=ROOM_COLUMNS)


@archive_group.command(short_help="Make the file as small as what it holds.")
@of_one_file
@archive_option
def vacuum(archive: str | None) -> None:
    """Write the file anew without what is free in it. It takes as much room again meanwhile; let nobody write."""
    with open_to_change(archive) as opened:
        before, after = make_small(opened)
        say(f"{opened.path.absolute()}: {before:,} bytes before, {after:,} now")


@archive_group.command(short_help="Take out old kept pages; asks first.")
@of_one_file
@click.option(
    "--raw-older-than", "age", type=AGE, required=True, help="Kept pages that were fetched longer ago: 90d, 52w, 1y."
)
@site_option
@click.option("--last-too", is_flag=True, help="The last copy of each article and those of its revisions, too.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@archive_option
def prune(age: timedelta, site: str | None, last_too: bool, yes: bool, archive: str | None) -> None:
    """Take old kept pages out; says first what would go. Articles, revisions and readings stay.

    Spared are the last copy of each article and those that a revision was read from: `newsarc reread` needs them. The
    file keeps its size until `newsarc archive vacuum`.
    """
    before = utc_text(now() - age)
    with open_to_change(archive) as opened:
        going = prunable(opened.db, before, site=site, all_of_them=last_too)
        what = weigh(opened.db, going)
        told = f"{what.captures} captures before {before}, {what.bodies} kept pages with {what.bytes:,} bytes"
        say(f"would go: {told}")
        if not going:
            say_what_is_unknown(opened, site=site)
            return
        if not yes:
            if not sys.stdin.isatty():
                raise click.UsageError("--yes is needed where nobody can be asked")
            click.confirm("Take them out?", abort=True, err=True)
        went = prune_captures(opened, going)
    say(f"gone: {went.captures} captures, {went.bodies} kept pages with {went.bytes:,} bytes")
