"""robots.txt of each host: asked for once in a run, kept with the host, obeyed as RFC 9309 says."""

from __future__ import annotations

import asyncio
import logging
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
from crawler.fetching import resolver
from crawler.fetching.downloader import Interrupted
from crawler.fetching.scheduler import PutOff, scheduler_of
from crawler.fetching.turns import SLOT
from crawler.reading.robots import MOST_BYTES, Robots
from crawler.reading.urls import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=1)  # how old a robots.txt may be; the RFC allows a day
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


class RobotsMiddleware:
    """Lets requests pass that robots.txt allows. While it cannot be read, nothing is asked of its host.

    The listing /robots.txt, which names sitemaps, is answered with what was fetched already.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or "newsarc"
        self.retries = min(1, crawler.settings.getint("RETRY_TIMES"))
        self.answers: dict[str, asyncio.Task[tuple[Answer, Robots]]] = {}
        crawler.signals.connect(self._cut, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        assert self.crawler.stats is not None
        if request.meta.get("dont_obey_robotstxt"):
            return None
        host = host_of(request.url)
        if host not in self.answers:
            self.answers[host] = asyncio.ensure_future(self._ask(request, host))
        answer, robots = await asyncio.shield(self.answers[host])
        if (name := urlsplit(request.url).hostname) in resolver.refused:
            raise IgnoreRequest(resolver.refused[name])
        if answer.is_refusal:
            raise PutOff(f"robots.txt of {host}: {answer.reason}; nothing is asked until it can be read", REST)
        if urlsplit(request.url).path == "/robots.txt" and "leased" in request.meta and answer.status is not None:
            return Response(request.url, answer.status, {"Content-Type": "text/plain"}, answer.text.encode())
        if not robots.allows(request.url, self.agent):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            raise IgnoreRequest("Forbidden by robots.txt")
        return None

    async def _ask(self, request: Request, host: str) -> tuple[Answer, Robots]:
        """Return the rules of *host*, from the archive where they are fresh, and slow down as they ask."""
        scheduler = scheduler_of(self.crawler)
        kept = scheduler.ledger.host(host) if scheduler is not None else None
        answer = None
        if kept and kept.robots_fetched_at and datetime.now(UTC) - kept.robots_fetched_at < KEPT:
            answer = Answer(kept.robots_status, kept.robots or "")
        if answer is None or answer.is_refusal:
            answer = await self._fetch(request)
            if scheduler is not None:
                with suppress(*CANNOT_WRITE):  # logged once for all, and the crawl ends
                    scheduler.ledger.keep_robots(
                        host, text=answer.text or None, status=answer.status, fetched_at=datetime.now(UTC)
                    )
        robots = Robots(answer.text)
        if scheduler is not None:
            if answer.is_refusal and urlsplit(request.url).hostname not in resolver.refused:
                scheduler.turns.of(host).pace.reason = f"robots.txt: {answer.reason}"
                scheduler.turns.rest(host, REST)
            elif delay := robots.crawl_delay(self.agent):
                scheduler.turns.slow_down(host, delay)
        return answer, robots

    async def _fetch(self, request: Request) -> Answer:
        assert self.crawler.engine is not None
        assert self.crawler.stats is not None
        parts = urlsplit(request.url)
        meta = {
            **{"dont_obey_robotstxt": True, SLOT: host_of(request.url), _RECEIVED: 0},
            **{"redirect_ttl": MOST_REDIRECTS, "max_retry_times": self.retries},
        }
        asked = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt", callback=NO_CALLBACK, meta=meta, dont_filter=True
        )
        asked.headers["Accept-Encoding"] = "identity"  # what is sent packed cannot be cut
        self.crawler.stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(asked)
        except Interrupted:
            raise
        except IgnoreRequest as error:
            return Answer(404, "", str(error))  # too many redirects: as if there were none
        except Exception as error:  # noqa: BLE001  (whatever it was: there is no robots.txt to go by)
            return Answer(None, "", f"{type(error).__name__}: {error}"[:200])
        self.crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 300:
            return Answer(response.status, "", f"status {response.status}")
        text = response.body[:MOST_BYTES].decode("utf-8", "replace")
        if len(response.body) >= MOST_BYTES:
            text = text.rpartition("\n")[0]  # half a rule is none
        return Answer(response.status, text)

    def _cut(self, data: bytes, request: Request, spider: Spider) -> None:
        received: Any = request.meta.get(_RECEIVED)
        if received is not None:
            request.meta[_RECEIVED] = received + len(data)
            if received + len(data) > MOST_BYTES:
                raise StopDownload(fail=False)
