"""WARC files into the archive: what crawlers everywhere keep (CC-NEWS, WACZ), and what an archive of ours wrote."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, BinaryIO

from crawler.archive.archive import Archive
from crawler.archive.articles.identity import article_at
from crawler.archive.articles.records import Record
from crawler.archive.captures.captures import ROLES, Capture, has_body, keep_page, read_body
from crawler.archive.captures.rereading import Kept, lightened
from crawler.archive.exchange.given import RowError, given_record
from crawler.archive.exchange.importing import BadRow, Imported, Restorer
from crawler.archive.exchange.warc_writing import ENCODING_HEADERS, OF_CAPTURE, ORIGINAL, RECORD_TYPE
from crawler.archive.statements import Values
from crawler.items import Article
from crawler.processes import in_batches, spread
from crawler.reading.instants import aware, parse_utc, utc_text
from crawler.reading.urls import web_url
from crawler.unpacking import ENCODINGS, MOST_LAYERS, UnpackingError, unpack

BATCH = 32  # pages of one transaction
LARGEST = 32 << 20  # bytes of a page
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # marks of UTF-8 and UTF-16, and space
LARGEST_RECORD = 256 << 20  # bytes of what a file of our own says of an article
MEDIA = ("text/html", "application/xhtml+xml")
BLOCK = 1 << 16  # bytes that are passed over at a time
OK = 200
_REST = {4: "-01-01", 7: "-01"}  # of a date that is a year, or a month, by its length
ZIP = b"PK\x03\x04"
Read = Callable[[Kept], Article | None]


@dataclass(frozen=True, slots=True)
class _Answer:
    """A page as a WARC file holds it. `body` is None for a revisit; `payload` is its digest, as the file has it.

    `told`: what a file of our own says of this capture.
    """

    number: int
    capture: Capture
    body: bytes | None
    payload: str | None
    told: Values | None = None
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """What a file of our own says of an article, and of its captures, which follow."""

    number: int
    record: Record
    captures: list[Values]


def import_warc(
    archive: Archive,
    files: Iterable[BinaryIO],
    *,
    read: Read,
    set_aside: Callable[[BadRow], None],
    now: datetime,
    jobs: int = 1,
    tell: Callable[[int], None] = lambda done: None,
) -> Imported:
    """Archive the articles on the pages in *files*, WARC or ARC, gzipped or not, and return what became of the pages.

    *read* makes the article of a page, or None where it holds none, which counts as "no article"; it runs in *jobs*
    processes. Articles were seen when their pages were fetched, and these are kept. What a file of our own says of an
    article is taken as it is. Each batch is a transaction. Records that cannot be read go to *set_aside*. *tell* is
    called with how many pages are done.
    """
    imported = Imported()
    writer = _Writer(archive)
    for file in files:
        items = spread(partial(_read, read=read), _items(file, now), jobs=jobs)
        for several in in_batches(items, BATCH):
            with archive.transaction():
                for item in several:
                    outcome = writer.write(item) if not isinstance(item, BadRow) else "bad"
                    if isinstance(item, BadRow):
                        set_aside(item)
                    if outcome is not None:
                        imported.counts[outcome] += 1
            tell(imported.rows)
    return imported


def warc_files(file: BinaryIO, *, is_zip: bool) -> Iterator[BinaryIO]:
    """Yield the WARC files in *file*: those of a WACZ, which is a ZIP file, or itself."""
    if is_zip:
        with zipfile.ZipFile(file) as packed:
            names = [name for name in packed.namelist() if name.endswith((".warc", ".warc.gz", ".arc", ".arc.gz"))]
            if not names:
                raise zipfile.BadZipFile("it holds no WARC file")
            for name in names:
                with packed.open(name) as inner:
                    yield inner  # type: ignore[misc]
        return
    yield file


class _BrokenOffError(Exception):
    """The file cannot be read on."""


def _items(file: BinaryIO, now: datetime) -> Iterator[_Answer | _Told | BadRow]:
    """Yield the pages in a file, and what it says of articles. It ends where the file cannot be read on."""
    told: dict[tuple[str, str], Values] = {}
    number = 0
    try:
        for number, record in enumerate(_records(file), 1):
            try:
                item = _item(number, record, now)
            except ValueError as error:
                uri = record.rec_headers.get_header("WARC-Target-URI")
                yield BadRow(number, str(error), json.dumps({"type": record.rec_type, "url": uri}))
                continue
            if isinstance(item, _Told):
                told = {(one["url"], one["fetched_at"]): one for one in item.captures}
            elif item is not None:
                item = replace(item, told=told.get((item.capture.url, item.capture.fetched_at)))
            if isinstance(item, _Told) or (item is not None and (item.told or _is_page(item.capture))):
                yield item
    except _BrokenOffError as error:
        reason = f"the file cannot be read on after record {number}: {error}. Fetch it again, or leave it at this."
        yield BadRow(number + 1, reason, "")


def _records(file: BinaryIO) -> Iterator[Any]:
    """Yield the records of a file. Raises `_BrokenOffError` where it cannot be read on."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    class Records(ArchiveIterator):  # type: ignore[misc]
        breaks_off = False

        def close(self) -> None:
            # For warcio a file ends where a packed record has no end, and where the headers of a record have none.
            if self.reader is not None and self.reader.num_read:
                packed = self.reader.decompressor
                is_begun = bool(self.next_line) or self.record is None
                self.breaks_off = is_begun or (packed is not None and not packed.eof)
            super().close()

    records = Records(file, arc2warc=True)
    is_said = False
    while True:
        try:
            record = next(records, None)
        except (ArchiveLoadFailed, EOFError, OSError, zlib.error) as error:
            raise _BrokenOffError(str(error)) from error
        except (AttributeError, TypeError, ValueError) as error:  # of a record whose headers break off
            raise _BrokenOffError(f"its headers cannot be read ({error})") from error
        if record is None:
            break
        yield record
        is_said = _breaks_off(record)
    if records.breaks_off and not is_said:
        raise _BrokenOffError("its last record breaks off")


def _breaks_off(record: Any) -> bool:
    """Whether the file ends in *record*, which is then read to its end, as it would be next."""
    while record.raw_stream.read(BLOCK):
        pass
    # No limit: the file ends in the record's headers, before its Content-Length or in it.
    is_limited = record.rec_headers.get_header("Content-Length") != ""
    return not is_limited or getattr(record.raw_stream, "limit", 1) > 0


def _item(number: int, record: Any, now: datetime) -> _Answer | _Told | None:
    """What a record of a WARC file is to us. Raises `ValueError` for one that is not what it says."""
    header = record.rec_headers.get_header
    is_told = record.rec_type == "metadata" and header("Content-Type") == RECORD_TYPE
    is_answer = record.rec_type in ("response", "revisit") and record.http_headers is not None
    most = LARGEST_RECORD if is_told else LARGEST + 1
    content = _stream(record).read(most) if is_told or is_answer else b""
    if is_answer and len(content) > LARGEST:
        raise RowError(f"the page is larger than {LARGEST >> 20} MiB")
    if _breaks_off(record):
        raise RowError("the record breaks off, and so does the file; fetch it again")
    if is_told:
        return _told(number, content, now)
    if not is_answer:
        return None
    status = record.http_headers.get_statuscode() or ""
    found = Capture(
        *(0, web_url(header("WARC-Target-URI") or ""), _date(header("WARC-Date"), now)),
        status=int(status) if status.isascii() and status.isdigit() and len(status) < 4 else 0,
        headers=_headers(record.http_headers.headers),
        digest="",
        article_id=None,
    )
    body = None if record.rec_type == "revisit" else content
    if body is not None and _is_page(found):
        body = _unpacked(body, record.http_headers.get_header("Content-Encoding") or "")
    return _Answer(number, found, body, header("WARC-Payload-Digest"))


def _stream(record: Any) -> Any:
    """The bytes of a record, without the sizes of chunks between them, if there are any."""
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415

    named = record.http_headers.get_header("Transfer-Encoding") if record.http_headers else None
    return ChunkedDataReader(record.raw_stream) if (named or "").strip().lower() == "chunked" else record.raw_stream


def _unpacked(body: bytes, encodings: str) -> bytes:
    """A page as it was before its site packed it. Raises `RowError` where it is cut or too large.

    Many crawlers unpack what they keep, and leave the header as it came.
    """
    names = [name.strip() for name in encodings.lower().split(",")][::-1]
    for name in names[:MOST_LAYERS]:
        if name in ENCODINGS:
            try:
                body = unpack(body, name, LARGEST)
            except UnpackingError as error:
                if not body.lstrip(_BEFORE_MARKUP).startswith(b"<"):
                    raise RowError(f"the page is not whole: {error}") from error
    return body


def _is_page(capture: Capture) -> bool:
    named = {name.lower(): value for name, value in capture.headers.items()}
    media = str(named.get("content-type", MEDIA[0])).split(";")[0].strip().lower()
    return capture.status == OK and media in MEDIA


def _date(text: str | None, now: datetime) -> str:
    """When a page was fetched. "2016" and "2016-10", as WARC 1.1 lets dates be, count as their first moment."""
    try:
        when = aware(datetime.fromisoformat((text or "") + _REST.get(len(text or ""), "")))
        said = utc_text(when)
    except (ValueError, OverflowError) as error:
        raise RowError(f"WARC-Date is {text!r}; expected ISO 8601 such as 2024-09-03T07:25:00Z") from error
    if when > now + timedelta(days=1):
        raise RowError(f"WARC-Date is {text!r}; expected a time that has come")
    return said


def _headers(given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The headers by name, as a crawl keeps them: without those that told how the body came."""
    found: dict[str, Any] = {}
    for name, value in given:
        if name.lower() not in ENCODING_HEADERS:
            own = name.removeprefix(ORIGINAL)
            found[own] = f"{found[own]}, {value}" if own in found else value
    return found


def _told(number: int, payload: bytes, now: datetime) -> _Told:
    try:
        row = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise RowError(f"not JSON: {error}; expected the record of an article") from error
    if not isinstance(row, dict) or not isinstance(row.get("captures"), list):
        raise RowError("expected the record of an article with its captures")
    told = row.pop("captures")
    for one in told:
        if not isinstance(one, dict) or not all(isinstance(one.get(name), str) for name in ("url", "fetched_at")):
            raise RowError(f"expected a capture with {', '.join(OF_CAPTURE)}, found {str(one)[:60]!r}")
    return _Told(number, given_record(row, now=now), told)


def _read(item: _Answer | _Told | BadRow, *, read: Read) -> _Answer | _Told | BadRow:
    """Read the article on a page of another crawler's."""
    if not isinstance(item, _Answer) or item.told is not None or item.body is None:
        return item
    article = read(Kept(item.capture, item.body, ()))
    if article is None or not article.title or not article.body:
        return item
    return replace(item, article=lightened(article))


class _Writer:
    """Writes what a file holds, in its order."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.restorer = Restorer(archive)
        self.article_id = 0  # of the record that was told last
        self.kept: list[int] = []  # its captures
        self.digests: dict[str, str] = {}  # SHA-256 of bodies by their digests in the file

    def write(self, item: _Answer | _Told) -> str | None:
        """Write one item, and return what became of it; None where it is no article of its own."""
        if isinstance(item, _Told):
            absorbed = self.restorer.restore(item.record)
            self.article_id, self.kept = absorbed.article_id, []
            return absorbed.outcome
        if item.told is not None:
            self._keep_told(item, item.told)
            return None
        if item.body is None:
            return self._revisit(item)
        if item.article is None:
            return "no article"
        saved = self.archive.save(item.article, seen_at=parse_utc(item.capture.fetched_at))
        if saved.outcome != "forgotten":
            self._keep(item, item.body, saved.article_id)
        return saved.outcome

    def _keep_told(self, item: _Answer, told: Values) -> None:
        """Keep a capture of the article told last as its archive had it."""
        digest = str(told.get("digest"))
        if item.body is None and not has_body(self.archive.db, digest):
            return
        place = told.get("part_of")
        number = keep_page(
            *(self.archive.db, told["url"], item.body if item.body is not None else read_body(self.archive.db, digest)),
            fetched_at=parse_utc(item.capture.fetched_at),
            status=item.capture.status,
            headers=told["headers"] if isinstance(told.get("headers"), dict) else item.capture.headers,
            article_id=self.article_id or None,
            part_of=self.kept[place] if isinstance(place, int) and 0 <= place < len(self.kept) else None,
            role=told["role"] if told.get("role") in ROLES else "page",
        )
        self.kept.append(number)

    def _revisit(self, item: _Answer) -> str | None:
        """The page was there again with the same bytes."""
        digest = self.digests.get(item.payload or "")
        article_id = article_at(self.archive.db, item.capture.url)
        if digest is None or article_id is None:
            return None
        self.archive.mark_seen(article_id, parse_utc(item.capture.fetched_at))
        self._keep(item, read_body(self.archive.db, digest), article_id)
        return "unchanged"

    def _keep(self, item: _Answer, body: bytes, article_id: int) -> None:
        if item.payload:
            self.digests[item.payload] = hashlib.sha256(body).hexdigest()
        self.archive.keep_page(
            *(item.capture.url, body),
            fetched_at=parse_utc(item.capture.fetched_at),
            status=item.capture.status,
            headers=item.capture.headers,
            article_id=article_id,
        )
