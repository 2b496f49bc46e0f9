"""Scrapy's downloader, whose downloads can be cut: a crawl that is told to end waits for no slow page."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from weakref import WeakSet

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


T = TypeVar("T")
TOLD_TO_END = "the crawl was told to end"


class Interrupted(IgnoreRequest):
    """The crawl ends, and this download with it: its page is as it was."""


class InterruptibleDownloader(Downloader):
    """Remembers which downloads are waited for, so that `cut` can end the waiting.

    When all crawls of a process together have NEWSARC_MOST_REQUESTS under way, one that has none may still make one, so
    that none waits for the slow hosts of others.
    """

    of_this_process: ClassVar[WeakSet[InterruptibleDownloader]] = WeakSet()

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.most_in_all = crawler.settings.getint("NEWSARC_MOST_REQUESTS")
        self.of_this_process.add(self)
        self.waited_for: dict[Request, Deferred[Response]] = {}
        self.tasks: set[asyncio.Task[Any]] = set()

    def needs_backout(self) -> bool:
        """Return whether the crawl is to make no further request for now."""
        if super().needs_backout():
            return True
        return bool(self.active) and sum(len(one.active) for one in self.of_this_process) >= self.most_in_all

    async def _wait_for_download(self, slot: Slot, request: Request, queue_dfd: Deferred[Response]) -> None:
        self.waited_for[request] = queue_dfd
        try:
            response = await self._download(slot, request)
        except Exception:  # noqa: BLE001  (it goes on to who waits for it)
            if not queue_dfd.called:
                queue_dfd.errback(Failure())  # type: ignore[no-untyped-call]
        else:
            if not queue_dfd.called:
                queue_dfd.callback(response)
        finally:
            self.waited_for.pop(request, None)

    async def until_cut(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what *work* on an answer comes to, or raise `Interrupted` when it is cut."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        try:
            await asyncio.wait({task})
        finally:
            self.tasks.discard(task)
            task.cancel()  # of no effect on work that is done
        if task.cancelled():
            raise Interrupted(TOLD_TO_END)
        return task.result()

    def cut(self) -> None:
        """Let everything that is under way or waits for its turn fail with `Interrupted`."""
        waiting = list(self.waited_for.values())
        for slot in self.slots.values():
            waiting += [deferred for _, deferred in slot.queue]
            slot.queue.clear()
        for deferred in waiting:
            if not deferred.called:
                deferred.errback(Failure(Interrupted(TOLD_TO_END)))  # type: ignore[no-untyped-call]
        for task in self.tasks:
            task.cancel()
