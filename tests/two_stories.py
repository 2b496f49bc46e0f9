"""Two stories, of the gates of a lock and of a ferry, as articles that tests archive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from crawler.archive.ledger import LedgerPage
from crawler.items import Article, Fetched, Quote
from crawler.page import Page
from crawler.reading.urls import site_of

FETCHED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GATES = (
    "The lock gates will be closed for nine weeks from Monday, the harbour board said. Boats that draw less than two "
    "metres may pass at high water; all others are sent round by the northern channel, which adds about three hours "
    "to the journey. The board expects the steel for the new gates to arrive by barge before the first frost."
)
FERRY = (
    "The night ferry to the islands sails again from Friday, after divers freed its rudder from an old mooring chain. "
    "Passengers with tickets for the cancelled crossings may use them until spring, the line's agent said on the quay, "
    "and cars that were left on the far shore are brought back without a fee on the first two sailings of the week."
)


def article(url: str, *, canonical: str | None = None, asked: str | None = None, **values: Any) -> Article:
    """An article as a spider hands it on: *asked* is the address whose redirect led to *url*."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    given = {"site": site_of(url), "title": "Gates close", "body": GATES} | values
    if asked:
        leased = LedgerPage(1, asked, "article", "archived", None, None, None, None, None, 0)
        given["fetched"] = Fetched(url, 200, {}, b"<p>", FETCHED, leased)
    return Article(page=Page.from_html(f"<html><head>{link}</head><body></body></html>", url), url=url, **given)


def quote(body: str, text: str, **values: Any) -> Quote:
    """The words *text* as they stand in *body*."""
    start = body.index(text)
    return Quote(text, start, start + len(text), "inline", 0, **values)
