"""How many new articles a run may expect: as many as in the same hours of the same weekdays before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from statistics import median

from crawler.monitoring.statistics import Amount

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
MOST_WEEKS = 8
FEWEST = 3  # earlier windows to compare with
LEAST_SPREAD = 0.05  # squared: days differ by a fifth at least
MOST_LEARNT_FROM = 60
# After a break a site's listings hold no more than they hold.
LONGEST_GAP = 2.0  # of what is usual


@dataclass(frozen=True, slots=True)
class Arrivals:
    """New articles that a run found: how many, and since the run before it started."""

    since: datetime
    until: datetime
    count: int


class Volume:
    """What a site published, as its runs found it, the oldest first."""

    def __init__(self, arrivals: Sequence[Arrivals]) -> None:
        self.arrivals = arrivals
        self._ends = [one.until for one in arrivals]
        self._before = [0]
        self.usual = median((one.until - one.since) / DAY for one in arrivals) if arrivals else 1.0  # days
        self.longest = LONGEST_GAP * max(self.usual, 1.0)
        self._breaks = [0]
        for one in arrivals:
            self._before.append(self._before[-1] + one.count)
            self._breaks.append(self._breaks[-1] + self._is_break(one.since, one.until))

    def expected(self, since: datetime, until: datetime, *, was_looked_at: bool = False) -> Amount | None:
        """Return how many articles are to be expected between two instants; None where the past does not tell.

        After a break it does not: listings hold what they hold. *was_looked_at*: runs in between would have found them.
        """
        samples = self._samples(since, until)
        if len(samples) < FEWEST or (self._is_break(since, until) and not was_looked_at):
            return None
        mean = median(samples)
        # Days differ, and days that follow each other do not differ quite independently.
        spread = max(LEAST_SPREAD, self._spread() / sqrt(max(1.0, (until - since) / DAY / self.usual)))
        return Amount(max(mean, 0.01), spread + (spread + 1 / max(mean, 1)) / len(samples))

    def _samples(self, since: datetime, until: datetime) -> list[float]:
        """Return how many came in the same window of earlier weeks; of earlier days, where there are few weeks."""
        for step, most in ((WEEK, MOST_WEEKS), (DAY, 2 * MOST_WEEKS)):
            found = []
            for back in range(1, most + 1):
                start, end = since - back * step, until - back * step
                is_known = self.arrivals and start >= self.arrivals[0].since and end <= self.arrivals[-1].until
                if is_known and not self._holds_break(start, end):
                    found.append(self._between(start, end))
            if len(found) >= FEWEST:
                return found
        return []

    def _is_break(self, since: datetime, until: datetime) -> bool:
        return (until - since) / DAY > self.longest

    def _holds_break(self, since: datetime, until: datetime) -> bool:
        """Whether nobody looked for long in that time: then less was found than there was."""
        first, last = bisect_right(self._ends, since), bisect_left(self._ends, until)
        return self._breaks[min(last + 1, len(self.arrivals))] > self._breaks[first]

    def _between(self, since: datetime, until: datetime) -> float:
        return self._until(until) - self._until(since)

    def _until(self, when: datetime) -> float:
        """How many had come by *when*; a run's articles are spread evenly over the time since the run before."""
        place = bisect_right(self._ends, when)
        if place == len(self.arrivals):
            return float(self._before[-1])
        one = self.arrivals[place]
        return self._before[place] + one.count * ((when - one.since) / (one.until - one.since))

    def _spread(self) -> float:
        """How much windows differ from what was to be expected, beyond chance, squared."""
        beyond, expected = 0.0, 0.0
        for one in self.arrivals[-MOST_LEARNT_FROM:]:
            if samples := self._samples(one.since, one.until):
                mean = median(samples)
                beyond += min((one.count - mean) ** 2, 4 * mean**2 + mean) - mean  # one odd day is one odd day
                expected += mean**2
        return beyond / expected if expected else 0.0
