"""Kept pages as a WARC file, with what was read from them: for other tools, and for another archive of ours.

For each article a `metadata` record, its JSON the record of an export with a list of its captures, and then a
`response` for each capture; where the same bytes came again, a `revisit`. Bodies were decoded when they were fetched:
headers that said how they were encoded are kept under the name `X-Archive-Orig-...`, as other tools do.

Source: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from io import BytesIO
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from sqlite_utils import Database

from crawler import __version__
from crawler.archive.articles.records import record_of
from crawler.archive.captures.captures import Capture, capture, captures, read_body
from crawler.archive.rows import ArticleRow
from crawler.archive.statements import column
from crawler.reading.instants import now, utc_text

RECORD_TYPE = "application/vnd.newsarc.record+json"
# They told how the body came; it is kept as it is.
ENCODING_HEADERS = ("content-encoding", "transfer-encoding", "content-length")
ORIGINAL = "X-Archive-Orig-"
OF_CAPTURE = ("url", "fetched_at", "status", "headers", "digest", "role")


class WarcFile:
    """A WARC file that is being written, gzipped record by record unless *is_plain*.

    Raises `ImportError` where warcio is missing.
    """

    def __init__(self, db: Database, file: BinaryIO, *, is_plain: bool = False) -> None:
        from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415
        from warcio.warcwriter import WARCWriter  # noqa: PLC0415

        self.db = db
        self._headers = StatusAndHeaders
        self._writer = WARCWriter(file, gzip=not is_plain, warc_version="1.1")
        self._first: dict[bytes, int] = {}  # the first capture of each body, by a part of its digest
        self._add_info()

    def _add_info(self) -> None:
        """Write what the file is, dated when the archive began: two exports of one archive are equal, to the byte."""
        info = f"software: newsarc {__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
        first = self.db.execute("SELECT url, first_seen_at FROM articles ORDER BY id LIMIT 1").fetchone()
        url, at = first or ("", utc_text(now()))
        headers = {"WARC-Record-ID": _record_id("warcinfo", __version__, url, at), "WARC-Date": at}
        record = self._writer.create_warc_record(
            "", "warcinfo", payload=BytesIO(info), length=len(info), warc_headers_dict=headers
        )
        self._writer.write_record(record)

    def add_article(self, article: ArticleRow) -> None:
        """Write what is known of an article, and the pages that were kept of it."""
        kept = captures(self.db, "article_id = ?", article.id)
        kept.sort(key=lambda one: one.part_of is not None)  # a page before its parts
        places = {one.id: place for place, one in enumerate(kept)}
        listed = [
            {name: getattr(one, name) for name in OF_CAPTURE} | {"part_of": places.get(one.part_of or 0)}
            for one in kept
        ]
        payload = json.dumps(record_of(self.db, article) | {"captures": listed}, ensure_ascii=False).encode()
        headers = {
            "WARC-Record-ID": _record_id(article.url),
            "WARC-Date": article.last_seen_at,
            **({"WARC-Refers-To": _record_id(*_key(kept[-1]))} if kept else {}),
        }
        record = self._writer.create_warc_record(
            _uri(article.url),
            "metadata",
            payload=BytesIO(payload),
            length=len(payload),
            warc_content_type=RECORD_TYPE,
            warc_headers_dict=headers,
        )
        self._writer.write_record(record)
        for one in kept:
            self.add_capture(one)

    def add_other_pages(self) -> int:
        """Write the kept pages that no article was read from, and return how many there were."""
        ids = column(self.db, "SELECT id FROM captures WHERE article_id IS NULL ORDER BY id")
        for capture_id in ids:
            self.add_capture(capture(self.db, capture_id))
        return len(ids)

    def add_capture(self, kept: Capture) -> None:
        """Write one answer: a response, or a revisit where its body is in the file already."""
        body = read_body(self.db, kept.digest)
        sha1 = f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()}"
        http = self._headers(_status_line(kept.status), list(_http_headers(kept, len(body))), protocol="HTTP/1.1")
        about = {"WARC-Record-ID": _record_id(*_key(kept)), "WARC-Date": kept.fetched_at}
        first = self._first.setdefault(bytes.fromhex(kept.digest)[:12], kept.id)
        if first != kept.id:
            referred = capture(self.db, first)
            about["WARC-Refers-To"] = _record_id(*_key(referred))
            record = self._writer.create_revisit_record(
                *(_uri(kept.url), sha1, _uri(referred.url), referred.fetched_at),
                http_headers=http,
                warc_headers_dict=about,
            )
        else:
            record = self._writer.create_warc_record(
                *(_uri(kept.url), "response"),
                payload=BytesIO(body),
                length=len(body),
                http_headers=http,
                warc_headers_dict=about | {"WARC-Payload-Digest": sha1},
            )
        self._writer.write_record(record)


def write_warc(
    db: Database, articles: Iterable[ArticleRow], file: BinaryIO, *, others: bool, is_plain: bool = False
) -> Iterator[ArticleRow]:
    """Write *articles* with their kept pages to *file*, and yield each when it is written.

    *others*: then the kept pages of which no article was read, too. *is_plain*: not gzipped.
    """
    warc = WarcFile(db, file, is_plain=is_plain)
    for article in articles:
        warc.add_article(article)
        yield article
    if others:
        warc.add_other_pages()


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _http_headers(kept: Capture, length: int) -> Iterator[tuple[str, str]]:
    for name, value in kept.headers.items():
        for one in value if isinstance(value, list) else [value]:
            is_of_transfer = name.lower() in ENCODING_HEADERS
            yield f"{ORIGINAL}{name}" if is_of_transfer else _line(name), _line(str(one))
    yield "Content-Length", str(length)


def _line(text: str) -> str:
    """Text that stands on one line of a header."""
    return " ".join(text.split()).replace("\0", "")


def _uri(url: str) -> str:
    return _line(url).replace(" ", "%20")


def _key(kept: Capture) -> tuple[str, str, str]:
    return kept.url, kept.fetched_at, kept.digest


def _record_id(*parts: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(parts))}>"
