"""What came of a visit, written in the transaction that keeps what was read."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from crawler.archive.ledger.pages import LedgerPage, Outcome
from crawler.archive.sites.shapes import learn, taken_for
from crawler.reading.instants import utc_text
from crawler.reading.urls import site_of, url_key

_RECORD = """
UPDATE pages SET
    state = :state, reason = :reason, http_status = :status, fetched_at = :now,
    due_at = iif(kind <> :kind AND :article_id IS NULL, :now, :due_at),
    etag = iif(kind <> :kind AND :article_id IS NULL, NULL, coalesce(:etag, etag)),
    last_modified = iif(kind <> :kind AND :article_id IS NULL, NULL, coalesce(:last_modified, last_modified)),
    article_id = coalesce(:article_id, article_id),
    -- the page itself knows best when it was published
    published_at = coalesce((SELECT published_at_utc FROM articles WHERE id = :article_id), published_at),
    kind = iif(:article_id IS NULL, kind, 'article'), -- its address promised a listing
    failures = iif(:state = 'failed', failures + 1, 0),
    visits = visits + (:has_changed IS NOT NULL), changes = changes + coalesce(:has_changed, 0),
    lease_owner = NULL, lease_until = NULL
WHERE id = :page_id
"""
# Where a redirect led: it was visited as well, and has what was found there.
_LED_TO = """
INSERT INTO pages (url, url_key, site, kind, found_in, found_at, state, reason, http_status, etag, last_modified,
    fetched_at, due_at, article_id)
SELECT :url, :key, site, kind, :asked, :now, state, reason, http_status, etag, last_modified,
    fetched_at, due_at, article_id
FROM pages WHERE id = :page_id
ON CONFLICT (url_key) DO UPDATE SET kind = excluded.kind, state = excluded.state, reason = excluded.reason,
    http_status = excluded.http_status, etag = excluded.etag, last_modified = excluded.last_modified,
    fetched_at = excluded.fetched_at, due_at = excluded.due_at, article_id = excluded.article_id
"""


def record(db: Database, page: LedgerPage, outcome: Outcome, *, now: datetime) -> None:
    """Write what came of a visit and end its lease: see `Ledger.record`."""
    db.execute(
        _RECORD,
        {
            "page_id": page.id,
            "kind": page.kind,
            "state": outcome.state,
            "reason": outcome.reason,
            "status": outcome.status,
            "etag": outcome.etag,
            "last_modified": outcome.last_modified,
            "article_id": outcome.article_id,
            "due_at": utc_text(outcome.due_at) if outcome.due_at else None,
            "has_changed": outcome.has_changed,
            "now": utc_text(now),
        },
    )
    if outcome.status is not None:  # else it was not asked for, and teaches nothing
        before = "article" if page.article_id else taken_for(page.kind, page.state)
        learn(db, page.url, before=before, after=taken_for(page.kind, outcome.state))
    if outcome.url and url_key(outcome.url) != url_key(page.url) and site_of(outcome.url) == site_of(page.url):
        values = {"url": outcome.url, "key": url_key(outcome.url), "asked": page.url, "page_id": page.id}
        db.execute(_LED_TO, values | {"now": utc_text(now)})
        db.execute("UPDATE pages SET due_at = NULL WHERE id = ?", (page.id,))
