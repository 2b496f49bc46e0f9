"""Is the archive what it should be?"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import datetime

from sqlite_utils import Database

from crawler.archive.articles import revisions
from crawler.archive.search.full_text import ARTICLES, QUOTES
from crawler.archive.stories import stories
from crawler.archive.upkeep import invariants
from crawler.archive.values import AHEAD
from crawler.reading.instants import utc_text

SAMPLE = 1000  # rows of each index that are compared word by word


def check(db: Database, *, full: bool = False) -> list[str]:
    """Return what is wrong with the archive, in words; [] if nothing is. Changes nothing.

    Pages of the file, references between tables, both full-text indexes (see `FullText.faults`), all revisions, and
    what else holds in every archive: see `invariants`. Of the indexes and the kept pages, `SAMPLE` rows chosen at
    random are looked at; with *full* all are.
    """
    sample = -1 if full else SAMPLE  # to SQLite, a limit below 0 is none
    for (index,) in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'").fetchall():
        # What FTS5 remembers of an index may be older than another's writes, and SQLite 3.53 then calls it corrupt.
        with suppress(sqlite3.DatabaseError):  # of a damaged one, which is told below
            db.execute(f'SELECT rowid FROM "{index}" LIMIT 1').fetchall()  # noqa: S608
    faults = [f"the file is damaged: {row[0]}" for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    faults += [
        f"row {row} of {table} refers to a row of {parent} that is not there" for table, row, parent, _ in broken
    ]
    (query_only,) = db.execute("PRAGMA query_only").fetchone()
    db.execute("PRAGMA query_only = OFF")  # it forbids temporary tables too
    try:
        with db.atomic():  # one state of the archive, whatever others write meanwhile
            for index in (ARTICLES, QUOTES):
                faults += index.faults(db.conn, sample)
            unreadable = revisions.faults(db)
            faults += unreadable or invariants.broken(db, sample)
    finally:
        db.execute("PRAGMA query_only = ON" if query_only else "PRAGMA query_only = OFF")
    return faults


def seen_ahead(db: Database, now: datetime) -> tuple[int, str | None]:
    """Return how many articles were last seen later than soon, by a clock that was ahead, and when the last of them."""
    sql = "SELECT count(*), max(last_seen_at) FROM articles WHERE last_seen_at > ?"
    count, latest = db.execute(sql, (utc_text(now + AHEAD),)).fetchone()
    return count, latest


def reindex(db: Database) -> None:
    """Make the full-text indexes and shingles again from their tables. Runs inside a transaction."""
    for index in (ARTICLES, QUOTES):
        index.rebuild(db.conn)
    stories.index_all(db)
