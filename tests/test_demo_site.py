"""The demo site serves over HTTP what its data files say, as a real news site would."""

from __future__ import annotations

import gzip
import html
import http.client
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from crawler.demo import DemoArticle, DemoServer, articles
from crawler.demo.content import read_story, stories
from crawler.demo.markups import MARKUPS
from crawler.demo.routes import DemoSite
from crawler.demo.words import all_words

HOST = "harbour-gazette.example"
HOME = f"http://{HOST}"
ARTICLES = pytest.mark.parametrize("article", articles(), ids=lambda article: urlsplit(article.url).path)
NOT_ARTICLES = ["/about/", "/contact/", "/tag/harbour/", "/author/marta-oakes/", "/gallery/", "/most-read/", "/search"]
COMMAND = [sys.executable, "-m", "crawler.demo", "--port"]
CHECKOUT = Path(__file__).parents[1]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        charset = self.headers.get_content_charset() or "utf-8"
        return self.content.decode({"shift_jis": "cp932"}.get(charset, charset))


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture
def fetch(server):
    def fetch(target: str, host: str = HOST, method: str = "GET", **headers: str) -> Answer:
        url = urlsplit(target)
        path = url.path + (f"?{url.query}" if url.query else "")
        connection = http.client.HTTPConnection(server.address, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"Host": url.netloc or host, **named})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    return fetch


def visible(page: str) -> str:
    """Return the text of *page* without scripts, styles and tags, its whitespace as single spaces."""
    page = re.sub(r"(?is)<(script|style).*?</\1>", " ", page)
    return " ".join(html.unescape(re.sub(r"(?i)</?(a|b|i|em|strong|span)\b[^>]*>", "", page)).split())


def read_article(path: str) -> DemoArticle:
    return next(article for article in articles() if article.url == HOME + path)


# What the articles are


def test_there_are_twenty_articles_in_four_languages_and_four_markups():
    languages = Counter(article.language for article in articles())

    assert len(articles()) == len({article.url for article in articles()}) == 20
    assert set(languages) == {"en", "uk", "es", "ja"}
    assert min(languages.values()) >= 3
    assert {article.markup for article in articles()} == set(MARKUPS)


@ARTICLES
def test_an_article_is_a_whole_story(article):
    assert 5 <= article.body.count("\n\n") + 1 <= 14
    length = len(article.body) / 2.5 if article.language == "ja" else len(article.body.split())
    assert 190 <= length <= 500
    assert article.title not in article.body
    assert article.description not in article.body


@ARTICLES
def test_the_quotes_of_an_article_stand_in_its_body_in_their_order(article):
    position = 0
    for quote in article.quotes or []:
        position = article.body.index(quote.text, position)
        assert article.body.count(quote.text) == 1
        assert quote.kind in {"inline", "block", "pull"}
        position += len(quote.text)


def test_the_seed_article_is_expected_as_it_was_printed():
    seed = read_article("/world/japanese-pm-kishida-to-meet-south-korean-president-yoon-in-seoul-48213")

    assert seed.title == "Japanese PM Kishida to Meet South Korean President Yoon in Seoul"
    assert seed.description.startswith("Japanese Prime Minister Fumio Kishida will visit Seoul")
    assert (seed.published_at, seed.view_count, seed.authors) == ("2024-09-03T07:25:00", 2312, [])
    paragraphs = seed.body.split("\n\n")
    assert len(paragraphs) == 10
    [quote] = seed.quotes
    assert paragraphs[4] == f'"{quote.text}"'
    assert (quote.speaker, quote.kind) == ("President Yoon's office", "block")


def test_the_seed_page_prints_the_headline_again_and_date_and_views_as_text_alone(fetch):
    page = fetch("/world/japanese-pm-kishida-to-meet-south-korean-president-yoon-in-seoul-48213").text

    assert "September 3 2024 , 07:25 AM  •  2312 views" in page
    assert "Statement from President Yoon's office" in visible(page)
    assert len(re.findall(r">Japanese PM Kishida to Meet South Korean President Yoon in Seoul<", page)) == 2
    assert ">Image<" in page
    assert not re.search(r"ld\+json|2024-09-03|<time|published_time", page)


def test_a_part_of_a_story_that_no_markup_knows_is_refused():
    text = files("crawler.demo").joinpath("articles", "es-water.toml").read_text("utf-8")

    with pytest.raises(ValueError, match="expected a paragraph or one of subheading"):
        read_story(text.replace("{ subheading =", "{ subhaeding ="))


def test_every_language_has_the_same_words():
    table = tomllib.loads(files("crawler.demo").joinpath("words.toml").read_text("utf-8"))

    assert len({frozenset(words["labels"]) for words in table.values()}) == 1
    assert len({frozenset(words["sections"]) for words in table.values()}) == 1
    assert all(len(words.months) == 12 for words in all_words().values())


# Article pages


@ARTICLES
def test_a_page_holds_its_article_in_the_encoding_it_declares(fetch, article):
    answer = fetch(article.url)
    text = visible(answer.text)

    assert answer.status == 200
    assert answer.headers["Content-Type"] == f"text/html; charset={article.charset}"
    assert re.search(rf"(?i)charset=\"?{article.charset}", answer.text)
    assert "\ufffd" not in answer.text
    position = 0
    for paragraph in article.body.split("\n\n"):
        position = text.index(" ".join(paragraph.split()), position)
    for value in [article.title, article.description, *article.authors]:
        assert value in text or html.escape(value) in answer.text


@ARTICLES
def test_a_page_prints_the_date_as_far_as_it_is_expected_to_be_read(fetch, article):
    page = fetch(article.url).text
    words = all_words()[article.language]

    day, _, time = article.published_at.partition("T")
    declares_offset = "+" in time
    assert (article.published_at in page) == declares_offset
    assert declares_offset or day not in visible(page)
    assert words.print_date(article.published_at) in page or words.print_stamp(article.published_at) in page
    if article.modified_at is not None:
        assert article.modified_at in page or words.print_stamp(article.modified_at) in page


@ARTICLES
def test_a_page_prints_its_own_counter_or_none(fetch, article):
    page = fetch(article.url).text
    words = all_words()[article.language]

    if article.view_count is None:
        own = re.search(rf'post-views-count"|<dt>{words.labels["views_name"]}</dt>|  •  ', page)
        assert own is None
    else:
        assert str(article.view_count) in page or words.print_number(article.view_count) in page


def test_some_articles_have_no_counter_no_author_no_time_or_an_old_encoding():
    assert sum(article.view_count is None for article in articles()) == 5
    assert any(not article.authors for article in articles())
    assert any(len(article.authors) == 2 for article in articles())
    assert any(len(article.published_at) == len("2025-11-21") for article in articles())
    assert {"windows-1251", "Shift_JIS", "utf-8"} < {article.charset for article in articles()}


def test_a_title_with_marks_is_escaped(fetch):
    page = fetch("/culture/2025/08/fish-and-chips-at-100").text

    assert "Fish &amp; chips at 100: how the &quot;Anchor&quot; outlived three piers" in page
    assert "Fish & chips" not in page


def test_structured_data_is_json_that_names_the_article(fetch):
    article = read_article("/news/2026/03/harbour-dredging-begins")
    page = fetch(article.url).text

    [graph] = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)
    declared = json.loads(graph)["@graph"][0]
    assert declared["headline"] == article.title
    assert (declared["datePublished"], declared["dateModified"]) == (article.published_at, article.modified_at)
    assert [author["name"] for author in declared["author"]] == article.authors


@ARTICLES
def test_every_address_in_an_article_page_is_absolute_and_served(server, fetch, article):
    page = fetch(article.url).text

    links = {html.unescape(url) for url in re.findall(r'(?i)\b(?:href|src|action)="([^"#]+)"', page)}
    own = {url for url in links if urlsplit(url).netloc == HOST}
    assert all(url.startswith(("http://", "javascript:")) for url in links)
    missing = {url for url in own if server.site.answer(HOST, urlsplit(url).path).status != 200}
    assert missing <= {f"{HOME}/wp-comments-post.php"}, "the one address that is only posted to"


# What leads to the articles


def test_the_home_page_names_the_feed(fetch):
    page = fetch("/").text

    assert (
        f'<link rel="alternate" type="application/rss+xml" title="The Harbour Gazette" href="{HOME}/feed.xml">' in page
    )


def test_the_feed_holds_the_newest_articles_with_their_dates(fetch):
    answer = fetch("/feed.xml")
    items = ElementTree.fromstring(answer.content).findall("channel/item")

    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert [item.findtext("link") for item in items] == [article.url for article in articles()[:12]]
    dates = [parsedate_to_datetime(item.findtext("pubDate")) for item in items]
    assert dates == sorted(dates, reverse=True)


def test_robots_txt_leads_through_two_sitemaps_to_all_articles(fetch):
    robots = fetch("/robots.txt").text
    [index] = re.findall(r"(?m)^Sitemap: (\S+)$", robots)
    maps = [loc.text for loc in ElementTree.fromstring(fetch(index).content).iter(f"{SITEMAP}loc")]
    pages = [[loc.text for loc in ElementTree.fromstring(fetch(url).content).iter(f"{SITEMAP}loc")] for url in maps]

    assert robots.startswith("User-agent: *\nDisallow: /search\n")
    assert len(maps) == 2
    assert sorted(pages[0]) == sorted(article.url for article in articles())
    assert f"{HOME}/about/" in pages[1]
    assert f"{HOME}/search" not in pages[1]


def test_section_pages_lead_to_all_articles_and_one_goes_on_to_a_second_page(fetch):
    found = set()
    for section in {article.section for article in articles()}:
        following = f"{HOME}/{section}/"
        while following:
            page = fetch(following).text
            found.update(re.findall(r'<h2><a href="([^"]+)"', page))
            following = next(iter(re.findall(r'<a rel="next" href="([^"]+)"', page)), None)

    assert found == {article.url for article in articles()}
    assert fetch("/news/page/2/").status == 200
    assert fetch("/news/page/3/").status == 404


@pytest.mark.parametrize("path", NOT_ARTICLES)
def test_pages_that_are_no_articles_are_served(fetch, path):
    answer = fetch(path)

    assert answer.status == 200
    assert path not in {urlsplit(article.url).path for article in articles()}
    assert not any(article.body.split("\n\n")[0] in visible(answer.text) for article in articles())


# How it answers


def test_www_leads_to_the_bare_host_with_path_and_query(fetch):
    answer = fetch("/news/?page=1", host=f"www.{HOST}")

    assert (answer.status, answer.headers["Location"]) == (301, f"{HOME}/news/?page=1")


def test_the_mobile_host_serves_the_same_page_and_names_the_bare_one(fetch):
    article = articles()[0]

    mobile = fetch(urlsplit(article.url).path, host=f"m.{HOST}")

    assert mobile.content == fetch(article.url).content
    assert f'<link rel="canonical" href="{article.url}"' in mobile.text


@pytest.mark.parametrize("host", ["elsewhere.example", "www.elsewhere.example", "127.0.0.1", ""])
def test_an_unknown_host_gets_a_404_that_names_the_known_ones(fetch, server, host):
    connection = http.client.HTTPConnection(server.address, timeout=10)
    connection.putrequest("GET", "/", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    words = response.read().decode()
    connection.close()

    assert response.status == 404
    assert HOST in words


def test_an_unknown_path_gets_a_404_with_words(fetch):
    answer = fetch("/news/2026/03/no-such-story")

    assert answer.status == 404
    assert "There is no such page" in answer.text
    assert answer.headers["ETag"] is None


def test_the_port_and_case_of_the_host_do_not_matter(fetch, server):
    assert fetch("/", host=f"Harbour-Gazette.EXAMPLE:{server.port}").status == 200


def test_a_page_that_has_not_changed_is_not_sent_again(fetch):
    path = urlsplit(articles()[0].url).path
    first = fetch(path)

    by_tag = fetch(path, If_None_Match=first.headers["ETag"])
    by_date = fetch(path, If_Modified_Since=first.headers["Last-Modified"])

    assert (by_tag.status, by_tag.content) == (by_date.status, by_date.content) == (304, b"")
    assert by_tag.headers["ETag"] == first.headers["ETag"]
    assert fetch(path, If_None_Match='W/"other"', If_Modified_Since=first.headers["Last-Modified"]).status == 200
    earlier = parsedate_to_datetime(first.headers["Last-Modified"]).replace(year=2020)
    assert fetch(path, If_Modified_Since=format_datetime(earlier, usegmt=True)).status == 200
    assert fetch(path, If_Modified_Since="yesterday").status == 200


def test_a_page_is_packed_when_asked(fetch):
    plain = fetch("/news/")
    packed = fetch("/news/", Accept_Encoding="gzip, deflate")

    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_head_sends_the_headers_alone(fetch):
    got, head = fetch("/news/"), fetch("/news/", method="HEAD")

    assert (head.status, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.content))


def test_one_connection_serves_several_requests(server):
    connection = http.client.HTTPConnection(server.address, timeout=10)
    statuses = []
    for path in ["/", "/nothing", "/media/logo.png"]:
        connection.request("GET", path, headers={"Host": HOST})
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()

    assert statuses == [200, 404, 200]


def test_the_server_remembers_what_it_was_asked(fetch, server):
    before = len(server.requests)
    fetch("/about/?from=test", User_Agent="tester")

    [seen] = server.requests[before:]
    assert (seen.host, seen.path, seen.status) == (HOST, "/about/?from=test", 200)
    assert seen.headers["User-Agent"] == "tester"


def test_every_build_of_the_site_is_the_same():
    one, other = DemoSite(stories=stories()), DemoSite(stories=list(stories()))

    assert one.hosts == (HOST, f"www.{HOST}", f"m.{HOST}")
    assert one.paths(HOST) == other.paths(HOST)
    assert all(one.answer(HOST, path) == other.answer(HOST, path) for path in one.paths(HOST))


def test_the_same_request_gets_the_same_headers_from_another_server(fetch):
    with DemoServer() as other:
        connection = http.client.HTTPConnection(other.address, timeout=10)
        connection.request("GET", "/feed.xml", headers={"Host": HOST})
        response = connection.getresponse()
        content = response.read()
        connection.close()
    first = fetch("/feed.xml")

    assert content == first.content
    assert response.headers.items() == first.headers.items()


def test_it_runs_in_the_foreground_and_says_how_to_look_at_it():
    process = subprocess.Popen([*COMMAND, "0"], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        lines = [process.stdout.readline() for _ in range(3)]
    finally:
        process.terminate()
        process.communicate(timeout=10)

    assert re.search(rf"Serving {HOST}.* at 127\.0\.0\.1:\d+", lines[0])
    assert "curl --connect-to ::127.0.0.1:" in lines[1]


def test_a_taken_port_is_refused_with_what_to_do(server):
    command = [*COMMAND, str(server.port)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=30, check=False)

    assert done.returncode == 1
    assert f"Cannot serve on port {server.port}" in done.stderr
    assert "--port" in done.stderr
