"""One page off the web, as politely and as safely as a crawl fetches it, without an archive."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.cli.crawling import project_settings
from crawler.fetching import resolver
from crawler.fetching.headers import header
from crawler.fetching.reasons import why_not_fetched
from crawler.fetching.scheduler import PutOff
from crawler.page import Page
from crawler.reading.instants import now
from crawler.reading.urls import web_url


class FetchError(OSError):
    """A page that could not be fetched. The message names it and says why."""


class OnePageSpider(Spider):
    """Fetches `url` and keeps the answer, or why there is none, in `answers`."""

    name = "one_page"

    def __init__(self, url: str, answers: list[Response | str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url
        self.answers = answers

    async def start(self) -> AsyncIterator[Any]:
        yield Request(self.url, self.parse, errback=self.failed, meta={"handle_httpstatus_list": list(range(400, 600))})

    def parse(self, response: Response, **kwargs: Any) -> None:
        self.answers.append(response)

    def _why(self, error: BaseException | None) -> str:
        return why_not_fetched(error, urlsplit(self.url).hostname or "", self.settings)[1]

    def failed(self, failure: Failure) -> None:
        self.answers.append(
            next(iter(resolver.refused.values()), None)
            or (str(failure.value) if isinstance(failure.value, PutOff) else self._why(failure.value))
        )


def fetch_page(url: str, given: dict[str, str]) -> Page:
    """Return the page at *url*, by the settings *given*. Raises `FetchError`, `UrlError` for what is no address."""
    answers: list[Response | str] = []
    plain = {
        "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        "SPIDER_MIDDLEWARES": {},
        "EXTENSIONS": {},
        "ITEM_PIPELINES": {},
    }
    settings = project_settings(**plain | {"LOG_LEVEL": "ERROR", "RETRY_TIMES": 1} | given)
    process = CrawlerProcess(settings)
    # It says no more than our own line.
    logging.getLogger("scrapy.downloadermiddlewares.retry").setLevel(logging.CRITICAL)
    process.crawl(OnePageSpider, url=web_url(url), answers=answers)
    process.start()
    answer = answers[0] if answers else "no answer"
    if isinstance(answer, str):
        raise FetchError(f"{url}: {answer}")
    if answer.status >= 400:
        raise FetchError(f"{url}: the site answers with status {answer.status}")
    return Page.from_html(answer.body, answer.url, content_type=header(answer, "Content-Type"), fetched_at=now())
