"""`newsarc import`: articles from elsewhere into the archive."""

from __future__ import annotations

import gzip
import io
import json
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, TypedDict, cast

import click

from crawler.archive import Archive
from crawler.archive.exchange.importing import BadRow, Imported, import_lines
from crawler.archive.exchange.warc_reading import ZIP, import_warc, warc_files
from crawler.archive.location import default_archive
from crawler.cli.kept import read_found
from crawler.cli.main import Failure
from crawler.cli.options import archive_option
from crawler.monitoring.exit_codes import DONE, FAILED, PARTLY_FAILED
from crawler.processes import default_jobs
from crawler.reading.instants import now
from pipelines import complete

GZIP, PAGES = b"\x1f\x8b", (b"WARC/", b"filedesc:", ZIP)
BEGINNING = 1024  # bytes that tell what a file is
OUTCOMES = ("new", "updated", "unchanged", "forgotten", "no article")


class Options(TypedDict):
    """What both kinds of files are imported with."""

    set_aside: Callable[[BadRow], None]
    now: datetime
    jobs: int


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

    FILE is an export as JSON lines, whose articles come back with all that belongs to them; or articles from elsewhere,
    {"url", "title", "body"} a line and, if known, "site", "published_at", "modified_at", "language", "view_count",
    "authors", "description", "source", "section", "tags", "quotes", "image_url", "fetched_at"; gzip too. Language and
    quotes are found where they are not given. Or it is a WARC or WACZ file of any crawler: its pages are read as a
    crawl reads them, and kept; of those that we wrote all comes back (pip install 'newsarc[warc]').

    Bad rows are set aside with line and reason; the exit code is then 3.
    """
    began = time.monotonic()
    name = "stdin" if str(source) == "-" else source.name
    with ExitStack() as stack:
        file, head = _open(source, stack)
        opened = stack.enter_context(Archive(archive or default_archive()))
        bad = Rejected(rejected or Path(f"{name}.rejected.jsonl"), stack)
        options: Options = {"set_aside": bad.add, "now": now(), "jobs": jobs or default_jobs()}
        try:
            if head.startswith(PAGES):
                imported = import_warc(
                    opened, warc_files(file, is_zip=head.startswith(ZIP)), read=read_found, **options
                )
            else:
                imported = import_lines(opened, _unpacked(file, stack), complete=complete, name=name, **options)
        except ModuleNotFoundError as error:
            raise Failure(f"{name} is a WARC file and needs {error.name}: pip install 'newsarc[warc]'") from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Failure(
                f"{name} cannot be read on: {error}. What was read before is archived; fetch it again."
            ) from error
        path = opened.path.absolute()
    _say(imported, name, path, bad, time.monotonic() - began)
    sys.exit(DONE if not bad.file else FAILED if imported.counts["bad"] == imported.rows else PARTLY_FAILED)


def _open(source: Path, stack: ExitStack) -> tuple[BinaryIO, bytes]:
    """The file, and how it begins, unpacked where it is gzip."""
    if str(source) == "-":
        stdin = sys.stdin.buffer
        file = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stdin))
    else:
        try:
            file = stack.enter_context(source.open("rb"))
        except OSError as error:
            raise Failure(
                f"{source} cannot be read: {error.strerror}. Name a file of JSON lines or a WARC, or - for stdin."
            ) from error
    head = file.peek(BEGINNING)[:BEGINNING]
    return file, zlib.decompressobj(wbits=31).decompress(head, BEGINNING) if head.startswith(GZIP) else head


def _unpacked(file: BinaryIO, stack: ExitStack) -> BinaryIO:
    is_gzip = cast(io.BufferedReader, file).peek(len(GZIP)).startswith(GZIP)
    return cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=file))) if is_gzip else file


def _say(imported: Imported, name: str, path: Path, bad: Rejected, seconds: float) -> None:
    counts = ", ".join(f"{imported.counts[what]} {what}" for what in OUTCOMES if imported.counts[what])
    click.echo(
        f"{imported.rows} rows of {name} in {seconds:.1f} s ({imported.rows / max(seconds, 0.001):.0f} a second) "
        f"into {path}: {counts or 'none archived'}",
        err=True,
    )
    if bad.file:
        click.echo(f"{imported.counts['bad']} bad rows set aside in {bad.path}", err=True)
