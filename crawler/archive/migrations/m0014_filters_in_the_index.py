"""The full-text index of articles holds what they are filtered by: their site, language, year and month."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.migrations.m0013_small_merges import settings
from crawler.archive.search.full_text import ARTICLES

STATEMENTS = (
    "DROP TABLE articles_fts",
    """
    CREATE VIRTUAL TABLE articles_fts USING fts5(
        body, title, description, site, language, published_at_utc, content="articles", content_rowid='id',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    )
    """,
    *settings("articles_fts"),
)


def apply(db: Database) -> None:
    """Make the index anew."""
    for statement in STATEMENTS:
        db.execute(statement)
    ARTICLES.rebuild(db.conn, "articles_fts")
