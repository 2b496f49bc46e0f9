"""Each run leaves rows: what it did, and what it saw of each site: fields, sources, errors, obstacles, listings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakKeyDictionary

from scrapy import Request, Spider, signals
from scrapy.http import HtmlResponse, Response, TextResponse

from crawler.archive.errors import CANNOT_WRITE
from crawler.archive.ledger import LedgerPage, Outcome
from crawler.archive.sites.history import SiteHistory
from crawler.fetching.opened import FAILURE, archive_of
from crawler.items import Article
from crawler.monitoring.blocked import blocked_by, is_shell
from crawler.monitoring.exit_codes import exit_code
from crawler.monitoring.tally import Tally
from crawler.reading.instants import now
from crawler.reading.urls import UrlError, site_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


# Titles and addresses are kept with their articles alone, where they can be forgotten.
PAGES_NAMED = frozenset(("articles/last", "pages/last_reason"))
# Of a spider's arguments, those that its row of `runs` tells.
ARGUMENTS = ("home", "urls", "since", "until")
MOST_KEPT = 2  # pages a run and site that were set aside for what they lack, to look at
_tallies: WeakKeyDictionary[Crawler, Tally] = WeakKeyDictionary()


def tally_of(crawler: Crawler) -> Tally:
    """Return what the run of *crawler* has seen so far."""
    return _tallies.setdefault(crawler, Tally())


class RunLedger:
    """Writes the rows of `runs`, `run_fields`, `run_sites` and `run_listings`."""

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.crawler = crawler
        self.stats = crawler.stats
        self.archive = archive_of(crawler)
        self.archive.on_visit = self.visited
        self.tally = tally_of(crawler)
        crawler.signals.connect(self.started, signals.spider_opened)
        crawler.signals.connect(self.finished, signals.spider_closed)
        crawler.signals.connect(self.answered, signals.response_received)
        crawler.signals.connect(self.read, signals.item_scraped)
        crawler.signals.connect(self.set_aside, signals.item_dropped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def started(self, spider: Spider) -> None:
        site = getattr(getattr(spider, "site", None), "domain", None)
        arguments = {name: str(getattr(spider, name)) for name in ARGUMENTS if getattr(spider, name, None)}
        self.run_id = self.archive.start_run(spider.name, site, arguments)

    def site_of(self, url: str) -> str:
        """Return the site for which *url* is asked: its feeds and sitemaps may be elsewhere."""
        return site_asked_for(self.crawler, url)

    def answered(self, response: Response, request: Request) -> None:
        """Count bytes and time; and what stands in the way where a page of the ledger was asked for."""
        try:
            site = self.tally.of(self.site_of(request.url))
        except UrlError:
            return
        site.count("answers")
        site.count("bytes", by=len(response.body))
        site.level("latency_ms", round(1000 * response.meta.get("download_latency", 0)))
        if "leased" not in request.meta or not isinstance(response, TextResponse):
            return
        if kind := blocked_by(response.body):
            site.count(f"obstacles/{kind}", request.url)
            self._shown(kind)
        elif response.status == 200 and isinstance(response, HtmlResponse) and not self.stats.get_value("articles/new"):
            self._shown("scripts" if is_shell(response.body) else None)  # as long as nothing else explains itself

    def _shown(self, obstacle: str | None) -> None:
        """Count a page, and what stands before it. What merely says "404" is none, nor are feeds and robots.txt."""
        self.stats.inc_value("pages/shown")
        if obstacle:
            self.stats.inc_value(f"pages/obstacle/{obstacle}")

    def visited(self, page: LedgerPage, outcome: Outcome) -> None:
        """Count what came of a page of the ledger."""
        site = self.tally.of(self.site_of(page.url))
        site.visit(page.url, page.kind, outcome.state, status=outcome.status, reason=outcome.reason)

    def read(self, item: Any) -> None:
        if isinstance(item, Article):
            self.tally.of(item.site).article(item)

    def set_aside(self, item: Any) -> None:
        """Count an article that was set aside, and keep its page: what it lacks may stand elsewhere now."""
        if not isinstance(item, Article) or item.fetched is None or (item.title and item.body):
            return
        site = self.tally.of(item.site)
        site.article(item)
        if site.counts["kept"] >= MOST_KEPT or self.crawler.settings.getbool("NEWSARC_DRY_RUN"):
            return
        site.count("kept")
        fetched = item.fetched
        with suppress(*CANNOT_WRITE):  # logged once for all, and the crawl ends
            self.archive.keep_page(
                *(fetched.url, fetched.body), fetched_at=fetched.at, status=fetched.status, headers=fetched.headers
            )

    def finished(self, spider: Spider, reason: str) -> None:
        site = getattr(getattr(spider, "site", None), "domain", "")
        self.stats.set_value("finish_reason", reason)
        if self.stats.get_value(FAILURE) is not None:
            return  # nothing can be written: to the next run it is one that was killed
        if not self.crawler.settings.getbool("NEWSARC_DRY_RUN"):
            self.stats.set_value("articles/known", self.archive.count_articles(site=site or None))
        if self.crawler.settings.getint("NEWSARC_LIMIT"):
            for one in self.tally.sites.values():
                one.count("limited")  # it tells nothing of how much there is
        stats = self.stats.get_stats()
        history = SiteHistory(self.archive)
        with self.archive.transaction():
            self.archive.finish_run(
                self.run_id,
                status=reason,
                exit_code=exit_code(stats),
                counts=run_counts(stats),
                fields={name: site.fields for name, site in self.tally.sites.items()},
                stats={n: v for n, v in stats.items() if isinstance(v, int | float | str) and n not in PAGES_NAMED},
            )
            if not self.crawler.settings.getbool("NEWSARC_DRY_RUN"):
                history.write(self.run_id, [one.result() for one in self.tally.sites.values()])
            history.forget_details(now())


def site_asked_for(crawler: Crawler, url: str) -> str:
    """Return the site of the crawl that asks for *url*; that of *url* where the crawl is of pages of any site."""
    spider = crawler.spider
    return site_of(url) if getattr(spider, "only_given", True) else str(spider.site.domain)  # type: ignore[union-attr]


class ListingsSeen:
    """A spider middleware that notes what each listing lists, before its links go into the ledger."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.tally = tally_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        page: LedgerPage | None = response.meta.get("leased")
        links: list[tuple[str, str]] = []
        async for item in result:
            if isinstance(item, Request) and item.meta.get("kind") == "article":
                links.append((item.url, item.meta.get("listed_at") or ""))
            yield item
        if page is not None and page.kind == "listing" and response.status == 200:
            newest = max((listed for _, listed in links), default="") or None
            self.tally.of(site_asked_for(self.crawler, page.url)).listed(
                page.url, response.status, (url for url, _ in links), newest
            )


def run_counts(stats: dict[str, Any]) -> dict[str, int]:
    """Return the counts of a run for its row, from Scrapy's statistics."""
    return {
        "pages_fetched": stats.get("downloader/response_count", 0),
        "articles_new": stats.get("articles/new", 0),
        "articles_updated": stats.get("articles/updated", 0),
        "articles_unchanged": stats.get("articles/unchanged", 0) + stats.get("pages/article/not_modified", 0),
        "not_articles": stats.get("pages/article/not_article", 0),
        "failed": sum(stats.get(f"pages/{kind}/failed", 0) for kind in ("article", "listing")),
    }
