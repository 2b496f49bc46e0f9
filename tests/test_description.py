"""The description is the line under the headline, or else what the page declares."""

import json

import pytest

from crawler.items import Article
from crawler.page import Page
from pipelines.description import DescriptionPipeline

LEAD = "The crews are back on board after a week, and the first boat sailed for the islands at six."
DATE = "<p class=info>3 November 2026, 07:25 | 2,312 views</p>"
STORY = "<p>The ferries are back at sea after a week, and the harbour master could not be happier about it.</p>"


META = '<meta property="og:description" content="What to know about the crews and their strike.">'


def read(body, head="", title="Ferry strike ends"):
    page = Page.from_html(f"<html><head>{head}</head><body><h1>{title}</h1>{body}</body></html>", "https://a.example/1")
    article = Article(page, title=title)
    DescriptionPipeline(reraise=True).process_item(article)
    return article


@pytest.mark.parametrize(
    "body",
    [
        f'<p class="standfirst">{LEAD}</p>{DATE}{STORY}',
        f'{DATE}<div class="article-lead"><p>{LEAD}</p></div>{STORY}',
        f"<p>{LEAD}</p>{DATE}{STORY}",
        f'<div class="Vorspann">{LEAD}</div>{STORY}',
    ],
)
def test_the_standfirst_is_found_by_its_name_or_by_the_date_below_it(body):
    article = read(body)

    assert article.description == LEAD
    assert article.provenance["description"]["source"] == "line_under_headline"


ROW = "<ul><li>Facebook</li><li>WhatsApp</li></ul>"


@pytest.mark.parametrize("told", ["{}", "<section>{}</section>"])
def test_where_nothing_is_declared_the_line_beside_the_element_that_holds_the_story_is_the_standfirst(told):
    whole = f"<div>{told.format(STORY)}{told.format(STORY)}</div>"

    assert read(f"<p>3 November 2026</p><p>{LEAD}</p>{ROW}{whole}").description == LEAD
    assert read(f"<p>3 November 2026</p><p>{LEAD}</p>{ROW}{STORY * 2}").description is None
    assert read(f"<p>{LEAD}</p>{ROW}{whole}", META).description != LEAD


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("The old bridge closes on 3 May 2026", "Ferry strike ends"),
        ("Die alte Brücke ist ab 3. Mai 2026 gesperrt", "Ferry strike ends"),
        ("Your home for sale: what the agents of the coast do not tell", "Why homes are sold in winter"),
    ],
)
def test_a_standfirst_may_tell_of_a_day_or_of_your_home(line, title):
    assert read(f'<p class="standfirst">{line}</p>{STORY}', title=title).description == line


def test_the_first_of_two_paragraphs_is_no_standfirst():
    assert read(f"<article><p>{LEAD}</p>{STORY}</article>").description is None


def test_the_first_paragraph_is_no_standfirst():
    assert read(STORY * 3 + DATE).description is None


@pytest.mark.parametrize(
    "line", [DATE, "<p class=intro>2,312 views</p>", "<p class=teaser><a href=/2>Two whales</a></p>"]
)
def test_dates_counters_and_links_are_no_standfirst(line):
    assert read(line + STORY).description is None


def test_what_is_declared_is_the_description_where_no_line_is_printed():
    node = {"@type": "NewsArticle", "headline": "x", "description": "Declared &amp; true"}
    head = (
        f'<script type="application/ld+json">{json.dumps(node)}</script><meta name="description" content="For search">'
    )
    article = read(STORY, head)

    assert article.description == "Declared & true"
    assert article.provenance["description"]["disagree"] == ["meta"]


@pytest.mark.parametrize("told", ["1,204 views", "Posted 12 March 2024 - 1,204 views - 3 comments", "Просмотров: 512"])
def test_a_declared_counter_is_no_description(told):
    assert read(STORY, f'<meta name="description" content="{told}">').description is None


@pytest.mark.parametrize("content", ["Ferry strike ends", "…", " "])
def test_a_description_says_more_than_the_title(content):
    assert read(STORY, f'<meta name="description" content="{content}">').description is None


BYLINE = "<div class=who><span>Mira Holt</span><p>Harbour correspondent</p><p>Tom Ray</p><p>Photographer</p></div>"


@pytest.mark.parametrize(
    "body",
    [
        # Names, what they do and a picture between it and the date.
        f"<header><p class=x1>{LEAD}</p></header>{BYLINE}{DATE}<div>{STORY}</div>",
        f"<p>Readers' group</p><header><p class=x1>{LEAD}</p></header>{BYLINE}{DATE}<div>{STORY}</div>",
        # A heading right under the headline.
        f"<h2>{LEAD}</h2><figure><img src=1.jpg><figcaption>{STORY}</figcaption></figure>{STORY}",
        # In an element of its own, above the element that holds the story.
        f"<div>{DATE}</div><p class=x1>{LEAD}</p><div class=x2>{STORY * 2}</div>",
        f"<p class=preamble>{LEAD}</p>{STORY * 2}",
        f"{DATE}<p>1,204</p><p>Share</p><h2 class=x1><p>{LEAD}</p></h2>{STORY}",
        f'<p class="td-post-sub-title">{LEAD}</p><div>By</div>{STORY}',
        f"<div class=lead><figure><figcaption>{STORY}</figcaption></figure></div><p class=lead>{LEAD}</p>",
        # In bold or italics as a whole, where nothing else is.
        f"<div>{DATE}</div><p><b>{LEAD}</b></p>{STORY * 2}",
        f"<div>{DATE}</div><div><em>{LEAD}</em></div>{STORY * 2}",
        # The place goes that an element of its own sets before it.
        f"{DATE}<p class=intro><span class=location-stamp>New Harbour</span> {LEAD}</p>{STORY}",
        # A picture is not called a standfirst for what it opens.
        f"<div class=opener-foto><span>Crews on the pier, 3 November</span></div><p class=opener>{LEAD}</p>{STORY}",
    ],
)
def test_a_standfirst_is_told_by_where_it_stands(body):
    assert read(body, META).description == LEAD


@pytest.mark.parametrize(
    "body",
    [
        f"<div><p>{LEAD}</p></div>{BYLINE}{DATE}",  # a brief, and its date
        f"<h2>Why the crews went on strike</h2>{STORY}",
        f"<div>{DATE}</div><p class=x1>This page has links for which the Gazette is paid.</p><div>{STORY * 2}</div>",
        f"<div>{DATE}</div><p>{LEAD}</p><div>{STORY * 2}</div>",  # an advert parts the first paragraph from the others
        f"<div>{DATE}</div><p><b>{LEAD}</b></p>{STORY.replace('<p>', '<p><b>')}",  # all is bold
        f"<div>{DATE}</div><p><b>The ferry's crew:</b></p>{STORY * 2}",
        f"<div class=author-box>{LEAD * 2}</div>{BYLINE}{DATE}{STORY}",
        f"<p>By Helen Marsh @helenmarsh Senior Reporter</p>{DATE}{STORY}",
        f"<p>Helen Marsh-Holt @helenmarsh</p>{DATE}{STORY}",
        f"<div>Published in Sport and Leisure</div>{BYLINE}{DATE}{STORY}",
        f"<p>By the Gazette with agencies</p>{BYLINE}{DATE}{STORY}",
    ],
)
def test_what_stands_under_the_headline_is_not_always_a_standfirst(body):
    assert read(body, META).description == "What to know about the crews and their strike."


def test_a_slogan_of_the_site_describes_no_story():
    slogan = '<title>Ferry strike ends - Harbour Gazette</title><meta name="description" content="{}">'

    assert read(STORY, slogan.format("Harbour Gazette - all the news of the coast")).description is None
    assert read(STORY, slogan.format("Новини от Русе и региона"), title="Паркингът остава затворен").description is None
    assert read(STORY, slogan.format("Offizielle Website der Stadt"), title="Bad öffnet wieder").description is None
    club = "<title>Kingfishers win - Kingfishers Hockey</title>" + slogan.format(
        "Official website of the Kingfishers Hockey Club"
    )
    assert read(STORY, club, title="Kingfishers win").description is None
    school = slogan.format("The Student News Site of Ferry High School")
    assert read(STORY, school).description is None
    assert read(f'<div class="storydeck"><p>{LEAD}</p></div>{STORY}', school).description == LEAD
    told = "News from the harbour: the ferry strike is over"
    assert read(STORY, slogan.format(told)).description == told
    told = "Harbour Gazette - Ferries are back at sea after a week"
    assert read(STORY, slogan.format(told)).description == told
    told = "Harbour Gazette - 渡轮工会星期一宣布停航结束"
    assert read(STORY, slogan.format(told), title="渡轮停航一周后结束").description == told


def test_a_line_that_a_description_tells_too_is_taken_as_printed():
    glued = f'<meta property="og:description" content="New Harbour{LEAD}">'
    body = f"<div class=sidebar><p class=x1><span class=location>New Harbour</span> {LEAD}</p>{STORY}</div>"

    assert read(body, glued).description == LEAD


def test_markup_in_a_declared_description_goes():
    assert read(
        STORY, '<meta name="description" content="&lt;p&gt;The crews &lt;b&gt;won&lt;/b&gt;.&lt;/p&gt;">'
    ).description == ("The crews won .")


STORY_OF = "<p class=story>The ferries are back at sea after a week, and the harbour master could not be happier.</p>"


def declared(*texts):
    names = ("og:description", "description", "twitter:description")
    return "".join(f'<meta property="{name}" content="{text}">' for name, text in zip(names, texts, strict=False))


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (f"{LEAD} The pier ... Read more »", f"{LEAD} The pier ..."),
        (f"{LEAD} Der Steg … Weiterlesen →", f"{LEAD} Der Steg …"),
        (f"{LEAD} The pier … Ferry strike ends – the talks", f"{LEAD} The pier …"),
        (f"{LEAD} It waited ... and then it sailed.", f"{LEAD} It waited ... and then it sailed."),
        (f"31.10.2026, 10.19 Uhr : {LEAD}", LEAD),
        (f"9 November 2026 – {LEAD}", f"9 November 2026 – {LEAD}"),
        (f"The strike is over\\n {LEAD}", f"The strike is over {LEAD}"),
    ],
)
def test_what_a_system_adds_to_a_declared_description_goes(content, description):
    assert read(STORY, declared(content)).description == description


def test_a_declared_text_that_was_cut_is_taken_as_printed():
    lead = f"{LEAD} Those who had waited on the pier since Sunday went first, and paid nothing."

    assert read(f"<p>{lead}</p>{STORY_OF * 3}", declared(f"{lead[:120]}...")).description == lead
    # A story's first paragraph stands in an element like the next ones.
    assert read(f"<p class=story>{lead}</p>{STORY_OF * 3}", declared(LEAD)).description == LEAD


def test_a_text_for_search_engines_yields_to_a_declared_one_that_is_printed():
    body = f"<h2>All that is known</h2><div class=x1><p>{LEAD}</p></div><div>{STORY_OF * 3}</div>"

    assert read(body, declared("Boats, strikes, harbours: all you need", "Boats", LEAD)).description == LEAD


def test_what_a_picture_shows_is_no_description():
    shown = "Passengers on the pier of Port Merrow wait for the first boat to the islands"
    gallery = (
        f"<div><img src=/1.jpg alt='{shown}.'></div><p class=lead>{shown}. (Ann Lee / The Gazette)</p>{STORY_OF * 3}"
    )

    assert read(gallery, declared(LEAD)).description == LEAD
    assert read(f"<img src=/1.jpg alt='{shown}'>{STORY_OF * 3}", declared(f"{shown}.", LEAD)).description == LEAD
    # A standfirst may be given to the picture as its text.
    assert read(f"<p class=lead>{LEAD}</p><img src=/1.jpg alt='{LEAD}'>", declared(shown)).description == LEAD


def test_what_is_declared_of_the_video_in_it_does_not_describe_the_story():
    video = "The harbour's best moments of the year, in three minutes."
    node = {"@type": "NewsArticle", "headline": "Ferry strike ends", "description": video}
    node["video"] = {"@type": "VideoObject", "name": "The year in the harbour", "description": video}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'

    assert read(STORY * 3, head + f'<meta property="og:description" content="{LEAD}">').description == LEAD
    assert read(STORY * 3, head).description == video


def test_the_first_words_of_the_story_yield_to_what_is_said_of_it():
    body = "Sleep is no luxury. Yet one in three adults in the harbour sleeps less than six hours."
    node = {"@type": "NewsArticle", "headline": "x", "articleBody": body, "description": body[:48]}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'

    assert read(STORY * 3, head + f'<meta property="og:description" content="{LEAD}">').description == LEAD
    assert read(STORY * 3, head).description == body[:48]


def test_what_a_head_declares_that_is_the_same_for_all_pages_describes_no_story():
    head = '<title>{}</title><meta name="description" content="Sails and oars since 1911">'

    assert read(STORY, head.format("Harbour Rowers")).description is None
    assert read(STORY, head.format("Ferry strike ends - Harbour Rowers")).description == "Sails and oars since 1911"
    assert (
        read(STORY, head.format("Ferry Rowers"), title="Ferry strike ends").description == "Sails and oars since 1911"
    )
    home = "<a href='/'>Ferry Rowers</a>"
    assert read(home + STORY, head.format("Ferry Rowers"), title="Ferry strike ends").description is None
    assert read(STORY, head.format("Harbour Rowers") + META).description is not None
    named = head.format("Ferry strike ends").replace("Sails and", "Ferry Rowers - sails and")
    assert read(home + STORY, named).description is None


def test_a_second_headline_of_the_same_story_is_the_standfirst():
    line = "<h2>Crews are back at sea, and the harbour master is happy</h2>"

    assert read(line + STORY).description == "Crews are back at sea, and the harbour master is happy"
    assert read(f"{line}{STORY}<h2>What comes next</h2>{STORY}").description is None
    assert read(f"<h2>Join us on our way to a better town</h2>{STORY}").description is None


def test_the_site_and_who_signs_are_no_standfirst():
    line = "<p class=subtitle>Harbour Public Radio | By Ann Lee</p>"

    assert read(f"{line}{STORY * 3}", declared(LEAD)).description == LEAD


def test_neither_the_title_again_nor_a_box_below_the_story_is_a_standfirst():
    again = f"<p class=intro>Harbour: Ferry strike ends</p>{STORY_OF}"
    box = f"{STORY_OF * 2}<div class='box intro'>More of the harbours and of those who keep them</div>"

    assert read(again, declared(LEAD)).description == LEAD
    assert read(box, declared(LEAD)).description == LEAD


def test_what_stands_with_the_headline_in_its_header_is_the_standfirst():
    def page(line):
        html = f"<article><header><h1>Ferry strike ends</h1><h2>{line}</h2></header>{STORY_OF * 3}</article>"
        given = Page.from_html(html, "https://a.example/1")
        article = Article(given, title="Ferry strike ends")
        DescriptionPipeline(reraise=True).process_item(article)
        return article.description

    assert page("After a week the ferry crews are back") == "After a week the ferry crews are back"
    assert page("All about ferries, 3 November 2026") is None


def test_a_list_item_that_holds_the_headline_too_is_no_box_of_its_own():
    line = "The crews are back: a boat of the harbour board had been scratched in the night of the strike"
    item = f"<ul><li><div><h1>Ferry strike ends</h1><h2>{line}</h2></div>{STORY_OF * 3}</li></ul>"
    given = Page.from_html(f"<html><body>{item}</body></html>", "https://a.example/1")
    article = Article(given, title="Ferry strike ends")
    DescriptionPipeline(reraise=True).process_item(article)

    assert article.description == line


def test_the_name_of_the_site_describes_no_story():
    names = '<meta property="og:title" content="Ferry strike ends | Harbour Net">'
    shared = '<meta property="og:description" content="Harbour Net">'

    assert read(STORY * 3, f'{names}{shared}<meta name="description" content="{LEAD}">').description == LEAD


def test_counters_of_a_byline_are_no_lines_between_headline_and_standfirst():
    byline = "<div>By</div><div>Ann Lee</div><div>-</div><div>3 November 2026</div><div>0</div><div>30</div>"
    line = "Harbour board and crews agree on pay after a week in which no ferry left for any island"

    assert read(f"{byline}<h2>{line}</h2>{STORY_OF * 3}").description == line


def test_a_question_in_a_conversation_is_no_standfirst():
    asked = "You have sailed to the islands for thirty years. What did the strike change for the ferry crews?"

    assert (
        read(f"<div>3 May 2026</div><p>{LEAD * 8}</p><h3>{asked}</h3>{STORY_OF * 2}", declared(LEAD)).description
        == LEAD
    )


def test_a_subheading_between_paragraphs_is_no_standfirst_by_its_name():
    story = f"{STORY}<h2 class='subhead'>Islands had waited since Monday</h2>{STORY}"

    assert read(story).description is None


def test_a_line_on_whose_the_views_are_is_no_standfirst():
    line = "Dette er et debatindlæg. Indlægget er udtryk for skribentens egen holdning."

    assert read(f"<p class='intro'>{line}</p>{DATE}{STORY}").description is None


def test_a_line_alone_with_a_picture_is_no_standfirst():
    line = "The ferries in port. Ann Lee of the Gazette took it."

    assert read(f"<div class='f'><img src='/lock.jpg'><em>{line}</em></div>{STORY}", META).description != line


def test_names_under_the_headline_are_no_standfirst():
    head = f'<meta name="description" content="{LEAD}">'

    assert (
        read(f"<p><b>Ann Lee, Bob Ray</b></p><div>3 November 2026 - 4 minutes read</div>{STORY}", head).description
        == LEAD
    )


def test_an_element_that_holds_the_whole_story_is_no_standfirst_whatever_it_is_called():
    story = "".join(f"<p>{LEAD} So the {day} began.</p>" for day in ("first", "second", "third", "fourth", "fifth"))

    assert read(f'{DATE}<div class="story-summary">{story}</div>').description is None


@pytest.mark.parametrize(
    "line",
    [
        "<p class=tagline>News you can trust since 1884</p>",
        "<p>Your daily source of harbour news</p>",
        "<p>HARBOUR, Nov 3 (The Gazette) —</p>",
        "<div><img src=f.jpg><p>The crews on their way back to the first boat. Photo: Ann Lee</p></div>",
        "<div>This article contains affiliate links.</div>",
    ],
)
def test_slogans_datelines_and_captions_by_the_headline_are_no_standfirst(line):
    assert read(f"{line}{DATE}{STORY}").description is None
