"""A first look at sites: a short, polite crawl of each into an archive that is thrown away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.cli.crawling import crawl_to_end
from crawler.discovery.links import Link
from crawler.discovery.listings import Way
from crawler.discovery.onboarding import FirstLook, FoundListing
from crawler.discovery.opml import ListedSite
from crawler.discovery.shapes import url_shape
from crawler.items import Article
from crawler.monitoring.exit_codes import DONE
from crawler.reading.urls import UrlError, site_of, url_key
from spiders.news_site import NewsSiteSpider

MOST_LISTINGS = 40  # that are read of a site
MOST_NAMED = 8  # listings that one listing leads to
OVER_ALL = 100  # the process lays its own settings over those of equal priority when the crawl begins
SHOWN = ("title", "published_at", "authors", "body", "description", "section", "language", "image_url", "view_count")


@dataclass(slots=True)
class Onboarded:
    """What a first look at a site saw: `articles` is the sample, `code` what its crawl would end with."""

    look: FirstLook
    articles: list[Article] = field(default_factory=list)
    not_articles: int = 0
    code: int = 0

    @property
    def fields(self) -> dict[str, int]:
        """How many of the sample have each field, quotes last."""
        filled = {name: sum(bool(getattr(one, name)) for one in self.articles) for name in SHOWN}
        filled["view_count"] = sum(one.view_count is not None for one in self.articles)
        return filled | {"quotes": sum(bool(one.quotes) for one in self.articles)}

    @property
    def language(self) -> str | None:
        """The language of all of the sample; None where there are several."""
        found = {one.language for one in self.articles if one.language}
        return found.pop() if len(found) == 1 else None

    @property
    def without_offset(self) -> int:
        """How many of the sample give the time of publication without saying in which zone."""
        return sum(bool(one.published_at) and _is_floating(one.published_at or "") for one in self.articles)

    @property
    def shapes(self) -> dict[str, int]:
        """The shapes of the sample's addresses, the most common first."""
        return dict(Counter(url_shape(one.url) for one in self.articles).most_common())


def _is_floating(published: str) -> bool:
    time = published.partition("T")[2]
    return bool(time) and not time.endswith("Z") and "+" not in time and "-" not in time


class OnboardingSpider(NewsSiteSpider):
    """`news_site`, which reads a few listings of each way and notes what they hold."""

    name = "onboarding"

    def __init__(self, url: str, look: FirstLook, sample: int, feeds: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(url=url, **kwargs)
        self.look = look
        self.sample = sample
        self.feeds = tuple(feeds)
        self.left = MOST_LISTINGS

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.listings_are_read, signals.spider_idle)
        return spider

    def listings_are_read(self) -> None:
        """Ask for the sample, once: the newest of what feeds name, then of the rest."""
        found = {url_key(link.url): link for one in self.look.listings for link in one.links if link.kind == "article"}
        newest = sorted(found.values(), key=lambda link: (link.is_told, link.listed_at or ""), reverse=True)
        chosen, self.sample = newest[: self.sample], 0
        assert self.crawler.engine is not None
        for link in chosen:
            self.crawler.engine.crawl(self.request(link))
        if chosen:
            raise DontCloseSpider

    def start_listings(self) -> Iterable[str]:
        return (*super().start_listings(), *self.feeds)

    def links(self, response: Response) -> Iterable[Link]:
        """Return the listings that a listing leads to, as far as a first look reads on; note the articles it names."""
        found_in = response.meta["leased"].found_in
        way, links = self.read_listing(response)
        if way == "page" and not self.covers(response.url):
            if found_in == "start":
                self.look.trouble = f"{self.home} leads to another site: {response.url}"
            return []
        named = next((one for one in self.look.listings if one.url == found_in), None)
        part_of = named.url if named and named.way == way and way != "page" else None
        self.look.listings.append(FoundListing(response.url, way, links, part_of))
        return self._few(way, links)

    def _few(self, way: Way, links: list[Link]) -> list[Link]:
        listings = [link for link in links if link.kind == "listing" and not link.onward]
        newest = sorted(listings, key=lambda link: link.listed_at or "", reverse=True) if way == "sitemap" else listings
        guesses = [link for link in newest if link.is_guess]
        chosen = [*[link for link in newest if not link.is_guess][:MOST_NAMED], *guesses][: max(0, self.left)]
        self.left -= len([link for link in chosen if not link.is_guess])
        return chosen


def look_at(sites: Sequence[ListedSite], settings: Settings, *, sample: int) -> tuple[int, list[Onboarded]]:
    """Look at all *sites* at once, each at its own pace, fetching *sample* articles of each; nothing of it is kept.

    Returns the exit code of all and what was seen of each. Once a process. Raises `UrlError` for what is no address.
    """
    process = AsyncCrawlerProcess(settings)
    seen = [Onboarded(FirstLook(site.home, site_of(site.home))) for site in sites]
    with TemporaryDirectory(prefix="newsarc-") as folder:
        crawls = []
        for number, (site, one) in enumerate(zip(sites, seen, strict=True)):
            crawler = process.create_crawler(OnboardingSpider)
            crawler.settings.set("NEWSARC_ARCHIVE", str(Path(folder, f"{number}.db")), priority=OVER_ALL)
            _watch(crawler, one)
            crawls.append((crawler, {"url": site.home, "look": one.look, "sample": sample, "feeds": site.feeds}))
        code, results = crawl_to_end(process, crawls)
    for one, (own_code, stats) in zip(seen, results, strict=True):
        one.code = own_code
        one.not_articles = stats.get("pages/article/not_article", 0)
        if own_code != DONE or not one.articles:  # of a site that answers it is a guess that was not there
            one.look.trouble = one.look.trouble or stats.get("pages/last_reason")
    return code, seen


def _watch(crawler: Crawler, seen: Onboarded) -> None:
    def scraped(item: Article) -> None:
        seen.articles.append(item)
        seen.look.name = seen.look.name or item.page.meta.get("og:site_name")

    crawler.signals.connect(scraped, signals.item_scraped, weak=False)


def unique_sites(sites: Iterable[ListedSite]) -> list[ListedSite]:
    """Return *sites* without those whose address has no site, each domain once."""
    found: dict[str, ListedSite] = {}
    for site in sites:
        try:
            found.setdefault(site_of(site.home), site)
        except UrlError:
            continue
    return list(found.values())
