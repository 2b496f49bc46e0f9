"""Pages of HTML to links: a home page, a section, the next page of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from crawler.blocks import HEADINGS
from crawler.discovery.feeds import date_of
from crawler.discovery.links import LETTERS_OF_WORD, UNSPACED, Kind, Link, is_feed_address, is_page_of_list, link_kind
from crawler.discovery.listings import closed
from crawler.page import Page
from crawler.reading.instants import now, utc_text
from crawler.reading.urls import site_or_none, web_url_or_none

_FEED_TYPES = (
    *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"),
    *("text/xml", "application/xml", "application/json"),
)
MOST_LINKS = 5000
HEADLINE, HEADLINE_AT_HOME = 4, 6  # words
MOST_BELOW = 31
RECENT = timedelta(days=62)
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


def feed_addresses(page: Page) -> list[Link]:
    """Return the feeds that the page names by `<link rel=alternate>`, on whatever host, comment feeds aside."""
    found = []
    for node in page.tree.css('link[rel~="alternate" i][href][type]'):
        attributes = node.attributes
        address = attributes.get("href") or ""
        if (attributes.get("type") or "").lower() in _FEED_TYPES and "comments" not in address:
            found.append(address)
    links = [link for address in found[:MOST_FEEDS] if (link := link_on(address, page, kind="listing", anywhere=True))]
    return [link for link in dict.fromkeys(links) if "wp-json" not in link.url and "oembed" not in link.url]


def editions(page: Page) -> list[Link]:
    """Return the front pages in other languages that the page names by `<link rel=alternate hreflang>`."""
    nodes = page.tree.css('link[rel~="alternate" i][hreflang][href]')[:MOST_EDITIONS]
    found = (link_on(node.attributes.get("href") or "", page, kind="listing") for node in nodes)
    return [link for link in dict.fromkeys(found) if link]


def page_links(page: Page, kind_of: Callable[[str], Kind | None] | None = None) -> Iterator[Link]:
    """Yield the links of *page* that stay on its site, each once, with the kind that *kind_of* tells by the address."""
    seen = set()
    for node in page.tree.css("a[href]")[:MOST_LINKS]:
        attributes = node.attributes
        if "nofollow" in (attributes.get("rel") or "") and "next" not in (attributes.get("rel") or ""):
            continue
        link = link_on(attributes.get("href") or "", page, kind_of=kind_of)
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
                    link.url for a in links if (link := link_on(a.attributes.get("href") or "", page, kind="article"))
                }
                if len(urls) == 1:
                    found.setdefault(urls.pop(), date)
                break
    return found


def headline_urls(page: Page, fewest_words: int) -> set[str]:
    """Return where those links of *page* lead whose text is as long as a headline: names of sections are shorter.

    One that is a heading, or holds one, is one with a word less.
    """
    found = set()
    for node in page.tree.css("a[href]")[:MOST_LINKS]:
        text = node.text(deep=True)
        words = len(text.split()) + len(UNSPACED.findall(text)) // LETTERS_OF_WORD
        is_heading = (node.parent is not None and node.parent.tag in HEADINGS) or node.css_first(
            "h2, h3, h4"
        ) is not None
        fewest = fewest_words - is_heading
        if words >= fewest and (link := link_on(node.attributes.get("href") or "", page, kind="article")):
            found.add(link.url)
    return found


def sections_below(links: list[Link], url: str) -> set[str]:
    """Return which of *links* are of lists below the section at *url*: /local/ leads to /local/harbour/.

    None are where they are many, as in a catalogue; nor are lists of days that are long over.
    """
    folder = f"{urlsplit(url).path.rstrip('/')}/"
    since = utc_text(now() - RECENT)
    found = {
        link.url
        for link in links
        if link.kind == "listing"
        and urlsplit(link.url).path.startswith(folder)
        and len(urlsplit(link.url).path) > len(folder)
        and not is_page_of_list(link.url)
        and (closed(link).listed_at or since) >= since
    }
    return found if folder != "/" and len(found) <= MOST_BELOW else set()


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


def link_on(
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
