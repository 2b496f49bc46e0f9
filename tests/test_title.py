"""The title is what stands above the story: no site's name, no kicker, no line for search engines."""

import html as markup
import json

import pytest
from counting import calls
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article
from crawler.page import Page
from crawler.site import Selectors, Site
from crawler.site_names import SiteNames
from pipelines.title import TitlePipeline

URL = "https://harbour-gazette.example/2026/11/ferry"


def read(head="", body="", *, url=URL, site=None):
    page = Page.from_html(f"<html><head>{head}</head><body>{body}</body></html>", url, site=site)
    article = Article(page, url=url)
    TitlePipeline(reraise=True).process_item(article)
    return article


def og(title):
    return f'<meta property="og:title" content="{markup.escape(title)}">'


def ld(headline, **more):
    node = {"@type": "NewsArticle", "headline": headline, **more}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize("counter", ["<i>(512 lượt xem)</i>", "<em>조회 512</em>", "<b>1,204 views</b>"])
def test_a_counter_in_the_heading_is_no_part_of_the_title(counter):
    title = "Ferry strike ends on the islands"

    assert read(f"<title>{title}</title>", f"<h1>{title} {counter}</h1>").title == title


@pytest.mark.parametrize(
    "tag",
    [
        "Ferry strike ends | The Harbour Gazette",
        "Ferry strike ends - Harbour Gazette Online",
        "Harbour Gazette: Ferry strike ends",
        "Ferry strike ends « harbour-gazette.example",
        "Ferry strike ends ｜ Harbour Gazette",
        "Ferry strike ends – www.harbour-gazette.example",
    ],
)
def test_the_sites_name_is_cut_at_either_end(tag):
    assert read(f"<title>{tag}</title>").title == "Ferry strike ends"


@pytest.mark.parametrize(
    ("site_name", "tag", "title"),
    [
        ("Mira - A Cook's Life", "Plum cake - Mira - A Cook's Life", "Plum cake"),
        ("Новини порту", "Страйк поромників завершено — Новини порту", "Страйк поромників завершено"),
        ("港日報", "渡輪罷工結束 | 港日報", "渡輪罷工結束"),
        ("أخبار الميناء", "انتهاء إضراب العبارات | أخبار الميناء", "انتهاء إضراب العبارات"),
    ],
)
def test_the_sites_name_is_cut_in_any_script_even_with_a_separator_in_it(site_name, tag, title):
    head = f'<title>{tag}</title><meta property="og:site_name" content="{markup.escape(site_name)}">'

    assert read(head, url="https://news.example/1").title == title


@pytest.mark.parametrize("title", ["Gazette 02/2026", "Sailing: fast and light", "The Harbour Gazette at fifty"])
def test_a_title_that_only_holds_the_sites_name_keeps_it(title):
    names = SiteNames("ailing.example", ["The Harbour Gazette", "Gazette"])

    assert (title in names, names.cut(title)) == (False, title)


@given(st.text(max_size=80), st.sampled_from([" | ", " - ", " — ", ": "]))
def test_cutting_never_leaves_nothing_and_never_adds(text, separator):
    names = SiteNames("harbour.example", ["The Harbour Gazette"])

    cut = names.cut(f"{text}{separator}The Harbour Gazette")

    assert cut in f"{text}{separator}The Harbour Gazette"
    assert cut


def test_the_headline_wins_over_lines_for_search_engines():
    head = og("Ferry strike: crews return to work in harbour") + "<title>Ferry strike: crews return to work</title>"
    article = read(head, "<h1>Crews return to work after ferry strike</h1>")

    assert article.title == "Crews return to work after ferry strike"
    assert article.provenance["title"]["disagree"] == ["open_graph", "title_tag"]


@pytest.mark.parametrize("heading", ["Harbour Gazette", "News", "Would you like to read on?", "기사 상세"])
def test_a_heading_that_nothing_declares_is_not_the_title(heading):
    assert read(og("Ferry strike ends"), f"<h1>{heading}</h1><p>Crews are back.</p>").title == "Ferry strike ends"


@pytest.mark.parametrize(
    ("address", "heading", "declared", "is_heading"),
    [
        ("guide-faehren-inseln-22", "Mein Guide: mit den Fähren auf die Inseln", "Was tun im Sommer? Die Tipps", True),
        ("guia-de-transbordadores", "Nuestra guía de los transbordadores", "Qué hacer este verano en el mar", True),
        # The address was made of the declared title: the heading is that of the story below.
        ("was-tun-im-sommer", "Mein Guide: mit den Fähren auf die Inseln", "Was tun im Sommer? Die Tipps", False),
        # It holds words of both, no more of one: what is declared stands.
        ("faehren-sommer", "Mein Guide: mit den Fähren auf die Inseln", "Was tun im Sommer? Die Tipps", False),
        # A section's name, or an address without words.
        ("faehren-inseln", "Fähren und Inseln", "Was tun im Sommer? Die Tipps", False),
        ("12345.html", "Mein Guide: mit den Fähren auf die Inseln", "Was tun im Sommer? Die Tipps", False),
    ],
)
def test_a_heading_that_nothing_declares_is_the_title_if_the_address_is_made_of_it(
    address, heading, declared, is_heading
):
    url = f"https://harbour-gazette.example/2026/11/{address}"

    article = read(ld(declared) + og(declared), f"<h1>{heading}</h1>", url=url)

    assert article.title == (heading if is_heading else declared)
    assert article.provenance["title"]["source"] == ("headline_in_address" if is_heading else "json_ld")


def test_a_heading_that_begins_a_declared_title_is_the_title_however_long_the_rest():
    head = og("Thinking from the ground - In her fifth book, Ann Cole weaves the near and the far into one long dream")

    assert read(head, "<h1>Thinking from the ground</h1>").title == "Thinking from the ground"


def test_a_line_that_is_all_link_is_the_way_home_and_no_title():
    head = "<title>Ferry strike - shore.example - News for sailors</title>"
    body = "<a href='/'>shore.example - News for sailors</a><p>Ferry strike</p><p>Crews are back.</p>"

    assert read(head, body, url="https://a.example/1").title == "Ferry strike"


def test_of_several_headings_the_one_that_is_declared_is_the_title():
    body = "<h1>Harbour Gazette</h1><h1>Ferry strike ends</h1><h1>Two whales seen off the cape</h1>"

    assert read(og("Ferry strike ends after a week"), body).title == "Ferry strike ends"


@pytest.mark.parametrize(
    ("tag", "body"),
    [
        ("News", f"{og('Ferry strike ends')}<h1>News</h1><h1>Ferry strike ends</h1>"),
        ("News - Ferry strike ends", "<h1>News</h1><h1>Ferry strike ends</h1>"),
        ("Quay notes » Blog Archive » Ferry strike ends", "<h1>Quay notes</h1><h2>Ferry strike ends</h2>"),
        ("Quay notes » Archive » Ferry strike ends", "<h1>Quay notes</h1><h2><a href=/1>Ferry strike ends</a></h2>"),
    ],
)
def test_a_heading_that_names_the_section_yields_to_the_one_of_the_story(tag, body):
    assert read(f"<title>{tag}</title>", body + "<p>Crews are back.</p>").title == "Ferry strike ends"


@pytest.mark.parametrize("tag", ["Ferry strike ends - Quay notes", "Ferry strike ends » Quay notes » A blog"])
def test_the_masthead_at_the_end_of_the_title_tag_is_no_title(tag):
    assert read(f"<title>{tag}</title>", "<h1>Quay notes</h1><h2>Ferry strike ends</h2>").title == "Ferry strike ends"
    assert read(f"<title>{tag}</title>", "<h1>Ferry strike ends</h1><h1>Quay notes</h1>").title != "Quay notes"


def test_the_head_of_a_page_that_begins_with_a_warning_is_read():
    page = Page.from_html("Warning: no such table <html><head><title>Ferry strike ends</title></head></html>", URL)

    assert TitlePipeline(reraise=True).process_item(Article(page, url=URL)).title == "Ferry strike ends"


@pytest.mark.parametrize(
    ("site_name", "tag", "title"),
    [
        ("港日报", "渡轮罢工结束_港日报_新闻", "渡轮罢工结束"),
        ("港日报", "渡轮罢工结束-港日报", "渡轮罢工结束"),
        ("港日报", "港口渡轮罢工今日结束-国际_港日报", "港口渡轮罢工今日结束"),
        ("항구일보", "여객선 파업 끝났다, 오늘부터 정상 운항-사회ㅣ항구일보", "여객선 파업 끝났다, 오늘부터 정상 운항"),
        ("港日報", "フェリーのスト終結（港日報） - ニュース", "フェリーのスト終結"),
        ("Shore Times", "Ferry strike ends - Shore Times - News from the coast", "Ferry strike ends"),
        ("Shore Times", "Ferry strike ends: Shore Times: crews return", "Ferry strike ends: Shore Times: crews return"),
        ("Shore Times", "Local | Shore Times | Ferry strike ends", "Local | Shore Times | Ferry strike ends"),
    ],
)
def test_the_sites_name_is_cut_with_what_follows_it(site_name, tag, title):
    head = f'<title>{tag}</title><meta property="og:site_name" content="{site_name}">'

    assert read(head, url="https://news.example/1").title == title


@pytest.mark.parametrize(
    "heading",
    [
        '<h1>Ferry strike ends <a class="share-link" href="#">Share</a></h1>',
        '<h1>Ferry strike ends <a class="header-anchor" href="#x">#</a></h1>',
        "<h1><span>Ferry strike ends</span> <span>Ferry strike ends</span></h1>",
    ],
)
def test_buttons_and_a_second_printing_are_no_part_of_the_heading(heading):
    assert read(og("Ferry strike: it ends"), heading).title == "Ferry strike ends"


def test_a_title_that_is_cut_short_is_the_line_that_it_begins():
    line = "Ferry strike ends after a week of talks between the unions and the harbour masters"
    head = "<title>Ferry strike ends after a week of talks between the unions…</title>"

    assert read(head, f"<div>{line}</div><p>Crews are back.</p>").title == line


def test_a_title_that_was_escaped_twice_is_read_as_meant():
    assert read("<title>Fish &amp;amp; chips are back</title>").title == "Fish & chips are back"


def test_a_kicker_that_both_declare_is_written_with_a_colon():
    head = ld("Harbour - Ferry strike ends") + og("Harbour: Ferry strike ends")

    assert read(head, "<h1>Ferry strike ends</h1>").title == "Harbour: Ferry strike ends"


@pytest.mark.parametrize(
    "heading",
    [
        '<h1><span class="article__kicker">Harbour</span> <span>Ferry strike ends</span></h1>',
        '<h1><span class="overline">Harbour</span><span class="sr-only"> - </span><b>Ferry strike ends</b></h1>',
        '<h1><small class="headline-label">Live</small>Ferry strike ends</h1>',
        '<h1><span>Ferry strike ends</span><br><small class="subtitle">Crews are back at sea on Monday</small></h1>',
        "<h1><div>Harbour</div><div>Ferry <em>strike</em> ends</div></h1>",
    ],
)
def test_a_kicker_inside_the_heading_goes(heading):
    assert read("<title>Ferry strike ends</title>", heading).title == "Ferry strike ends"


def test_a_kicker_that_json_ld_and_open_graph_both_have_belongs_to_the_title():
    whole = "Harbour: Ferry strike ends"
    heading = '<h1><span class="kicker">Harbour</span><span>Ferry strike ends</span></h1>'

    assert read(ld(whole) + og(whole), heading).title == whole


def test_a_kicker_goes_where_open_graph_has_the_rest_alone():
    whole = "Harbour: Ferry strike ends"

    assert read(ld(whole) + og("Ferry strike ends"), f"<h1>{whole}</h1>").title == "Ferry strike ends"


def test_who_speaks_is_no_kicker_though_open_graph_has_the_words_alone():
    title = "Ann Lee: “A ferry is a kitchen”"

    assert read(og("“A ferry is a kitchen”") + ld(title), f"<h1>{title}</h1>").title == title


def test_a_kicker_goes_that_a_bar_of_its_own_parts_from_the_title_even_where_all_declare_it():
    heading = "<h1><span class=a>Harbour</span><span> | </span>Ferry strike ends after a week</h1>"

    assert read(og("Harbour | Ferry strike ends after a week"), heading).title == "Ferry strike ends after a week"


def test_a_mark_that_points_from_a_kicker_to_the_title_goes_with_it():
    heading = "<h1><span class=premium-flag>GALLERY</span> ⟩ Ferry strike ends after a week</h1>"

    assert read(og("GALLERY ⟩ Ferry strike ends after a week"), heading).title == "Ferry strike ends after a week"


def test_a_kicker_that_one_declares_before_a_bar_and_one_before_a_colon_goes():
    heading = "<h1><span class=surtitle>Saguenay</span><span>An elk comes to court</span></h1>"
    declared = og("Saguenay | An elk comes to court") + ld("Saguenay: An elk comes to court")

    assert read(declared, heading).title == "An elk comes to court"


def test_the_only_heading_of_a_page_that_declares_nothing_is_its_title():
    tag = "<title>Harbour Gazette Online - Print version</title>"
    story = "<p>The ferries are back at sea after a week, and the crews are back on board.</p>" * 3

    assert read(tag, f"<p>Harbour Gazette Online</p><h2>Ferry strike ends</h2>{story}").title == "Ferry strike ends"
    assert read(tag + og("Ferries"), f"<h2>Ferry strike ends</h2>{story}").title == "Ferries"


def test_a_korean_site_parts_its_name_by_the_letter_that_looks_like_a_bar():
    assert (
        read('<meta property="og:site_name" content="항구일보"><title>여객선 파업 끝났다ㅣ항구일보</title>').title
        == "여객선 파업 끝났다"
    )


def test_words_in_a_heading_that_is_set_in_parts_do_not_run_together():
    body = "<h1><span>Deich</span>: <span>Zwei</span> <span>Rücktritte</span></h1>"

    assert read("", body, url="https://a.example/").title == "Deich: Zwei Rücktritte"


def test_a_title_that_the_site_cut_at_a_quotation_mark_is_taken_whole():
    head = '<meta property="og:title" content="Senator calls mayor "unfit""><title>Senator calls mayor "unfit"</title>'

    assert read(head).title == 'Senator calls mayor "unfit"'


def test_where_no_heading_is_there_the_line_that_the_title_tag_names_is_the_title():
    head = "<title>Ferry strike ends | Local | The Shore Post</title>"
    body = "<div class=x7>Ferry strike ends</div><p>Crews are back.</p>"

    assert read(head, body, url="https://a.example/1").title == "Ferry strike ends"


def test_a_heading_of_any_rank_that_microdata_names_is_the_title():
    body = '<h1>The Shore Post</h1><h2 itemprop="headline">Ferry strike ends</h2><h2>Two whales seen</h2>'

    assert read("<title>Local news of the day</title>", body, url="https://a.example/1").title == "Ferry strike ends"


def test_the_sites_own_rule_is_trusted_before_all():
    site = Site(domain="harbour-gazette.example", selectors=Selectors(title=".t"))

    assert read(og("B is declared"), "<h1>B is declared</h1><i class=t>A</i>", site=site).title == "A"


def test_of_several_articles_in_json_ld_the_pages_own_is_read():
    listed = ld("Whales return", url="https://harbour-gazette.example/whales") + ld("Ferry strike ends", url=URL)

    assert read(listed).title == "Ferry strike ends"


def test_articles_in_json_ld_that_are_all_others_are_not_read():
    listed = ld("Whales return", url="https://harbour-gazette.example/whales")
    listed += ld("Pie thief strikes", url="https://harbour-gazette.example/pie")
    article = read(listed + "<title>Ferry strike ends</title>", "<h1>Ferry strike ends</h1>")

    assert article.title == "Ferry strike ends"
    assert "disagree" not in article.provenance["title"]


def test_the_line_in_large_letters_is_the_headline_of_an_old_page():
    tag, story = "<title>The Portsider Online - June 17, 1999</title>", "<p>The board voted to dredge the channel.</p>"
    line = '<font size="5"><b>Board votes to dredge</b></font>'

    assert read(tag, f"{line}{story}").title == "Board votes to dredge"
    assert read(tag, f"{line}<h1>Ferry strike ends</h1>{story}").title == "Ferry strike ends"
    assert (
        read(tag, f"{line}{story}<font size=5>Fishing in the bay</font>").title
        == "The Portsider Online - June 17, 1999"
    )
    assert read(tag, f'<font size="2">Board votes to dredge</font>{story}').title != "Board votes to dredge"


def test_the_site_that_leads_the_title_tag_and_links_home_is_no_title():
    tag = "<title>Harbour notes: Ferry strike ends</title>"

    assert read(tag, '<h1><a href="/">Harbour notes</a></h1><h3>Ferry strike ends</h3>').title == "Ferry strike ends"
    assert read(tag, "<h1>Harbour notes</h1><h2>Ferry strike ends</h2>").title == "Harbour notes"


def test_a_page_without_any_title_has_none():
    article = read("<title>The Harbour Gazette</title>", "<p>Crews are back.</p>")

    assert (article.title, article.provenance) == (None, {})


@given(st.text(alphabet="<>h1/span class='kicker'\"x ", max_size=200))
def test_no_heading_raises(text):
    read("<title>Ferry strike ends</title>", f"<h1>{text}</h1>")


@pytest.mark.parametrize("piece", ["a ", " | ", " - b", "： ", "<b>x</b>", "«"])
def test_a_title_without_end_is_refused_in_steps_in_proportion_to_its_length(piece):
    def steps(length):
        endless = piece * (length // len(piece))
        page = og(endless) + f"<title>{endless}</title>", f"<h1>{endless}</h1><p>Crews are back.</p>"
        title = read(*page).title
        assert title is None or len(title) <= 400
        return calls(lambda: read(*page))

    steps(1_000)  # tables are read once

    assert steps(200_000) < 2.5 * steps(100_000) + 1_000


@pytest.mark.parametrize("mark", ["|", "-", "·"])
def test_a_mark_that_closes_what_is_said_does_not_part_the_title_from_the_site(mark):
    assert read(f"<title>« Une horloge juste » {mark} Harbour Gazette</title>").title == "« Une horloge juste »"


def test_a_byline_in_the_heading_of_a_story_is_not_of_its_title():
    head = "<title>Harbour Sports News</title>"
    teams = "<table><tr><td>Harbour Town</td></tr></table><h3>News article</h3>"
    title = "Ferry strike ends after a long week of talks in the harbour"
    heading = f"<h2>{title} <br><small>Story by Mira Holt, Tuesday March 12, 2024</small></h2>"
    story = "<p>The ferries sail again after a week, and the crews are back on board since the early morning.</p>" * 2

    assert read(head, teams + heading + story).title == title
    site = '<title>Harbour Sports</title><meta name="description" content="All the news of the harbour">'
    latest = '<a href="/">Harbour Sports</a>' + heading + story + "<h2>Latest</h2>"
    assert read(site, latest, url="https://harboursports.example/story.php?id=7").title == title


@pytest.mark.parametrize(
    "heading",
    [
        "<span>Harbour:</span><br>Old bridge closes on 3 May 2026",
        "Harbour: Old bridge closes on 3 May 2026<br><span>By Ann Lee, 24 November 2026</span>",
        "Harbour: Old bridge closes on 3 May 2026<br><span>Updated 24.11.2026</span>",
    ],
)
def test_a_headline_with_a_day_is_no_line_about_the_story(heading):
    assert read("<title>News</title>", f"<h1>{heading}</h1>").title == "Harbour: Old bridge closes on 3 May 2026"


def test_a_headline_that_links_to_the_story_in_the_folder_of_its_section_is_no_kicker():
    link = '<a href="/section/local/ferry-strike">Ferry strike ends after a week</a>'

    assert read("", f"<h1>{link} <small>(4)</small></h1>").title.startswith("Ferry strike ends after a week")


@pytest.mark.parametrize("address", ["http://[/", "//[x/", "https://a.example:port/"])
def test_a_link_that_is_no_address_is_no_headline(address):
    assert read(og("Ferry strike ends"), f'<a href="{address}">Ferry</a>').title == "Ferry strike ends"
