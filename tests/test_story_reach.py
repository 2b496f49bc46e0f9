"""Where a story ends on a page that goes on: with the next story, with a copy of itself, with cards of others."""

import pytest

from crawler.page import Page
from pipelines import extract

TITLE = "Ferry stays in port"
STORY = [
    "The ferry to the outer islands stayed in port on Monday, for the third day in a row.",
    "Waves of five metres broke over the mole, and two of the moorings had torn in the night.",
    "About four hundred people are waiting on the quay, most of them in their cars.",
]
OTHER = [
    "Two whales were seen off the lighthouse on Sunday, and stayed there for an hour.",
    "The harbour master asks all boats to keep a distance of at least three hundred metres.",
]


def told(paragraphs):
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def body(inside):
    page = Page.from_html(f"<title>{TITLE}</title><body>{inside}</body>", "https://mole.example/news/ferry")
    return (extract(page, reraise=True).body or "").split("\n\n")


def set_as_a_story(heading, day, paragraphs):
    return f"<div class='item'>{heading}<div>{day}</div><div>{told(paragraphs)}</div></div>"


@pytest.mark.parametrize("tag", ["h2", "b"])
def test_the_next_story_begins_at_a_line_like_the_headline_with_a_day_and_a_subheading_does_not(tag):
    first = f"<div><{tag}>{TITLE}</{tag}></div><div>3 May 2026, 07:25</div>{told(STORY)}"
    second = f"<div><{tag}>Whales off the lighthouse</{tag}></div><div>2 May 2026, 18:40</div>{told(OTHER)}"

    assert body(first + second) == STORY
    assert body(f"{first}<div><{tag}>Whales, too</{tag}></div>{told(OTHER)}")[-2:] == OTHER


def test_who_writes_each_entry_of_a_live_blog_is_none_of_its_words():
    entries = "".join(f"<div><b>Marta Oakes</b><div>1{n}:40</div><p>{line}</p></div>" for n, line in enumerate(STORY))

    assert "Marta Oakes" not in body(f"<h1>{TITLE}</h1>{told(OTHER)}<div>{entries}</div>")


@pytest.mark.parametrize("tag", ["h1", "h2", "div"])
def test_the_next_story_begins_where_an_element_like_the_first_one_has_a_headline_and_a_day(tag):
    first = set_as_a_story(f"<{tag}>{TITLE}</{tag}>", "3 May 2026, 07:25", STORY)
    lesser = "h3" if tag != "div" else "div"
    second = set_as_a_story(f"<{lesser}>Whales off the lighthouse</{lesser}>", "2 May 2026, 18:40", OTHER)

    assert body(first + second) == STORY


def test_a_part_of_the_story_with_a_heading_of_its_own_is_no_next_story():
    first = set_as_a_story(f"<h1>{TITLE}</h1>", "3 May 2026, 07:25", STORY)
    second = f"<div class='item'><h3>Whales, too</h3>{told(OTHER)}</div>"

    assert body(first + second) == [*STORY, "Whales, too", *OTHER]


def test_an_entry_of_the_hour_is_no_next_story():
    first = set_as_a_story(f"<h1>{TITLE}</h1>", "3 May 2026, 07:25", STORY)
    second = set_as_a_story("<h3>Whales, too</h3>", "09:40", OTHER)

    assert body(first + second)[-3:] == ["Whales, too", *OTHER]


def test_a_copy_of_the_story_for_print_or_telephones_is_not_told_again():
    copy = told(STORY)

    assert body(f"<h1>{TITLE}</h1><div>{told(STORY)}</div><div>{copy}</div>") == STORY


def test_a_line_said_again_below_each_part_of_a_list_stays():
    line = "Tickets cost twelve euros each and can be had at the harbour office or on board."
    parts = [STORY[0], line, STORY[1], line, STORY[2], line]

    assert body(f"<h1>{TITLE}</h1>{told(parts)}") == parts


def test_cards_of_other_stories_with_their_days_are_left_out_even_where_they_say_more_than_a_brief_story():
    cards = "".join(
        f"<div><a href='/n/{n}'>Headline of another story, the {n}th</a> <span>{n} May 2026</span><p>{line}</p></div>"
        for n, line in enumerate([*OTHER, *STORY[1:]], 1)
    )

    assert body(f"<h1>{TITLE}</h1><div>{told(STORY[:1])}</div><div><b>More</b>{cards}</div>") == STORY[:1]


def test_names_of_networks_in_elements_of_their_own_are_no_paragraphs():
    buttons = "<ul><li>Facebook</li><li>X</li><li>Print</li></ul>"

    assert body(f"<h1>{TITLE}</h1>{buttons}{told(STORY)}{buttons}") == STORY


def test_numbers_of_pictures_are_no_paragraphs():
    pictures = "".join(f"<div><img src=/{n}.jpg></div><div>{n}/4</div>" for n in range(1, 5))

    assert body(f"<h1>{TITLE}</h1>{told(STORY[:2])}<div>{pictures}</div>{told(STORY[2:])}") == STORY


def test_a_paragraph_above_the_clock_of_the_first_entry_is_no_standfirst():
    entries = "".join(f"<section><div>1{n}:40</div><p>{line}</p></section>" for n, line in enumerate(OTHER))

    assert body(f"<h1>{TITLE}</h1><div>{told(STORY[:1])}</div><div>{entries}</div>")[0] == STORY[0]


def test_when_an_entry_was_mended_is_not_of_it_whatever_else_is_set_alike():
    entries = "".join(f"<div>Updated at 1{n}:4{n}</div><div>{line}</div>" for n, line in enumerate([*STORY, *OTHER]))

    assert body(f"<h1>{TITLE}</h1><div>{entries}</div>") == [*STORY, *OTHER]


def test_who_wrote_the_next_story_and_when_stand_over_its_headline_and_are_none_of_the_first():
    first = f"<i>3 May 2026, 07:25</i><h1>{TITLE}</h1>{told(STORY)}"
    second = f"<i>By Marta Oakes</i><i>2 May 2026, 18:40</i><i>3 min read</i><h1>Whales off the mole</h1>{told(OTHER)}"
    page = Page.from_html(
        f"<title>{TITLE}</title><body><div>{first}{second}</div></body>", "https://mole.example/news/1"
    )
    article = extract(page, reraise=True)

    assert article.body == "\n\n".join(STORY)
    assert article.published_at == "2026-05-03T07:25:00"


def test_the_dated_entries_of_a_timeline_are_no_next_stories():
    entries = "".join(
        f"<div><h2>Day {n}</h2><div>{n} May 2026</div><p>{line}</p></div>" for n, line in enumerate(OTHER, 1)
    )
    page = f"<article><div><h1>{TITLE}</h1><div>4 May 2026</div></div>{told(STORY)}{entries}</article>"

    assert [line for line in body(page) if line in STORY + OTHER] == STORY + OTHER


@pytest.mark.parametrize("note", ['<a href="/authors/1">Ann Lee</a><p>{}</p>', "<h4>About the author</h4><p>{}</p>"])
def test_what_is_told_of_the_author_in_a_box_of_its_own_is_none_of_the_story(note):
    box = f"<section>{note.format('Ann Lee has written about the coast since 2012 and lives by the sea.')}</section>"

    assert body(f"<h1>{TITLE}</h1><p>By Ann Lee</p><div>{box}{told(STORY)}</div>") == STORY
    assert "Ann Lee" in "".join(body(f"<h1>{TITLE}</h1><p>By Tom Ray</p><div>{box}{told(STORY)}</div>"))


def test_when_each_concert_begins_and_what_each_film_is_worth_is_of_the_story():
    begins, worth = ["Doors open at 19:30", "Doors open at 20:00", "Doors open at 18:15"], ["7/10", "9/10", "5/10"]
    for lines in (begins, worth):
        told_of = [line for pair in zip(lines, STORY, strict=True) for line in pair]

        assert body(f"<h1>{TITLE}</h1>{told([*OTHER, *told_of])}") == [*OTHER, *told_of]


def test_the_numbers_of_a_gallery_are_not_of_the_story():
    counted = [line for n, text in enumerate(STORY, 1) for line in (f"{n}/3", text)]

    assert body(f"<h1>{TITLE}</h1>{told([*OTHER, *counted])}") == [*OTHER, *STORY]


def test_entries_below_an_address_that_says_live_make_a_live_blog_and_their_times_none_of_its_words():
    entries = "".join(f"<li><time>1{n}:40</time><br>{line}<br><br></li>" for n, line in enumerate(STORY))
    html = f"<title>{TITLE}</title><body><h1>{TITLE}</h1><div>{told(OTHER)}<ul>{entries}</ul></div></body>"
    live, news = (
        extract(Page.from_html(html, f"https://mole.example/{folder}/ferry"), reraise=True)
        for folder in ("live", "news")
    )

    assert (live.kind, news.kind) == ("live_blog", None)
    assert (live.body or "").split("\n\n") == OTHER + STORY
    assert extract(Page.from_html(f"<h1>{TITLE}</h1>{told(STORY)}", "https://mole.example/live/1")).kind is None


def test_a_counter_and_the_time_it_takes_may_stand_between_the_day_of_the_next_story_and_its_headline():
    lines = "<div>By Marta Oakes</div><div>{} May 2026, 18:40</div><div>1,370 views</div><div>3 min read</div>"
    first = f"{lines.format(3)}<h2>{TITLE}</h2>{told(STORY)}"

    assert body(f"<div>{first}{lines.format(2)}<h2>Whales off the mole</h2>{told(OTHER)}</div>") == STORY


def test_a_story_goes_on_in_a_box_made_like_its_own_below_one_of_another_story():
    def component(name, inside):
        return f"<div class='{name} aem-column'><div class='cmp-{name}'>{inside}</div></div>"

    teaser = component("teaser", "<div>READ MORE</div><h2><a href='/levee'>Levee money is unspent</a></h2>")
    last = '"Please don\'t walk on the mole. Please do listen to the siren," harbour master Gordon Tighe said.'
    story = f"{component('text', told(STORY))}{teaser}{component('text', told([last]))}"
    page = f"<div class='aem-grid'>{component('title', f'<h1>{TITLE}</h1>')}{story}</div>"

    assert body(page) == [*STORY, last]


@pytest.mark.parametrize("line", ["'We stopped calling the ferry'", "‘Between the mole and the door’"])
def test_a_subheading_in_somebodys_words_is_no_pull_quote(line):
    again = f"It stood there: “{line[1:-1]}”, said the landlady, who has run the inn by the harbour since 1996."

    assert body(f"<h1>{TITLE}</h1>{told(STORY)}<h2>{line}</h2>{told([again, *OTHER])}") == [*STORY, line, again, *OTHER]


def test_a_page_of_two_headlines_and_nothing_else_has_no_story():
    assert body(f"<h1>{TITLE}</h1><h1>Whales off the lighthouse</h1>") == [""]
