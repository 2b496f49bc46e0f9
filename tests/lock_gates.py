"""An article as a page gave it, for tests that archive one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.archive import Archive
from crawler.items import Article, Quote
from crawler.page import Page

MONDAY = datetime(2026, 11, 23, 3, 25, tzinfo=UTC)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
URL = "https://harbour.example/lock-gates"
# Long enough to know an article by.
BODY = (
    "The lock gates will be closed for nine weeks from Monday, the harbour board said. "
    "“We have waited since spring for the steel,” said Ann Reed, who leads the works. Boats that draw less than two "
    "metres may pass at high water; all others are sent round by the northern channel, which adds about three hours."
)
QUOTE = Quote(
    text="We have waited since spring for the steel,",
    start=83,
    end=125,
    kind="inline",
    utterance=0,
    speaker="Ann Reed",
    speaker_as_printed="Ann Reed",
    cue="said",
)


def article(url: str = URL, **values: Any) -> Article:
    defaults = {"site": "harbour.example", "title": "Lock gates close", "body": BODY, "quotes": [QUOTE]}
    return Article(page=Page(url), url=url, **(defaults | values))


def rows(archive: Archive, table: str) -> list[dict[str, Any]]:
    return list(archive.db.table(table).rows)
