"""Links into the ledger, and known pages made due again. All of it runs in a transaction of the caller's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlite_utils import Database

from crawler.archive.statements import has_row, one_number
from crawler.archive.values import AHEAD
from crawler.reading.instants import utc_text
from crawler.reading.urls import site_of, url_key

if TYPE_CHECKING:
    from crawler.discovery.links import Link

GUESS_AGAIN = timedelta(days=30)  # until a listing that was not there is looked for again
BEHIND = timedelta(days=1)  # how far an index of sitemaps may be
_ADD = """
INSERT INTO pages (url, url_key, site, kind, spider, found_in, found_at, listed_at, state, due_at,
    published_at, is_told, is_onward)
SELECT :url, :key, :site, :kind, :spider, :found_in, :now, :listed_at, 'new', :now, :published_at, :is_told, :onward
WHERE NOT EXISTS (SELECT 1 FROM tombstones WHERE url_key = :key)
ON CONFLICT (url_key) DO UPDATE SET
    -- tried as https, without an answer, and now named as http
    url = iif(:ask AND state = 'new' AND fetched_at IS NULL, excluded.url, url),
    site = iif(excluded.site = :own, excluded.site, site),
    listed_at = nullif(max(coalesce(listed_at, ''), coalesce(excluded.listed_at, '')), ''),
    published_at = CASE WHEN excluded.is_told THEN coalesce(excluded.published_at, published_at)
        ELSE coalesce(published_at, excluded.published_at) END,
    is_told = max(is_told, excluded.is_told),
    is_onward = min(is_onward, excluded.is_onward),
    kind = CASE WHEN :is_told THEN excluded.kind ELSE kind END,
    -- what is read as another kind now is read whole
    etag = CASE WHEN :is_told AND kind <> excluded.kind THEN NULL ELSE etag END,
    last_modified = CASE WHEN :is_told AND kind <> excluded.kind THEN NULL ELSE last_modified END,
    due_at = CASE
        -- taken for a listing by its address, and now told to be an article
        WHEN :is_told AND kind <> excluded.kind THEN :now
        -- set aside by its address, and now told to be an article
        WHEN :is_told AND state = 'not_article' AND http_status IS NULL THEN :now
        -- nothing named it, and nothing was there when it was asked for
        WHEN :is_guess AND fetched_at > :long_ago AND (state <> 'read' OR reason IS NOT NULL) THEN due_at
        -- a sitemap that has not changed since it was read, as its index says
        WHEN kind = 'listing' AND state = 'read' AND excluded.listed_at < min(fetched_at, :read_before) THEN due_at
        -- asked for by name, or a listing that this run has not read yet
        WHEN :ask AND coalesce(fetched_at, '') NOT BETWEEN :run_started AND :ahead
            THEN min(coalesce(due_at, :now), :now)
        -- listed with a later date than our copy has; one of the future (local time told as UTC) tells so but once
        WHEN excluded.listed_at > iif(excluded.listed_at > :now, max(fetched_at, coalesce(listed_at, '')), fetched_at)
            AND kind = 'article' THEN min(coalesce(due_at, :now), :now)
        ELSE due_at
    END
"""
_ASK = """
UPDATE pages SET due_at = :now WHERE found_in = :found_in AND kind = 'listing' AND NOT is_onward
AND coalesce(fetched_at, '') NOT BETWEEN :run_started AND :ahead
AND NOT (state IN ('gone', 'failed') AND fetched_at > :long_ago)
AND NOT (state = 'read' AND coalesce(listed_at, '9') < min(fetched_at, :read_before))
"""
# A young article's counter moves fast: its next reading is due after an eighth of its age.
SHARE_OF_AGE = 1 / 8
LEAST_BETWEEN_READINGS = timedelta(minutes=30)
_YOUNG_DUE = """
UPDATE pages SET due_at = :now FROM articles AS a
WHERE a.id = pages.article_id AND pages.site = :site AND pages.state = 'archived' AND pages.due_at IS NOT NULL
AND COALESCE(a.published_at_utc, a.first_seen_at) >= :since
AND julianday(:now) - julianday(pages.fetched_at) >=
    max(:least, :share * (julianday(:now) - julianday(COALESCE(a.published_at_utc, a.first_seen_at))))
"""


def add(
    db: Database,
    links: Iterable[Link],
    *,
    now: datetime,
    found_in: str,
    spider: str | None,
    ask: bool,
    run_started: datetime | None,
    site: str | None,
) -> None:
    """Enter *links*: see `Ledger.add`."""
    shared = {"spider": spider, "found_in": found_in, "run_started": utc_text(run_started or now), **_moments(now)}
    db.conn.executemany(
        _ADD,
        (
            shared
            | {
                "url": link.url,
                "key": url_key(link.url),
                "site": site if site and link.kind == "listing" else site_of(link.url),
                "own": site_of(link.url),
                "kind": link.kind,
                "listed_at": link.listed_at,
                "published_at": link.published_at,
                "is_told": link.is_told,
                "is_guess": link.is_guess,
                "onward": link.onward,
                "ask": ask or link.kind == "listing",
            }
            for link in links
        ),
    )


def has_new_article(db: Database, links: Iterable[Link]) -> bool:
    """Return whether the ledger does not know one of the articles among *links*."""
    keys = {url_key(link.url) for link in links if link.kind == "article"}
    sql = "SELECT count(*) FROM pages WHERE url_key IN (SELECT value FROM json_each(?))"
    return one_number(db, sql, json.dumps(list(keys))) < len(keys)


def knew_before(db: Database, links: Iterable[Link], *, run_started: datetime) -> bool:
    """Return whether the ledger knew one of the articles among *links* before this run."""
    keys = [url_key(link.url) for link in links if link.kind == "article"]
    sql = "SELECT 1 FROM pages WHERE url_key IN (SELECT value FROM json_each(?)) AND found_at < ?"
    return has_row(db, sql, json.dumps(keys), utc_text(run_started))


def ask_listings(db: Database, found_in: str, *, now: datetime, run_started: datetime) -> None:
    """Make the listings due that were found in the listing *found_in*, once in a run."""
    db.execute(_ASK, {"found_in": found_in, "run_started": utc_text(run_started), **_moments(now)})


def _moments(now: datetime) -> dict[str, str]:
    # What was fetched later than soon was fetched by a clock that was ahead: not in this run.
    moments = {"now": now, "long_ago": now - GUESS_AGAIN, "read_before": now - BEHIND, "ahead": now + AHEAD}
    return {name: utc_text(moment) for name, moment in moments.items()}


def make_due(db: Database, site: str, *, now: datetime) -> None:
    """Make all known articles of *site* due, whenever they were fetched."""
    db.execute(
        "UPDATE pages SET due_at = :now WHERE site = :site AND state = 'archived' AND kind = 'article'",
        {"now": utc_text(now), "site": site},
    )


def make_young_due(db: Database, site: str, *, within: timedelta, now: datetime) -> int:
    """Make the young articles of *site* due for a reading of their views: see `Ledger.make_young_due`."""
    values = {
        "now": utc_text(now),
        "site": site,
        "since": utc_text(now - within),
        "share": SHARE_OF_AGE,
        "least": LEAST_BETWEEN_READINGS / timedelta(days=1),
    }
    return int(db.execute(_YOUNG_DUE, values).rowcount)


def ask_others(db: Database, article_id: int, but_not: int, *, now: datetime) -> bool:
    """Make the other pages of an article due, as when one of them is gone; False if there are none."""
    sql = (
        "UPDATE pages SET due_at = :now WHERE article_id = :id AND id <> :page "
        "AND state = 'archived' AND kind = 'article'"
    )
    return db.execute(sql, {"now": utc_text(now), "id": article_id, "page": but_not}).rowcount > 0
