"""What publishers of other kinds than daily papers print: agencies, ministries, weeklies, magazines, releases."""

import json

import pytest

from crawler.page import Page
from pipelines import extract

TITLE = "Ferry strike ends after nine days"
STORY = (
    "The crews are back on board after a week, and the first boat sailed for the islands at six.",
    "Nobody at the pier could say who had won, but the harbour master had put the kettle on.",
    "The owners and the crews will meet again in January, when the contract runs out.",
)


def read(above="", below="", head="", url="https://harbour-gazette.example/1", lang="en", node=None, story=STORY):
    told = f'<script type="application/ld+json">{json.dumps(node)}</script>' if node else ""
    text = "".join(f"<p>{line}</p>" for line in story)
    html = f"<html lang={lang}><head>{told}{head}</head><body><main>{above}{text}{below}</main></body></html>"
    return extract(Page.from_html(html, url), reraise=True)


def organisation(name):
    return {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Organization", "name": name}}


H1 = f"<h1>{TITLE}</h1>"


@pytest.mark.parametrize("name", ["Department for Harbours", "Department of Quays and Social Care"])
def test_a_ministry_that_signs_keeps_its_whole_name(name):
    assert read(H1, node=organisation(name)).authors == [name]


@pytest.mark.parametrize(
    ("above", "path", "section"),
    [
        ("<div>INDLAND</div>", "/indland/ritzau/1", "INDLAND"),
        ("<div><span>Theatre</span> <span>Review</span></div>", "/culture/theatre/1", "Theatre"),
        ('<a href="/obituarios">Obituario</a>', "/cultura/1", "Obituario"),
        ("<p>Récit</p>", "/recits/1", "Récit"),
        ("<p>Cartas al director</p>", "/opinion/cartas/1", "Cartas al director"),
        ("<div>Live</div>", "/football/live/1", None),
        ("<div>Ann Lee</div>", "/columns/ann-lee/1", None),
    ],
)
def test_a_label_over_the_headline_is_the_section_that_the_address_names(above, path, section):
    by = '<p class="byline">By Ann Lee</p>'
    assert read(above + H1 + by, url=f"https://harbour-gazette.example{path}").section == section


@pytest.mark.parametrize("line", ["Photos and text by Anna Feld", "Anna Feld, Sports Editor"])
def test_who_signs_under_the_headline_is_no_description(line):
    assert read(f"{H1}<p>{line}</p><time>3 May 2026</time>").description is None


def test_the_title_tag_declared_once_more_is_no_description():
    said = f"{TITLE} - Anna Feld"
    head = f'<title>{said} - Gazette</title><meta name="description" content="{said}">'
    assert read(H1, head=head).description is None


@pytest.mark.parametrize(
    "row",
    [
        "<div><span>Explore more on these topics</span><ul><li><a href='/a'>Ferries</a>"
        "<li><a href='/b'>Quays</a></ul></div>",
        "<h2>Keywords</h2><ul><li><a href='/a'>Ferries</a></li><li><a href='/b'>Quays</a></li></ul><p>Ask: 555</p>",
        "<h3>Keywords</h3><a href='/a'>Ferries</a><a href='/b'>Quays</a><h3>Places</h3><a href='/c'>Port Merrow</a>",
        "<div>#Ferries #Quays</div>",
    ],
)
def test_tags_are_read_below_a_label_that_stands_apart(row):
    assert read(H1, row).tags == ["Ferries", "Quays"]


def test_the_portrait_of_who_wrote_names_the_author_and_is_no_picture_of_the_story():
    above = f'{H1}<div><img src="/jet.png" alt="Jet Hoekstra"><div>Jet Hoekstra</div><div>21 november 2026</div></div>'
    article = read(above, lang="nl", node=organisation("Redactie"))

    assert (article.authors, article.image_caption) == (["Jet Hoekstra"], None)
    role = f'{H1}<div class="byline"><img src="/jet.jpg" alt=""><b>Jet Hoekstra</b><br>kommentator</div>'
    assert read(role).image_caption is None


def test_a_name_below_what_its_bearer_is_signs():
    assert read(f"<div>Columnist</div><div>Bev Otis</div>{H1}").authors == ["Bev Otis"]


def test_the_only_headline_places_the_lines_under_it_where_another_is_declared():
    head = '<meta property="og:title" content="Nine days without a boat: what the crews won">'
    line = "The last boat had left before the quarrel began."

    assert read(f"{H1}<p>{line}</p><time>3 May 2026</time>", head=head).description == line


def test_the_line_below_a_picture_that_says_who_took_it_is_its_caption():
    node = {"@type": "NewsArticle", "headline": TITLE, "image": "https://harbour-gazette.example/lock.jpg"}
    above = f'{H1}<amp-img src="/lock.jpg"></amp-img><p class="c">The lock on Monday (photo: Ann Lee)</p>'

    assert read(above, node=node).image_caption == "The lock on Monday (photo: Ann Lee)"


@pytest.mark.parametrize("kind", ["WebPage", "RadioEpisode"])
def test_a_page_that_declares_no_article_tells_when_it_was_published(kind):
    node = {"@type": kind, "datePublished": "2026-11-03T14:20:00+00:00"}

    assert read(f"{H1}<p>3 November 2026</p>", node=node).published_at == "2026-11-03T14:20:00+00:00"


def test_who_passed_a_release_on_is_not_its_source():
    below = "<p>Original-Content von: Polizei Hafenstadt, übermittelt durch news aktuell</p>"

    assert read(H1, below, lang="de").source == "Polizei Hafenstadt"


@pytest.mark.parametrize("line", ["Illustrations by Kaz Ono", "Фотографии: Глеб Уткин"])
def test_who_drew_and_took_the_pictures_opens_no_story(line):
    above = f"{H1}<div><div>By Anna Feld</div><div>{line}</div></div>"

    assert line not in (read(above).body or "")


@pytest.mark.parametrize(
    "line",
    [
        "/ritzau/",
        "انتهى",
        "Translated by Ann Lee",
        "Переклала з польської Оксана Ткачук",
        "To report a typo or grammatical error, please click HERE.",
        "This document is subject to copyright. No part may be reproduced without the written permission of its owner.",
        "Citation: Ferry strike ends (2026, November 17) retrieved 25 November 2026 from https://harbour-gazette.example/1",
    ],
)
def test_what_agencies_and_journals_print_below_is_no_part_of_the_story(line):
    assert read(H1, f"<p>{line}</p>").body == "\n\n".join(STORY)


def test_whose_views_they_are_is_told_below_the_standfirst():
    line = "Dette er en kronikk, skrevet av en ekstern bidragsyter. Kronikken gir uttrykk for skribentens holdninger."
    article = read(f"{H1}<p class='ingress'>Den som river et gjerde, river en setning.</p><p>{line}</p>", lang="no")

    assert line not in (article.body or "")


def test_a_counter_stands_between_other_labels():
    line = "<div><span>作者：沈一舟</span> <span>浏览次数：<b>356</b>次</span> <span>字体：大</span></div>"
    article = read(H1 + line, lang="zh")

    assert (article.view_count, article.authors) == (356, ["沈一舟"])


def test_a_row_of_links_that_begins_at_the_front_page_is_a_trail():
    row = '<div><a href="/">Home</a> <a href="/press">Press</a> <a href="/press/news">Notices</a></div>'
    menu = '<div><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/arts">Arts</a></div>'

    assert read(row + H1).section == "Notices"
    assert read(menu + H1).section is None
    issues = '<div><a href="/">Harbour Memo</a> <a href="/archive">Archive</a></div>'
    assert read(issues + H1, url="https://harbour-gazette.example/archive/1").section is None


def test_a_first_letter_shown_large_and_read_out_with_its_word_is_told_once():
    first = (
        '<p><i class="dropcap" aria-hidden="true">O</i><i class="sr">On</i> the first morning nobody rang the bell.</p>'
    )

    assert (read(H1 + first).body or "").startswith("On the first morning")


def test_who_asks_by_name_in_an_interview_signs_nothing():
    asks = "Ola Sitek: When were you last wrong about a whole day?"
    article = read(f"{H1}<p>Interview by Ola Sitek</p><p><b>{asks}</b></p>")

    assert (article.authors, asks in (article.body or "")) == (["Ola Sitek"], True)


def test_the_name_of_a_newsletter_is_no_person():
    above = f'{H1}<img src="/d.png" alt="Dot Ferreira"><b>Dot Ferreira</b><br><i>November 19, 2026</i>'
    head = '<meta name="author" content="The Harbor Memo">'

    assert read(above, head=head, url="https://theharbormemo.beehiiv.example/p/1").authors == ["Dot Ferreira"]


def test_who_wrote_for_a_journal_is_declared_family_first():
    assert read(H1, head='<meta name="citation_author" content="Hagen, Pernille">').authors == ["Pernille Hagen"]


def test_the_state_of_arc_tells_its_story():
    state = {
        "headlines": {"basic": TITLE},
        "subheadlines": {"basic": "The boats are back"},
        "display_date": "2026-11-19T17:05:00Z",
        "credits": {"by": [{"type": "author", "name": "Anna Feld"}]},
        "content_elements": [{"type": "text", "content": line} for line in STORY],
    }
    told = f"Fusion.globalContent={json.dumps(state)};"
    html = f'<html><head><script type="application/javascript">{told}</script></head><body><div></div></body></html>'
    article = extract(Page.from_html(html, "https://harbour-gazette.example/1"), reraise=True)

    assert (article.body, article.authors) == ("\n\n".join(STORY), ["Anna Feld"])
    assert (article.description, article.published_at) == ("The boats are back", "2026-11-19T17:05:00+00:00")


def test_a_sign_may_part_who_wrote_from_when():
    above = f"{H1}<div><div>Rosa Kettle</div><div>·</div><div>Nov 18, 2026</div></div>"

    assert read(above).authors == ["Rosa Kettle"]


def test_what_stands_for_content_from_elsewhere_is_no_part_of_the_story():
    line = (
        "An dieser Stelle finden Sie Inhalte eines Drittanbieters, die nur angezeigt werden, wenn Sie dies bestätigen."
    )

    assert line not in (read(H1, f"<p>{line}</p>", lang="de").body or "")


def test_a_wall_of_consent_that_says_more_than_the_story_is_none():
    said = "These cookies allow us to count visits and traffic sources, so that we can improve how our site performs. "
    wall = f'<div id="onetrust-sdk"><div><p>{said * 3}</p><p>{said * 2}</p></div></div>'

    assert read(wall + H1).body == "\n\n".join(STORY)


def test_a_sentence_may_begin_with_who_edited_a_book():
    line = "Edited by Max Perkins, the novel sold four million copies in a single year."

    assert line in (read(H1, f"<p>{line}</p>").body or "")
