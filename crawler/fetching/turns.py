"""Whose turn it is: the requests that wait, host by host, and when each host may be asked."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request

from crawler.archive.ledger import Ledger, LedgerPage
from crawler.fetching.pace import Pace
from crawler.reading.urls import host_of

if TYPE_CHECKING:
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler

SLOT = "download_slot"  # the key in a request's meta by which Scrapy's downloader keeps hosts apart
ASK_AGAIN = 1.0  # seconds after which a host that another crawl has is wished for again


@dataclass(slots=True)
class Waiting:
    """What waits for one host. `begun` are requests under way to a page (redirects, parts), which go first.

    `is_silent`: it said nothing at all, and rests for this run alone. Instants are of the monotonic clock: `not_before`
    by what the host's last crawl left, `ask_at` for its lease.
    """

    host: str
    pace: Pace
    begun: deque[Request] = field(default_factory=deque)
    pages: deque[LedgerPage] = field(default_factory=deque)
    is_held: bool = False
    is_silent: bool = False
    not_before: float = 0.0
    ask_at: float = 0.0
    served_at: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.begun or self.pages)


class Turns:
    """The hosts of one crawl, and what waits for each of them.

    A host is asked only under its lease, when the downloader has a free slot for it and its delay has passed; of
    several that may be asked, the one that is least busy is, then the one whose turn is longest ago.
    """

    def __init__(self, crawler: Crawler, ledger: Ledger) -> None:
        self.crawler = crawler
        self.ledger = ledger
        settings = crawler.settings
        self.at_once = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self.least = settings.getfloat("DOWNLOAD_DELAY")
        self.most = max(self.least, settings.getfloat("AUTOTHROTTLE_MAX_DELAY"))
        self.adapts = settings.getbool("AUTOTHROTTLE_ENABLED")
        self.hosts: dict[str, Waiting] = {}

    def of(self, host: str) -> Waiting:
        """Return what waits for *host*."""
        if host not in self.hosts:
            self.hosts[host] = Waiting(host, Pace(self.least, self.most, self.least, self.adapts))
        return self.hosts[host]

    def waiting(self) -> Iterator[Waiting]:
        """Yield the hosts that something waits for."""
        yield from (one for one in self.hosts.values() if one)

    def add_request(self, request: Request) -> None:
        """Let a request that is under way to a page wait for its host."""
        host = host_of(request.url)
        request.meta[SLOT] = host
        self.of(host).begun.append(request)

    def add_page(self, page: LedgerPage, *, is_held: bool) -> None:
        """Let a leased page wait for its host, whose lease is had or not."""
        waiting = self.of(page.host)
        waiting.pages.append(page)
        if is_held:
            self._held(waiting)

    def next(self) -> Waiting | None:
        """Return the host whose turn it is, or None while all must wait."""
        active, instant = self._active(), monotonic()
        ready = [one for one in self.waiting() if (at := self._ready_at(one, active)) is not None and at <= instant]
        for one in sorted(ready, key=lambda one: (active[one.host], one.served_at)):
            if one.is_held or self._hold(one):
                one.served_at = instant
                return one
        return None

    def seconds_to_next(self) -> float | None:
        """Return when a host's turn comes by time alone, from now; None if none waits for that."""
        active = self._active()
        times = [at for one in self.waiting() if (at := self._ready_at(one, active)) is not None]
        return max(0.0, min(times) - monotonic()) if times else None

    def rest(self, host: str, seconds: float) -> None:
        """Set the downloader to the pace of *host*, and leave it alone for *seconds*; a rest is kept at once."""
        one = self.of(host)
        self._set_delay(one)
        if seconds:
            one.not_before = max(one.not_before, monotonic() + seconds)
            self.keep_pace(one)

    def slow_down(self, host: str, crawl_delay: float) -> None:
        """Ask *host* every *crawl_delay* seconds at most."""
        one = self.of(host)
        one.pace.slow_down(crawl_delay)
        self._set_delay(one)

    def wait_by_delay(self, host: str) -> float:
        """Return the seconds until the downloader asks *host* again, by its delay."""
        slot: Slot | None = self._downloader.slots.get(host)
        return max(0.0, slot.lastseen + slot.delay - monotonic()) if slot is not None else 0.0

    def resting(self, patience: timedelta) -> Iterator[Waiting]:
        """Yield the hosts that something waits for and that rest longer than *patience*."""
        end = monotonic() + patience.total_seconds()
        yield from (one for one in self.waiting() if one.not_before > end)

    def seconds_of_rest(self, host: str) -> float:
        """Return for how long *host* is to be left alone."""
        return max(0.0, self.of(host).not_before - monotonic())

    def keep_pace(self, one: Waiting) -> None:
        """Write down how a host is asked, for other crawls and later ones."""
        wait = max(0.0, (self._ready_at(one, Counter()) or 0.0) - monotonic())
        pace = one.pace
        self.ledger.keep_pace(
            one.host,
            next_allowed_at=datetime.now(UTC) + timedelta(seconds=wait),
            delay=pace.delay,
            failures=pace.failures,
            reason=pace.reason,
        )

    def let_wanted_go(self) -> set[str]:
        """Let go of the hosts that others wait for and we have done with; return those that we are not to claim for."""
        active, closing = self._active(), set()
        for one in self.hosts.values():
            if one.is_held and not one and self.ledger.is_host_wanted(one.host, now=datetime.now(UTC)):
                closing.add(one.host)
                if not active[one.host]:
                    self.let_go(one)
        return closing

    def let_go(self, one: Waiting) -> None:
        """End the lease of a host, with word of when it may be asked again."""
        self.keep_pace(one)
        self.ledger.let_host_go(one.host)
        one.is_held = False

    def close(self) -> None:
        """End the leases of all hosts. One that did not answer at all may be asked by the next run at once."""
        for one in self.hosts.values():
            if one.is_held:
                if one.is_silent:
                    one.not_before = 0.0
                self.let_go(one)

    def _hold(self, one: Waiting) -> bool:
        if self.ledger.hold_host(one.host, now=datetime.now(UTC)) is None:
            one.ask_at = monotonic() + ASK_AGAIN
            return False
        self._held(one)
        return (self._ready_at(one, Counter()) or 0.0) <= monotonic()

    def _held(self, one: Waiting) -> None:
        if one.is_held:
            return
        one.is_held = True
        kept = self.ledger.host(one.host)
        one.not_before = monotonic() + kept.rest(datetime.now(UTC)).total_seconds()
        one.pace.failures, one.pace.reason = kept.failures, kept.reason
        if kept.delay is not None and self.adapts:
            one.pace.delay = max(one.pace.least, min(kept.delay, one.pace.most))
        self._set_delay(one)

    def _set_delay(self, one: Waiting) -> None:
        downloader = self._downloader
        downloader.per_slot_settings[one.host] = {"delay": one.pace.delay, "concurrency": self.at_once}
        if one.host in downloader.slots:
            downloader.slots[one.host].delay = one.pace.delay

    @property
    def _downloader(self) -> Downloader:
        assert self.crawler.engine is not None
        return self.crawler.engine.downloader

    def _active(self) -> Counter[str]:
        """How many requests the downloader and its middlewares have, by host."""
        return Counter(request.meta.get(SLOT) or host_of(request.url) for request in self._downloader.active)

    def _ready_at(self, one: Waiting, active: Counter[str]) -> float | None:
        """When a host may be asked next; None while it has as many requests as it may."""
        if active[one.host] >= self.at_once:
            return None
        slot: Slot | None = self._downloader.slots.get(one.host)
        by_delay = slot.lastseen + slot.delay if slot is not None else 0.0
        return max(one.not_before, by_delay, 0.0 if one.is_held else one.ask_at)
