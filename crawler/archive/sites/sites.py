"""What the archive knows of each site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from crawler.archive.errors import ArchiveError
from crawler.archive.ledger.hosts import HOST_OF
from crawler.archive.statements import one_number
from crawler.reading.instants import utc_text

# Articles are counted in the index of their sites, those that are gone in one of these alone: no article is read.
_SITES = """
WITH RECURSIVE of_articles(site) AS (
    SELECT min(site) FROM articles
    UNION ALL SELECT (SELECT min(site) FROM articles WHERE site > s.site) FROM of_articles AS s WHERE s.site IS NOT NULL
)
SELECT site, (SELECT count(*) FROM articles WHERE site = s.site) AS articles,
    (SELECT count(*) FROM articles WHERE site = s.site AND gone_at IS NOT NULL),
    (SELECT max(COALESCE(published_at_utc, first_seen_at)) FROM articles WHERE site = s.site),
    coalesce(pages, 0), coalesce(due, 0), coalesce(failed, 0), fetched_at
FROM (SELECT site FROM of_articles WHERE site IS NOT NULL UNION SELECT site FROM pages) AS s
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


class SiteInUseError(ArchiveError):
    """A site that cannot be taken out: there is no such one, it has articles, or a crawl is at it."""


def remove(db: Database, site: str) -> int:
    """Take the pages of a site without an article out of the ledger, with its hosts; return how many pages there were.

    Its runs stay, as what happened. Runs inside a transaction. Raises `SiteInUseError` with what to do.
    """
    articles = one_number(db, "SELECT count(*) FROM articles WHERE site = ?", site)
    pages, archived, leased = db.execute(
        "SELECT count(*), count(article_id), count(lease_owner) FROM pages WHERE site = ?", (site,)
    ).fetchone()
    if articles or archived:
        raise SiteInUseError(
            f"{site} has articles: {max(articles, archived)}. A site is taken out when it has none: `newsarc forget` "
            "takes them out for good."
        )
    if not pages:
        raise SiteInUseError(f"nothing is known of {site}; `newsarc sites` lists what is.")
    if leased:
        raise SiteInUseError(f"{site} is being crawled, or was when a crawl broke off. Wait for it, and try again.")
    hosts = f"SELECT {HOST_OF} FROM pages WHERE site"  # noqa: S608  (a constant)
    db.execute(
        f"DELETE FROM hosts WHERE lease_owner IS NULL AND host IN ({hosts} = ?1) AND host NOT IN ({hosts} <> ?1)",  # noqa: S608
        (site,),
    )
    db.execute("DELETE FROM url_shapes WHERE site = ?", (site,))
    db.execute("DELETE FROM pages WHERE site = ?", (site,))
    return int(pages)
