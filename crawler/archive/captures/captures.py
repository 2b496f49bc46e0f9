"""Pages as they came over the wire, each distinct body once, compressed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from sqlite_utils import Database

from crawler.archive.captures.compression import compress, latest, page_of
from crawler.archive.captures.headers import read as read_headers
from crawler.archive.captures.headers import share as share_headers
from crawler.archive.errors import CaptureNotFoundError
from crawler.archive.statements import has_row
from crawler.archive.values import digest_bytes, storable, to_json
from crawler.reading.instants import utc_text
from crawler.reading.urls import site_or_none

Role = Literal["page", "part", "counter"]
RECENT = 5000  # pages kept last, among which those of the latest runs are
ROLES: tuple[Role, ...] = ("page", "part", "counter")


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer of a server: where, when, with what status and headers. `digest` names its body."""

    id: int
    url: str
    fetched_at: str
    status: int
    headers: dict[str, Any]
    digest: str
    article_id: int | None
    part_of: int | None = None
    role: Role = "page"


def keep_page(
    db: Database,
    url: str,
    body: bytes,
    *,
    fetched_at: datetime,
    status: int,
    headers: Mapping[str, Any],
    article_id: int | None,
    part_of: int | None = None,
    role: Role = "page",
    reserved: Mapping[str, str] | None = None,
) -> int:
    """Keep *body*, as decoded from its transfer, and return the capture's id. Twice the same is one capture.

    *part_of*: the capture of the page that this was fetched for; *role* says as what. *reserved*: what its site
    reserves of text and data mining, by where it says so.
    """
    digest, kept_url, fetched = keep_body(db, body, url=url), storable(url), utc_text(fetched_at)
    own, header_set = share(db, headers, url=url, digest=digest)
    known = same_capture(db, kept_url, fetched, digest)
    if known is not None:
        db.execute(
            """
            UPDATE captures SET status = ?, headers = ?, header_set = ?, article_id = coalesce(?, article_id)
            WHERE id = ?
            """,
            (status, own, header_set, article_id, known),
        )
        return known
    made = db.execute(
        """
        INSERT INTO captures (url, fetched_at, status, headers, header_set, sha256, article_id, part_of, role, reserved)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            *(kept_url, fetched, status, own, header_set, digest_bytes(digest), article_id, part_of, role),
            to_json(dict(reserved)) if reserved else None,
        ),
    )
    return int(made.lastrowid or 0)


def share(db: Database, headers: Mapping[str, Any], *, url: str, digest: str) -> tuple[str, int | None]:
    """Return what is an answer's own of its *headers*, and the id of the set that has the rest: see `headers.share`.

    *digest*: of its page.
    """
    site = site_or_none(url) or ""
    return share_headers(db, site, headers, latest=(one for one in reversed(latest(db, site)) if one != digest))


def same_capture(db: Database, url: str, fetched_at: str, digest: str) -> int | None:
    """Return the capture of this body at *url* at the UTC text *fetched_at*, or None: there is one at most."""
    row = db.execute(
        "SELECT id FROM captures WHERE url = ? AND fetched_at = ? AND sha256 = ?",
        (url, fetched_at, digest_bytes(digest)),
    ).fetchone()
    return None if row is None else int(row[0])


def has_body(db: Database, digest: str) -> bool:
    """Return whether the body with this SHA-256 is kept."""
    return has_row(db, "SELECT 1 FROM bodies WHERE sha256 = ?", digest_bytes(digest))


def keep_body(db: Database, body: bytes, *, url: str) -> str:
    """Keep *body*, which came from *url*, unless it is kept; return its SHA-256, in hex."""
    digest = hashlib.sha256(body).hexdigest()
    if not has_body(db, digest):
        data, dictionary = compress(db, site_or_none(url) or "", digest, body)
        db.execute(
            "INSERT INTO bodies (sha256, size, encoding, data, dictionary_id) VALUES (?, ?, 'zstd', ?, ?)",
            (digest_bytes(digest), len(body), data, dictionary),
        )
    return digest


def read_body(db: Database, digest: str) -> bytes:
    """Return the body with the SHA-256 *digest*, in hex. Raises `CaptureNotFoundError`."""
    page = page_of(db, digest)
    if page is None:
        raise CaptureNotFoundError(f"no page was kept with the digest {digest!r}")
    return page


def capture(db: Database, capture_id: int) -> Capture:
    """Return what was kept under *capture_id*. Raises `CaptureNotFoundError`."""
    found = captures(db, "id = ?", capture_id)
    if not found:
        raise CaptureNotFoundError(f"no page was kept as capture {capture_id}")
    return found[0]


def captures(db: Database, condition: str, *parameters: Any) -> list[Capture]:
    """Return the captures for which *condition*, SQL of this folder, holds, in the order they were made."""
    columns = ", ".join(field.name for field in fields(Capture))
    sql = f"SELECT {columns}, header_set FROM captures WHERE {condition} ORDER BY fetched_at, id"  # noqa: S608
    names = (*columns.split(", "), "header_set")
    rows = (dict(zip(names, row, strict=True)) for row in db.execute(sql, parameters).fetchall())
    return [Capture(**row | {"headers": read_headers(db, row["headers"], row.pop("header_set"))}) for row in rows]


def latest_body(db: Database, url: str) -> bytes | None:
    """Return the page that was kept last at *url*, or None."""
    row = db.execute(
        "SELECT digest FROM captures WHERE url = ? AND status = 200 ORDER BY fetched_at DESC LIMIT 1", (storable(url),)
    ).fetchone()
    return read_body(db, row[0]) if row else None


def around(db: Database, site: str, *, since: str, limit: int) -> list[tuple[Capture, Capture]]:
    """Return of up to *limit* articles of *site* the last page kept before the UTC text *since*, and the last of all.

    Looked for among the pages that were kept last; left out are those that are as they were to the byte.
    """
    rows = db.execute(
        """
        SELECT max(c.id), (
            SELECT b.id FROM captures AS b
            WHERE b.article_id = c.article_id AND b.role = 'page' AND b.fetched_at < :since
            ORDER BY b.fetched_at DESC LIMIT 1
        ) AS before FROM captures AS c JOIN articles AS a ON a.id = c.article_id
        WHERE c.id > (SELECT max(id) FROM captures) - :recent AND c.role = 'page' AND c.fetched_at >= :since
            AND a.site = :site GROUP BY c.article_id HAVING before IS NOT NULL ORDER BY 1 DESC LIMIT :limit
        """,
        {"since": since, "site": site, "limit": limit, "recent": RECENT},
    ).fetchall()
    pairs = [(capture(db, before), capture(db, after)) for after, before in rows]
    return [pair for pair in pairs if pair[0].digest != pair[1].digest]
