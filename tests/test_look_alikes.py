"""What looks like a note, a byline, a credit, a section or a wall, and is none."""

import json

import pytest

from crawler.page import Page
from crawler.reading.furniture import is_furniture, is_note, is_notice, is_plea
from pipelines import extract

TITLE = "Ferry strike ends after nine days"
STORY = (
    "The crews are back on board after a week, and the first boat sailed for the islands at six.",
    "Nobody at the pier could say who had won, but the harbour master had put the kettle on.",
    "The owners and the crews will meet again in January, when the contract runs out.",
)
H1 = f"<h1>{TITLE}</h1>"
PICTURE = {"@type": "NewsArticle", "headline": TITLE, "image": "https://harbour-gazette.example/lock.jpg"}


def read(above="", below="", head="", url="https://harbour-gazette.example/1", lang="en", node=None):
    told = f'<script type="application/ld+json">{json.dumps(node)}</script>' if node else ""
    text = "".join(f"<p>{line}</p>" for line in STORY)
    html = f"<html lang={lang}><head>{told}{head}</head><body>{above}{text}{below}</body></html>"
    return extract(Page.from_html(html, url), reraise=True)


@pytest.mark.parametrize(
    "line",
    [
        "For immediate release of the hostages, both sides must return to the table this week.",
        "Embargoed until Monday, the report finds that the bridge was never inspected.",
        "Translated from the Greek, the word means wisdom.",
        "Edited by Max Perkins, it sold well.",
        "Provided by Nestlé, the water arrived late.",
        "Cartoon by Banksy sold for a million pounds",
        "Übersetzung: Das Boot fährt wieder, und alle sind froh darüber.",
        "翻译：我们明天出发，大家都很高兴。",
        "Перевод с карты на карту подорожает с января",
        "Traducción de documentos oficiales",
        "The bridge design has been reviewed according to European standards.",
        "The firm said it had removed content from a third party.",
        "Das Gesetz verbietet ab Januar Inhalte von Drittanbietern auf Schulgeräten.",
        "Mit Aktivierung des Alarms werden alle Türen des Gebäudes geschlossen.",
        "En Russie, ce contenu est bloqué depuis deux ans, disent les journalistes.",
        "This material is protected by copyright, the judge ruled on Tuesday.",
        "Citation: the officer wrote that the car had been retrieved from the river at noon.",
    ],
)
def test_a_sentence_that_begins_as_a_note_does_is_the_storys(line):
    assert not any(told(line) for told in (is_furniture, is_note, is_plea, is_notice))


@pytest.mark.parametrize(
    "line",
    [
        "For immediate release",
        "EMBARGOED UNTIL 12 MAY 2026, 10:00 GMT",
        "Translated from the German by Ann Lee.",
        "Перевод с английского Анны Лисовой",
        "Übersetzung: Anna Feld",
        "翻译：王小明",
        "Provided by University of Quays",
        "This article has been reviewed according to the journal's editorial process and policies.",
        "An dieser Stelle finden Sie Inhalte von Drittanbietern.",
        "Ce contenu est bloqué car vous n'avez pas accepté les cookies.",
        "This material is protected by copyright.",
    ],
)
def test_notes_are_none_of_the_storys(line):
    assert any(told(line) for told in (is_furniture, is_note, is_plea, is_notice))


@pytest.mark.parametrize("line", ["Translated by Anna Lindberg", "Overcast"])
def test_what_is_told_of_a_book_or_of_the_weather_in_a_story_stays(line):
    lines = [STORY[0], line, STORY[1], STORY[2]]
    html = f"<html lang=en><body>{H1}{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"

    assert extract(Page.from_html(html, "https://harbour-gazette.example/1")).body == "\n\n".join(lines)


def test_the_hashtags_of_a_post_are_no_tags_of_the_story():
    assert read(H1, f"<blockquote><p>#MeToo #TimesUp</p></blockquote><p>{STORY[0]}</p>").tags == []


@pytest.mark.parametrize("role", ["Sports", "Politik", "Director", "Photographer"])
def test_a_name_under_a_subject_or_another_role_signs_nothing(role):
    assert read(f"{H1}<div>{role}</div><div>Serena Williams</div>").authors == []


@pytest.mark.parametrize("signs", ["構成・編集部", "聞き手・論説委員", "文・絵本作家"])
def test_a_desk_or_a_calling_in_japanese_brackets_is_nobodys_name(signs):
    assert read(H1, f"<p>港で祭りが開かれた。（{signs}）</p>", lang="ja").authors == []


@pytest.mark.parametrize("name", ["MENA", "Spa", "Beta"])
def test_a_declared_section_may_have_an_agencys_name(name):
    assert read(H1, head=f'<meta property="article:section" content="{name}">').section == name


@pytest.mark.parametrize(
    ("above", "folder"),
    [
        ("<div>Paris Hilton</div>", "paris"),
        ("<div>Culture shock in town</div>", "culture"),
        ('<div><a href="/subscribe">Subscribe</a></div>', "2026"),
        (
            '<div><a href="/">Home</a> <a href="/people">People</a> <a href="/people/bev-otis">Bev Otis</a></div>',
            "2026",
        ),
    ],
)
def test_what_is_no_section_over_the_headline_is_none(above, folder):
    assert read(above + H1, url=f"https://harbour-gazette.example/{folder}/ferry.html").section is None


@pytest.mark.parametrize("line", ["The debut novel by Sally Rooney", "Greta Lindberg, director of the harbour museum"])
def test_a_standfirst_on_somebody_who_does_not_sign_is_one(line):
    assert read(f"{H1}<p class=standfirst>{line}</p>").description == line


def test_a_picture_may_show_who_wrote_the_story():
    line = "Mira Holt at the old quay in the summer of her first voyage"
    above = f'{H1}<div><picture><img src="/lock.jpg"></picture><div class="alt">{line}</div></div>'

    assert read(above, head='<meta name="author" content="Mira Holt">', node=PICTURE).image_caption == line


def test_a_sentence_below_a_picture_that_tells_of_photographers_is_no_caption():
    line = "He studied photography in Paris and later worked for Reuters."

    assert read(f'{H1}<img src="/lock.jpg"><p>{line}</p>', node=PICTURE).image_caption is None


@pytest.mark.parametrize(
    "name",
    [
        "Ministère du Travail, de la Santé et des Solidarités",
        "Ministeriet for Fødevarer, landbrug og fiskeri",
    ],
)
def test_a_ministry_that_is_a_source_keeps_its_whole_name(name):
    assert read(H1, f"<p>Source: {name}</p>").source == name


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Ann Lee, Tom Ray", ["Ann Lee", "Tom Ray"]),
        ("Ann Lee, PhD", ["Ann Lee"]),
        ("Lee, Ann", ["Ann Lee"]),
        ("van der Berg, Jan", ["Jan van der Berg"]),
    ],
)
def test_a_family_name_alone_is_turned_around(value, authors):
    assert read(H1, head=f'<meta name="citation_author" content="{value}">').authors == authors


def test_the_address_knows_the_day_better_than_the_page_of_a_template():
    node = {"@type": "WebPage", "datePublished": "2012-01-01T00:00:00Z"}

    assert read(H1, url="https://harbour-gazette.example/2026/11/03/x.html", node=node).published_at == "2026-11-03"


def test_an_element_around_the_site_is_no_wall_whoever_made_its_class():
    around = f'<div class="didomi-ready site">{H1}{"".join(f"<p>{line}</p>" for line in STORY)}</div>'
    html = f"<html lang=en><body>{around}<footer><p>{'We print in the harbour. ' * 9}</p></footer></body></html>"

    assert STORY[1] in (extract(Page.from_html(html, "https://harbour-gazette.example/1")).body or "")


def test_credits_of_pictures_in_a_state_name_no_author():
    state = {"headline": TITLE, "body": "".join(f"<p>{line}</p>" for line in STORY * 3)}
    told = json.dumps({**state, "credits": [{"name": "Getty Images"}]})
    html = f'<html lang=en><body><div id=root></div><script type="application/json">{told}</script></body></html>'
    article = extract(Page.from_html(html, "https://harbour-gazette.example/1"))

    assert (article.title, article.authors) == (TITLE, [])


def test_a_source_may_begin_small():
    assert read(H1, "<p>Source: the harbour office of Seaport</p>").source == "the harbour office of Seaport"


def test_of_an_episode_and_the_page_it_is_played_on_the_page_tells_the_day():
    episode = {"@type": "PodcastEpisode", "datePublished": "2020-01-01"}
    page = {"@type": "WebPage", "datePublished": "2026-11-03T10:00:00Z"}

    assert read(H1, node=[episode, page]).published_at == "2026-11-03T10:00:00+00:00"
    assert read(H1, node=[episode, {**episode, "datePublished": "2021-01-01"}]).published_at is None


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ('<header><a href="/"><h1>Seaport Evening Chronicle</h1></a>{}</header><h2>Boats at sea</h2>', ""),
        ("<h2>Boats at sea</h2>", "<h1>More from the harbour today</h1>{}"),
    ],
)
def test_a_masthead_or_a_heading_below_the_story_is_no_headline(above, below):
    line = "<p>We tell the people of the coast what the harbour has in store.</p><p>Thursday 26 November 2026</p>"
    head = '<meta property="og:title" content="Why the long strike on the coast came to an end">'

    assert read(above.format(line), below.format(line), head).description is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("ticker/storm", "live_blog"),
        ("storm-in-diretta-3", "live_blog"),
        ("storm-live", "live_blog"),
        ("how-to-live-on", None),
    ],
)
def test_an_address_that_says_live_in_its_last_step_makes_entries_a_live_blog(path, kind):
    rows = "".join(
        f'<div class="entry"><time datetime="2026-11-03T1{n}:00:00Z">1{n}:00</time>'
        f"<p>Entry {n}: the count goes on in the hall and the districts tell.</p></div>"
        for n in range(5)
    )
    page = Page.from_html(f"<h1>Storm hits coast</h1>{rows}", f"https://harbour-gazette.example/{path}")
    article = extract(page, reraise=True)

    assert (article.kind, len(article.entries)) == (kind, 5 if kind else 0)
