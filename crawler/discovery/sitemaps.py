"""Sitemaps, sitemap indexes, news sitemaps and the sitemap lines of robots.txt to links with dates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from crawler.discovery.feeds import MOST_ENTRIES, date_of, local_name, namespace_and_name, xml_root
from crawler.discovery.links import Kind, Link
from crawler.reading.urls import web_url_or_none

MOST_LINES = 20_000  # of a robots.txt


def sitemap_links(body: bytes, url: str) -> Iterator[Link]:
    """Yield what a sitemap lists: other sitemaps as listings, pages as articles; nothing if *body* is no sitemap.

    The date is `news:publication_date` where the sitemap gives one, else `lastmod`. A sitemap may be a text too, an
    address a line.
    """
    if body.lstrip()[:4].lower() == b"http":
        yield from _lines(body, url)
        return
    root = xml_root(body)
    if root is None or local_name(root) not in ("urlset", "sitemapindex"):
        return
    kind: Kind = "listing" if local_name(root) == "sitemapindex" else "article"
    for entry in islice(root, MOST_ENTRIES):
        if local_name(entry) in ("url", "sitemap") and (link := _entry(entry, url, kind)):
            yield link


def _entry(entry: Any, url: str, kind: Kind) -> Link | None:
    found: dict[str, str] = {}
    news = None
    for child in entry:
        if local_name(child) == "news":
            news = next((date_of(e.text) for e in child.iter() if local_name(e) == "publication_date"), None)
        elif child.text and _is_own(child):
            found.setdefault(local_name(child), child.text.strip())
    if (address := web_url_or_none(found.get("loc", ""), url)) is None:
        return None
    changed = date_of(found.get("lastmod"))
    return Link(address, kind, news or changed, is_told=news is not None, published_at=news)


def _is_own(element: Any) -> bool:
    """Whether an element is of sitemaps, not of the images and videos in them, which have addresses and dates too."""
    namespace, _ = namespace_and_name(element)
    return "schemas/sitemap/" in namespace or "schemas/sitemap-" not in namespace


def _lines(body: bytes, url: str) -> Iterator[Link]:
    for line in islice(body.decode("utf-8", "replace").splitlines(), MOST_ENTRIES):
        if line.strip() and (address := web_url_or_none(line, url)):
            yield Link(address, "article")


def robots_sitemaps(body: bytes, url: str) -> Iterator[Link]:
    """Yield the sitemaps that a robots.txt names."""
    for line in islice(body.decode("utf-8", "replace").splitlines(), MOST_LINES):
        name, _, value = line.partition(":")
        if name.strip().lower() == "sitemap" and (address := web_url_or_none(value.partition("#")[0], url)):
            yield Link(address, "listing")
