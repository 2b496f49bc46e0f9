"""The full-text index of articles takes a quarter less with the body as its first column.

FTS5 says of each word of an article in which column it stands, but for the first: two bytes for each of the body's.
"""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.migrations.m0010_smaller_indexes import PIECE

STATEMENTS = (
    "DROP TABLE articles_fts",
    """
    CREATE VIRTUAL TABLE articles_fts USING fts5(
        body, title, description, content="articles", content_rowid='id',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    )
    """,
    f"INSERT INTO articles_fts (articles_fts, rank) VALUES ('pgsz', {PIECE})",  # noqa: S608
)


def apply(db: Database) -> None:
    """Make the index anew; a later step, which changes its columns again, fills it."""
    for statement in STATEMENTS:
        db.execute(statement)
