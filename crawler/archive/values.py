"""Values as the archive keeps them: clean text, JSON, dates that sort as text."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

from crawler.reading.instants import now, parse_span, utc_text

MAX_INTEGER = 2**63 - 1  # SQLite's
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Moment = datetime | date | str


def storable(text: str) -> str:
    """Return *text* with NULs and lone surrogates, which SQLite cannot hold, as U+FFFD. Its length stays.

    >>> storable("a\\x00b\\ud800")
    'a�b�'
    """
    return _UNSTORABLE.sub("\ufffd", text)


def to_json(value: Any) -> str:
    """Return *value* as JSON that every reader accepts: letters as they are, NaN and Infinity as null."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    except ValueError:
        finite = json.loads(json.dumps(value, default=str), parse_constant=lambda _: None)
        text = json.dumps(finite, ensure_ascii=False)
    return storable(text)


def published_utc(published_at: str | None) -> str | None:
    """Return an article's date for sorting; without an offset it counts as UTC, a day as its midnight.

    >>> published_utc("2024-09-03"), published_utc("2024-09-03T07:25:00+03:00")
    ('2024-09-03T00:00:00Z', '2024-09-03T04:25:00Z')

    None for None, and for what is not an ISO 8601 date.
    """
    if published_at is None:
        return None
    try:
        return utc_text(datetime.fromisoformat(published_at)).zfill(20)  # four digits for early years too
    except (ValueError, OverflowError):
        return None


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
