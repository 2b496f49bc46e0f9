"""One line on the terminal that says how far a crawl is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from scrapy import Spider, signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from wcwidth import wcswidth

from crawler.reading.text import printable

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

INTERVAL = 0.3  # seconds
WIDTH = 110  # columns at most
CLEAR = "\r\x1b[K"  # to the beginning of the line, and nothing after it


class Progress:
    """Writes to stderr while crawls run, where NEWSARC_PROGRESS is set; the CLI sets it on a terminal.

    The crawls of one process share the line.
    """

    crawlers: ClassVar[dict[Crawler, bool]] = {}  # whether each still runs
    loop: ClassVar[Any] = None

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
        self.crawlers[self.crawler] = True
        if Progress.loop is None:
            Progress.loop = create_looping_call(self.show)
            Progress.loop.start(INTERVAL)

    def finished(self, spider: Spider, reason: str) -> None:
        self.crawlers[self.crawler] = False
        if not any(self.crawlers.values()) and Progress.loop is not None:
            Progress.loop.stop()
            Progress.loop = None
            self.show()
            sys.stderr.write("\n")

    def show(self) -> None:
        stats = [crawler.stats.get_stats() for crawler in self.crawlers if crawler.stats is not None]
        room = min(WIDTH, shutil.get_terminal_size().columns - 1)
        line = progress_line(sum_of(stats), sites=len(stats), room=room)
        # The cursor ends where it began: a line of the log takes the place of this one.
        sys.stderr.write(f"{CLEAR}{line}\r")
        sys.stderr.flush()


def sum_of(all_stats: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the statistics of several crawls as those of one: counts are added, of others the last is taken."""
    total: dict[str, Any] = {}
    for stats in all_stats:
        for name, value in stats.items():
            total[name] = total.get(name, 0) + value if isinstance(value, int) else value
    return total


def progress_line(stats: Mapping[str, Any], *, sites: int, room: int) -> str:
    """Return what the crawls of *sites* sites did so far, in one line of *room* columns at most."""
    new, known = stats.get("articles/new", 0), stats.get("articles/unchanged", 0) + stats.get("articles/updated", 0)
    listings = stats.get("pages/listing/read", 0)
    parts = [f"{sites} sites"] if sites > 1 else []
    parts += [f"{listings} listings", f"{new} new articles"]
    if known:
        parts.append(f"{known} known")
    if failed := sum(stats.get(f"pages/{kind}/failed", 0) for kind in ("article", "listing")):
        parts.append(f"{failed} failed")
    last = printable(str(stats.get("articles/last") or ""))
    line = f"  {' · '.join(parts)}   {last}"[:room]
    while wcswidth(line) > room:  # letters of some scripts take two columns
        line = line[:-1]
    return line
