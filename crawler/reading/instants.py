"""Instants of our own clock, as the archive keeps them: UTC text that sorts; spans of time; a zone told by its day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_SPAN = re.compile(r"(\d{1,5})\s*([smhdw])", re.ASCII)
FARTHEST_WEST = 8  # hours from UTC, of a site whose zone is told by its days alone
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def utc_text(when: datetime) -> str:
    """Return *when* as "2026-11-24T03:25:00Z"; a naive one counts as UTC.

    >>> utc_text(datetime.fromisoformat("2024-09-03T07:25:00+03:00"))
    '2024-09-03T04:25:00Z'
    """
    aware = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_utc(text: str) -> datetime:
    """Return the instant that `utc_text` wrote."""
    return datetime.fromisoformat(text)


def now() -> datetime:
    """Return the present instant, to the second, aware."""
    return datetime.now(UTC).replace(microsecond=0)


def parse_span(text: str) -> timedelta | None:
    """Return the span of time that "30s", "90m", "24h", "7d" or "2w" stands for; None for another text.

    >>> parse_span("36h")
    datetime.timedelta(days=1, seconds=43200)
    """
    found = _SPAN.fullmatch(text)
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None


def zone_of_day(when: datetime, day: datetime) -> timezone | None:
    """Return the zone nearest to UTC in which *when*, which is in UTC, is still on the day before, as *day* says.

    A day after it may be that of the last change, or of the visit.
    """
    hours = when.hour + 1
    if day.date() != when.date() - timedelta(days=1) or hours > FARTHEST_WEST:
        return None
    return timezone(-timedelta(hours=hours))
