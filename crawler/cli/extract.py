"""`newsarc extract`: what a page says, without an archive. Others measure by its output."""

from __future__ import annotations

import gc
import gzip
import json
import os
import re
import sys
import time
import zlib
from dataclasses import fields
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any, TypeGuard

import click

from crawler.cli.saying import say
from crawler.items import Article, Quote
from crawler.monitoring.exit_codes import DONE, FAILED, PARTLY_FAILED
from crawler.page import Page
from crawler.reading.instants import aware
from crawler.reading.text import printable
from crawler.reading.urls import web_url
from crawler.settings import NEWSARC_READER
from crawler.trial import why_unreadable
from pipelines import explain, extract
from pipelines.field import Candidate

SOURCES = ("html_path", "text_path", "body")
GZIP = b"\x1f\x8b"
SAMPLE = 10_000  # characters by which text is told from other files
MOST_CONTROLS = 0.05  # of them; a byte in nine is one in what is compressed
MOST_UNDECODED = 1 / 3
_FEED = re.compile(r"\s*(?:<\?[^<>]{0,200}>\s*|<!--[^<>]{0,500}-->\s*){0,5}<(?:rss|feed|rdf:RDF)\b")
# Not counted: tab, line and page breaks; the escape of ISO-2022-JP; NUL, which parts the letters of UTF-16.
_CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_UNDECODED = bytes(range(0x80, 0xA0))
LARGEST = 50 * 1024 * 1024  # bytes of a page, unpacked
QUOTE_FIELDS = tuple(field.name for field in fields(Quote))
COLLECTED_AFTER = 50_000  # objects; of the interpreter's own 700, a tenth of a batch's time is spent collecting
# What a bad row can raise before the steps begin; whatever breaks in a step costs only its field.
BAD_ROW = (OSError, ValueError, TypeError, EOFError, zlib.error, RecursionError, MemoryError)


EXPECTED = "Expected a file, an address that begins with https:// or http://, or - for stdin."


class BadRowError(ValueError):
    """A row of a batch, or a page, that cannot be read. The message says what was expected."""


@click.command("extract")
@click.argument("source", required=False, metavar="FILE|URL|-")
@click.option("--url", default="", help="The page's address, where it is read from a file.")
@click.option("--fetched-at", metavar="ISO", help='When the page was fetched: needed for "3 hours ago".')
@click.option("--batch", is_flag=True, help="Read JSON lines from stdin, write one JSON object a line.")
@click.option("--timings", is_flag=True, help='Add "ms": CPU milliseconds spent on the row.')
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set a Scrapy setting, for a URL.")
@click.option("--explain", "explained", is_flag=True, help="Show all candidates of each field, and which one won.")
def extract_command(
    source: str | None,
    url: str,
    fetched_at: str | None,
    batch: bool,
    timings: bool,
    settings: tuple[str, ...],
    explained: bool,
) -> None:
    """Print the article on a page as JSON: a FILE of HTML or text, a URL, or "-" for stdin.

    With --batch: rows {"id", "url", "fetched_at", "language", and one of "html_path", "text_path", "body"} on stdin,
    one JSON object a line on stdout, in the same order; a bad row gives {"id", "error"}.
    """
    if batch == (source is not None):
        raise click.UsageError("give a FILE, a URL or - ; or --batch with rows on stdin")
    if batch and (url or fetched_at or settings or explained):
        raise click.UsageError("--url, --fetched-at, -s and --explain are for one page; a row of a batch has its own")
    if batch:
        sys.exit(run_batch(timings=timings))
    assert source is not None
    given = {}
    if url:
        web_url(url)  # raises UrlError; it is told as it was given, in a batch as well
    if settings:
        from crawler.cli.checked_settings import given_settings  # noqa: PLC0415  (Scrapy, which a file needs not)

        given = given_settings(settings)
    try:
        at = parse_instant(fetched_at)
    except BadRowError as error:
        raise click.UsageError(str(error)) from error
    began = _cpu_seconds()
    try:
        page = readable(read_source(source, url, at, given), source)
    except BAD_ROW as error:
        told = f"{source} cannot be read: {error.strerror}. {EXPECTED}" if _is_of_a_file(error) else str(error)
        say(f"newsarc: {told}")
        sys.exit(FAILED)
    if explained:
        click.echo(explanation(page), nl=False)
        return
    row = article_row(extract(page))
    if timings:
        row["ms"] = _ms_since(began)
    click.echo(json.dumps(row, ensure_ascii=False, indent=2))
    if row["title"] is None and row["body"] is None:
        say(f"newsarc: {source}: no article was found on this page; --explain shows why")
        sys.exit(FAILED)


def _is_of_a_file(error: BaseException) -> TypeGuard[OSError]:
    return isinstance(error, OSError) and error.filename is not None


def run_batch(*, timings: bool) -> int:
    """Answer each row of stdin with a line on stdout, at once; return the exit code."""
    errors = 0
    # What is loaded stays, and a page that was read frees itself: the collector of garbage finds next to nothing.
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        began = _cpu_seconds()
        row_id: Any = None
        try:
            given = parse_row(line)
            row_id = given.get("id")
            answer = {"id": row_id, **article_row(extract(readable(read_row(given))))}
        except BAD_ROW as error:
            errors += 1
            answer = {"id": row_id, "error": f"{type(error).__name__}: {error}"}
        if timings:
            answer["ms"] = _ms_since(began)
        sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
        sys.stdout.flush()
    return PARTLY_FAILED if errors else DONE


def _cpu_seconds() -> float:
    """CPU seconds of this process, its threads and the processes it has started."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def _ms_since(began: float) -> float:
    return round((_cpu_seconds() - began) * 1000, 3)


def readable(page: Page, source: str = "") -> Page:
    """Return *page*. Raises `BadRowError`, with *source*, for one that is no text or is made to be slow."""
    if reason := _why_no_text((page.html or page.plain_text or "")[:SAMPLE]) or why_unreadable(page, NEWSARC_READER):
        raise BadRowError(f"{source}: {reason}" if source else reason)
    return page


def _why_no_text(sample: str) -> str | None:
    """Return why the beginning of a page is no text, as that of a picture or a PDF is none; None where it is."""
    if _FEED.match(sample):
        return "a feed, no page: `newsarc crawl` and `newsarc sites add` read the pages that it lists"
    told = sample.encode("latin-1", "replace")  # a byte a character
    controls = len(told) - len(told.translate(None, _CONTROLS))
    bad = controls + len(told) - len(told.translate(None, _UNDECODED)) + sample.count("\ufffd")
    if controls <= MOST_CONTROLS * len(sample) and bad <= MOST_UNDECODED * len(sample):
        return None
    return f"no text: {bad:,} of the first {len(sample):,} characters are none; expected HTML or the text of a page"


def _finite(number: str) -> float | None:
    """A number that JSON knows: as the id of a row another, as NaN or 1e999, would be printed again."""
    return value if isfinite(value := float(number)) else None


def parse_row(line: bytes) -> dict[str, Any]:
    """Return one row of a batch, null where Python writes NaN or Infinity. Raises `BadRowError` unless it is an object
    of JSON."""
    try:
        row = json.loads(line, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise BadRowError(
            f'not JSON: {error}; expected an object like {{"id": 1, "html_path": "page.html"}}'
        ) from error
    if not isinstance(row, dict):
        raise BadRowError(f"expected a JSON object, found {type(row).__name__}")
    return row


def read_row(row: dict[str, Any]) -> Page:
    """Return the page that a row of a batch names. Raises `BadRowError` or what reading the file raises."""
    given = [name for name in SOURCES if row.get(name) is not None]
    if len(given) != 1:
        raise BadRowError(f"expected one of {', '.join(SOURCES)}, found {', '.join(given) or 'none'}")
    value, url, language = row[given[0]], row.get("url") or "", row.get("language")
    for name, text in ((given[0], value), ("url", url), ("language", language or "")):
        if not isinstance(text, str):
            raise BadRowError(f"{name} is {type(text).__name__}, expected a string")
    if given[0] == "body":
        return Page.from_body(value, url, language=language)
    fetched_at = parse_instant(row.get("fetched_at"))
    data = read_file(Path(value))
    if given[0] == "text_path":
        return Page.from_text(data, url, fetched_at=fetched_at, language=language)
    return Page.from_html(data, url, fetched_at=fetched_at, language=language)


def read_source(source: str, url: str, at: datetime | None, settings: dict[str, str]) -> Page:
    """Return the page of a file, an address or stdin; what holds no tag is read as plain text."""
    if source.lower().startswith(("http://", "https://")):
        from crawler.cli.fetching import fetch_page  # noqa: PLC0415

        return fetch_page(source, settings)
    data = unpack(sys.stdin.buffer.read()) if source == "-" else read_file(Path(source))
    if not data.strip():
        raise BadRowError(f"{source}: the page is empty")
    if b"<" in data and b">" in data and b"</" in data:
        return Page.from_html(data, url, fetched_at=at)
    return Page.from_text(data, url, fetched_at=at)


def read_file(path: Path) -> bytes:
    """Return a file's bytes, unpacked where it is gzip. Raises `BadRowError` if it is empty or too large."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size or LARGEST  # a pipe tells none; to ask for more takes the room for it
        data = unpack(file.read(min(size, LARGEST) + 1))
    if not data.strip():
        raise BadRowError(f"{path}: the page is empty")
    return data


def unpack(data: bytes) -> bytes:
    """Return *data*, gunzipped where it is gzip; at most `LARGEST` bytes, since a small file can hold a huge page."""
    if data.startswith(GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        data = unpacker.decompress(data, LARGEST + 1)
        if not unpacker.eof and len(data) <= LARGEST:
            raise gzip.BadGzipFile("the gzip data ends early")
    if len(data) > LARGEST:
        raise BadRowError(f"the page is larger than {LARGEST // 2**20} MiB")
    return data


def parse_instant(text: Any) -> datetime | None:
    """Return an ISO 8601 instant, UTC where it names no offset; None for none. Raises `BadRowError`."""
    if text is None:
        return None
    try:
        when = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise BadRowError(f"fetched_at is {text!r}; expected ISO 8601, such as 2024-09-03T07:25:00+03:00") from error
    return aware(when)


def article_row(article: Article) -> dict[str, Any]:
    """Return *article* as the contract of `newsarc extract` has it."""
    return {
        "url": article.url or None,
        "title": article.title,
        "description": article.description,
        "authors": article.authors,
        "published_at": article.published_at,
        "modified_at": article.modified_at,
        "view_count": article.view_count,
        "body": article.body,
        "quotes": [{name: getattr(quote, name) for name in QUOTE_FIELDS} for quote in article.quotes],
        "language": article.language,
        "word_count": article.word_count,
        "source": article.source,
        "section": article.section,
        "tags": article.tags,
        "image_url": article.image_url,
        "image_caption": article.image_caption,
        "access": article.access,
        "kind": article.kind,
        "provenance": article.provenance,
    }


def explanation(page: Page) -> str:
    """Return every field's candidates in the order of trust, the chosen source and what was refused, as text."""
    article, seen = explain(page)
    lines = []
    for field, candidates in seen.items():
        chosen = article.provenance.get(field, {})
        lines.append(click.style(f"{field}: {chosen.get('source', 'not found')}", bold=True))
        for candidate in candidates:
            lines.append(f"  {_mark(candidate, chosen)} {candidate.source:<22}{printable(_shown(candidate))}")
    return "\n".join(lines) + "\n"


def _mark(candidate: Candidate[Any], chosen: dict[str, Any]) -> str:
    if candidate.refused:
        return "-"
    return "*" if candidate.source == chosen.get("source") and candidate.evidence == chosen.get("evidence") else " "


def _shown(candidate: Candidate[Any]) -> str:
    text = candidate.evidence.replace("\n", " ")[:100]
    return f"{text}   (refused: {candidate.refused})" if candidate.refused else text
