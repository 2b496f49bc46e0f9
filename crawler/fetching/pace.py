"""How fast a host is asked: slower when it answers slowly, not at all for a while when it asks for that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from crawler.reading.instants import utc_text

LONGEST_REST = 24 * 3600.0  # seconds: whoever asks for more is asked again after a day
LONGEST_REST_OF_OURS = 3600.0
FIRST_REST = 5.0  # of a host that gives no answer
SILENCES = 3  # answers that did not come, in a row, before it rests


def parse_retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number of them, or a date. None for anything else.

    >>> parse_retry_after("120", datetime(2026, 11, 24))
    120.0

    At most `LONGEST_REST`; a date that is past asks for nothing.
    """
    value = value.strip()
    if re.fullmatch(r"\d{1,300}", value, re.ASCII):
        return min(float(value), LONGEST_REST)
    try:
        when = parsedate_to_datetime(value)
        seconds = (when - now).total_seconds() if when.tzinfo else (when - now.replace(tzinfo=None)).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(seconds, LONGEST_REST) if seconds > 0 else None


@dataclass(slots=True)
class Pace:
    """The pace of one host, in seconds. `least` and `most` bound the delay between two requests.

    Each method returns how long the host is to be left alone now, apart from the delay.
    """

    least: float
    most: float
    delay: float
    adapts: bool = True
    failures: int = 0
    reason: str | None = None

    def answered(self, seconds: float, *, is_good: bool = True) -> float:
        """It took *seconds* to answer: a host that needs long is asked rarely. An error page makes it no faster."""
        self.failures, self.reason = 0, None
        if self.adapts:
            wanted = self._bounded(max(seconds, (self.delay + seconds) / 2))
            self.delay = wanted if is_good else max(self.delay, wanted)
        return 0.0

    def asked_to_wait(self, status: int, retry_after: float | None, now: datetime) -> float:
        """It answered 429 or 503: it rests as long as it says, else twice as long as the last time."""
        self.failures += 1
        self.delay = self._bounded(max(self.delay * 2, 1.0)) if self.adapts else self.delay
        rest = retry_after
        if rest is None:
            rest = min(max(self.delay, 1.0) * 2.0 ** min(self.failures, 20), LONGEST_REST_OF_OURS)
        self.reason = f"status {status} at {utc_text(now)}, to be asked again after {rest:.0f} s"
        return rest

    def silent(self, what: str, now: datetime) -> float:
        """It gave no answer: after some of these in a row it rests, longer each time."""
        self.failures += 1
        self.reason = f"{what} at {utc_text(now)}"
        if self.failures < SILENCES:
            return 0.0
        return min(FIRST_REST * 2.0 ** min(self.failures - SILENCES, 20), LONGEST_REST_OF_OURS)

    def slow_down(self, crawl_delay: float) -> None:
        """Its robots.txt asks for *crawl_delay* seconds between two requests."""
        self.least = max(self.least, min(crawl_delay, LONGEST_REST_OF_OURS))
        self.delay = self._bounded(self.delay)

    def _bounded(self, delay: float) -> float:
        return max(self.least, min(delay, self.most))
