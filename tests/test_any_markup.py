"""One story comes out the same whatever it is dressed in."""

import json
from html import escape
from pathlib import Path

import pytest

from crawler.demo import all_articles
from crawler.page import Page
from pipelines import extract

SEED = Path(__file__).parent / "pages" / "seed"
EXPECTED = json.loads((SEED / "plain.json").read_text("utf-8"))["expected"]
LINES = [escape(line) for line in (SEED / "plain.txt").read_text("utf-8").splitlines() if line.strip()]
TITLE, STANDFIRST, DATE, *REST = LINES
HEAD = f"<head><title>{TITLE} | UNN</title></head>"
STORY = f"<h1>{TITLE}</h1><p>{STANDFIRST}</p><div>{DATE}</div>" + "".join(f"<p>{line}</p>" for line in REST)


def each(before, after="", lines=LINES):
    return "".join(f"{before}{line}{after}" for line in lines)


DRESSES = {
    "rows of a table": f"<table>{each('<tr><td><font face=Arial>', '</font></td></tr>')}</table>",
    "two breaks": f"<div id=content>{'<br><br>'.join(LINES)}</div>",
    "one break": f"<div id=content>{'<br>'.join(LINES)}</div>",
    "lines that a style shows": f"<div id=content style='white-space: pre-wrap'>{chr(10).join(LINES)}</div>",
    "lines that a class shows": f"<div class='text-lg whitespace-pre-line'>{chr(10).join(LINES)}</div>",
    "preformatted": f"<pre>{chr(10).join(line + chr(10) for line in LINES)}</pre>",
    "spans that are shown as blocks": f"<div>{each('<span style=display:block>', '</span>')}</div>",
    "a word processor's": each("<p class=MsoNormal><span lang=EN-US>", "<o:p></o:p></span></p>"),
    "a list of definitions": f"<dl>{each('<dd>', '</dd>')}</dl>",
    "a list": f"<ul class=article>{each('<li>', '</li>')}</ul>",
    "elements of its own": f"<x-page>{each('<x-line>', '</x-line>')}</x-page>",
    "headings alone": f"{HEAD}<h2>{TITLE}</h2><h3>{STANDFIRST}</h3><h4>{DATE}</h4>{each('<h5>', '</h5>', REST)}",
    "a margin made of a quote": f"{HEAD}<blockquote>{STORY}</blockquote>",
    "a list under the headline": f"{HEAD}<h1>{TITLE}</h1><h2>{STANDFIRST}</h2><ul><li>September 3 2024</li><li>07:25 AM"
    f"</li><li>2312 views</li></ul>{each('<p>', '</p>', REST)}",
    "anchors that nobody closed": f"{HEAD}<a name=top><h1>{TITLE}</h1><a name=story>{each('<p>', '', LINES[1:])}",
    "the form of the whole page": f"{HEAD}<form id=aspnetForm><input type=hidden value=x><div>{STORY}</div></form>",
    "a tree in the shadow": f"<news-story><template shadowrootmode='open'><slot></slot>{STORY}</template></news-story>",
    "what is sent late": f"{HEAD}<p>Loading …</p><template id='B:0'></template><div hidden id='S:0'>{STORY}</div>"
    "<script>$RC('B:0', 'S:0')</script>",
    "a page that a script uncovers": f"{HEAD}<div id=page style='display: none'>{STORY}</div>",
    "a page without scripts": f"<div id=app></div><noscript>{STORY}</noscript>",
    "a piece of a page": STORY,
    "spaces that hold words together": f"{HEAD}<div>{STORY.replace(' ', '&nbsp;')}</div>",
    "hints where words may break": f"{HEAD}<div>{STORY.replace('Kishida', 'Kishi&shy;da').replace('ing ', 'i<wbr>ng ')}"
    "</div>",
    "text from right to left": f"<html dir=rtl>{HEAD}<body><bdo>{STORY}</bdo></body></html>",
}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_story_comes_out_the_same_in(dress):
    article = extract(Page.from_html(DRESSES[dress], "https://unn.example/news/1"), reraise=True)

    assert article.title == EXPECTED["title"]
    assert article.description == EXPECTED["description"]
    assert article.published_at == EXPECTED["published_at"]
    assert article.view_count == EXPECTED["view_count"]
    assert article.body.split("\n\n") == EXPECTED["body"]
    assert [(quote.text, quote.speaker) for quote in article.quotes] == [
        (quote["text"], quote["speaker"]) for quote in EXPECTED["quotes"]
    ]


def in_markups(title, standfirst, date, paragraphs):
    """A story in nine markups, the same words in each."""
    lines = [title, standfirst, date, *paragraphs]
    head = f"<head><title>{title} | UNN</title></head>"
    story = f"<h1>{title}</h1><p>{standfirst}</p><div>{date}</div>" + each("<p>", "</p>", paragraphs)
    yield f"{head}{story}"
    yield f"<div>{'<br><br>'.join(lines)}</div>"
    yield f"{head}<h1>{title}</h1><div>{'<br>'.join(lines[1:])}</div>"
    yield f"<pre>{chr(10).join(line + chr(10) for line in lines)}</pre>"
    yield f"<div>{each('<span style=display:block>', '</span>', lines)}</div>"
    yield f"<ul>{each('<li>', '</li>', lines)}</ul>"
    yield f"<x-page>{each('<x-line>', '</x-line>', lines)}</x-page>"
    yield f"{head}<blockquote>{story}</blockquote>"
    yield f"<div id=app></div><noscript>{story}</noscript>"


STORIES = [article for article in all_articles() if article.description and article.body.count("\n\n") >= 3]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title)
def test_a_story_in_any_language_comes_out_the_same_in_nine_markups(story):
    date = story.published_at[:16].replace("T", " ")
    paragraphs = story.body.split("\n\n")
    words = [escape(paragraph).replace("\n", "<br>") for paragraph in paragraphs]

    for html in in_markups(escape(story.title), escape(story.description), f"{date} • 2312", words):
        page = Page.from_html(f"<html lang={story.language}>{html}", "https://unn.example/news/1")
        article = extract(page, reraise=True)

        assert article.title == story.title, html
        assert article.description == story.description, html
        assert article.published_at.startswith(story.published_at[:16]), html
        assert article.body.split("\n\n")[-len(paragraphs) :] == paragraphs, html


def test_a_plea_to_switch_scripts_on_is_no_story():
    page = Page.from_html("<div id=app></div><noscript>You need to enable JavaScript to run this app.</noscript>")

    assert extract(page, reraise=True).body is None


def test_templates_that_a_page_only_keeps_are_not_shown():
    page = Page.from_html(
        "<x-story><template shadowrootmode=open><h1>Ferry strike ends</h1></template></x-story>"
        "<template id=row><p>Two whales seen</p></template>"
    )

    assert [block.text for block in page.blocks] == ["Ferry strike ends"]


def test_a_line_at_the_top_is_the_title_where_nothing_else_is_and_a_sentence_or_a_date_is_none():
    story = "<p>The ferries of the harbour sail again after a strike of a week, said the mayor on Monday.</p>" * 3

    def title(top):
        return extract(Page.from_html(f"<div>{top}</div>{story}", "https://unn.example/news/1"), reraise=True).title

    assert title("Ferry strike ends") == "Ferry strike ends"
    assert title("<a href=/>Harbour Gazette</a>") is None
    assert title("3 September 2024, 07:25") is None
    assert title("The strike ended.") is None


def furnished(story, others, *, names):
    """The page of a story with a menu, links between its paragraphs, boxes of others below, comments and a footer."""
    first, second, *rest = (f"<p>{escape(paragraph)}</p>" for paragraph in story.body.split("\n\n"))
    titles = [(escape(other.title), escape(other.description), other.published_at[:10]) for other in others]
    links = "".join(f"<li><a href=/r/{i}>{title}</a></li>" for i, (title, _, _) in enumerate(titles))
    boxes = "".join(
        f"<div class=c7><a href=/n/{i}><h3>{title}</h3></a><p>{line}</p><span>{day}</span></div>"
        for i, (title, line, day) in enumerate(titles)
    )
    said = [escape(other.body.partition("\n\n")[0][:160]) for other in others[:3]]
    comments = "".join(
        f"<div class=k3><b>reader{i}</b> <i>{i} hours ago</i><p>{text}</p></div>" for i, text in enumerate(said, 2)
    )
    title, standfirst = escape(story.title), escape(story.description)
    date = story.published_at[:16].replace("T", " ")
    around, beside, below, end = (
        ("<div class=a1>", "<div class=x8>", "<div class=z1>", "</div>") if names else ("", "", "", "")
    )
    return (
        f"<html lang={story.language}><head><title>{title} | UNN</title></head><body><div class=m1><a href=/s>Sport</a>"
        f"<a href=/l>Local</a></div>{around}<h1>{title}</h1><div class=u4>{standfirst}</div><div class=v5>{date} • 2312"
        f"</div>{first}{second}{beside}<ul>{links}</ul>{end}{''.join(rest)}{end}"
        f"{boxes}{below}{comments}{end}<div class=f9><a href=/about>About</a> © 2026 UNN</div>"
    )


@pytest.mark.parametrize("names", [True, False], ids=["elements with empty names", "no elements around"])
def test_nothing_around_a_story_comes_in_where_no_name_says_what_it_is(names):
    wrong = []
    for story in (story for story in STORIES if story.markup != "live_blog"):  # whose headings are its entries'
        others = [other for other in STORIES if other is not story and other.language == story.language][:5]
        page = Page.from_html(furnished(story, others, names=names), "https://unn.example/news/1")
        paragraphs = story.body.split("\n\n")
        body = extract(page, reraise=True).body.split("\n\n")
        if body not in (paragraphs, [story.description, *paragraphs]):
            wrong.append((story.title, set(body) ^ set(paragraphs)))

    assert wrong == []
