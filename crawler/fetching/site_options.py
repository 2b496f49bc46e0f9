"""A downloader middleware for what one site needs: its headers, its cookies, the proxy that it is asked through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request

from crawler.reading.urls import site_or_none

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_PROXIED = "newsarc_proxied"  # in a request's meta, which a redirect's has too


class SiteOptionsMiddleware:
    """Adds them to the requests to the spider's site, and takes them off again where a redirect leads elsewhere.

    They are the `Site`'s, and over them those of `[sites.NAME]` in newsarc.toml. Scrapy's middlewares for headers and
    proxies come after this one, and fill in what any other host is sent.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.headers: dict[str, str] | None = None
        self.proxy: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        site = getattr(self.crawler.spider, "site", None)
        if site is None:
            return
        if self.headers is None:
            settings = self.crawler.settings
            self.proxy = settings["NEWSARC_PROXY"] or site.proxy
            self.headers = {**site.headers, **settings.getdict("NEWSARC_HEADERS")}
            if cookies := {**site.cookies, **settings.getdict("NEWSARC_COOKIES")}:
                self.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        is_its = site_or_none(request.url) == site.domain
        for name, value in self.headers.items():
            if is_its:
                request.headers[name] = value
            elif request.headers.getlist(name) == [value.encode()]:
                request.headers.pop(name)
        if self.proxy and is_its:
            request.meta.update({"proxy": self.proxy, _PROXIED: True})
        elif request.meta.pop(_PROXIED, False):
            # It would resolve names where no guard looks at their addresses; its password goes with it.
            request.meta.pop("proxy", None)
