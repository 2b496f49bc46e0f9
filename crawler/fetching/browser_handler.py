"""The download handler of crawls with a browser. Only they load this: it needs the extra `browser`."""

from __future__ import annotations

from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.fetching.headers import BoundedHandler


class BrowserHandler(ScrapyPlaywrightDownloadHandler, BoundedHandler):  # type: ignore[misc]
    """Pages by the browser, which bounds headers itself; feeds, sitemaps and robots.txt within our own bounds."""
