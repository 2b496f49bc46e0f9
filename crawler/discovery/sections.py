"""Pages of HTML to links: a home page, a section, the next page of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from crawler.discovery.feeds import date_of
from crawler.discovery.links import Kind, Link, is_feed_address, link_kind
from crawler.page import Page
from crawler.reading.urls import site_or_none, web_url_or_none

_FEED_TYPES = (
    *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
    *("text/xml", "application/xml", "application/json"),
)
MOST_LINKS = 5000
MOST_FEEDS = 50
MOST_EDITIONS = 20
MOST_DATES = 400
TEASER_DEPTH = 6  # elements around a date
MOST_IN_TEASER = 20  # links
# Asked where a home page names no feed and robots.txt no sitemap: where content systems put them.
COMMON_FEEDS = (
    "/feed/",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/feeds/posts/default",
)
COMMON_SITEMAPS = (
    *("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/news-sitemap.xml", "/sitemap-news.xml"),
    *("/sitemap_news.xml", "/sitemap.xml.gz", "/sitemap.txt"),
)
# The mark of a further page of a list: page/2, p2, seite-2, /2/; ?page=2, ?start=12.
_PATH_MARK = re.compile(
    r"/(?:page|paged|seite|pagina|pagine|stranica|side|sida|sivu|oldal|strona|p)[/_-]?(?P<a>\d{1,4})/?$"
    r"|/(?P<b>\d{1,3})/?$|[-_,](?:page|seite|pagina|p)?[-_]?(?P<c>\d{1,3})(?=\.\w{2,5}$)",
    re.IGNORECASE,
)
_PAGE_PARAMETER = re.compile(
    r"(?P<before>^|&)(?:page|paged|pg|p|seite|pagina|pageno|page_?num(?:ber)?|PAGEN_1)=(?P<n>\d{1,4})", re.I
)
_OFFSET_PARAMETER = re.compile(r"(?P<before>^|&)(?:start|offset|from|skip)=(?P<n>\d{1,6})", re.IGNORECASE)


def feed_addresses(page: Page) -> list[Link]:
    """Return the feeds that the page names by `<link rel=alternate>`, on whatever host, comment feeds aside."""
    found = []
    for node in page.tree.css('link[rel~="alternate" i][href][type]'):
        attributes = node.attributes
        address = attributes.get("href") or ""
        if (attributes.get("type") or "").lower() in _FEED_TYPES and "comments" not in address:
            found.append(address)
    links = [link for address in found[:MOST_FEEDS] if (link := _link(address, page, kind="listing", anywhere=True))]
    return [link for link in dict.fromkeys(links) if "wp-json" not in link.url and "oembed" not in link.url]


def editions(page: Page) -> list[Link]:
    """Return the front pages in other languages that the page names by `<link rel=alternate hreflang>`."""
    nodes = page.tree.css('link[rel~="alternate" i][hreflang][href]')[:MOST_EDITIONS]
    found = (_link(node.attributes.get("href") or "", page, kind="listing") for node in nodes)
    return [link for link in dict.fromkeys(found) if link]


def page_links(page: Page, kind_of: Callable[[str], Kind | None] | None = None) -> Iterator[Link]:
    """Yield the links of *page* that stay on its site, each once, with the kind that *kind_of* tells by the address."""
    seen = set()
    for node in page.tree.css("a[href]")[:MOST_LINKS]:
        attributes = node.attributes
        if "nofollow" in (attributes.get("rel") or "") and "next" not in (attributes.get("rel") or ""):
            continue
        link = _link(attributes.get("href") or "", page, kind_of=kind_of)
        if link and link.url not in seen:
            seen.add(link.url)
            yield link


def teaser_dates(page: Page) -> dict[str, str]:
    """Return the dates of the teasers on *page*, by the addresses they link to: those in a `time` beside one link."""
    found: dict[str, str] = {}
    for node in page.tree.css("time[datetime]")[:MOST_DATES]:
        date = date_of(node.attributes.get("datetime"))
        teaser: LexborNode | None = node
        for _ in range(TEASER_DEPTH):
            teaser = teaser.parent if teaser is not None else None
            if date is None or teaser is None or teaser.tag in ("body", "html"):
                break
            if links := teaser.css("a[href]")[:MOST_IN_TEASER]:
                urls = {
                    link.url for a in links if (link := _link(a.attributes.get("href") or "", page, kind="article"))
                }
                if len(urls) == 1:
                    found.setdefault(urls.pop(), date)
                break
    return found


def next_pages(page: Page) -> Iterator[Link]:
    """Yield the page that follows this one in its section: the one it calls so, or the one that its number tells."""
    is_named = False
    for node in page.tree.css('link[rel~="next" i][href], a[rel~="next" i][href]')[:2]:
        if link := _link(node.attributes.get("href") or "", page, kind="listing"):
            is_named = True
            yield replace(link, onward=True)
    if not is_named and (url := _next_by_number(page)):
        yield Link(url, "listing", onward=True)


def _next_by_number(page: Page) -> str | None:
    own, number, _ = page_number(page.url)
    further: list[tuple[int, str]] = []
    for node in page.tree.css("a[href]")[:MOST_LINKS]:
        if link := _link(node.attributes.get("href") or "", page, kind="listing"):
            address, other, is_offset = page_number(link.url)
            if address == own and (other > number if is_offset else other == max(number, 1) + 1):
                further.append((other, link.url))
    return min(further)[1] if further else None


def page_number(url: str) -> tuple[str, int, bool]:
    """Return *url* without the mark that makes it a further page of a list, the mark's number, and whether it counts
    entries rather than pages. The number of a first page is 0.

    >>> page_number("https://lock.example/news/page/2/"), page_number("https://lock.example/news?start=12")
    (('https://lock.example/news', 2, False), ('https://lock.example/news', 12, True))
    """
    parts = urlsplit(url)
    for pattern, is_offset in ((_PAGE_PARAMETER, False), (_OFFSET_PARAMETER, True)):
        if mark := pattern.search(parts.query):
            rest = (parts.query[: mark.start()] + parts.query[mark.end() :]).strip("&")
            return _address(url, parts.path, rest), int(mark["n"]), is_offset
    if mark := _PATH_MARK.search(parts.path):
        number = int(mark["a"] or mark["b"] or mark["c"])
        return _address(url, parts.path[: mark.start()] + parts.path[mark.end() :], parts.query), number, False
    return _address(url, parts.path, parts.query), 0, False


def _address(url: str, path: str, query: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}{f'?{query}' if query else ''}"


def without_pager(links: list[Link], pages: list[str]) -> list[Link]:
    """Return *links* without those to other pages of the list that *pages* are of, which may look like articles."""
    lists = {address for address, number, _ in map(page_number, pages) if number}
    return [link for link in links if not ((found := page_number(link.url))[1] and found[0] in lists)]


def feeds_among(links: list[Link]) -> list[Link]:
    """Return those of *links* that are of feeds by their addresses, as a page about a site's feeds has them."""
    return [replace(link, kind="listing") for link in links if is_feed_address(link.url)][:MOST_FEEDS]


def base_of(page: Page) -> str:
    """Return what the page's relative addresses start from."""
    node = page.tree.css_first("base[href]")
    try:
        return urljoin(page.url, (node.attributes.get("href") or "").strip()) if node else page.url
    except ValueError:
        return page.url


def _link(
    address: str,
    page: Page,
    *,
    kind: Kind | None = None,
    kind_of: Callable[[str], Kind | None] | None = None,
    anywhere: bool = False,
) -> Link | None:
    if address.startswith("#"):
        return None
    base = page.readings.get(base_of)
    if base is None:
        base = page.readings[base_of] = base_of(page)
    url = web_url_or_none(address, base)
    if url is None or (not anywhere and site_or_none(url) != page.site.domain):
        return None
    found = kind or (kind_of(url) if kind_of else link_kind(url, page.site))
    return Link(url, found) if found else None
