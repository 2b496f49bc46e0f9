"""From a home page alone: every way in which a site lists its articles is found, and asked no oftener than needed."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from conftest import Command, demo_options
from small_site import HOST, Answer, SmallSite, page_of, sitemap, story

from crawler.archive import Archive
from crawler.archive.ledger import Ledger, Outcome
from crawler.discovery.feeds import feed_links
from crawler.discovery.links import Link
from crawler.discovery.pagers import next_pages, without_pager
from crawler.discovery.sections import editions, page_links, teaser_dates
from crawler.discovery.shapes import UrlShapes, url_shape
from crawler.discovery.sitemaps import sitemap_links
from crawler.discovery.wordpress import post_links
from crawler.page import Page
from crawler.site import Site

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = Site(domain="lock.example")
ATOM = "http://www.w3.org/2005/Atom"


def crawl(site: SmallSite, newsarc: Command, archive_path: Path, *options: str) -> set[str]:
    """Crawl *site* from its home page; return the paths of what is archived."""
    done = newsarc("crawl", f"{HOST}/", "--archive", archive_path, *options, *demo_options(site))
    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as opened:
        return {row.url.removeprefix(HOST) for row in opened.articles()}


def rss(*paths: str) -> tuple[int, str, str]:
    items = "".join(f"<item><link>{HOST}{path}</link></item>" for path in paths)
    return 200, "application/rss+xml", f"<rss><channel>{items}</channel></rss>"


def test_every_way_leads_to_its_articles(newsarc: Command, archive_path: Path):
    """Each article is named by one way alone; no feed and no sitemap is where it is named but where it often is."""
    posts = [{"link": f"{HOST}/by-wordpress", "date_gmt": "2024-09-03T04:25:00", "modified_gmt": "0000-00-00T00:00:00"}]
    answers = {
        "/": page_of(
            *("/news", "/rss-feeds"),
            head='<link rel="https://api.w.org/" href="/wp-json/"><link rel="alternate" hreflang="uk" href="/uk">',
        ),
        "/wp-json/wp/v2/posts?per_page=100&_fields=link%2Cdate_gmt%2Cmodified_gmt": (
            200,
            "application/json",
            json.dumps(posts),
        ),
        "/uk": page_of("/uk/by-the-other-edition"),
        "/rss-feeds": page_of("/rss/sport.xml"),
        "/rss/sport.xml": rss("/sport"),  # an address that says nothing
        "/atom.xml": (
            200,
            "application/xml",
            f'<feed xmlns="{ATOM}"><link rel="next" href="/atom-2.xml"/><entry><link href="/by-atom-one"/></entry>',
        ),
        "/atom-2.xml": (
            200,
            "application/xml",
            f'<feed xmlns="{ATOM}"><entry><link href="{HOST}/by-atom-two"/></entry></feed>',
        ),
        "/news": page_of("/news/on-the-first-page", foot='<a href="/news/2">2</a><a href="/news/3">3</a>'),
        "/news/2": page_of("/news/on-the-second-page", foot='<a href="/news/">1</a><a href="/news/3">3</a>'),
        "/news/3": page_of("/news/on-the-third-page", foot='<a href="/news/2">2</a>'),
        "/sitemap_index.xml": sitemap(("/maps/a.xml", None), ("/sitemap_index.xml", None), index=True),
        "/maps/a.xml": sitemap(("/by-the-sitemap-index", None)),
        "/sitemap.txt": (200, "text/plain", f"{HOST}/by-a-sitemap-in-text\n"),
    }
    articles = {
        *("/by-wordpress", "/uk/by-the-other-edition", "/sport", "/by-atom-one", "/by-atom-two"),
        *("/news/on-the-first-page", "/news/on-the-second-page", "/news/on-the-third-page"),
        *("/by-the-sitemap-index", "/by-a-sitemap-in-text"),
    }
    with SmallSite(answers | {path: story(path[1:]) for path in articles}) as site:
        assert crawl(site, newsarc, archive_path) == articles
        first = len(site.asked)

        assert crawl(site, newsarc, archive_path) == articles
        again = site.asked[first:]

    assert "/rss.xml" in site.asked[:first]  # where a feed often is
    assert "/rss.xml" not in again  # and is not: it is not looked for each time
    assert {"/", "/atom.xml", "/news", "/sitemap_index.xml"} <= set(again)
    assert "/news/2" not in again  # nothing new stands before it


@pytest.mark.thorough
def test_a_page_that_a_feed_tells_to_be_an_article_while_it_is_fetched_as_a_list_is_fetched_once(
    newsarc: Command, archive_path: Path
):
    """Its address looks like a section's. It answers when the feed has been read; and the feed names the front page."""
    feed_is_read = Event()

    def otherwise(path: str) -> Answer | None:
        if path == "/told":
            feed_is_read.set()
            return story("Told")
        if path == "/sport/":
            feed_is_read.wait(20)
            time.sleep(0.2)  # until what /told answered is in the ledger, and with it what the feed had named
            return story("Sport").replace(' property="og:type" content="article"', "")
        return None

    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    answers = {"/": page_of("/sport/", head=head), "/feed.xml": rss("/told", "/sport/", "/")}
    with SmallSite(answers, otherwise) as site:
        assert crawl(site, newsarc, archive_path) == {"/told", "/sport/"}
        assert site.asked.count("/sport/") == 1
        assert site.asked.count("/") == 1
        crawl(site, newsarc, archive_path)
        assert site.asked.count("/") == 2  # a listing still


def test_what_was_not_where_it_often_is_is_looked_for_again_after_a_month(archive: Archive):
    ledger = Ledger(archive)
    guess = Link(f"{HOST}/rss.xml", "listing", is_guess=True)

    def due(at: datetime) -> int:
        with archive.transaction():
            ledger.add([guess], now=at, found_in=HOST, run_started=at)
        return len(ledger.due("lock.example", now=at, limit=9))

    assert due(NOW) == 1
    (page,) = ledger.claim("lock.example", now=NOW, limit=9)
    with archive.transaction():
        ledger.record(page, Outcome(state="gone", status=404), now=NOW)
    assert due(NOW + timedelta(days=29)) == 0
    assert due(NOW + timedelta(days=31)) == 1


@pytest.mark.parametrize(
    ("changed", "is_asked"), [("2026-11-01T00:00:00Z", False), ("2026-11-24T11:00:00Z", True), (None, True)]
)
def test_a_sitemap_is_read_again_when_its_index_says_that_it_changed(
    archive: Archive, changed: str | None, is_asked: bool
):
    ledger = Ledger(archive)
    part = Link(f"{HOST}/part.xml", "listing", changed)
    with archive.transaction():
        ledger.add([part], now=NOW, found_in=HOST)
    (page,) = ledger.claim("lock.example", now=NOW, limit=9)
    with archive.transaction():
        ledger.record(page, Outcome(state="read", status=200), now=NOW)
    later = NOW + timedelta(hours=1)

    with archive.transaction():
        ledger.add([part], now=later, found_in=HOST, run_started=later)

    assert bool(ledger.due("lock.example", now=later, limit=9)) is is_asked


def test_the_dates_that_listings_give_are_kept_and_a_feeds_word_counts_more(archive: Archive):
    ledger = Ledger(archive)
    links = [
        Link(f"{HOST}/a", "article", "2024-09-05T00:00:00Z", published_at="2024-09-03T00:00:00Z"),
        Link(f"{HOST}/a", "article", "2024-09-04T00:00:00Z", published_at="2024-09-03T04:25:00Z", is_told=True),
        Link(f"{HOST}/a", "article", None, published_at="2024-09-03T00:00:00Z"),
    ]
    for link in links:
        with archive.transaction():
            ledger.add([link], now=NOW, found_in=HOST)

    row = archive.db.execute("SELECT published_at, listed_at, is_told FROM pages").fetchone()

    assert row == ("2024-09-03T04:25:00Z", "2024-09-05T00:00:00Z", 1)


def test_addresses_and_dates_of_pictures_in_a_sitemap_are_not_the_pages():
    entry = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"'
        b' xmlns:v="http://www.google.com/schemas/sitemap-video/1.1"><url><i:image><i:loc>/a.jpg</i:loc></i:image>'
        b"<v:video><v:publication_date>2020-01-01</v:publication_date></v:video><loc>/a</loc></url></urlset>"
    )

    assert list(sitemap_links(entry, HOST)) == [Link(f"{HOST}/a", "article")]


def test_a_feed_that_counts_its_readers_still_names_the_page():
    feed = (
        b'<rss xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"><channel><item><link>https://count.example/x</link>'
        b"<f:origLink>http://lock.example/a</f:origLink></item></channel></rss>"
    )

    assert [link.url for link in feed_links(feed, HOST)] == [f"{HOST}/a"]


def test_a_full_page_of_wordpress_leads_to_the_next():
    posts = [{"link": f"/a{number}", "date_gmt": "2024-09-03T04:25:00"} for number in range(100)]

    *links, following = post_links(json.dumps(posts).encode(), f"{HOST}/wp-json/wp/v2/posts?per_page=100")

    assert links[0] == Link(
        f"{HOST}/a0", "article", "2024-09-03T04:25:00Z", is_told=True, published_at="2024-09-03T04:25:00Z"
    )
    assert (following.url, following.onward) == (f"{HOST}/wp-json/wp/v2/posts?per_page=100&page=2", True)
    assert list(post_links(b'[1, null, {"link": 3}, {"link": "mailto:x"}]', HOST)) == []


@pytest.mark.parametrize(
    ("url", "links", "following"),
    [
        ("/news", ["/news/2", "/news/3"], "/news/2"),
        ("/news/page/2/", ["/news/", "/news/page/3/", "/news/page/99/"], "/news/page/3/"),
        ("/news?page=2", ["/news?page=1", "/news?page=3"], "/news?page=3"),
        ("/news?start=6", ["/news?start=0", "/news?start=12", "/news?start=18"], "/news?start=12"),
        ("/news", ["/news/2024", "/sport/2", "/news/story-2"], None),
        ("/news/page/3", ["/news/page/2", "/news/page/1"], None),
        ("/topics-2.html", ["/topics-3.html"], "/topics-3.html"),
    ],
)
def test_the_next_page_of_a_list_is_told_by_its_number(url: str, links: list[str], following: str | None):
    page = Page.from_html(page_of(*links), HOST + url, site=SITE)

    assert [link.url for link in next_pages(page)] == ([HOST + following] if following else [])


def test_the_next_page_that_is_named_counts_before_the_one_that_a_number_tells():
    html = page_of("/news?page=2", head='<link rel="next" href="/news/more">')
    page = Page.from_html(html, f"{HOST}/news", site=SITE)

    assert [link.url for link in next_pages(page)] == [f"{HOST}/news/more"]


def test_other_pages_of_a_list_are_no_articles_of_it():
    pager, story = Link(f"{HOST}/news/page/7", "article"), Link(f"{HOST}/news/lock-gates-to-be-replaced", "article")

    assert without_pager([pager, story], [f"{HOST}/news", f"{HOST}/news/page/2"]) == [story]
    assert without_pager([pager, story], [f"{HOST}/news"]) == [pager, story]


def test_links_start_from_where_the_page_says():
    page = Page.from_html(page_of("b-c-d-e-f", head='<base href="/a/">'), f"{HOST}/x/y", site=SITE)

    assert [link.url for link in page_links(page)] == [f"{HOST}/a/b-c-d-e-f"]


def test_editions_in_other_languages_are_front_pages_on_this_site_alone():
    head = (
        '<link rel="alternate" hreflang="uk" href="/uk/"><link rel="alternate" hreflang="pl" href="//other.example/">'
    )

    assert [link.url for link in editions(Page.from_html(page_of(head=head), HOST, site=SITE))] == [f"{HOST}/uk/"]


# What the addresses of a site teach


@pytest.mark.parametrize(
    ("articles", "others", "verdict"),
    [(3, 0, "article"), (2, 0, None), (3, 1, None), (9, 1, "article"), (0, 10, "other"), (0, 9, None), (1, 48, None)],
)
def test_a_few_pages_teach_nothing_of_a_shape(articles: int, others: int, verdict: str | None):
    assert UrlShapes({"news/W": (articles, others)}).verdict(f"{HOST}/news/lock-gates-to-be-replaced") == verdict


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("/2024/9/3/gates", "Y/M/D/w"),
        ("/news/lock-gates-to-be-replaced-4821", "news/W-N"),
        ("/news/4821-lock", "news/N-w"),
        ("/a/3f2a9c1b-77aa-4c1d-9e22-0a1b2c3d4e5f", "a/H"),
        ("/news.php?id=7&b=2", "w.php?b&id"),
        ("/x" * 300, "x" + "/w" * 99 + "/"),
    ],
)
def test_an_address_has_a_shape(url: str, shape: str):
    assert url_shape(HOST + url) == shape


def test_a_shape_that_never_led_to_an_article_is_asked_for_once_in_ten():
    shapes = UrlShapes({"tag/w": (0, 12)})

    asked = [number for number in range(500) if shapes.why_unlikely(f"{HOST}/tag/x{number}y") is None]

    assert 25 < len(asked) < 90
    assert UrlShapes({"tag/w": (1, 12)}).why_unlikely(f"{HOST}/tag/x1y") is None
    assert "of 12 pages at 'tag/w' none were articles" in str(
        next(filter(None, (shapes.why_unlikely(f"{HOST}/tag/x{n}y") for n in range(9))))
    )


def test_visits_teach_and_a_change_of_mind_is_no_second_visit(archive: Archive):
    ledger = Ledger(archive)
    for state in ("not_article", "not_article", "archived"):
        with archive.transaction():
            ledger.add([Link(f"{HOST}/news/a", "article")], now=NOW, found_in=HOST, ask=True, run_started=NOW)
        (page,) = ledger.claim("lock.example", now=NOW, limit=1)
        with archive.transaction():
            ledger.record(page, Outcome(state=state, status=200, due_at=NOW), now=NOW - timedelta(days=1))

    assert ledger.shapes("lock.example").counts == {"news/w": (1, 0)}


@pytest.mark.thorough
def test_what_the_first_crawl_learnt_spares_the_second_the_pages_that_are_none(newsarc: Command, archive_path: Path):
    """A sitemap lists profiles beside articles; they look like articles by their addresses and are none."""
    profiles = [f"/who/{number}" for number in range(1000, 1060)]
    articles = [f"/n/{number}" for number in range(1000, 1006)]
    answers = {path: story(path) for path in articles} | {
        "/": page_of(),
        "/robots.txt": (200, "text/plain", "Sitemap: {host}/map.xml"),
        "/map.xml": sitemap(*((path, None) for path in [*profiles[:12], *articles[:5]])),
    }
    with SmallSite(answers, lambda path: page_of() if path.startswith("/who/") else None) as site:
        crawl(site, newsarc, archive_path)
        site.answers["/map.xml"] = sitemap(*((path, None) for path in [*profiles, *articles]))
        first = len(site.asked)

        archived = crawl(site, newsarc, archive_path)

    later = [path for path in site.asked[first:] if path.startswith("/who/")]
    assert archived == set(articles)
    assert len(later) < 15
    with Archive(archive_path, read_only=True) as opened:
        reasons = [
            row["reason"]
            for row in opened.db.query("SELECT reason FROM pages WHERE http_status IS NULL AND state = 'not_article'")
        ]
        counted = sum(run.not_articles for run in opened.runs())
    assert len(reasons) == 48 - len(later)
    assert all(reason.startswith("by its address") for reason in reasons)
    assert counted == 60


def test_a_feed_that_tells_an_article_outweighs_what_its_address_taught(archive: Archive):
    ledger = Ledger(archive)
    link = Link(f"{HOST}/who/1000", "article")
    with archive.transaction():
        ledger.add([link], now=NOW, found_in=HOST)
    (page,) = ledger.claim("lock.example", now=NOW, limit=1)
    with archive.transaction():
        ledger.record(page, Outcome(state="not_article", reason="by its address"), now=NOW)
        ledger.add([link], now=NOW, found_in=HOST)
    assert ledger.due("lock.example", now=NOW, limit=1) == []

    with archive.transaction():
        ledger.add([Link(link.url, "article", is_told=True)], now=NOW, found_in=f"{HOST}/feed")

    assert [page.is_told for page in ledger.due("lock.example", now=NOW, limit=1)] == [1]


def test_a_teaser_gives_its_story_the_date_beside_it():
    cards = (
        '<div><div><h2><a href="/a-b-c-one">A</a></h2><a href="/a-b-c-one"><img></a></div>'
        '<p><time datetime="2024-09-03">3</time></p></div>'
        '<ul><li><a href="/a-b-c-two">B</a> <span><time datetime="2024-09-02T07:00:00+03:00">2</time></span></li>'
        '<li><a href="/a-b-c-three">C</a></li></ul>'
        '<div><a href="/a-b-c-four">D</a><a href="/a-b-c-five">E</a><time datetime="2024-09-01">1</time></div>'
        "<time>?</time>"
    )

    assert teaser_dates(Page.from_html(page_of(foot=cards), HOST, site=SITE)) == {
        f"{HOST}/a-b-c-one": "2024-09-03T00:00:00Z",
        f"{HOST}/a-b-c-two": "2024-09-02T04:00:00Z",
    }
