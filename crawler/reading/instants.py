"""Instants of our own clock, as the archive keeps them: UTC text that sorts; spans of time; a zone told by its day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_SPAN = re.compile(r"(\d{1,5})\s*([smhdw])", re.ASCII)
FARTHEST_WEST = 8  # hours from UTC, of a site whose zone is told by its days alone
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Moment = datetime | date | str
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def aware(when: datetime) -> datetime:
    """Return *when*, of UTC where it names no zone."""
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def utc_text(when: datetime) -> str:
    """Return *when* as "2026-11-24T03:25:00Z"; a naive one counts as UTC.

    >>> utc_text(datetime.fromisoformat("2024-09-03T07:25:00+03:00"))
    '2024-09-03T04:25:00Z'
    """
    return aware(when).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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


def bound(moment: Moment, *, is_end: bool = False) -> str:
    """Return the UTC text to compare with; a day counts whole: as an end it is the start of the next day.

    >>> bound("2026-11-24"), bound("2026-11-24", is_end=True)
    ('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z')

    A time without a zone counts as UTC; "90m", "24h", "7d" and "2w" are so long ago. Raises `ValueError`, which says
    what was expected, if a text is none of these.
    """
    if isinstance(moment, str) and (span := parse_span(moment)) is not None:
        return utc_text(now() - span)
    if isinstance(moment, str):
        day = bool(_DAY.fullmatch(moment))
        try:
            moment = datetime.fromisoformat(moment)
        except ValueError as error:
            raise ValueError(
                f"{moment!r} is no date; expected a day, as 2024-09-03, an instant in ISO 8601, or a span, as 24h or 7d"
            ) from error
    else:
        day = not isinstance(moment, datetime)
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    if day and is_end:
        # "9999-12-31", for "without an end": no day comes after it
        moment = datetime.max if moment.date() == date.max else moment + timedelta(days=1)
    return utc_text(moment)


def zone_of_day(when: datetime, day: datetime) -> timezone | None:
    """Return the zone nearest to UTC in which *when*, which is in UTC, is still on the day before, as *day* says.

    A day after it may be that of the last change, or of the visit.
    """
    hours = when.hour + 1
    if day.date() != when.date() - timedelta(days=1) or hours > FARTHEST_WEST:
        return None
    return timezone(-timedelta(hours=hours))
