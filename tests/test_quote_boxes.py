"""A quote that stands in a box with who said it is found with its speaker, however the box is marked."""

import re

import pytest

from crawler.page import Page
from pipelines import extract

TITLE = "Ferry stays in port"
STORY = [
    "The ferry to the outer islands stayed in port on Monday, for the third day in a row.",
    "Waves of five metres broke over the mole, and two of the moorings had torn in the night.",
    "About four hundred people are waiting on the quay, most of them in their cars.",
]
SAID = "We sail when it is safe, and not an hour before that"
BOXES = {
    "two paragraphs": "<blockquote><p>{said}</p><p>{name}</p></blockquote>",
    "a name and a role": '<div class="c-quote"><div class="c-quote__text">{said}</div>'
    '<div class="c-quote__author">{name}</div><div class="c-quote__role">harbour master</div></div>',
    "a figure": "<figure class=quote><blockquote>{said}</blockquote><figcaption>{name}</figcaption></figure>",
    "in German": '<div class="zitat"><p>{said}</p><div class="zitat-name">{name}</div></div>',
    "a widget": '<div class="widget type-quotation"><blockquote>{said}</blockquote>'
    '<div class="authortext">{name}</div></div>',
    "set large": '<aside class="pullquote"><p>“{said}”</p><p>{name}</p></aside>',
    "style alone": '<div class="pull-quote"><span>“{said}”</span><span>{name}</span></div>',
    "a break": "<p>“{said}”<br>{name}</p>",
}
NAMES = {
    "Ines Corte": "Ines Corte",
    "Ines Corte, Ph.D.": "Ines Corte",
    "Ines Corte, Port Authority": "Ines Corte",
    "김수현 항만청 대선 후보": "김수현",
    "राधा वर्मा": "राधा वर्मा",
}


def read(box: str):
    first, second, third = (f"<p>{line}</p>" for line in STORY)
    html = f"<title>{TITLE}</title><article><h1>{TITLE}</h1>{first}{second}{box}{third}</article>"
    return extract(Page.from_html(html, "https://mole.example/news/ferry"), reraise=True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("box", BOXES)
def test_a_box_tells_who_said_its_words(box: str, name: str):
    article = read(BOXES[box].format(said=SAID, name=name))

    assert [(quote.text, quote.speaker) for quote in article.quotes] == [(SAID, NAMES[name])]
    assert [line.strip("“”") for line in article.body.split("\n\n")] == [*STORY[:2], SAID, STORY[2]]


@pytest.mark.parametrize(
    "box",
    [
        "<blockquote><p>Roses are red,</p><p>the sea is grey,</p><p>the boats in bed</p><p>till break of day.</p>"
        "</blockquote>",
        '<div class="stock-quotes"><p>Harbour Holdings fell by a fifth on the exchange on Monday.</p>'
        "<p>Down again.</p></div>",
    ],
)
def test_lines_of_a_poem_and_of_prices_name_nobody(box: str):
    article = read(box)

    assert all(quote.speaker is None for quote in article.quotes)
    assert len(article.body.split("\n\n")) == 3 + box.count("<p>")


@pytest.mark.parametrize(
    "inside",
    [
        "We will sail to the islands with <a href=/ines>Ines Corte</a> on board tomorrow morning.",
        "The harbour is closed until noon. <b>Ines Corte</b> will open it when the storm is over.",
        "سنبحر إلى الجزر صباح الغد مع <a href=/1>إيناس كورت</a> على متن السفينة الكبيرة.",
    ],
)
def test_a_name_within_the_words_does_not_end_them(inside: str):
    text = " ".join(re.sub("<[^>]*>", "", inside).split())

    assert text in read(f"<blockquote>{inside}</blockquote>").body


def test_lines_of_a_chinese_poem_name_nobody():
    lines = ["床前明月光，疑是地上霜", "举头望明月，低头思故乡", "花间一壶酒独酌无相亲", "举杯邀明月对影成三人"]
    article = read("<blockquote>" + "".join(f"<p>{line}</p>" for line in lines) + "</blockquote>")

    assert all(line in article.body for line in lines)
    assert all(quote.speaker is None for quote in article.quotes)


def test_a_post_that_is_embedded_stays_as_it_is():
    article = read(f"<blockquote class=twitter-tweet><p>{SAID}</p>— Ines Corte (@ines) May 3, 2026</blockquote>")

    assert "— Ines Corte (@ines) May 3, 2026" in article.body
