"""A span of the past: which listings lead to it, and how far back a list is followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from statistics import median_low
from urllib.parse import urlsplit

from crawler.discovery.links import Link, is_feed_address
from crawler.discovery.listings import Way
from crawler.discovery.pagers import page_number
from crawler.discovery.periods import GUESSES, Span, dated_form, dated_lists, period_in
from crawler.page import Page
from crawler.reading.dates.dates import find_printed, parse_declared
from crawler.reading.instants import now, utc_text

FRESH = timedelta(days=7)  # what first pages of lists hold, at most
MOST_LINES = 400
LONGEST_LINE = 120  # characters, of a line that holds the date of a teaser


class Harvest:
    """What a crawl that was asked for a `span` has found out about its site.

    `reaches_back`: a sitemap, a day's list or an interface was found that leads to the span, so that lists need not be
    followed page by page.
    """

    def __init__(self, span: Span) -> None:
        self.span = span
        self.reaches_back = False
        self.is_of_the_past = span.until is not None and span.until < utc_text(now() - FRESH)
        self._forms: set[str] = set()

    def wants_listing(self, url: str, listed_at: str | None) -> bool:
        """Return whether a listing may hold articles of the span, by the days in its address and its last change."""
        if listed_at is not None and not self.span.is_reached_by(listed_at):
            return False
        period = period_in(url)
        return period is None or period.meets(self.span.days)

    def wants_article(self, published_at: str | None, listed_at: str | None, found_in: str | None) -> bool:
        """Return whether an article may be of the span. What has no date on the first page of a list is new."""
        if published_at is not None or listed_at is not None or not self.is_of_the_past:
            return self.span.may_hold(published_at, listed_at)
        return found_in is None or not _is_first_page(found_in)

    def guesses(self, home: str) -> Iterator[Link]:
        """Yield lists of single days and months where they often are: a day at each end of the span and one between."""
        days = self.span.days
        first, last = days.first + timedelta(days=1), days.last - timedelta(days=1)
        for day in dict.fromkeys((last, first + (last - first) / 2, first)):
            for guess in GUESSES:
                parts = urlsplit(home)
                path = guess.format(y=day.year, m=day.month, d=day.day)
                yield replace(lead_to(f"{parts.scheme}://{parts.netloc}{path}"), is_guess=True)

    def lists_like(self, urls: Iterable[str]) -> Iterator[Link]:
        """Yield for each form of the lists at *urls* those of the days of the span, once."""
        for url in urls:
            form = dated_form(url)
            if form is not None and form not in self._forms:
                self._forms.add(form)
                for address in dated_lists(form, self.span.days):
                    yield replace(lead_to(address), is_guess=True)

    def further(self, url: str, way: Way, links: list[Link], dates: list[str]) -> list[Link]:
        """Return what of *links*, which a listing at *url* named, leads on, and the lists like it.

        *dates* are those that stand on a page.
        """
        dates = [
            date for link in links if link.kind == "article" and (date := link.published_at or link.listed_at)
        ] or dates
        self._notice(url, way, links, dates)
        kept = [link for link in links if link.is_sure or not link.onward]
        if onward := [link for link in links if link.onward and not link.is_sure]:
            kept += self._onward(onward, way, dates, is_of_period=period_in(url) is not None)
        # Not those that are guessed at beside the home page's links: the lists of each day would be guesses too.
        named = [link.url for link in links if link.kind == "listing" and way == "page" and not link.is_guess]
        has_articles = any(link.kind == "article" for link in links)
        return [*kept, *self.lists_like([*([url] if has_articles else []), *named])]

    def _notice(self, url: str, way: Way, links: list[Link], dates: list[str]) -> None:
        if not any(link.kind == "article" for link in links) or way == "feed":
            return
        period = period_in(url)
        if period is not None and way in ("page", "sitemap"):
            self.reaches_back = self.reaches_back or period.meets(self.span.days)
        elif way == "WordPress":
            self.reaches_back = True
        elif way == "sitemap" and dates:
            is_older = self.span.since is None or min(dates) < self.span.since
            self.reaches_back = self.reaches_back or (is_older and any(self.span.is_reached_by(d) for d in dates))

    def _onward(self, onward: list[Link], way: Way, dates: list[str], *, is_of_period: bool) -> list[Link]:
        if is_of_period or way == "WordPress":
            return [replace(link, is_sure=True) for link in onward]
        if self.reaches_back:
            return []
        if not dates:
            return onward  # as long as there is something new
        # Half of them older: boxes beside the list show what is newest, on old pages too.
        return [replace(link, is_sure=True) for link in onward] if self.span.is_reached_by(median_low(dates)) else []


def lead_to(url: str) -> Link:
    """Return a listing that this crawl reads for its span, and that no later crawl asks for by itself."""
    return Link(url, "listing", onward=True, is_sure=True)


def dates_on(page: Page) -> list[str]:
    """Return the dates that stand on a list: in its `time` elements, else printed in its short lines."""
    declared = [node.attributes.get("datetime") or "" for node in page.tree.css("time[datetime]")[:MOST_LINES]]
    moments = [moment for text in declared if (moment := parse_declared(text))]
    if not moments:
        lines = [block.text for block in page.blocks if len(block.text) < LONGEST_LINE][:MOST_LINES]
        for line in lines:
            found = find_printed(line, language=page.declared_language, fetched_at=page.fetched_at)
            moments += [found[0].moment] if found else []
    return [utc_text(moment.when) for moment in moments]


def _is_first_page(url: str) -> bool:
    """Whether *url* is of a page that lists what is new: no further page of a list, no day's list, no sitemap."""
    is_page = not is_feed_address(url) and not url.endswith(".txt") and "wp/v2/posts" not in url
    return is_page and page_number(url)[1] == 0 and period_in(url) is None
