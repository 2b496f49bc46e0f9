"""What listings promised of a site, day by day, against what is archived; and why the rest is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from crawler.reading.instants import Moment, bound, utc_text

MOST_BLANK = 31  # days without anything that are listed one by one
NOT_FETCHED = "not fetched yet"
# An article counts once, under however many addresses it is known. What came without a crawl counts as well.
_OUTCOMES = """
WITH known AS (
    SELECT coalesce(a.published_at_utc, p.published_at, p.listed_at, a.first_seen_at) AS at, p.article_id,
        iif(p.article_id IS NULL, p.state, 'archived') AS state, p.reason, p.due_at > :now AS is_later
    FROM pages AS p LEFT JOIN articles AS a ON a.id = p.article_id
    WHERE p.site = :site AND p.kind = 'article'
        -- What was deleted on request is no gap: "forgotten", "forgotten; `newsarc forget --undo URL` ..."
        AND NOT (p.state = 'refused' AND coalesce(p.reason, '') LIKE 'forgotten%')
    UNION ALL
    SELECT coalesce(a.published_at_utc, a.first_seen_at), a.id, 'archived', NULL, 0 FROM articles AS a
    WHERE a.site = :site AND NOT EXISTS (SELECT 1 FROM pages AS p WHERE p.article_id = a.id AND p.kind = 'article')
)
SELECT substr(at, 1, 10) AS day, state, iif(state IN ('archived', 'new'), NULL, reason) AS why, is_later,
    iif(state = 'archived', count(DISTINCT article_id), count(*))
FROM known
WHERE (:since IS NULL OR at >= :since) AND (:until IS NULL OR at < :until)
GROUP BY day, state, why, iif(state = 'failed', is_later, 0)
"""


@dataclass(slots=True)
class CoverageDay:
    """One day of a site, in UTC; `day` None holds what no listing dates.

    `expected` are the articles that listings named, those aside that turned out to be none (`not_article`), and
    without those that were forgotten. `reasons` tells why some are `missing`: reason -> how many.
    """

    day: str | None
    expected: int = 0
    archived: int = 0
    missing: int = 0
    not_article: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


def coverage(
    db: Database, site: str, *, now: datetime, since: Moment | None = None, until: Moment | None = None
) -> list[CoverageDay]:
    """Return the days of *site*, the latest first, those between on which nothing was listed too; [] for no such site.

    Longer stretches without anything are left out. What has no date comes last, unless *since* or *until* is given.
    """
    values = {
        "site": site,
        "now": utc_text(now),
        "since": None if since is None else bound(since),
        "until": None if until is None else bound(until, is_end=True),
    }
    days: dict[str | None, CoverageDay] = {}
    latest = (now + timedelta(days=1)).date().isoformat()
    for at, state, why, is_later, count in db.execute(_OUTCOMES, values):
        key = at if at is not None and at <= latest else None  # a date that has not come is none
        day = days.setdefault(key, CoverageDay(key))
        _count(day, state, _reason(state, why, bool(is_later)), count)
    undated = days.pop(None, None)
    found = list(_with_blanks([day for day in days.values() if day.day]))
    return [*found, *([undated] if undated and since is None and until is None else [])]


def _count(day: CoverageDay, state: str, reason: str, count: int) -> None:
    if state == "not_article":
        day.not_article += count
        return
    day.expected += count
    if state == "archived":
        day.archived += count
    else:
        day.missing += count
        day.reasons = dict((Counter(day.reasons) + Counter({reason: count})).most_common())


def _reason(state: str, why: str | None, is_later: bool) -> str:
    """Return why a page is not archived, in few words: what differs from page to page is cut.

    >>> _reason("failed", "status 503", True), _reason("refused", "Forbidden by robots.txt", False)
    ('failed: status 503, tried again later', 'refused: robots.txt')
    """
    if state == "new":
        return NOT_FETCHED
    told = (why or "").removeprefix("Forbidden by ").removeprefix("refused: ")
    if state == "refused" and "not a public address" in told:
        told = "not a public address"
    head = told.partition(":")[0].strip()
    again = ", tried again later" if state == "failed" and is_later else ""
    return (f"{state}: {head}" if head else state) + again


def _with_blanks(days: list[CoverageDay]) -> Iterator[CoverageDay]:
    """Yield *days*, the latest first, with those between on which there is nothing."""
    later: date | None = None
    for day in sorted(days, key=lambda one: one.day or "", reverse=True):
        try:
            this = date.fromisoformat(day.day or "")
        except ValueError:
            continue  # no day of the calendar: a year before 1, as a page may claim
        if later is not None and (later - this).days <= MOST_BLANK:
            blanks = ((later - timedelta(days=n)).isoformat() for n in range(1, (later - this).days))
            yield from map(CoverageDay, blanks)
        yield day
        later = this
