"""What leads to the demo's articles: home pages, feeds, sitemaps, sections."""

from __future__ import annotations

import html
import json
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from crawler.demo import articles, outlets
from crawler.demo.content import instant
from demo.asking import ATOM, NEWS, NOT_ARTICLES, OUTLETS, SITEMAP, Answer, documents, paragraphs, visible


def without_query(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(query="" if "utm_source" in parse_qs(parts.query) else parts.query).geturl()


@OUTLETS
def test_the_home_page_names_the_feeds(fetch, outlet):
    page = fetch(outlet.url("/")).text

    named = dict(re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page))
    assert named == {
        "application/rss+xml": outlet.url(outlet.feeds["rss"]),
        "application/atom+xml": outlet.url(outlet.feeds["atom"]),
        "application/feed+json": outlet.url(outlet.feeds["json"]),
    }
    assert fetch(outlet.url("/"), method="HEAD").status == 200


@OUTLETS
def test_links_alone_lead_from_the_home_page_to_all_articles(fetch, outlet):
    """From list to list; article pages are not needed to find others."""
    own = {article.url for article in articles(outlet.host)}
    seen, todo = set(), [outlet.url("/")]
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        if url not in own:
            found = re.findall(r'<a [^>]*href="([^"#]+)"', fetch(url).text)
            todo += [link for link in map(html.unescape, found) if link.startswith(outlet.url("/"))]

    assert own <= seen


@OUTLETS
def test_rss_holds_the_newest_articles_with_their_dates(fetch, outlet):
    answer = fetch(outlet.url(outlet.feeds["rss"]))
    items = ElementTree.fromstring(answer.content).findall("channel/item")

    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    newest = [article.url for article in articles(outlet.host)[:12]]
    assert [without_query(item.findtext("link")) for item in items] == newest
    dates = [parsedate_to_datetime(item.findtext("pubDate")) for item in items]
    assert dates == sorted(dates, reverse=True)


def test_the_links_of_one_outlets_feeds_are_counted(fetch):
    outlet = outlets()["meridian-post.example"]
    items = ElementTree.fromstring(fetch(outlet.url(outlet.feeds["rss"])).content).findall("channel/item")

    link = items[0].findtext("link")

    assert link.endswith("?utm_source=feed&utm_medium=rss&utm_campaign=latest")
    assert fetch(link).content == fetch(without_query(link)).content


@OUTLETS
def test_atom_leads_page_by_page_to_all_articles(fetch, outlet):
    def following(answer: Answer) -> str | None:
        link = ElementTree.fromstring(answer.content).find(f"{ATOM}link[@rel='next']")
        return None if link is None else link.get("href")

    found = []
    for answer in documents(fetch, outlet.url(outlet.feeds["atom"]), following):
        assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        feed = ElementTree.fromstring(answer.content)
        assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")).tzinfo
        for entry in feed.iter(f"{ATOM}entry"):
            assert entry.findtext(f"{ATOM}title")
            assert datetime.fromisoformat(entry.findtext(f"{ATOM}published")).tzinfo
            found.append(without_query(entry.find(f"{ATOM}link").get("href")))

    assert found == [article.url for article in articles(outlet.host)]


@OUTLETS
def test_json_feed_leads_page_by_page_to_all_articles(fetch, outlet):
    found = []
    for answer in documents(
        fetch, outlet.url(outlet.feeds["json"]), lambda answer: json.loads(answer.content).get("next_url")
    ):
        feed = json.loads(answer.content)
        assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
        assert all(datetime.fromisoformat(item["date_published"]).tzinfo for item in feed["items"])
        found += [without_query(item["url"]) for item in feed["items"]]

    assert found == [article.url for article in articles(outlet.host)]


@OUTLETS
def test_robots_txt_leads_through_sitemaps_to_all_articles(fetch, outlet):
    robots = fetch(outlet.url("/robots.txt")).text
    [index] = re.findall(r"(?m)^Sitemap: (\S+)$", robots)
    maps = [loc.text for loc in ElementTree.fromstring(fetch(index).content).iter(f"{SITEMAP}loc")]
    pages = [[loc.text for loc in ElementTree.fromstring(fetch(url).content).iter(f"{SITEMAP}loc")] for url in maps]

    assert robots.startswith("User-agent: *\nDisallow: /search\n")
    assert [urlsplit(url).path for url in maps] == ["/post-sitemap.xml", "/page-sitemap.xml", "/news-sitemap.xml"]
    assert sorted(pages[0]) == sorted(article.url for article in articles(outlet.host))
    assert outlet.url("/about/") in pages[1]
    assert outlet.url("/search") not in pages[1]


@OUTLETS
def test_the_news_sitemap_holds_the_last_two_days(fetch, outlet):
    root = ElementTree.fromstring(fetch(outlet.url("/news-sitemap.xml")).content)
    dates = {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{NEWS}news/{NEWS}publication_date")
        for url in root.iter(f"{SITEMAP}url")
    }
    own = {article.url: article for article in articles(outlet.host)}

    assert dates
    assert dates == {url: own[url].published_at for url in dates}
    when = {url: instant(article.published_at, outlet.offset) for url, article in own.items()}
    assert set(dates) == {url for url in own if when[url] >= max(when.values()) - timedelta(days=2)}
    titles = [news.findtext(f"{NEWS}title") for news in root.iter(f"{NEWS}news")]
    assert [title.replace("\u00a0", " ") for title in titles] == [own[url].title for url in dates]


@OUTLETS
def test_section_pages_lead_to_all_articles_and_one_goes_on_to_a_second_page(fetch, outlet):
    found, paths = set(), set()
    for section in outlet.sections:
        first = outlet.url(f"/{section}/")
        for answer in documents(
            fetch, first, lambda a: next(iter(re.findall(r'rel="next" href="([^"]+)"', a.text)), None)
        ):
            paths.add(re.findall(r'rel="canonical" href="([^"]+)"', answer.text)[0])
            found.update(re.findall(r'<a [^>]*href="([^"]+)"', answer.text))

    assert {article.url for article in articles(outlet.host)} <= found
    second = outlet.url("/news/" + outlet.paging.format(number=2, start=6))
    assert second in paths
    beyond = outlet.url("/news/" + outlet.paging.format(number=9, start=600))
    assert fetch(beyond).status == 404


@pytest.mark.parametrize("path", NOT_ARTICLES)
def test_pages_that_are_no_articles_are_served(fetch, path):
    answer = fetch(path)

    assert answer.status == 200
    assert path not in {urlsplit(article.url).path for article in articles()}
    assert not any(paragraphs(article)[0] in visible(answer.text) for article in articles())


@OUTLETS
def test_every_outlet_has_its_own_pages_that_are_no_articles(fetch, outlet):
    for path in ["/about/", "/contact/", "/gallery/", "/most-read/", "/search", *(f"/{e}/" for e in outlet.editions)]:
        answer = fetch(outlet.url(path))
        assert answer.status == 200
        assert outlet.name in answer.text
