"""robots.txt of each host: asked for once in a run, kept with the host, obeyed as RFC 9309 says."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.archive.errors import CANNOT_WRITE
from crawler.archive.ledger import Host
from crawler.fetching import resolver
from crawler.fetching.downloader import Interrupted
from crawler.fetching.reasons import why_not_fetched
from crawler.fetching.scheduler import PutOff, scheduler_of
from crawler.fetching.turns import SLOT
from crawler.reading.reservations import by_robots, by_tdmrep
from crawler.reading.robots import MOST_BYTES, Robots
from crawler.reading.urls import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

KEPT_TDMREP = timedelta(days=1)
KEPT_FLAG = "kept"  # of an answer that the archive gave, not the host
KEPT = timedelta(hours=1)  # how old a robots.txt may be
KEPT_IF_SLOW = timedelta(days=1)  # as the RFC allows, where it asks for long delays: else it had all the turns
REST = 600.0  # seconds until a host is asked again whose robots.txt cannot be read
MOST_REDIRECTS = 5
_RECEIVED = "robots_txt_bytes"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host says at /robots.txt. `status` is None without an answer, and `reason` says why."""

    status: int | None
    text: str
    reason: str = ""

    @property
    def is_refusal(self) -> bool:
        """Whether nothing may be asked: the server fails or is silent. 4xx means that there are no rules."""
        return self.status is None or self.status >= 500 or self.status == 429


@dataclass(frozen=True, slots=True)
class Told:
    """What a host tells all who fetch: its robots.txt, and `/.well-known/tdmrep.json` ("" where it has none)."""

    answer: Answer
    robots: Robots
    tdmrep: str
    is_kept: bool = False  # robots.txt is the archive's, the host was not asked

    def reserved(self, url: str) -> dict[str, str]:
        """Return what the two files reserve of text and data mining at *url*, by the file."""
        said = {
            "robots.txt": by_robots(self.answer.text, self.robots, url),
            "tdmrep.json": by_tdmrep(self.tdmrep, url) if self.tdmrep else None,
        }
        return {where: what for where, what in said.items() if what}


class RobotsMiddleware:
    """Lets requests pass that robots.txt allows. While it cannot be read, nothing is asked of its host.

    The listing /robots.txt, which names sitemaps, is answered with what was fetched already.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        assert crawler.stats is not None
        self.crawler = crawler
        self.stats = crawler.stats
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or "newsarc"
        self.retries = min(1, crawler.settings.getint("RETRY_TIMES"))
        self.obeys_reservations = crawler.settings.getbool("NEWSARC_OBEY_RESERVATIONS")
        self.answers: dict[str, asyncio.Task[Told]] = {}
        crawler.signals.connect(self._cut, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        if request.meta.get("dont_obey_robotstxt"):
            return None
        host = host_of(request.url)
        if host not in self.answers:
            self.answers[host] = asyncio.ensure_future(self._ask(request, host))
        told = await asyncio.shield(self.answers[host])
        answer, robots = told.answer, told.robots
        if (name := urlsplit(request.url).hostname) in resolver.refused:
            raise IgnoreRequest(resolver.refused[name])
        if answer.is_refusal:
            raise PutOff(f"robots.txt of {host}: {answer.reason}; nothing is asked until it can be read", REST)
        if urlsplit(request.url).path == "/robots.txt" and "leased" in request.meta and answer.status is not None:
            flags = [KEPT_FLAG] * told.is_kept
            return Response(
                request.url, answer.status, {"Content-Type": "text/plain"}, answer.text.encode(), flags=flags
            )
        if not robots.allows(request.url, self.agent):
            self.stats.inc_value("robotstxt/forbidden")
            raise IgnoreRequest("Forbidden by robots.txt")
        if request.meta.get("kind") == "article" and (reserved := told.reserved(request.url)):
            request.meta["reserved"] = reserved
            if self.obeys_reservations:
                raise IgnoreRequest(f"reserved by the site ({'; '.join(map(': '.join, reserved.items()))})")
        self._put_off_if_slow(host)
        return None

    def _put_off_if_slow(self, host: str) -> None:
        """Raise `PutOff` where the delay that *host* asks for would hold the request in the downloader for too long."""
        scheduler = scheduler_of(self.crawler)
        wait = scheduler.turns.wait_by_delay(host) if scheduler is not None else 0.0
        if scheduler is not None and wait > scheduler.patience.total_seconds():
            scheduler.turns.rest(host, wait)
            raise PutOff(f"robots.txt of {host} asks for {wait:.0f} s between two requests", wait)

    async def _ask(self, request: Request, host: str) -> Told:
        """Return what *host* tells, from the archive where that is fresh, and slow down as it asks."""
        scheduler = scheduler_of(self.crawler)
        kept = scheduler.ledger.host(host) if scheduler is not None else Host(host)
        answer = Answer(kept.robots_status, kept.robots or "")
        is_slow = scheduler is not None and (kept.delay or 0) > scheduler.patience.total_seconds()
        is_kept = not answer.is_refusal and _is_fresh(kept.robots_fetched_at, KEPT_IF_SLOW if is_slow else KEPT)
        if not is_kept:
            answer = await self._fetch_robots(request)
            if scheduler is not None:
                self._keep(scheduler.ledger.keep_robots, host, text=answer.text or None, status=answer.status)
        robots = Robots(answer.text)
        if answer.is_refusal:
            if scheduler is not None and urlsplit(request.url).hostname not in resolver.refused:
                waiting = scheduler.turns.of(host)
                waiting.pace.reason = f"robots.txt: {answer.reason}"
                # A name mistyped, a network that was away: who has mended that wants to crawl, and harms nobody.
                waiting.is_silent = answer.status is None
                scheduler.turns.rest(host, REST)
            return Told(answer, robots, "")
        if scheduler is None:
            return Told(answer, robots, "")
        tdmrep = kept.tdmrep or ""
        if not _is_fresh(kept.tdmrep_fetched_at, KEPT_TDMREP):
            response = await self._fetch(request, "/.well-known/tdmrep.json")
            is_had = isinstance(response, Response) and response.status == 200
            tdmrep = _text(response) if is_had else ""  # type: ignore[arg-type]
            self._keep(scheduler.ledger.keep_tdmrep, host, text=tdmrep or None)
        if delay := robots.crawl_delay(self.agent):
            scheduler.turns.slow_down(host, delay)  # from now on: what was asked above must not wait for hours
        return Told(answer, robots, tdmrep, is_kept)

    def _keep(self, keep: Callable[..., None], host: str, **values: Any) -> None:
        with suppress(*CANNOT_WRITE):  # logged once for all, and the crawl ends
            keep(host, fetched_at=datetime.now(UTC), **values)

    async def _fetch_robots(self, request: Request) -> Answer:
        self.stats.inc_value("robotstxt/request_count")
        response = await self._fetch(request, "/robots.txt")
        if isinstance(response, IgnoreRequest):
            return Answer(404, "", str(response))  # too many redirects: as if there were none
        if isinstance(response, Exception):
            _, reason = why_not_fetched(response, urlsplit(request.url).hostname or "", self.crawler.settings)
            self.stats.inc_value("robotstxt/silent")
            return Answer(None, "", reason)
        self.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 300:
            return Answer(response.status, "", f"status {response.status}")
        return Answer(response.status, _text(response))

    async def _fetch(self, request: Request, path: str) -> Response | Exception:
        """Return the answer at *path* of the request's host, or why there is none. Raises `Interrupted`."""
        assert self.crawler.engine is not None
        parts = urlsplit(request.url)
        meta = {
            **{"dont_obey_robotstxt": True, SLOT: host_of(request.url), _RECEIVED: 0},
            **{"redirect_ttl": MOST_REDIRECTS, "max_retry_times": self.retries},
        }
        asked = Request(f"{parts.scheme}://{parts.netloc}{path}", callback=NO_CALLBACK, meta=meta, dont_filter=True)
        asked.headers["Accept-Encoding"] = "identity"  # what is sent packed cannot be cut
        try:
            return await self.crawler.engine.download_async(asked)
        except Interrupted:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it was: there is nothing to go by)
            return error

    def _cut(self, data: bytes, request: Request, spider: Spider) -> None:
        received: Any = request.meta.get(_RECEIVED)
        if received is not None:
            request.meta[_RECEIVED] = received + len(data)
            if received + len(data) > MOST_BYTES:
                raise StopDownload(fail=False)


def _is_fresh(fetched_at: datetime | None, kept: timedelta) -> bool:
    return fetched_at is not None and abs(datetime.now(UTC) - fetched_at) < kept  # not of a clock that was ahead


def _text(response: Response) -> str:
    """The answer as text, cut at `MOST_BYTES`: half a rule is none."""
    text = response.body[:MOST_BYTES].decode("utf-8", "replace")
    return text.rpartition("\n")[0] if len(response.body) >= MOST_BYTES else text
