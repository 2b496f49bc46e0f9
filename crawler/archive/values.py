"""Values as the archive keeps them: clean text, JSON, dates that sort as text."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

from crawler.reading.instants import utc_text

AHEAD = timedelta(minutes=5)  # what is later than this from now was told by a clock that was ahead
MAX_INTEGER = 2**63 - 1  # SQLite's
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


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


def digest_bytes(digest: str) -> bytes:
    """Return a SHA-256 in hex as the archive's tables keep it; what is no number in hex as its own bytes."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return digest.encode("utf-8", "replace")


def published_utc(published_at: str | None) -> str | None:
    """Return an article's date for sorting; without an offset it counts as UTC, a day as its midnight.

    >>> published_utc("2024-09-03"), published_utc("2024-09-03T07:25:00+03:00")
    ('2024-09-03T00:00:00Z', '2024-09-03T04:25:00Z')

    None for None, and for what is not an ISO 8601 date.
    """
    if published_at is None:
        return None
    try:
        return utc_text(datetime.fromisoformat(published_at))
    except (ValueError, OverflowError):
        return None
