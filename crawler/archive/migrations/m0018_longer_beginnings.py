"""What the words of articles begin with is told by the kind of their fourth letter too: see `beginnings`."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.archive.migrations import m0016_beginnings


def apply(db: Database) -> None:
    """Make the index anew, as it was made first."""
    m0016_beginnings.apply(db)
