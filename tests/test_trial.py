"""Pages that are made to be slow cost a bounded time, and the pages after them are read."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from conftest import Command
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.page import Page
from crawler.trial import MOST_TAGS, SECONDS, is_risky, why_unreadable
from spiders.news_site import NewsSiteSpider

STORY = "<h1>Gates close</h1>" + "<p>The oak gates of the lower lock are to be replaced in May, the board said.</p>" * 5
NESTED = "<div>" * 100_000 + STORY
ATTRIBUTES = f"<div {' '.join(f'a{i}=1' for i in range(200_000))}>{STORY}"
READER = "pipelines:extract"


def test_a_page_of_a_hundred_thousand_nested_tags_is_given_up_in_time():
    began = time.monotonic()

    reason = why_unreadable(Page.from_html(NESTED), READER)

    assert "100,0" in (reason or "")
    assert time.monotonic() - began < 4 * SECONDS


def test_a_large_page_that_is_meant_well_is_read():
    page = Page.from_html(STORY + "<p>A line of a very long list.</p>" * MOST_TAGS)

    assert is_risky(page.html or "")
    assert why_unreadable(page, READER) is None


def test_equal_signs_in_scripts_are_no_attributes():
    script = f"<script>{'a=1;' * 200_000}</script>"

    assert not is_risky(script + STORY)
    assert is_risky(script + ATTRIBUTES)


def test_a_batch_goes_on_after_pages_that_are_made_to_be_slow(newsarc: Command, tmp_path: Path):
    pages = {"nested": NESTED, "attributes": ATTRIBUTES, "story": STORY}
    for name, html in pages.items():
        (tmp_path / f"{name}.html").write_text(html)
    rows = "\n".join(json.dumps({"id": name, "html_path": f"{name}.html"}) for name in pages)

    done = newsarc("extract", "--batch", "--timings", stdin=rows)

    nested, attributes, story = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 3
    assert "unreadable" in nested["error"]
    assert "unreadable" in attributes["error"]
    assert nested["ms"] > 1000  # the child's time counts
    assert story["title"] == "Gates close"


@pytest.mark.parametrize("parse", ["parse_article", "parse_listing"])
def test_a_crawl_sets_such_a_page_aside_with_the_reason(parse: str):
    spider = NewsSiteSpider.from_crawler(get_crawler(settings_dict={"NEWSARC_READER": READER}), url="lock.example")
    request = Request("https://lock.example/2026/11/gates", meta={"leased": object()})
    response = HtmlResponse(request.url, body=NESTED.encode(), request=request)

    assert list(getattr(spider, parse)(response)) == []
    assert "unreadable" in response.meta["reason"]
