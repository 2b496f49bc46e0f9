"""Two indexes that keep no more than they are asked for: kept pages by address, and quotes without their lengths."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.migrations.m0013_small_merges import settings
from crawler.archive.search.full_text import QUOTES

STATEMENTS = (
    # An address has few pages: which is the latest is seen from these.
    "DROP INDEX IF EXISTS captures_url",
    "CREATE INDEX captures_address ON captures(url)",
    "DROP TABLE quotes_fts",
    # Quotes are found newest first: how long each is, which ranking would ask for, is not kept a second time.
    """
    CREATE VIRTUAL TABLE quotes_fts USING fts5(
        text, speaker, speaker_as_printed, content="quotes", content_rowid='id', columnsize=0,
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    )
    """,
    *settings("quotes_fts"),
)


def apply(db: Database) -> None:
    """Make both anew."""
    for statement in STATEMENTS:
        db.execute(statement)
    QUOTES.rebuild(db.conn, "quotes_fts")
