"""The newest hits, whatever their number, without looking at all of them.

Articles come into an archive about in the order of their dates: then the newest hits are among those that were archived
last. Where old articles came later than new ones, as from a backfill or an import, hits are looked for month by month.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.reading import LOOKED_AT, NEWEST, Filter
from crawler.archive.search.facets import is_between
from crawler.archive.search.hits import hits_of, span, with_dates

ASKED_ALONE = 150  # articles that are asked of the index one by one, at 30 to 80 µs each
# Articles that are newer than a hit: so many are counted in two milliseconds; where each row is read, so many.
NEWER, NEWER_READ = 20_000, 3000


def newest_hits(db: Database, expression: str, which: Filter, limit: int) -> list[int]:
    """Return the *limit* newest articles that the index finds by *expression* and that meet a filter.

    Of more than `LOOKED_AT` hits of one month (or *limit*, if more) those are looked at that were archived last.
    """
    newest = _newest_of_few(db, expression, which, limit)
    if newest is None:
        looked_at = max(LOOKED_AT, limit)
        found = _last_hits(db, expression, which, looked_at)
        newest = found if len(found) < looked_at else _by_month(db, expression, which, limit)
    return [article_id for _, article_id in newest[:limit]]


def _newest_of_few(db: Database, expression: str, which: Filter, limit: int) -> list[tuple[str, int]] | None:
    """The newest hits with their dates, at least *limit*, if few were archived after them; None if that cannot be told.

    Articles come into an archive about in the order of their dates: of those that are newer than what is found, few
    were archived before it, and these are asked of the index one by one.
    """
    found = _last_hits(db, expression, which, 2 * limit + 1)
    if len(found) <= 2 * limit:
        return found
    oldest, earliest = found[limit - 1][0], min(article_id for _, article_id in found)
    before = _newer_before(db, which, oldest, earliest)
    if before is None:
        return None
    asked = "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? AND articles_fts.rowid = ?"
    also = [article_id for article_id in before if db.execute(asked, (expression, article_id)).fetchone()]
    return sorted(found + with_dates(db, also), reverse=True)


def _newer_before(db: Database, which: Filter, oldest: str, earliest: int) -> list[int] | None:
    """The articles of a filter that are newer than *oldest*, but came before *earliest*; None if there are many."""
    conditions, values = which.conditions()
    # An index answers one of these, with dates, alone: where there are more, each row is read.
    is_indexed = [which.site, which.language, which.story].count(None) > 1
    most = NEWER if is_indexed else NEWER_READ
    (highest,) = db.execute("SELECT max(id) FROM articles").fetchone()
    if not conditions and highest - earliest > most:
        return None
    rows = db.execute(
        f"""
        SELECT count(*), json_group_array(id) FILTER (WHERE id < ?) FROM (
            SELECT a.id FROM articles AS a WHERE {" AND ".join([*conditions, f"{NEWEST} > ?"])}
            ORDER BY {NEWEST} DESC LIMIT ?
        )
        """,  # noqa: S608
        (earliest, *values, oldest, most + 1),
    )
    newer, before = rows.fetchone()
    found: list[int] = json.loads(before)
    return found if newer <= most and len(found) <= ASKED_ALONE else None


def _by_month(db: Database, expression: str, which: Filter, limit: int) -> list[tuple[str, int]]:
    """The newest hits with their dates, at least *limit* if there are so many, from month to month."""
    found: list[tuple[str, int]] = []
    for month in _months(db, which):
        of_month = f"({expression}) AND {is_between(month, month)}"
        found += _last_hits(db, of_month, which, max(LOOKED_AT, limit))
        if len(found) >= limit:
            break
    return found


def _months(db: Database, which: Filter) -> Iterator[str]:
    """Yield the months in which there are articles, within the dates of a filter, the newest first: "2026-11"."""
    since, before = span(db, which)
    sql = f"SELECT {NEWEST} FROM articles AS a WHERE {NEWEST} < ? ORDER BY {NEWEST} DESC LIMIT 1"  # noqa: S608
    before += "~"  # the last instant itself too
    while row := db.execute(sql, (before,)).fetchone():
        month = row[0][:7]
        if month < since[:7]:
            return
        yield month
        before = month


def _last_hits(db: Database, expression: str, which: Filter, most: int) -> list[tuple[str, int]]:
    """The hits that were archived last, up to *most*, with their dates, the newest first."""
    hits, parameters = hits_of(db, expression, which, most, by_relevance=False)
    return with_dates(db, [row[0] for row in db.execute(hits, tuple(parameters))])
