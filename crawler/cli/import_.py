"""`newsarc import`: articles from elsewhere into the archive."""

from __future__ import annotations

import gzip
import json
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import IO, BinaryIO, cast

import click

from crawler.archive import Archive
from crawler.archive.importing import BadRow, Imported, import_lines
from crawler.archive.location import default_archive
from crawler.cli.main import Failure
from crawler.cli.options import archive_option
from crawler.monitoring.exit_codes import DONE, FAILED, PARTLY_FAILED
from crawler.processes import default_jobs
from crawler.reading.instants import now
from pipelines import complete

GZIP = b"\x1f\x8b"
OUTCOMES = ("new", "updated", "unchanged", "forgotten")


class Rejected:
    """The file for rows that cannot be archived, made when there is one."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path = path
        self.stack = stack
        self.file: IO[str] | None = None

    def add(self, bad: BadRow) -> None:
        """Write a bad row with its line and the reason."""
        if self.file is None:
            self.file = self.stack.enter_context(self.path.open("w", encoding="utf-8"))
        self.file.write(json.dumps(asdict(bad), ensure_ascii=False) + "\n")


@click.command("import")
@click.argument("source", metavar="FILE|-", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--rejected",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Where bad rows are set aside.  [default: FILE.rejected.jsonl, here]",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes that read rows.  [default: one a core]")
@archive_option
def import_command(source: Path, rejected: Path | None, jobs: int | None, archive: str | None) -> None:
    """Archive the articles in FILE, joined with what is known, and in stories, as if they were crawled.

    FILE is an export as JSON lines, whose articles come back with all that belongs to them, or articles from elsewhere,
    gzip too: {"url", "title", "body"} and, if known, "site", "published_at", "modified_at",
    "language", "view_count", "authors", "description", "source", "section", "tags", "quotes", "image_url",
    "fetched_at". Language and quotes are found where they are not given.

    Bad rows are set aside with line and reason; the exit code is then 3.
    """
    began = time.monotonic()
    name = "stdin" if str(source) == "-" else source.name
    with ExitStack() as stack:
        file = _open(source, stack)
        opened = stack.enter_context(Archive(archive or default_archive()))
        bad = Rejected(rejected or Path(f"{name}.rejected.jsonl"), stack)
        imported = import_lines(
            *(opened, file),
            complete=complete,
            set_aside=bad.add,
            now=now(),
            name=name,
            jobs=jobs or default_jobs(),
        )
        path = opened.path.absolute()
    _say(imported, name, path, bad, time.monotonic() - began)
    sys.exit(DONE if not bad.file else FAILED if imported.counts["bad"] == imported.rows else PARTLY_FAILED)


def _open(source: Path, stack: ExitStack) -> BinaryIO:
    if str(source) == "-":
        return sys.stdin.buffer
    try:
        file = stack.enter_context(source.open("rb"))
    except OSError as error:
        raise Failure(
            f"{source} cannot be read: {error.strerror}. Name a file of JSON lines, or - for stdin."
        ) from error
    is_gzip = file.peek(2)[:2] == GZIP
    return cast(BinaryIO, stack.enter_context(gzip.open(file))) if is_gzip else file


def _say(imported: Imported, name: str, path: Path, bad: Rejected, seconds: float) -> None:
    counts = ", ".join(f"{imported.counts[what]} {what}" for what in OUTCOMES if imported.counts[what])
    click.echo(
        f"{imported.rows} rows of {name} in {seconds:.1f} s ({imported.rows / max(seconds, 0.001):.0f} a second) "
        f"into {path}: {counts or 'none archived'}",
        err=True,
    )
    if bad.file:
        click.echo(f"{imported.counts['bad']} bad rows set aside in {bad.path}", err=True)
