"""Pages that a crawl kept, and the articles that it read from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from two_stories import FERRY, GATES

from crawler.archive import Archive
from crawler.archive.captures.captures import keep_page
from crawler.archive.captures.rereading import Difference, Kept, reread
from crawler.archive.reading import Filter
from crawler.cli.kept import read_kept
from crawler.items import Article

MONDAY = datetime(2025, 11, 24, 3, 25, tzinfo=UTC)
URL = "https://lock.example/news/2025/11/gates"
SAID = "<p>“We have waited since spring for the steel,” said Ann Reed, who leads the works at the old lock.</p>"


def html(title: str = "Lock gates close", body: str = GATES, views: int = 100) -> str:
    return (
        f"<html lang=en><head><title>{title} | Lock News</title><meta property=article:section content=Local></head>"
        f"<body><article><h1>{title}</h1><p class=views>{views} views</p><p>{body}</p>{SAID}</article></body></html>"
    )


def visit(archive: Archive, page: str, *, day: float = 0, url: str = URL, parts: tuple[str, ...] = ()) -> int:
    """Archive a page as a crawl does: read, written, kept."""
    at = MONDAY + timedelta(days=day)
    headers = {"Content-Type": "text/html; charset=utf-8"}
    with archive.transaction():
        number = archive.keep_page(url, page.encode(), fetched_at=at, status=200, headers=headers)
        for place, part in enumerate(parts, 2):
            keep_page(
                *(archive.db, f"{url}?page={place}", part.encode()),
                **{"fetched_at": at, "status": 200, "headers": headers, "article_id": None},
                **{"part_of": number, "role": "part"},
            )
        kept = [(archive.capture(n), part.encode()) for n, part in enumerate(parts, number + 1)]
        article = read_kept(Kept(archive.capture(number), page.encode(), tuple(kept)))
        assert article is not None
        saved = archive.save(article, seen_at=at)
        archive.db.execute("UPDATE captures SET article_id = ? WHERE id >= ?", (saved.article_id, number))
    return saved.article_id


def visit_all(archive: Archive) -> Archive:
    """Archive an article in two states, with three readings of its counter, and another one of another site."""
    visit(archive, html(views=100))
    visit(archive, html(views=250), day=1)
    visit(archive, html(body=GATES.replace("nine", "eleven"), views=900), day=2)
    visit(archive, html("Ferry sails", FERRY), url="https://coast.example/news/2025/11/ferry")
    return archive


def run(archive: Archive, read: Any = read_kept, **options: Any) -> dict[str, Difference]:
    """Read again, and return the differences of the article at `URL` by field."""
    found = list(reread(archive, Filter(), read, **options))
    return {one.field: one for differences in found for one in differences if one.url == URL}


def shouted(kept: Kept) -> Article | None:
    """Another rule for titles, bodies and counters."""
    article = read_kept(kept)
    assert article is not None
    article.title, article.section, article.view_count = (article.title or "").upper(), None, 7
    article.body = (article.body or "").replace(" said ", " says ")
    article.quotes = [replace(quote, speaker=None) for quote in article.quotes]
    article.provenance["title"] = {"source": "shout", "evidence": None}
    article.provenance.pop("section", None)
    return article
