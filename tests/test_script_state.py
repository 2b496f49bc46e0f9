"""A story that stands in a script's state alone is read from there; nothing of a script is run."""

from __future__ import annotations

import json

import pytest
from counting import calls
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.flight import flight_data
from crawler.page import Page
from crawler.script_state import scripted_story
from crawler.script_values import joined, literals, unflattened, unpaired
from pipelines import extract

TITLE = "The ferry crews of Port Merrow vote to strike"
FIRST = "Ferry crews voted on Tuesday to stop work over the holiday, the union said after counting all night."
SECOND = "“We have asked for eleven years,” said Ann Reed, who speaks for the crews. The owner called it premature."
BODY_HTML = f"<p>{FIRST}</p><figure><img src=/a.jpg><figcaption>The quay</figcaption></figure><p>{SECOND}</p>"
RELATED = [{"title": "Dredging begins in the harbour after nine years", "summary": "A teaser. " * 40, "views": 99999}]

SHAPES = {
    "html": {"title": TITLE, "bodyHtml": BODY_HTML},
    "text": {"headline": TITLE, "body": f"{FIRST}\n\n{SECOND}"},
    "paragraphs": {"title": TITLE, "content": [FIRST, SECOND]},
    "blocks": {
        "title": TITLE,
        "components": [
            {"type": "image", "caption": "The quay", "text": "The quay"},
            {"type": "paragraph", "text": FIRST},
            {"type": "paragraph", "data": {"text": SECOND}},
        ],
    },
    "rich-text": {
        "title": TITLE,
        "content": {
            "type": "doc",
            "children": [
                {"type": "paragraph", "children": [{"text": FIRST[:20]}, {"text": FIRST[20:], "bold": True}]},
                {"type": "paragraph", "children": [{"type": "text", "text": SECOND}]},
            ],
        },
    },
    "wordpress": {"title": {"rendered": TITLE}, "content": {"rendered": BODY_HTML}},
}
HOLDERS = {
    "next": '<script id="__NEXT_DATA__" type="application/json">{}</script>',
    "assigned": "<script>window.__INITIAL_STATE__ = {};(function(){{document.title = 'x'}})()</script>",
    "bracket": '<script>window["__DATA__"]={}; var a = 1;</script>',
    "constant": "<script>const started = Date.now(); const data = {};\ndraw(data)</script>",
    "call": '<script type="module">import {{draw}} from "/draw.js"; draw({}, document.body)</script>',
}


def shell(script: str) -> str:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{TITLE} | Gazette</title></head><body><div id=root></div>"
        f"<noscript>You need to enable JavaScript to run this app.</noscript>{script}</body></html>"
    )


def page_with(article: object, holder: str = HOLDERS["next"]) -> Page:
    state = {"props": {"article": article, "related": RELATED, "menu": [{"title": "News", "text": "News"}]}}
    return Page.from_html(shell(holder.format(json.dumps(state).replace("<", "\\u003c"))), "https://gazette.example/a")


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS)
@pytest.mark.parametrize("article", SHAPES.values(), ids=SHAPES)
def test_a_story_in_the_state_is_read_as_one_on_the_page(article: dict, holder: str):
    values = {
        "publishedAt": "2026-03-04T07:25:00+02:00",
        "authors": [{"name": "Mira Holt"}],
        "stats": {"views": 2312},
    }

    read = extract(page_with(article | values, holder), reraise=True)

    assert (read.title, read.body) == (TITLE, f"{FIRST}\n\n{SECOND}")
    assert (read.published_at, read.authors, read.view_count) == ("2026-03-04T07:25:00+02:00", ["Mira Holt"], 2312)
    assert [(quote.text, quote.speaker) for quote in read.quotes] == [("We have asked for eleven years,", "Ann Reed")]
    assert read.provenance["published_at"]["source"] == "script_state"


@pytest.mark.parametrize(
    ("holder", "escapes"),
    [
        ('<div id=app data-page="{}"></div>', {"&": "&amp;", '"': "&quot;"}),
        ("<article-page :article='{}'></article-page>", {"&": "&amp;", "'": "&#39;"}),
        ('<script id=app-state type="application/json">{}</script>', {"&": "&a;", '"': "&q;", "<": "&l;", ">": "&g;"}),
    ],
)
def test_state_in_an_attribute_or_in_angulars_letters_is_read_too(holder: str, escapes: dict):
    state = json.dumps({"component": "Story", "props": {"article": SHAPES["html"] | {"dek": "Talks & tides"}}})
    for sign, escape in escapes.items():
        state = state.replace(sign, escape)

    read = extract(Page.from_html(shell(holder.format(state))), reraise=True)

    assert (read.title, read.description, read.body) == (TITLE, "Talks & tides", f"{FIRST}\n\n{SECOND}")


def test_a_story_in_a_template_that_a_script_copies_is_read_and_one_with_gaps_is_not():
    story = f"<h1>{TITLE}</h1>{BODY_HTML}"

    def body(template: str) -> str | None:
        return extract(Page.from_html(shell(f"<script type='text/template'>{template}</script>")), reraise=True).body

    assert body(story) == f"{FIRST}\n\n{SECOND}"
    assert not body(f"{story}<p>{{{{ article.note }}}}</p>")


def test_state_that_is_a_string_of_json_is_read_too():
    state = json.dumps(json.dumps({"article": SHAPES["html"]})).replace("<", "\\u003c")

    read = extract(Page.from_html(shell(f"<script>window.__STATE__ = JSON.parse({state});</script>")), reraise=True)

    assert read.body == f"{FIRST}\n\n{SECOND}"


def test_a_time_in_thousandths_of_a_second_is_an_instant():
    read = extract(page_with(SHAPES["html"] | {"publishedAt": 1725344700000}), reraise=True)

    assert read.published_at == "2024-09-03T06:25:00+00:00"


def test_of_several_stories_the_one_under_the_pages_title_is_read():
    other = {"title": "Another story that is longer by far", "body": f"{FIRST} " * 9}

    read = extract(page_with([other, SHAPES["html"]]), reraise=True)

    assert read.title == TITLE


def test_a_list_of_stories_that_a_script_draws_is_none_of_them():
    stories = [{"title": f"What happened on day {n} of the strike", "body": f"{FIRST} {SECOND} " * n} for n in (3, 4)]
    page = page_with(stories)
    page.html = page.html.replace(TITLE, "News of the harbour")

    assert extract(page, reraise=True).body is None


def test_a_page_that_shows_its_story_is_read_as_it_shows_it():
    visible = f"<h1>{TITLE}</h1>" + f"<p>{FIRST}</p>" * 6
    state = json.dumps({"title": TITLE, "body": f"{SECOND} " * 9})

    read = extract(Page.from_html(f"<body>{visible}<script type='application/json'>{state}</script>"), reraise=True)

    assert SECOND not in (read.body or "")


def test_what_a_page_shows_of_other_stories_does_not_hide_the_one_in_its_state():
    summary = "The harbour master closed the port at noon, and the last boat turned round within sight of the pier."
    cards = "".join(
        f"<div><a href=/{n}>Storm {n} closes the port</a><p>{summary} {n} boats.</p></div>" for n in range(7)
    )
    page = page_with(SHAPES["text"])
    page.html = page.html.replace("<div id=root></div>", f"<h1>{TITLE}</h1><div id=root></div><div>{cards}</div>")

    assert extract(page, reraise=True).body == f"{FIRST}\n\n{SECOND}"


def test_a_story_of_two_hundred_characters_in_chinese_letters_is_long_enough():
    text = "四月一日清晨，渡轮工人在港口投票决定停工。工会说，十一年来他们一直要求改变冬季的班次，公司却从未答应。"
    page = page_with({"title": "港口渡轮工人投票决定罢工三天", "body": f"{text}\n\n{text[::-1]}"})
    page.html = page.html.replace(TITLE, "港口渡轮工人投票决定罢工三天")

    assert text in (extract(page, reraise=True).body or "")


def test_what_is_code_is_not_run_and_not_read():
    code = (
        "<script>window.__STATE__ = {title: (function () { throw new Error('run') })(), body: '"
        + "x" * 400
        + "'}</script>"
    )

    assert scripted_story(Page.from_html(shell(code)).elements, TITLE) is None


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_no_state_raises(state: object):
    scripted_story(page_with(state).elements, TITLE)


def test_a_deep_and_large_state_is_read_in_bounds():
    deep = "[" * 5000 + "]" * 5000
    large = json.dumps({"items": [{"title": "A story of some length", "text": "word " * 50}] * 20_000})

    begun = '[{"a": ="({' * 300_000
    for state in (deep, large, begun):
        scripted_story(Page.from_html(shell(HOLDERS["next"].format(state))).elements, TITLE)


def pushed(stream: str, size: int) -> str:
    """The stream in pieces of *size*, as React sends it."""
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    rows = "".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in pieces)
    return f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{rows}"


@pytest.mark.parametrize("size", [7, 100, 10_000])
def test_a_story_in_rows_that_are_pushed_in_pieces_is_read(size: int):
    article = {"title": TITLE, "bodyHtml": "$4", "publishedAt": "2026-03-04T07:25:00+02:00", "dek": "Talks<br>fail"}
    text = f"4:T{len(BODY_HTML.encode()):x},{BODY_HTML}"
    stream = f'1:"$Sreact.fragment"\n2:I[52,[],""]\n{text}3:{json.dumps(["$", "div", None, {"article": article}])}\n'

    item = extract(Page.from_html(shell(pushed(stream, size)), "https://gazette.example/a"), reraise=True)

    assert (item.title, item.published_at) == (TITLE, "2026-03-04T07:25:00+02:00")
    assert (item.body or "").split("\n\n") == [FIRST, SECOND]
    assert item.description == "Talks fail"


def test_a_row_of_plain_json_is_no_text_whose_markup_could_be_read():
    row = f"7:{json.dumps({'id': 7, 'shown': [BODY_HTML]})}"

    item = extract(Page.from_html(shell(f"<h1>{TITLE}</h1>{pushed(row, 10_000)}"), "https://gazette.example/a"))

    assert not (item.body or "").startswith("7:")


@given(st.text(max_size=200), st.integers(min_value=0, max_value=2**40))
def test_no_rows_raise(text: str, size: int):
    flight_data(
        [f"self.__next_f.push({json.dumps([1, text])})", f"__next_f.push([1,{json.dumps(f'a:T{size:x},{text}')}])"]
    )
    flight_data([f"__next_f.push({text}"])


def test_a_story_that_a_frame_holds_in_its_attribute_is_read():
    frame = f'<iframe srcdoc="{BODY_HTML.replace("<", "&lt;")}"></iframe>'

    item = extract(Page.from_html(shell(f"<h1>{TITLE}</h1>{frame}"), "https://gazette.example/a"), reraise=True)

    assert (item.title, (item.body or "").split("\n\n")) == (TITLE, [FIRST, SECOND])
    advert = '<iframe srcdoc="&lt;p>Buy now: the best boats of all at prices nobody else can offer.&lt;/p>"></iframe>'
    assert scripted_story(Page.from_html(shell(advert * 3)).elements, TITLE) is None


STORY_VALUES = {
    "title": TITLE,
    "perex": "Eleven years of asking",
    "authors": [{"fullName": "Mira Holt"}],
    "published": "2026-03-04T07:25:00+02:00",
    "photo": {"src": "https://gazette.example/quay.jpg", "caption": "The quay", "credit": "Ann Lee"},
    "content": [FIRST, SECOND],
}


def flattened(value: object) -> list:
    """*value* as Nuxt writes it: each part at a place of its own, and named by its number."""
    found: list = [["ShallowReactive", 1]]

    def place(one: object) -> int:
        at = len(found)
        found.append(None)
        if isinstance(one, dict):
            found[at] = {name: place(inner) for name, inner in one.items()}
        else:
            found[at] = [place(inner) for inner in one] if isinstance(one, list) else one
        return at

    place(value)
    return found


def paired(value: object) -> list:
    """*value* as Astro writes it: each part in a pair with its kind."""
    if isinstance(value, dict):
        return [0, {name: paired(inner) for name, inner in value.items()}]
    return [1, list(map(paired, value))] if isinstance(value, list) else [0, value]


def cached(value: dict) -> dict:
    """*value* in Apollo's cache, its author, picture and paragraphs in objects of their own."""
    (person,), picture = value["authors"], value["photo"]
    told = {f"Block:{n}": {"__typename": "ParagraphBlock", "text": text} for n, text in enumerate(value["content"])}
    references = {
        "authors": [{"__ref": "P:1"}],
        "photo": {"__ref": "I:1"},
        "content": [{"__ref": name} for name in told],
    }
    story = value | references | {"isPartOf": {"__ref": "Story:1"}}
    return {"ROOT_QUERY": {"story": {"__ref": "Story:1"}}, "Story:1": story, "P:1": person, "I:1": picture} | told


def literal(value: object) -> str:
    """*value* as a script writes it: names without marks, texts in single ones."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{literal(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(literal, value)) + "]"
    return "'" + str(value).replace("'", "\\'") + "'"


def attribute(value: object) -> str:
    return json.dumps(value).replace("&", "&amp;").replace('"', "&quot;")


WRITTEN = {
    "numbered": lambda story: (
        f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(flattened({"data": {"a": story}}))}</script>'
    ),
    "pairs": lambda story: f'<astro-island props="{attribute({"article": paired(story)})}"></astro-island>',
    "references": lambda story: f"<script>window.__APOLLO_STATE__={json.dumps(cached(story))};</script>",
    "references inside": lambda story: HOLDERS["next"].format(json.dumps({"props": {"state": cached(story)}})),
    "literals": lambda story: (
        f'<script>const data = [null,{{type:"data",data:{{story:{literal(story)}}},uses:{{}}}}];</script>'
    ),
    "called": lambda story: (
        "<script>window.__NUXT__=(function(a,b){return {layout:a,data:[{"
        f"story:{literal(story).replace(literal(TITLE), 'b')}}}],state:{{}}}}}}('default',{literal(TITLE)}));</script>"
    ),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_story_in_a_state_that_is_no_plain_json_is_read_with_all_its_values(how: str):
    page = Page.from_html(shell(WRITTEN[how](STORY_VALUES)), "https://gazette.example/a")

    read = extract(page, reraise=True)

    assert (read.title, read.body) == (TITLE, f"{FIRST}\n\n{SECOND}")
    assert (read.description, read.authors) == ("Eleven years of asking", ["Mira Holt"])
    assert (read.published_at, read.image_caption) == ("2026-03-04T07:25:00+02:00", "The quay. Ann Lee")


@settings(max_examples=30)
@given(st.recursive(st.none() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)))
def test_any_value_is_taken_for_a_state(value: object):
    unflattened([value, value, 1])
    unpaired(value)
    joined({"ROOT_QUERY": {}, "a": {"__ref": "a", "b": value}, "c": {"d": {"__ref": "a"}}})


@given(st.text("{}[](),:'\"\\ab1!;$`\n"))
def test_any_script_has_its_literals_or_none(script: str):
    list(literals(f"data = [null,{script}"))
    list(literals(f"(function(a,b){{return {{a:{script}"))


@pytest.mark.parametrize("piece", ["(function(a){return {", "data=[null,", "data=[null,{a:"])
def test_scripts_full_of_beginnings_cost_calls_in_proportion_to_their_size(piece: str):
    assert calls(lambda: list(literals(piece * 2000))) < 20_000
