"""Pages of HTML to links: a home page, a section, the next page of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crawler.discovery.links import Link, link_kind
from crawler.page import Page
from crawler.reading.urls import UrlError, site_of, web_url

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
MOST_LINKS = 5000
# Asked where a home page names no feed and robots.txt no sitemap: where content systems put them.
COMMON_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
COMMON_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml")


def feed_addresses(page: Page) -> list[Link]:
    """Return the feeds that the page names by `<link rel=alternate>`, comment feeds aside."""
    found = []
    for node in page.tree.css('link[rel~="alternate" i][href][type]'):
        attributes = node.attributes
        address = attributes.get("href") or ""
        if (attributes.get("type") or "").lower() in _FEED_TYPES and "comments" not in address:
            found.append(address)
    return [link for link in (_link(address, page, "listing") for address in found) if link]


def page_links(page: Page) -> Iterator[Link]:
    """Yield the links of *page* that stay on its site, each once, as their addresses say: articles or listings."""
    seen = set()
    for node in page.tree.css("a[href]")[:MOST_LINKS]:
        attributes = node.attributes
        if "nofollow" in (attributes.get("rel") or "") and "next" not in (attributes.get("rel") or ""):
            continue
        link = _link(attributes.get("href") or "", page)
        if link and link.url not in seen:
            seen.add(link.url)
            yield link


def next_pages(page: Page) -> Iterator[Link]:
    """Yield the page that follows this one in its section, where the page says so by `rel=next`."""
    for node in page.tree.css('link[rel~="next" i][href], a[rel~="next" i][href]')[:2]:
        if link := _link(node.attributes.get("href") or "", page, "listing"):
            yield replace(link, onward=True)


def _link(address: str, page: Page, kind: str | None = None) -> Link | None:
    if address.startswith("#"):
        return None
    try:
        url = web_url(address, page.url)
        if site_of(url) != page.site.domain:
            return None
    except UrlError:
        return None
    found = kind or link_kind(url, page.site)
    return Link(url, found) if found else None  # type: ignore[arg-type]
