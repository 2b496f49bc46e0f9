"""Headers that a site sends with every page stand once: see crawler/archive/captures/headers.py."""

from __future__ import annotations

from sqlite_utils import Database

STATEMENTS = (
    "CREATE TABLE header_sets (id INTEGER PRIMARY KEY, site TEXT NOT NULL, headers TEXT NOT NULL)",
    "CREATE INDEX header_sets_site ON header_sets(site)",
    # With it, captures.headers are those alone that the set does not have.
    "ALTER TABLE captures ADD COLUMN header_set INTEGER REFERENCES header_sets(id)",
    # For any tool: all headers of a capture, a row each.
    """
    CREATE VIEW IF NOT EXISTS capture_headers AS
    SELECT c.id AS capture_id, h.key AS name, h.value AS value
    FROM captures AS c LEFT JOIN header_sets AS s ON s.id = c.header_set
    JOIN json_each(iif(s.id IS NULL, c.headers, json_patch(s.headers, c.headers))) AS h
    WHERE h.value IS NOT NULL
    """,
)


def apply(db: Database) -> None:
    """Add the table, the column and the view. What was kept before stays as it is."""
    for statement in STATEMENTS:
        db.execute(statement)
