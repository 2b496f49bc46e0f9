"""The entries of live blogs: joined over crawls, none lost when it leaves the page, none twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from crawler.archive.rows import EntryRow
from crawler.archive.values import published_utc, storable
from crawler.items import Entry


def add_entries(db: Database, article_id: int, entries: Sequence[Entry], seen: str) -> None:
    """Add what is new among *entries*, as they were seen; one that was edited is as it was seen last."""
    db.conn.executemany(
        """
        INSERT INTO entries
            (article_id, key, published_at, published_at_utc, title, body, first_seen_at, last_seen_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
        ON CONFLICT (article_id, key) DO UPDATE SET
            title = iif(?7 >= last_seen_at, COALESCE(excluded.title, title), title),
            body = iif(?7 >= last_seen_at AND excluded.body <> '', excluded.body, body),
            published_at = COALESCE(published_at, excluded.published_at),
            published_at_utc = COALESCE(published_at_utc, excluded.published_at_utc),
            first_seen_at = min(first_seen_at, ?7), last_seen_at = max(last_seen_at, ?7)
        """,
        [
            (
                *(article_id, storable(entry.key), entry.published_at, published_utc(entry.published_at)),
                *(storable(entry.title) if entry.title else None, storable(entry.body), seen),
            )
            for entry in entries
        ],
    )


def entries(db: Database, article_id: int) -> list[EntryRow]:
    """Return the entries of a live blog, the newest first; [] for any other article."""
    rows = db.execute(
        """
        SELECT key, published_at, title, body, first_seen_at, last_seen_at FROM entries WHERE article_id = ?
        ORDER BY COALESCE(published_at_utc, first_seen_at) DESC, key
        """,
        (article_id,),
    )
    return [EntryRow(*row) for row in rows]
