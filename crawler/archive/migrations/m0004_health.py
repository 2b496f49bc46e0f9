"""What each run saw of each site, the alarms that came of it, and how long what happened to articles has lasted."""

from __future__ import annotations

from sqlite_utils import Database

STATEMENTS = (
    # The addresses of a few pages for each source, and of those where the field was missing.
    "ALTER TABLE run_fields ADD COLUMN examples TEXT NOT NULL DEFAULT '{}'",
    # counts: "pages/article/archived", "errors/status 503"; levels: "words" -> how long the bodies were.
    """
    CREATE TABLE run_sites (
        run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
        site TEXT NOT NULL,
        counts TEXT NOT NULL DEFAULT '{}',
        levels TEXT NOT NULL DEFAULT '{}',
        examples TEXT NOT NULL DEFAULT '{}',
        examined_at TEXT,
        PRIMARY KEY (run_id, site)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX run_sites_site ON run_sites(site, run_id)",
    # new_articles: how many of the articles that were new in this run the listing lists.
    """
    CREATE TABLE run_listings (
        run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
        site TEXT NOT NULL,
        url TEXT NOT NULL,
        status INTEGER NOT NULL,
        links INTEGER,
        new_articles INTEGER NOT NULL DEFAULT 0,
        newest TEXT,
        PRIMARY KEY (run_id, url)
    ) WITHOUT ROWID
    """,
    # run_id and last_run_id: the first and the latest run that showed it. No reference: it outlives its runs.
    """
    CREATE TABLE alarms (
        id INTEGER PRIMARY KEY,
        site TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        run_id INTEGER NOT NULL,
        last_run_id INTEGER NOT NULL,
        at TEXT NOT NULL,
        last_at TEXT NOT NULL,
        ended_at TEXT,
        accepted_at TEXT,
        detail TEXT NOT NULL DEFAULT '{}',
        told_at TEXT,
        end_told_at TEXT
    )
    """,
    "CREATE UNIQUE INDEX alarms_open ON alarms(site, kind, subject) WHERE ended_at IS NULL AND accepted_at IS NULL",
    "ALTER TABLE events ADD COLUMN last_seen_at TEXT",
)


def apply(db: Database) -> None:
    """Add the tables and columns."""
    for statement in STATEMENTS:
        db.execute(statement)
