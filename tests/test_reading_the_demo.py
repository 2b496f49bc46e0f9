"""Every page of the demo is read as its author meant it: one test a page for its fields, one for its quotes.

The pages are what content systems print, and the expectations are the authors'. What fails here is
the reader's to mend.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlsplit

import pytest

from crawler.demo import DemoArticle, all_articles, changes
from crawler.demo.markups import VARIANTS
from crawler.demo.routes import site_at
from crawler.items import Article
from crawler.page import Page
from pipelines import extract

FETCHED_AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIELDS = ("title", "description", "authors", "published_at", "modified_at", "view_count", "language")
CHANGED = {change.story for change in (*changes().edited, *changes().moved, *changes().copied)}
PAGES = [(0, article) for article in all_articles()] + [(1, a) for a in all_articles(1) if a.name in CHANGED]


def by_name(page: tuple[int, DemoArticle]) -> str:
    state, article = page
    later = f"-later-{urlsplit(article.url).netloc.removesuffix('.example')}" if state else ""
    return f"{article.markup}-{article.name}{later}"


EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=by_name)


@cache
def read(state: int, url: str) -> Article:
    """Return what the reader makes of the page at *url*."""
    parts = urlsplit(url)
    answer = site_at(state).answer(parts.netloc, parts._replace(scheme="", netloc="").geturl())
    page = Page.from_html(answer.content, url, content_type=answer.content_type, fetched_at=FETCHED_AT)
    return extract(page, reraise=True)


def same_instant(one: object, other: object) -> bool:
    """Whether two values are dates that tell one instant with two offsets."""
    dates = [datetime.fromisoformat(text) for text in (one, other) if isinstance(text, str) and text[10:11] == "T"]
    return len(dates) == 2 and all(date.tzinfo for date in dates) and dates[0] == dates[1]


@EVERY_PAGE
def test_fields(page: tuple[int, DemoArticle]) -> None:
    state, expected = page
    article = read(state, expected.url)

    found = {name: getattr(article, name) for name in FIELDS}
    found["authors"] = list(found["authors"] or [])
    wrong = {name for name in FIELDS if found[name] != getattr(expected, name)}
    wrong = {name for name in wrong if not same_instant(found[name], getattr(expected, name))}
    assert {name: found[name] for name in wrong} == {name: getattr(expected, name) for name in wrong}


@EVERY_PAGE
def test_body(page: tuple[int, DemoArticle]) -> None:
    """Whether the line under the headline opens the body as well is left open, where no counter parts them."""
    state, expected = page
    body = read(state, expected.url).body or ""

    assert body.removeprefix(f"{expected.description}\n\n") == expected.body


@EVERY_PAGE
def test_quotes(page: tuple[int, DemoArticle]) -> None:
    """All that are expected; a page may hold other marked runs, of which nobody can say whether they are quotes."""
    state, expected = page
    found = [(quote.text, quote.speaker, quote.kind) for quote in read(state, expected.url).quotes]

    assert [quote for quote in map(tuple, expected.quotes or []) if quote not in found] == []


VARIANT_PAGES = [(a, suffix) for a in all_articles() for suffix in VARIANTS.get(a.markup, {})]


@pytest.mark.parametrize(("article", "suffix"), VARIANT_PAGES, ids=lambda value: getattr(value, "name", None))
def test_another_form_of_a_page_tells_the_same(article: DemoArticle, suffix: str) -> None:
    amp = read(0, article.url + suffix)

    assert (amp.title, amp.published_at, amp.view_count) == (article.title, article.published_at, article.view_count)
    assert (amp.body or "").removeprefix(f"{article.description}\n\n") == article.body
