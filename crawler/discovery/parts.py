"""The further pages of a story that a site cuts into several."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.page import Page
from crawler.reading.urls import web_url_or_none

MOST_PARTS = 30
_PARAMETERS = ("page", "p", "pg", "seite", "pagina", "pageno", "part")
# /story/2/, /story/page/2, /story/seite-2, /story,2.html, /story-page-2.html
_PATHS = re.compile(
    r"(?:/(?:page|seite|pagina|part)?[/-]?(?P<a>\d{1,2})/?|[,_](?P<b>\d{1,2})(?P<c>\.\w{2,5})?"
    r"|[-_](?:page|seite|pagina|part)[-_]?(?P<d>\d{1,2})(?P<e>\.\w{2,5})?)$"
)


def next_part(page: Page, number: int) -> str | None:
    """Return the address of part *number* of the story on *page*, which is the part before it; None if it has no more.

    A part is known by its address: that of the story with the part's number added, which the page links to. What a page
    merely names as next is often the next story.
    """
    if not page.html or not 2 <= number <= MOST_PARTS:
        return None
    story = story_address(page.url, number - 1 if number > 2 else 0)
    for node in page.tree.css('link[rel~="next" i][href], a[href]'):
        href = node.attributes.get("href") or ""
        if str(number) not in href:  # of the hundreds of links of a page nearly all: it is dear to look closer
            continue
        if (url := web_url_or_none(href, page.url)) is None:
            continue
        address = story_address(url, number)
        if address == story and address != story_address(url, 0):  # it bears the number
            return url
    return None


def story_address(url: str, number: int) -> str:
    """Return *url* without the mark that makes it part *number* of a story; itself where it has none.

    >>> story_address("https://lock.example/story/2/", 2), story_address("https://lock.example/story?id=7&page=3", 3)
    ('https://lock.example/story', 'https://lock.example/story?id=7')
    >>> story_address("https://lock.example/story/2/", 3)
    'https://lock.example/story/2'
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not (name.lower() in _PARAMETERS and value == str(number))]
    path, mark = parts.path, _PATHS.search(parts.path)
    if len(kept) == len(pairs) and mark and int(mark["a"] or mark["b"] or mark["d"]) == number:
        path = path[: mark.start()] + (mark["c"] or mark["e"] or "")
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}{query}"
