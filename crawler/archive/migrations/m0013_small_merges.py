"""Pieces of the full-text indexes are merged by us, a few with each article: FTS5 merges many at once, now and then."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.migrations.m0010_smaller_indexes import PIECE

# Should another tool write without merging: so many pieces of one size are merged at once.
MOST_PIECES = 64


def settings(index: str) -> tuple[str, ...]:
    """Return the statements that let a new *index* have pieces that fill pages, and FTS5 merge none by itself."""
    of = (("pgsz", PIECE), ("automerge", 0), ("crisismerge", MOST_PIECES))
    return tuple(f"INSERT INTO {index} ({index}, rank) VALUES ('{name}', {value})" for name, value in of)  # noqa: S608


def apply(db: Database) -> None:
    """Let FTS5 merge nothing by itself."""
    for index in ("articles_fts", "quotes_fts"):
        for setting, value in (("automerge", 0), ("crisismerge", MOST_PIECES)):
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES (?, ?)", (setting, value))  # noqa: S608
