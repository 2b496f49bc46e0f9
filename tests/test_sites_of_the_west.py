"""What pages of content systems of Europe, Africa and America print about a story."""

from datetime import UTC, datetime

import pytest

from crawler.page import Page
from crawler.reading.bylines.bylines import read_byline
from crawler.reading.bylines.dated_bylines import read_dated_byline
from crawler.reading.counts import find_views
from crawler.reading.dates.date_labels import label_before
from crawler.reading.dates.dates import find_printed
from pipelines import extract

STORY = "".join(
    f"<p>The council voted on Monday to {deed}, which the town had asked for in two letters to the minister.</p>"
    for deed in ("open the lock again", "pay for new gates", "hold the fair on the quay", "close the old bridge")
)
H1 = "<h1>The lock opens again</h1>"


def read(html, language="en", url="https://gazette.example/news/lock"):
    head = "<head><title>The lock opens again</title></head>"
    return extract(Page.from_html(f"<html lang={language}>{head}<body>{html}", url), reraise=True)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Redatto il 18/11/2026 da Giorgia Montanari", "Giorgia Montanari"),
        ("Publicado em 20 de novembro de 2026 às 14:33:02 por Tomás Cassule", "Tomás Cassule"),
        ("Imechapishwa: 24 Novemba 2026 na Neema Joseph", "Neema Joseph"),
        ("Écrit le 24/11/2026 à 19:02 par Hugo Mercier dans la catégorie Justice", "Hugo Mercier"),
        ("Publicado el 20/11/2026 por la mañana", None),
        ("Publicado em 20/11/2026 da Prefeitura", None),
        ("Il 18/11/2026 da Giorgia Montanari", None),  # where she comes from
    ],
)
def test_who_wrote_stands_behind_the_day(line, name):
    assert read_dated_byline(line) == name
    assert read(f"{H1}<p class=small>{line}</p>{STORY}").authors == ([name] if name else [])


def test_a_category_and_tags_that_lead_nowhere():
    line = "<p>Publicado em 20/11/2026</p><span> Categoria: Sociedade </span><p class=small>#faro #barcos #mar</p>"
    article = read(f"<div>{H1}</div><div>{line}<div>{STORY}</div></div>", "pt")
    assert (article.section, article.tags) == ("Sociedade", ["faro", "barcos", "mar"])

    tags = "<div><span>#<!-- -->agua</span><span>#<!-- -->puertos</span></div>"  # as React sends them
    assert read(f"<article>{H1}<section><div>{STORY}</div>{tags}</section></article>").tags == ["agua", "puertos"]

    tags = "<div class='mt-10 flex'><span class=px-3>#agua</span><span class=px-3>#Concejo Deliberante</span></div>"
    assert read(f"<article>{H1}<section><div>{STORY}</div>{tags}</section></article>").tags == [
        "agua",
        "Concejo Deliberante",
    ]


def test_the_foot_of_what_is_marked_as_an_article_is_its_own():
    foot = "<div class=footer><p><time itemprop=datePublished datetime=2026-11-24>24.11.2026</time>"
    foot += "<span class=news-list-category>Hafen</span><span class=news-list-tags><span>Boote</span><span>Bad</span>"
    news = "<div class=article itemscope itemtype=http://schema.org/Article>{}{}</span></p></div>{}</div>"
    article = read(news.format(H1, foot, STORY), "de")
    assert (article.section, article.tags) == ("Hafen", ["Boote", "Bad"])

    menu = "<div class=wrap>{}{}</span></p></div>{}</div>"
    assert read(menu.format(H1, foot, STORY), "de").tags == []


@pytest.mark.parametrize(
    "above",
    [
        "<p class=arbo><a href=/>Accueil</a> &gt; <a href=/r2>Port</a> &gt; <b>The lock opens again</b></p>",
        "<div class=vignette><a href=/nyheter/port>Port</a></div>",
    ],
)
def test_the_section_stands_above_the_headline(above):
    assert read(f"<div>{above}{H1}</div><div>{STORY}</div>", "fr").section == "Port"


def test_the_only_day_of_an_entry_is_that_of_publication():
    time = "<time class='entry-date {}' datetime=2026-11-22T08:15:00-04:00>noviembre 22, 2026</time>"
    assert read(f"{H1}{time.format('updated td-module-date')}{STORY}").published_at == "2026-11-22T08:15:00-04:00"

    both = "<time class='entry-date published' datetime=2026-11-20T08:00:00Z>noviembre 20, 2026</time>"
    article = read(f"{H1}{both}{time.format('updated')}{STORY}")
    assert article.published_at == "2026-11-20T08:00:00+00:00"
    assert article.modified_at == "2026-11-22T08:15:00-04:00"


def test_a_source_is_labelled_by_markup_alone():
    box = "<div><span>FUENTE</span><a href=https://post.example>Obras del Puerto</a></div>"
    assert read(f"<article>{H1}{STORY}</article>{box}", "es").source == "Obras del Puerto"


def test_the_field_that_may_have_a_summary_holds_the_story():
    fields = "<div class=field--name-field-credit><div>Crédit photo</div><div>Ville de Port</div></div>"
    body = f"<div class='field field--name-body field--type-text-with-summary'>{STORY}</div>"
    assert read(f"<article>{H1}<footer>Soumis par claire le 17/11/2026</footer>{fields}{body}").description is None


def test_the_picture_of_a_page_for_phones():
    picture = "<figure><amp-img src=/lock.jpg width=1200 height=800></amp-img><p class=wp-caption-text>{}</p></figure>"
    article = read(f"<article>{H1}{picture.format('The lock on Monday. Photo: Ann Lee')}{STORY}</article>")
    assert article.image_url == "https://gazette.example/lock.jpg"
    assert article.image_caption == "The lock on Monday. Photo: Ann Lee"


COUNTERS = ["1.274 Dubawa", "1274 waliosoma", "Waa la akhriyay 1274 jeer", "1274 ዕይታዎች", "Yasuwe : 1274", "1274 vizit"]
COUNTERS += ["Esta noticia ha sido leída 1274 veces", "Cet article a été lu 1274 fois", "Notizia letta 1.274 volte"]


@pytest.mark.parametrize("line", COUNTERS)
def test_counters(line):
    assert [views.count for views in find_views(line)] == [1274]


@pytest.mark.parametrize("printed", ["por Ana Lee • hace 3 días", None])
def test_a_day_that_a_short_sentence_tells_is_not_that_of_the_story(printed):
    line = f"<p>{printed}</p>" if printed else ""
    story = f"{STORY}<p>The mayor must name the new master of the lock by 15 December.</p>"
    page = Page.from_html(
        f"<html lang=es><body><article>{H1}{line}<div>{story}</div></article>",
        "https://gazette.example/1",
        fetched_at=datetime(2026, 11, 26, 12, tzinfo=UTC),
    )
    assert extract(page, reraise=True).published_at == ("2026-11-23" if printed else None)


@pytest.mark.parametrize(
    ("domain", "name"),
    [("eltelegrafodelsur.example", "El Telégrafo del Sur"), ("muenchner-bote.example", "Münchner Bote")],
)
def test_a_title_tag_names_the_site_as_its_domain_spells_it(domain, name):
    html = f"<head><title>{name}</title></head><h2><a href=/>{name}</a></h2>{H1}{STORY}"
    assert extract(Page.from_html(html, f"https://{domain}/n/1"), reraise=True).title == "The lock opens again"


@pytest.mark.parametrize("label", ["Laatst bewerkt:", "Última edición", "Dernière modification :", "Imehaririwa"])
def test_what_says_that_a_story_was_changed(label):
    assert label_before(label) == "modified"


def test_what_an_element_shows_has_the_offset_of_what_it_holds():
    shown = "<span>{}</span> <time datetime={}>{}</time>"
    times = shown.format("Publisert", "2026-11-24T20:12:00.000Z", "24.11.2026 - 21:12")
    times += shown.format("Sist oppdatert", "2026-11-25T06:40:00.000Z", "25.11.2026 - 07:40")
    article = read(f"{H1}<div class=dates>{times}</div>{STORY}", "no")
    assert article.published_at == "2026-11-24T21:12:00+01:00"
    assert article.modified_at == "2026-11-25T07:40:00+01:00"

    other = shown.format("Publisert 24.11.2026 - 21:12", "2026-11-20T20:12:00.000Z", "20.11.2026 - 21:12")
    assert read(f"{H1}<div class=dates>{other}</div>{STORY}", "no").published_at == "2026-11-24T21:12:00"


def test_who_writes_stands_before_the_name_of_the_house():
    line = "<div class=data><span class=author>Itzel Magaña/Tarasco</span> | 24/11/2026</div>"
    assert read(f"{H1}{line}{STORY}", "es", "https://www.tarascoinforma.example/1").authors == ["Itzel Magaña"]
    assert read(f"{H1}{line}{STORY}", "es").authors == ["Itzel Magaña", "Tarasco"]


def test_tags_behind_a_label_that_no_colon_ends():
    tags = "<div class=more><span>Saiba Mais</span><a href=/tag/rio>Rio</a><a href=/tag/cheias>Cheias</a></div>"
    assert read(f"{H1}{STORY}{tags}", "pt").tags == ["Rio", "Cheias"]


def test_a_source_in_brackets():
    assert read(f"{H1}{STORY}<p>(Bron: Belga)</p>", "nl").source == "Belga"


def test_a_leaf_of_a_calendar_shows_the_day():
    leaf = "<div class=fecha><div class=numero>24</div><div><b>Nov</b><br><b>2026</b></div></div>"
    assert read(f"<div>{H1}<p>Escrito por Ana Lee</p></div>{leaf}{STORY}", "es").published_at == "2026-11-24"


def test_each_time_is_of_one_day():
    line = "Published: 22 November 2026, 16:45 | Updated: 23 November 2026"
    article = read(f"{H1}<p>{line}</p>{STORY}")
    assert (article.published_at, article.modified_at) == ("2026-11-22T16:45:00", "2026-11-23")
    printed = [found.moment.iso() for found in find_printed("16:45 22/11/2026 | 17:45 23/11/2026")]
    assert printed == ["2026-11-22T16:45:00", "2026-11-23T17:45:00"]


def test_yesterday_stands_beside_hours_ago():
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    found = find_printed("Publié hier à 17 h 40 Mis à jour il y a 3 heures", language="fr", fetched_at=now)
    assert [one.moment.iso() for one in found] == ["2026-11-25T17:40:00", "2026-11-26T09:00:00+00:00"]


def test_the_line_of_a_date_links_to_the_section():
    line = '<p>25 Novembre 2026 10:22 da <a href="/a/1">Gino Perrella</a> in <a href="/categoria/porto/">Porto</a></p>'
    assert read(f"<h2>The lock opens again</h2>{line}{STORY}", "it").section == "Porto"


def test_who_writes_in_words_of_the_north():
    who = "<div class=tekijat><div class=tekija><strong>Riikka Kauppinen</strong></div></div>"
    assert read(f"{H1}{who}<p>23.11.2026 12:10</p>{STORY}", "fi").authors == ["Riikka Kauppinen"]
    named = "<div><span>Félix Archambault</span><span>Initiative de journalisme local</span></div><p>25/11/2026</p>"
    assert read(f"{H1}{named}{STORY}", "fr").description is None
    assert read_byline("di Redazione").others == ["Redazione"]


def test_the_element_around_a_time_tells_of_what_it_is():
    box = "<div class='post-date{}'><time datetime=2026-11-{}T08:00:00+01:00>{} november, 2026</time></div>"
    dates = box.format("", 23, 23) + box.format(" post-date__modified-date", 24, 24)
    article = read(f"{H1}<div>{dates}</div>{STORY}", "sv")
    assert article.published_at == "2026-11-23T08:00:00+01:00"
    assert article.modified_at == "2026-11-24T08:00:00+01:00"


def test_who_writes_stands_behind_how_long_that_is():
    line = "<p>25 de noviembre de 2026&nbsp;·&nbsp;2 min&nbsp;·&nbsp;210 palabras&nbsp;·&nbsp;Lidia Ramírez</p>"
    assert read(f"{H1}{line}{STORY}", "es").authors == ["Lidia Ramírez"]


@pytest.mark.parametrize("name", ["Super Usuario", "Super Utilisateur", "Super Utilizador"])
def test_an_account_of_the_system_signs_nothing(name):
    article = read(f"<head><meta name=author content='{name}'></head>{H1}<p>25/11/2026</p>{STORY}", "es")
    assert (article.authors, article.source) == ([], None)
    assert read(f"{H1}<p>Yanditswe na Mukamana Diane</p><p>25/11/2026</p>{STORY}", "rw").authors == ["Mukamana Diane"]


def test_a_day_without_a_year_amid_words_dates_nothing_where_another_stands_alone():
    lead = "<p class=lead>Porta a porta per 6.200 famiglie dal 30 novembre</p>"
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    html = f"<html lang=it><body>{H1}{lead}<div><small>Data:</small><p>23 Novembre 2026</p></div>{STORY}"
    page = Page.from_html(html, "https://gazette.example/1", fetched_at=now)
    assert extract(page, reraise=True).published_at == "2026-11-23"


def test_who_writes_stands_with_a_portrait_below_the_story():
    card = '<div><img src=a.jpg alt="Rayén Pailamilla"><div><p>Rayén Pailamilla</p><p>Periodista</p></div></div>'
    assert read(f"<div>{H1}<p>24/11/2026</p></div><div>{STORY}</div>{card}", "es").authors == ["Rayén Pailamilla"]
    bare = card.replace("Rayén Pailamilla", "Otra Persona", 1)
    assert read(f"<div>{H1}<p>24/11/2026</p></div><div>{STORY}</div>{bare}", "es").authors == []


def test_an_agency_behind_a_bar_and_who_wrote_behind_the_hour():
    assert read(f"{H1}<div>24 de Novembro de 2026, 12:48 | LUSA</div>{STORY}", "pt").source == "LUSA"
    line = "Tirsdag d. 24. november 2026, kl. 21:50 - Skrevet af Poul Bertelsen"
    assert read_dated_byline(line) == "Poul Bertelsen"
