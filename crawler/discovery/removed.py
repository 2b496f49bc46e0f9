"""What became of an article whose address answers with something else: deleted, led home, or merely in the way."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.blocks import HEADINGS
from crawler.data_files import read_table
from crawler.discovery.article_or_not import is_dated, is_declared, why_not_article
from crawler.discovery.links import is_page_of_list, looks_like_article
from crawler.page import Page
from crawler.reading.text import clean
from crawler.reading.urls import loose_key

_SAID = read_table("crawler.discovery", "not_found.toml")
# Where words stand apart and take no article before them they are whole: "side" is in "president", "post" in "postal".
_THING = re.compile(
    "|".join(
        rf"\b{thing.removesuffix('*')}" + r"\b" * (not thing.endswith("*")) if thing < "\u0530" else thing
        for thing in _SAID["things"]
    )
)
_OBSTACLES = frozenset(
    ("consent", "cmp", "privacy", "captcha", "challenge", "login", "signin", "auth", "sso", "subscribe", "paywall")
)
MOST_TEXT = 3000  # characters: a longer page tells a story, whatever its headline
MOST_TEXT_OF_NOTICE = 1000  # characters, of a page that says in words of its own that it is not there
LONGEST_HEADING = 120
MOST_LINES = 20  # that are looked at where a page has no headings


def says_not_found(page: Page) -> bool:
    """Return whether *page* says, in its title or main heading, that what was asked for is not there; where it has no
    heading, in a line.

    >>> says_not_found(Page.from_html(b"<title>Page not found - The Wharf</title><h1>Oops</h1>", "http://a.example/1"))
    True
    >>> says_not_found(Page.from_html(b"<title>Wreck not found</title><p>" + b"The divers searched. " * 200))
    False
    """
    length = sum(len(block.text) for block in page.blocks)
    if length > MOST_TEXT or _is_story(page):
        return False
    title = page.tree.css_first("title")
    headings = [clean(title.text())] if title is not None else []
    headings = _said([*headings, *[block.text for block in page.blocks if block.tag in HEADINGS][:2]])
    has_heading = any(block.tag in HEADINGS for block in page.blocks)
    lines = [] if has_heading else _said([block.text for block in page.blocks[:MOST_LINES]])
    if any(said.startswith("404 ") or said in _SAID["phrases"] or _names_page(said) for said in headings):
        return True
    # What follows is said in short news too: "Hiker not found", "Law no longer available", "Article 13 removed".
    if any(map(_phrases, headings)) and why_not_article(page):
        return True
    is_notice = length <= MOST_TEXT_OF_NOTICE and any(map(_tells_absence, [*headings, *lines]))
    return (is_notice or any(map(_phrases, lines))) and not is_dated(page)


def _said(texts: list[str]) -> list[str]:
    """The short ones of *texts*, as the lists have them."""
    short = (text.casefold() for text in texts if len(text) <= LONGEST_HEADING)
    # "İ" is two characters when it is small: "İçerik silinmiş".
    return [text.replace("i̇", "i").replace("’", "'").strip(" .!:–—-|") for text in short]


def _phrases(said: str) -> list[str]:
    # "404" alone may stand anywhere in a headline.
    return [phrase for phrase in _SAID["phrases"] if len(phrase) > 4 and phrase in said]


def _names_page(said: str) -> bool:
    """Whether a text holds a phrase that can be of a page alone: "page not found"."""
    return any(map(_THING.search, _phrases(said)))


def _tells_absence(said: str) -> bool:
    return any(way in said for way in _SAID["absent"]) and _THING.search(said) is not None


def _is_story(page: Page) -> bool:
    return (
        is_declared(page)
        and (page.structured.get("datePublished") or page.meta.get("article:published_time")) is not None
    )


def why_removed(asked: str, page: Page) -> str | None:
    """Return how an article at *asked* was taken away, if *page*, which its address led to, shows that; else None.

    A page that shows neither is no proof: it may be a captcha, or drawn by a script.
    """
    if says_not_found(page):
        return "a page that says it is not there"
    if loose_key(asked) == loose_key(page.url) or is_on_the_way(asked, page.url):
        return None
    if urlsplit(page.url).path in ("", "/"):
        return "redirect to the home page"
    is_section = is_page_of_list(page.url) or not (is_declared(page) or looks_like_article(page.url))
    return "redirect to a section" if is_section and why_not_article(page) else None


def is_on_the_way(asked: str, to: str) -> bool:
    """Return whether a redirect leads to a page that stands before the one asked for, as for consent or a login.

    >>> is_on_the_way("https://a.example/news/1", "https://consent.a.example/?back=https%3A%2F%2Fa.example%2Fnews%2F1")
    True
    >>> is_on_the_way("https://a.example/news/1", "https://a.example/news/")
    False
    """
    parts = urlsplit(to)
    words = set(re.split(r"[^a-z]+", f"{parts.hostname or ''} {parts.path}".lower()))
    path = urlsplit(asked).path
    return bool(words & _OBSTACLES) or (len(path) > 1 and path in unquote(unquote(parts.query)))
