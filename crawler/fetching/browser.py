"""Pages that need a browser, for the sites that say so: scrapy-playwright with this machine's own Chromium."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings

from crawler.configuration import ConfigurationError
from crawler.fetching.guard_proxy import GuardProxy

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

HANDLER = "crawler.fetching.browser_handler.BrowserHandler"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SETTLES = 5000  # milliseconds
UNSEEN = frozenset(("image", "media", "font"))  # what no step reads
# Feeds, sitemaps and the like are fetched without the browser, which would show them to a person.
_NO_PAGE = re.compile(r"\.(?:xml|rss|atom|rdf|json|txt|gz)(?:\?|$)|/(?:feed|rss|wp-json)(?:/|\?|$)", re.IGNORECASE)
_PROXY = "NEWSARC_BROWSER_PROXY"


class BrowserError(ConfigurationError):
    """The browser cannot be used. The message says what is missing."""


def find_chromium(path: str = "") -> str:
    """Return the Chromium to use: *path*, else the first on PATH. Raises `BrowserError`."""
    found = shutil.which(path) if path else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        wanted = f"NEWSARC_CHROMIUM={path!r} is no program" if path else f"none of {', '.join(NAMES)} is on PATH"
        raise BrowserError(f"no Chromium: {wanted}. Install one, or name it by NEWSARC_CHROMIUM.")
    return found


def is_unseen(request: Any) -> bool:
    """Return whether what a page asks for is of no use to a reader of text."""
    return request.resource_type in UNSEEN


async def settle(page: Any) -> None:
    """Wait until *page* has fetched what it draws its story from: nothing for half a second, at most `SETTLES`.

    A page that never rests, for it asks for news all the time, is read as it stands then.
    """
    from playwright.async_api import TimeoutError as NeverRests  # noqa: PLC0415  (of the extra, which is there)

    with contextlib.suppress(NeverRests):
        await page.wait_for_load_state("networkidle", timeout=SETTLES)


class BrowserAddon:
    """Sets a crawl up for the browser where NEWSARC_BROWSER is set; does nothing elsewhere."""

    def update_settings(self, settings: BaseSettings) -> None:
        if not settings.getbool("NEWSARC_BROWSER"):
            raise NotConfigured
        try:
            import scrapy_playwright  # noqa: F401, PLC0415
        except ImportError as error:
            raise BrowserError("NEWSARC_BROWSER needs `pip install 'newsarc[browser]'`") from error
        proxy = GuardProxy(
            settings.getdict("NEWSARC_RESOLVE"),
            allow_private=settings.getbool("NEWSARC_ALLOW_PRIVATE_ADDRESSES"),
            timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
            most=10 * settings.getint("DOWNLOAD_MAXSIZE"),
        )
        launch = {
            "executable_path": find_chromium(settings["NEWSARC_CHROMIUM"]),
            "chromium_sandbox": os.geteuid() != 0,  # it refuses to run as root in one
            "proxy": {"server": f"http://{proxy.address}", "bypass": "<-loopback>"},
        }
        values = {
            _PROXY: proxy,
            "DOWNLOAD_HANDLERS": settings.getdict("DOWNLOAD_HANDLERS") | {"http": HANDLER, "https": HANDLER},
            "PLAYWRIGHT_BROWSER_TYPE": "chromium",
            "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
            "PLAYWRIGHT_ABORT_REQUEST": is_unseen,
            "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 1000 * settings.getfloat("DOWNLOAD_TIMEOUT"),
        }
        settings.setdict(values, priority="spider")


class BrowserMiddleware:
    """Has pages fetched by the browser, through the proxy that guards it; feeds and sitemaps as everywhere."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.proxy: GuardProxy | None = crawler.settings.get(_PROXY)
        if self.proxy is None:
            raise NotConfigured
        crawler.signals.connect(self.proxy.start, signals.spider_opened)
        crawler.signals.connect(self.proxy.stop, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        # A listing on another host than the site's is a feed or a sitemap, whatever its address looks like.
        is_elsewhere = request.meta.get("kind") == "listing" and not self.crawler.spider.is_ours(request.url)  # type: ignore[union-attr]
        if "kind" in request.meta and not is_elsewhere and not _NO_PAGE.search(request.url):
            from scrapy_playwright.page import PageMethod  # noqa: PLC0415  (of the extra, which is there)

            request.meta.update(playwright=True, playwright_page_methods=[PageMethod(settle)])
            for name in ("If-None-Match", "If-Modified-Since"):
                request.headers.pop(name, None)  # a browser shows what it has, and a 304 as nothing
