"""A downloader middleware that tries pages that may be made to be slow, while other hosts are asked and answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.http import Response

from crawler.fetching.downloader import InterruptibleDownloader
from crawler.fetching.headers import header
from crawler.page import Page
from crawler.processes import default_jobs
from crawler.trial import find_why_unreadable, may_be_risky

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

OK = 200
UNREADABLE = "unreadable"  # in a request's meta: why its page cannot be read in time
_PAGES = ("text/html", "application/xhtml+xml")
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def media_of(response: Response) -> str:
    """Return the media type that *response* declares; HTML where it declares none."""
    declared = header(response, "Content-Type") or "text/html"
    return declared.partition(";")[0].strip().lower()


def is_page(response: Response) -> bool:
    """Return whether *response* declares itself a page."""
    return media_of(response) in _PAGES


class TrialMiddleware:
    """Leaves in the meta of each request why its page cannot be read in time, if so: the spider sets it aside.

    All crawls of a process together try as many pages at once as it has processors. A page whose trial is under way
    counts as a download that is: the end of a crawl waits for it, and cuts it when it is told to end.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.reader: str = crawler.settings["NEWSARC_READER"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        if response.status == OK and is_page(response) and may_be_risky(response.body):
            trial = self._try(response)
            downloader = getattr(self.crawler.engine, "downloader", None)
            if isinstance(downloader, InterruptibleDownloader):
                trial = downloader.until_cut(trial)
            if reason := await trial:
                request.meta[UNREADABLE] = reason
        return response

    async def _try(self, response: Response) -> str | None:
        async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(default_jobs())):
            page = Page.from_html(response.body, response.url, content_type=header(response, "Content-Type"))
            return await find_why_unreadable(page, self.reader)
