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
