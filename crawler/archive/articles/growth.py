"""How view counts grow: from one reading to the next, and which articles rise fastest.

Sites round: "1.2K" is good to 50 views. What is said here of a gain says how far that may be off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from sqlite_utils import Database

from crawler.archive.rows import Reading
from crawler.archive.values import AHEAD
from crawler.reading.dates.calendars import ascii_digits
from crawler.reading.instants import Moment, bound, utc_text

LEAST_HOURS = 1 / 6  # of readings closer together: seven views in as many seconds tell nothing of an hour
FIRST = datetime.min.replace(tzinfo=UTC)
_PRINTED = re.compile(r"\d[\d.,'’٬٫\u00a0\u2009\u202f ]*")


@dataclass(frozen=True, slots=True)
class Step:
    """One reading and what came since the one before.

    `gained` is None for the first and beside a reading without a counter. `uncertainty`: the site's rounding, in views
    more or less, None beside such a reading. `fell`: the count is lower than before by more than rounding explains.
    """

    seen_at: str
    views: int | None
    gained: int | None
    raw: str | None
    uncertainty: float | None
    fell: bool


@dataclass(frozen=True, slots=True)
class Rise:
    """Views that an article gained between two readings, `since` and `until`, `hours` apart.

    `per_hour` may be off by `uncertainty`, views an hour more or less, for the site rounds its counts. `fell`: the
    counter fell in between, and the gain is counted from there.
    """

    article_id: int
    title: str | None
    site: str
    url: str
    views: int
    gained: int
    per_hour: float
    uncertainty: float
    hours: float
    since: str
    until: str
    readings: int
    fell: bool


def rounding(views: int, raw: str | None) -> float:
    """Return how many views a count may be off, from how it was printed: half of its last digit.

    >>> rounding(1200, "1.2K views"), rounding(1234, "1,234 reads"), rounding(230000, "2.3 लाख"), rounding(7, None)
    (50.0, 0, 5000.0, 0)
    """
    steps = []
    for printed in _PRINTED.findall(ascii_digits(raw or "")):
        digits = int(re.sub(r"\D", "", printed)[:30])
        if digits and views % digits == 0 and str(views // digits).strip("0") == "1":
            steps.append(views // digits)
    return min(steps) / 2 if steps and min(steps) > 1 else 0


def steps(readings: Iterable[Reading]) -> list[Step]:
    """Return *readings*, the oldest first, each with what came since the one before that has a count."""
    found: list[Step] = []
    last, last_off = None, 0.0
    for reading in readings:
        views = reading.views
        if views is None:
            found.append(Step(reading.seen_at, None, None, reading.raw, None, False))
            continue
        off = rounding(views, reading.raw)
        gained = None if last is None else views - last
        fell = gained is not None and gained < 0 and -gained >= off + last_off
        found.append(Step(reading.seen_at, views, gained, reading.raw, off, fell))
        last, last_off = views, off
    return found


def rising(
    db: Database, *, since: Moment, site: str | None, limit: int | None, now: datetime | None = None
) -> tuple[list[Rise], int]:
    """Return the articles that gained views since *since*, the fastest first, and how many could not be judged.

    A gain needs two readings, ten minutes apart at least: the newest one, since *since*, and the last one before
    *since*, if it is no older than the span is long; else the first one since then. Articles that were read in the span
    but not so cannot be judged. Readings by a clock that was ahead, later than soon, are none yet.
    """
    start = bound(since)
    begun, end = datetime.fromisoformat(start), now or datetime.now(UTC)
    found: list[Rise] = []
    unjudged = 0
    span = min(max(end - begun, timedelta()), begun - FIRST)
    for about, readings in _readings(db, start, bound(begun - span), utc_text(end + AHEAD), site):
        if rise := _rise(about, steps(readings), start):
            found.append(rise)
        else:
            unjudged += 1
    ranked = sorted((rise for rise in found if rise.gained > 0), key=lambda rise: (-rise.per_hour, rise.article_id))
    return ranked[:limit], unjudged


_About = tuple[int, "str | None", str, str]


def _readings(
    db: Database, start: str, earliest: str, latest: str, site: str | None
) -> Iterator[tuple[_About, list[Reading]]]:
    """Yield the articles read since *start*, each with its readings from *earliest* to *latest*."""
    rows = db.execute(
        """
        SELECT a.id, a.title, a.site, a.url, v.seen_at, v.views, v.raw
        FROM articles AS a CROSS JOIN view_counts AS v ON v.article_id = a.id
        WHERE a.view_count IS NOT NULL AND a.last_seen_at >= ?1 AND (?2 IS NULL OR a.site = ?2)
            AND v.seen_at BETWEEN ?3 AND ?4 AND v.views IS NOT NULL
        ORDER BY +a.id, v.seen_at
        """,
        (start, site, earliest, latest),
    )
    for about, group in groupby(rows, key=lambda row: row[:4]):
        yield about, [Reading(row[0], *row[4:]) for row in group]


def _rise(about: _About, read: list[Step], start: str) -> Rise | None:
    """What an article gained, or None where there are not two readings, far enough apart to tell."""
    before = [step for step in read if step.seen_at <= start]
    used = [*before[-1:], *(step for step in read if step.seen_at > start)]
    fallen = [place for place, step in enumerate(used) if step.fell and place]
    used = used[fallen[-1] :] if fallen else used
    if len(used) < 2:
        return None
    first, last = used[0], used[-1]
    assert first.views is not None
    assert last.views is not None
    hours = (datetime.fromisoformat(last.seen_at) - datetime.fromisoformat(first.seen_at)).total_seconds() / 3600
    if hours < LEAST_HOURS:
        return None
    gained = last.views - first.views
    return Rise(
        *about,
        views=last.views,
        gained=gained,
        per_hour=round(gained / hours, 2),
        uncertainty=round(((first.uncertainty or 0) + (last.uncertainty or 0)) / hours, 2),
        hours=round(hours, 2),
        since=first.seen_at,
        until=last.seen_at,
        readings=len(used),
        fell=bool(fallen),
    )
