"""A small news site whose pages can be broken in many ways, and runs over it: real pages, the real extractor."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from crawler.archive import Archive
from crawler.archive.sites.history import SiteHistory
from crawler.discovery.article_or_not import why_not_article
from crawler.items import Article, Fetched
from crawler.monitoring.blocked import blocked_by
from crawler.monitoring.tally import SiteTally
from crawler.page import Page
from pipelines import extract

SITE = "wharf.example"
HOME = f"http://{SITE}/"
FEED, SECTION = f"{HOME}feed.xml", f"{HOME}town/"
START = datetime(2026, 3, 2, 18, tzinfo=UTC)
A_DAY = 16  # articles
DAYS = 12
AUTHORS = ("Ada Quill", "Ben Marsh", "Cora Finch", "Dan Ferry")
THINGS = ("harbour", "market", "bridge", "school", "museum", "railway", "library", "ferry")


@dataclass(frozen=True)
class Story:
    """One story as the site tells it, and the parts that a fault changes."""

    number: int
    published: datetime
    title: str
    paragraphs: tuple[str, ...]
    author: str | None
    views: str | None
    image: bool = True
    section: str | None = "Town"
    json_ld: bool = True
    headline: bool = True
    language: str = "en"
    paywalled: bool = False
    declared_date: datetime | None = None  # where JSON-LD gives another one than the page

    @property
    def url(self) -> str:
        return f"{HOME}town/2026/03/{'-'.join(self.title.lower().split())}"


def story(number: int, day: int) -> Story:
    thing, other = THINGS[number % 8], THINGS[(number // 8 + 3 * number + day) % 8]
    author = AUTHORS[(number + day) % 4]
    length = 3 + (number * 7 + day) % 5
    told = tuple(
        f"The {thing} council met for the {day * A_DAY + number + n}th time on the {other}, for {n + 2} hours; "
        f"{12 + number * (n + 3) + day} people listened and asked how long the works near the old {thing} would take. "
        f"“Nobody will wait for the {other} longer than {n + 3} weeks,” said {AUTHORS[(n + day) % 4]}, who leads it."
        for n in range(length)
    )
    return Story(
        number,
        START + timedelta(days=day - 1, hours=1 + number, minutes=7 * number % 60),
        f"Council number {day * A_DAY + number} speaks of the {thing} and the {other} again",
        told,
        author,
        f"{(number * 37 + day * 11) % 900 + 40} views",
    )


def html(one: Story) -> bytes:
    """Return the page of a story."""
    declared = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": one.title,
        "datePublished": (one.declared_date or one.published).isoformat(),
        "articleSection": one.section, "isAccessibleForFree": not one.paywalled,
        "image": f"{HOME}media/{one.number}.jpg" if one.image else None,
        "author": {"@type": "Person", "name": one.author} if one.author else None,
    }  # fmt: skip
    if not one.headline:
        del declared["headline"]
    script = f'<script type="application/ld+json">{json.dumps(declared)}</script>' if one.json_ld else ""
    title = one.title if one.headline else ""
    views = f'<p><span class="piece__n">{one.views}</span></p>' if one.views else ""
    printed = one.published.strftime("%d %B %Y, %H:%M")
    return f"""<!DOCTYPE html><html lang="{one.language}"><head><title>{title or "The Wharf"} | The Wharf</title>
<meta property="og:type" content="article">{f'<meta property="og:title" content="{title}">' if title else ""}{script}
</head><body><nav><a href="/">The Wharf</a> <a href="/town/">Town</a> <a href="/sport/">Sport</a></nav>
<article class="piece">{f'<h1 class="piece__headline">{title}</h1>' if title else ""}
{f'<p class="piece__byline">By {one.author}</p>' if one.author else ""}
<time class="piece__time" datetime="{one.published.isoformat()}">{printed}</time>{views}
<div class="piece__text">{"".join(f"<p>{paragraph}</p>" for paragraph in one.paragraphs)}</div></article>
<footer><p>The Wharf, a paper for the town. <a href="/about">About</a></p></footer></body></html>""".encode()


@dataclass(frozen=True)
class Answer:
    """What the site answers to one address."""

    url: str
    body: bytes
    status: int = 200


@dataclass
class Day:
    """All that a crawl meets on one day."""

    stories: list[Story]
    answers: list[Answer]
    feed: list[str] | None
    section: list[str] | None
    refused: bool = False
    listing_status: int = 200  # of the feed
    shut_out: int | None = None  # the status of all listings


def day(number: int) -> Day:
    stories = [story(n, number) for n in range(A_DAY)]
    urls = [one.url for one in stories]
    return Day(stories, [Answer(one.url, html(one)) for one in stories], urls, [*urls[: A_DAY // 2], *urls[:8]])


def changed(number: int, change: Callable[[Story], Story]) -> Day:
    """Return a day whose stories are all changed alike."""
    whole = day(number)
    whole.answers = [Answer(one.url, html(change(one))) for one in whole.stories]
    return whole


def record(archive: Archive, number: int, seen: Day, *, read: Callable[[Page], Article] = extract) -> int:
    """Record a crawl of *seen* as the crawler would, page by page, and return its number."""
    at = START + timedelta(days=number)
    tally = SiteTally(SITE)
    for answer in seen.answers:
        tally.count("answers")
        _visit(archive, tally, answer, at, seen, read)
    for url, links in ((HOME, seen.feed), (FEED, seen.feed), (SECTION, seen.section)):
        tally.count("answers")
        status = seen.shut_out or (seen.listing_status if url == FEED else 200)
        state = {200: "read", 404: "gone"}.get(status, "failed")
        tally.visit(url, "listing", state, status=status, reason=None)
        if state == "read" and links is not None:
            tally.listed(url, 200, [one.url for one in seen.stories] if url == HOME else links, None)
    run = archive.start_run("news_site", SITE, at=at)
    with archive.transaction():
        archive.finish_run(run, status="finished", exit_code=0, counts={}, fields={SITE: tally.fields}, at=at)
        SiteHistory(archive).write(run, [tally.result()])
    return run


def _visit(
    archive: Archive, tally: SiteTally, answer: Answer, at: datetime, seen: Day, read: Callable[[Page], Article]
) -> None:
    def visited(state: str, reason: str | None = None) -> None:
        tally.visit(answer.url, "article", state, status=answer.status, reason=reason)

    if seen.refused:
        visited("refused", "Forbidden by robots.txt")
        return
    if kind := blocked_by(answer.body):
        tally.count(f"obstacles/{kind}", answer.url)
    if answer.status != 200:
        visited("gone" if answer.status in (404, 410) else "failed", f"status {answer.status}")
        return
    page = Page.from_html(answer.body, answer.url, fetched_at=at)
    if reason := why_not_article(page):
        visited("not_article", reason)
        return
    article = read(page)
    article.fetched = Fetched(answer.url, 200, {}, answer.body, at)
    if not (article.title and article.body):
        visited("not_article", "no title and no body")
        archive.keep_page(answer.url, answer.body, fetched_at=at, status=200, headers={})
        tally.article(article)
        return
    article.outcome = "new"
    saved = archive.save(article, seen_at=at)
    archive.keep_page(answer.url, answer.body, fetched_at=at, status=200, headers={}, article_id=saved.article_id)
    visited("archived")
    tally.article(article)


def record_clean_days(archive: Archive) -> None:
    """Record `DAYS` crawls of the site as it is. Each page is read once, and told again on later days as another."""
    known: dict[int, Article] = {}

    def read_once(page: Page) -> Article:
        number = len(known) % (2 * A_DAY) if len(known) < 2 * A_DAY else next(numbers) % (2 * A_DAY)
        if number not in known:
            known[number] = extract(page)
            return known[number]
        again = copy(known[number])
        again.url, again.page = page.url, page
        again.title, again.body = f"{again.title} ({page.url})", f"{again.body}\n\n{page.url}"
        again.published_at = (page.fetched_at or START).replace(hour=number % 17).isoformat()
        return again

    numbers = iter(range(10**6))
    for number in range(DAYS - 2):
        record(archive, number, day(number), read=read_once)
    for number in (DAYS - 2, DAYS - 1):  # what is kept of these is looked at
        record(archive, number, day(number))


__all__ = ["Day", "Story", "changed", "day", "html", "record", "record_clean_days", "replace", "story"]
