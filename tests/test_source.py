"""The source is the agency that a story is credited to, or the desk that signs in place of people."""

import json

import pytest

from crawler.items import Article
from crawler.page import Page
from pipelines import extract

STORY = "The ferries are back at sea after a week, and the harbour master could not be happier about it."
MORE = "<p>Both crews had been out since Monday, over pay and over rest between two turns.</p>"
MORE += "<p>The company said that it would pay for the hours that passengers had waited on the quay.</p>"
URL = "https://harbour-gazette.example/1"


def read(body="", *, author=None, first=STORY, last="The boats sail every hour.", head="", **node):
    node = {"@type": "NewsArticle", "headline": "Ferry strike ends", **node} | ({"author": author} if author else {})
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    html = f"<html><head>{script}{head}</head><body><article><h1>Ferry strike ends</h1>{body}"
    html += f"<p>{first}</p>{MORE}<p>{last}</p></article></body></html>"
    return extract(Page.from_html(html, URL), reraise=True)


@pytest.mark.parametrize(
    ("author", "source"),
    [
        ({"@type": "Person", "name": "AFP"}, "AFP"),
        ({"@type": "Organization", "name": "Agência Brasil"}, "Agência Brasil"),
        ("Mira Holt und Jörg Feld, dpa", "dpa"),
        (["Mira Holt", {"@type": "Organization", "name": "Reuters"}], "Reuters"),
        ({"@type": "Person", "name": "Staff Writer"}, "Staff Writer"),
        ({"@type": "Person", "name": "Redaktion"}, "Redaktion"),
        ("Redacción Judicial y Colprensa", "Colprensa"),
    ],
)
def test_agencies_and_desks_among_the_authors_are_the_source(author, source):
    article = read(author=author)

    assert article.source == source
    assert source not in article.people


def test_the_name_of_a_source_may_begin_as_a_phrase_does():
    assert read(last="Source: In These Harbours").source == "In These Harbours"


@pytest.mark.parametrize(
    ("first", "source"),
    [
        (f"LISBON (Reuters) - {STORY}", "Reuters"),
        (f"Hamburg (dpa/lno) – {STORY}", "dpa"),
        (f"東京（共同）－{STORY}", "共同"),
        (f"Lisboa, 3 nov (efe-epa).- {STORY}", "efe"),
        (f"KYIV, Nov 24 (Reuters) - {STORY}", "Reuters"),
        (f"PARIS (AFP) — {STORY}", "AFP"),
        (f"NEW DELHI, Nov 24 (PTI) {STORY}", "PTI"),
        (f"WASHINGTON (AP) — {STORY}", "AP"),
        (f"Berlin (dpa) - {STORY}", "dpa"),
        (f"Wien (APA) - {STORY}", "APA"),
        (f"Madrid, 24 nov (EFE).- {STORY}", "EFE"),
        (f"ROMA (ANSA) - {STORY}", "ANSA"),
        (f"(Adnkronos) - {STORY}", "Adnkronos"),
        (f"Paris (AFP) – {STORY}", "AFP"),
        (f"Lisboa, 24 nov 2026 (Lusa) – {STORY}", "Lusa"),
        (f"Praha 24. listopadu (ČTK) - {STORY}", "ČTK"),
        (f"Bratislava 24. novembra (TASR) - {STORY}", "TASR"),
        (f"Budapest, 2026. november 24., kedd (MTI) - {STORY}", "MTI"),
        (f"ZAGREB, 24. studenoga (Hina) - {STORY}", "Hina"),
        (f"БЕОГРАД (Танјуг) - {STORY}", "Танјуг"),
        (f"София /БТА/ {STORY}", "БТА"),
        (f"МОСКВА, 24 ноября. /ТАСС/. {STORY}", "ТАСС"),
        (f"МОСКВА, 24 ноя — РИА Новости. {STORY}", "РИА Новости"),
        (f"Москва. 24 ноября. INTERFAX.RU - {STORY}", "INTERFAX"),
        (f"КИЇВ, 24 листопада /Укрінформ/. {STORY}", "Укрінформ"),
        (f"ANKARA (AA) - {STORY}", "AA"),
        (f"(NTB) {STORY}", "NTB"),
        (f"/ritzau/ {STORY}", "ritzau"),
        (f"Jakarta (ANTARA) - {STORY}", "ANTARA"),
        (f"KUALA LUMPUR, 24 Nov (Bernama) — {STORY}", "Bernama"),
        (f"新华社北京11月24日电 {STORY}", "新华社"),
        (f"（中央社記者林小明台北24日電）{STORY}", "中央社"),
        (f"【ロンドン共同】{STORY}", "共同"),
        (f"(서울=연합뉴스) 김수현 기자 = {STORY}", "연합뉴스"),
        (f"[서울=뉴시스] 김수현 기자 = {STORY}", "뉴시스"),
        (f"القاهرة (رويترز) - {STORY}", "رويترز"),
        (f"باريس 24 نوفمبر (أ ف ب) - {STORY}", "أ ف ب"),
        (f"به گزارش ایسنا، {STORY}", "ایسنا"),
        (f"به گزارش خبرگزاری مهر، {STORY}", "مهر"),
        (f"नई दिल्ली, 24 नवंबर (भाषा) {STORY}", "भाषा"),
        (f"Αθήνα (ΑΠΕ-ΜΠΕ) - {STORY}", "ΑΠΕ-ΜΠΕ"),
        (f"Lisboa, 3 nov (franco-luso).- {STORY}", None),
        (f"The harbour master (left) said so. {STORY}", None),
        (f"The app for harbours (beta) is out. {STORY}", None),
        (f"Приложение для портов (бета) вышло в срок. {STORY}", None),
        (f"Ann Lee (Reuters) said that it was so. {STORY}", None),
        (f"新华社社长今日宣布，电影节开幕。{STORY}", None),
        (f"共同通信社は電気自動車の記事を配信した。{STORY}", None),
    ],
)
def test_the_agency_in_the_dateline_is_the_source(first, source):
    assert read(first=first).source == source


@pytest.mark.parametrize(
    ("last", "source"),
    [
        ("So it is. (ats)", "ats"),
        ("(With inputs from PTI)", "PTI"),
        ("Źródło: PAP", "PAP"),
        ("Quelle: dpa", "dpa"),
        ("Mit Material von dpa und Reuters", "dpa"),
        ("Con información de Reuters", "Reuters"),
        ("Fuente: EFE", "EFE"),
        ("(avec AFP)", "AFP"),
        ("Source : AFP", "AFP"),
        ("Com informações da Reuters", "Reuters"),
        ("Джерело: Укрінформ", "Укрінформ"),
        ("Kaynak: AA", "AA"),
        ("STT", "STT"),
        ("TT", "TT"),
        ("Theo TTXVN", "TTXVN"),
        ("来源：新华社", "新华社"),
        ("(רויטרס)", "רויטרס"),
        ("Πηγή: ΑΠΕ-ΜΠΕ", "ΑΠΕ-ΜΠΕ"),
        ("(Ann Lee)", None),
        ("The boats sail every hour. — AFP", "AFP"),
        ("The boats sail every hour - Reuters/dpa", "Reuters"),
        ("The boats sail every hour - Ann Lee", None),
        ("(Con información de AFP, EFE y Reuters)", "AFP"),
        ("With files from The Associated Press and Ann Lee", "The Associated Press"),
        ("With files from Ann Lee", None),
        ("(SID)", "SID"),
    ],
)
def test_the_agency_named_under_the_story_is_the_source(last, source):
    assert read(last=last).source == source


def test_a_wire_is_told_before_the_desk_that_edited_it():
    assert read(author="Editorial Staff", first=f"LISBON (Reuters) - {STORY}").source == "Reuters"


@pytest.mark.parametrize("name", ["admin", "Super User", "News", "Harbour Gazette", "harbour-gazette.example"])
def test_accounts_and_the_site_itself_are_no_source(name):
    article = read(author={"@type": "Organization", "name": name})

    assert (article.source, article.people) == (None, [])


@pytest.mark.parametrize(
    ("name", "source"),
    [("Portalnet Śląsk", None), ("Portalnet Bay", None), ("Redakcja Portalnet", "Redakcja Portalnet"), ("PAP", "PAP")],
)
def test_an_edition_of_the_site_is_no_source_and_its_desk_is(name, source):
    head = "<title>Ferry strike ends - Portalnet Bay</title><meta property='og:site_name' content='Portalnet'>"
    page = Page.from_html(f"{head}<h1>Ferry strike ends</h1><div>Source: {name}</div><p>{STORY}</p>{MORE}", URL)

    assert extract(page, reraise=True).source == source


def test_people_are_no_source():
    assert read(author={"@type": ["Person", "Organization"], "name": "Mira Holt"}).source is None


def test_an_article_without_a_byline_has_no_source():
    page = Page.from_html("<h1>Ferry strike ends</h1>", URL)

    assert extract(page, reraise=True).source is None
    assert Article(page).source is None


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<div>23.11.2026 18:04 | Kaynak: Anadolu Ajansı</div>", "Anadolu Ajansı"),
        ("<div><span>2026年11月23日 18:04</span> <span>来源：港湾日报</span> <a>我有话说</a></div>", "港湾日报"),
        ("<div>Zdroj: Riečne noviny, 24. 11. 2026</div>", "Riečne noviny"),
        ("<div><span class=date>24 Nov 2026</span> <a class=source href='/x'>Harbour Post</a></div>", "Harbour Post"),
        ("<div><span class=source>The Harbour Gazette</span></div>", None),
        ("<figure><img src='a.jpg'><figcaption>Lock <i class=source>Ann Lee</i></figcaption></figure>", None),
        ("<div>2026-11-24 08:15 来源: <a>港湾晚报</a> <span>重庆</span></div>", "港湾晚报"),
        ("<div>Source: The Harbour Gazette</div>", None),
        ("<div>Source: Port Post/hs(kl)</div>", "Port Post"),
        ("<div>Ann Lee, Sports Editor</div>", None),
        (
            "<div><b>Press Release:</b> <span class=org><a href='/o/1'>Harbour Arts Trust</a></span></div>",
            "Harbour Arts Trust",
        ),
        ("<figure><img src='a.jpg'><figcaption>Quelle: Hafenarchiv</figcaption></figure>", None),
    ],
)
def test_a_line_by_the_headline_credits_the_source(line, source):
    html = f"<title>Ferry strike ends - The Harbour Gazette</title><h1>Ferry strike ends</h1>{line}<p>{STORY}</p>{MORE}"

    assert extract(Page.from_html(html, URL), reraise=True).source == source


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<div class='source'>Источник: <a href='https://b.example'>Берег-Информ</a></div>", "Берег-Информ"),
        ("<p>Quelle: hafen.example, ino/dpa</p>", "dpa"),
        ("<div><b>Quelle:</b> <i>H.A.Z.</i><a href='/r'>Artikelrechte erwerben</a></div>", "H.A.Z."),
        ("<p>Source : Page de <a href='/c'>l'équipage du port</a></p>", "Page de l'équipage du port"),
        ("<p>The source: nobody would name it, and the harbour master would not ask, for he knew.</p>", None),
    ],
)
def test_a_line_under_the_story_credits_the_source(line, source):
    html = f"<h1>Ferry strike ends</h1><div class='content'><p>{STORY}</p>{MORE}</div>{line}"

    assert extract(Page.from_html(html, URL), reraise=True).source == source


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("<p class=byline><a>Ann Lee</a> <span>24 Nov 2026, 23:48 IST</span> <b>Share</b> <i>AA</i></p>", None),
        ("<p class=byline>Ann Lee, AA</p>", "AA"),
    ],
)
def test_the_button_for_larger_letters_is_no_agency(byline, source):
    html = f"<h1>Ferry strike ends</h1>{byline}<p>{STORY}</p>{MORE}"

    assert extract(Page.from_html(html, URL), reraise=True).source == source


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<p>Af Ritzau</p>", "Ritzau"),
        ("<p>EFE</p>", "EFE"),
        ("<p>By <b>Mira Holt</b> <i>The Associated Press</i></p>", "The Associated Press"),
        ("<p>By Mira Holt | Ferries</p>", None),
        ("<p>AA</p>", None),
        ("<p>Getty Images</p>", None),
        ("<p>Copyright Ann Lee/AP</p>", None),
    ],
)
def test_an_agency_that_signs_under_the_headline_is_the_source_though_a_person_is_declared(line, source):
    assert read(line, author="Mira Holt").source == source


def test_an_agency_under_the_story_says_more_than_the_desk_above_it():
    article = read('<p class="author"><a href="/a/newsroom">Newsroom</a></p>', last="Source: Reuters")

    assert (article.source, article.authors) == ("Reuters", ["Newsroom"])
