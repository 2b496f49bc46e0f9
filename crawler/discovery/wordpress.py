"""WordPress's own interface, where a site leaves it open: its posts with their dates, for any span."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.discovery.feeds import date_of
from crawler.discovery.links import Link
from crawler.discovery.periods import Span
from crawler.page import Page
from crawler.reading.urls import site_or_none, web_url_or_none

POSTS_A_PAGE = 100  # what WordPress gives at most
MOST_PAGES = 1000


def api_address(page: Page) -> str | None:
    """Return the address of the interface that a WordPress page names, on its own site; None where it names none."""
    node = page.tree.css_first('link[rel="https://api.w.org/"][href]')
    url = web_url_or_none(node.attributes.get("href") or "", page.url) if node else None
    return url if url and site_or_none(url) == page.site.domain else None


def posts_address(api: str, span: Span | None = None) -> str:
    """Return where the newest posts are listed, those of *span* if one is asked for.

    >>> posts_address("https://lock.example/wp-json/")
    'https://lock.example/wp-json/wp/v2/posts?per_page=100&_fields=link%2Cdate_gmt%2Cmodified_gmt'
    >>> posts_address("https://lock.example/?rest_route=/", Span("2024-09-01T00:00:00Z"))[:58]
    'https://lock.example/?rest_route=%2Fwp%2Fv2%2Fposts&per_pa'
    """
    parts = urlsplit(api)
    query = {"per_page": str(POSTS_A_PAGE), "_fields": "link,date_gmt,modified_gmt"}
    if span is not None:
        bounds = {"after": span.since, "before": span.until}
        query |= {name: moment for name, moment in bounds.items() if moment}
    if route := dict(parse_qsl(parts.query)).get("rest_route"):
        path, query = parts.path, {"rest_route": route.rstrip("/") + "/wp/v2/posts"} | query
    else:
        path = parts.path.rstrip("/") + "/wp/v2/posts"
    return f"{parts.scheme}://{parts.netloc}{path}?{urlencode(query)}"


def post_links(body: bytes, url: str) -> Iterator[Link]:
    """Yield the posts in an answer of WordPress, and its next page where it may have one; nothing if it is no such."""
    try:
        posts = json.loads(body)
    except (ValueError, RecursionError):
        return
    if not isinstance(posts, list):
        return
    for post in posts:
        if isinstance(post, dict) and isinstance(post.get("link"), str):
            published, changed = _date(post.get("date_gmt")), _date(post.get("modified_gmt"))
            dates = [date for date in (published, changed) if date]
            if address := web_url_or_none(post["link"], url):
                yield Link(address, "article", max(dates, default=None), is_told=True, published_at=published)
    number = dict(parse_qsl(urlsplit(url).query)).get("page", "1")
    if len(posts) >= POSTS_A_PAGE and number.isdecimal() and int(number) < MOST_PAGES:
        yield Link(_page(url, int(number) + 1), "listing", onward=True)


def _date(value: Any) -> str | None:
    """A date of WordPress's, which is in UTC and does not say so."""
    return date_of(f"{value}Z") if isinstance(value, str) and value[:4] not in ("0000", "") else None


def _page(url: str, number: int) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query)) | {"page": str(number)}
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(query)}"
