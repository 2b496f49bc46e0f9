"""Sitemaps, sitemap indexes, news sitemaps and the sitemap lines of robots.txt to links with dates."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.discovery.feeds import date_of, local_name, xml_root
from crawler.discovery.links import Link
from crawler.reading.urls import UrlError, web_url


def sitemap_links(body: bytes, url: str) -> Iterator[Link]:
    """Yield what a sitemap lists: other sitemaps as listings, pages as articles; nothing if *body* is no sitemap.

    The date is `news:publication_date` where the sitemap gives one, else `lastmod`.
    """
    root = xml_root(body)
    if root is None or local_name(root) not in ("urlset", "sitemapindex"):
        return
    kind = "listing" if local_name(root) == "sitemapindex" else "article"
    for entry in root:
        if local_name(entry) not in ("url", "sitemap"):
            continue
        found: dict[str, str] = {}
        for child in entry.iter():
            if child.text and child.text.strip():
                found.setdefault(local_name(child), child.text.strip())
        try:
            address = web_url(found.get("loc", ""), url)
        except UrlError:
            continue
        news = date_of(found.get("publication_date"))
        yield Link(address, kind, news or date_of(found.get("lastmod")), is_told=news is not None)  # type: ignore[arg-type]


def robots_sitemaps(body: bytes, url: str) -> Iterator[Link]:
    """Yield the sitemaps that a robots.txt names."""
    for line in body.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "sitemap":
            try:
                yield Link(web_url(value, url), "listing")
            except UrlError:
                continue
