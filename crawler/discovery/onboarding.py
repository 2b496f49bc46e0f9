"""What a first look at a site found: the ways that lead to its articles, what each is worth, which of them to keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.discovery.links import Link
from crawler.discovery.listings import Way
from crawler.reading.urls import url_key_or_none

RECENT = timedelta(days=7)  # over which articles a day are counted
STALE = timedelta(days=90)  # behind the site's newest article: a way that was forgotten
MOST_OF_A_WAY = 12
FEWEST_MORE = 3  # articles that pages name and no sitemap, to begin at the home page too


@dataclass(slots=True)
class FoundListing:
    """One listing that was read. `part_of`: the listing that named it, where that is the same kind of thing."""

    url: str
    way: Way
    links: list[Link] = field(default_factory=list)
    part_of: str | None = None

    @property
    def keys(self) -> set[str]:
        """The articles it names."""
        keys = (url_key_or_none(link.url) for link in self.links if link.kind == "article")
        return set(filter(None, keys))

    @property
    def dates(self) -> list[datetime]:
        """The dates it gives its articles, the latest first."""
        told = (link.published_at or link.listed_at for link in self.links if link.kind == "article")
        return sorted((datetime.fromisoformat(date) for date in told if date), reverse=True)

    @property
    def newest(self) -> datetime | None:
        """The latest date it gives."""
        return next(iter(self.dates), None)

    @property
    def per_day(self) -> float | None:
        """How many articles a day it names, over its last week; None where it has too few dates to tell."""
        dates = self.dates
        recent = [date for date in dates if dates[0] - date <= RECENT]
        if len(recent) < 2:
            return None if len(dates) < 2 else 1 / max(1.0, (dates[0] - dates[1]) / timedelta(days=1))
        goes_on = len(recent) < len(dates)  # it reaches back over the whole week
        days = RECENT if goes_on else max(recent[0] - recent[-1], timedelta(days=1))
        return len(recent) / (days / timedelta(days=1))


@dataclass(slots=True)
class FirstLook:
    """All that was found at a site whose front page is `home`. `trouble`: the last thing that went wrong."""

    home: str
    domain: str
    name: str | None = None
    listings: list[FoundListing] = field(default_factory=list)
    trouble: str | None = None

    def worth_keeping(self) -> dict[str, tuple[str, ...]]:
        """Return the listings to begin a crawl at: "feeds", "sitemaps", "sections" -> addresses, none where none is.

        Left out are those that others lead to, that name nothing, or that the site has forgotten. The home page leads
        to sections, whose further pages go back beyond a feed of ten: it is left out where sitemaps do that as well.
        """
        newest = max((found.newest for found in self.listings if found.newest), default=None)
        fresh = [found for found in self.listings if not _is_forgotten(found, newest)]
        feeds = [found for found in fresh if found.way in ("feed", "WordPress") and found.keys and not found.part_of]
        sitemaps = [found for found in fresh if found.way == "sitemap" and found.links and not found.part_of]
        kept: dict[str, tuple[str, ...]] = {
            "feeds": tuple(found.url for found in _without_twins(feeds)[:MOST_OF_A_WAY]),
            "sitemaps": tuple(found.url for found in sitemaps[:MOST_OF_A_WAY]),
            "sections": (),
        }
        pages = [found for found in self.listings if found.way == "page"]
        mapped = [found for found in fresh if found.way == "sitemap"]
        if len(_keys(pages) - _keys(mapped)) >= FEWEST_MORE or not _reach_back(mapped):
            kept["sections"] = (self.home,) if pages or not (feeds or sitemaps) else ()
        return kept


def _keys(listings: Iterable[FoundListing]) -> set[str]:
    return set().union(*(found.keys for found in listings))


def _reach_back(sitemaps: Iterable[FoundListing]) -> bool:
    """Return whether *sitemaps* name more than the news of some days; those without dates are taken to name all."""
    named = [found for found in sitemaps if found.keys]
    dates = [date for found in named for date in found.dates]
    return bool(named) and (not dates or max(dates) - min(dates) > RECENT)


def _without_twins(feeds: list[FoundListing]) -> list[FoundListing]:
    """Return *feeds*, the longest first, without those that name nothing which one before them does not."""
    kept: list[FoundListing] = []
    named: set[str] = set()
    for feed in sorted(feeds, key=lambda found: -len(found.keys)):
        if not feed.keys <= named:
            kept.append(feed)
            named |= feed.keys
    return kept


def _is_forgotten(found: FoundListing, newest: datetime | None) -> bool:
    return newest is not None and found.newest is not None and newest - found.newest > STALE
