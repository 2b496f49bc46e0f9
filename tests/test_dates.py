"""When an article was published: what sites declare and what they print."""

import json
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article
from crawler.page import Page
from crawler.reading.dates.dates import find_printed
from crawler.site import Selectors, Site
from pipelines import extract
from pipelines.dates import ModifiedAtPipeline, PublishedAtPipeline

FETCHED = datetime(2024, 9, 4, 12, 20, tzinfo=UTC)


def read(html="", *, text=None, url="https://harbour.example/lock", fetched_at=FETCHED, site=None, title=None):
    if text is not None:
        page = Page.from_text(text, url, fetched_at=fetched_at)
    else:
        page = Page.from_html(html, url, fetched_at=fetched_at, site=site)
    article = Article(page, url=url, title=title)
    PublishedAtPipeline(reraise=True).process_item(article)
    ModifiedAtPipeline(reraise=True).process_item(article)
    return article


def ld(**values):
    return (
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "x", **values})}</script>'
    )


def test_the_seed_line_gives_the_minute_without_an_offset():
    lines = (
        "A Summit in Seoul",
        "Leaders will talk.",
        "September 3 2024 , 07:25 AM  •  2312 views",
        "They met in 2022.",
    )
    article = read(text="\n\n".join(lines))

    assert article.published_at == "2024-09-03T07:25:00"
    assert article.published_at_precision == article.provenance["published_at"]["precision"] == "minute"


def test_times_of_entries_all_set_alike_yield_to_the_day_under_the_headline_and_stand_in_where_there_is_none():
    entries = "".join(f"<div><time datetime='2024-09-03T1{n}:20'>1{n}:20</time><p>A ship.</p></div>" for n in range(4))

    assert read(f"<h1>Lock</h1><p>2 September 2024, 07:25</p>{entries}").published_at == "2024-09-02T07:25:00"
    assert read(f"<h1>Lock</h1><p>Live</p>{entries}").published_at == "2024-09-03T10:20:00"


def test_the_day_of_a_quoted_post_yields_to_one_that_is_set_as_those_of_other_stories_are():
    cards = "".join(f"<div><span>{n} September 2024, 09:20</span></div>" for n in (4, 5, 6))
    post = "<blockquote><p>We sail again.</p><p>— Ann Lee (@lee) August 3, 2024</p></blockquote>"
    page = f"<h1>Lock</h1><div><span>2 September 2024, 07:25</span></div><p>The lock is open.</p>{post}{cards}"

    assert read(page).published_at == "2024-09-02T07:25:00"


def test_structured_data_is_trusted_before_metas_and_print():
    html = (
        ld(datePublished="2024-09-03T07:25:00+03:00")
        + '<meta property="article:published_time" content="2024-09-02T10:00:00Z"><h1>Lock</h1><p>1 September 2024</p>'
    )
    article = read(html)

    assert article.published_at == "2024-09-03T07:25:00+03:00"
    assert article.provenance["published_at"]["source"] == "json_ld"
    assert article.provenance["published_at"]["disagree"] == ["meta"]


def test_sources_that_disagree_leave_what_they_say_and_why_another_was_chosen():
    html = "<h1>Lock</h1><time datetime=2024-09-03T10:18:46Z></time><p class=date>Published 29 August 2024</p>"
    provenance = read(html).provenance["published_at"]

    assert provenance["source"] == "printed_as_published"
    assert provenance["others"] == {"time_element": "2024-09-03T10:18:46+00:00"}
    assert "bare <time>" in provenance["why"]


def test_sources_that_agree_need_no_reason():
    assert "why" not in read(ld(datePublished="2024-09-03T07:25:00Z") + "<h1>Lock</h1>").provenance["published_at"]


def test_drupal_says_in_the_text_when_it_was_written():
    said = (
        '<span property="dc:date dc:created" content="2024-09-03T12:40:00+01:00">By Ann Lee on Tue, 03/09/2024</span>'
    )

    assert read(f"<h1>Lock</h1><div>{said}</div>").published_at == "2024-09-03T12:40:00+01:00"


def test_the_sites_rule_is_trusted_before_all():
    site = Site(domain="harbour.example", time_zone="Europe/Kyiv", selectors=Selectors(published_at=".when"))

    assert (
        read(ld(datePublished="2024-09-01") + "<h1>Lock</h1><b class=when>03.09.2024 07:25</b>", site=site).published_at
        == "2024-09-03T07:25:00+03:00"
    )


def test_a_declared_day_takes_the_time_printed_for_that_day_and_says_so():
    article = read(ld(datePublished="2024-09-03") + "<h1>Lock</h1><p class=date>September 3, 2024, 7:25 AM</p>")

    assert article.published_at == "2024-09-03T07:25:00"
    assert "printed: September 3, 2024, 7:25 AM" in article.provenance["published_at"]["evidence"]


def test_a_stamp_in_utc_is_told_in_the_zone_that_readers_are_shown():
    article = read(
        ld(datePublished="2024-09-04T02:25:54Z") + "<h1>Lock</h1><p class=date>September 3, 2024 | 9:25pm</p>"
    )

    assert article.published_at == "2024-09-03T21:25:54-05:00"


def test_a_stamp_in_utc_is_told_on_the_day_that_readers_are_shown():
    article = read(ld(datePublished="2024-09-04T02:11:03Z") + "<h1>Lock</h1><p class=date>September 3, 2024</p>")

    assert article.published_at == "2024-09-03T23:11:03-03:00"


def test_a_printed_day_after_the_stamp_may_be_that_of_the_visit():
    article = read(ld(datePublished="2024-09-03T22:12:00Z") + "<p class=date>September 4, 2024</p><h1>Lock</h1>")

    assert article.published_at == "2024-09-03T22:12:00+00:00"


def test_a_stamp_in_utc_is_told_in_the_zone_of_the_country_of_the_domain():
    assert (
        read(ld(datePublished="2024-09-02T22:30:00Z"), url="https://hafen.de/x").published_at
        == "2024-09-03T00:30:00+02:00"
    )


@pytest.mark.parametrize(
    ("naive", "with_offset", "told"),
    [
        # One clock is the server's, the other the newsroom's: the one that names its zone tells the instant.
        ("2024-09-03T20:00:49", "2024-09-03T19:00:49+01:00", "2024-09-03T19:00:49+01:00"),
        ("2024-09-03T23:30:07", "2024-09-04T01:30:07+02:00", "2024-09-04T01:30:07+02:00"),
        # Other seconds, or none: another moment.
        ("2024-09-03T20:00:49", "2024-09-03T19:00:50+01:00", "2024-09-03T20:00:49"),
        ("2024-09-03T20:00:00", "2024-09-03T19:00:00+01:00", "2024-09-03T20:00:00"),
    ],
)
def test_of_two_clocks_that_differ_by_whole_hours_the_one_with_its_zone_counts(naive, with_offset, told):
    declared = json.dumps({"@type": "NewsArticle", "headline": "Lock", "datePublished": naive})
    meta = f'<meta property="article:published_time" content="{with_offset}">'

    page = f'<script type="application/ld+json">{declared}</script>{meta}'

    assert read(page).published_at == told


def test_a_naive_date_stays_naive_where_no_zone_is_known():
    assert read(ld(datePublished="2024-09-03T07:25:00"), url="https://hafen.de/x").published_at == "2024-09-03T07:25:00"


@pytest.mark.parametrize("declared", ["2024-09-06T00:00:01Z", "1970-01-01T00:00:01Z"])
def test_a_date_after_the_fetch_or_before_the_web_is_refused(declared):
    assert read(ld(datePublished=declared)).published_at is None


def test_an_old_date_is_kept_where_it_is_printed_so():
    assert read("<h1>Lock</h1><p class=date>3 September 1989</p>").published_at == "1989-09-03"


def test_a_printed_date_beside_the_headline_is_trusted_before_a_weak_meta():
    assert (
        read('<meta name=date content="2024-09-04"><h1>Lock</h1><p>Published: 3 September 2024</p>').published_at
        == "2024-09-03"
    )


def test_the_date_of_a_list_beside_is_not_that_of_the_article():
    item = "<li class=item><span>{} August 2024</span> <a href=/{}>Another gate opens</a></li>"
    others = f"<aside><ul>{''.join(item.format(day, day) for day in range(10, 20))}</ul></aside>"
    article = read(f"{others}<h1>Lock</h1><div><p>3 September 2024</p></div>{others}")

    assert article.published_at == "2024-09-03"


@pytest.mark.parametrize(
    "other",
    [
        "<div><a href=/2>Council keeps the library open on Saturdays</a><span>Published 1 May 2024 at 9:00</span>"
        "<p>By one vote.</p></div>",
        "<div><b>reader7</b> <span>Published 1 May 2024 at 9:00</span><p>At last.</p></div>",
    ],
    ids=["another story", "a comment"],
)
def test_the_labelled_day_of_something_else_is_not_that_of_the_article(other):
    story = "<p>The lock at the old harbour opened after two years of work, the council said.</p>" * 12

    assert read(f"<h1>Lock</h1><div>3 September 2024, 07:25</div>{story}{other}").published_at == "2024-09-03T07:25:00"


@pytest.mark.parametrize("heading", ["Comments (1)", "댓글 (1)", "评论 (1)"])
def test_what_stands_under_the_heading_of_comments_is_not_dated_as_the_article_is(heading):
    story = "<p>The lock at the old harbour opened after two years of work, the council said.</p>" * 4
    comment = "<div><b>reader7</b> <span>Published 1 May 2024 at 9:00</span><p>At last.</p></div>"
    html = f"<h1>Lock opens</h1><div>3 September 2024, 07:25</div><div>{story}</div><h3>{heading}</h3>{comment}"

    assert extract(Page.from_html(html, "https://harbour.example/lock")).published_at == "2024-09-03T07:25:00"


def test_a_time_element_of_a_related_article_is_passed_over():
    related = "<div class=related><time datetime=2024-08-01>x</time></div>"
    article = read(f"<h1>Lock</h1>{related}<time datetime=2024-09-03T07:25:00Z>x</time>")

    assert article.published_at == "2024-09-03T07:25:00+00:00"


def test_the_day_in_the_address_is_taken_where_nothing_else_is():
    assert read("<h1>Lock</h1>", url="https://harbour.example/2024/09/03/lock").published_at == "2024-09-03"


@pytest.mark.parametrize(
    "url",
    ["https://harbour.example/press/2024/240903_lock.html", "https://harbour.example/2024/20240903_lock"],
)
def test_a_short_day_in_the_address_counts_in_a_folder_of_its_year(url):
    assert read("<h1>Lock</h1>", url=url).published_at == "2024-09-03"


@pytest.mark.parametrize("url", ["https://harbour.example/2023/240903_lock", "https://harbour.example/240903_lock"])
def test_six_digits_alone_are_no_day(url):
    assert read("<h1>Lock</h1>", url=url).published_at is None


@pytest.mark.parametrize(
    "line",
    [
        "3 settembre 2024 (modifica il 4 settembre 2024 | 10:12)",
        "3 September 2024 (4 September 2024, 10:12)",
        "2024年9月3日 (2024年9月4日 10:12更新)",
        "Modifica: 4 settembre 2024 | 3 settembre 2024",
    ],
)
def test_of_two_days_in_a_line_the_earlier_is_that_of_publication(line):
    assert read(f"<h1>Lock</h1><p>{line}</p>", title="Lock").published_at == "2024-09-03"


def test_the_word_after_a_date_says_what_it_is_of_in_japanese():
    article = read("<h1>閘</h1><p>2024年9月3日公開 2024年9月4日 10:12更新</p>", title="閘")

    assert (article.published_at, article.modified_at) == ("2024-09-03", "2024-09-04T10:12:00")


@pytest.mark.parametrize(
    "said",
    [
        '{"id": 1, "published_at": "2024-09-03T07:25:00+02:00"}',
        r'{"state": "{\"publishedAt\":\"2024-09-03T07:25:00+02:00\"}"}',
        "page = {pubDate: '2024-09-03T07:25:00+02:00', modified: '2024-09-04T08:00:00+02:00'}",
    ],
)
def test_the_only_day_that_scripts_name_is_taken_where_nothing_else_tells(said):
    article = read(f"<h1>Lock</h1><script>{said}</script>")

    assert article.published_at == "2024-09-03T07:25:00+02:00"
    assert article.provenance["published_at"]["source"] == "script_date"
    assert read(f"<h1>Lock</h1><script>{said}</script><p>2 September 2024</p>").published_at == "2024-09-02"


@pytest.mark.parametrize(
    "said",
    ["var createTime = '2024-09-03 07:30';", '{"create_time":"2024-09-03 07:30:00"}', "x={createdAt:'2024-09-03'}"],
)
def test_the_day_on_which_scripts_say_that_the_page_was_created_is_taken_last(said):
    assert read(f"<h1>Lock</h1><script>{said}</script>").published_at[:10] == "2024-09-03"
    published = "<script>page = {pubDate: '2024-09-02'}</script>"
    assert read(f"<h1>Lock</h1><script>{said}</script>{published}").published_at == "2024-09-02"
    assert read("<h1>Lock</h1><script>document.createElement('2024-09-03')</script>").published_at is None


def test_scripts_that_name_several_days_name_none():
    related = '[{"published_at": "2024-09-03"}, {"published_at": "2024-09-01"}]'

    assert read(f"<h1>Lock</h1><script>{related}</script>").published_at is None


FILLER = "<p>The lock gates were lifted out at dawn by two floating cranes, said the harbour master.</p>" * 40


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on September 3, 2024 and is filed under Locks.",
        "Dieser Artikel wurde am 3. September 2024 von Heiner geschrieben und unter Schleusen abgelegt.",
        "Lock wurde am 3. September 2024 gepostet und unter Schleusen abgelegt.",
    ],
)
def test_a_sentence_that_says_when_the_article_was_written_counts_anywhere_on_the_page(line):
    html = f"<h1>Lock</h1>{FILLER}<p>Die alte Schleuse wurde am 4. Mai 1998 eröffnet.</p><div>{line}</div>"

    assert read(html, title="Lock").published_at == "2024-09-03"


def test_the_day_that_a_story_begins_with_is_taken_where_nothing_else_tells():
    def begun(start):
        page = Page.from_html(f"<h1>Lock</h1><p>{start} The gates of the old lock were lifted out.</p>{FILLER}", "")
        return extract(page, reraise=True).published_at

    assert begun("(03.09.2024)") == begun("3 September 2024 –") == "2024-09-03"
    assert begun("Since 3 September 2024 there is nothing to see.") is None


def test_a_date_in_a_given_body_is_not_that_of_the_article():
    article = Article(Page.from_body("On 3 September 2024 the lock opened."))
    PublishedAtPipeline(reraise=True).process_item(article)

    assert article.published_at is None


@given(st.text(max_size=300))
def test_no_page_raises(text):
    read(
        f"<h1>{text}</h1><time datetime='{text}'>{text}</time><meta name=date content='{text}'>{ld(datePublished=text)}"
    )


def test_a_number_in_the_address_that_begins_with_a_minute_tells_the_day():
    assert (
        read("<h1>Lock</h1>", url="https://harbour.example/article/A2024090307250005196").published_at == "2024-09-03"
    )
    assert read("<h1>Lock</h1>", url="https://harbour.example/article/2024990307250005196").published_at is None


def test_the_time_in_the_block_after_a_day_is_that_of_the_day():
    html = "<h1>Lock</h1><ul><li>3 noviembre, 2023</li><li>18:04</li></ul><p>The lock is open again.</p>"

    assert read(html, title="Lock").published_at == "2023-11-03T18:04:00"


def test_a_time_glued_to_its_year_is_that_of_the_day():
    html = "<h1>Lock</h1><time>3 de noviembre de 2023<span>18:04</span></time><p>The lock is open again.</p>"

    assert read(html, title="Lock").published_at == "2023-11-03T18:04:00"


def test_the_head_of_the_site_may_print_the_time_of_the_visit():
    head = "<body><header><div id=date>Wednesday 4 September 2024, 15:30</div></header>"
    dated = (
        "<main><div class=nav-line><div class=item-date>3 September 2024, 10:15</div></div><h1>Lock opens</h1></main>"
    )

    assert read(head + dated).published_at == "2024-09-03T10:15:00"
    own = "<body><header><h1>Lock opens</h1><div>3 September 2024, 10:15</div></header><p>By Ann Lee</p>"
    assert read(own).published_at == "2024-09-03T10:15:00"


def test_the_time_of_printing_is_none_of_publication():
    html = "<p>Gazette, Druckversion vom 4.9.2024 10:00</p><hr><p>3. September 2024</p><h2>Schleuse offen</h2>"

    assert read(html, title="Schleuse offen").published_at == "2024-09-03"


def test_a_masthead_may_print_the_day_of_the_visit_in_two_calendars():
    masthead = "<div>چهارشنبه ۱۴ شهریور ۱۴۰۳ - Wednesday 4 September 2024</div>"
    dated = "<div class=nav><span>۱۳ شهریور ۱۴۰۳ - ۱۰:۱۵</span></div>"

    assert read(f"<html lang=fa>{masthead}{dated}<h1>پل</h1>").published_at == "2024-09-03T10:15:00"


def test_a_masthead_may_print_the_hour_of_the_visit_above_the_line_that_dates_the_story():
    masthead = '<div class="date">چهارشنبه ۱۴ شهریور ۱۴۰۳ - ۱۵:۱۰</div><div><a href="/e">اقتصادی</a></div>'
    dated = '<div class="nav"><p>کد خبر: ۱۲۷۴</p><p>تاریخ انتشار: ۱۳ شهریور ۱۴۰۳ - ۱۰:۱۵</p><p>بازدید: ۸۴</p></div>'

    assert read(f"<html lang=fa>{masthead}{dated}<h1>پل</h1>").published_at == "2024-09-03T10:15:00"


def test_the_foot_that_stands_under_the_headline_dates_the_story():
    foot = '<footer class="submitted"><time datetime="2024-09-03T10:40:00+02:00">3 September</time></footer>'
    other = '<footer class="site"><time datetime="2024-09-02T10:40:00+02:00">2 September</time></footer>'

    assert read(f"<h1>Lock</h1><div>{foot}</div>").published_at == "2024-09-03T10:40:00+02:00"
    assert read(f"<h1>Lock</h1><div>{other}</div>").published_at is None


def test_the_title_of_an_abbreviation_is_its_date_in_microdata():
    marked = '<abbr itemprop="datePublished" title="2024-09-03T21:14:00+03:00">21:14</abbr>'

    assert read(f"<h1>Lock</h1><p>{marked}</p>").published_at == "2024-09-03T21:14:00+03:00"


@pytest.mark.parametrize(
    "lines",
    [
        "<dl><dt>Published</dt><dd>3 September 2024</dd><dt>Last updated</dt><dd>4 September 2024 — see all</dd></dl>",
        "<table><tr><td>Geändert:</td><td>04.09.2024</td></tr><tr><td>Veröffentlicht:</td><td>03.09.2024</td></tr></table>",
    ],
)
def test_a_label_in_the_line_before_says_what_a_day_is_of(lines):
    article = read(f"<h1>Lock</h1>{lines}")

    assert (article.published_at, article.modified_at) == ("2024-09-03", "2024-09-04")


@pytest.mark.parametrize("line", ["Leo 10:30", "Jana 10:30"])
def test_a_day_of_swahili_that_is_a_name_elsewhere_is_one_in_swahili_alone(line):
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)

    assert find_printed(line, language="sw", fetched_at=now)
    assert not find_printed(line, language="cs", fetched_at=now)
    assert not find_printed(line, language=None, fetched_at=now)


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("16.11.2026", "2026-11-16"),
        ("16 novembre 2026", "2026-11-16"),
        ("16.11.2026, 00:00", "2026-11-16T00:00:00+01:00"),
        ("16/11/2026 00h00", "2026-11-16T00:00:00+01:00"),
        ("16.11.2026 0.00", "2026-11-16T00:00:00+01:00"),
    ],
)
def test_a_marked_midnight_is_a_day_where_no_clock_is_shown(shown, published):
    fetched = datetime(2026, 11, 20, tzinfo=UTC)

    article = read(f"<h1>Lock</h1><time datetime='2026-11-16T00:00:00+01:00'>{shown}</time>", fetched_at=fetched)

    assert article.published_at == published


@pytest.mark.parametrize(
    ("url", "language", "day"),
    [
        ("https://harbour.example.com/1", "en-GB", "2024-03-04"),
        ("https://harbour.example.com/1", "en-AU", "2024-03-04"),
        ("https://harbour.example.com/1", "en-US", "2024-04-03"),
        ("https://harbour.example.com/1", "en", "2024-04-03"),
        ("https://harbour.co.uk/1", "en-US", "2024-03-04"),
    ],
)
def test_the_country_of_a_pages_english_tells_day_from_month_where_the_domain_has_none(url, language, day):
    page = Page.from_html(f"<html lang={language}><h1>Lock</h1><div>04/03/2024</div></html>", url, fetched_at=FETCHED)

    assert extract(page, reraise=True).published_at == day


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        (
            "Published 9:14 a.m. ET March 13, 2024 | Updated 5:00 p.m. ET March 14, 2024",
            "2024-03-13T09:14:00-04:00",
            "2024-03-14T17:00:00-04:00",
        ),
        ("09:14, 13 MAR 2024 Updated 11:02, 14 MAR 2024", "2024-03-13T09:14:00", "2024-03-14T11:02:00"),
        ("3/13/24 9:14 AM", "2024-03-13T09:14:00", None),
        ("3/13/24", None, None),
    ],
)
def test_a_time_that_a_label_parts_from_a_day_is_of_the_next_and_one_before_it_is_its_own(line, published, modified):
    article = read(f"<html lang=en><h1>Lock</h1><div>{line}</div>")

    assert (article.published_at, article.modified_at) == (published, modified)


def test_a_day_below_the_story_is_its_own_whatever_the_box_around_both_is_called():
    card = "<div class=card-teaser><p>{}</p><p>{}</p><p><small>2024-03-13 20:41:07</small></p></div>"
    told = ("The ferries are back at sea after a week. " * 4, "The crews are back on board, and glad to be. " * 4)

    assert read(f"<h2>Lock</h2>{card.format(*told)}").published_at == "2024-03-13T20:41:07"


def test_a_declared_time_without_offset_is_in_utc_where_a_printed_one_says_so():
    head = '<meta property="article:published_time" content="2024-03-13T11:00:{}">'
    printed = "<h1>Lock</h1><p>Published March 13, 2024 at {} AM CDT</p>"

    assert read(head.format("00") + printed.format("6:00")).published_at == "2024-03-13T06:00:00-05:00"
    assert read(head.format("00") + printed.format("6:20")).published_at == "2024-03-13T11:00:00"
    for line in ("Updated March 13, 2024 at 6:00 AM CDT", "The hearing begins on March 13, 2024 at 6:00 AM CDT"):
        assert read(f"{head.format('00')}<h1>Lock</h1><p>{line}</p>").published_at == "2024-03-13T11:00:00"


@pytest.mark.parametrize(
    "banner", ["Dieser Artikel wurde am 14. März 2024 aktualisiert.", "Dit artikel is op 14 maart 2024 bijgewerkt."]
)
def test_a_banner_may_say_at_its_end_that_it_tells_of_an_update(banner):
    article = read(f"<p>{banner}</p><h1>Lock</h1><p class=date>13.3.2024</p>")

    assert (article.published_at, article.modified_at) == ("2024-03-13", "2024-03-14")


@pytest.mark.parametrize("verb", ["updated", "amended", "corrected"])
def test_a_banner_that_tells_of_an_update_tells_no_day_of_publication(verb):
    article = read(f"<p>This article was {verb} on March 14, 2024.</p><h1>Lock</h1><p class=date>March 13, 2024</p>")

    assert (article.published_at, article.modified_at) == ("2024-03-13", "2024-03-14")


def test_an_element_around_the_headline_is_the_articles_whatever_it_is_called():
    own = '<time class="entry-date published" datetime="2024-03-14T09:15:00+00:00">14th March 2024</time>'
    other = '<aside><time datetime="2024-03-12T08:00:00+00:00">12th March 2024</time></aside>'

    article = read(
        f"<div class=main-sidebar>{other}<article><h1>Lock</h1><div class=post-box>{own}</div></article></div>"
    )

    assert article.published_at == "2024-03-14T09:15:00+00:00"


def test_many_times_without_a_name_cost_no_more_than_their_number():
    times = '<time datetime="2024-03-14T09:15:00+00:00">14th March 2024</time>' * 20_000
    began = process_time()
    read(f"<h1>Lock</h1><div>{times}</div>")

    assert process_time() - began < 2  # what asks the element around for each of them takes three times that


def test_two_digits_of_a_year_between_strokes_tell_nothing_in_chinese():
    assert find_printed("03/04/26", language="zh") == []
    assert [printed.moment.when.year for printed in find_printed("24-11-26 10:00", language="zh")] == [2024]
