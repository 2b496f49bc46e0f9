"""What a page declares about its article: JSON-LD, microdata, OpenGraph and other meta tags, as plain values."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborNode

from crawler.elements import Elements
from crawler.reading.text import clean, folded, unescape
from crawler.reading.urls import url_key_or_none

# schema.org's articles: Article and its subtypes, and what blogs and agencies use.
ARTICLE_TYPE = re.compile(
    r"(?:\w*Article|\w*BlogPosting|Report|LiveBlogPosting|Review\w*NewsArticle|AnalysisNewsArticle)$"
)
# What a page may be of instead: goods, vacancies, concerts.
_THING_TYPE = re.compile(r"Product|JobPosting|(?!Broadcast|Publication)\w*Event$")
MOST_OF_THING = 1.5  # letters of a title for each of the name of what it is of
DEEPEST = 12
MOST_NODES = 2000
# Of microdata: what steps read.
PROPERTIES = frozenset((
    "headline articleBody datePublished dateCreated dateModified interactionStatistic interactionCount"
    " userInteractionCount articleSection keywords description image"
).split())  # fmt: skip
# Of the article alone: a site's head has a description too.
OF_ARTICLE = frozenset("articleSection keywords description image".split())
DEEPEST_SCOPE = 60  # elements around a property
MOST_TEXT = 2_000_000  # characters of all properties that are told as text: they may stand in one another
WHOLE_BODY = 1000  # properties that an article's body is worth

_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$")
MOST_MENDED = 30  # faults of one script
LONGEST_MENDED = 200_000  # characters
_PROPERTY = re.compile(r'"[\w@:. -]{1,60}"\s*:')
_BARE = re.compile(r"'[^'\n]*'|[^\"',{}\[\]\n]*(?=[,}\n])")
_NOTE = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def load_json(text: str) -> Any:
    """Return the JSON in *text*, or None. What sites often get wrong is mended; the value of no property is guessed.

    >>> load_json('<!-- {"headline": "Two\\nlines",} -->')
    {'headline': 'Two\\nlines'}
    >>> load_json('{"headline": "Mayor "unfit", he says" "url": "/a"} }')
    {'headline': 'Mayor "unfit", he says', 'url': '/a'}
    """
    text = text.strip()
    if text[:1] not in "{[" or text[-1:] not in "}]":
        text = _COMMENT.sub("", text).strip().rstrip(";")
    for _ in range(MOST_MENDED if len(text) < LONGEST_MENDED else 1):
        try:
            return json.loads(text, strict=False)
        except json.JSONDecodeError as error:
            mended = _mended(text, error)
            if mended is None:
                return None
            text = mended
        except (ValueError, RecursionError):  # a number of five thousand digits; brackets without end
            return None
    return None


def _mended(text: str, error: json.JSONDecodeError) -> str | None:
    """*text* without the fault at which reading it stopped; None where it is of another kind than sites make."""
    at = error.pos
    before, after = text[:at].rstrip(), text[at:]
    if note := _NOTE.match(after):  # // "image": ...,
        return text[:at] + after[note.end() :]
    if before.endswith(",") and after[:1] in ("}", "]"):
        return before[:-1] + after
    match error.msg:
        case "Illegal trailing comma before end of object" | "Illegal trailing comma before end of array":
            return before + after[1:]
        case "Extra data":  # {...} }, or two scripts in one: {...} {...}
            return f"[{before},{after}]" if after[0] in "{[" else before
        case "Invalid \\escape":  # "the mayor\'s", "C:\data"
            return text[:at] + ("" if after[1:2] == "'" else "\\\\") + after[1:]
        case "Expecting ',' delimiter" if after[:1] in ("{", "[") or _PROPERTY.match(after):
            return f"{before},{after}"
        case "Expecting value" if before.endswith(":") and (bare := _BARE.match(after)):
            # "headline": 'Ferry strike ends', "image": ,
            return before + (json.dumps(bare[0][1:-1]) if bare[0][:1] == "'" else "null") + after[bare.end() :]
    ended = before.removesuffix(",").rstrip()
    if ended.endswith('"'):  # "Mayor "unfit", he says"
        return f'{ended[:-1]}\\"{text[len(ended) :]}'
    return None


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every object in *value*, outer ones first."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            if isinstance(inner, dict | list):
                yield from _nodes(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner, depth + 1)


def _types(node: dict[str, Any]) -> list[str]:
    declared = node.get("@type")
    return [t for t in (declared if isinstance(declared, list) else [declared]) if isinstance(t, str)]


def text_of(value: Any, depth: int = 0) -> str | None:
    """Return the text of a JSON-LD value, cleaned: a string, a number, `@value`, `name`, or the first of a list."""
    if depth > DEEPEST:
        return None
    if isinstance(value, list):
        return next((text for one in value[:10] if (text := text_of(one, depth + 1))), None)
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name"), depth + 1)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return clean(unescape(str(value))) or None
    return None


class StructuredData:
    """The JSON-LD of one page. `article` is the node that speaks of this page's article, {} where none does."""

    def __init__(self, scripts: list[str], url: str, titles: Callable[[], list[str]] = list) -> None:
        self.nodes: list[dict[str, Any]] = []
        for script in scripts:
            for node in _nodes(load_json(script)):
                if len(self.nodes) >= MOST_NODES:
                    break
                self.nodes.append(node)
        self.by_id = {n["@id"]: n for n in self.nodes if isinstance(n.get("@id"), str) and len(n) > 1}
        self.article = self._article(url, titles)
        self.other_thing = None if self.article else self._other_thing(titles)

    @classmethod
    def of(cls, elements: Elements, url: str) -> StructuredData:
        """Read the scripts among *elements*."""
        scripts = [place for place in elements.tagged("script") if "type" in elements.attributes[place]]
        declared = [place for place in scripts if "ld+json" in (elements.attributes[place]["type"] or "").lower()]
        return cls([node.text() for node in elements.at(declared)], url, lambda: page_titles(elements))

    def _article(self, url: str, titles: Callable[[], list[str]]) -> dict[str, Any]:
        """The article node whose address is this page's, or whose headline its title is; a lone one is taken as it is.

        A list of teasers is of the same type as the article: of several nodes, or of those in an `ItemList`, none is
        taken that names another page and another headline.
        """
        articles = [n for n in self.nodes if any(ARTICLE_TYPE.match(t) for t in _types(n))]
        headed = [n for n in articles if n.get("headline") or n.get("datePublished")]
        if not articles and (video := next((n for n in self.nodes if "VideoObject" in _types(n)), None)):
            # The page of a video says of it what others say of their article.
            name = folded(text_of(video.get("name")) or "")
            return video if name and any(name in folded(title) for title in titles()) else {}
        listed = {id(part) for node in self.nodes if "ItemList" in _types(node) for part in _items(node)}
        if len({id(n) for n in headed}) < 2 and not (listed and listed.issuperset(map(id, headed or articles))):
            return (headed or articles or [{}])[0]
        key = url_key_or_none(url)
        for node in headed:
            if key and any(url_key_or_none(address) == key for address in _addresses(node)):
                return node
        printed = [folded(title) for title in titles()]
        for node in headed:
            headline = folded(text_of(node.get("headline")) or "")
            if headline and any(headline in title or (len(title) > 15 and title in headline) for title in printed):
                return node
        own = (n for n in headed if id(n) not in listed)
        return next((n for n in own if not any(url_key_or_none(address) for address in _addresses(n))), {})

    def _other_thing(self, titles: Callable[[], list[str]]) -> str | None:
        """The type of what the page is of, by its own name, where that is no article.

        Not the subscription of a site, which a title ends in: "Ferry strike ends - Harbour Gazette"; nor the match of
        which a story tells: "Ravens - Rovers: how the cup was won".
        """
        things = [(t, n) for n in self.nodes for t in _types(n) if _THING_TYPE.match(t)]
        printed = [folded(title) for title in titles()] if things else []
        for kind, node in things:
            name = folded(text_of(node.get("name") or node.get("title")) or "")
            is_named = any(title.startswith(name) and len(title) <= MOST_OF_THING * len(name) for title in printed)
            if name and is_named and not any(title.endswith(name) and title != name for title in printed):
                return kind
        return None

    def get(self, name: str) -> str | None:
        """Return the article's value of *name* as text, or None."""
        return text_of(self.article.get(name))

    def resolve(self, value: Any) -> Any:
        """Return *value*, or the node elsewhere on the page that it names by `@id`."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value

    def values(self, name: str) -> list[Any]:
        """Return the article's values of *name* as a list, references resolved."""
        value = self.article.get(name)
        if value is None:
            return []
        return [self.resolve(v) for v in (value if isinstance(value, list) else [value])]


def _items(node: dict[str, Any]) -> Iterator[Any]:
    """Yield what the list *node* holds: {"itemListElement": [{"@type": "ListItem", "item": …}]}."""
    elements = node.get("itemListElement")
    for element in elements if isinstance(elements, list) else [elements]:
        yield element
        if isinstance(element, dict):
            yield element.get("item")


def _addresses(node: dict[str, Any]) -> Iterator[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        value = node.get(name)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def page_titles(elements: Elements) -> list[str]:
    """Return what the page calls itself: its `title`, its first headings, its `og:title`."""
    named = elements.at(elements.tagged("title", "h1"))
    titles = [node.text() for node in named if node.tag == "h1" or (node.parent and node.parent.tag == "head")][:4]
    metas = (elements.attributes[place] for place in elements.tagged("meta"))
    titles += [meta.get("content") or "" for meta in metas if meta.get("property") == "og:title"][:1]
    return [clean(unescape(title)) for title in titles]


def meta_tags(elements: Elements) -> dict[str, list[str]]:
    """Return the contents of the page's meta tags by name or property, in lower case, in the page's order."""
    found: dict[str, list[str]] = {}
    for place in elements.tagged("meta"):
        attributes = elements.attributes[place]
        name = attributes.get("property") or attributes.get("name")
        if name and (content := clean(unescape(attributes.get("content") or ""))):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def microdata(elements: Elements) -> dict[str, list[str]]:
    """Return the values of the `PROPERTIES` in `itemprop` attributes by name, in the page's order.

    Of several articles that the markup tells apart, only the page's own count: the one that has the body,
    or else the first that has the most to say.
    """
    found: list[tuple[int | None, str, str]] = []
    scopes: Counter[int] = Counter()
    around: dict[int, int | None] = {}
    room = MOST_TEXT
    for place, said in islice(elements.with_attribute("itemprop").items(), MOST_NODES):
        names = [name for name in said.split() if name in PROPERTIES]
        if not names:
            continue
        node, attributes = elements.nodes[place], elements.attributes[place]
        scope = _article_scope(node, around)
        if scope is None and not OF_ARTICLE.isdisjoint(names):
            continue
        if scope is not None:
            scopes[scope] += WHOLE_BODY if "articleBody" in names else 1
        value = attributes.get("content") or attributes.get("datetime")
        if value is None and node.tag == "abbr":
            value = attributes.get(
                "title"
            )  # <abbr itemprop="datePublished" title="2026-11-22T21:14:00+03:00">21:14</abbr>
        if value is None and "image" in names:
            value = attributes.get("src") or attributes.get("href") or ""
        if value is None and names != ["articleBody"] and node.tag not in ("div", "article", "section", "body", "main"):
            value = node.text() if room > 0 else ""
            room -= len(value)
        if value := clean(unescape(value or "")):
            found.extend((scope, name, value) for name in names)
    own = max(scopes, key=scopes.__getitem__, default=None)
    kept: dict[str, list[str]] = {}
    for scope, name, value in found:
        if scope is None or scope == own:
            kept.setdefault(name, []).append(value)
    return kept


def _article_scope(node: LexborNode, known: dict[int, int | None]) -> int | None:
    """The article that *node* is a property of, by what identifies its element; None outside of articles.

    *known* holds what was found for the elements around others, and is added to.
    """
    scope: int | None = None
    passed: list[int] = []
    above = node.parent
    for _ in range(DEEPEST_SCOPE):
        if above is None or above.tag == "-document":
            break
        place = above.mem_id
        if place in known:
            scope = known[place]
            break
        passed.append(place)
        kind = above.attributes.get("itemtype")
        if kind and ARTICLE_TYPE.match(kind.rstrip("/").rpartition("/")[2]):
            scope = place
            break
        above = above.parent
    known |= dict.fromkeys(passed, scope)
    return scope
