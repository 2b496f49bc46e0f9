"""Authors are people, without "By", roles, places and dates; an organisation only where it alone signs."""

import json

import pytest
from counting import calls

from crawler.items import Article
from crawler.page import Page
from pipelines import extract
from pipelines.authors import AuthorsPipeline

URL = "https://harbour-gazette.example/2026/11/ferry"
STORY = "<p>The ferries are back at sea after a week, and the crews are back on board.</p>"


def read(html, title="Ferry strike ends", url=URL):
    page = Page.from_html(f"<body><h1>{title}</h1>{html}", url)
    article = Article(page, url=url, title=title)
    AuthorsPipeline(reraise=True).process_item(article)
    return article


def ld(author):
    node = {"@type": "NewsArticle", "headline": "Ferry strike ends", "author": author}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


DECLARED = {
    "one": ({"@type": "Person", "name": "Mira Holt"}, ["Mira Holt"]),
    "string": ("By Mira Holt", ["Mira Holt"]),
    "names in one": ({"@type": "Person", "name": ["Mira Holt", "Ann Lee"]}, ["Mira Holt", "Ann Lee"]),
    "nested": ([[{"@type": "Person", "name": "Mira Holt"}]], ["Mira Holt"]),
    "parts": ({"@type": "Person", "givenName": "Mira", "familyName": "Holt"}, ["Mira Holt"]),
    "with a desk": (["Mira Holt", {"@type": "Organization", "name": "AFP"}], ["Mira Holt"]),
    "word that is a role": ({"@type": "Person", "name": "Daniel Author"}, ["Daniel Author"]),
    "end that is a role": ({"@type": "Person", "name": "Uwe Leiter"}, ["Uwe Leiter"]),
    "small letters": ({"@type": "Person", "name": "anna atkin"}, ["anna atkin"]),
}


@pytest.mark.parametrize("form", DECLARED)
def test_json_ld_names_authors_in_many_forms(form):
    author, people = DECLARED[form]

    assert read(ld(author) + STORY).authors == people


@pytest.mark.parametrize(
    "markup",
    [
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop=name>Mira Holt</b></span>',
        '<a rel="author" href="/mira">Mira Holt</a>',
        '<div class="article-author__name">Mira Holt</div>',
        '<p class="byline">By <span>Mira Holt</span><span>Harbour Correspondent</span></p>',
        "<p>By Mira Holt, 3 November 2026</p>",
        "<div>Textes: <span>Mira Holt</span></div>",
        '<p><a href="/authors/mira-holt/">Mira Holt</a></p>',
        '<p><a href="/egilea/mira-holt/">Mira Holt</a></p>',
        '<p><a href="/szerzo/mira-holt">Mira Holt</a></p>',
        '<p><b class="x7" data-testid="author-name">Mira Holt</b></p>',
        '<p class="author"><a>Mira Holt</a> <a href="/m"><span class="sr-only">Send Mail</span></a></p>',
        '<dl><dd class="create">3 November 2026</dd><dd class="createdby"><i class="icon-user"></i>Mira Holt</dd></dl>',
    ],
)
def test_markup_that_names_an_author_is_read(markup):
    assert read(markup + STORY).authors == ["Mira Holt"]


def test_tags_in_an_element_called_an_authors_name_nobody():
    tags = '<div class="author"><a rel="tag" href="/t/mira">Mira</a><a rel="tag" href="/t/holt">Holt</a></div>'

    assert read(tags + STORY).authors == []


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("沈晓棠", "沈晓棠自2012年起报道本地新闻，现居海边。"),
        ("노은채", "노은채 기자는 2012년부터 지역 소식을 써 왔다."),
    ],
)
def test_what_is_told_of_an_author_below_the_name_names_nobody_else(name, note):
    assert read(f"<div class=author-box><b>{name}</b><p>{note}</p></div>{STORY}").authors == [name]


@pytest.mark.parametrize(
    ("heading", "note"),
    [("关于作者", "沈晓棠自2012年起报道本地新闻，现居海边。"), ("लेखक के बारे में", "अनिकेत समुद्र के पास रहते हैं।")],
)
def test_what_is_told_under_a_heading_about_the_author_names_nobody(heading, note):
    assert read(f"<div class=author-box><h4>{heading}</h4><p>{note}</p></div>").authors == []


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("25.10.2026 - Anna Feld", ["Anna Feld"]),
        ("Anna Feld, October 25, 2026", ["Anna Feld"]),
        ("New Harbour, October 25, 2026", []),
        ("Anna Feld anna.feld@gazette.example", ["Anna Feld"]),
        ("Anna Feld @annafeld", ["Anna Feld"]),
        ("New Harbour office@gazette.example", []),
        ("Anna Feld | 24.11.2026 14:05 | 6318 | 27 | Font size A A", ["Anna Feld"]),
        ("New Harbour | 24.11.2026 14:05 | 6318 | 27 | Font size A A", []),
        ("Anna Feld • October 25, 2026 • 3 min read", ["Anna Feld"]),
        ("New Harbour • October 25, 2026 • 3 min read", []),
        ("News / October 25, 2026 / Anna Feld", ["Anna Feld"]),
        ("Anna Feld | TNN | Updated: Oct 25, 2026, 08:41 IST", ["Anna Feld"]),
        ("Story and photos by Anna Feld", ["Anna Feld"]),
        ("From Anna Feld, Port Harcourt", ["Anna Feld"]),
        ("From Anna Feld to Port Harcourt it is an hour", []),
        *(
            (f"{name} | 25.10.2026", [name])
            for name in ("Suresh Patil", "Blessing Umeh", "Kiprotich Too", "Palesa Nkosi")
        ),
        ("Photo by nobody, October 25, 2026", []),
    ],
)
def test_a_line_of_nothing_but_a_name_and_a_date_or_an_address_is_a_byline(line, people):
    assert read(f"<div class=x1>{line}</div>{STORY}").authors == people


@pytest.mark.parametrize(
    "markup",
    [
        "<div>By</div><div>Uriel Holtman</div>",
        "<dl><dt>Auteur</dt><dd>Uriel Holtman</dd></dl>",
        "<p>责任编辑：Uriel Holtman</p>",
        "<div>04.02.2026 | 13:10 Uhr | Anna Holtman</div>",
    ],
)
def test_a_label_that_stands_alone_names_the_author_in_the_next_line(markup):
    assert read(markup + STORY).authors in (["Uriel Holtman"], ["Anna Holtman"])


@pytest.mark.parametrize("line", ["Text", "Report", "Share by", "By harbour"])
def test_words_that_are_labels_among_others_name_nobody(line):
    assert read(f"<div>{line}</div><div>New Harbour Square</div>{STORY}").authors == []


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Posted by konstantin72 on 21.10.2026, 10:15", ["konstantin72"]),
        ("Geschrieben von Cooper am 25.08.2026", ["Cooper"]),
        ("Zuletzt geändert am: 15.10.2026", []),
        ("Posted on 12 March 2024 by Mira Holt | 3 comments", ["Mira Holt"]),
    ],
)
def test_the_account_or_the_person_beside_a_label_and_a_date_is_the_author(line, people):
    assert read(f"<div class=byline>{line}</div>{STORY}").authors == people
    assert read(f"<div>{line}</div>{STORY}").authors == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("김수현 기자", ["김수현"]),
        ("記者林小明／台北報導", ["林小明"]),
        ("<span>Lu 82\u202f086 fois</span><span>Par Luc Hérisson</span>", ["Luc Hérisson"]),
        ("早川灯記者", ["早川灯"]),
        ("政治部・高瀬みなと記者", ["高瀬みなと"]),
        ("社会部記者", []),
        ("取材した記者", []),
        ("기자 회견 열려", []),
        ("記者會今日舉行", []),
        ("記者會現場", []),
    ],
)
def test_a_line_that_calls_somebody_a_reporter_is_a_byline(line, people):
    assert read(f"<div class=x1>{line}</div>{STORY}").authors == people


def test_authors_of_other_stories_are_not_added():
    others = "".join(
        f'<div class=item><div><a rel=author href="/{n}">{n}</a></div></div>' for n in ("Ben Cask", "Ida Moor")
    )

    assert read(f'<div class=top><div><a rel=author href="/m">Mira Holt</a></div></div>{STORY}{others}').authors == [
        "Mira Holt"
    ]


def test_a_list_of_one_in_json_ld_yields_to_two_sources_that_agree_on_more():
    markup = '<p class=byline>Mira Holt, Ann Lee</p><meta name="author" content="Mira Holt, Ann Lee">'

    assert read(ld({"@type": "Person", "name": "Mira Holt"}) + markup).authors == ["Mira Holt", "Ann Lee"]


def test_a_list_of_one_in_json_ld_yields_to_the_printed_byline_that_names_more():
    declared = ld({"@type": "Person", "name": "Mira Holt"})

    assert read(declared + "<p>By Mira Holt and Ann Lee</p>").authors == ["Mira Holt", "Ann Lee"]
    assert read(declared + "<p>By Ben Cask and Ann Lee</p>").authors == ["Mira Holt"]


def test_one_source_alone_adds_nothing_to_json_ld():
    markup = "<p class=byline>Mira Holt, Ann Lee</p>"

    assert read(ld({"@type": "Person", "name": "Mira Holt"}) + markup).authors == ["Mira Holt"]


def test_a_full_name_is_taken_before_the_account_it_was_typed_with():
    article = read('<meta name="author" content="mholt"><p class=byline>By Mira Holt</p>')

    assert article.authors == ["Mira Holt"]
    assert article.provenance["authors"]["disagree"] == ["meta"]


def test_a_pen_name_is_kept_where_nobody_has_a_full_name():
    assert read('<meta name="author" content="Ramona">').authors == ["Ramona"]


@pytest.mark.parametrize(
    "signed",
    [
        ld({"@type": "Person", "name": "AFP"}),
        ld("AFP"),
        '<meta name="author" content="AFP">',
        "<p class=byline>AFP</p>",
        "<p>By AFP</p>",
        "<p>AFP, LISBON</p>",
        ld({"@type": "Organization", "name": "Harbour Gazette"}) + "<p>By AFP</p>",
        ld({"@type": "Person", "name": "AFP"}) + STORY * 20 + "<p>By Ben Cask</p>",
    ],
)
def test_an_agency_that_signs_alone_is_the_author_as_printed(signed):
    article = read(f'<meta property="og:site_name" content="Harbour Gazette">{signed}{STORY}')

    assert (article.authors, article.people) == (["AFP"], [])
    assert article.provenance["authors"]["source"].endswith("_organisation")


@pytest.mark.parametrize(
    "name", ["Staff Reporter", "Redaktion", "Die Redaktion", "Reuters Staff", "Harbour Heart Foundation"]
)
def test_a_desk_that_signs_alone_is_the_author_as_printed(name):
    assert read(ld({"@type": "Person", "name": name})).authors == [name]


@pytest.mark.parametrize("name", ["Harbour Gazette", "The Harbour Gazette", "harbour-gazette.example"])
def test_the_site_is_the_author_only_where_nobody_else_signs(name):
    site = f'<meta property="og:site_name" content="Harbour Gazette">{ld({"@type": "Organization", "name": name})}'

    assert read(site + STORY).authors == [name]
    assert read(site + "<p>By AFP</p>" + STORY).authors == ["AFP"]
    assert read(site + "<p>By Mira Holt</p>" + STORY).authors == ["Mira Holt"]


def test_an_organisation_beside_a_person_stays_out():
    article = read(ld(["Mira Holt", {"@type": "Organization", "name": "AFP"}]))

    assert article.authors == article.people == ["Mira Holt"]


def test_initials_keep_the_agency_that_they_are_printed_beside():
    assert read(ld({"@type": "Person", "name": "det/dpa"})).authors == ["det", "dpa"]


def test_a_desk_of_the_site_beside_a_person_stays_out():
    byline = "<p class=byline>Von Mira Holt, HARBOUR-GAZETTE NORD</p>"

    assert read(f'<meta property="og:site_name" content="Harbour-Gazette">{byline}').authors == ["Mira Holt"]


def test_a_blog_in_the_name_of_its_author_keeps_the_author():
    site = '<meta property="og:site_name" content="Pamela Holt">'

    article = read(site + ld("Pamela Holt"), url="https://pamelaholt.example/1")

    assert article.people == ["Pamela Holt"]


def test_a_blog_named_after_its_author_keeps_the_author():
    publisher = {"@type": ["Person", "Organization"], "name": "Mira Holt"}
    node = {
        "@type": "Article",
        "headline": "x",
        "author": {"@type": "Person", "name": "Mira Holt"},
        "publisher": publisher,
    }

    assert read(
        f'<script type="application/ld+json">{json.dumps(node)}</script>', url="https://mira.example/1"
    ).authors == ["Mira Holt"]


@pytest.mark.parametrize("piece", ["by ", "a, ", "x: ", "(", " and ", "von von ", "3 May 2026 ", "<a rel=author>x</a>"])
def test_a_byline_without_end_costs_steps_in_proportion_to_its_length(piece):
    def steps(length):
        endless = piece * (length // len(piece))
        return calls(lambda: read(f'<meta name="author" content="{endless}"><p class="byline">{endless}</p>'))

    steps(1_000)  # tables are read once

    assert steps(200_000) < 2.5 * steps(100_000) + 1_000


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("<span>Аутор: Јелена Марковић</span><span>уторак, 24. новембар 2026, 09:30</span>", ["Јелена Марковић"]),
        ("<span>Autor:</span><a href='/x'>Mira Holt</a><span>24.11.2026</span>", ["Mira Holt"]),
        (
            "<b>Por</b><a href='/a'>Tomás Requena</a><a href='/b'>Ana Villalba</a><i>23/11/2026</i>",
            ["Tomás Requena", "Ana Villalba"],
        ),
        ("<i>2 hours ago</i><b>Mara Ellison</b><i>South West environment correspondent</i>", ["Mara Ellison"]),
        ("<i>Б.Энхжаргал</i><i>2026 оны 11 сарын 24, 11:45</i><i>Үзсэн: 3,409</i>", ["Б.Энхжаргал"]),
        (
            "<i>The vessel that was pulled out of the water at the old pier on Sunday.</i><b>By Mira Holt</b>",
            [],
        ),
    ],
)
def test_parts_of_a_line_that_style_alone_sets_apart_are_read_apart(line, people):
    assert read(f"<div>{line}</div>{STORY}").authors == people


@pytest.mark.parametrize(
    ("html", "people"),
    [
        ("<p class='autor'>de Ioana Pescaru</p>", ["Ioana Pescaru"]),
        ("<p class='byline'>Le Máire Ní Dhálaigh</p>", ["Máire Ní Dhálaigh"]),
        ("<p class='autor'>Leonor de la Cruz</p>", ["Leonor de la Cruz"]),
        ("<p>de Ioana Pescaru</p>", ["Ioana Pescaru"]),
        ("<p>de Marea Neagră</p>", []),
    ],
)
def test_a_preposition_of_one_syllable_is_one_in_what_is_marked_as_a_byline_or_before_a_given_name(html, people):
    assert read(html).authors == people


def test_who_is_declared_in_capitals_is_named_as_the_page_prints_it():
    byline = "<div class=x1><a>Louis-Philippe Gagné</a></div>"

    assert read(ld({"@type": "Person", "name": "LOUIS-PHILIPPE GAGNÉ"}) + byline + STORY).authors == [
        "Louis-Philippe Gagné"
    ]
    assert read(ld({"@type": "Person", "name": "LOUIS-PHILIPPE GAGNÉ"}) + STORY).authors == ["LOUIS-PHILIPPE GAGNÉ"]


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        ("<p>Marta Puig</p><p>24 de novembre de 2026</p>", ["Marta Puig"]),
        ("<p>24 November 2026</p><p>Marta Puig</p>", ["Marta Puig"]),
        ("<p>New Harbour</p><p>24 November 2026</p>", []),
        ("<p>Marta Puig</p><p>Tickets from 24 euros</p>", []),
        ("<p>Par Anne Le Goff avec AFP<br>Publié le 24/11/2026 à 09h12</p>", ["Anne Le Goff"]),
        ("<ul><li>기자명 박서연 기자</li><li>입력 2026.11.24 09:12</li></ul>", ["박서연"]),
        ("<div class=byline>Our Correspondent</div>", ["Our Correspondent"]),
        ("<p>Marta Puig</p><p>harbour-gazette.example</p><p>24 November 2026</p>", ["Marta Puig"]),
        ("<p>Marta Puig</p><p>New Harbour</p><p>24 November 2026</p>", []),
        # In one line with dates that say of what they are.
        ("<div><span>Yann LE GOFF.</span> <span>Publié le 24/11/2026 à 18h15</span></div>", ["Yann LE GOFF"]),
        (
            "<div><a>Lenka Vondrová</a> <span>24.11.2026 16:05</span> <span>Přečteno 842x</span></div>",
            ["Lenka Vondrová"],
        ),
        ("<div><span>Rasa Vaitkutė, harbour-gazette.example</span><span>2026-11-24</span></div>", ["Rasa Vaitkutė"]),
        (
            "<div><span>Haber Merkezi - Zeynep Arıkan</span><span>Giriş: 24.11.2026 - 10:15</span></div>",
            ["Zeynep Arıkan"],
        ),
        ("<div><span>New Harbour</span> <span>Published 24/11/2026</span></div>", []),
        ("<div><span>24 նոյեմբերի, 2026</span><span>Արփի Սարգսյան</span></div>", ["Արփի Սարգսյան"]),
        (
            "<div><span>Dewi Anggraini - Suara Pantai</span><span>Selasa, 24 Nov 2026 10:15 WIB</span></div>",
            ["Dewi Anggraini"],
        ),
        (
            "<div><b>కె. శ్రీనివాస్</b> | <i>Edited By: ravi</i> | <i>Updated on: Nov 23, 2026 | 7:10 PM</i></div>",
            ["కె. శ్రీనివాస్"],
        ),
        ("<div><b>New Harbour</b> | <i>Photo: Tom Ray</i> | <i>Nov 23, 2026</i></div>", []),
        ("<p class=tacgia>Nguyễn Thu Hà</p>", ["Nguyễn Thu Hà"]),
        ("<p>Anna Feld, Tom Ray</p><p>November 23, 2026 - 4 minutes read - 801 words</p>", ["Anna Feld", "Tom Ray"]),
        ("<p>Anna Feld Staff Writer</p><p>November 23, 2026</p>", ["Anna Feld"]),
        ("<p>Staff Report</p><p>November 23, 2026</p>", ["Staff Report"]),
        ("<p>Harbour Lane, Mill Street</p><p>November 23, 2026 - 4 minutes read</p>", []),
        ("<p>Author of the article: <a>Brent MacAdam</a></p>", ["Brent MacAdam"]),
        (
            '<p><i class="fa-cal"></i>27-07-2023 <i class="fa-user"></i> Anna Feld <i class="fa-eye"></i> 31</p>',
            ["Anna Feld"],
        ),
        ('<p><i class="fa-cal"></i>27-07-2023 <i class="fa-user"></i> Log in <i class="fa-eye"></i> 31</p>', []),
        ("<p>By Anna Feld, Benin City</p><p>23 November 2026</p>", ["Anna Feld"]),
        # Above what they do, in elements whose names say nothing.
        ("<ul><li><p class=x1>Mees Oudkerk</p><p class=x2>redacteur schaatsen</p></li></ul>", ["Mees Oudkerk"]),
        ("<ul><li><p class=x1>Read the whole story</p><p class=x2>redacteur schaatsen</p></li></ul>", []),
    ],
)
def test_a_name_alone_beside_a_day_alone_is_a_byline(lines, people):
    assert read(f"<h1>Ferry strike ends</h1>{lines}{STORY}").authors == people


def test_a_declared_organisation_whose_name_reads_as_a_persons_is_no_author_where_somebody_signs():
    declared = ld({"@type": "Organization", "name": "Wieści nad Notecią"})

    assert read(f'{declared}<span class="autor">Autor: Jan Nowak, PAP</span>{STORY}').authors == ["Jan Nowak"]
    assert read(ld({"@type": "Organization", "name": "Anna Nowak"}) + STORY).authors == ["Anna Nowak"]


@pytest.mark.parametrize("line", ["Rui Sampaio com Lusa", "Rui Sampaio e Lusa", "<a>Rui Sampaio</a> com Lusa"])
def test_who_worked_with_an_agency_is_named_without_it(line):
    assert read(f'<div class="byline">{line}</div>{STORY}').authors == ["Rui Sampaio"]


@pytest.mark.parametrize(
    ("last", "people"),
    [
        ("<p>- Anna Feld</p>", ["Anna Feld"]),
        ("<p><em>Anna Feld is a staff writer at the Gazette. Reach her at 555-0134.</em></p>", ["Anna Feld"]),
        ("<p>Anna Feld covers the harbour for the Gazette.</p>", ["Anna Feld"]),
        ("<p>“The lock is open.”</p><p>- Anna Feld</p>", []),
        ("<p>Anna Feld was there when the lock was opened.</p>", []),
        ("<p>»The lock is open.«</p><p>- Anna Feld</p>", []),
        ("<blockquote><p>The lock is open again.</p><p>- Anna Feld</p></blockquote>", []),
        ("<p>Feld was born at the harbour in 1941.</p><p>Anna Feld is a writer of the coast.</p>", []),
    ],
)
def test_who_signs_or_is_told_of_where_the_story_ends_is_its_author(last, people):
    assert read(f"<h1>Ferry strike ends</h1><article>{STORY}{last}</article>").authors == people


def test_who_has_an_account_signs_below_the_headline_and_not_above_it():
    link = '<p><a href="/members/anna-feld">Anna Feld</a></p>'

    assert read(f"{link}{STORY}").authors == ["Anna Feld"]
    assert extract(Page.from_html(f"<body>{link}<h1>Ferry strike ends</h1>{STORY}</body>", URL)).authors == []


@pytest.mark.parametrize("name", ["Zbigo Osei Boateng", "Wilhelmina van der Decken"])
def test_who_signs_may_end_the_title_tag(name):
    html = f"<title>Ferry strike ends - {name}</title><h1>Ferry strike ends</h1><p>By {name}</p>{STORY}"

    assert extract(Page.from_html(html, URL)).authors == [name]


@pytest.mark.parametrize("of_site", ["harbour-com", "com", "coms-office"])
def test_an_address_in_a_class_is_no_place_of_comments(of_site):
    assert read(f'<div class="{of_site}"><span class="author">Mira Holt</span>{STORY}</div>').authors == ["Mira Holt"]
