"""Instants of our own clock, as the archive keeps them: UTC text that sorts; spans of time; a zone told by its day."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import UTC, date, datetime, timedelta, timezone

_SPAN = re.compile(r"(\d{1,5})\s*([smhdw])", re.ASCII)
FARTHEST_WEST = 8  # hours from UTC, of a site whose zone is told by its days alone
_MONTH_OR_YEAR = re.compile(r"(\d{4})(-\d\d)?", re.ASCII)
_WEEK = re.compile(r"\d{4}-?W\d\d", re.ASCII)
Moment = datetime | date | str
EXPECTED = "a day, a month or a year, as 2024-09-03, 2024-09 or 2024, an instant in ISO 8601, or a span, as 24h or 7d"
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def aware(when: datetime) -> datetime:
    """Return *when*, of UTC where it names no zone."""
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def utc_text(when: datetime) -> str:
    """Return *when* as "2026-11-24T03:25:00Z"; a naive one counts as UTC.

    >>> utc_text(datetime.fromisoformat("2024-09-03T07:25:00+03:00"))
    '2024-09-03T04:25:00Z'
    """
    return aware(when).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


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
    """Return the UTC text to compare with; a day, month or year counts whole: as an end it is the start of the next.

    >>> bound("2026-11-24"), bound("2026-11-24", is_end=True), bound("2026-11", is_end=True)
    ('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z', '2026-12-01T00:00:00Z')

    A time without a zone counts as UTC; "90m", "24h", "7d" and "2w" are so long ago. Raises `ValueError`, which says
    what was expected, if a text is none of these.
    """
    if isinstance(moment, str) and (span := parse_span(moment)) is not None:
        return utc_text(now() - span)
    if not isinstance(moment, datetime):
        try:
            days = _whole_days(str(moment))
            moment = days[is_end] if days else datetime.fromisoformat(str(moment))
        except ValueError as error:
            raise ValueError(f"{moment!r} is no date; expected {EXPECTED}") from error
    try:
        return utc_text(moment)
    except OverflowError:  # "0001-01-01T00:00:00+02:00": before all that there is in UTC
        return utc_text(moment.replace(tzinfo=None))


def _whole_days(text: str) -> tuple[datetime, datetime] | None:
    """Where a day, a week, a month or a year begins and where the next one does; None for a text that is none of these.

    The last of all, such as "9999-12-31", for "without an end", goes on to the last instant.
    """
    if found := _MONTH_OR_YEAR.fullmatch(text):
        first = date.fromisoformat(f"{found[1]}{found[2] or '-01'}-01")
        days = monthrange(first.year, first.month)[1] if found[2] else 365 + isleap(first.year)
    else:
        try:
            first = date.fromisoformat(text)
        except ValueError:
            return None
        days = 7 if _WEEK.fullmatch(text) else 1
    begin = datetime(first.year, first.month, first.day)
    return begin, begin + timedelta(days) if days <= (date.max - first).days else datetime.max


def zone_of_day(when: datetime, day: datetime) -> timezone | None:
    """Return the zone nearest to UTC in which *when*, which is in UTC, is still on the day before, as *day* says.

    A day after it may be that of the last change, or of the visit.
    """
    hours = when.hour + 1
    if day.date() != when.date() - timedelta(days=1) or hours > FARTHEST_WEST:
        return None
    return timezone(-timedelta(hours=hours))
