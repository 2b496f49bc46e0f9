"""Pages as archivists have them: of the first years of the web, laid out by hand, or of no markup at all."""

import pytest

from crawler.items import Article
from crawler.page import Page
from crawler.story.features import MOST_BLOCKS
from pipelines import extract

URL = "http://www.mole-news.example/1999/03/ferry.html"
TITLE = "Ferry stays in port"
STORY = [
    "The ferry to the outer islands stayed in port on Monday, for the third day in a row.",
    "Waves of five metres broke over the mole, and two of the moorings had torn in the night.",
    "About four hundred people are waiting on the quay, most of them in their cars.",
]
OPENING = "Two days are cut into the door of the hut on the mole, each of them in a hand of its own."
OTHER = [
    "Two whales were seen off the lighthouse on Sunday, and stayed there for an hour.",
    "The harbour master asks all boats to keep a distance of at least three hundred metres.",
]


def read(html: str, title: str | None = TITLE, url: str = URL) -> Article:
    top = f"<html><head><title>Mole News - {title}</title></head>" if title else ""
    return extract(Page.from_html(f"{top}{html}".encode(), url), reraise=True)


def told(paragraphs: list[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def body(article: Article) -> list[str]:
    return (article.body or "").split("\n\n")


@pytest.mark.parametrize("upper", [False, True])
def test_a_page_of_frames_has_what_it_shows_without_them(upper: bool):
    inside = f"<p>8 March 1999</p><h2>{TITLE}</h2><p><i>By Mira Holt</i></p>{told(STORY)}"
    tags = ('<frameset cols="160,*"><frame src="menu.htm"><noframes><body>', "</body></noframes></frameset></html>")
    begin, end = map(str.upper, tags) if upper else tags

    article = read(f"{begin}{inside}{end}")

    assert body(article) == STORY
    assert (article.authors, article.published_at) == (["Mira Holt"], "1999-03-08")


def test_a_text_without_markup_is_read_as_one_and_its_lines_are_put_together():
    lines = [
        "MOLE NEWS\nMarch 8, 1999\n\nFERRY STAYS IN PORT\n\nBy Mira Holt",
        "The ferry to the outer islands stayed in port on Monday, for\nthe third day in a row.",
        'Waves of five metres broke over the mole. "We wait," said the\nmaster, Ann Lee <lee@mole.example>.',
        "About four hundred people are waiting on the quay, most of\nthem in their cars.",
    ]

    article = read("\n\n".join(lines) + "\n", title=None)

    assert article.title == "FERRY STAYS IN PORT"
    assert (article.authors, article.published_at) == (["Mira Holt"], "1999-03-08")
    assert body(article) == [paragraph.replace("\n", " ") for paragraph in lines[1:]]


def test_lines_of_a_text_that_end_before_their_width_stay_lines():
    article = read(
        "FERRY STAYS IN PORT\n\nFour boats sail today:\nthe Alma,\nthe Berta,\nthe Clara and the little Dora.", None
    )

    assert article.body == "Four boats sail today:\nthe Alma,\nthe Berta,\nthe Clara and the little Dora."


def test_thousands_of_links_above_a_story_hide_none_of_it():
    menu = "".join(f"<li><a href='/{n}'>Berth {n}</a>" for n in range(MOST_BLOCKS + 1))

    assert body(read(f"<ul>{menu}</ul><h1>{TITLE}</h1>{told(STORY)}")) == STORY


@pytest.mark.parametrize("days", [("3 March 1944", "4 March 1944"), ("Monday, 3 May", "Tuesday, 4 May")])
def test_chapters_headed_by_a_day_are_no_next_stories(days: tuple[str, str]):
    chapters = "".join(f"<h2>{day}</h2>{told(part)}" for day, part in zip(days, (STORY, OTHER), strict=True))

    article = read(f"<h2>{TITLE}</h2><p>By Ann Lee</p><p>3 July 2004</p><p>{OPENING}</p>{chapters}")

    assert body(article) == [OPENING, days[0], *STORY, days[1], *OTHER]


def test_who_wrote_the_next_story_did_not_write_the_first():
    second = f"<h2>Whales off the lighthouse</h2><p>By Tom Ray, 8 March 1999</p>{told(OTHER)}"

    assert read(f"<h2>{TITLE}</h2><p>Published 9 March 1999</p>{told(STORY)}<hr>{second}").authors == []
    assert read(f"<h2>{TITLE}</h2><p>By Ann Lee, 9 March 1999</p>{told(STORY)}<hr>{second}").authors == ["Ann Lee"]


COMMENTS = {
    "signed below": "<h2>Comments</h2><p>{}</p><p>Posted by: Dot | Nov 9, 2005 5:14:09 PM</p>",
    "signed above": f"<table><tr><td><b>{TITLE}</b> | <a href='/in'>Log in</a> | <b>2 comments</b></td></tr>"
    "<tr><td><b>Good for them</b><br>by <a href='/~marl'>marl</a> on Nov 9, @11:58AM</td></tr>"
    "<tr><td>{}</td></tr></table>",
    "links": "<h2>TrackBack</h2><p>TrackBack URL: http://a.example/3</p>"
    "<h2>Kommentare</h2><p>{}</p><p>Von: Dot, 9.11.2005</p>",
}


@pytest.mark.parametrize("form", COMMENTS)
def test_what_readers_say_below_a_story_is_none_of_it(form: str):
    signed = "<p>Posted by Mira Holt on November 9, 2005 at 02:37 PM in <a href='/h'>Harbour</a></p>"

    article = read(f"<h3>{TITLE}</h3>{told(STORY)}{signed}{COMMENTS[form].format(' '.join(OTHER))}")

    assert body(article) == STORY
    assert (article.authors, article.published_at) == (["Mira Holt"], "2005-11-09T14:37:00")


def test_a_heading_that_comments_are_told_under_ends_no_story():
    assert body(read(f"<h2>{TITLE}</h2>{told(STORY)}<h3>Comments</h3>{told(OTHER)}"))[-2:] == OTHER


ACCOUNTS = {
    "Posted on Tuesday, September 09, 2003 @ 08:21:36 EDT by rmayhew (438 reads)": "2003-09-09T08:21:36-04:00",
    "Posted by rmayhew on Thursday August 23, 2001 @ 11:45AM": "2001-08-23T11:45:00",
    "Geschrieben am Montag, 15. September 2003 von rmayhew (512 mal gelesen)": "2003-09-15",
}


@pytest.mark.parametrize("line", ACCOUNTS)
def test_an_account_that_posted_a_story_is_its_author(line: str):
    article = read(f"<font size=4><b>{TITLE}</b></font><br><font size=1>{line}</font><br><br>{'<br><br>'.join(STORY)}")

    assert (article.authors, article.published_at) == (["rmayhew"], ACCOUNTS[line])


BYLINES = {
    "<i>Ewa Mazur, 2002-10-14, ostatnia aktualizacja 2002-10-15 09:12</i>": (["Ewa Mazur"], "2002-10-14"),
    "<p>Escrito por Marta Quiles el día 14 de Octubre 2002</p>": (["Marta Quiles"], "2002-10-14"),
    "<p class=firma>L. CABRERA | VILLALUENGA</p><p>14/10/2002</p>": (["L. CABRERA"], "2002-10-14"),
    '<p class="byline">By Alan Frame &ndash; <abbr class="timedate" title="2002-10-14T11:20:31-0700">'
    "Mon Oct 14, 2:20 pm ET</abbr></p>": (["Alan Frame"], "2002-10-14T11:20:31-07:00"),
}


@pytest.mark.parametrize("line", BYLINES)
def test_bylines_of_old_systems(line: str):
    article = read(f"<h1>{TITLE}</h1>{line}{told(STORY)}")

    assert (article.authors, article.published_at) == BYLINES[line]


def test_a_company_signs_nothing_where_its_class_says_so():
    page = f"<html lang=pl><h1>{TITLE}</h1><div class=firma>Kowal Budowa</div>{told(STORY)}"

    assert read(page).authors == []


def test_a_post_that_a_network_lends_signs_no_story():
    for name in ("Ray Moss", "Wharf"):
        signed = f"<p>Posted by {name} on Sunday, October 13, 2002</p>"
        post = f"<blockquote cite=https://graph.harbour.example/1>{signed}</blockquote>"

        assert read(f"<h1>{TITLE}</h1>{told(STORY)}{post}").authors == []


def test_who_comments_below_a_story_is_not_its_picture():
    comment = '<div class=entry><img src="/ray.jpg"><p>Ray: nothing will come of this, believe me</p></div>'

    article = read(f"<div class=page><h1>{TITLE}</h1>{told(STORY)}{comment}</div>")
    assert (article.image_url, article.image_caption) == (None, None)


def test_a_korean_reporter_signs_with_the_place():
    signed = "<br><br>인천=한지훈 기자 jhhan@mole.example"

    assert read(f"<b>{TITLE}</b><br><br>{'<br><br>'.join(STORY)}{signed}").authors == ["한지훈"]


def test_the_moment_of_a_post_in_a_box_that_a_blog_calls_a_widget_is_its_own():
    stamp = '<abbr class="published" title="2007-03-15T11:42:00Z">11:42 AM</abbr>'
    post = f'<div class="post hentry"><h3>{TITLE}</h3>{told(STORY)}at {stamp}</div>'

    article = read(f'<div class="widget Blog"><h2>Thursday, March 15, 2007</h2>{post}</div>')

    assert article.published_at == "2007-03-15T11:42:00+00:00"


TITLES = {
    "宜蘭外海規模五點八地震七人受困電梯": "<font size=5><b>{}</b></font>",
    "青石大桥昨日动工只需八分钟": "<table><tr><th>{}</th></tr></table>",
    "Eleven marks become one": "<meta name=Description content='Releases of the port'><h3 align=center>{}</h3>",
}


@pytest.mark.parametrize("title", TITLES)
def test_a_headline_of_an_old_page_is_found_however_it_is_set(title: str):
    tag = f"{title}_新闻中心_青石在线" if title[0] == "青" else "The port - press releases"

    assert read(f"{TITLES[title].format(title)}<p>3 October 2005</p>{told(STORY)}", tag).title == title


def test_a_menu_above_a_headline_does_not_tell_its_kind():
    menu = "<ul><li><a href='/s'>Sport</a></li><li><a href='/o'>Opinion</a></li></ul>"

    assert read(f"{menu}<h1>{TITLE}</h1>{told(STORY)}").kind is None
    assert read(f"<div><a href='/o'>Opinion</a></div><h1>{TITLE}</h1>{told(STORY)}").kind == "opinion"


LINES = "<br><br>".join(STORY)
STANDFIRST = "Two moorings have torn, and four hundred people wait on the quay."


@pytest.mark.parametrize(
    "top",
    [
        f"<h1>{TITLE}</h1><h2>Who tore the moorings of the Alma?</h2><div>by Nell Harkaway</div>{told(STORY)}",
        f"<td><b>{TITLE}</b><br><i>Ewa Mazur, 2002-10-14</i><br><br><b>{STANDFIRST}</b><br><br>{LINES}</td>",
    ],
    ids=["heading over a byline", "bold line"],
)
def test_a_standfirst_of_an_old_page_is_told_by_how_it_is_set(top: str):
    article = read(top)

    assert article.description in (STANDFIRST, "Who tore the moorings of the Alma?")
    assert body(article)[-3:] == STORY


def test_a_first_line_that_is_set_as_all_others_is_no_standfirst():
    lines = "<br><br>".join(f"<font size=2>{line}</font>" for line in (STANDFIRST, *STORY))

    assert read(f"<td><b>{TITLE}</b><br><i>Ewa Mazur, 2002-10-14</i><br><br>{lines}</td>").description is None


@pytest.mark.parametrize("picture", ["<img src=/t.gif width=1 height=1>", "<img src=/quay.jpg align=left width=200>"])
def test_a_picture_at_the_side_of_a_paragraph_makes_no_caption_of_it(picture: str):
    assert body(read(f"<h1>{TITLE}</h1><p>{picture}{STORY[0]}</p>{told(STORY[1:])}")) == STORY


COPIES = {
    "saved": ("<!-- saved from url=(0031)http://www.mole-news.example/f -->", "file:///C:/ferry.htm", None),
    "single file": ("<!--\n Page saved with SingleFile \n url: http://www.mole-news.example/f \n-->", "", None),
    "archive": ("", "https://web.archive.org/web/19990308083015/http://www.mole-news.example/f", "1999-03-07"),
    "saved from an archive": (
        '<script>__wm.init("");__wm.wombat("http://www.mole-news.example/f","19990308083015","https://a/");</script>',
        "file:///f.htm",
        "1999-03-07",
    ),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_is_of_the_site_that_it_says(how: str):
    top, url, day = COPIES[how]
    html = f"{top}<title>{TITLE} - Mole-News</title><h1>{TITLE}</h1><p>Yesterday, 10:15</p>{told(STORY)}"

    page = Page.from_html(html, url)
    article = extract(page, reraise=True)

    assert page.site.domain == "mole-news.example"
    assert page.url == (url if "archive.org" in url else "http://www.mole-news.example/f")
    assert (article.published_at or "")[:10] == (day or "")


def test_a_page_of_its_own_that_tells_of_a_copy_is_no_copy():
    page = Page.from_html(f"<h1>{TITLE}</h1><p>SingleFile saves http://a.example/ as one file.</p>", URL)

    assert (page.url, page.site.domain) == (URL, "mole-news.example")


MASTHEADS = {
    "heading": "<h1>Mole News</h1><h3>Monday, March 8, 1999</h3><hr><h2>{}</h2>",
    "line": "<table><tr><td><a href=/>Home</a><br><a href=/s>Sport</a></table><b>{}</b><br>8 March 1999<br>",
}


@pytest.mark.parametrize("how", MASTHEADS)
def test_a_headline_is_found_under_the_name_of_a_site_that_is_all_its_title_says(how: str):
    end = "<p>The ferry may sail again on March 12, said the harbour master, if the wind drops until then.</p>"
    top = "<html><head><title>{}</title></head>".format("Mole News" if how == "heading" else "Vesti dana")

    article = read(f"{top}{MASTHEADS[how].format(TITLE)}{told(STORY)}{end}", title=None)

    assert (article.title, article.published_at) == (TITLE, "1999-03-08")
    assert body(article)[:-1] == STORY
