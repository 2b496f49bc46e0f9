"""What a listing is, by its bytes rather than by its address, and what it lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import Literal
from urllib.parse import urlsplit

from crawler.discovery.feeds import MOST_ENTRIES, feed_links
from crawler.discovery.links import Link
from crawler.discovery.periods import dated_form, day_in, period_in
from crawler.discovery.sitemaps import robots_sitemaps, sitemap_links
from crawler.discovery.wordpress import post_links
from crawler.reading.instants import now

FEWEST_DATES = 10
ONE_BUILD = timedelta(minutes=1)
JUST_NOW = timedelta(minutes=10)
LATE = timedelta(days=2)  # after a day's end its list may still grow
LONGEST_TO_COME = timedelta(days=31)
_XML = re.compile(rb"<(?:\?xml|rss|feed|rdf|urlset|sitemapindex|opml)")
Way = Literal["robots.txt", "feed", "sitemap", "WordPress", "page"]
Reader = Callable[[bytes, str], Iterator[Link]]


def read_listing(body: bytes, url: str) -> tuple[Way, list[Link]]:
    """Return what the answer of *url* is and what it lists; for a page nothing, which is read as a page.

    An article that the listing gives no date has the day that its address names.
    """
    way, links = _read(body, url)
    if way == "sitemap":
        links = map(_closed, links)
    return way, [dated(link) for link in _without_date_of_build(list(islice(links, MOST_ENTRIES)))]


def _without_date_of_build(links: list[Link]) -> list[Link]:
    """Return *links* without dates that tell when the listing was made: those that all its articles have in common.

    As dates of a change they would have each crawl read all again. Many may be published in one minute, but not in that
    of asking.
    """
    dates = [link.listed_at or "" for link in links if link.kind == "article"]
    if len(dates) < FEWEST_DATES or not (first := min(dates)):
        return links
    last = datetime.fromisoformat(max(dates))
    if last - datetime.fromisoformat(first) > ONE_BUILD:
        return links
    is_now = now() - last < JUST_NOW
    kept = (None if is_now and link.published_at == link.listed_at else link.published_at for link in links)
    return [
        replace(link, listed_at=date, published_at=date) if link.kind == "article" else link
        for link, date in zip(links, kept, strict=True)
    ]


def _read(body: bytes, url: str) -> tuple[Way, Iterator[Link]]:
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if urlsplit(url).path == "/robots.txt":
        return "robots.txt", robots_sitemaps(body, url)
    readers: list[tuple[Way, Reader]] = []
    if head.startswith(b"["):
        readers = [("WordPress", post_links)]
    elif head.startswith(b"{"):
        readers = [("feed", feed_links)]
    elif head.startswith(b"http"):
        readers = [("sitemap", sitemap_links)]
    elif head.startswith(b"<") and b"<html" not in head and b"<!doctype html" not in head:
        readers = [("sitemap", sitemap_links), ("feed", feed_links)]
    for way, reader in readers:
        links = reader(body, url)
        if (first := next(links, None)) is not None:
            return way, chain([first], links)
    # A button may be answered with a piece of a page or with JSON: see `answers`.
    return ("feed" if _XML.match(head) else "page"), iter(())


def closed(link: Link) -> Link:
    """Return *link*, where it is of the list of days that are over, as last changed then: no later crawl asks again."""
    return link if dated_form(link.url) is None else _closed(link)


def is_to_come(link: Link) -> bool:
    """Return whether *link* is of the list of days that have not begun, as calendars lead on to without end.

    Not of a year: /election/2027/ lists what is told of it before.
    """
    if link.kind != "listing" or dated_form(link.url) is None:
        return False
    period = period_in(link.url)
    if period is None or period.last - period.first > LONGEST_TO_COME:
        return False
    return period.first > now().date() + LATE


def _closed(link: Link) -> Link:
    if link.kind != "listing" or link.listed_at is not None:
        return link
    period = period_in(link.url)
    if period is None or period.last >= now().date() - LATE:
        return link
    return replace(link, listed_at=f"{(period.last + LATE).isoformat()}T00:00:00Z")


def dated(link: Link, date: str | None = None, *, listing: str = "") -> Link:
    """Return *link*, where it is an article's and has no date of publication, with *date*.

    Without one, with the day that its address names, else that of the day's list at *listing*.
    """
    if link.kind != "article" or link.published_at is not None:
        return link
    if date is not None:
        return replace(link, published_at=date, listed_at=link.listed_at or date)
    day = day_in(link.url) or (day_in(listing) if listing and dated_form(listing) else None)
    if day is None:
        return link
    text = f"{day.isoformat()}T00:00:00Z"
    return replace(link, published_at=text, listed_at=link.listed_at or text)
