"""The same words are found by their hash, and articles with a counter by when they were last seen."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.articles.quotes import saying_hash


def apply(db: Database) -> None:
    """Add the column and the indexes, and fill them."""
    db.execute("ALTER TABLE quotes ADD COLUMN text_hash INTEGER")
    db.register_function(saying_hash, deterministic=True)
    db.execute("UPDATE quotes SET text_hash = saying_hash(text)")
    db.execute("CREATE INDEX quotes_text_hash ON quotes(text_hash) WHERE text_hash IS NOT NULL")
    db.execute("CREATE INDEX articles_counted ON articles(last_seen_at) WHERE view_count IS NOT NULL")
