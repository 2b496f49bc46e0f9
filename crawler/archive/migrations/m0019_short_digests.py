"""The digests of kept pages are 32 bytes, `sha256`, in two tables and their indexes; `digest` shows them in hex."""

from __future__ import annotations

import re

from sqlite_utils import Database

from crawler.archive.values import digest_bytes

# What other tools read; no row keeps it.
SHOWN = "digest TEXT GENERATED ALWAYS AS (lower(hex(sha256))) VIRTUAL"


def apply(db: Database) -> None:
    """Make both tables anew, row by row; the room that bodies had is free then, for what comes next."""
    db.register_function(digest_bytes, deterministic=True)
    captures, bodies = _made(db, "captures"), _made(db, "bodies")
    db.execute("CREATE TEMP TABLE kept AS SELECT * FROM captures")
    db.execute("DROP TABLE captures")
    # Views and triggers stay as they are, also those that name what is not there just now.
    db.execute("PRAGMA legacy_alter_table = ON")
    db.execute("ALTER TABLE bodies RENAME TO bodies_before")
    db.execute("PRAGMA legacy_alter_table = OFF")
    _make(db, "bodies", bodies, "bodies_before")
    _make(db, "captures", captures, "temp.kept")


def _made(db: Database, table: str) -> list[str]:
    """The statements that made a table and its indexes, with whatever steps have added to it so far."""
    sql = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql <> '' ORDER BY type DESC"  # the table first
    return [row[0] for row in db.execute(sql, (table,))]


def _make(db: Database, table: str, made: list[str], before: str) -> None:
    """Make a table as it is to be of the one that has its rows, which goes."""
    table_sql, *indexes = (re.sub(r"\bdigest\b", "sha256", sql).replace("sha256 TEXT", "sha256 BLOB") for sql in made)
    db.execute(table_sql)
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    values = ["digest_bytes(digest)" if name == "sha256" else name for name in names]
    copied = ("INSERT INTO", table, "(", ", ".join(names), ") SELECT", ", ".join(values), "FROM", before)
    db.execute(" ".join((*copied, "ORDER BY rowid")))
    db.execute(f"DROP TABLE {before}")
    db.execute(f"ALTER TABLE {table} ADD COLUMN {SHOWN}")
    for sql in indexes:
        db.execute(sql)
