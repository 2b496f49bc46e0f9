"""`newsarc import`: articles from elsewhere into the archive."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import IO, BinaryIO, TypedDict, cast
from zipfile import BadZipFile

import click

from crawler.archive import Archive
from crawler.archive.exchange.importing import BadRow, Imported, import_lines
from crawler.archive.exchange.warc_reading import ZIP, import_warc, warc_files
from crawler.archive.location import default_archive
from crawler.archive.opening import MAGIC, is_sqlite
from crawler.cli.kept import read_found
from crawler.cli.main import Failure
from crawler.cli.options import NUMBER, FileType, OutputType, archive_option
from crawler.cli.saying import Progress, say
from crawler.monitoring.exit_codes import DONE, FAILED, PARTLY_FAILED
from crawler.processes import default_jobs
from crawler.reading.instants import now
from crawler.reading.text import printable
from pipelines import complete

GZIP, PAGES = b"\x1f\x8b", (b"WARC/", b"filedesc:", ZIP)
NO_IMPORT = "{} is an SQLite file; `newsarc archive merge` takes in another archive"
BEGINNING = 1024  # bytes that tell what a file is
OUTCOMES = ("new", "updated", "unchanged", "forgotten", "no article")


class Options(TypedDict):
    """What both kinds of files are imported with."""

    set_aside: Callable[[BadRow], None]
    now: datetime
    jobs: int
    tell: Callable[[int], None]


class Rejected:
    """The file for rows that cannot be archived, made when there is one."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path = path
        self.stack = stack
        self.file: IO[str] | None = None

    def add(self, bad: BadRow) -> None:
        """Write a bad row with its line and the reason."""
        if self.file is None:
            try:
                self.file = self.stack.enter_context(self.path.open("w", encoding="utf-8"))
            except OSError as error:
                told = (
                    f"bad rows cannot be set aside in {self.path}: {error.strerror}. Name another file with --rejected."
                )
                raise Failure(told) from error
        self.file.write(json.dumps(asdict(bad), ensure_ascii=False) + "\n")


@click.command("import")
@click.argument("sources", metavar="FILE|-...", nargs=-1, required=True, type=FileType(path_type=Path, allow_dash=True))
@click.option(
    "--rejected",
    type=OutputType(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Where bad rows are set aside.  [default: FILE.rejected.jsonl, here]",
)
@click.option("--jobs", type=NUMBER, help="Processes that read.  [default: one a core]")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something is wrong.")
@archive_option
def import_command(
    sources: tuple[Path, ...], rejected: Path | None, jobs: int | None, quiet: bool, archive: str | None
) -> None:
    """Archive the articles in each FILE, joined with what is known, and in stories, as if they were crawled.

    FILE is an export as JSON lines, whose articles come back with all that belongs to them; or articles from elsewhere,
    {"url", "title", "body"} a line and, if known, "site", "published_at", "modified_at", "language", "view_count",
    "authors", "description", "source", "section", "tags", "quotes", "image_url", "image_caption", "access", "kind",
    "fetched_at"; gzip too. Language and quotes are found where they are not given. Or it is a WARC or WACZ file of any
    crawler: its pages are read as a crawl reads them, and kept; of those that we wrote all comes back
    (pip install 'newsarc[warc]').

    Bad rows are set aside with line and reason; the exit code is then 3, as it is where one of several files is broken.
    """
    for source in sources:
        _look_at(source)
        if rejected and rejected.exists() and source.exists() and source.samefile(rejected):
            raise click.UsageError(f"--rejected names {source}, which is read; name another file")
    shared = jobs or default_jobs()
    with ExitStack() as stack:
        opened = stack.enter_context(Archive(archive or default_archive()))
        # Files of one name, from several folders, share one.
        paths = [rejected or Path(f"{_name(source)}.rejected.jsonl") for source in sources]
        rejects = {path: Rejected(path, stack) for path in paths}
        codes = []
        for source, path in zip(sources, paths, strict=True):
            bad = rejects[path]
            try:
                codes.append(_import_one(opened, source, bad, jobs=shared, quiet=quiet))
            except Failure as error:
                error.show()
                codes.append(FAILED)
    sys.exit(codes[0] if len(set(codes)) == 1 else PARTLY_FAILED)


def _import_one(opened: Archive, source: Path, bad: Rejected, *, jobs: int, quiet: bool) -> int:
    """Import one file and return the exit code that it stands for. Raises `Failure` where it cannot be read on."""
    began, name = time.monotonic(), _name(source)
    tell = (lambda done: None) if quiet else Progress(f"of {printable(name)} imported")
    options: Options = {"set_aside": bad.add, "now": now(), "jobs": jobs, "tell": tell}
    with ExitStack() as stack:
        file, head = _open(source, stack)
        if head.startswith(MAGIC):
            raise Failure(NO_IMPORT.format(name))
        if head.lstrip().startswith(b"["):  # as `newsarc list --json` writes it
            raise Failure(
                f"{name} is a JSON array; expected an object a line: jq -c '.[]', or of an archive `newsarc export`"
            )
        if _is_table(head):
            raise Failure(
                f"{name} is a table, CSV or Parquet; expected an object a line. Of a CSV: sqlite-utils insert t.db t "
                f"{quote(str(source))} --csv && sqlite-utils rows t.db t --nl | newsarc import -"
            )
        is_warc = head.startswith(PAGES)
        try:
            if is_warc:
                imported = import_warc(
                    opened, warc_files(file, is_zip=head.startswith(ZIP)), read=read_found, **options
                )
            else:
                imported = import_lines(opened, _unpacked(file, stack), complete=complete, name=name, **options)
        except ModuleNotFoundError as error:
            raise Failure(f"{name} is a WARC file and needs {error.name}: pip install 'newsarc[warc]'") from error
        except (EOFError, zlib.error, gzip.BadGzipFile, BadZipFile) as error:
            raise Failure(
                f"{name} cannot be read on: {error}. What was read before is archived; fetch it again."
            ) from error
    one = "record" if is_warc else "row"
    _say(imported, one, name, opened.path.absolute(), bad, time.monotonic() - began, quiet=quiet)
    if not imported.counts["bad"]:
        return DONE
    return FAILED if imported.counts["bad"] == imported.rows else PARTLY_FAILED


def _name(source: Path) -> str:
    return "stdin" if str(source) == "-" else source.name


def _look_at(source: Path) -> None:
    """Raise `Failure` where *source* cannot be read, before anything is imported."""
    if str(source) == "-" or source.is_fifo():
        return
    if is_sqlite(source):  # it may be the archive that it is to go into: see `is_sqlite`
        raise Failure(NO_IMPORT.format(_name(source)))
    with ExitStack() as stack:
        _open_file(source, stack)


def _open_file(source: Path, stack: ExitStack) -> BinaryIO:
    try:
        return stack.enter_context(source.open("rb"))
    except OSError as error:
        raise Failure(
            f"{source} cannot be read: {error.strerror}. Name a file of JSON lines or a WARC, or - for stdin."
        ) from error


def _open(source: Path, stack: ExitStack) -> tuple[BinaryIO, bytes]:
    """The file, and how it begins, unpacked where it is gzip."""
    if str(source) == "-":
        stdin = sys.stdin.buffer
        file = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stdin))
    else:
        file = cast(io.BufferedReader, _open_file(source, stack))
    head = file.peek(BEGINNING)[:BEGINNING]
    if head.startswith(GZIP):
        with suppress(zlib.error):  # where it is read on, that is told
            head = zlib.decompressobj(wbits=31).decompress(head, BEGINNING)
    return file, head


def _is_table(head: bytes) -> bool:
    """Whether a file begins as a Parquet does, or with the names of columns, as "id,url,title"."""
    first = head.partition(b"\n")[0].removeprefix(codecs.BOM_UTF8)
    names = first.replace(b'"', b"").strip().replace(b";", b",").replace(b"\t", b",").split(b",")
    return head.startswith(b"PAR1") or (not first.startswith(b"{") and b"url" in names)


def _unpacked(file: BinaryIO, stack: ExitStack) -> BinaryIO:
    is_gzip = cast(io.BufferedReader, file).peek(len(GZIP)).startswith(GZIP)
    return cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=file))) if is_gzip else file


def _say(imported: Imported, one: str, name: str, path: Path, bad: Rejected, seconds: float, *, quiet: bool) -> None:
    """Say on stderr what became of the rows or records; *one*: what one of them is called."""
    counts = ", ".join(f"{imported.counts[what]} {what}" for what in OUTCOMES if imported.counts[what])
    if not quiet or imported.counts["bad"]:
        say(
            f"{imported.rows} {one}{'s' * (imported.rows != 1)} of {name} in {seconds:.1f} s "
            f"({imported.rows / max(seconds, 0.001):.0f} a second) into {path}: {counts or 'none archived'}"
        )
    for column, count in imported.left_out.most_common():
        say(f"{column} left out of {count} row{'s' * (count != 1)}; {imported.reasons[column]}")
    if count := imported.counts["bad"]:
        say(f"{count} bad {one}{'s' * (count != 1)} set aside in {bad.path}")
