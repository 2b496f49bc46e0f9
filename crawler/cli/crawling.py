"""One crawl in this process: settings, signals, exit code."""

from __future__ import annotations

import logging
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import BaseSettings, Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.asyncio import call_later

from crawler.archive import Archive
from crawler.archive.ledger import Ledger
from crawler.cli.checked_settings import check_settings
from crawler.configuration import load_configuration
from crawler.discovery.links import looks_like_article
from crawler.monitoring.exit_codes import exit_code
from crawler.reading.instants import now
from crawler.reading.urls import site_of, web_url

SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143}


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be crawled: a spider's name, its arguments, and the site."""

    spider: str
    arguments: dict[str, str]
    site: str


def project_settings(**values: Any) -> Settings:
    """Return the settings of `crawler.settings`, with *values* over them."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(values, priority="cmdline")
    return settings


def find_target(target: str, settings: Settings, *, is_page: bool = False) -> Target:
    """Return who crawls *target*: a known spider by its name or its site, `article` for one page, else `news_site`.

    A name may be one of the configuration's sites too. *is_page*: it is one page, whatever its address looks like.
    Raises `UrlError` for what is neither a known spider nor a web address.
    """
    loader = SpiderLoader.from_settings(settings)
    known = {name: domain for name in loader.list() if (domain := site_domain(loader.load(name)))}
    if target in known:
        return Target(target, {}, known[target])
    if (named := load_configuration().sites.get(target)) and named.url:
        target = named.url
    url = web_url(target if "://" in target else f"https://{target}")
    if is_page or looks_like_article(url):
        return Target("article", {"url": url}, site_of(url))
    if urlsplit(url).path == "/":
        for name, domain in known.items():
            if domain == site_of(url):
                return Target(name, {}, domain)
    return Target("news_site", {"url": url}, site_of(url))


def site_domain(spider: type[Spider] | Spider) -> str | None:
    """Return the domain of the site that *spider* is for, or None where it is for any."""
    return getattr(getattr(spider, "site", None), "domain", None)


def site_settings(target: Target) -> dict[str, Any]:
    """Return the settings that `newsarc.toml` gives the site of *target*."""
    configuration = load_configuration()
    for name, site in configuration.sites.items():
        if name == target.spider or (site.url and site_of(site.url) == target.site):
            return configuration.site_settings(name)
    return {}


def run(target: Target, settings: Settings) -> tuple[int, dict[str, Any]]:
    """Crawl *target* and return the exit code and Scrapy's statistics. One crawl a process: the reactor starts once."""
    process = AsyncCrawlerProcess(settings)
    return crawl_to_end(process, process.create_crawler(target.spider), target.arguments)


def prepare_archive(
    settings: BaseSettings, *, site: str = "", refresh: bool = False, young: timedelta | None = None
) -> None:
    """Show now rather than in the midst of a crawl whether the archive can be written; take dead leases back.

    *refresh* makes all known articles of *site* due, *young* those that are younger. Raises `ArchiveError`, and
    `click.UsageError` for a setting of the wrong type.
    """
    check_settings(settings)
    with Archive(settings["NEWSARC_ARCHIVE"], timeout=settings.getfloat("NEWSARC_LOCK_TIMEOUT")) as archive:
        ledger = Ledger(archive)
        ledger.take_back(now=now())
        if refresh:
            ledger.make_due(site, now=now())
        if young is not None:
            ledger.make_young_due(site, within=young, now=now())


def crawl_to_end(
    process: AsyncCrawlerProcess, crawler: Crawler, arguments: Mapping[str, Any]
) -> tuple[int, dict[str, Any]]:
    """Run *crawler* until it has finished or is interrupted; return the exit code and the statistics.

    Raises what kept it from starting, such as `UrlError` for an argument that is no address.
    """
    for component in ("robotstxt", "retry"):
        # Their tracebacks say no more than our own line about a host that does not answer.
        logging.getLogger(f"scrapy.downloadermiddlewares.{component}").setLevel(logging.CRITICAL)
    crawling = process.crawl(crawler, **arguments)
    received: list[int] = []
    _remember_signals(received)
    process.start()
    if crawling.done() and not crawling.cancelled() and (error := crawling.exception()):
        raise error
    stats = crawler.stats.get_stats() if crawler.stats else {}
    if received:
        return SIGNALS[signal.Signals(received[0])], stats
    return exit_code(stats), stats


def _remember_signals(received: list[int]) -> None:
    """Note SIGINT and SIGTERM on their way to Scrapy, which ends the crawl in good order."""
    from twisted.internet import reactor  # noqa: PLC0415

    def wrap() -> None:
        for number in SIGNALS:
            previous = signal.getsignal(number)

            def note(signum: int, frame: FrameType | None, previous: Any = previous) -> None:
                received.append(signum)
                if callable(previous):
                    previous(signum, frame)

            signal.signal(number, note)

    # Later than Scrapy installs its own.
    reactor.callWhenRunning(lambda: call_later(0, wrap))
