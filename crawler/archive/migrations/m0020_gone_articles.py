"""An index of the articles that are gone from their sites, which are few: `sites` counts them without the others."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Make the index."""
    db.execute("CREATE INDEX articles_gone ON articles(site) WHERE gone_at IS NOT NULL")
