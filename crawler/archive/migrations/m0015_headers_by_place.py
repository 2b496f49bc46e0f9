"""The names of a capture's own headers stand in its set alone: see crawler/archive/captures/headers.py."""

from __future__ import annotations

from sqlite_utils import Database

STATEMENTS = (
    "DROP VIEW IF EXISTS capture_headers",
    # For any tool: all headers of a capture, a row each. captures.headers are all of them, or those that the set has
    # not with their names, or the values of those that are null in the set, in its order.
    """
    CREATE VIEW capture_headers AS
    SELECT capture_id, name, value FROM (
        SELECT c.id AS capture_id, h.key AS name, iif(json_type(c.headers) = 'array' AND h.type = 'null', (
            SELECT own.value FROM json_each(c.headers) AS own
            WHERE own.key = (SELECT count(*) FROM json_each(s.headers) AS b WHERE b.type = 'null' AND b.id < h.id)
        ), h.value) AS value
        FROM captures AS c LEFT JOIN header_sets AS s ON s.id = c.header_set JOIN json_each(CASE
            WHEN s.id IS NULL THEN c.headers
            WHEN json_type(c.headers) = 'array' THEN s.headers
            ELSE json_patch(s.headers, c.headers)
        END) AS h
    ) WHERE value IS NOT NULL
    """,
)


def apply(db: Database) -> None:
    """Make the view anew. What was kept before stays as it is."""
    for statement in STATEMENTS:
        db.execute(statement)
