"""One line on the terminal that says how far a crawl is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider, signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.reading.text import printable

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

INTERVAL = 0.3  # seconds
WIDTH = 78


class Progress:
    """Writes to stderr while a crawl runs, where NEWSARC_PROGRESS is set; the CLI sets it on a terminal."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.started, signals.spider_opened)
        crawler.signals.connect(self.finished, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("NEWSARC_PROGRESS"):
            raise NotConfigured
        return cls(crawler)

    def started(self, spider: Spider) -> None:
        self.loop = create_looping_call(self.show)
        self.loop.start(INTERVAL)

    def finished(self, spider: Spider, reason: str) -> None:
        self.loop.stop()
        self.show()
        sys.stderr.write("\n")

    def show(self) -> None:
        assert self.crawler.stats is not None
        sys.stderr.write("\r" + progress_line(self.crawler.stats.get_stats()).ljust(WIDTH))
        sys.stderr.flush()


def progress_line(stats: dict[str, Any]) -> str:
    """Return what a crawl did so far, in one line of at most `WIDTH` characters."""
    new, known = stats.get("articles/new", 0), stats.get("articles/unchanged", 0) + stats.get("articles/updated", 0)
    listings = stats.get("pages/listing/read", 0)
    parts = [f"{listings} listings", f"{new} new articles"]
    if known:
        parts.append(f"{known} known")
    if failed := sum(stats.get(f"pages/{kind}/failed", 0) for kind in ("article", "listing")):
        parts.append(f"{failed} failed")
    last = printable(str(stats.get("articles/last") or ""))
    return f"  {' · '.join(parts)}   {last}"[:WIDTH]
