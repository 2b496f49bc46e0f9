"""What a spider made of a page goes into the ledger: links, and that the page was read, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Self, cast

from scrapy import Request
from scrapy.http import Response

from crawler.archive.errors import CANNOT_WRITE
from crawler.archive.ledger import LedgerPage, Outcome
from crawler.discovery.links import Link
from crawler.fetching.depth import Bounds, Lists
from crawler.fetching.headers import header
from crawler.fetching.opened import archive_of
from crawler.fetching.reasons import why_not_fetched
from crawler.fetching.revisit import next_look, next_visit
from crawler.fetching.robots import KEPT_FLAG
from crawler.fetching.scheduler import LedgerScheduler, link_of
from crawler.items import Article
from crawler.reading.instants import now
from crawler.unpacking import UnpackingError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

GONE = (404, 410)
WAIT = (429, 503)
OK = 200
REDIRECTS = (301, 302, 303, 307, 308)  # Scrapy follows those that name an address
NOT_MODIFIED = 304
HAVE_CONTENT = ("archived", "read")  # states of pages that were fetched whole before


class AcknowledgeMiddleware:
    """A spider middleware that ends the lease of each page once what it held is safe.

    A listing is done when its links are in the ledger, an article when the archive has committed it (the archive
    step does that in its own transaction; a story of several pages waits for them all). Pages that answered with an
    error never reach the spider.
    """

    def __init__(self, crawler: Crawler) -> None:
        assert crawler.stats is not None
        self.crawler = crawler
        self.stats = crawler.stats
        self.archive = archive_of(crawler)
        most = crawler.settings.getint
        self.bounds = Bounds(
            most_listings=most("NEWSARC_MOST_LISTINGS"),
            most_links=most("NEWSARC_MOST_LINKS"),
            is_ours=self._is_ours,
        )
        self.lists = Lists()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def scheduler(self) -> LedgerScheduler:
        assert self.crawler.engine is not None
        return cast(LedgerScheduler, self.crawler.engine.scheduler)

    def process_spider_input(self, response: Response) -> None:
        """Let a page that was asked for as a listing, and was told meanwhile to be an article, be read as one."""
        page: LedgerPage | None = response.meta.get("leased")
        if page is not None and page.kind == "listing" and response.status == OK:
            response.meta["leased"] = self.scheduler.ledger.as_it_stands(page)

    def _is_ours(self, url: str) -> bool:
        return self.scheduler.spider.is_ours(url)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        page: LedgerPage | None = response.meta.get("leased")
        if page is None:
            async for item in result:
                yield item
            return
        if KEPT_FLAG not in response.flags:
            self.stats.inc_value("pages/answered")
        links: list[Link] = []
        is_taken_on = False
        if response.status == OK:
            async for item in result:
                if isinstance(item, Request) and "kind" in item.meta:
                    links.append(link_of(item))
                    continue
                is_taken_on = is_taken_on or isinstance(item, Article) or "part_of" in item.meta
                yield item
        if response.meta.get("has_failed"):
            return
        try:
            if response.status != OK:
                self._without_content(page, response)
            elif reason := response.meta.get("failure"):
                self.scheduler.record_failure(page, "failed", reason, status=response.status)
            elif not is_taken_on and page.article_id is not None and (how := response.meta.get("removed")):
                self._gone(page, how, to=response.url)
            elif not is_taken_on:
                self._acknowledge(page, response, links)
        except CANNOT_WRITE:
            return  # logged once for all, and the crawl ends: the page is still due

    def process_spider_exception(self, response: Response, exception: Exception) -> list[Any] | None:
        page: LedgerPage | None = response.meta.get("leased")
        if page is None:
            return None
        is_known = isinstance(exception, UnpackingError)
        logger.error("%s: the spider failed on this page", response.url, exc_info=None if is_known else exception)
        state, reason = why_not_fetched(exception, "", self.crawler.settings)
        self.scheduler.record_failure(page, state, reason)
        response.meta["has_failed"] = True  # what the spider yielded before ends in good order, and must not end this
        return []

    def _acknowledge(self, page: LedgerPage, response: Response, links: list[Link]) -> None:
        state = "read" if page.kind == "listing" else "not_article"
        with self.archive.transaction():
            if not self._leads_on(page, links):
                links = [link for link in links if link.is_sure or not link.onward]
            if page.kind == "listing":
                links = self.bounds.within(page.url, links)
            elif links:
                links = self.bounds.within_article(page.url, page.found_in, links)
            self.scheduler.add(links, found_in=page.url)
            self.scheduler.ledger.record(
                page,
                Outcome(
                    state=state,
                    reason=response.meta.get("reason"),
                    status=response.status,
                    etag=header(response, "ETag"),
                    last_modified=header(response, "Last-Modified"),
                    url=response.url,
                ),
                now=now(),
            )
        if KEPT_FLAG not in response.flags:  # the host may not answer at all
            self.stats.inc_value(f"pages/{page.kind}/{state}")
        if page.kind == "article":
            logger.info("%s: not archived: %s", page.url, response.meta.get("reason"))
            self.stats.set_value("pages/last_reason", f"{page.url}: {response.meta.get('reason')}")

    def _leads_on(self, page: LedgerPage, links: list[Link]) -> bool:
        """Return whether the list that *page* belongs to is to be read on: it names what is new, or new in this run."""
        ledger, run_started = self.scheduler.ledger, self.scheduler.run_started
        is_more = self.lists.note(page.url, links)
        if ledger.has_new_article(links):
            return True
        if not any(link.onward for link in links) or ledger.knew_before(links, run_started=run_started):
            return False
        return self.lists.goes_on(page.url, links, is_more=is_more)

    def _without_content(self, page: LedgerPage, response: Response) -> None:
        if response.status == NOT_MODIFIED and page.state in HAVE_CONTENT:
            self._unchanged(page, response)
        elif response.status in GONE:
            self._gone(page, f"status {response.status}")
        elif response.status in WAIT:
            rest = self.scheduler.turns.seconds_of_rest(page.host)
            self.scheduler.put_off(page, f"status {response.status}", rest, status=response.status)
        else:
            reason = f"status {response.status}"
            if response.status in REDIRECTS:
                reason += ", a redirect that names no address"
            self.scheduler.record_failure(page, "failed", reason, status=response.status)

    def _unchanged(self, page: LedgerPage, response: Response) -> None:
        with self.archive.transaction():
            due_at = None
            if page.kind == "listing":
                self.scheduler.ask_what_it_lists(page.url)
            if page.article_id is not None:
                self.archive.mark_seen(page.article_id, now())
                due_at = next_visit(
                    self.archive.published(page.article_id), now(), visits=page.visits + 1, changes=page.changes
                )
            has_changed = None if page.article_id is None else False
            outcome = Outcome(state=page.state, status=response.status, due_at=due_at, has_changed=has_changed)
            self.scheduler.ledger.record(page, outcome, now=now())
        self.stats.inc_value(f"pages/{page.kind}/not_modified")

    def _gone(self, page: LedgerPage, how: str, *, to: str | None = None) -> None:
        """Record that a page is gone, and *how*; its article too, unless another of its addresses may still be read."""
        again = None
        with self.archive.transaction():
            others = page.article_id is not None and self.scheduler.ledger.ask_others(
                page.article_id, page.id, now=now()
            )
            if page.article_id is not None and not others:
                detail = {"how": how} | ({"to": to} if to and to != page.url else {})
                again = next_look(self.archive.mark_gone(page.article_id, now(), detail), now())
            status = int(how.removeprefix("status ")) if how.startswith("status ") else OK
            outcome = Outcome(state="gone", reason=how, status=status, due_at=again)
            self.scheduler.add(self.scheduler.spider.instead_of(page.url), found_in=page.url)
            self.scheduler.ledger.record(page, outcome, now=now())
        self.stats.inc_value(f"pages/{page.kind}/gone")
        self.stats.set_value("pages/last_reason", f"{page.url}: {how}")
