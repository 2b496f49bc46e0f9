"""The story of a page that its own script draws: it stands in the script's state, as data.

Next.js prints `<script type="application/json">{...}` or pushes rows (`crawler.flight`), others
`window.__INITIAL_STATE__ = {...}`, `JSON.parse("...")` or an attribute, `<div id="app" data-page="{...}">`. Nothing of
a script is executed: what is JSON, or nearly so (`crawler.script_values`), is read, the rest is left alone.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.elements import Elements
from crawler.flight import PUSHED, flight_data
from crawler.reading.text import ends_sentence, folded, weight
from crawler.script_values import is_cache, is_flattened, joined, literals, unflattened, unpaired

SHORTEST_BODY, SHORTEST_TITLE = 200, 8  # Latin characters
BY_FAR = 3  # times as long as any other story
LARGEST = 5_000_000  # characters of script that are read
MOST_OBJECTS = 50_000
MOST_PEOPLE = 20
LARGEST_LITERAL = 1_000_000  # characters of a script that writes its state as literals
WRITES_LITERALS = ("__NUXT__", "__sveltekit", 'type:"data"')
DEEPEST = 40
# Where a value may begin: `window.__DATA__ = {"`, `const data = [{"`, `drawPage({"`, `JSON.parse("{\\"`. JSON has such
# signs in its strings alone, where quotation marks are escaped: no value that is read or given up holds a beginning.
_BEGINS = re.compile(r"""[=(]\s*(?=\{\s*"|\[\s*\{\s*"|"(?:\{|\[\{)\\")""")
_IS_DATA = re.compile(r"""\s*(?:\{\s*"|\[\s*\{\s*")""")
# Angular's `<script id="app-state" type="application/json">{&q;title&q;:...`, which a browser leaves as it is.
_ESCAPES = {"&q;": '"', "&l;": "<", "&g;": ">", "&s;": "'", "&a;": "&"}
_ANGULAR = re.compile("|".join(_ESCAPES))
_DECODER = json.JSONDecoder(strict=False)
_NOT_LETTER = re.compile(r"[^a-z]")
_TAG = re.compile(r"<[a-zA-Z/!]")
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_TAGS = re.compile(r"<[a-zA-Z/!][^<>]*>")

# Names of values, letters alone, the most telling first.
_TITLE = ("headline", "headlines", "title", "articletitle", "posttitle")
_BODY = (
    *("articlebody", "bodyhtml", "contenthtml", "htmlbody", "htmlcontent", "fulltext", "body", "content", "blocks"),
    *("contentblocks", "contentelements", "bodyblocks", "articlecontent", "maincontent", "bodytext", "storytext"),
    *("html", "text", "paragraphs", "components", "elements", "story"),
)
_VALUES = {
    "description": (
        *("description", "standfirst", "subtitle", "dek", "lead", "excerpt", "summary", "teaser", "intro", "deck"),
        *("perex", "ingress", "chapo", "bajada", "sapo", "subheadline", "subheadlines", "subheading"),
    ),
    "datePublished": (
        *("datepublished", "publishedat", "publishedon", "firstpublishedat", "publishdate", "publicationdate"),
        *("published", "pubdate", "publishtime", "displaydate", "createdat", "date", "firstpublished"),
        *("publisheddate", "firstpublisheddate", "datecreated"),
    ),
    "dateModified": (
        *("datemodified", "modifiedat", "updatedat", "lastmodified", "lastupdated", "modified", "updated"),
        *("modifieddate", "updateddate", "lastmodifieddate", "lastupdateddate"),
    ),
    "author": ("author", "authors", "byline", "bylines", "writers", "creator", "credits"),
    "articleSection": ("articlesection", "section", "category", "primarysection", "rubric"),
    "keywords": ("keywords", "tags", "topics"),
    "image": (
        *("image", "leadimage", "heroimage", "mainimage", "featuredimage", "cover", "hero", "leadmedia", "leadphoto"),
        *("photo", "picture", "thumbnail"),
    ),
}
_CAPTION, _CREDIT = ("caption", "description", "legend"), ("credit", "copyright", "byline", "photographer")
_VIEWS = ("views", "viewcount", "viewscount", "pageviews", "hits", "reads", "readcount", "totalviews")
_COUNTS = ("stats", "statistics", "counters", "metrics", "counts")
_NO_TEXT = re.compile(
    r"image|photo|picture|gallery|video|audio|embed|advert|promo|related|newsletter|widget|divider", re.I
)
_OF_PARAGRAPH = re.compile("paragraph|block", re.IGNORECASE)  # {"__typename": "ParagraphBlock", "text": "The ..."}
_TEXTS = ("html", "text", "content", "value", "body", "rendered", "children", "items", "data", "blocks", "quote")


@dataclass(frozen=True, slots=True)
class ScriptedStory:
    """A story found in a script's state: as schema.org names its values, and its text as HTML."""

    article: dict[str, Any]
    html: str


def scripted_story(elements: Elements, title: str | None, *, only_named: bool = False) -> ScriptedStory | None:
    """Return the story that the scripts of a page hold, or None.

    Of several, it is the longest of those under the page's own *title*. Where none is, it is by far the longest; else
    the page is a list of stories, or *only_named* ones are wanted.
    """
    stories = []
    for state in states(elements):
        stories += [found for node in _objects(state) if (found := _story(node))]
    if not stories:
        return None if only_named else _written_out(elements)
    own = folded(title or "")
    named = [s for s in stories if weight(key := folded(s.article["headline"])) > SHORTEST_TITLE and key in own]
    found = max(named or stories, key=lambda story: len(story.html))
    others = [len(story.html) for story in stories if story.article["headline"] != found.article["headline"]]
    return found if named or (not only_named and BY_FAR * max(others, default=0) < len(found.html)) else None


def _written_out(elements: Elements) -> ScriptedStory | None:
    """The longest text that a page keeps as HTML and shows later.

    It stands in a frame's own attribute, <iframe srcdoc="&lt;p&gt;The ferries ...">, or in a script that is none:
    <script type="text/template"><p>The ferries ...
    """
    frames = [elements.attributes[place].get("srcdoc") or "" for place in elements.tagged("iframe")]
    scripts = [(script.attributes.get("type") or "", script) for script in elements.at(elements.tagged("script"))]
    templates = [script.text() for kind, script in scripts if "template" in kind or "html" in kind]
    told = [
        text
        for text in frames + [text for text in templates if "{{" not in text and "<%" not in text]
        if SHORTEST_BODY <= len(text) <= LARGEST and len(_PARAGRAPH.findall(text)) > 1
    ]
    return ScriptedStory({}, max(told, key=len)) if told else None


def states(elements: Elements) -> Iterator[Any]:
    """Yield the values that the scripts of a page hold, and those of attributes, within bounds."""
    left = LARGEST
    pushed: list[str] = []
    for script in elements.at(elements.tagged("script")):
        kind = (script.attributes.get("type") or "").lower()
        text = script.text()
        is_data = "json" in kind and "ld+json" not in kind
        short = len(text) < SHORTEST_BODY and PUSHED not in text
        if short or len(text) > left or not (is_data or "javascript" in kind or kind in ("", "module")):
            continue
        left -= len(text)
        if PUSHED in text:
            pushed.append(text)
        if is_data:
            text = _ANGULAR.sub(lambda escape: _ESCAPES[escape[0]], text) if "{&q;" in text[:9] else text
            yield from (unflattened(v) if is_flattened(v) else v for v in _values(text.lstrip(), [0]))
        else:
            if len(text) <= LARGEST_LITERAL and any(sign in text for sign in WRITES_LITERALS):
                yield from literals(text)
            yield from _values(text, (found.end() for found in _BEGINS.finditer(text)))
    yield from flight_data(pushed)
    # <div id="app" data-page="{&quot;props&quot;:{&quot;article&quot;: ...">
    for node in elements.nodes:
        for value in node.attributes.values():
            text = value or ""
            if SHORTEST_BODY <= len(text) <= left and _IS_DATA.match(text):
                left -= len(text)
                # <astro-island props="{&quot;article&quot;:[0,{&quot;title&quot;:[0,&quot;Ferries&quot;], ...">
                paired = node.tag == "astro-island"
                yield from (unpaired(v) if paired else v for v in _values(text.lstrip(), [0]))


def _values(text: str, starts: Iterable[int]) -> Iterator[Any]:
    """Yield the values that begin at *starts* of *text* and are JSON."""
    for start in starts:
        try:
            value, _ = _DECODER.raw_decode(text, start)
            yield json.loads(value, strict=False) if isinstance(value, str) else value
        except (ValueError, RecursionError):
            continue  # it is code, not data


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in *value*, outer ones first, a bounded number of them."""
    waiting, seen = [(value, 0)], 0
    while waiting and seen < MOST_OBJECTS:
        value, depth = waiting.pop()
        seen += 1
        if isinstance(value, dict) and is_cache(value):
            value = joined(value)
        if isinstance(value, dict):
            yield value
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if depth < DEEPEST:
            waiting += [(one, depth + 1) for one in inner if isinstance(one, dict | list)]


def _story(node: dict[str, Any]) -> ScriptedStory | None:
    """The story that one object holds: it has a title, and a text long enough to be one."""
    values = {_NOT_LETTER.sub("", name.lower()): value for name, value in node.items()}
    title = _string(next((values[name] for name in _TITLE if values.get(name)), None))
    if not title:
        return None
    body = max((_html(values[name]) for name in _BODY if values.get(name)), key=len, default="")
    if len(body) < SHORTEST_BODY and weight(body) < SHORTEST_BODY:
        return None
    article: dict[str, Any] = {"@type": "NewsArticle", "headline": title}
    for name, keys in _VALUES.items():
        told = (values[key] for key in keys if values.get(key) and _may_be(key, values[key]))
        if (found := next(told, None)) is not None:
            read = _date if name.startswith("date") else _READ.get(name, _plain)
            article[name] = read(found)
    for counts in (values, *(values[name] for name in _COUNTS if isinstance(values.get(name), dict))):
        views = next((v for k, v in counts.items() if _NOT_LETTER.sub("", k.lower()) in _VIEWS), None)
        if isinstance(views, int | str) and not isinstance(views, bool):
            counter = {"@type": "InteractionCounter", "interactionType": "ViewAction", "userInteractionCount": views}
            article["interactionStatistic"] = counter
    return ScriptedStory(article, f"<article><h1>{html.escape(title)}</h1>{body}</article>")


def _may_be(key: str, value: Any) -> bool:
    """Whether *value* may be what *key* says: credits that part nobody who signs from the others are of pictures."""
    return key != "credits" or (isinstance(value, dict) and "by" in value)


def _string(value: Any) -> str | None:
    if isinstance(value, dict):  # WordPress's API: {"rendered": "..."}
        value = next((value[name] for name in ("rendered", "text", "value", "basic") if name in value), None)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _plain(value: Any) -> Any:
    """*value*; a string without its tags: "Two resign<br>Talks go on"."""
    return _TAGS.sub(" ", value) if isinstance(value, str) and "<" in value else value


def _people(value: Any) -> Any:
    """*value* with a `name` for each person in it: {"fullName": "Ann Lee"}."""
    if isinstance(value, list):
        return [_people(one) for one in value[:MOST_PEOPLE]]
    if not isinstance(value, dict) or value.get("name"):
        return _plain(value)
    named = next(
        (value[name] for name in ("fullName", "full_name", "displayName", "display_name") if name in value), None
    )
    return value if named is None else {"name": named}


def _picture(value: Any) -> Any:
    """*value* as an ImageObject: {"src": "/lock.jpg", "caption": "The lock", "credit": "Ann Lee"}."""
    if isinstance(value, list):
        return [_picture(one) for one in value[:1]]
    if not isinstance(value, dict):
        return value
    address = next((value[name] for name in ("url", "contentUrl", "src", "href") if value.get(name)), None)
    told = [_string(next((value[n] for n in names if value.get(n)), None)) for names in (_CAPTION, _CREDIT)]
    caption, credit = (_plain(text) for text in told)
    if caption and credit and credit not in caption:
        caption = f"{caption} {credit}" if ends_sentence(caption) else f"{caption}. {credit}"
    return {"@type": "ImageObject", "url": address, "caption": caption or credit} if address else None


def _line(value: Any) -> Any:
    """The text of *value*, of Arc's {"basic": "..."} too."""
    return _plain(_string(value) or value)


def _authors(value: Any) -> Any:
    """Who signs, of Arc's {"by": [{"name": "Ann Lee"}]} too."""
    by = value.get("by") if isinstance(value, dict) else None
    return _people(by if isinstance(by, list) else value)


_READ = {"author": _authors, "image": _picture, "description": _line}


def _date(value: Any) -> Any:
    """*value*; a number as seconds, or thousandths of them, since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e14:
        return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC).isoformat()
    return value


def _html(value: Any, depth: int = 0) -> str:
    """The text in *value* as HTML: a string of it or of plain text, a list of blocks, a tree of nodes."""
    if isinstance(value, str):
        if _TAG.search(value):
            return value
        return "".join(f"<p>{html.escape(line)}</p>" for line in re.split(r"\n+", value) if line.strip())
    if depth > DEEPEST:
        return ""
    if isinstance(value, list):
        if _is_inline(value):
            return f"<p>{html.escape(''.join(str(one.get('text', '')) for one in value))}</p>"
        return "".join(_html(one, depth + 1) for one in value)
    return _block(value, depth) if isinstance(value, dict) else ""


def _is_inline(nodes: list[Any]) -> bool:
    """Whether *nodes* are runs of one paragraph: [{"text": "The "}, {"text": "ferry", "bold": true}]."""
    return bool(nodes) and all(
        isinstance(node, dict)
        and isinstance(node.get("text"), str)
        and node.get("type", "text") in ("text", "link", "a")
        and not _OF_PARAGRAPH.search(str(node.get("__typename") or ""))
        for node in nodes
    )


def _block(node: dict[str, Any], depth: int) -> str:
    """One block of a text: a paragraph, a heading, a quote with its source, a list; pictures and boxes are none."""
    kind = str(
        node.get("type")
        or node.get("kind")
        or node.get("blockType")
        or node.get("__typename")
        or node.get("name")
        or ""
    ).lower()
    if _NO_TEXT.search(kind):
        return ""
    inner = "".join(_html(node[name], depth + 1) for name in _TEXTS if name in node)
    if "quote" in kind:
        source = _string(node.get("source") or node.get("author") or node.get("cite"))
        cited = f"<footer>{html.escape(source)}</footer>" if source else ""
        return f"<blockquote>{inner}{cited}</blockquote>" if inner else ""
    if "head" in kind and inner.startswith("<p>"):
        return f"<h2>{inner[3:].removesuffix('</p>')}</h2>"
    return f"<p>{inner}</p>" if inner and not inner.startswith("<") else inner
