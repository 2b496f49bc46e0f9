"""How often a site publishes, by hour and weekday, and when it is worth another crawl."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log, sqrt

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PAST = timedelta(days=28)  # of which hours and weekdays are learnt
HALF_LIFE = timedelta(hours=36)  # of what is known of a site's pace
WANTED = 1.0  # article that a crawl should find
STEP = timedelta(minutes=15)
DOUBT = 3.0  # articles that every hour and weekday is lent, so that a few tell little
Bounds = tuple[timedelta, timedelta]


class Rhythm:
    """The pace of a site, learnt from when its articles were published, the oldest first, as it is known at *now*."""

    def __init__(self, published: Sequence[datetime], now: datetime) -> None:
        times = [one for one in published if now - PAST <= one <= now]
        self.hours, self.weekdays = [1.0] * 24, [1.0] * 7
        self.per_hour = 0.0
        if not times:
            return
        first = min(times)
        weight = sum(0.5 ** ((now - one) / HALF_LIFE) for one in times)
        # The time since the first article, weighted alike.
        span = HALF_LIFE / log(2) * (1 - 0.5 ** (max(now - first, DAY) / HALF_LIFE))
        self.per_hour = weight / (span / HOUR)
        self.hours = _factors([one.hour for one in times], [1 / 24] * 24)
        if now - first >= 14 * DAY:
            self.weekdays = _factors([one.weekday() for one in times], [1 / 7] * 7)

    def rate(self, when: datetime) -> float:
        """Return how many articles an hour are to be expected at *when*."""
        return self.per_hour * self.hours[when.hour] * self.weekdays[when.weekday()]

    def next_crawl(self, last: datetime, bounds: Bounds) -> datetime:
        """Return when, after a crawl at *last*, the next article is to be expected, within *bounds* after it."""
        least, most = bounds
        if not self.per_hour:
            return last + least * sqrt(most / least)
        expected, when = 0.0, last
        while when < last + most and expected < WANTED:
            expected += self.rate(when) * (STEP / HOUR)
            when += STEP
        return min(max(when, last + least), last + most)


def _factors(places: Sequence[int], shares: Sequence[float]) -> list[float]:
    """Return how much more than its share each place holds."""
    total = len(places)
    return [(places.count(n) + DOUBT) / (total * share + DOUBT) for n, share in enumerate(shares)]
