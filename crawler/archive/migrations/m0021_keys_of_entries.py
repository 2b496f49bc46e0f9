"""An entry's key is made of the entry alone, and the keys that it had later stand beside it."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.articles.entries import joined, write_entries
from crawler.reading.fingerprints import entry_key

_BLOGS = "SELECT DISTINCT article_id FROM entries WHERE key = published_at"
_ENTRIES = """
    SELECT key, published_at, title, body, first_seen_at, last_seen_at FROM entries WHERE article_id = ? ORDER BY key
"""
_TABLE = """
    CREATE TABLE entry_keys (
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        other_key TEXT NOT NULL,
        key TEXT NOT NULL,
        PRIMARY KEY (article_id, other_key)
    ) WITHOUT ROWID
"""
_NAMES = ("key", "published_at", "title", "body", "first_seen_at", "last_seen_at")


def apply(db: Database) -> None:
    """Give those that had their time alone as a key the key of today; what stood twice is joined by it."""
    db.execute(_TABLE)
    # Where the step that makes the table comes after this one, nothing is there yet.
    blogs = db.execute(_BLOGS).fetchall() if "entries" in db.table_names() else []
    for (article_id,) in blogs:
        entries = [dict(zip(_NAMES, row, strict=True)) for row in db.execute(_ENTRIES, (article_id,))]
        for entry in entries:
            if entry["key"] == entry["published_at"]:
                entry["key"] = entry_key(entry["published_at"], entry["title"], entry["body"])
        write_entries(db, article_id, joined(entries))
