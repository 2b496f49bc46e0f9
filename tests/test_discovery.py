"""Where articles are listed: feeds, sitemaps, pages; and what is no article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.article_or_not import is_laid_out_as_one, why_a_list, why_not_article
from crawler.discovery.feeds import feed_links, xml_root
from crawler.discovery.links import Link, link_kind, looks_like_article
from crawler.discovery.listings import is_to_come
from crawler.discovery.pagers import next_pages
from crawler.discovery.sections import feed_addresses, page_links
from crawler.discovery.sitemaps import robots_sitemaps, sitemap_links
from crawler.page import Page
from crawler.reading.instants import now
from crawler.site import Site

URL = "https://tide.example/feed"
SITE = Site(domain="tide.example")

RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<link>https://tide.example/</link>
<item><title>A</title><link>https://tide.example/a</link><pubDate>Tue, 03 Sep 2024 07:25:00 +0300</pubDate></item>
<item><title>B</title><guid isPermaLink="true">https://tide.example/b</guid><dc:date>2024-09-02</dc:date></item>
<item><title>C</title><guid isPermaLink="false">urn:c</guid></item>
<item><title>D</title><link>/d?x=1&amp;y=2</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://tide.example/feed"/>
<entry><link rel="enclosure" href="https://tide.example/a.mp3"/><link href="https://tide.example/a"/>
<published>2024-09-01T00:00:00Z</published><updated>2024-09-03T07:25:00+03:00</updated></entry></feed>"""
JSON_FEED = (
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a", "date_published": "2024-09-03"}, 7]}'
)


def told(name: str, listed_at: str, published_at: str) -> Link:
    """What a listing of articles alone says of one."""
    return Link(f"https://tide.example/{name}", "article", listed_at, is_told=True, published_at=published_at)


def test_rss_gives_links_with_dates():
    assert list(feed_links(RSS, URL)) == [
        told("a", "2024-09-03T04:25:00Z", "2024-09-03T04:25:00Z"),
        told("b", "2024-09-02T00:00:00Z", "2024-09-02T00:00:00Z"),
        Link("https://tide.example/d?x=1&y=2", "article", None, is_told=True),
    ]


def test_atom_gives_the_page_with_the_days_of_its_publication_and_of_its_last_change():
    assert list(feed_links(ATOM, URL)) == [told("a", "2024-09-03T04:25:00Z", "2024-09-01T00:00:00Z")]


def test_a_json_feed_is_a_feed():
    assert list(feed_links(JSON_FEED, URL)) == [told("a", "2024-09-03T00:00:00Z", "2024-09-03T00:00:00Z")]


def test_a_malformed_feed_still_gives_what_can_be_read():
    broken = RSS.replace(b"<title>B</title>", b"<title>B & b</title>")[:-40]

    assert [link.url for link in feed_links(broken, URL)][:2] == ["https://tide.example/a", "https://tide.example/b"]


def test_a_feed_reads_no_file_and_resolves_no_entity():
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    hostile = entity + b"<rss><item><link>https://tide.example/&e;</link></item></rss>"

    assert all("root" not in link.url for link in feed_links(hostile, URL))


def test_a_sitemap_index_gives_listings_and_a_news_sitemap_the_day_of_publication():
    one = b"<sitemap><loc>https://tide.example/s1.xml</loc><lastmod>2024-09-03</lastmod></sitemap>"
    index = b"<sitemapindex>" + one + b"</sitemapindex>"
    news = (
        b'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://tide.example/a </loc>'
        b"<lastmod>2024-09-04</lastmod><news:news><news:publication_date>2024-09-03T07:25:00+03:00"
        b"</news:publication_date></news:news></url><url><loc>mailto:x</loc></url></urlset>"
    )

    assert list(sitemap_links(index, URL)) == [Link("https://tide.example/s1.xml", "listing", "2024-09-03T00:00:00Z")]
    assert list(sitemap_links(news, URL)) == [told("a", "2024-09-03T04:25:00Z", "2024-09-03T04:25:00Z")]


def test_robots_txt_names_sitemaps():
    robots = (
        b"User-agent: *\nDisallow: /x\nsitemap: /one.xml\nSitemap: https://tide.example/two.xml\nSitemap: file:///etc\n"
    )

    assert [link.url for link in robots_sitemaps(robots, "https://tide.example/robots.txt")] == [
        "https://tide.example/one.xml",
        "https://tide.example/two.xml",
    ]


@pytest.mark.parametrize(
    "odd",
    [
        "<title>&#55357;&#56832; Gates</title>",
        "<title>&#xD83D;</title>",
        "<p:title xmlns:p='http}://'/>",
    ],
)
def test_what_a_feeds_parser_takes_and_python_does_not_costs_no_link(odd: str):
    feed = f"<rss><channel><item>{odd}<link>https://tide.example/1</link></item></channel></rss>"
    sitemap = f"<urlset><url>{odd}<loc>https://tide.example/1</loc></url></urlset>"

    assert [link.url for link in feed_links(feed.encode(), URL)] == ["https://tide.example/1"]
    assert [link.url for link in sitemap_links(sitemap.encode(), URL)] == ["https://tide.example/1"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("windows-1251", True), ("UTF-8", True), ("utf-8", False), ("utf-16", False)],
)
def test_letters_whose_bytes_are_like_half_ones_in_another_encoding_stay(encoding: str, declared: bool):
    said = f" encoding='{encoding}'" if declared else ""
    feed = (
        f"<?xml version='1.0'{said}?><rss><channel><item><title>Компанії</title><link>/x</link></item></channel></rss>"
    )

    assert [title.text for title in xml_root(feed.encode(encoding)).iter("title")] == ["Компанії"]


@given(st.binary(max_size=300))
def test_whatever_a_listing_holds_reading_it_raises_nothing(body: bytes):
    assert isinstance([*feed_links(body, URL), *sitemap_links(body, URL), *robots_sitemaps(body, URL)], list)


def test_a_page_gives_its_feeds_its_next_page_and_links_on_its_own_site():
    html = """<link rel="alternate" type="application/rss+xml" href="/rss">
    <link rel="alternate" hreflang="de" href="/de">
    <link rel="alternate" type="application/rss+xml" href="/comments/feed"><link rel="next" href="?page=2">
    <a href="/news/2024/09/03/lock-gates-to-be-replaced">a</a><a href="//evil.example/news/one-two-three-four">b</a>
    <a href="/news">c</a><a href="/tag/locks">d</a><a href="/photo.jpg">e</a><a href="javascript:alert(1)">f</a>
    <a rel="nofollow" href="/news/not-to-be-followed-at-all">g</a><a href="#top">h</a>"""
    page = Page.from_html(html, "https://tide.example/", site=SITE)

    assert [link.url for link in feed_addresses(page)] == ["https://tide.example/rss"]
    assert [link.url for link in next_pages(page)] == ["https://tide.example/?page=2"]
    assert list(page_links(page)) == [
        Link("https://tide.example/news/2024/09/03/lock-gates-to-be-replaced", "article"),
        Link("https://tide.example/news", "listing"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/news/lock-gates-to-be-replaced",
            "/2024/09/03/lock",
            "/news/12345678",
            "/a/lock-gates_4821.html",
            "/?p=123",
        ),
        *(
            "/2024/09/03/4821",
            "/gates-of-2024-09-03",
            "/archive/2024-09-03/lock",
            "/2024/09/03/lock/index.html",
            "/news/20240903/48213/index.html",
        ),
        *("/story/123", "/nachrichten/schleuse-wird-erneuert-im-mai-9921", "/новини/шлюз-буде-замінено-у-травні"),
    ],
)
def test_addresses_of_articles_are_told_by_their_shape(path: str):
    assert looks_like_article("https://tide.example" + path)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/news", "/news/sport/", "/en", "/2024/09/", "/page/2", "/world-news", "/news/page/14"),
        *("/2024/09/03/", "/archive/2024-09-03", "/news/2024-09-03/", "/archiv/03.09.2024.html", "/2024/09/03/2"),
        *("/GB/1001/index.html", "/GB/1001/index2.html", "/2024/09/03/index.html"),
    ],
)
def test_addresses_of_sections_are_not(path: str):
    assert (
        not looks_like_article("https://tide.example" + path)
        or link_kind("https://tide.example" + path, SITE) == "listing"
    )


def test_a_sites_own_rule_decides_what_an_article_is():
    site = Site(domain="tide.example", article_url=r"/x\d+$")

    assert link_kind("https://tide.example/x1", site) == "article"
    assert link_kind("https://tide.example/news/lock-gates-to-be-replaced", site) == "listing"


STORY = (
    "<p>" + "The oak gates of the lower lock are to be replaced in May, the canal board said on Monday. " * 4 + "</p>"
)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (f"<article><h1>Gates</h1><time>3 May 2026</time>{STORY}</article>", None),
        (f"<meta property='og:type' content='article'><h1>Gates</h1>{STORY}", None),
        (f"<h1>About us</h1>{STORY}", "no date"),
        ("<h1>Login</h1><form><p>Your name</p></form>", "no story"),
        ("<h1>News</h1>" + "<h2><a href='/a'>A headline of a story</a></h2><p>A teaser of it.</p>" * 12, "a list"),
    ],
    ids=["dated", "declared", "undated", "empty", "list"],
)
def test_a_page_itself_tells_whether_it_is_an_article(html: str, reason: str | None):
    found = why_not_article(Page.from_html(html, "https://tide.example/news/lock-gates-to-be-replaced", site=SITE))

    assert found is None if reason is None else reason in (found or "")


def test_a_home_page_is_no_article_whatever_it_declares():
    page = Page.from_html(f"<meta property='og:type' content='article'>{STORY}", "https://tide.example/", site=SITE)

    assert why_not_article(page) == "home page"


def test_fewer_teasers_make_a_list_where_the_address_is_a_sections():
    teasers = "<h2><a href='/a'>A headline of a story</a></h2>" * 2
    html = f"<main><h1>Culture</h1><time>3 May 2026</time>{teasers}{STORY}</main>"
    declared = "<meta property='og:type' content='article'>" + html

    assert why_not_article(Page.from_html(html, "https://tide.example/culture/", site=SITE)) is None
    assert why_a_list(Page.from_html(html, "https://tide.example/culture/", site=SITE)) == (
        "a list by its address: 2 linked headings"
    )
    assert why_a_list(Page.from_html(declared, "https://tide.example/culture/", site=SITE)) is None


TEXT = "The oak gates of the lower lock are to be replaced in May, the board of the canal said on Monday evening. " * 3
TITLE = "Lock gates to be replaced"


@pytest.mark.parametrize(
    ("body", "is_one"),
    [
        ("<h2>{title}</h2><i>3.9.2024</i><br>{text}<br><br>{text}", True),
        ("<h1>{title}</h1><p>Harbour</p><p>3.9.2024, 10:25</p><p>{text}</p><p>{text}</p>", True),
        ("<p>3.9.2024</p><h1>{title}</h1><p>{text}</p><p>{text}</p>", False),  # today's date on a standing page
        ("<h1>History</h1><p>3.9.2024</p><p>{text}</p><p>{text}</p>", False),
        ("<h2>{title}</h2><p>3.9.2024</p><p>{text}</p><h2>B</h2><p>2.9.2024</p><p>{text}</p>", False),  # a list
        ("<h2>{title}</h2><p>3.9.2024</p><p>{text}</p>", False),  # a teaser
        ("<h1>{title}</h1><p>Last updated: 3.9.2024</p><p>{text}</p><p>{text}</p>", False),  # a standing page
        ("<h1>{title}</h1><p>3.9.2024</p>" + "<p>{text} <a href=/gates>More</a></p>" * 4, False),
    ],
)
def test_an_article_that_nothing_declares_is_told_by_its_layout(body: str, is_one: bool):
    html = f"<title>{TITLE} - The Lock</title><body>{body.format(title=TITLE, text=TEXT)}</body>"
    assert is_laid_out_as_one(Page.from_html(html, "https://tide.example/index.php?id=12")) is is_one


@pytest.mark.parametrize(("kind", "named"), [("Product", "name"), ("JobPosting", "title"), ("MusicEvent", "name")])
def test_what_is_sold_or_takes_place_is_no_article(kind: str, named: str):
    thing = f'{{"@type": "{kind}", "{named}": "{TITLE}"}}'
    story = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "about": {thing}}}'
    html = (
        f'<title>{TITLE}</title><meta property="og:type" content="article">'
        '<script type="application/ld+json">%s</script>'
        f"<h1>{TITLE}</h1><time>3.9.2024</time><p>{TEXT}</p>"
    )

    assert why_not_article(Page.from_html(html % thing)) == f"it declares itself as a {kind}"
    assert why_not_article(Page.from_html(html % story)) is None
    assert why_not_article(Page.from_html(html % thing.replace(TITLE, "Varnish"))) is None
    # The subscription of the site, and the match of which a story tells.
    for title in (f"The ferries are back at sea - {TITLE}", f"{TITLE}: how the cup was won in the last minute"):
        told = (html % thing).replace(f"<title>{TITLE}", f"<title>{title}").replace(f"<h1>{TITLE}", f"<h1>{title}")
        assert why_not_article(Page.from_html(told)) is None


def test_a_calendar_leads_to_no_days_that_have_not_begun():
    year = now().year
    assert is_to_come(Link(f"https://tide.example/events/{year + 1}/02/", "listing"))
    assert not is_to_come(Link(f"https://tide.example/events/{year - 1}/02/", "listing"))
    assert not is_to_come(Link(f"https://tide.example/election/{year + 1}/", "listing"))
    assert not is_to_come(Link(f"https://tide.example/plans-for-{year + 1}", "listing"))
