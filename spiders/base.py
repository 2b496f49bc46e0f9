"""The path every spider takes: listings to requests, pages to articles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.gz import gunzip, gzip_magic_number

from crawler.discovery.article_or_not import why_not_article
from crawler.discovery.feeds import feed_links
from crawler.discovery.links import Link, link_kind, looks_like_article
from crawler.discovery.sections import COMMON_FEEDS, COMMON_SITEMAPS, feed_addresses, next_pages, page_links
from crawler.discovery.sitemaps import robots_sitemaps, sitemap_links
from crawler.items import Article, Fetched
from crawler.page import Page
from crawler.reading.instants import now
from crawler.reading.urls import UrlError, site_of, web_url
from crawler.site import Site

_HTML = ("text/html", "application/xhtml+xml")


class NewsSpider(Spider):
    """A spider over one `site`. A site's own spider names that and nothing else, unless its pages need code.

    It starts at the site's feeds, sitemaps and sections; where none is named, at its home page and robots.txt,
    which lead to them. Every listing yields links, every page that is an article an `Article`.
    """

    name = "base"
    site: Site
    only_given: ClassVar[bool] = False
    follows_sections: ClassVar[bool] = True

    async def start(self) -> AsyncIterator[Any]:
        for url in self.start_listings():
            yield self.request(Link(url, "listing"))

    def start_listings(self) -> Iterable[str]:
        """Return the listings that a crawl begins with."""
        named = (*self.site.feeds, *self.site.sitemaps, *self.site.sections)
        home = f"https://{self.site.domain}/"
        return named or (home, f"{home}robots.txt")

    def request(self, link: Link) -> Request:
        """Return the request for *link*: what its kind says decides who parses the answer."""
        meta = {"kind": link.kind, "listed_at": link.listed_at}
        return Request(link.url, callback=getattr(self, f"parse_{link.kind}"), meta=meta)

    def parse_listing(self, response: Response, **kwargs: Any) -> Iterator[Request]:
        """Yield requests for what a listing lists: a feed, a sitemap, robots.txt, a page with links."""
        yield from map(self.request, self.links(response))

    def links(self, response: Response) -> Iterator[Link]:
        """Yield the links of a listing, each on this site, by what the answer is rather than what it says it is."""
        for link in self._found(response):
            try:
                if site_of(link.url) == self.site.domain:
                    yield link
            except UrlError:
                continue

    def _found(self, response: Response) -> Iterator[Link]:
        body = response.body
        if gzip_magic_number(response):
            body = gunzip(body, max_size=self.settings.getint("DOWNLOAD_MAXSIZE"))
        head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if response.url.endswith("/robots.txt"):
            sitemaps = list(robots_sitemaps(body, response.url))
            yield from sitemaps or (Link(web_url(path, response.url), "listing") for path in COMMON_SITEMAPS)
        elif head.startswith(b"{"):
            yield from feed_links(body, response.url)
        elif head.startswith(b"<") and not _is_html(head):
            listed = list(sitemap_links(body, response.url))
            yield from (link for link in listed if link.kind == "listing" or self.may_be_article(link.url))
            yield from () if listed else feed_links(body, response.url)
        else:
            yield from self.page_listing(self.page(response))

    def may_be_article(self, url: str) -> bool:
        """Return whether an address of a sitemap, which lists all of a site's pages, may be an article's."""
        return looks_like_article(url) or link_kind(url, self.site) is not None

    def page_listing(self, page: Page) -> Iterator[Link]:
        """Yield the links of a page: from a home page feeds and sections too, from a section its articles."""
        is_start = page.url in {web_url(url) for url in self.start_listings()}
        if is_start:
            feeds = feed_addresses(page)
            yield from feeds or (Link(web_url(path, page.url), "listing") for path in COMMON_FEEDS)
        yield from next_pages(page)
        for link in page_links(page):
            if link.kind == "article" or (is_start and self.follows_sections):
                yield link

    def parse_article(self, response: Response, **kwargs: Any) -> Iterator[Article]:
        """Yield the article on a page, or nothing where it is none: the ledger keeps the reason."""
        media = (
            (response.headers.get("Content-Type") or b"text/html").decode("latin-1").partition(";")[0].strip().lower()
        )
        if media not in _HTML:
            response.meta["reason"] = f"not a page: {media}"
            return
        page = self.page(response)
        if reason := self.why_not_article(page):
            response.meta["reason"] = reason
            return
        yield Article(page=page, url=page.url, site=page.site.domain, fetched=self.fetched(response))

    def why_not_article(self, page: Page) -> str | None:
        """Return why *page* is no article, or None."""
        return why_not_article(page)

    def page(self, response: Response) -> Page:
        """Return the response as a page of this spider's site."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return Page.from_html(
            response.body, response.url, content_type=content_type, fetched_at=now(), site=self.site_at(response.url)
        )

    def site_at(self, url: str) -> Site | None:
        """Return this spider's site if *url* is on it; None elsewhere: a redirect may leave the site."""
        return self.site if site_of(url) == self.site.domain else None

    def fetched(self, response: Response) -> Fetched:
        """Return the response as it came, for the archive to keep."""
        headers = {
            name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()
        }
        leased = response.meta.get("leased")
        return Fetched(response.url, response.status, headers, response.body, now(), leased)


def _is_html(head: bytes) -> bool:
    return b"<html" in head or b"<!doctype html" in head
