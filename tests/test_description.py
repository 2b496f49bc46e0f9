"""The description is the line under the headline, or else what the page declares."""

import json

import pytest

from crawler.items import Article
from crawler.page import Page
from pipelines.description import DescriptionPipeline

LEAD = "The crews are back on board after a week, and the first boat sailed at six."
DATE = "<p class=info>3 November 2026, 07:25 | 2,312 views</p>"
STORY = "<p>The ferries are back at sea after a week, and the harbour master could not be happier about it.</p>"


def read(body, head="", title="Ferry strike ends"):
    page = Page.from_html(f"<html><head>{head}</head><body><h1>{title}</h1>{body}</body></html>", "https://a.example/1")
    article = Article(page, title=title)
    DescriptionPipeline(reraise=True).process_item(article)
    return article


@pytest.mark.parametrize(
    "body",
    [
        f'<p class="standfirst">{LEAD}</p>{DATE}{STORY}',
        f'{DATE}<div class="article-lead"><p>{LEAD}</p></div>{STORY}',
        f"<p>{LEAD}</p>{DATE}{STORY}",
        f'<div class="Vorspann">{LEAD}</div>{STORY}',
    ],
)
def test_the_standfirst_is_found_by_its_name_or_by_the_date_below_it(body):
    article = read(body)

    assert article.description == LEAD
    assert article.provenance["description"]["source"] == "line_under_headline"


def test_the_first_paragraph_is_no_standfirst():
    assert read(STORY * 3 + DATE).description is None


@pytest.mark.parametrize(
    "line", [DATE, "<p class=intro>2,312 views</p>", "<p class=teaser><a href=/2>Two whales</a></p>"]
)
def test_dates_counters_and_links_are_no_standfirst(line):
    assert read(line + STORY).description is None


def test_what_is_declared_is_the_description_where_no_line_is_printed():
    node = {"@type": "NewsArticle", "headline": "x", "description": "Declared &amp; true"}
    head = (
        f'<script type="application/ld+json">{json.dumps(node)}</script><meta name="description" content="For search">'
    )
    article = read(STORY, head)

    assert article.description == "Declared & true"
    assert article.provenance["description"]["disagree"] == ["meta"]


@pytest.mark.parametrize("content", ["Ferry strike ends", "…", " "])
def test_a_description_says_more_than_the_title(content):
    assert read(STORY, f'<meta name="description" content="{content}">').description is None
