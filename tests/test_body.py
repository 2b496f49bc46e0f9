"""What belongs to a story's body, one class of pages a test."""

from __future__ import annotations

import json
from html import unescape

import pytest

from crawler.page import Page
from pipelines import extract

TITLE = "Ferry stays in port"
PARAGRAPHS = [
    "The ferry to the outer islands stayed in port on Monday, for the third day in a row.",
    "Waves of five metres broke over the mole, and two of the moorings had torn in the night.",
    "“We sail when it is safe, and not an hour before,” said harbour master Ines Corte.",
    "About four hundred people are waiting on the quay, most of them in their cars.",
]
STANDFIRST = "Five-metre waves keep four hundred people from the islands, and nobody dares to say for how long."


def body(inside: str) -> list[str]:
    """The paragraphs of the body of a page with the headline and *inside*."""
    html = f"<title>{TITLE}</title><article><h1>{TITLE}</h1>{inside}</article>"
    return (extract(Page.from_html(html, "https://mole.example/news/ferry")).body or "").split("\n\n")


def told(paragraphs: list[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


@pytest.mark.parametrize("counter", ["2312 views", "<i class='eye'></i> 2312", "<i class='eye'></i> 2.3K"])
def test_a_counter_parts_the_standfirst_from_the_body(counter: str):
    lines = f"<p class='lead'>{STANDFIRST}</p><div>3 September 2024</div><div>{counter}</div>"

    assert body(lines + told(PARAGRAPHS)) == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "Post Views: -",
        "浏览量：加载中",
        "Dibaca: kali",
        "<i class='eye'></i> 512",
        "(512 mal gelesen, 1 mal heute gelesen)",
        "Insgesamt 512 Aufrufe, 2 heute",
    ],
)
def test_a_counter_below_the_story_is_no_paragraph_filled_or_not(line: str):
    assert body(told([*PARAGRAPHS, line])) == PARAGRAPHS


def test_a_standfirst_that_is_all_there_is_of_a_story_is_its_body():
    """A paywall leaves the line under the headline and the date."""
    assert body(f"<div class='lead'><p>{STANDFIRST}</p></div><time>3 September 2024, 07:25</time>") == [STANDFIRST]


def test_a_teaser_cut_out_of_a_paragraph_is_not_told_twice():
    teaser = "“We sail when it is safe, and not an hour before,” said harbour master Ines Corte on the mole."

    assert body(f"<p>{teaser}</p>" + told(PARAGRAPHS)) == PARAGRAPHS


def test_a_report_in_set_phrases_keeps_its_first_paragraph():
    of = "The county counted {} new cases of influenza in {} last week, {} more than in the week before it, it said."
    reported = [of.format(12, "Ashby", 3), of.format(31, "Dunmere", 9), of.format(7, "Ilmer", 2)]

    assert body(told(reported)) == reported


def test_latin_behind_the_blur_of_a_paywall_is_no_story():
    latin = "Dolor ipsam et est cumque. Laboriosam sed delectus rerum sint qui natus tenetur ea. Quod repellat ipsa."

    assert body(told([*PARAGRAPHS[:2], latin, latin])) == PARAGRAPHS[:2]


def test_a_sentence_that_is_a_link_as_a_whole_stays_and_a_pointer_elsewhere_goes():
    linked = f'<p><a href="/corte">{PARAGRAPHS[2]}</a></p>'.replace("“", "").replace("”", "")
    pointer = '<p><a href="/mole">Mole to be raised by two metres before winter, council says</a></p>'

    found = body(told(PARAGRAPHS[:2]) + linked + pointer + told(PARAGRAPHS[3:]))

    assert found == [*PARAGRAPHS[:2], PARAGRAPHS[2].replace("“", "").replace("”", ""), PARAGRAPHS[3]]


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<p><img src={n}.jpg></p><p><em>{text}</em></p>", False),
        ("<p><img src={n}.jpg></p><p><small>{text}</small></p>", False),
        ("<p><img src={n}.jpg></p><p><b>{text}</b></p>", True),
        ("<div><img src={n}.jpg><blockquote class=image-field-caption><p>{text}</p></blockquote></div>", False),
    ],
)
def test_lines_set_apart_below_pictures_are_their_captions_but_for_bold_ones(markup: str, kept: bool):
    captions = ["The mole at noon, with nobody on it", "Cars wait on the quay since Saturday night"]
    shown = "".join(markup.format(n=n, text=text) for n, text in enumerate(captions))

    expected = [*PARAGRAPHS[:2], *(captions if kept else []), *PARAGRAPHS[2:]]
    assert body(told(PARAGRAPHS[:2]) + shown + told(PARAGRAPHS[2:])) == expected


def test_names_in_italics_below_pictures_head_what_follows():
    boats = (("Lisbeth", PARAGRAPHS[2]), ("Anna", PARAGRAPHS[3]))
    named = "".join(f"<p><img src={name}.jpg></p><p><em>{name}</em></p>{told([text])}" for name, text in boats)

    assert body(told(PARAGRAPHS[:2]) + named) == [*PARAGRAPHS[:2], "Lisbeth", PARAGRAPHS[2], "Anna", PARAGRAPHS[3]]


def test_a_sentence_with_formulas_drawn_as_pictures_is_no_caption():
    formula = 'The height <img src="/h.svg"> of a wave grows with the wind <img src="/w.svg"> and with the water below.'

    found = body(told(PARAGRAPHS[:2]) + f"<p>{formula}</p>" + told(PARAGRAPHS[2:]))

    assert any(paragraph.startswith("The height") for paragraph in found)


@pytest.mark.parametrize(
    "line",
    [
        "<p><strong>Διαβάστε επίσης:</strong> <a href='/n/2'>Νέο ωράριο στην ψαραγορά</a></p>",
        "<p>Pročitajte još: Novo radno vreme ribarnice</p>",
        "<p>আরও পড়ুন: মাছের বাজারের নতুন সময়সূচি</p>",
        "<p>Źródło: PAP</p>",
        "<p>来源：港日报</p>",
        "<p>Noot voor de redactie: voor vragen is de gemeente te bereiken.</p>",
        "<div class='subscription-widget'><p>This paper lives by its readers. Please consider subscribing.</p></div>",
        "<img src='/l.jpg'><em class='img_desc'>The old lighthouse of the harbour, freshly painted.</em>",
        "<p>(Copyright (c) 2026 The Mole. All Rights Reserved. Nothing of it may be broadcast, rewritten or passed on "
        "to others without a letter from the harbour master that says that it may be.)</p>",
        "<p>&gt;&gt; All about the moorings and how they are made <a href='/moorings'>stands here</a></p>",
        "<p>WATCH | Waves break over the mole on Monday night</p>",
        "<p>Du har ikke slått på JavaScript i nettleseren din. Noe av denne siden kan derfor ikke vises.</p>",
        "<p>Чтобы увидеть карту порта, включите, пожалуйста, JavaScript в настройках браузера.</p>",
        "<p>このページを表示するには、ブラウザのJavaScriptを有効にしてください。</p>",
        "<p>Dieser Beitrag wurde am Montag um 15:21 Uhr veröffentlicht. Du kannst die Kommentare dazu durch den "
        "<a href='/feed'>RSS 2.0</a> Feed verfolgen.</p>",
        "<p>Lesezeit: 3 Minuten</p>",
        "<p>#ferry #outer_islands #буря</p>",
        "<p>Поділитися: <b>Facebook</b> X WhatsApp</p>",
        "<div><p>Waves break over the mole on Monday night</p><span>02:31</span></div>",
        "<p>3 min de lecture</p>",
        "<p>この記事は3分で読めます</p>",
        "<p>읽는 시간 3분</p>",
        "<section><strong>Karin labarai</strong><ul><li><a href='/1'>An buɗe kasuwa</a></li><li><a href='/2'>Ruwa ya yi"
        " yawa</a></li></ul><p>Ƙarshen Karin labarai</p></section>",
        "<p>- Advertisement -</p>",
        "<p>צפו: גלים ברציף</p>",
        "<p>Kļūda rakstā? Iezīmējiet tekstu un spiediet Ctrl+Enter, lai nosūtītu.</p>",
        "<p>Dalszy ciąg materiału pod wideo</p>",
        "<p>ಇದನ್ನೂ ಓದಿ: ಮೀನು ಮಾರುಕಟ್ಟೆಗೆ ಹೊಸ ಸಮಯ</p>",
        "<p>Content Highlights: Ferry to the outer islands stays in port</p>",
        "<p>For more stories like this, check our news page.</p>",
        "<p>Got a story for us? Tell the newsroom at news@mole.example.</p>",
        "<p>Download the Mole 11 app on iOS and Android.</p>",
        "<p>Story continues below the picture</p>",
        "<p>Published in The Mole, November 17th, 2026</p>",
        "<p>All rights reserved. This material, and other digital content on this website, may not be reproduced, "
        "published, broadcast, rewritten or passed on in whole or in part without a letter from The Mole.</p>",
        "<p>This content is imported from Facebook. You may find more at their site.</p>",
    ],
)
def test_what_stands_between_paragraphs_and_is_not_of_the_story_goes(line):
    assert body(told(PARAGRAPHS[:2]) + line + told(PARAGRAPHS[2:])) == PARAGRAPHS


@pytest.mark.parametrize(
    "address", ["https://t.me/mole", "https://whatsapp.com/channel/0029Va", "https://play.google.com/store/apps/x"]
)
def test_a_last_line_that_leads_to_a_channel_is_no_end_of_a_story(address):
    line = f"<p>مزید خبروں کے لیے ہمارا <a href='{address}'>چینل</a> فالو کریں۔</p>"

    assert body(told(PARAGRAPHS) + line) == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "The views expressed are the author's own and do not necessarily reflect those of the paper.",
        "Колонка – матеріал, який відображає винятково точку зору автора, а редакція може мати іншу.",
        "A autora escreve segundo a ortografia anterior ao Acordo Ortográfico de 1990.",
        "ENDS",
    ],
)
def test_a_last_word_on_whose_the_views_are_is_no_end_of_a_story(line):
    assert body(told([*PARAGRAPHS, line])) == PARAGRAPHS


def test_a_last_word_behind_an_asterisk_that_names_the_site_is_no_end_of_a_story():
    note = "<p>* Views are the author's alone, and not those of The Mole.</p>"
    head = f"<meta property='og:site_name' content='The Mole'><title>{TITLE}</title><article><h1>{TITLE}</h1>"
    page = Page.from_html(head + told(PARAGRAPHS) + note, "https://mole.example/news/ferry")

    assert (extract(page).body or "").split("\n\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "sign", ["/The Mole/", "(/TheMole)", "/mole.example", "{loadmodule mod_banners}", "[vc_row]", "X: @themole"]
)
def test_the_sign_of_the_site_or_of_its_software_is_no_end_of_a_story(sign):
    head = f"<meta property='og:site_name' content='The Mole'><title>{TITLE}</title><article><h1>{TITLE}</h1>"
    page = Page.from_html(f"{head}{told(PARAGRAPHS)}<p>{sign}</p>", "https://mole.example/news/ferry")

    assert (extract(page).body or "").split("\n\n") == PARAGRAPHS


def entry(when: str, title: str, text: str) -> str:
    return f"<li class='update'><div class='when'>{when}</div><div><h2>{title}</h2><p>{text}</p></div></li>"


def test_the_stamps_over_the_entries_of_a_live_blog_are_none_of_their_words():
    whens = [
        "قبل 28 دقيقة 14:32 (توقيت غرينتش)",
        "قبل 3 ساعات 12:05 (توقيت غرينتش)",
        "قبل 6 ساعات 08:40 (توقيت غرينتش)",
    ]
    titles = ["The mole holds", "Two moorings torn", "Four hundred wait"]
    entries = "".join(map(entry, whens, titles, PARAGRAPHS))

    found = body(f"<ul>{entries}</ul>")

    assert not [paragraph for paragraph in found if "توقيت" in paragraph]
    assert set(PARAGRAPHS[:3]) <= set(found)


def test_entries_that_begin_with_their_time_stay():
    entries = [("10:01", "Waves of six metres at the mole"), ("09:58", "A mooring tears, nobody is hurt")]
    html = "".join(f"<div><span>{time}</span><h3>{title}</h3><p>{PARAGRAPHS[3]}</p></div>" for time, title in entries)

    assert [line for line in body(told(PARAGRAPHS[:2]) + html) if "mole" in line or "mooring" in line][-2:] == [
        title for _, title in entries
    ]


def test_the_hours_of_a_programme_that_is_the_story_stay():
    rows = ["18:00 Doors open", "18:30 Harbour choir", "20:15 Northern Tide, a film", "22:00 Dance on the mole"]

    found = body(
        told(PARAGRAPHS) + "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>" + told(PARAGRAPHS[:1])
    )

    assert set(rows) <= set(found) or not set(rows) & set(found)


def test_lone_cells_of_a_table_that_is_left_out_go_too():
    rows = "".join(f"<tr><td>Mole {n}</td><td>{n}</td><td>{n + 3}</td></tr>" for n in range(12))
    table = f"<table><tr><th>Mooring</th><th>Torn</th><th>In all</th></tr>{rows}</table>"

    found = body(told(PARAGRAPHS[:3]) + table + told(PARAGRAPHS[3:]))

    assert found == PARAGRAPHS or len(found) > len(PARAGRAPHS) + 18


def test_a_last_line_that_leads_to_a_post_in_a_channel_stays():
    line = "The mole will be mended by May, the harbour <a href='https://t.me/mole/512'>wrote</a> on Monday evening."

    assert body(told([*PARAGRAPHS, line]))[-1].startswith("The mole will be mended")


@pytest.mark.parametrize("named", ["class='author-description'", "class='post__author__bio'", "id=about-the-author"])
def test_a_note_in_a_box_that_is_named_as_one_on_the_author_is_no_end_of_a_story(named):
    note = "I grew up on the islands and learned to sail before I could walk. I have written of ships for thirty years."
    story = [
        *PARAGRAPHS,
        *(f"On day {day} of the storm the ferry stayed where it was, and so did they." for day in "4567"),
    ]

    assert body(f"{told(story)}<div {named}>{told([note, note.replace('ships', 'boats')])}</div>") == story
    assert body(f"<div class='post has-author-box'>{told(story)}</div>") == story


def test_a_row_of_links_with_words_between_is_no_end_of_a_story():
    ports = "Dover Calais Ostend Harwich Esbjerg Bergen Lerwick Kirkwall Thurso".split()
    row = " · ".join(f'<a href="/{port}">{port}</a> (day)' for port in ports)

    assert body(f"{told(PARAGRAPHS)}<table><tr><td>{row}</td></tr></table>") == PARAGRAPHS


@pytest.mark.parametrize("line", ["More on the storm stands in our live blog:", "続きは次の記事で："])
def test_a_line_that_announces_what_is_not_there_is_no_end_of_a_story(line):
    assert body(told([*PARAGRAPHS, line])) == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "Harbour masters wrote their tables of tides in JavaScript long before anybody else did, Corte said.",
        "The harbour’s own browser is older than JavaScript, and shows the tables of tides all the same, Corte said.",
        "Corte: “You can run JavaScript in any browser, but you cannot sail a ferry with it on a Monday.”",
        "Its feed of arrivals has been in RSS 2.0 since 2003, and nobody at the harbour wants to change that now.",
        "👉 Whoever has a ticket for Tuesday can give it back at the quay, or sail on any day of next week with it.",
        "&gt;&gt;&gt; print(tide) shows the table of the next three days at the harbour master’s desk.",
        "PORT MERROW | The harbour office says that no ferry is going to sail before Thursday morning.",
    ],
)
def test_a_paragraph_that_begins_like_a_notice_stays(line):
    assert body(told([*PARAGRAPHS[:2], line, *PARAGRAPHS[2:]])) == [*PARAGRAPHS[:2], unescape(line), *PARAGRAPHS[2:]]


def test_a_place_set_apart_by_style_alone_does_not_run_into_the_story():
    first = f"<p><span class='location'>Port Merrow</span>{PARAGRAPHS[0]}</p>"

    assert body(first + told(PARAGRAPHS[1:]))[0] == f"Port Merrow {PARAGRAPHS[0]}"


def boxes(link: str, texts: list[str]) -> str:
    """Boxes alike, each with a linked headline and a line of text, in elements whose names say nothing."""
    return "".join(
        f'<div class="c7"><a href="{link}{i}"><h3>What happened on day {i}</h3></a><p>{text}</p></div>'
        for i, text in enumerate(texts)
    )


OTHERS = [f"In town {i} the mayor opened a new school on Monday, with three hundred children." for i in range(4)]


def test_other_stories_in_boxes_without_a_name_are_no_part_of_the_story():
    html = f"<title>{TITLE}</title><div class=a1><h1>{TITLE}</h1>{told(PARAGRAPHS)}</div>{boxes('/news/', OTHERS)}"

    assert extract(Page.from_html(html, "https://mole.example/news/ferry")).body.split("\n\n") == PARAGRAPHS


def test_other_stories_whose_titles_are_plain_links_beside_their_day_are_none_either():
    cards = "".join(
        f"<div class=c7><a href=/n/{i}>What happened on day {i} of the strike</a><span>{i} May 2026, 07:25</span>"
        + (f"<p>{text}</p></div>" if i < 3 else "</div>")
        for i, text in enumerate(OTHERS, 1)
    )
    html = f"<title>{TITLE}</title><div><h1>{TITLE}</h1>{told(PARAGRAPHS)}</div><div><h2>And besides</h2>{cards}</div>"

    assert extract(Page.from_html(html, "https://mole.example/news/ferry")).body.split("\n\n") == PARAGRAPHS


def test_parts_of_a_story_that_a_link_opens_stay():
    parts = "".join(f"<div class=c7><a href=/n/{i}>What happened on day {i} of the strike</a><p>{text}</p><p>{text}"
        f" Nobody came to see them, for the ferries stayed in port and the roads were under water until the evening."
        "</div>" for i, text in enumerate(OTHERS, 1))  # fmt: skip

    assert all(text in body(told(PARAGRAPHS * 2) + parts) for text in OTHERS)


@pytest.mark.parametrize("line", ["The harbour's news, each morning at seven.", "毎朝七時に港の便りをお届けします。"])
def test_a_line_over_a_field_for_an_address_is_none_of_the_story_wherever_it_stands(line):
    box = f"<div class=x3><p>{line}</p><form><input type=email><button>OK</button></form></div>"

    assert body(told(PARAGRAPHS[:2]) + box + told(PARAGRAPHS[2:])) == PARAGRAPHS
    # A brief beside a field is still one.
    assert body(f"<div><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><input type=email></div>") == PARAGRAPHS[:2]


def test_a_list_of_links_with_texts_stays_where_it_is_the_story_and_so_do_entries_that_link_to_themselves():
    url = "https://mole.example/news/ferry"
    intro = told([PARAGRAPHS[0]])

    for link in ("/shops/", "#day-", f"{url}#day-"):
        page = Page.from_html(f"<title>{TITLE}</title><article><h1>{TITLE}</h1>{intro}{boxes(link, OTHERS)}", url)

        assert all(text in extract(page).body for text in OTHERS), link


def test_a_place_set_before_the_first_paragraph_opens_it():
    """`<div><strong>Port Merrow</strong> - <p>The ferry`: the text between is of no paragraph."""
    assert body(f"<div><strong>Port Merrow</strong> - {told(PARAGRAPHS)}</div>") == [
        f"Port Merrow - {PARAGRAPHS[0]}",
        *PARAGRAPHS[1:],
    ]


def test_the_source_that_ends_a_press_release_is_no_paragraph():
    assert body(told([*PARAGRAPHS, "SOURCE Anchorline Ferries Corp."])) == PARAGRAPHS


def test_a_japanese_paragraph_that_names_its_author_at_the_end_is_none_of_a_signature():
    story = [
        "沖の島へ渡る船は、月曜日も三日続けて港にとどまり、四百人ほどが岸壁で待っている。",
        "高さ五メートルの波が防波堤を越え、夜のうちに係留の綱が二本切れたと港務所は説明している。",
        "「安全になれば出す。一時間でも早く出すことはない」と港長は話した。（森田佳代）",
    ]
    html = (
        f"<html lang=ja><title>船は港に</title><meta name=author content=森田佳代>"
        f"<article><h1>船は港に</h1>{told(story)}</article>"
    )

    article = extract(Page.from_html(html, "https://mole.example/news/ferry"))

    assert article.authors == ["森田佳代"]
    assert (article.body or "").split("\n\n")[-1].startswith("「安全になれば出す。")


@pytest.mark.parametrize("break_", ["<p>", "<br>"])
def test_a_story_whose_sentences_end_as_urdu_ends_them_is_told_in_paragraphs(break_: str):
    paragraphs = [
        "بندرگاہ کے دروازے پیر کی صبح سات بجے تین دن کے بعد دوبارہ کھول دیے گئے۔",
        "رات کے طوفان میں دو رسیاں ٹوٹ گئی تھیں اور پانی گودی کے اوپر سے گزر گیا تھا۔",
        "تقریباً چار سو مسافر اپنی گاڑیوں میں پہلی کشتی کی روانگی کا انتظار کر رہے ہیں۔",
        "شہر کی کونسل کا کہنا ہے کہ دیوار کی مرمت سردیوں سے پہلے مکمل نہیں ہو سکے گی۔",
    ]

    assert body(f"<div>{break_.join(paragraphs)}</div>") == paragraphs


THAI = [
    "ชาวบ้านบ้านหนองบัวเปิดห้องสมุดลอยน้ำในเรือไม้เก่าเมื่อวันเสาร์ หลังใช้เวลาซ่อมแซมนานกว่าแปดเดือน",
    "เรือลำนี้บรรทุกหนังสือกว่าสองพันเล่ม และจะแวะจอดตามหมู่บ้านริมแม่น้ำสัปดาห์ละสามวัน",
    "“เด็ก ๆ มารอที่ท่าน้ำตั้งแต่ฟ้ายังไม่สว่าง” นางสมศรี ใจดี ครูในหมู่บ้านกล่าว",
    "องค์การบริหารส่วนตำบลระบุว่าจะสนับสนุนค่าน้ำมันเรือต่อไปอีกสองปี",
]


def test_a_short_last_paragraph_of_thai_which_has_no_full_stop_is_the_end_of_its_story():
    title = "ชาวบ้านบ้านหนองบัวเปลี่ยนเรือเก่าเป็นห้องสมุดลอยน้ำ"
    *paragraphs, last = (f"<section><p>{paragraph}</p></section>" for paragraph in THAI)
    pointer = "<p>อ่านเพิ่มเติม: <a href=/2>ชาวประมงบ้านท่าเรือพบเต่าทะเลหายาก</a></p>"
    html = (
        f"<html lang=th><title>{title}</title><main><p>2026-03-14 09:40 | ยอดวิว: 45137</p><h1>{title}</h1>"
        f"<div>{''.join(paragraphs)}{pointer}{last}</div></main>"
    )

    assert extract(Page.from_html(html, "https://mole.example/news/1")).body.split("\n\n") == THAI


def test_a_story_that_is_declared_in_full_and_shown_in_a_line_is_read_as_declared():
    declared = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(PARAGRAPHS)})
    script = f"<script type='application/ld+json'>{declared}</script>"

    assert body(f"{script}<p>{PARAGRAPHS[0]}</p>") == PARAGRAPHS
    assert body(f"{script}{told(PARAGRAPHS[:2])}") == PARAGRAPHS[:2]


def test_a_story_set_in_boxes_alike_has_all_of_them_and_the_next_story_beside_it_none():
    hours = "<h2>Hours of the ticket office</h2><ul><li>Monday to Friday: 6.30 to 21</li><li>Sunday: 8 to 18</li></ul>"
    last = "<p>The early boat still sails on Tuesdays.</p>"
    box = "<div class='ce_text block'>{}</div>"

    told_in_boxes = body(
        box.format(told(PARAGRAPHS[:2])) + "<figure><img src='a.jpg'></figure>" + box.format(hours + last)
    )

    assert told_in_boxes == [
        *PARAGRAPHS[:2],
        *("Hours of the ticket office", "Monday to Friday: 6.30 to 21", "Sunday: 8 to 18"),
        "The early boat still sails on Tuesdays.",
    ]
    following = (
        "<h1>Mole to be raised before winter</h1><p>The council voted for two metres more on Monday evening.</p>"
    )
    html = f"<title>{TITLE}</title>" + "".join(
        f"<div class='story'>{inside}</div>" for inside in (f"<h1>{TITLE}</h1>{told(PARAGRAPHS)}", following)
    )
    assert (extract(Page.from_html(html, "https://mole.example/n")).body or "").split("\n\n") == PARAGRAPHS


def test_the_first_paragraph_stays_where_the_description_is_cut_from_it_and_a_standfirst_goes():
    lead = "The harbour will be open to the ferries of both companies again after a week of talks."
    more = [
        "Both crews had been out since Monday, over their pay and over the rest between two turns.",
        "The company said that it would pay for the hours that passengers had waited on the quay.",
    ]

    def read(first: str) -> str:
        head = f'<title>{TITLE}</title><meta property="og:description" content="{lead}">'
        html = f"{head}<article><h1>{TITLE}</h1><p>{first} {lead}</p>{told(more)}</article>"
        return extract(Page.from_html(html, "https://mole.example/news/ferry")).body or ""

    assert read("NEW HARBOUR:").startswith("NEW HARBOUR:")
    assert not read("Summary:").startswith("Summary:")
