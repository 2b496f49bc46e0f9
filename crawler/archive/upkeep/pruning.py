"""What takes the room in an archive, what a rule would take out of it, and the file made small again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.captures.compression import drop_unused
from crawler.archive.errors import archive_errors
from crawler.archive.opening import PAGE_SIZE, use_wal
from crawler.archive.search.full_text import ARTICLES, QUOTES
from crawler.archive.statements import one_number
from crawler.processes import in_batches

BATCH = 500  # captures of one transaction
# p: the page that a capture is of, or a part of. Spared are an article's last copy, and those of its revisions.
_PRUNABLE = """
SELECT c.id FROM captures AS c JOIN captures AS p ON p.id = COALESCE(c.part_of, c.id)
LEFT JOIN articles AS a ON a.id = c.article_id
WHERE p.fetched_at < :before AND (:site IS NULL OR a.site = :site) AND (:all OR p.article_id IS NULL OR (
    p.id <> (
        SELECT l.id FROM captures AS l WHERE l.article_id = p.article_id AND l.role = 'page'
        ORDER BY l.fetched_at DESC, l.id DESC LIMIT 1
    )
    AND NOT EXISTS (SELECT 1 FROM revisions AS r WHERE r.article_id = p.article_id AND r.seen_at = p.fetched_at)
))
ORDER BY c.part_of IS NULL, c.id
"""
_UNNEEDED = "DELETE FROM bodies WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM captures WHERE sha256 = ?1)"


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows a part of the archive has, and the bytes that it takes with its indexes."""

    part: str
    rows: int | None
    bytes: int
    share: float


@dataclass(frozen=True, slots=True)
class Pruned:
    """Captures that a rule takes out, with the bodies that nothing needs then and their bytes as kept."""

    captures: int
    bodies: int
    bytes: int


def room(db: Database) -> list[Room]:
    """Return what takes the room, the largest first; what is free comes last."""
    page_size, pages, free = (
        one_number(db, f"PRAGMA {name}") for name in ("page_size", "page_count", "freelist_count")
    )
    # An index counts with its table, and the tables of a full-text index with that.
    sizes = dict(
        db.execute(
            """
            SELECT COALESCE(m.tbl_name, d.name), sum(d.pgsize) FROM dbstat AS d
            LEFT JOIN sqlite_master AS m ON m.name = d.name WHERE d.aggregate = TRUE GROUP BY 1
            """
        ).fetchall()
    )
    parts: dict[str, int] = {}
    for table, size in sizes.items():
        part = next(
            (name for name in ("articles_fts", "beginnings_fts", "quotes_fts") if table.startswith(name)), table
        )
        parts[part] = parts.get(part, 0) + size
    whole = pages * page_size or 1
    found = [Room(part, _rows(db, part), size, round(size / whole, 4)) for part, size in parts.items()]
    found.sort(key=lambda one: (-one.bytes, one.part))
    return [*found, Room("(free)", None, free * page_size, round(free * page_size / whole, 4))]


def _rows(db: Database, part: str) -> int | None:
    if part.startswith("sqlite_") or part.endswith("_fts"):
        return None
    return one_number(db, f'SELECT count(*) FROM "{part}"')  # noqa: S608


def prunable(db: Database, before: str, *, site: str | None, all_of_them: bool) -> list[int]:
    """Return the captures that are older than the UTC text *before*.

    Spared are an article's last copy, and those that a revision was read from, unless *all_of_them*.
    """
    return [row[0] for row in db.execute(_PRUNABLE, {"before": before, "site": site, "all": all_of_them})]


def weigh(db: Database, captures: list[int]) -> Pruned:
    """Return what would go with *captures*."""
    db.execute("PRAGMA query_only = OFF")  # it forbids temporary tables too
    db.execute("CREATE TEMP TABLE IF NOT EXISTS going (id INTEGER PRIMARY KEY)")
    db.execute("DELETE FROM temp.going")
    db.conn.executemany("INSERT INTO temp.going VALUES (?)", ((one,) for one in captures))
    bodies, size = db.execute(
        """
        SELECT count(*), COALESCE(sum(length(data)), 0) FROM bodies AS b
        -- not EXISTS (... AND id IN going), for which SQLite would try all that go with each body
        WHERE sha256 IN (SELECT c.sha256 FROM temp.going AS g JOIN captures AS c ON c.id = g.id)
        AND NOT EXISTS (SELECT 1 FROM captures WHERE sha256 = b.sha256 AND id NOT IN temp.going)
        """
    ).fetchone()
    return Pruned(len(captures), bodies, size)


def prune(archive: Archive, captures: list[int]) -> Pruned:
    """Delete *captures*, the bodies that nothing needs then, and the dictionaries that no page needs then.

    Articles, revisions and readings stay. A dictionary stays as long as a page needs it, whatever it was made of. Each
    batch is a transaction.
    """
    went = weigh(archive.db, captures)
    for several in in_batches(captures, BATCH):
        with archive.transaction():
            for capture in several:
                row = archive.db.execute("DELETE FROM captures WHERE id = ? RETURNING sha256", (capture,)).fetchone()
                if row is not None:
                    archive.db.execute(_UNNEEDED, row)
            drop_unused(archive.db)
    return went


def vacuum(archive: Archive) -> tuple[int, int]:
    """Write the file anew without what is free, and return its bytes before and after. Nobody else may write then.

    The full-text indexes are merged into one piece each. An archive of other pages than `PAGE_SIZE` gets these, unless
    somebody else has it open.
    """
    connection = archive.db.conn
    with archive_errors(archive.path, archive.timeout):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = archive.path.stat().st_size
        for index in (ARTICLES, QUOTES):
            index.optimize(connection)
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        # SQLite gives a file other pages only while it has no -wal.
        has_wal = page_size == PAGE_SIZE or not _leave_wal(connection)
        if not has_wal:
            connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        try:
            connection.execute("VACUUM")
        finally:
            use_wal(connection, archive.timeout)
        if has_wal:  # else there is nothing in it, and a connection that made the archive newer finds it locked
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return before, archive.path.stat().st_size


def _leave_wal(connection: sqlite3.Connection) -> bool:
    """Let the file be written without a -wal; return whether that could be done: nobody else may have it open."""
    try:
        return bool(connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
