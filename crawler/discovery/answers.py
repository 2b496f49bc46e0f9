"""What a button that loads more gets for an answer: a piece of a page, or JSON that holds pieces or entries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import Any

from crawler.discovery.feeds import NEXT

MOST_VALUES = 20_000
DEEPEST = 12
_ADDRESS = ("url", "link", "href", "permalink", "canonical_url", "full_url", "web_url", "share_url", "path")
_TITLE = ("title", "headline", "name", "label")


def page_in_json(body: bytes) -> str | None:
    """Return what is to be read as a page in JSON: its strings of markup, a link for each entry; None where nothing is.

    >>> page_in_json(b'{"rows": [{"title": "Gates", "url": "/gates"}], "next_page_url": "/news?page=3"}')
    '<p><a href="/gates">Gates</a></p><a rel="next" href="/news?page=3"></a>'
    >>> page_in_json(b'{"html": "<p><a href=\\'/gates\\'>Gates</a></p>"}'), page_in_json(b'{"a": 1}')
    ("<p><a href='/gates'>Gates</a></p>", None)
    """
    try:
        return "".join(_pieces(json.loads(body))) or None
    except (ValueError, RecursionError):
        return None


def _pieces(answer: Any) -> Iterator[str]:
    waiting: list[tuple[str, Any, int]] = [("", answer, 0)]
    for _ in range(MOST_VALUES):
        if not waiting:
            return
        name, value, depth = waiting.pop()
        if isinstance(value, str):
            if "<a " in value:
                yield value
            elif value and NEXT.fullmatch(name) and ("/" in value or value.startswith("?")):
                yield f'<a rel="next" href="{escape(value)}"></a>'
        elif depth < DEEPEST:
            if isinstance(value, dict):
                yield from _entry(value)
            inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
            first = list(islice(inner, MOST_VALUES))  # of five million numbers, which are 10 MB
            waiting += [(str(key), item, depth + 1) for key, item in reversed(first)]


def _entry(entry: dict[str, Any]) -> Iterator[str]:
    address = next((text for name in _ADDRESS if isinstance(text := entry.get(name), str) and "/" in text), None)
    title = next((text for name in _TITLE if isinstance(text := entry.get(name), str)), None)
    if address and title:
        yield f'<p><a href="{escape(address)}">{escape(title)}</a></p>'
