"""Which of several articles that a page declares is its own."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page import Page
from crawler.structured_data import MOST_TEXT, StructuredData, load_json, text_of

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


@pytest.mark.parametrize("held", [lambda node: node, lambda node: {"@type": "ListItem", "position": 1, "item": node}])
def test_an_article_in_a_list_is_the_pages_own_only_by_its_address_or_headline(held):
    def listed(node):
        return page({"@type": "ItemList", "itemListElement": [held(node)]}).structured.get("headline")

    assert listed(OTHER) is None
    assert listed({**OTHER, "headline": "Ferry strike ends"}) == "Ferry strike ends"


def test_the_video_that_a_page_is_named_for_is_what_it_declares():
    video = {"@type": "VideoObject", "name": "Ferry strike ends", "uploadDate": "2026-11-25T01:33:00Z"}

    assert page(video).structured.get("uploadDate") == "2026-11-25T01:33:00Z"
    assert page({**video, "name": "Whales seen from the pier"}).structured.article == {}
    assert page(video, OTHER).structured.get("headline") == "Two whales seen"


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


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ('{"headline": "Two whales seen",}', "Two whales seen"),
        ('{"tags": ["whales",], "headline": "Two whales seen"}', "Two whales seen"),
        ('{"headline": "Two whales seen"} }', "Two whales seen"),
        ('{"@type": "WebSite"} {"headline": "Two whales seen"}', "Two whales seen"),
        ('{"headline": "Mayor calls whale "unfit""}', 'Mayor calls whale "unfit"'),
        ('{"headline": "Mayor calls whale "unfit", he says", "a": "b"}', 'Mayor calls whale "unfit", he says'),
        ('{"image": "<img width="30" height="20">", "headline": "Two whales seen"}', "Two whales seen"),
        ('{"headline": "The mayor\\\'s whale"}', "The mayor's whale"),
        ('{"headline": "C:\\data\\whale"}', "C:\\data\\whale"),
        ('{\n// "mainEntityOfPage": "x",\n"headline": "Two whales seen" /* or three */}', "Two whales seen"),
        ('{"headline": "Two whales seen"\n"url": "/whales"}', "Two whales seen"),
        ('{"author": Harbour Desk,\n"image": , "headline": \'Two whales "seen"\'}', 'Two whales "seen"'),
    ],
)
def test_what_sites_get_wrong_in_json_ld_is_mended(printed, meant):
    found = StructuredData([printed], URL)

    assert [node["headline"] for node in found.nodes if "headline" in node] == [meant]


@pytest.mark.parametrize("text", ["Two whales seen", '{"headline": "Two whales', "{'headline': 1}", "[" * 100_000, ""])
def test_what_is_no_json_holds_nothing(text):
    assert StructuredData([text], URL).nodes == []


@given(st.text(alphabet="{}[]\",:'/*\\\n ab1", max_size=60))
def test_mending_ends_whatever_is_printed_and_leaves_json_as_it_is(text):
    load_json(text)

    assert load_json(json.dumps({"headline": text})) == {"headline": text}


@pytest.mark.parametrize("around", ["[%s]", '{"name": %s}', '[{"@value": %s}]'])
def test_values_that_nest_without_end_hold_no_text(around):
    value = '"Two whales seen"'
    shallow = text_of(json.loads(around % value))
    for _ in range(300):
        value = around % value

    assert shallow == "Two whales seen"
    assert text_of(json.loads(value)) is None


def test_properties_that_stand_in_one_another_tell_no_more_than_so_much():
    line = "Two whales seen. " * 100
    found = Page.from_html(f"<h1>Whales</h1>{f'<span itemprop=datePublished>{line}' * 400}").microdata

    told = sum(map(len, found["datePublished"]))
    assert len(found["datePublished"]) > 1
    assert told < MOST_TEXT + 400 * len(line)
