"""What the archive knows of each site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from crawler.reading.instants import utc_text

_SITES = """
SELECT site, coalesce(articles, 0), coalesce(gone, 0), newest, coalesce(pages, 0), coalesce(due, 0),
    coalesce(failed, 0), fetched_at
FROM (SELECT site FROM articles UNION SELECT site FROM pages)
LEFT JOIN (
    SELECT site, count(*) AS articles, count(gone_at) AS gone,
        max(COALESCE(published_at_utc, first_seen_at)) AS newest FROM articles GROUP BY site
) USING (site)
LEFT JOIN (
    SELECT site, count(*) AS pages, sum(due_at <= :now) AS due, sum(state = 'failed') AS failed,
        max(fetched_at) AS fetched_at FROM pages GROUP BY site
) USING (site)
ORDER BY articles DESC, site
"""


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site: its articles, those `gone` of them, the date of the newest; the pages known, due and failed."""

    site: str
    articles: int
    gone: int
    newest: str | None
    pages: int
    due: int
    failed: int
    fetched_at: str | None


def sites(db: Database, *, now: datetime) -> list[SiteRow]:
    """Return all sites, those with the most articles first."""
    return [SiteRow(*row) for row in db.execute(_SITES, {"now": utc_text(now)})]
