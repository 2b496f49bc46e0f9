"""`newsarc export`: articles out of the archive, one at a time."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import click

from crawler.archive import Archive
from crawler.cli.export_formats import BINARY, WRITERS, Articles, in_files, write_warc
from crawler.cli.main import Failure
from crawler.cli.options import (
    ROWS,
    OutputType,
    archive_option,
    filter_options,
    no_words,
    open_archive,
    say_what_is_unknown,
)
from crawler.cli.saying import say

# What a file's name ends with where nobody says in which format it is wanted.
ENDINGS = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".md": "markdown",
    ".atom": "atom",
    ".warc": "warc",
}


@click.command()
@no_words("-o FILE names what to write: `newsarc export -o {}`")
@click.option("--format", type=click.Choice(list(WRITERS)), help="[default: by the ending of -o, else jsonl]")
@click.option(
    "-o", "--output", type=OutputType(path_type=Path), help="Write to this file, markdown into this folder.  [stdout]"
)
@filter_options
@click.option("--limit", type=ROWS, help="Articles to export.  [default: all]")
@click.option("-q", "--quiet", is_flag=True, help="Do not say how many there were.")
@archive_option
def export(
    format: str | None, output: Path | None, archive: str | None, limit: int | None, quiet: bool, **filters: Any
) -> None:
    """Write articles with their quotes and view readings, the newest first.

    \b
    jsonl       all that the archive holds of an article, an object a line; `newsarc import` reads it
    csv         a row an article, lists as JSON; a text that a spreadsheet would run gets a ' in front
    parquet     typed columns, for data frames            (pip install 'newsarc[parquet]')
    schema.org  a NewsArticle in JSON-LD a line
    markdown    documents with their facts as YAML; a file each where -o is a folder
    atom        a feed
    warc        the kept pages, and what was read of them (pip install 'newsarc[warc]'); `newsarc import` reads it
    """
    format = format or _format_of(output)
    with ExitStack() as stack:
        opened = stack.enter_context(open_archive(archive))
        articles = opened.articles(limit=limit, **filters)
        if format == "markdown" and output is not None and (output.is_dir() or not output.suffix):
            count = _write_files(opened, articles, output)
        else:
            is_whole = limit is None and not any(filters.values())
            file = _file(output, format, stack)
            is_plain = output is not None and output.suffix.lower() == ".warc"
            count = _write(opened, articles, format, file, is_whole=is_whole, is_plain=is_plain)
            file.flush()  # before it is said that all is written
        if not count:
            say_what_is_unknown(opened, **filters)
    if not quiet:
        said = f"{count} article{'s' * (count != 1)} exported"
        say(said + (f" to {output} as {format}" if output else ""))


def _format_of(output: Path | None) -> str:
    name = output.name.lower().removesuffix(".gz") if output else ""
    return next((format for ending, format in ENDINGS.items() if name.endswith(ending)), "jsonl")


def _write(archive: Archive, articles: Articles, format: str, file: BinaryIO, *, is_whole: bool, is_plain: bool) -> int:
    try:
        if format == "warc":
            return write_warc(archive, articles, file, others=is_whole, is_plain=is_plain)
        return WRITERS[format](archive, articles, file)
    except ModuleNotFoundError as error:
        raise Failure(f"{format} needs {error.name}: pip install 'newsarc[{BINARY[format]}]'") from error


def _file(output: Path | None, format: str, stack: ExitStack) -> BinaryIO:
    if output is not None:
        try:
            file = stack.enter_context(_whole_or_not_at_all(output))
        except OSError as error:
            raise Failure(f"{output} cannot be written: {error.strerror}. Name another file with -o.") from error
        if output.suffix.lower() == ".gz" and format not in BINARY:
            return cast(BinaryIO, stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0)))
        return file
    if format in BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{format} is no text for a terminal; name a file with -o")
    return sys.stdout.buffer


@contextmanager
def _whole_or_not_at_all(output: Path) -> Iterator[BinaryIO]:
    """Open a file beside *output*, which takes its place when all is written: what was there stays until then.

    What is no file (a pipe, /dev/null), and a file in a folder that nobody may write, is written where it is.
    """
    place = output.resolve()
    if place.is_dir() or (place.exists() and not (place.is_file() and os.access(place.parent, os.W_OK))):
        with output.open("wb") as file:
            yield file
        return
    part = place.with_name(f".{place.name[:200]}.part")
    try:
        with part.open("wb") as file:
            yield file
        if place.exists():
            shutil.copymode(place, part)
        part.replace(place)
    except OSError as error:  # of a full disk, which names no file
        error.filename = error.filename or str(output)
        raise
    finally:
        part.unlink(missing_ok=True)


def _write_files(archive: Archive, articles: Articles, folder: Path) -> int:
    count = 0
    for site, name, content in in_files(archive, articles):
        (folder / site).mkdir(parents=True, exist_ok=True)
        (folder / site / name).write_bytes(content)
        count += 1
    return count
