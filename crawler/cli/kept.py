"""Pages that were fetched some time, read as a crawl of today reads them."""

from __future__ import annotations

from functools import cache
from typing import Any

from crawler.archive.captures.rereading import Kept
from crawler.discovery.article_or_not import why_not_article
from crawler.items import Article
from crawler.page import Page
from crawler.reading.instants import parse_utc
from crawler.reading.urls import site_of
from crawler.settings import NEWSARC_READER
from crawler.site import Site
from crawler.trial import why_unreadable
from pipelines import extract


def read_found(kept: Kept) -> Article | None:
    """Return the article on a page of which nobody has said that it holds one; None where it does not."""
    page = _page(kept.capture.url, kept.body, kept.capture.headers, kept.capture.fetched_at)
    return None if why_unreadable(page, NEWSARC_READER) or why_not_article(page) else extract(page)


def read_kept(kept: Kept) -> Article | None:
    """Return the article on a kept page, as a crawl of today reads it; None for one that takes too long."""
    page = _page(kept.capture.url, kept.body, kept.capture.headers, kept.capture.fetched_at)
    for part, body in kept.parts:
        if part.role == "part":
            page.further.append(_page(part.url, body, part.headers, part.fetched_at))
        else:
            page.counter_answer = body
    return None if why_unreadable(page, NEWSARC_READER) else extract(page)


def _page(url: str, body: bytes, headers: dict[str, Any], fetched_at: str) -> Page:
    named = {name.lower(): value for name, value in headers.items()}
    return Page.from_html(
        body, url, content_type=named.get("content-type"), fetched_at=parse_utc(fetched_at), site=_site(site_of(url))
    )


@cache
def _site(domain: str) -> Site | None:
    """What is known of a site: its spider's file says."""
    from crawler.cli.crawling import project_settings  # noqa: PLC0415  (Scrapy, which reading an archive needs not)
    from crawler.cli.targets import load_spiders  # noqa: PLC0415

    loader = load_spiders(project_settings())
    sites = (getattr(loader.load(name), "site", None) for name in loader.list())
    return next((site for site in sites if site is not None and site.domain == domain), None)
