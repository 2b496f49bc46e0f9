"""What is left of articles that merges took out, for another archive had forgotten them: addresses and hashes."""

from __future__ import annotations

from sqlite_utils import Database

TABLE = """
    CREATE TABLE graves (
        number INTEGER NOT NULL,
        what TEXT NOT NULL,
        is_address INTEGER NOT NULL,
        PRIMARY KEY (number, what)
    ) WITHOUT ROWID
"""


def apply(db: Database) -> None:
    """Make the table."""
    db.execute(TABLE)
