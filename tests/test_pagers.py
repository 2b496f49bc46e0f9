"""The next page of a list whose address says nothing: by what its link says, by its button, by the row of numbers."""

from __future__ import annotations

import json
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Command, demo_options
from small_site import HOST, Answer, SmallSite, page_of, story

from crawler.archive import Archive
from crawler.discovery.answers import as_drawn, page_in_json
from crawler.discovery.article_or_not import is_declared, why_a_list, why_not_article
from crawler.discovery.links import Link, link_kind
from crawler.discovery.listings import closed, read_listing
from crawler.discovery.pagers import next_pages
from crawler.discovery.sections import headline_urls, page_links, teaser_dates
from crawler.page import Page
from crawler.reading.instants import now
from crawler.site import Site

SITE = Site(domain="lock.example")


def next_of(html: str, url: str) -> list[str]:
    """Return the paths of the next pages that the page at *url* names."""
    page = Page.from_html(f"<html><body>{html}</body></html>", HOST + url, site=SITE)
    return [link.url.removeprefix(HOST) for link in next_pages(page)]


@pytest.mark.parametrize(
    ("url", "html", "following"),
    [
        ("/a/local/", '<a href="list_5_2.html">下一页</a>', "/a/local/list_5_2.html"),
        ("/mahalli", '<button class="btn" data-url="/mahalli?cek=2">Daha Fazla Göster</button>', "/mahalli?cek=2"),
        ("/berita", '<li class="pager-next"><a href="/berita?mulai=x">&raquo;</a></li>', "/berita?mulai=x"),
        ("/", '<a href="/?max=2024-09" title="Older posts"><img src="a.png"></a>', "/?max=2024-09"),
        ("/sport", '<a href="/a">More news</a> <a href="/b">More news</a>', None),
        ("/sport", '<div class="infinite-scroll" data-url="/more?n=6"><p>Much text</p></div>', "/more?n=6"),
        ("/sport", '<button class="load-more" data-endpoint="/api/sport" data-cursor="c6">+</button>', "/api/sport"),
        ("/town", '<turbo-frame id="p2" loading="lazy" src="/town?page=2"></turbo-frame>', "/town?page=2"),
        # The script sends along what the address lacks; numbers of the visit are given anew for each link.
        ("/list.do?menu=3", '<a href="?pageIndex=2" onclick="go(2)">2</a>', "/list.do?menu=3&pageIndex=2"),
        ("/l.php?c=7&PHPSESSID=1", '<a href="/l.php?c=7&start=8&PHPSESSID=2">2</a>', "/l.php?c=7&start=8&PHPSESSID=2"),
        # This page's own number leads to another form of its address.
        ("/GB/index.html", '<a class=current href="index1.html">1</a><a href="index2.html">2</a>', "/GB/index2.html"),
        # No button's: the last page of a list whose pages have numbers of another kind.
        ("/news/page/3/", "<button>Load more</button>", None),
        ("/api/news?offset=20", '<p><a href="/gates">Gates</a></p>', None),
        ("/sport", '<a class="next" href="/news/lock-gates-to-be-replaced">Next</a>', None),
        ("/sport", '<div hx-get="/sport?cursor=b" hx-trigger="revealed"></div>', "/sport?cursor=b"),
        ("/sport?b=1", '<button id="more" data-page="2">Cargar más</button>', "/sport?b=1&page=2"),
        ("/sport", '<a class="carousel-control" href="#top" data-slide="next"><span>Next</span></a>', None),
        ("/sport", '<nav><a href="/rowing/">Rowing</a><button>Ещё</button></nav>', None),
        ("/sport", "<nav><button>1</button><button>Next page</button></nav>", "/sport?page=2"),
        ("/sport", '<a class="next" href="#"></a><div data-url="/x?y=2">Gates</div>', None),
    ],
)
def test_the_next_page_of_a_list_is_told_by_what_its_link_says(url: str, html: str, following: str | None):
    assert next_of(html, url) == ([following] if following else [])


def row(*links: str) -> str:
    """A row of numbers, each with where it leads."""
    return " ".join(
        f'<a href="{address}">{number}</a>' for number, _, address in (link.partition(" ") for link in links)
    )


@pytest.mark.parametrize(
    ("url", "links", "following"),
    [
        ("/a/local/", ("2 list_5_2.html", "3 list_5_3.html"), "/a/local/list_5_2.html"),
        ("/indeks?hal=2", ("1 /indeks?hal=1", "2 /indeks?hal=2", "3 /indeks?hal=3"), "/indeks?hal=3"),
        ("/list?box=2", ("1 /list?box=1", "3 /list?box=3", "4 /list?box=4", "20 /list?box=20"), "/list?box=3"),
        ("/list?box=7", ("1 ?box=1", "5 ?box=5", "6 ?box=6", "8 ?box=8", "9 ?box=9", "20 ?box=20"), "/list?box=8"),
        ("/list?box=4", ("1 /list", "2 ?box=2", "3 ?box=3"), None),
        ("/list", ("2 /2024/09/02/", "3 /2024/09/03/"), None),  # a calendar
        ("/list", ("2 /news/4711-gates#comments", "2 /news/lock-gates-to-be-replaced"), None),
    ],
)
def test_the_next_page_of_a_list_is_told_by_its_row_of_numbers(url: str, links: tuple[str, ...], following: str | None):
    assert next_of(row(*links), url) == ([following] if following else [])


def test_a_link_as_long_as_a_headline_is_one_whatever_its_address():
    html = (
        '<h3><a href="/gates">Gates to close</a></h3><a href="/mill">Old mill is sold again</a><a href="/news">News</a>'
        '<a href="/水">老剧院修缮方案通过</a>'
    )
    page = Page.from_html(html, f"{HOST}/local", site=SITE)

    assert {url.removeprefix(HOST) for url in headline_urls(page, 4)} == {"/gates", "/mill", "/%E6%B0%B4"}


@pytest.mark.parametrize(
    ("body", "meta"),
    [("page-template-default page page-id-12", "published_time"), ("", "modified_time")],
)
def test_a_standing_page_that_a_plugin_declares_an_article_is_none(body: str, meta: str):
    text = "<p>The board of the lock meets each month and tells what it has decided, and why it did so. </p>" * 9
    head = f'<meta property="og:type" content="article"><meta property="article:{meta}" content="2024-09-03T07:25:00Z">'
    html = f'<html><head>{head}</head><body class="{body}"><h1>The board</h1>{text}</body></html>'
    page = Page.from_html(html, f"{HOST}/board/", site=SITE)

    assert why_not_article(page) is not None
    assert is_declared(Page.from_html(html.replace(meta, "section"), f"{HOST}/board/", site=SITE))


def test_entries_in_json_lead_on_and_a_sitemap_of_days_that_are_over_is_as_it_was():
    rows = b'{"items": [{"title": "Gates", "url": "/gates"}], "next": "/api/local?offset=4"}'
    index = f"<sitemapindex><sitemap><loc>{HOST}/sitemap-daily-2024-09-03.xml</loc></sitemap></sitemapindex>"

    links = read_listing(rows, f"{HOST}/api/local")[1] + read_listing(index.encode(), f"{HOST}/sitemap.xml")[1]

    assert [(link.url.removeprefix(HOST), link.onward, link.listed_at) for link in links] == [
        ("/gates", False, None),
        ("/api/local?offset=4", True, None),
        ("/sitemap-daily-2024-09-03.xml", False, "2024-09-05T00:00:00Z"),
    ]


@pytest.mark.thorough
def test_where_the_home_page_calls_itself_an_article_that_tells_nothing(newsarc: Command, archive_path: Path):
    said = '<meta property="og:type" content="article">'
    text = "The council has decided today that the gates of the lock are to be replaced in May, as the mayor said. " * 5
    answers: dict[str, Answer] = {
        "/": page_of("/local", "/news/lock-gates-to-be-replaced", head=said),
        "/local": page_of("/news/ferry-is-back-at-sea", head=said, foot=f"<p>{text}</p>"),
        "/news/lock-gates-to-be-replaced": page_of(
            head=said, foot=f"<h1>Gates</h1><p>3 September 2024</p><p>{text}</p>"
        ),
        "/news/ferry-is-back-at-sea": story("Ferry is back at sea"),
    }
    with SmallSite(answers) as site:
        done = newsarc("crawl", f"{HOST}/", "--archive", archive_path, *demo_options(site))

    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as opened:
        assert {row.url.removeprefix(f"{HOST}/news/") for row in opened.articles()} == {
            "lock-gates-to-be-replaced",
            "ferry-is-back-at-sea",
        }


def test_a_number_of_a_section_is_no_page_of_a_list_before_another():
    html = '<a href="/node_12.htm">Sport</a><a href="/node_11_1.htm">下一页</a>'

    assert next_of(html, "/node_11.htm") == ["/node_12.htm", "/node_11_1.htm"]


@pytest.mark.parametrize("path", ["/news/category/123", "/news/3", "/sections/4711"])
def test_a_short_number_and_one_behind_a_word_for_sections_are_sections(path: str):
    assert link_kind(HOST + path, SITE) == "listing"
    assert link_kind(f"{HOST}{path}/gates", SITE) == "listing"
    assert link_kind(f"{HOST}/news/detail/610", SITE) == link_kind(f"{HOST}/article/3270/gates", SITE) == "article"


def test_an_address_that_ends_with_a_long_hexadecimal_number_is_an_articles():
    assert link_kind(f"{HOST}/article/eaafcdceeaffeedbedb1cade", SITE) == "article"


@pytest.mark.parametrize(
    "path",
    ["/bbs/view.html?idxno=900", "/ueber-uns/our-house-since-1890-and-before", "/من-نحن/", "/reklama/o-nas.html"],
)
def test_pages_of_the_house_are_known_in_many_languages(path: str):
    assert link_kind(HOST + path, SITE) is None


@pytest.mark.parametrize(
    "path",
    [
        "/datenschutz-behoerde-verhaengt-hohe-strafe",
        "/haber/kvkk-dan-fiyat-karsilastirma-sitesine-ceza",
        "/cronaca/condizioni-di-lavoro-nei-campi-dopo-il-caldo",
        "/wiadomosci/regulamin-strefy-parkowania-do-poprawki",
        "/2024/09/privacy-watchdog-fines-ferry-company",
        "/recipes/cookies-with-oats-and-honey",
    ],
)
def test_a_headline_that_begins_as_a_page_of_the_house_is_an_articles(path: str):
    assert link_kind(HOST + path, SITE) == "article"


@pytest.mark.parametrize(
    "path",
    ["/privacy-and-cookie-policy/", "/terms-and-conditions-of-use", "/datenschutzhinweise", "/regulamin-serwisu"],
)
def test_of_a_page_of_the_house_a_few_words_may_follow(path: str):
    assert link_kind(HOST + path, SITE) is None


def test_a_board_of_gnuboard_may_be_of_news():
    assert link_kind(f"{HOST}/bbs/board.php?bo_table=news&wr_id=12", SITE) == "listing"


def test_the_list_of_a_day_that_is_over_is_as_it_was():
    today = now().date()
    past, young = (Link(f"{HOST}/{day:%Y/%m/%d}/", "listing") for day in (today - timedelta(days=9), today))

    assert closed(past).listed_at == f"{today - timedelta(days=7)}T00:00:00Z"
    assert closed(young) == young
    assert closed(Link(f"{HOST}/elections-of-2019", "listing")).listed_at is None


PIECE = '<div><h3><a href="/b">Old mill sold</a></h3></div><button data-url="/api/more-3">Xem thêm</button>'
ROWS = """{"data": {"rows": [{"title": "Lock to open again", "link": "/c", "date": "2024-09-03"}],
"html": "<h3><a href='/d'>Ferry out of service</a></h3>"}, "next_page_url": "/api/more-4"}"""


def test_a_button_is_answered_with_a_piece_of_a_page_or_with_json(newsarc: Command, archive_path: Path):
    answers: dict[str, Answer] = {
        "/": page_of("/news"),
        "/news": page_of(foot='<h2><a href="/a">Gates to close</a></h2><div data-next-page-url="/api/more-2"></div>'),
        "/api/more-2": PIECE,
        "/api/more-3": (200, "application/json", ROWS),
        "/api/more-4": (200, "application/json", '[{"path": "/e/", "headline": "The ferry is back at sea"}]'),
        **{f"/{name}": story(f"Gates {name}") for name in ("a", "b", "c", "d", "e/")},
    }
    with SmallSite(answers) as site:
        done = newsarc("crawl", f"{HOST}/", "--archive", archive_path, *demo_options(site))

    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as opened:
        assert {row.url.removeprefix(HOST) for row in opened.articles()} == {"/a", "/b", "/c", "/d", "/e/"}


def test_a_list_that_declares_itself_an_article_is_a_list_all_the_same():
    teasers = "".join(
        f"<div><a href='/{n}'>Gates of lock {n} to be replaced</a><div>The council has decided today that the gates of"
        f" the lock {n} are to be replaced in May, as the mayor said.</div></div>"
        for n in range(5)
    )
    html = f'<html><head><meta property="og:type" content="article"></head><body><div>{teasers}</div></body></html>'

    declared = Page.from_html(
        html.replace(teasers, "<p>The gates are to be replaced.</p>" * 9), f"{HOST}/local", site=SITE
    )

    assert [is_declared(declared, trusts_type=trusts) for trusts in (True, False)] == [True, False]
    assert "a list" in (why_not_article(Page.from_html(html, f"{HOST}/local", site=SITE)) or "")


def test_a_story_about_ten_books_whose_titles_are_links_is_one():
    said = "The keeper's diary of a lock in the hills is worth every page of it, and not for friends of boats alone."
    books = "".join(f"<h2><a href='/books/{n}'>The old lock keeper, volume {n}</a></h2><p>{said}</p>" for n in range(9))
    head = (
        '<meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2024-09-03T10:00:00Z">'
    )
    html = f"<html><head>{head}</head><body><article><h1>Ten books</h1>{books}</article></body></html>"

    assert why_not_article(Page.from_html(html, f"{HOST}/culture/ten-books", site=SITE)) is None


def test_a_standing_page_of_blogger_is_no_article():
    html = story("About us").replace("<head>", '<head><meta name="generator" content="blogger">')
    html = html.replace('<meta property="article:published_time" content="2024-09-03T07:25:00+03:00">', "")
    pages = {
        path: Page.from_html(html, f"{HOST}{path}", site=SITE) for path in ("/p/about.html", "/2024/09/about.html")
    }

    assert [why_not_article(page) is None for page in pages.values()] == [False, True]


def test_a_piece_of_a_page_leads_on_by_its_number():
    page = Page.from_html("<h3><a href='/a'>Gates</a></h3>", f"{HOST}/sport?page=2", site=SITE)

    assert [(link.url, link.is_guess) for link in next_pages(page)] == [(f"{HOST}/sport?page=3", True)]


def test_a_page_without_the_tags_that_a_browser_supplies_is_no_piece_of_one():
    html = "<!doctype html><title>Sport</title><h3><a href='/a'>Gates</a></h3>"

    assert not list(next_pages(Page.from_html(html, f"{HOST}/sport", site=SITE)))


def test_a_list_that_a_script_draws_is_read_from_its_state():
    state = '{"rows": [{"title": "Gates", "url": "/read/gates-4821", "publishedAt": "2024-09-03T07:25:00Z"}], "n": 1}'
    script = f"<script>window.STATE = {state.replace('1}', chr(34) + 'w' * 200 + chr(34) + '}')}</script>"
    html = f'<link rel=preload as=fetch href="/api/news?n=9"><div id=root></div>{script}'
    page = as_drawn(Page.from_html(html, HOST, site=SITE))

    story, following = Link(f"{HOST}/read/gates-4821", "article"), Link(f"{HOST}/api/news?n=9", "listing")
    assert list(page_links(page)) == [story, following]
    assert teaser_dates(page) == {f"{HOST}/read/gates-4821": "2024-09-03T07:25:00Z"}
    assert next_of(page.html or "", "/") == ["/api/news?n=9"]


def test_of_a_long_list_in_json_no_more_is_held_than_is_read():
    body = b"[" + b"1," * 60_000 + b"1]"
    tracemalloc.start()

    assert page_in_json(body) is None

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20  # 13 MiB where each value waits


def test_several_articles_with_a_text_at_the_address_of_a_section_are_a_list():
    text = "The council has decided today that the gates of the lock are to be replaced in May, as the mayor said. "
    cards = "".join(f"<article><h2>Gates {n}</h2><p>{text * 2}</p><a href='/{n}'></a></article>" for n in range(4))
    lists, single = (
        f"<html><body><p>3 September 2024</p><main>{part}</main></body></html>" for part in (cards, text * 9)
    )

    assert why_a_list(Page.from_html(lists, f"{HOST}/categories/news/", site=SITE)) is not None
    assert why_a_list(Page.from_html(single, f"{HOST}/categories/news/", site=SITE)) is None


def test_a_date_and_the_story_behind_it_may_be_one_block():
    text = (
        "The council has decided today that the gates of the lock are to be replaced in May, as the mayor said.<br><br>"
    )
    page = Page.from_html(
        f"<html><body><h2>Gates</h2><small>03.09.2024, 10:00</small>{text * 5}", f"{HOST}/a", site=SITE
    )

    assert why_not_article(page) is None


@pytest.mark.thorough
def test_where_the_home_page_leads_is_the_home_page_and_sections_have_sections(newsarc: Command, archive_path: Path):
    """A list of sections, a month that is over for long and a catalogue are below one as well."""
    names = [f"/en/local/club-{number}" for number in range(40)]
    answers: dict[str, Answer] = {
        "/": page_of("/en/", head='<meta http-equiv="refresh" content="0; url=/en/">'),
        "/en/": page_of("/en/local/", "/en/clubs/"),
        "/en/local/": page_of("/en/local/harbour/", "/en/local/2019/07/"),
        "/en/local/harbour/": page_of("/en/local/harbour/lock-gates-to-be-replaced"),
        "/en/local/harbour/lock-gates-to-be-replaced": story("Gates to be replaced"),
        "/en/clubs/": page_of(*(name.replace("local", "clubs") for name in names)),
    }
    with SmallSite(answers) as site:
        done = newsarc("crawl", f"{HOST}/", "--archive", archive_path, *demo_options(site))

    assert done.returncode == 0, done.stderr
    assert "/en/local/harbour/lock-gates-to-be-replaced" in site.asked
    assert not [path for path in site.asked if "2019" in path or "club-" in path]


@pytest.mark.parametrize("query", ["NewsID=8", "idxno=30500", "article123", "id_noticia=7", "a_id=500&cat=2"])
def test_a_number_of_a_story_in_the_query_makes_an_article(query: str):
    assert link_kind(f"{HOST}/view.php?{query}", SITE) == "article"
    assert link_kind(f"{HOST}/view.php?CatID=800&rubrique5&id=4", SITE) == "listing"


@pytest.mark.parametrize(
    ("age", "is_published", "kept"),
    [
        (timedelta(days=3), False, (None, None)),
        (timedelta(), True, (None, None)),
        (timedelta(days=3), True, "as it was"),
    ],
)
def test_dates_that_tell_when_the_listing_was_made_are_none(age: timedelta, is_published: bool, kept: object):
    date = (now() - age).strftime("%Y-%m-%dT%H:%M:%SZ")
    news = f"<n:news><n:publication_date>{date}</n:publication_date></n:news>" if is_published else ""
    rows = "".join(f"<url><loc>{HOST}/a{n}</loc><lastmod>{date}</lastmod>{news}</url>" for n in range(12))

    links = read_listing(f"<urlset xmlns:n='n'>{rows}</urlset>".encode(), f"{HOST}/sitemap.xml")[1]

    expected = (date, date) if kept == "as it was" else kept
    assert {(link.listed_at, link.published_at) for link in links} == {expected}


def test_an_answer_names_what_follows_once_or_twice_and_no_page_before_the_first():
    answer = json.dumps([{"nextPage": -1, "next_cursor": ""}, *({"nextPage": n} for n in range(50))]).encode()
    found = page_in_json(answer, "https://tide.example/api")
    assert found == "".join(f'<a rel="next" href="https://tide.example/api?page={n}"></a>' for n in (1, 2))
