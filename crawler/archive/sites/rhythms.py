"""What the archive tells of a site's rhythm: when its articles were published, when it was crawled last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.archive.statements import column
from crawler.reading.instants import utc_text

if TYPE_CHECKING:
    from crawler.archive.archive import Archive

USELESS = (1, 4, 130, 143)  # exit codes of a crawl that got nothing, or was stopped before its end
MOST_FAILURES = 10


@dataclass(frozen=True, slots=True)
class LastRun:
    """The latest crawl of a site, and how many before it and with it got nothing, one after another."""

    id: int
    started_at: datetime
    failures: int


def last_run(archive: Archive, site: str) -> LastRun | None:
    """Return the run over *site* that was started last, by its number: clocks are set back. None for none."""
    rows = archive.db.execute(
        """
        SELECT id, started_at, status, exit_code FROM runs WHERE site = ? AND spider <> 'article'
        ORDER BY id DESC LIMIT ?
        """,
        (site, MOST_FAILURES),
    ).fetchall()
    if not rows:
        return None
    failures = 0
    for _, _, status, exit_code in rows:
        if exit_code not in USELESS and status not in ("running", "killed"):
            break
        failures += 1
    if failures and rows[0][2] == "running":
        failures -= 1  # it may still be at it
    return LastRun(rows[0][0], datetime.fromisoformat(rows[0][1]), failures)


def published(archive: Archive, site: str, *, since: datetime, until: datetime) -> list[datetime]:
    """Return when the articles of *site* were published, the oldest first; when they were first seen, where undated."""
    sql = """
        SELECT COALESCE(published_at_utc, first_seen_at) AS at FROM articles
        WHERE site = ? AND COALESCE(published_at_utc, first_seen_at) >= ?
            AND COALESCE(published_at_utc, first_seen_at) <= ? ORDER BY at
    """
    return list(map(datetime.fromisoformat, column(archive.db, sql, site, utc_text(since), utc_text(until))))
