"""SIGINT and SIGTERM: a crawl ends in good order when it can, and in ten seconds whatever a page is doing."""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.asyncio import call_later

from crawler.fetching.downloader import InterruptibleDownloader
from crawler.monitoring.exit_codes import INTERRUPTED, TERMINATED

SIGNALS = {signal.SIGINT: INTERRUPTED, signal.SIGTERM: TERMINATED}
GRACE = 3.0  # seconds for downloads that are nearly done
LAST = 8.0  # seconds until the process ends as if it were killed: the ledger makes that harmless


class Interruption:
    """Sees SIGINT and SIGTERM on their way to Scrapy, which ends crawls in good order; `code` is then the exit code.

    After `GRACE` the downloads under way are cut. After `LAST`, when a page's own work holds the process, it ends at
    once; what was archived is kept, and the rest is due for the next crawl.
    """

    def __init__(self, process: AsyncCrawlerProcess) -> None:
        from twisted.internet import reactor  # noqa: PLC0415  (Scrapy installs it)

        self.process = process
        self.code: int | None = None
        # Later than Scrapy installs its own.
        reactor.callWhenRunning(lambda: call_later(0, self._watch))

    def _watch(self) -> None:
        for number in SIGNALS:
            previous = signal.getsignal(number)

            def note(signum: int, frame: FrameType | None, previous: Any = previous) -> None:
                self._end(signum)
                if callable(previous):
                    previous(signum, frame)

            signal.signal(number, note)

    def _end(self, signum: int) -> None:
        from twisted.internet import reactor  # noqa: PLC0415

        if self.code is None:
            self.code = SIGNALS[signal.Signals(signum)]
            for crawler in self.process.crawlers:
                if crawler.stats:
                    crawler.stats.set_value("interrupted", self.code)
            signal.signal(signal.SIGALRM, self._end_at_once)
            signal.setitimer(signal.ITIMER_REAL, LAST)
            reactor.callFromThread(call_later, GRACE, self._cut)

    def _cut(self) -> None:
        for crawler in list(self.process.crawlers):
            downloader = getattr(crawler.engine, "downloader", None)
            if isinstance(downloader, InterruptibleDownloader):
                downloader.cut()

    def _end_at_once(self, signum: int, frame: FrameType | None) -> None:
        os.write(2, b"newsarc: ended in the midst of a page; what was archived is kept, the rest is still due\n")
        os._exit(self.code or 1)

    def is_over(self) -> None:
        """The crawls have ended: call off what would end the process."""
        signal.setitimer(signal.ITIMER_REAL, 0)
