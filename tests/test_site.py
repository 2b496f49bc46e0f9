"""A site's rules are checked when they are written down, not when a page fails."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse
from scrapy.utils.test import get_crawler

from crawler.page import Page
from crawler.site import Counter, Selectors, Site, SiteRuleError
from pipelines import extract
from pipelines.views import ViewCountPipeline
from spiders.base import NewsSpider


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ({"domain": "https://lock.example/"}, "domain="),
        ({"domain": "Lock.example"}, "domain="),
        ({"domain": ""}, "domain=''"),
        ({"domain": "lock.example", "headers": {"": "x"}}, "headers holds ''"),
        ({"domain": "lock.example", "headers": {"X-Näme": "x"}}, "headers holds 'X-Näme'"),
        ({"domain": "lock.example", "headers": {"X-Name:": "x"}}, "headers holds 'X-Name:'"),
        ({"domain": "lock.example", "cookies": {"name": "wärt"}}, "cookies holds 'name'"),
        ({"domain": "lock.example", "proxy": "http://"}, "proxy='http://'"),
        ({"domain": "lock.example", "time_zone": "Europe/Lock"}, "Europe/Lock"),
        ({"domain": "lock.example", "time_zone": "Europe"}, "time_zone='Europe' is no IANA zone"),
        ({"domain": "lock.example", "article_url": "(/news"}, "article_url="),
        ({"domain": "lock.example", "feeds": ("/feed",)}, "/feed"),
        ({"domain": "lock.example", "feeds": ("ftp://lock.example/feed",)}, "ftp://lock.example/feed"),
        ({"domain": "lock.example", "sitemaps": ("https:///map.xml",)}, "https:///map.xml"),
        ({"domain": "lock.example", "sections": ("http://[::1/news",)}, "sections holds"),
        ({"domain": "lock.example", "proxy": "http://[::1"}, "proxy="),
        ({"domain": "lock.example", "cookies": {"a;b": "c"}}, "cookies holds 'a;b'"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_with_its_value(rules: dict, named: str):
    with pytest.raises(SiteRuleError, match=named.replace("(", r"\(")):
        Site(**rules)


def test_rules_that_can_be_used_are_taken_as_they_are():
    site = Site(
        domain="lock.example",
        feeds=("https://lock.example/feed", "http://feeds.example:8080/lock?a=b"),
        sitemaps=("https://lock.example/map.xml",),
        headers={"X-Terms": "a=1; b=2"},  # in a cookie's name none of these may be
        cookies={"sid": "a=b"},
        proxy="http://me:hush@proxy.example:3128",
        login_marks=("form#login",),
    )

    assert site.feeds == ("https://lock.example/feed", "http://feeds.example:8080/lock?a=b")
    assert site.headers == {"X-Terms": "a=1; b=2"}
    assert site.cookies == {"sid": "a=b"}


def test_a_selector_that_is_no_css_is_quoted():
    with pytest.raises(SiteRuleError, match=r"body='div\.\.story'"):
        Selectors(body="div..story")


def test_a_sites_own_rules_come_first():
    html = (
        """<h1>Wrong</h1><p class="t">Right title</p><b class="n">1.234</b><div class="s"><p>One short line</p>
    <p class="ad">Buy oars</p></div><article>"""
        + "<p>A long paragraph that any reader would take for the story.</p>" * 5
    )
    rules = Selectors(title="p.t", body="div.s", view_count="b.n", remove="p.ad")
    page = Page.from_html(html, "https://lock.example/a", site=Site(domain="lock.example", selectors=rules))

    article = extract(page, reraise=True)

    assert (article.title, article.body, article.view_count) == ("Right title", "One short line", 1234)
    assert article.provenance["title"]["source"] == "site_rule"


def test_a_time_without_an_offset_takes_the_sites_zone():
    html = (
        "<h1>Gates</h1><p>3 September 2024, 07:25</p>"
        + "<p>The oak gates of the lower lock are to be replaced in May.</p>" * 4
    )
    page = Page.from_html(html, "https://lock.example/a", site=Site(domain="lock.example", time_zone="Europe/Kyiv"))

    assert extract(page, reraise=True).published_at == "2024-09-03T07:25:00+03:00"


def test_a_rule_that_fits_no_more_is_not_named_as_the_bodys_source():
    """A site renamed the element: were the rule still named, nobody would learn that it has to be mended."""
    told = "<p>The oak gates of the lower lock are to be replaced in May, the harbour board said.</p>" * 5
    html = f"<html><h1>Gates close</h1><div class=text>{told}</div></html>".encode()

    bodies = []
    for selector in ("div.text", "div.story"):
        site = Site(domain="lock.example", selectors=Selectors(body=selector))
        article = extract(Page.from_html(html, "https://lock.example/a", site=site), reraise=True)
        bodies.append((article.provenance["body"]["source"], article.body is not None))

    assert bodies == [("site_rule", True), ("visible_text", True)]


class ScriptedCounter(NewsSpider):
    name = "scripted_counter"
    site = Site(
        domain="lock.example",
        article_url=r"/gates-(\d+)$",
        counter=Counter(url="https://api.lock.example/views?id={id}", value="data.0.views"),
    )


def answered(body: bytes, *, status: int = 200) -> Any:
    """The article of a page whose counter answers *body*, as its spider hands it on."""
    spider = ScriptedCounter.from_crawler(get_crawler())
    story = "<p>The oak gates of the lower lock are to be replaced in May, the harbour board said.</p>" * 5
    page = f"<html><h1>Gates close</h1><p>3 September 2024, 07:25</p><span class=views></span>{story}</html>"
    request = Request("https://lock.example/gates-71")
    (asked,) = spider.parse_article(HtmlResponse(request.url, body=page.encode(), request=request))
    assert asked.url == "https://api.lock.example/views?id=71"
    (article,) = asked.callback(TextResponse(asked.url, status=status, body=body), **asked.cb_kwargs)
    return ViewCountPipeline(reraise=True).process_item(article)


def test_a_counter_that_a_script_fills_in_is_asked_for_where_the_sites_file_names_it():
    article = answered(b'{"data": [{"views": 2312}]}')

    assert article.view_count == 2312
    assert article.provenance["view_count"]["source"] == "endpoint"


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 200), (b"<html>", 200), (b'{"data": []}', 200), (b'{"data": [{"views": -1}]}', 200), (b"{}", 500)],
)
def test_a_counter_that_does_not_answer_leaves_no_count(body: bytes, status: int):
    assert answered(body, status=status).view_count is None


def test_a_zero_that_the_counter_answers_is_a_count():
    assert answered(b'{"data": [{"views": 0}]}').view_count == 0


@pytest.mark.parametrize(
    "url", ["/views", "https://api.example/{nothing}", "ftp://api.example/{id}", "https://{", "https:///views"]
)
def test_a_counters_address_that_is_none_is_quoted(url: str):
    with pytest.raises(SiteRuleError, match="counter url="):
        Counter(url=url, value="views")


def test_a_counter_is_asked_with_what_its_address_names_of_the_page():
    url, by_url = "https://a.example/?p=1", Counter(url="https://api.example/?u={url}", value="views")
    by_id = Counter(url="https://api.example/{id}", value="views")

    assert by_url.address(url, None) == "https://api.example/?u=https%3A%2F%2Fa.example%2F%3Fp%3D1"
    assert (by_id.address(url, "7/8"), by_id.address(url, None)) == ("https://api.example/7%2F8", None)


def test_a_selector_may_name_the_attribute_that_holds_the_value():
    counter = Counter(url="https://api.example/{id}", value="views", id="article::attr(data-id)")
    site = Site(domain="a.example", counter=counter, selectors=Selectors(published_at="i::attr(data-at)"))
    html = '<html><article data-id="71"><h1>Gates close</h1><i data-at="2024-09-03T07:25:00Z">then</i></article>'
    page = Page.from_html(html, "https://a.example/gates", site=site)

    assert page.counter_url == "https://api.example/71"
    assert extract(page, reraise=True).published_at == "2024-09-03T07:25:00+00:00"


@pytest.mark.parametrize(
    "rule",
    [
        {"selectors": {"body": "div::attr(data-story)"}},
        {"counter": {"id": "div..story"}},
        {"counter": {"id": None}},
    ],
)
def test_a_rule_that_can_find_nothing_is_told_when_the_site_is_made(rule: dict[str, dict[str, Any]]):
    with pytest.raises(SiteRuleError):
        Site(
            domain="a.example",
            selectors=Selectors(**rule.get("selectors", {})),
            counter=Counter(
                **{"url": "https://api.example/{id}", "value": "views", "id": "i", **rule.get("counter", {})}
            ),
        )


def test_a_site_may_be_asked_through_a_proxy_with_a_password():
    assert Site(domain="lock.example", proxy="http://me:secret@proxy.example:8080").proxy
