"""The people who wrote the story."""

from __future__ import annotations

import re
from typing import Any

from crawler.items import Article
from crawler.page import Page
from crawler.reading.text import clean, unescape
from crawler.structured_data import text_of
from pipelines.field import Candidate, FieldPipeline
from pipelines.title import site_names

LONGEST = 80
_AUTHOR_PAGE = ", ".join(
    f'a[href*="/{word}/"]' for word in ("author", "authors", "autor", "autoren", "auteur", "auteurs")
)
MOST = 20
_BY = r"by|von|par|por|door"
_LABEL = (
    r"by|von|par|di|de|por|door|av|af|(?:words|written|posted|reported) by|text|автор[иы]?|текст|autore?s?|autorin"
    r"|auteurs?|redakteur(?:in)?|文|記者|著者|기자"
)
_LEAD = re.compile(
    rf"^(?:{_LABEL})\s*[:：]\s*|^(?:(?:written|posted|story|words|text)\s+)?(?:{_BY})\s+(?=\S)"
    r"|^(?:show |view )?all (?:articles|posts) (?:of|by) ",
    re.IGNORECASE,
)
# "Mira Holt (mho)", "신현주 기자", "Mira Holt, 12. Mai 2026": what follows a name.
_TRAIL = re.compile(r"\s*(?:\([^)]*\)?|기자|記者|\d.*)$")
_PARTS = re.compile(r"\s*[;|/•·\n]\s*|\s*,\s+|\s+(?:and|und|et|y|e|og|och|en|та|и|&)\s+|、", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)@\w+")
_FOLD = re.compile(r"[\W_]+")
# Who stands where a person's name is expected: desks, agencies, accounts of content systems.
_DESK = re.compile(
    r"\b(?:staff|editors?|editorial|desk|newsroom|team|redaktion|redaktionen|redacci[oó]n|r[eé]daction|redazione|"
    r"redactie|redakcja|redaksi|редакц\w+|admin\w*|administrator|webmaster|guest|contributors?|correspondents?|"
    r"news|online|reuters|afp|dpa|apa|ansa|efe|ap|associated press|press|agency|agencies|укрінформ|интерфакс|"
    r"unknown|anonymous|none|null|undefined)\b|編集部|编辑部|통신|新华社",
    re.IGNORECASE,
)


def site_rule(page: Page) -> list[str] | None:
    return page.select_texts(page.site.selectors.authors) or None


def json_ld(page: Page) -> list[str] | None:
    people = [v for v in page.structured.values("author") if not _is_organisation(v)]
    return [name for name in map(text_of, people) if name] or None


def meta(page: Page) -> list[str] | None:
    for name in ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"):
        if values := [v for v in page.meta_values.get(name, []) if not v.startswith("http")]:
            return values
    return None


def byline(page: Page) -> list[str] | None:
    """Names that the markup calls an author: `rel=author`, `itemprop=author`, a class such as "byline"."""
    if not page.html:
        return None
    for selector in ('[itemprop="author"] [itemprop="name"]', '[rel~="author"]', '[itemprop="author"]'):
        if names := page.select_texts(selector):
            return names[:MOST]
    for block in page.blocks:
        element = block.element
        if element is None or len(block.text) > LONGEST * 2:
            continue
        if any(e.words & {"byline", "author", "authors", "autor"} for e in list(element.lineage())[:2]):
            return [clean(block.text)]
    return None


def author_links(page: Page) -> list[str] | None:
    """Names that link to an author's own page, around the headline or in the story: <a href="/author/mira-holt/">."""
    if not page.html:
        return None
    names: list[str] = []
    first = None
    for node in page.tree.css(_AUTHOR_PAGE):
        name = clean(node.text(separator=" "))
        around = node.parent.parent if node.parent is not None else None
        if not name or around is None or not _has_several_words(name):
            continue
        # The names of one byline stand together; further down stand other stories' authors.
        first = first if first is not None else around.mem_id
        if around.mem_id == first:
            names.append(name)
    return names[:MOST] or None


def printed_byline(page: Page) -> list[str] | None:
    """The line near the headline that says "By Mira Holt", in the languages that print it so."""
    blocks = page.blocks
    head = next((i for i, b in enumerate(blocks) if b.tag == "h1" or b.within("h1")), 0)
    for block in blocks[max(0, head - 3) : head + 12]:
        for line in block.text.split("\n"):
            if len(line) <= LONGEST and _LEAD.match(line) and _has_several_words(_LEAD.sub("", line)):
                return [line]
    return None


def _has_several_words(name: str) -> bool:
    return 2 <= len(name.split()) <= 12 or not name.isascii()


def _is_organisation(value: Any) -> bool:
    return isinstance(value, dict) and value.get("@type") in ("Organization", "NewsMediaOrganization", "Corporation")


def names_in(text: str) -> list[str]:
    """Return the people's names in a byline, without "By", addresses, roles and desks.

    >>> names_in("By Mira Holt and Tomas Reyes, harbour correspondent")
    ['Mira Holt', 'Tomas Reyes']
    """
    text = _LEAD.sub("", _ADDRESS.sub(" ", clean(unescape(text))))
    parts = (_TRAIL.sub("", part).strip(" .,:-–—()*") for part in _PARTS.split(text))
    return [part for part in parts if _is_name(part)]


def _is_name(text: str) -> bool:
    if not text or len(text) > LONGEST or _DESK.search(text) or any(c.isdigit() for c in text):
        return False
    words = text.split()
    if len(words) > 6:
        return False
    # Scripts without capitals (Japanese, Arabic, Hindi) print names that no letter case marks.
    cased = [w for w in words if w[0].lower() != w[0].upper()]
    return not cased or any(w[0].isupper() for w in cased[:1] + cased[-1:])


class AuthorsPipeline(FieldPipeline[list[str]]):
    """`authors`: people's names in the order printed."""

    field = "authors"
    sources = (site_rule, json_ld, byline, meta, printed_byline, author_links)

    def candidates(self, page: Page, article: Article) -> list[Candidate[list[str]]]:
        """Each source's names, split and cleaned; the site itself is no author."""
        own = site_names(page)
        result = []
        for found in super().candidates(page, article):
            names = dict.fromkeys(name for text in found.value for name in names_in(text))
            people = [name for name in names if _FOLD.sub("", name).casefold() not in own]
            result.append(self.candidate(people[:MOST], found.source, "; ".join(found.value), page))
        return result

    def refusal(self, value: list[str], page: Page) -> str | None:
        return None if value else "no person's name in it"
