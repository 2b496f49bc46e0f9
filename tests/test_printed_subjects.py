"""Section and tags that a page prints and does not declare; the kind that its address and its labels tell."""

from __future__ import annotations

from time import process_time

import pytest

from crawler.items import Article
from crawler.page import Page
from pipelines import extract

STORY = "<p>The ferries are back at sea after a week, and the crews are back on board.</p>" * 3
URL = "https://harbour-gazette.example/local/ferry-strike-ends"


def read(before: str = "", after: str = "", head: str = "", url: str = URL) -> Article:
    story = f"<article><h1>Ferry strike ends</h1>{STORY}{after}</article>"
    return extract(Page.from_html(f"<html><head>{head}</head><body>{before}{story}</body></html>", url), reraise=True)


@pytest.mark.parametrize(
    ("trail", "section"),
    [
        ('<ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/local">Local</a></li></ol>', "Local"),
        ('<div class="breadcrumbs"><a href="/">خانه</a> / <a href="/c">فرهنگ</a> / <span>…</span></div>', "فرهنگ"),
        (
            '<nav class="ariane"><a href="/f">Accueil</a><a href="/c">Culture</a><a href="/c/t">Théâtre</a></nav>',
            "Théâtre",
        ),
        (f'<div class="crumbs"><a href="/l">Local</a><a href="{URL}">Ferry strike ends</a></div>', "Local"),
        ('<div class="breadcrumb"><a href="/">Start</a><a href="/2026">2026</a></div>', None),
        ('<div class="breadcrumb"><a href="/">Start</a><a href="/u">Uncategorized</a></div>', None),
        ('<div class="breadcrumb"><a href="/">Startseite</a></div>', None),
        ('<div class="path"><a href="/">Home</a> &gt; <a href="/l">Local</a> &gt; Story</div>', "Local"),
        ('<div class="path"><a href="/">Home</a> / <a href="/l">Local</a></div>', "Local"),
        ('<div class="okruszki">Jesteś tu: <a href="/">Start</a> » <a href="/l">Local</a></div>', "Local"),
        ('<nav class="migasdepan"><a href="/">Portada</a><a href="/l">Local</a></nav>', "Local"),
        ('<div class="path"><a href="/l">Local</a> walks in the autumn</div>', None),
        ('<nav aria-label="breadcrumb"><a href="/">Home</a> <a href="/l">Local</a></nav>', "Local"),
        (
            '<div class="menu"><a href="/">Home</a> <a href="/local/">Our town</a> <a href="/sport">Sport</a></div>',
            "Our town",
        ),
        (
            '<ul class="breadcrumb"><li><a href="/n">News</a><ul><li><a href="/n/l">Local</a></li>'
            '<li><a href="/n/f">Feeds</a></li></ul></li></ul>',
            "News",
        ),
        (
            '<ul class="breadcrumb"><li><a href="/n">News</a><ul><li><a href="/n/l">Local</a></li></ul></li></ul>',
            "Local",
        ),
        ('<div class="menu"><a href="https://other.example/local/">Elsewhere</a></div>', None),
    ],
)
def test_the_section_is_the_last_step_of_the_breadcrumb_before_the_story(trail: str, section: str | None) -> None:
    assert read(trail).section == section


def test_the_edition_that_all_links_stand_in_is_no_section() -> None:
    topics = "".join(f'<a href="/hausa/topics/{name}">{name}</a>' for name in ("Wasanni", "Kiwo", "Mata", "Kasuwa"))
    menu = f'<div class="menu"><a href="/hausa">Labarai</a>{topics}<a href="/hausa/terms">Terms</a></div>'

    assert read(menu, url="https://harbour-gazette.example/hausa/articles/c4g9").section is None


def test_a_declared_section_comes_before_a_printed_one() -> None:
    trail = '<div class="breadcrumb"><a href="/">Home</a><a href="/x">Elsewhere</a></div>'

    assert read(trail, head='<meta property="article:section" content="Local">').section == "Local"


def test_the_link_to_the_category_names_the_section() -> None:
    assert read(after='<a href="/c/harbour" rel="category tag">Harbour</a>').section == "Harbour"
    over = '<div class="entry-header-meta"><a href="/c/harbour" rel="category tag">Harbour</a></div>'
    assert read(over).section == "Harbour"
    assert read('<aside class="sidebar"><a href="/c/x" rel="category">Other</a></aside>').section is None


@pytest.mark.parametrize(
    ("after", "tags"),
    [
        (
            '<p>Tags: <a rel="tag" href="/t/ferry">ferry</a>, <a rel="tag" href="/t/strike">strike</a></p>',
            ["ferry", "strike"],
        ),
        (
            '<div class="etiketler"><a href="/etiket/fener">fener</a><a href="/etiket/liman">#liman</a></div>',
            ["fener", "liman"],
        ),
        (
            '<ul class="tags"><li><a href="/tag/a">sea</a></li><li><a href="/tag/b">boats</a></li></ul>',
            ["sea", "boats"],
        ),
        (f"<p>{'The crews of <a href=/tag/x>Port Merrow</a> had been out since Monday. ' * 3}</p>", []),
        ('<aside><div class="tagcloud"><a rel="tag" href="/tag/a">weather</a></div></aside>', []),
        (
            '<div class="Tags_t__g8"><a href="/efni/hofn">Höfn</a> <a href="/efni/hr">hreindýr</a></div>',
            ["Höfn", "hreindýr"],
        ),
        ('<div data-component="topic-list"><a href="/topics/clun">Clun</a></div>', ["Clun"]),
        ('<div class="topics-menu"><a href="/topic/war">War</a></div>', []),
        ('<div class="article-page__tags"><span>#Durian</span> <span>#Raub</span></div>', ["Durian", "Raub"]),
        ('<div class="tags"><h3>Tags</h3><span>tankers</span> <span>ships</span></div>', ["tankers", "ships"]),
        (
            '<div class="flex gap-2"><a href="/topics/rail">Rail</a><a href="/topics/grain">Grain</a></div>',
            ["Rail", "Grain"],
        ),
        (
            '<ul><li class="di"><a href="/tags/rail">Rail</a></li><li><a href="/tags/grain">Grain</a></li></ul>',
            ["Rail", "Grain"],
        ),
        ('<div class="tags__container">Tune in<ul><li><a href="/kites">Kites</a></li></ul></div>', ["Kites"]),
        ('<div class="tags"><span>Ann Lee</span></div>', []),
        ('<div class="tags"><span>12 March</span><span>5 min</span></div>', []),
        ('<div class="tags"><span>Share</span><span>Print</span></div>', []),
        ('<h3>Popular</h3><div><a href="/tag/ferry">Ferry</a><a href="/tag/pier">Pier</a></div>', []),
        (
            '<div><b>Related Topics:</b> <a href="/topic/sea/">sea</a> <a href="/topic/rain/">rain</a></div>',
            ["sea", "rain"],
        ),
        ('<div><h3>More stories on</h3><ul><li><a href="/tag/sea/">sea</a></li></ul></div>', ["sea"]),
    ],
)
def test_tags_are_the_links_that_stand_together_with_the_story(after: str, tags: list[str]) -> None:
    assert read(after=after).tags == tags


@pytest.mark.parametrize(
    ("url", "before", "kind"),
    [
        ("https://harbour-gazette.example/opinion/let-readers-in", "", "opinion"),
        ("https://harbour-gazette.example/meinung/leser", "", "opinion"),
        ("https://harbour-gazette.example/liveblog/2601234-storm", "", "live_blog"),
        ("https://harbour-gazette.example/ao-vivo/tempestade", "", "live_blog"),
        ("https://harbour-gazette.example/live/ferry", "", None),
        ("https://harbour-gazette.example/comment/1", "", None),
        (URL, "<div>Ledare</div>", "opinion"),
        (URL, "<span>LIVEBLOG</span>", "live_blog"),
        (URL, "<nav><a href='/o'>Opinion</a></nav>", None),
    ],
)
def test_a_folder_or_a_label_over_the_headline_tells_the_kind(url: str, before: str, kind: str | None) -> None:
    assert read(before, url=url).kind == kind


def test_a_headline_that_begins_as_live_is_that_of_a_live_blog() -> None:
    assert read(head='<meta property="og:title" content="En direct : la grève des ferries">').kind == "live_blog"
    assert read(head='<meta property="og:title" content="Live music is back on the quay">').kind is None


@pytest.mark.parametrize(
    ("before", "section"),
    [
        ('<a class="tag" href="/tag/harbour/">Harbour</a>', "Harbour"),
        ('<p class="kicker"><a href="/h">Harbour</a></p>', "Harbour"),
        ('<p><a href="/kategoria/port/">Port</a> / Ann Lee</p>', "Port"),
        ('<p><span class="article-category">Harbour</span> 3 May</p>', "Harbour"),
        ('<p><span class="category">Posted by Ann Lee</span></p>', None),
        ('<p class="kicker"><a href="/">Home</a></p>', None),
        ('<p class="tags"><a href="/all">All posts</a></p>', None),
        ('<p><a href="/h">Harbour</a></p>', None),
        ('<ul><li><a href="/harbour">Harbour</a></li></ul><p><a href="/harbour">Harbour</a></p>', "Harbour"),
        ('<p><a href="/firms/73">Harbour</a></p><p><a href="/firms/73">Harbour</a></p>', None),
        (
            '<p>18:55 <a class="rubric" href="/?c=1">Harbour ·</a> <span>27</span> <a href="?l=r">Русский</a></p>',
            "Harbour",
        ),
        ('<p><span class="rubrik">Comments</span> 3 May</p>', None),
        ('<nav><a href="/news/rural">Rural</a></nav><div><a href="/news/rural">Rural</a>', "Rural"),
        ('<p>Ann Lee, <a href="/category/staff-title/">Sports Editor</a></p>', None),
        ('<p class="breadcrumb"><a href="/">Home</a> / <a href="/archive">Posts</a></p>', None),
    ],
)
def test_a_lone_name_by_the_headline_is_the_section_where_it_is_named_or_leads_as_one(
    before: str, section: str | None
) -> None:
    page = f"<html><body><article>{before}<h1>Ferry strike ends</h1>{STORY}</article></body></html>"

    assert extract(Page.from_html(page, URL), reraise=True).section == section


def test_a_name_right_above_the_headline_is_the_section_where_the_menu_has_it() -> None:
    def page(link: str) -> str:
        nav = f"<nav><a href='/f'>Farming</a>{link}</nav>"
        return f"<body>{nav}<main><p>Energy</p><h1>Ferry strike ends</h1>{STORY}</main>"

    assert extract(Page.from_html(page("<a href='/energy'>Energy</a>"), URL), reraise=True).section == "Energy"
    assert extract(Page.from_html(page(""), URL), reraise=True).section is None
    piece = page("<a href='/energy'>Energy</a>").replace("<p>Energy</p>", "<div><span>energy</span> <b>Live</b></div>")
    assert extract(Page.from_html(piece, URL), reraise=True).section == "Energy"
    asked = page("<a href='../s.html?name=energy'>Energy</a>").replace("<main>", "<h1>Times</h1><main><h1>Lost</h1>")
    assert extract(Page.from_html(asked, URL), reraise=True).section == "Energy"


def test_a_step_of_the_address_is_the_section_where_a_category_is_called_so() -> None:
    menu = '<ul class="menu"><li><a href="/category/sports/">Sports</a></li></ul>'

    assert read(menu, url="https://hornet.example/18211/sports/girls-soccer-falls/").section == "Sports"
    assert read(menu, url="https://hornet.example/18211/arts/girls-soccer-falls/").section is None


def test_the_section_may_be_a_word_of_the_title() -> None:
    trail = '<div class="breadcrumb"><a href="/">Home</a><a href="/f">Ferry</a><a href="/x">Ferry strike</a></div>'

    assert read(trail).section == "Ferry"


def test_of_several_declared_sections_the_printed_one_counts() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry strike ends",'
        ' "articleSection": ["Front page lead", "Harbour"]}</script>'
    )

    assert read(head=head, after='<a href="/c/harbour" rel="category tag">Harbour</a>').section == "Harbour"
    assert read(head=head).section == "Front page lead"


@pytest.mark.parametrize(
    ("declared", "link", "section"),
    [
        ("zurich", '<a href="/zurich/">Zürich</a>', "Zürich"),
        ("news/local", '<a href="/news/">News</a> <a href="/news/local/">Local News</a>', "Local News"),
        ("news/local", '<a href="/news/">News</a>', "news/local"),
        ("harbour-news", '<a href="https://mole.example/x/harbour-news">Harbour news.</a>', "Harbour news"),
        ("harbour", '<a href="/harbour">HARBOUR</a>', "harbour"),
        ("harbour", '<a href="/harbour">All of the harbour</a> <a href="/harbour/2">Harbour</a>', "harbour"),
        ("Harbour news", '<a href="/harbour-news">Harbour News</a>', "Harbour news"),
    ],
)
def test_a_section_declared_as_an_address_has_it_is_named_as_the_page_links_to_it(declared, link, section) -> None:
    head = f'<meta property="article:section" content="{declared}">'

    assert read(f"<nav>{link}</nav>", head=head).section == section


def test_of_a_list_of_all_categories_the_printed_one_counts() -> None:
    names = "Arrivals, Boats, Coast, Ferries, Gulls, Harbour, Islands, Lighthouses, Markets, Nets, Oars, Piers, Quays"
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry strike ends",'
        f' "articleSection": "{names}"}}</script><meta property="article:section" content="Boats, Coast">'
    )

    assert read(head=head, after='<a href="/c/harbour" rel="category tag">Harbour</a>').section == "Harbour"
    assert read(head=head).section == "Boats, Coast"


@pytest.mark.parametrize(
    ("after", "tags"),
    [
        ('<footer class="post-meta"><a rel="tag" href="/t/ferry">ferry</a></footer>', ["ferry"]),
        ('<footer><a rel="tag" href="/t/ferry">ferry</a></footer>', ["ferry"]),
        ('<div class="field-tags"><h3>Žymos</h3><ul><li><a href="/z/uostas">Uostas</a></li></ul></div>', ["Uostas"]),
        ('<div class="post-tags">See <a href="/z/uostas">Uostas</a>, which tells how it all went on.</div>', []),
        ('<div class="more-topics"><a href="/z/uostas">Uostas</a></div>', []),
        ('<ul class="tags"><li>Uostas</li><li>Keltai</li></ul>', ["Uostas", "Keltai"]),
        ('<a rel="tag" href="/category/port/">Port</a>', []),
    ],
)
def test_tags_stand_in_the_foot_of_the_story_or_in_a_box_of_their_own(after: str, tags: list[str]) -> None:
    assert read(after=after).tags == tags


@pytest.mark.parametrize(
    ("after", "tags"),
    [
        ('<aside><b>Schlagworte:&nbsp;</b><p><a href="/schlagworte/hafen">Hafen</a></p></aside>', ["Hafen"]),
        ('<div class="footer"><i>Stichworte:</i> <a rel=tag href="/tag/f">F\u00e4hre</a></div>', ["F\u00e4hre"]),
        ('<div><h2>Tags</h2><a href="/tag/port">Port</a> | <a href="/tag/pay">Pay</a></div>', ["Port", "Pay"]),
        ('<aside><h2>Tags</h2><a href="/tag/port">Port</a></aside>', []),
        ('<nav><b>Tags:</b><a href="/tag/port">Port</a></nav>', []),
        ('<div><p>Tags of all our readers: <a href="/tag/port">Port</a></p></div>', []),
    ],
)
def test_a_label_with_a_colon_makes_links_to_tags_the_storys_wherever_they_stand(after: str, tags: list[str]) -> None:
    assert read(after=after).tags == tags


def test_a_lone_link_over_the_headline_is_its_kicker_though_its_list_is_called_a_menu() -> None:
    menu = '<div class=top><a href="/water">Water</a></div>'
    kicker = '<ul class="field-themes nav"><li><a href="/water">Water</a></li></ul>'
    page = (
        f"<html><body>{menu}<article><header>{kicker}<h1>Ferry strike ends</h1></header>{STORY}</article></body></html>"
    )

    assert extract(Page.from_html(page, URL), reraise=True).section == "Water"


def test_names_behind_a_label_under_the_story_are_tags_where_nothing_links_to_them() -> None:
    boxes = "<div><h3>Tags:</h3><div><div>#ferries</div><div>#Council of Ports</div></div></div>"
    assert read(after=boxes).tags == ["ferries", "Council of Ports"]
    assert read(after="<p>Tags: ferries, Council of Ports</p>").tags == ["ferries", "Council of Ports"]
    links = '<a href="/2026/quay">The quay nobody wanted</a> <a href="/2026/lock">A lock of the coast</a>'
    assert read(after=f"<p><b>Read more about:</b> {links}</p>").tags == []
    assert read(after="<p>标签：渡轮，港口</p>").tags == ["渡轮", "港口"]
    assert read(after="<p>Keywords: ferries; strike</p>").tags == ["ferries", "strike"]
    assert read(after="<p>Tags: they are worn by all, and nobody reads them.</p>").tags == []


def test_a_list_of_categories_under_a_heading_names_no_section() -> None:
    listed = '<div><h3>Categories</h3><ul><li><a href="/category/news">News</a></li></ul></div>'

    assert read(after=listed).section is None


def test_one_keyword_for_all_pages_yields_to_the_tags_that_the_story_prints() -> None:
    after = '<p>Tags: <a rel="tag" href="/t/ferry">ferry</a>, <a rel="tag" href="/t/strike">strike</a></p>'

    assert read(head='<meta name="keywords" content="Harbour">', after=after).tags == ["ferry", "strike"]


def test_tags_above_the_headline_are_the_subjects_of_the_day() -> None:
    assert read('<div class="tags"><a href="/z/storm">Storm</a></div>').tags == []


@pytest.mark.parametrize(
    ("before", "section"),
    [
        ('<div class="rubrika"><a href="/sr/k">Kultura</a> <a href="/sr/k/intervju">Intervju</a></div>', "Intervju"),
        ('<div class="rubrika"><a href="/sr/k">Kultura</a> <a href="/sr/sport">Sport</a></div>', "Kultura"),
        ('<span class="categoria">Futebol</span>', "Futebol"),
        ('<div class="editoria"><a href="/economia">Economia</a></div>', "Economia"),
    ],
)
def test_what_is_named_a_category_in_other_languages_is_the_section_and_the_deeper_of_two(before: str, section: str):
    assert read(before).section == section


def test_thousands_of_links_to_tags_cost_no_more_than_their_number() -> None:
    links = "".join(f'<a href="/tag/x{number}">X{number}</a> ' for number in range(6000))
    began = process_time()

    read(after=f"<div>{links}</div>")

    assert process_time() - began < 4  # what asks the box for each of its links takes three times that


@pytest.mark.parametrize(
    ("words", "tags"),
    [("ferries crews", ["ferries", "crews"]), ("ferries harbour tides", []), ("3 ferries", []), ("ferries", [])],
)
def test_a_row_of_round_labels_are_tags_where_the_story_says_half_of_them(words: str, tags: list[str]) -> None:
    row = "".join(f'<span class="px-3 rounded-full">{word}</span>' for word in words.split())

    assert read(after=f'<div class="flex">{row}</div>').tags == tags


@pytest.mark.parametrize(
    ("keywords", "tags"),
    [
        ("Harbour, town hall, tourism, jobs", []),
        ("Harbour, ferries, crews, board", ["Harbour", "ferries", "crews", "board"]),
        ("Harbour, ferries, tourism", ["Harbour", "ferries", "tourism"]),
        ("Quays, town hall, tourism, jobs", ["Quays", "town hall", "tourism", "jobs"]),
    ],
)
def test_keywords_with_a_part_of_the_sites_name_are_of_all_its_pages(keywords: str, tags: list[str]) -> None:
    head = f'<title>Ferry strike ends - Town of Harbour</title><meta name="keywords" content="{keywords}">'

    assert read(head=head).tags == tags
    of_site = head.replace("Ferry strike ends - ", "")
    assert read(head=of_site).tags == ([] if "jobs" in keywords else tags)


def test_a_step_that_holds_all_stories_yields_to_the_category() -> None:
    crumbs = '<nav class="breadcrumb"><a href="/">Home</a> <a href="/n">{}</a></nav>'
    category = '<div class="category"><a href="/c/sport">Sport</a></div>'

    assert read(before=crumbs.format("News"), after=category).section == "Sport"
    assert read(before=crumbs.format("Rowing"), after=category).section == "Rowing"
    assert read(before=crumbs.format("News")).section == "News"
