"""Where a copy of a page comes from: archives of the web say so in its address, browsers in the file that they save."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

TOP = 3000  # characters of a page in which it says that it is a copy
_IN_ADDRESS = re.compile(r"https?://web\.archive\.org/web/(\d{4,14})[a-z_]*/(https?:/.+)")
_SAVED = (
    re.compile(r"<!-- saved from url=\(\d+\)(https?://[^\s<>]+)"),
    re.compile(r"SingleFile\s+url:\s(https?://[^\s<>]+)"),
    re.compile(r"__wm\.wombat\(\"(https?://[^\"<>]+)\",\"(\d{14})\""),
)
_MARKS = ("saved from url=", "SingleFile", "__wm.wombat(")


class Original(NamedTuple):
    """The address of the page that was copied, and when that was, where the copy says so."""

    url: str
    copied_at: datetime | None


def original_of(html: str, url: str) -> Original | None:
    """Return what the copy *html* at the address *url* is a copy of, or None for a page of its own.

    >>> original_of("", "https://web.archive.org/web/20090612083015/http://mole.example/ferry").url
    'http://mole.example/ferry'
    >>> original_of("<!-- saved from url=(0024)http://mole.example/ferry -->", "file:///C:/ferry.htm").url
    'http://mole.example/ferry'
    """
    if "web.archive.org/web/" in url and (match := _IN_ADDRESS.match(url)):
        return Original(match[2], _instant(match[1]))
    top = html[:TOP] if not url.startswith(("http://", "https://")) else ""  # whose address tells needs no such word
    if not any(mark in top for mark in _MARKS):
        return None
    match = next(filter(None, (pattern.search(top) for pattern in _SAVED)), None)
    return Original(match[1], _instant(match[2]) if match.lastindex == 2 else None) if match else None


def _instant(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
