"""The names that link to an author's own page."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.page import Page
from crawler.reading.bylines.bylines import read_byline
from crawler.reading.text import clean

LONGEST = 160  # characters, of a line that names authors
MOST = 20
# In an address.
_AUTHOR_LINKS = (
    "/aut",
    "/journalist",
    "/redact",
    "/redakt",
    "/profil",
    "/avtor",
    "/yazar",
    "/szerz",
    "/awdur",
    "/egile",
    "/forfat",
    "/reporter",
    "/writer",
    "/columnist",
    "/contributor",
    "/muhabir",
    "/penulis",
    "/tac-gia",
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:[aei]|es|en|ius|iai)?|auteurs?|journalists?|redacteurs?|redactor(?:es)?|redaktor(?:i|zy)?|people|profile?"
    r"|avtorj?i?|yazarlar|yazar|szerzok?|awdur(?:on)?|egilea?k?|forfatter"
    r"|reporters?|writers?|columnists?|contributors?|muhabir(?:ler)?|penulis|tac-gia)/[^/?#]+",
    re.I,
)


def author_links(page: Page) -> list[str] | None:
    """Names that link to an author's own page: <a href="/author/mira-holt/">."""
    first: LexborNode | None = None
    names: list[str] = []
    for place in page.elements.tagged("a"):
        address = page.elements.attributes[place].get("href") or ""
        if not (any(part in address for part in _AUTHOR_LINKS) and _AUTHOR_PAGE.search(address)):
            continue
        node = page.elements.nodes[place]
        text = clean(node.text(separator=" "))
        if not 1 < len(text) <= LONGEST or not read_byline(text).people:
            continue
        first = first or node
        if near_each_other(first, node):
            names.append(text)
    return names[:MOST] or None


def near_each_other(one: LexborNode, other: LexborNode) -> bool:
    """Whether two elements share their parent's parent."""
    a = one.parent.parent if one.parent is not None else None
    b = other.parent.parent if other.parent is not None else None
    return a is not None and b is not None and a.mem_id == b.mem_id
