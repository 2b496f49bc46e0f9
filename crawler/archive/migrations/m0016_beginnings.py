"""A small index of what the words of articles begin with, in which a beginning is one word: see `FullText`."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.migrations.m0013_small_merges import settings
from crawler.archive.search.full_text import ARTICLES

STATEMENTS = (
    "DROP TABLE IF EXISTS beginnings_fts",
    # A column of the table: so stock tools can count and read its rows.
    """
    CREATE VIRTUAL TABLE beginnings_fts USING fts5(
        body, content="articles", content_rowid='id', detail=none, columnsize=0,
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    )
    """,
    *settings("beginnings_fts"),
)


def apply(db: Database) -> None:
    """Make the index from the articles, each of which is read once: a few hundred at a time are in memory."""
    for statement in STATEMENTS:
        db.execute(statement)
    ARTICLES.rebuild(db.conn, "beginnings_fts")
