"""Which of several articles that a page declares is its own."""

import json

import pytest

from crawler.page import Page

URL = "https://harbour-gazette.example/2026/11/ferry"
OTHER = {"@type": "NewsArticle", "headline": "Two whales seen", "url": "https://harbour-gazette.example/whales"}
THIRD = {"@type": "NewsArticle", "headline": "Pie thief strikes", "url": "https://harbour-gazette.example/pie"}


def page(*nodes, body="<h1>Ferry strike ends</h1>", url=URL):
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)
    return Page.from_html(f"<html><head>{scripts}</head><body>{body}</body></html>", url)


@pytest.mark.parametrize(
    "own",
    [
        {"url": URL},
        {"@id": f"{URL}#article"},
        {"mainEntityOfPage": {"@type": "WebPage", "@id": URL}},
        {"mainEntityOfPage": f"{URL}?utm_source=feed"},
    ],
)
def test_the_pages_own_article_is_known_by_its_address(own):
    node = {"@type": "NewsArticle", "headline": "Rewritten for search engines", **own}

    assert page([OTHER, THIRD, node]).structured.article == node
    assert page({"@graph": [OTHER, node]}).structured.article == node


def test_or_by_the_headline_that_the_page_prints():
    node = {"@type": "NewsArticle", "headline": "Ferry strike ends"}

    assert page([OTHER, node, THIRD]).structured.get("headline") == "Ferry strike ends"


def test_articles_that_are_all_of_other_pages_are_not_the_pages_own():
    assert page([OTHER, THIRD]).structured.article == {}


def test_a_lone_article_is_the_pages_own_whatever_its_address():
    assert (
        page({**OTHER, "url": "https://m.harbour-gazette.example/ferry"}).structured.get("headline")
        == "Two whales seen"
    )


SCOPES = """
<div itemscope itemtype="https://schema.org/Article"><b itemprop="headline">Two whales seen</b>
<meta itemprop="datePublished" content="2026-11-20"></div>
<article itemscope itemtype="http://schema.org/NewsArticle">
<h1 itemprop="headline">Ferry strike ends</h1><time itemprop="datePublished" datetime="2026-11-24T07:25:00">today</time>
<div itemprop="articleBody"><p>Crews are back.</p></div></article>
<ul><li itemscope itemtype="https://schema.org/Article"><i itemprop="headline">Pie thief</i>
<meta itemprop="datePublished" content="2026-11-19"><meta itemprop="dateModified" content="2026-11-19"></li></ul>
"""


def test_microdata_of_other_articles_is_left_out():
    found = page(body=SCOPES).microdata

    assert found["datePublished"] == ["2026-11-24T07:25:00"]
    assert "dateModified" not in found


def test_metas_of_microdata_are_no_metas_of_the_page():
    assert "datepublished" not in page(body=SCOPES).meta
