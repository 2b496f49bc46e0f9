"""A Scrapy scheduler whose queue is the archive's ledger: a kill at any moment loses nothing."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import CallLaterResult, call_later, create_looping_call
from twisted.python.failure import Failure

from crawler.archive.articles.forgetting import FORGOTTEN, is_forgotten
from crawler.archive.errors import CANNOT_WRITE, ArchiveError
from crawler.archive.ledger import KINDS, LEASE, Ledger, LedgerPage, Outcome, new_owner
from crawler.discovery.links import Link, is_feed_address
from crawler.discovery.periods import ANY_TIME, Span
from crawler.discovery.shapes import UrlShapes
from crawler.fetching.downloader import Interrupted
from crawler.fetching.opened import FAILURE, archive_of
from crawler.fetching.reasons import why_not_fetched
from crawler.fetching.revisit import next_try
from crawler.fetching.turns import ASK_AGAIN, SLOT, Turns
from crawler.reading.instants import now, utc_text
from crawler.reading.urls import UrlError, host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spiders.base import NewsSpider

logger = logging.getLogger(__name__)

BATCH = 16  # pages of a host leased at a time
LEAST_PUT_OFF = 600.0  # seconds after which a page is due again whose host asked to be left alone
EVERY_STATUS = [304, *range(400, 600)]


class PutOff(IgnoreRequest):
    """Nothing may be asked of a page's host for some *seconds*. The page stays due."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


def scheduler_of(crawler: Crawler) -> LedgerScheduler | None:
    """Return the scheduler over the ledger, or None where another one is used."""
    scheduler = crawler.engine.scheduler if crawler.engine is not None else None
    # Not by isinstance: Scrapy's base class takes whatever has its methods for one of its kind.
    return scheduler if LedgerScheduler in type(scheduler).__mro__ else None  # type: ignore[return-value]


def link_of(request: Request) -> Link:
    """Return what a spider's *request* asks for as a link for the ledger."""
    told = {field.name: request.meta[field.name] for field in fields(Link) if field.name in request.meta}
    return Link(**told | {"url": request.url})


class LedgerScheduler(BaseScheduler):
    """Hands out the pages of the ledger that are due, and takes the spider's requests into it.

    A request of a news spider carries its `kind` in `meta`; it is kept as a row of the ledger and comes back
    from there, leased, as `meta["leased"]`. Redirects and retries of such a page keep that and are queued in
    memory, under the same lease; so is any request without a `kind`, as other spiders make.

    Hosts are leased first, then their pages in batches: see `Turns`. While nothing may be asked yet, the engine is
    woken when something may.
    """

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.crawler = crawler
        self.stats = crawler.stats
        self.kinds = ("listing",) if crawler.settings.getbool("NEWSARC_DRY_RUN") else KINDS
        self.articles_left: float = crawler.settings.getint("NEWSARC_LIMIT") or float("inf")
        self.patience = timedelta(seconds=crawler.settings.getfloat("NEWSARC_PATIENCE"))
        self.alarm: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open(self, spider: NewsSpider) -> None:  # type: ignore[override]
        self.spider = spider
        self.archive = archive_of(self.crawler)
        self.ledger = Ledger(self.archive, owner=new_owner())
        self.turns = Turns(self.crawler, self.ledger)
        self.run_started: datetime = now()
        self.heartbeat = create_looping_call(self._beat)
        self.heartbeat.start(LEASE.total_seconds() / 3, now=False)
        self.learnt = UrlShapes() if self.only_given else self.ledger.shapes(spider.site.domain)
        spider.learnt = self.learnt
        if back := self.ledger.take_back(now=now()):
            logger.info("%d pages of a crawl that ended early are due again", back)
        self.crawler.signals.connect(self._item_failed, signals.item_error)

    def close(self, reason: str) -> None:
        self.heartbeat.stop()
        self._set_alarm(None)
        if self.stats.get_value(FAILURE) is not None:
            return  # the next run takes the leases back
        if self.ledger.is_leased_by_others(self.spider.site.domain):
            self.stats.set_value("pages/leased_by_others", 1)
        self._tell_what_rests()
        with self.archive.transaction():
            self.turns.close()
            self.ledger.release()

    def _beat(self) -> None:
        with suppress(*CANNOT_WRITE):  # logged once for all, and the crawl ends
            self.ledger.renew(now=now())

    # Into the queue

    def enqueue_request(self, request: Request) -> bool:
        kind = request.meta.get("kind")
        try:
            if kind is None or "leased" in request.meta:
                self.turns.add_request(request)
                return True
            link = link_of(request)
            with self.archive.transaction():
                self.add([link], found_in="start", ask=True)
                claimed = self.ledger.claim_urls([link.url], now=now()) if self.only_given else []
        except UrlError as error:
            logger.warning("%s", error)
            return False
        if self.only_given and not claimed and is_forgotten(self.archive.db, [link.url], "", None):
            self._refuse_forgotten(link.url)
        for page in claimed:
            self.turns.add_page(page, is_held=False)
        return True

    def _refuse_forgotten(self, url: str) -> None:
        """Say that a page which was asked for by its address was forgotten: it is no row of the ledger."""
        self._count("pages/article/refused", url, FORGOTTEN)

    def add(self, links: list[Link], *, found_in: str, ask: bool = False) -> None:
        """Enter what was found into the ledger; must run in a transaction."""
        self.ledger.add(
            links,
            now=now(),
            found_in=found_in,
            spider=self.spider.name,
            ask=ask,
            run_started=self.run_started,
            site=None if self.only_given else self.spider.site.domain,
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
        if any(self.turns.waiting()):
            return True
        kinds = self._wanted_kinds()
        return bool(kinds) and self.ledger.is_due(
            self.spider.site.domain, now=now(), kinds=kinds, patience=self.patience, span=self._span
        )

    def next_request(self) -> Request | None:
        request = self._waiting_request()
        if request is None:
            try:
                self._claim()
            except CANNOT_WRITE:
                return None  # logged once for all, and the crawl ends
            request = self._waiting_request()
        if request is None:
            self._leave_resting()
            self._wake_in_time()
        return request

    def _waiting_request(self) -> Request | None:
        while (turn := self.turns.next()) is not None:
            if turn.begun:
                return turn.begun.popleft()
            # Since it was claimed, a redirect may have led to it, or a feed told what it is.
            page = self.ledger.still_wanted(turn.pages.popleft(), now=now(), run_started=self.run_started)
            if page is None:
                continue
            if not self.spider.wants(page) or self._set_aside(page):
                continue  # its lease ends when the scheduler closes
            if page.kind == "article":
                if self.articles_left <= 0:
                    self.ledger.give_back([page])
                    continue
                self.articles_left -= 1
            request = self._request(page)
            if host_of(request.url) == page.host:
                return request
            self.turns.add_request(request)
        return None

    def _claim(self) -> None:
        """Lease the next batch of each host that has nothing left waiting, unless others wait for that host."""
        if not (kinds := self._wanted_kinds()):
            return
        full = self.turns.let_wanted_go() | {one.host for one in self.turns.waiting()}
        found = self.ledger.claim(
            self.spider.site.domain,
            now=now(),
            limit=BATCH,
            kinds=kinds,
            patience=self.patience,
            but_not=full,
            span=self._span,
        )
        if found:  # what the first pages of a thousand tags were holds for the rest of them
            self.learnt.counts = self.ledger.shapes(self.spider.site.domain).counts
        for page in found:
            self.turns.add_page(page, is_held=True)

    def _leave_resting(self) -> None:
        """Leave what waits for hosts that rest too long to a later run: it stays due."""
        for one in list(self.turns.resting(self.patience)):
            pages = [*one.pages, *filter(None, (r.meta.get("leased") or r.meta.get("part_of") for r in one.begun))]
            one.pages.clear()
            one.begun.clear()
            with suppress(*CANNOT_WRITE):  # logged once for all, and the crawl ends
                self.ledger.give_back(pages)
            self.stats.inc_value("pages/put_off", len(pages))

    def _tell_what_rests(self) -> None:
        kinds = () if self.only_given else self.kinds
        for host in self.ledger.resting(
            self.spider.site.domain, now=now(), kinds=kinds, patience=self.patience, span=self._span
        ):
            until = utc_text(host.next_allowed_at) if host.next_allowed_at else ""
            reason = host.reason or f"it asks for {host.delay or 0:.0f} s between two requests"
            if self.turns.of(host.host).is_silent:
                logger.warning("%s does not answer: %s. Its pages stay due for the next crawl.", host.host, reason)
            else:
                logger.warning("%s is left alone until %s: %s. Its pages stay due.", host.host, until, reason)
            self._count("pages/put_off", host.host, reason)

    @property
    def _span(self) -> Span:
        return self.spider.harvest.span if self.spider.harvest else ANY_TIME

    def _set_aside(self, page: LedgerPage) -> bool:
        """Settle without a request a page whose address alone tells enough; False where it is to be asked for.

        It is no article, or an article that is archived already, in a dress of the site's.
        """
        if page.kind != "article" or page.state != "new" or self.only_given:
            return False
        if (plain := self._plain(page)) and self.ledger.take_as_dress(page, plain, now=now()):
            return True
        reason = None if page.is_told else self.learnt.why_unlikely(page.url)
        if reason is not None:
            self.record_failure(page, "not_article", reason)
        return reason is not None

    def _plain(self, page: LedgerPage) -> str | None:
        """Return the address of a new article's page without the dress that its site gives it, or None."""
        is_new = page.kind == "article" and page.state == "new" and not self.only_given
        return self.spider.dresses.plain(page.url) if is_new else None

    def _wanted_kinds(self) -> tuple[str, ...]:
        if self.only_given:
            return ()
        return self.kinds if self.articles_left > 0 else ()

    def _wake_in_time(self) -> None:
        """Have the engine ask again when a host may be asked: by itself it does after 5 s, or when an answer came."""
        wait = self.turns.seconds_to_next()
        if wait is None and self.has_pending_requests():
            wait = ASK_AGAIN  # another crawl has the host
        self._set_alarm(wait)

    def _set_alarm(self, wait: float | None) -> None:
        if self.alarm is not None:
            self.alarm.cancel()
        self.alarm = None if wait is None else call_later(wait + 0.001, self._wake)

    def _wake(self) -> None:
        self.alarm = None
        engine = self.crawler.engine
        if engine is not None and engine._slot is not None:  # Scrapy has no public name for it
            engine._slot.nextcall.schedule()

    def _request(self, page: LedgerPage) -> Request:
        headers = {}
        # A 304 says nothing of the counter: for its sake the page is asked for whole.
        is_whole = page.kind == "article" and self.crawler.settings.getbool("NEWSARC_WHOLE_ARTICLES")
        # A harvest follows links of a page that a crawl of the news passed by, though the page is as it was. Of the
        # front page each crawl learns whether what the site's pages call themselves is to be trusted.
        is_whole = is_whole or (
            page.kind == "listing"
            and not is_feed_address(page.url)
            and (self._span is not ANY_TIME or self.spider.is_start(page.url))
        )
        if page.state in ("archived", "read") and not is_whole:
            headers = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
        return Request(
            self._plain(page) or page.url,
            callback=getattr(self.spider, f"parse_{page.kind}"),
            errback=self._not_fetched,
            headers={name: value for name, value in headers.items() if value},
            meta={"kind": page.kind, "leased": page, "handle_httpstatus_list": EVERY_STATUS, SLOT: page.host},
            dont_filter=True,
        )

    # What failed before anything could be read

    def _not_fetched(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        page: LedgerPage = request.meta["leased"]
        if isinstance(failure.value, Interrupted):
            return  # its lease ends when the scheduler closes
        if isinstance(failure.value, PutOff):
            self.put_off(page, str(failure.value), failure.value.seconds)
            return
        state, reason = why_not_fetched(failure.value, urlsplit(request.url).hostname or "", self.crawler.settings)
        if state == "failed":
            logger.warning("%s: %s", page.url, reason)
        self.record_failure(page, state, reason)

    def put_off(self, page: LedgerPage, reason: str, seconds: float, *, status: int | None = None) -> None:
        """Leave *page*, whose host wants to be left alone, for later: that is no failure of the page."""
        with suppress(*CANNOT_WRITE):  # logged once for all, and the crawl ends
            until = now() + timedelta(seconds=max(seconds, LEAST_PUT_OFF))
            self.ledger.put_off(page, until=until, reason=reason, status=status)
        logger.info("%s: put off: %s", page.url, reason)  # what rests is told once, when the crawl ends
        self._count("pages/put_off", page.url, reason)

    def _item_failed(self, item: Any, failure: Failure) -> None:
        """A step that broke on an article: it stays unarchived and is tried again."""
        page = item.fetched.leased if getattr(item, "fetched", None) else None
        if page is not None and not isinstance(failure.value, ArchiveError):
            self.record_failure(page, "failed", f"{type(failure.value).__name__}: {failure.value}"[:300])

    def record_failure(self, page: LedgerPage, state: str, reason: str, *, status: int | None = None) -> None:
        """Write to the ledger that *page* could not be read, and when it is tried again."""
        again = next_try(page.failures, now()) if page.kind == "article" and state == "failed" else None
        try:
            with self.archive.transaction():
                self.ledger.record(page, Outcome(state=state, reason=reason, status=status, due_at=again), now=now())
        except CANNOT_WRITE:
            return  # logged once for all, and the crawl ends
        self._count(f"pages/{page.kind}/{state}", page.url, reason)

    def _count(self, what: str, where: str, reason: str) -> None:
        """Count what was not read, and keep the last reason: it is told when the crawl ends."""
        self.stats.inc_value(what)
        self.stats.set_value("pages/last_reason", f"{where}: {reason}")
