"""A downloader middleware that learns from answers how fast their host may be asked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response

from crawler.fetching import resolver
from crawler.fetching.acknowledge import WAIT
from crawler.fetching.headers import header
from crawler.fetching.pace import parse_retry_after
from crawler.fetching.reasons import why_not_fetched
from crawler.fetching.scheduler import scheduler_of
from crawler.fetching.turns import SLOT
from crawler.reading.instants import now

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

SILENCE = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    OSError,
)


class PolitenessMiddleware:
    """Tells the scheduler's `Pace` of each host what came of each request, before Scrapy retries any."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        scheduler, host = scheduler_of(self.crawler), request.meta.get(SLOT)
        if scheduler is None or host is None or "download_latency" not in request.meta:
            return response
        pace = scheduler.turns.of(host).pace
        if response.status in WAIT:
            asked = parse_retry_after(header(response, "Retry-After") or "", now())
            rest = pace.asked_to_wait(response.status, asked, now())
        else:
            rest = pace.answered(request.meta["download_latency"], is_good=response.status == 200)
        self._rest(request, host, rest)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        scheduler, host = scheduler_of(self.crawler), request.meta.get(SLOT)
        is_refused = urlsplit(request.url).hostname in resolver.refused  # by us
        if request.meta.get("retry_times"):
            return  # the same page again says nothing more of its host
        if scheduler is not None and host is not None and isinstance(exception, SILENCE) and not is_refused:
            pace = scheduler.turns.of(host).pace
            _, why = why_not_fetched(exception, urlsplit(request.url).hostname or "", self.crawler.settings)
            self._rest(request, host, pace.silent(why, now()))

    def _rest(self, request: Request, host: str, seconds: float) -> None:
        scheduler = scheduler_of(self.crawler)
        assert scheduler is not None
        delay = scheduler.turns.of(host).pace.delay
        if delay > scheduler.patience.total_seconds():
            seconds = max(seconds, delay)  # what waits in the downloader for so long keeps the crawl from ending
        scheduler.turns.rest(host, seconds)
        if seconds > scheduler.patience.total_seconds():
            request.meta["dont_retry"] = True
