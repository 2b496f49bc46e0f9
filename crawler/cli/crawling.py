"""One crawl in this process: settings, signals, exit code."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.discovery.links import looks_like_article
from crawler.monitoring.exit_codes import exit_code
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


def find_target(target: str, settings: Settings) -> Target:
    """Return who crawls *target*: a known spider by its name or its site, `article` for one page, else `news_site`.

    Raises `UrlError` for what is neither a known spider nor a web address.
    """
    loader = SpiderLoader.from_settings(settings)
    known = {name: domain for name in loader.list() if (domain := site_domain(loader.load(name)))}
    if target in known:
        return Target(target, {}, known[target])
    url = web_url(target if "://" in target else f"https://{target}")
    if looks_like_article(url):
        return Target("article", {"url": url}, site_of(url))
    if urlsplit(url).path == "/":
        for name, domain in known.items():
            if domain == site_of(url):
                return Target(name, {}, domain)
    return Target("news_site", {"url": url}, site_of(url))


def site_domain(spider: type[Spider] | Spider) -> str | None:
    """Return the domain of the site that *spider* is for, or None where it is for any."""
    return getattr(getattr(spider, "site", None), "domain", None)


def run(target: Target, settings: Settings) -> tuple[int, dict[str, Any]]:
    """Crawl *target* and return the exit code and Scrapy's statistics. One crawl a process: the reactor starts once."""
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(target.spider)
    process.crawl(crawler, **target.arguments)
    received: list[int] = []
    _remember_signals(received)
    process.start()
    assert crawler.stats is not None
    stats = crawler.stats.get_stats()
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

    reactor.callWhenRunning(wrap)
