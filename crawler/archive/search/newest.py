"""The newest hits, whatever their number, without looking at all of them.

Articles come into an archive about in the order of their dates: then the newest hits are among those that were archived
last. Where old articles came later than new ones, as from a backfill or an import, hits are looked for month by month.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.reading import LOOKED_AT, NEWEST, Filter
from crawler.archive.search.hits import Question, last_hits, span, with_dates
from crawler.archive.statements import column

ASKED_ALONE = 150  # articles that are asked of the index one by one, at 30 to 80 µs each
COUNTED = 5000  # of which it is told when they were archived, at 0.2 µs each


def newest_hits(db: Database, asked: Question, which: Filter, limit: int) -> list[int]:
    """Return the *limit* newest articles that an index finds and that meet a filter.

    Of more than `LOOKED_AT` hits of one month (or *limit*, if more) those are looked at that were archived last.
    """
    found = _last_hits(db, asked, which, 2 * limit + 1)
    if len(found) > 2 * limit:
        oldest, earliest = found[limit - 1][0], min(article_id for _, article_id in found)
        before = _newer_before(db, asked, which, oldest, earliest)
        if before is None:
            before = _since_before(db, asked, which, oldest, earliest, max(LOOKED_AT, limit))
        found = sorted(found + before, reverse=True) if before is not None else _by_month(db, asked, which, limit)
    return [article_id for _, article_id in found[:limit]]


def _newer_before(
    db: Database, asked: Question, which: Filter, oldest: str, earliest: int
) -> list[tuple[str, int]] | None:
    """The hits newer than *oldest* that were archived before the article *earliest*; None if many articles are."""
    if len(which.parts()) > 1:  # no index has all that is asked for in the order of dates
        return None
    conditions, values = which.conditions()
    newer, before = db.execute(
        f"""
        SELECT count(*), json_group_array(id) FILTER (WHERE id < ?) FROM (
            SELECT a.id FROM articles AS a WHERE {" AND ".join([*conditions, f"{NEWEST} > ?"])}
            ORDER BY {NEWEST} DESC LIMIT ?
        )
        """,  # noqa: S608
        (earliest, *values, oldest, COUNTED),
    ).fetchone()
    ids = json.loads(before)
    if newer == COUNTED or len(ids) * asked.words > ASKED_ALONE:
        return None
    is_hit = f"SELECT 1 FROM {asked.table} WHERE {asked.table} MATCH ? AND rowid = ?"  # noqa: S608
    return with_dates(db, [one for one in ids if db.execute(is_hit, (asked.expression, one)).fetchone()])


def _since_before(
    db: Database, asked: Question, which: Filter, oldest: str, earliest: int, most: int
) -> list[tuple[str, int]] | None:
    """The hits of the months since *oldest* that were archived before *earliest*; None if there are *most* or more."""
    found = _last_hits(db, asked.between(oldest, span(db, which)[1]), which, most, before=earliest)
    return found if len(found) < most else None


def _by_month(db: Database, asked: Question, which: Filter, limit: int) -> list[tuple[str, int]]:
    """The newest hits with their dates, at least *limit* if there are so many, from month to month."""
    found: list[tuple[str, int]] = []
    for month in _months(db, which):
        found += _last_hits(db, asked.between(month, month), which, max(LOOKED_AT, limit))
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


def _last_hits(
    db: Database, asked: Question, which: Filter, most: int, *, before: int | None = None
) -> list[tuple[str, int]]:
    """The hits that were archived last, up to *most*, with their dates, the newest first; *before* an article's id."""
    hits, parameters = last_hits(db, asked, which, most, before=before)
    return with_dates(db, column(db, hits, *parameters))
