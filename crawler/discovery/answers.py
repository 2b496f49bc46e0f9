"""What a script gets to draw a list of: a piece of a page, or values that hold pieces or entries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.discovery.feeds import NEXT
from crawler.page import Page
from crawler.script_state import states

MOST_VALUES = 20_000
DEEPEST = 12
MOST_PRELOADS = 5
MOST_MARKS = 2  # of what follows: no answer makes 5,000 addresses
_ADDRESS = ("url", "link", "href", "permalink", "canonical_url", "full_url", "web_url", "share_url", "path")
_TITLE = ("title", "headline", "name", "label")
_DATE = re.compile(r"(?:date_?)?(?:published|publish|pub|release|created)_?(?:at|on|date|time)?|date(?:_?time)?", re.I)
# "next_cursor": "c6" is what the address that was asked takes as "cursor", "nextPage": 3 as "page".
_NEXT_MARK = re.compile(r"next_?(cursor|offset|page|start|skip|after|token|page_?token)", re.IGNORECASE)


def page_in_json(body: bytes, url: str = "") -> str | None:
    """Return what is to be read as a page in the JSON at *url*: its strings of markup, a link for each entry; None
    where nothing is.

    >>> page_in_json(b'{"rows": [{"title": "Gates", "url": "/gates"}], "next_page_url": "/news?page=3"}')
    '<p><a href="/gates">Gates</a></p><a rel="next" href="/news?page=3"></a>'
    >>> page_in_json(b'{"html": "<p><a href=\\'/gates\\'>Gates</a></p>"}'), page_in_json(b'{"a": 1}')
    ("<p><a href='/gates'>Gates</a></p>", None)
    >>> page_in_json(b'{"next_cursor": "c6"}', "https://lock.example/api/news?n=20")
    '<a rel="next" href="https://lock.example/api/news?n=20&amp;cursor=c6"></a>'
    """
    try:
        return "".join(_pieces(json.loads(body), url)) or None
    except (ValueError, RecursionError):
        return None


def as_drawn(page: Page) -> Page:
    """Return *page* with a link for each entry in what its scripts hold, and for what they are to ask for first."""
    pieces = [piece for state in states(page.elements) for piece in _pieces(state, page.url)]
    for node in page.tree.css('link[rel~="preload" i][as="fetch" i][href]')[:MOST_PRELOADS]:
        pieces.append(_next(node.attributes.get("href") or ""))
    if not pieces:
        return page
    html = f"{page.html}{''.join(pieces)}".encode("utf-8", "replace")
    return Page.from_html(html, page.url, content_type="text/html; charset=utf-8", site=page.site)


def _pieces(answer: Any, url: str) -> Iterator[str]:
    waiting: list[tuple[str, Any, int]] = [("", answer, 0)]
    marks = MOST_MARKS
    for _ in range(MOST_VALUES):
        if not waiting:
            return
        name, value, depth = waiting.pop()
        if isinstance(value, str) and "<a " in value:
            yield value
        elif isinstance(value, str) and NEXT.fullmatch(name) and ("/" in value or value.startswith("?")):
            yield _next(value)
        elif isinstance(value, str | int):
            may_be = url and marks and value not in (0, -1, "") and not isinstance(value, bool)
            if may_be and (mark := _NEXT_MARK.fullmatch(name)):
                marks -= 1
                yield _next(_with_mark(url, mark[1][0].lower() + mark[1][1:], str(value)))
        elif depth < DEEPEST:
            if isinstance(value, dict):
                yield from _entry(value)
            inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
            first = list(islice(inner, MOST_VALUES))  # of five million numbers, which are 10 MB
            waiting += [(str(key), item, depth + 1) for key, item in reversed(first)]


def _next(address: str) -> str:
    return f'<a rel="next" href="{escape(address)}"></a>'


def _with_mark(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    own = next((key for key, _ in pairs if key.lower() == name.lower()), name)
    return parts._replace(query=urlencode([*((k, v) for k, v in pairs if k != own), (own, value)])).geturl()


def _entry(entry: dict[str, Any]) -> Iterator[str]:
    address = next((text for name in _ADDRESS if isinstance(text := entry.get(name), str) and "/" in text), None)
    title = next((text for name in _TITLE if isinstance(text := entry.get(name), str)), None)
    if address and title:
        date = next((text for name, text in entry.items() if isinstance(text, str) and _DATE.fullmatch(name)), None)
        time = f'<time datetime="{escape(date)}"></time>' if date else ""
        yield f'<p><a href="{escape(address)}">{escape(title)}</a>{time}</p>'
