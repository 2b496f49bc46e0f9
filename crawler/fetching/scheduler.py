"""A Scrapy scheduler whose queue is the archive's ledger: a kill at any moment loses nothing."""

from __future__ import annotations

import logging
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

from crawler.archive.errors import CANNOT_WRITE, ArchiveError
from crawler.archive.ledger import KINDS, LEASE, Ledger, LedgerPage, Outcome
from crawler.discovery.links import Link
from crawler.fetching.opened import FAILURE, archive_of
from crawler.fetching.reasons import why_not_fetched
from crawler.fetching.revisit import next_try
from crawler.reading.instants import now
from crawler.reading.urls import UrlError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spiders.base import NewsSpider

logger = logging.getLogger(__name__)

BATCH = 32  # pages leased at a time
EVERY_STATUS = [304, *range(400, 600)]


def link_of(request: Request) -> Link:
    """Return what a spider's *request* asks for as a link for the ledger."""
    meta = request.meta
    told = {"onward": meta.get("onward", False), "is_told": meta.get("is_told", False)}
    return Link(request.url, meta["kind"], meta.get("listed_at"), **told)


class LedgerScheduler(BaseScheduler):
    """Hands out the pages of the ledger that are due, and takes the spider's requests into it.

    A request of a news spider carries its `kind` in `meta`; it is kept as a row of the ledger and comes back
    from there, leased, as `meta["leased"]`. Redirects and retries of such a page keep that and are queued in
    memory, under the same lease; so is any request without a `kind`, as other spiders make.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.memory: deque[Request] = deque()
        self.claimed: list[LedgerPage] = []
        self.kinds = ("listing",) if crawler.settings.getbool("NEWSARC_DRY_RUN") else KINDS
        self.articles_left: float = crawler.settings.getint("NEWSARC_LIMIT") or float("inf")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open(self, spider: NewsSpider) -> None:  # type: ignore[override]
        self.spider = spider
        self.archive = archive_of(self.crawler)
        self.ledger = Ledger(self.archive)
        self.run_started: datetime = now()
        self.heartbeat = create_looping_call(lambda: self.ledger.renew(now=now()))
        self.heartbeat.start(LEASE.total_seconds() / 3, now=False)
        if back := self.ledger.take_back(now=now()):
            logger.info("%d pages of a crawl that ended early are due again", back)
        self.crawler.signals.connect(self._item_failed, signals.item_error)

    def close(self, reason: str) -> None:
        assert self.crawler.stats is not None
        self.heartbeat.stop()
        if self.crawler.stats.get_value(FAILURE) is None:  # else the next run takes the leases back
            self.ledger.release()

    # Into the queue

    def enqueue_request(self, request: Request) -> bool:
        kind = request.meta.get("kind")
        if kind is None or "leased" in request.meta:
            self.memory.append(request)
            return True
        link = link_of(request)
        try:
            with self.archive.transaction():
                self.add([link], found_in="start", ask=True)
                if self.only_given:
                    self.claimed += self.ledger.claim_urls([link.url], now=now())
        except UrlError as error:
            logger.warning("%s", error)
            return False
        return True

    def add(self, links: list[Link], *, found_in: str, ask: bool = False) -> None:
        """Enter what was found into the ledger; must run in a transaction."""
        self.ledger.add(
            links, now=now(), found_in=found_in, spider=self.spider.name, ask=ask, run_started=self.run_started
        )

    def ask_what_it_lists(self, url: str) -> None:
        """Make the listings due that a listing at *url* led to, which says that it is as it was."""
        self.ledger.ask_listings(url, now=now(), run_started=self.run_started)

    @property
    def only_given(self) -> bool:
        """Whether the spider reads the URLs it was given and nothing else that is due."""
        return bool(getattr(self.spider, "only_given", True))

    # Out of the queue

    def has_pending_requests(self) -> bool:
        if self.memory or self.claimed:
            return True
        return bool(self._wanted_kinds()) and bool(
            self.ledger.due(self.spider.site.domain, now=now(), limit=1, kinds=self._wanted_kinds())
        )

    def next_request(self) -> Request | None:
        if self.memory:
            return self.memory.popleft()
        if not self.claimed and (kinds := self._wanted_kinds()):
            self.claimed = self.ledger.claim(self.spider.site.domain, now=now(), limit=BATCH, kinds=kinds)
        while self.claimed:
            claimed = min(self.claimed, key=self._active)
            self.claimed.remove(claimed)
            # Since it was claimed, a redirect may have led to it, or a feed told what it is.
            page = self.ledger.still_wanted(claimed, run_started=self.run_started)
            if page is None:
                continue
            if page.kind == "article":
                if self.articles_left <= 0:
                    continue  # its lease ends when the scheduler closes
                self.articles_left -= 1
            return self._request(page)
        return None

    def _wanted_kinds(self) -> tuple[str, ...]:
        if self.only_given:
            return ()
        return self.kinds if self.articles_left > 0 else ()

    def _active(self, page: LedgerPage) -> int:
        """How many requests the downloader has for the page's host: an idle host goes first."""
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(urlsplit(page.url).hostname or "")
        return len(slot.active) if slot else 0

    def _request(self, page: LedgerPage) -> Request:
        headers = {}
        # A 304 says nothing of the counter: for its sake the page is asked for whole.
        is_whole = page.kind == "article" and self.crawler.settings.getbool("NEWSARC_WHOLE_ARTICLES")
        if page.state in ("archived", "read") and not is_whole:
            headers = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
        return Request(
            page.url,
            callback=getattr(self.spider, f"parse_{page.kind}"),
            errback=self._not_fetched,
            headers={name: value for name, value in headers.items() if value},
            meta={"kind": page.kind, "leased": page, "handle_httpstatus_list": EVERY_STATUS},
            dont_filter=True,
        )

    # What failed before anything could be read

    def _not_fetched(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        page: LedgerPage = request.meta["leased"]
        state, reason = why_not_fetched(failure.value, urlsplit(request.url).hostname or "", self.crawler.settings)
        if state == "failed":
            logger.warning("%s: %s", page.url, reason)
        self.record_failure(page, state, reason)

    def _item_failed(self, item: Any, failure: Failure) -> None:
        """A step that broke on an article: it stays unarchived and is tried again."""
        page = item.fetched.leased if getattr(item, "fetched", None) else None
        if page is not None and not isinstance(failure.value, ArchiveError):
            self.record_failure(page, "failed", f"{type(failure.value).__name__}: {failure.value}"[:300])

    def record_failure(self, page: LedgerPage, state: str, reason: str, *, status: int | None = None) -> None:
        """Write to the ledger that *page* could not be read, and when it is tried again."""
        assert self.crawler.stats is not None
        again = next_try(page.failures, now()) if page.kind == "article" and state == "failed" else None
        try:
            with self.archive.transaction():
                self.ledger.record(page, Outcome(state=state, reason=reason, status=status, due_at=again), now=now())
        except CANNOT_WRITE:
            return  # logged once for all, and the crawl ends
        self.crawler.stats.inc_value(f"pages/{page.kind}/{state}")
        self.crawler.stats.set_value("pages/last_reason", f"{page.url}: {reason}")
