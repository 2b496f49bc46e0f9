"""The demo site serves over HTTP what its data files say, as real news sites would, and changes as they say."""

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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from crawler.demo import DemoArticle, DemoServer, all_articles, articles, changes, outlets
from crawler.demo.content import instant, read_story, stories
from crawler.demo.listing_looks import LOOKS
from crawler.demo.markups import MARKUPS
from crawler.demo.routes import DemoSite, site_at
from crawler.demo.words import all_words

HOST = "harbour-gazette.example"
HOME = f"http://{HOST}"
ARTICLES = pytest.mark.parametrize("article", all_articles(), ids=lambda article: article.name)
OUTLETS = pytest.mark.parametrize("outlet", outlets().values(), ids=lambda outlet: outlet.host)
NOT_ARTICLES = ["/about/", "/contact/", "/tag/harbour/", "/author/marta-oakes/", "/gallery/", "/most-read/", "/search"]
COMMAND = [sys.executable, "-m", "crawler.demo", "--port"]
CHECKOUT = Path(__file__).parents[1]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
DENSE = {"ja": 2.5, "zh": 1.8, "ko": 2.6}  # characters that say as much as a word


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        charset = self.headers.get_content_charset() or "utf-8"
        return self.content.decode({"shift_jis": "cp932", "gb2312": "gb18030"}.get(charset, charset))


Fetch = Callable[..., Answer]


def fetching_from(server: DemoServer) -> Fetch:
    """Return a function that asks *server* for an address, or for a path of the first outlet."""

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


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture
def fetch(server: DemoServer) -> Fetch:
    return fetching_from(server)


@pytest.fixture
def later() -> Iterator[Fetch]:
    """The site after what happens between two crawls."""
    with DemoServer() as server:
        server.advance()
        yield fetching_from(server)


def visible(page: str) -> str:
    """Return the text of *page* without scripts, styles and tags, its whitespace as single spaces."""
    page = re.sub(r"(?is)<(script|style).*?</\1>", " ", page)
    return " ".join(html.unescape(re.sub(r"(?i)</?(a|b|i|em|strong|span)\b[^>]*>", "", page)).split())


def held_in(page: str, article: DemoArticle) -> str:
    """Return all that *page* tells about its story: what is visible, or the state that a browser would print."""
    if article.markup != "next_state":
        return visible(page)
    [state] = re.findall(r'<script id="__NEXT_DATA__" type="application/json">(.*?)</script>', page)
    told = json.loads(state)["props"]["pageProps"]["article"]
    texts = [block.get("html") or block.get("text") or "" for block in told["blocks"]]
    return visible(" ".join([told["title"], told["subtitle"], *(author["name"] for author in told["authors"]), *texts]))


def read_article(name: str, state: int = 0, host: str | None = None) -> DemoArticle:
    found = [article for article in all_articles(state) if article.name == name]
    [article] = [article for article in found if host is None or urlsplit(article.url).netloc.endswith(host)]
    return article


def paragraphs(article: DemoArticle) -> list[str]:
    return article.body.split("\n\n")


# What the articles are


def test_there_are_eighty_articles_in_twelve_languages_three_outlets_and_thirteen_markups():
    languages = Counter(article.language for article in all_articles())

    assert len(all_articles()) == len({article.url for article in all_articles()}) == 80
    assert set(languages) == set("en uk es ja de fr pl pt ar hi zh ko".split())
    assert min(languages.values()) >= 4
    assert {article.markup for article in all_articles()} == set(MARKUPS)
    assert len(MARKUPS) == 13
    assert [len(articles(host)) for host in outlets()] == [20, 29, 31]
    assert {outlet.look for outlet in outlets().values()} == set(LOOKS)


def test_articles_are_those_of_the_first_outlet_unless_another_is_named():
    assert articles() == articles(HOST)
    assert {urlsplit(article.url).netloc for article in articles()} == {HOST}


@ARTICLES
def test_an_article_is_a_whole_story(article):
    text = "\n\n".join([article.body, *article.continued.values()])

    assert 3 <= text.count("\n\n") + 1 <= 14
    length = len(text) / DENSE[article.language] if article.language in DENSE else len(text.split())
    assert (50 if article.access else 75) <= length <= 500
    assert article.title not in text
    assert article.description not in text
    assert "\u00a0" not in text + article.title + article.description


@ARTICLES
def test_the_quotes_of_an_article_stand_in_its_body_in_their_order(article):
    position = 0
    for quote in article.quotes or []:
        position = article.body.index(quote.text, position)
        assert article.body.count(quote.text) == 1
        assert quote.kind in {"inline", "block", "pull"}
        position += len(quote.text)


@ARTICLES
def test_a_speaker_is_named_on_the_page(article):
    sources = " ".join(part.source for story in stories() for part in story.body if hasattr(part, "source"))
    for quote in article.quotes or []:
        assert quote.speaker is None or quote.speaker in article.body or quote.speaker in sources


def test_most_articles_quote_somebody_and_show_a_counter():
    assert sum(bool(article.quotes) for article in all_articles()) >= 70
    assert sum(article.view_count is None for article in all_articles()) == 17


def test_the_seed_article_is_expected_as_it_was_printed():
    seed = read_article("japan-korea-summit")

    assert seed.url.endswith("/world/japanese-pm-kishida-to-meet-south-korean-president-yoon-in-seoul-48213")
    assert seed.title == "Japanese PM Kishida to Meet South Korean President Yoon in Seoul"
    assert seed.description.startswith("Japanese Prime Minister Fumio Kishida will visit Seoul")
    assert (seed.published_at, seed.view_count, seed.authors) == ("2024-09-03T07:25:00", 2312, [])
    assert len(paragraphs(seed)) == 10
    [quote] = seed.quotes
    assert paragraphs(seed)[4] == f'"{quote.text}"'
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
    assert all(len(words.months) == 12 and len(words.readers) == 2 for words in all_words().values())
    assert {article.language for article in all_articles()} == set(table)


def test_no_look_of_the_lists_is_named_in_the_code():
    """As for markups: rules that know the demo's classes would read the demo and nothing else."""
    named = {name for look in LOOKS.values() for names in re.findall(r'class="([^"{}]+)"', look.page + look.card)
             for name in names.split() if re.search(r"[-_]|\d", name)}  # fmt: skip
    tops = [CHECKOUT / top for top in ("crawler", "spiders", "pipelines")]
    sources = [path for top in tops for path in top.rglob("*.py") if CHECKOUT / "crawler" / "demo" not in path.parents]
    code = "\n".join(path.read_text("utf-8") for path in sources)

    assert len(named) > 10
    assert {name for name in named if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", code)} == set()


# Article pages


@ARTICLES
def test_a_page_holds_its_article_in_the_encoding_it_declares(fetch, article):
    answer = fetch(article.url)
    text = held_in(answer.text, article)

    assert answer.status == 200
    assert answer.headers["Content-Type"] == f"text/html; charset={article.charset}"
    assert re.search(rf"(?i)charset=\"?{article.charset}", answer.text)
    assert "\ufffd" not in answer.text
    position = 0
    for paragraph in paragraphs(article):
        position = text.index(" ".join(paragraph.split()), position)
    head = html.unescape(answer.text).replace("\u00a0", " ")
    for value in [article.title, article.description, *article.authors]:
        assert value in text or value in head


@ARTICLES
def test_a_page_prints_the_date_as_far_as_it_is_expected_to_be_read(fetch, article):
    page = fetch(article.url).text
    words = all_words()[article.language]
    day, _, time = article.published_at.partition("T")
    declares = "+" in time or article.markup == "typo3"

    assert (article.published_at in page) == declares
    assert declares or day not in visible(page)
    if article.markup != "next_state":
        assert words.print_date(article.published_at) in page or words.print_stamp(article.published_at) in page
    if article.modified_at is not None:
        assert article.modified_at in page or words.print_stamp(article.modified_at) in page


@ARTICLES
def test_a_page_prints_its_own_counter_or_none(fetch, article):
    page = fetch(article.url).text
    words = all_words()[article.language]
    name = re.escape(words.labels["views_name"])

    if article.view_count is None:
        own = rf'post-views-count"|<dt>{name}</dt>|  •  |class="(?:hits|ssrcss-reads|news-list-views)"|fa-eye'
        assert re.search(own, page) is None
    else:
        assert str(article.view_count) in page or words.print_number(article.view_count) in page


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("de-bridge-closed", "Zugriffe: 5832"),
        ("fr-cheese-cellar", "Affichages : 3764"),
        ("pl-beavers", "Odsłon: 7345"),
        ("de-village-shop", "Aufrufe: 764"),
        ("en-night-market", "Read 18,420 times"),
        ("en-lost-letters", "Post Views: 9,963"),
        ("en-hikers-guide", "Hits: 3350"),
        ("ar-fishermen-clock", "عدد القراءات: ١٤٬٢٠٥"),
        ("ko-otter", "조회 45,120"),
        ("pt-sardine-auction", "Visualizações do artigo: 4.936"),
        ("hi-kabaddi", "व्यूज़: 15,733"),
        ("zh-bicycle-flood", "已阅读 3047 次"),
        ("fr-water-bottling", "1\u202f930 vues"),
        ("pl-ski-lift", "Liczba wyświetleń: 9\u00a0310"),
    ],
)
def test_a_counter_is_printed_in_the_words_of_its_language(fetch, name, printed):
    assert " ".join(printed.split()) in visible(fetch(read_article(name).url).text)


def test_some_articles_have_no_counter_no_author_no_time_or_an_old_encoding():
    assert any(not article.authors for article in all_articles())
    assert any(len(article.authors) == 2 for article in all_articles())
    assert any(len(article.published_at) == len("2025-11-21") for article in all_articles())
    charsets = {article.charset for article in all_articles()}
    assert charsets == {"windows-1251", "windows-1252", "ISO-8859-2", "Shift_JIS", "gb2312", "utf-8"}


def test_a_title_with_marks_is_escaped(fetch):
    page = fetch("/culture/2025/08/fish-and-chips-at-100").text

    assert "Fish &amp; chips at 100: how the &quot;Anchor&quot; outlived three piers" in page
    assert "Fish & chips" not in page


def declared_in(page: str) -> list[dict[str, object]]:
    blocks = re.findall(r'<script[^>]*type="application/ld\+json"[^>]*>(.*?)</script>', page)
    return [row for block in map(json.loads, blocks) for row in block.get("@graph", [block])]


@pytest.mark.parametrize("name", ["harbour-dredging", "en-night-market", "de-doctor-shortage", "pt-sardine-auction"])
def test_structured_data_is_json_that_names_the_article(fetch, name):
    article = read_article(name)

    declared = declared_in(fetch(article.url).text)[0]

    assert declared["headline"] == article.title
    assert (declared["datePublished"], declared["dateModified"]) == (article.published_at, article.modified_at)
    assert [author["name"] for author in declared["author"]] == article.authors


def test_a_rich_page_declares_its_text_and_how_often_it_was_read(fetch):
    article = read_article("zh-ferry-bell")

    declared = declared_in(fetch(article.url).text)[0]

    assert declared["articleBody"] == article.body.replace("\n\n", " ")
    counts = {row["interactionType"]: row["userInteractionCount"] for row in declared["interactionStatistic"]}
    assert counts["https://schema.org/ReadAction"] == article.view_count


def test_a_live_blog_declares_its_entries_with_their_times(fetch):
    article = read_article("en-live-tunnel")

    page = fetch(article.url).text
    declared = declared_in(page)[0]

    assert declared["@type"] == "LiveBlogPosting"
    times = [entry["datePublished"] for entry in declared["liveBlogUpdate"]]
    assert times == sorted(times, reverse=True)
    assert all(f'datetime="{time}"' in page for time in times)
    assert all(entry["headline"] in paragraphs(article) for entry in declared["liveBlogUpdate"])


def test_a_paid_story_says_so_and_sends_its_beginning_alone(fetch):
    paid = [article for article in all_articles() if article.access == "teaser"]

    assert len(paid) == 4
    for article in paid:
        page = fetch(article.url).text
        assert declared_in(page)[0]["isAccessibleForFree"] is False
        assert all_words()[article.language].labels["paywall"] in page


@pytest.mark.parametrize(
    ("name", "second"),
    [("de-night-train", "?page=2"), ("pt-island-teacher", "2/")],
)
def test_a_story_goes_on_at_another_address(fetch, name, second):
    article = read_article(name)
    [(url, more)] = article.continued.items()

    first, other = fetch(article.url), fetch(url)

    assert url == article.url + second
    assert (first.status, other.status) == (200, 200)
    assert f'<link rel="next" href="{url}"' in first.text
    assert f'<link rel="prev" href="{article.url}"' in other.text
    assert all(text in visible(other.text) and text not in visible(first.text) for text in more.split("\n\n"))
    assert paragraphs(article)[0] not in visible(other.text)
    assert fetch(article.url + second.replace("2", "3")).status == 404


def test_a_page_has_an_amp_form_that_names_the_full_one(fetch):
    for article in all_articles():
        found = re.findall(r'rel="amphtml" href="([^"]+)"', fetch(article.url).text)
        assert len(found) == (article.markup == "newsroom")
        for url in found:
            amp = fetch(url)
            assert amp.status == 200
            assert "<html amp" in amp.text
            assert f'<link rel="canonical" href="{article.url}"' in amp.text
            assert all(paragraph in visible(amp.text) for paragraph in paragraphs(article))


def test_a_page_that_a_browser_fills_is_empty_without_one(fetch):
    article = read_article("ko-lighthouse-cafe")

    page = fetch(article.url).text

    assert paragraphs(article)[0] in page
    assert paragraphs(article)[0] not in visible(page)
    assert str(article.view_count) not in visible(page)


def test_text_from_right_to_left_says_so_and_has_its_own_digits(fetch):
    article = read_article("ar-football")

    page = fetch(article.url).text

    assert '<html lang="ar" dir="rtl">' in page
    assert "٢٣ مايو ٢٠٢٦" in page
    assert "٣١٬٨٧٧" in page


@ARTICLES
def test_every_address_in_an_article_page_is_absolute_and_served(server, fetch, article):
    page = fetch(article.url).text
    host = urlsplit(article.url).netloc

    links = {html.unescape(url) for url in re.findall(r"""(?i)\b(?:href|src|action)=["']([^"'#]+)["']""", page)}
    own = {url for url in links if urlsplit(url).netloc == host}
    assert all(url.startswith(("http://", "javascript:")) for url in links)
    missing = {url for url in own if server.site.answer(host, url.removeprefix(f"http://{host}")).status != 200}
    assert missing <= {f"{HOME}/wp-comments-post.php"}, "the one address that is only posted to"


# What leads to the articles


def documents(fetch: Fetch, first: str, following: Callable[[Answer], str | None]) -> Iterator[Answer]:
    """Yield the answer of *first* and of every page that follows it."""
    url: str | None = first
    while url:
        answer = fetch(url)
        assert answer.status == 200, url
        yield answer
        url = following(answer)


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


# How it answers


def test_www_leads_to_the_bare_host_with_path_and_query(fetch):
    answer = fetch("/news/?page=1", host=f"www.{HOST}")

    assert (answer.status, answer.headers["Location"]) == (301, f"{HOME}/news/?page=1")


def test_the_bare_host_leads_to_www_where_that_is_the_outlets_name(fetch):
    answer = fetch("http://talbote.example/news/?start=6")

    assert (answer.status, answer.headers["Location"]) == (301, "http://www.talbote.example/news/?start=6")
    assert all(article.url.startswith("http://www.talbote.example/") for article in articles("talbote.example"))


@pytest.mark.parametrize("host", list(outlets()))
def test_the_mobile_host_serves_the_same_page_and_names_the_other_one(fetch, host):
    article = articles(host)[0]

    mobile = fetch(urlsplit(article.url).path, host=f"m.{host}")

    assert mobile.content == fetch(article.url).content
    [canonical] = re.findall(r'<link (?:[^>]*rel="canonical" )?href="([^"]+)"(?: rel="canonical")?', mobile.text)[:1]
    assert canonical == article.url


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


@ARTICLES
def test_a_page_that_has_not_changed_is_not_sent_again(fetch, article):
    first = fetch(article.url)

    by_tag = fetch(article.url, If_None_Match=first.headers["ETag"])
    by_date = fetch(article.url, If_Modified_Since=first.headers["Last-Modified"])

    assert (by_tag.status, by_tag.content) == (by_date.status, by_date.content) == (304, b"")
    assert by_tag.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(
    "path", ["/", "/feed.xml", "/feed.json", "/news-sitemap.xml", "/robots.txt", "/media/logo.png"]
)
def test_a_document_that_has_not_changed_is_not_sent_again(fetch, path):
    assert fetch(path, If_None_Match=fetch(path).headers["ETag"]).status == 304


def test_a_tag_counts_for_more_than_a_date(fetch):
    path = urlsplit(articles()[0].url).path
    first = fetch(path)

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


def test_the_server_counts_requests_under_all_names_of_an_outlet(fetch, server):
    before = server.count("http://www.talbote.example/contact/")
    fetch("http://talbote.example/contact/")
    fetch("http://www.talbote.example/contact/?from=test")
    fetch("/contact/")

    assert server.count("http://www.talbote.example/contact/") == before + 2


# What happens between two crawls


def test_the_state_is_switched_while_serving():
    with DemoServer() as server:
        fetch = fetching_from(server)
        article = read_article("harbour-dredging")
        assert "410,000 cubic metres" in fetch(article.url).text

        assert (server.advance(), server.state) == (1, 1)

        assert "It is 310,000." in fetch(article.url).text
        with pytest.raises(ValueError, match="no state after 1"):
            server.advance()


@pytest.mark.parametrize("article", all_articles(1), ids=lambda article: urlsplit(article.url).path)
def test_a_page_holds_its_article_in_the_later_state(article):
    parts = urlsplit(article.url)
    answer = site_at(1).answer(parts.netloc, parts.path)
    page = answer.content.decode({"Shift_JIS": "cp932", "gb2312": "gb18030"}.get(article.charset, article.charset))
    text = held_in(page, article)

    assert answer.status == 200
    position = 0
    for paragraph in paragraphs(article):
        position = text.index(" ".join(paragraph.split()), position)
    position = 0
    for quote in article.quotes or []:
        position = article.body.index(quote.text, position)


def test_every_counter_rises_and_by_different_amounts():
    now = {(article.name, article.url): article for article in all_articles(1)}
    rises = [
        now[before.name, before.url].view_count - before.view_count
        for before in all_articles()
        if before.view_count is not None and (before.name, before.url) in now
    ]

    assert len(rises) == 61
    assert min(rises) >= 5
    assert len(set(rises)) > 50
    assert all(article.view_count is None for article in all_articles(1) if read_first(article).view_count is None)


def read_first(article: DemoArticle) -> DemoArticle:
    return next(before for before in all_articles() if before.name == article.name)


def test_only_what_the_table_names_differs_but_for_counters():
    before = {article.url: article for article in all_articles()}
    after = {article.url: article for article in all_articles(1)}
    told = changes()

    gone = {before[url].name for url in before.keys() - after}
    new = [after[url].name for url in after.keys() - before]
    assert gone == {change.story for change in (*told.removed, *told.moved)}
    assert sorted(new) == sorted(change.story for change in (*told.moved, *told.copied))
    edited = {url for url in before.keys() & after if before[url].body != after[url].body}
    assert {before[url].name for url in edited} == {edit.story for edit in told.edited}
    assert len(edited) == 2


def test_one_article_is_corrected_and_says_so(later):
    before, after = read_article("harbour-dredging"), read_article("harbour-dredging", state=1)

    assert after.modified_at > before.modified_at
    assert len(paragraphs(after)) == len(paragraphs(before)) + 1
    assert paragraphs(after)[-1].startswith("Correction, November 21:")
    assert after.modified_at in later(after.url).text
    assert paragraphs(after)[-1] in visible(later(after.url).text)


def test_one_article_is_rewritten_and_no_date_says_so(fetch, later):
    before, after = read_article("ferry-strike"), read_article("ferry-strike", state=1)

    assert before.modified_at == after.modified_at is not None
    assert before.body != after.body
    assert [quote.text for quote in before.quotes] == [quote.text for quote in after.quotes]
    tag = fetch(before.url).headers["ETag"]
    assert later(before.url, If_None_Match=tag).status == 200
    assert "53 took part" in visible(later(after.url).text)


def test_one_article_is_deleted_for_good(fetch, later):
    article = read_article("uk-court-boat")

    assert fetch(article.url).status == 200
    assert later(article.url).status == 410
    assert article.url not in {other.url for other in all_articles(1)}
    assert article.url not in later("/post-sitemap.xml").text


def test_one_article_moves_to_another_address(fetch, later):
    before, after = read_article("ja-council"), read_article("ja-council", state=1)

    moved = later(before.url)

    assert (moved.status, moved.headers["Location"]) == (301, after.url)
    assert fetch(after.url).status == 404
    assert later(after.url).status == 200
    assert (before.title, before.body, before.published_at) == (after.title, after.body, after.published_at)
    assert f"{after.url}</loc>" in later("/post-sitemap.xml").text


def test_one_article_appears_on_a_second_outlet_word_for_word_and_on_a_third_by_wire(fetch, later):
    original = read_article("en-night-market", state=1, host="meridian-post.example")
    copy = read_article("en-night-market", state=1, host=HOST)
    wire = read_article("en-night-market", state=1, host="talbote.example")

    assert (copy.title, copy.body, copy.quotes, copy.authors) == (
        original.title,
        original.body,
        original.quotes,
        original.authors,
    )
    assert (wire.title, wire.authors) != (original.title, original.authors)
    assert paragraphs(wire) == paragraphs(original)[:-1]
    assert wire.quotes == original.quotes
    for article in (copy, wire):
        assert (fetch(article.url).status, later(article.url).status) == (404, 200)
        assert article.markup != original.markup
    assert copy.url in later("/feed.xml").text


def test_what_has_not_changed_is_not_sent_again_in_the_later_state(fetch, later):
    same = []
    for article in all_articles(1):
        before, after = fetch(article.url), later(article.url)
        if before.status != 200:
            continue
        unchanged = before.content == after.content
        known = later(article.url, If_None_Match=before.headers["ETag"])
        dated = later(article.url, If_Modified_Since=before.headers["Last-Modified"])
        assert (known.status, dated.status) == ((304, 304) if unchanged else (200, 200)), article.url
        same += [article.url] * unchanged

    assert len(same) >= 7
    assert any(url.startswith(HOME) for url in same)


@OUTLETS
def test_links_and_sitemaps_of_the_later_state_lead_to_all_of_its_articles(later, outlet):
    own = {article.url for article in articles(outlet.host, state=1)}

    listed = ElementTree.fromstring(later(outlet.url("/post-sitemap.xml")).content).iter(f"{SITEMAP}loc")
    assert {loc.text for loc in listed} == own
    found = set()
    for section in outlet.sections:
        first = outlet.url(f"/{section}/")
        for answer in documents(
            later, first, lambda a: next(iter(re.findall(r'rel="next" href="([^"]+)"', a.text)), None)
        ):
            found.update(urljoin(first, url) for url in re.findall(r'<a [^>]*href="([^"]+)"', answer.text))
    assert own <= found


def test_there_is_no_third_state():
    with pytest.raises(ValueError, match="expected a state from 0 to 1, found 2"):
        all_articles(2)


# That it is the same each time


def test_every_build_of_the_site_is_the_same():
    one, other = DemoSite(stories=stories()), DemoSite(stories=list(stories()))

    assert one.hosts[:3] == (HOST, f"www.{HOST}", f"m.{HOST}")
    assert len(one.hosts) == 9
    for host in outlets():
        name = outlets()[host].prefix + host
        assert one.paths(host) == other.paths(host)
        assert all(one.answer(name, path) == other.answer(name, path) for path in one.paths(host))


def test_the_same_request_gets_the_same_headers_from_another_server(fetch):
    with DemoServer() as other:
        again = fetching_from(other)("/feed.xml")
    first = fetch("/feed.xml")

    assert again.content == first.content
    assert again.headers.items() == first.headers.items()


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
