"""The people who wrote the story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborNode

from crawler.items import Article
from crawler.page import Page, once
from crawler.reading.bylines import Trust, labelled_part, read_byline, read_dated_name, starts_byline
from crawler.reading.text import clean, folded
from crawler.structured_data import text_of
from pipelines.field import Candidate, FieldPipeline
from pipelines.headline_place import headline_at

LONGEST = 160  # characters, of a line that names authors
MOST = 20
MOST_NODES = 60
DEEPEST = 40  # elements around a name
DEEPEST_LIST = 3
ABOVE, BELOW = 4, 12  # blocks around the headline
METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl")
LATE_METAS = ("cxenseparse:author", "twitter:data1", "citation_author", "authors", "article.author")
# In the order of trust, and of what it costs to look for them.
_MARKED = (
    ("attribute", '[itemprop~="author"], [rel~="author"]'),
    ("class", '[class*="author" i], [class*="byline" i], [class*="autor" i], [class*="auteur" i], [class*="vcard" i]'),
)
TRUST: dict[str, Trust] = {"printed_byline": "printed", "markup": "marked", "author_links": "marked"}
_WORD = re.compile(r"[a-z]+")
_BYLINE = frozenset(
    "author authors authorname byline bylines autor autores autoren autorin auteur auteurs vcard".split()
)
# Around an author of another story, of a comment, or of the site.
_COMMENTS = re.compile(r"comment|kommentar|comentario|disqus|forum|reader|respond")
_FOREIGN = re.compile(r"related|sidebar|teaser|recent|popular|most-?read|recommend|trending|carousel|footer")
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:es|en)?|auteurs?|journalists?|redacteurs?|people|profile?)/[^/?#]+", re.I
)
_SEGMENT = re.compile(r"\n|\s[|•·–—]\s")


def site_rule(page: Page) -> list[str] | None:
    return page.select_texts(page.site.selectors.authors) or None


def json_ld(page: Page) -> list[str] | None:
    values = page.structured.values("author") or page.structured.values("creator")
    return [name for name in _names_of(values, page) if name][:MOST] or None


def _names_of(values: list[Any], page: Page, depth: int = 0) -> Iterator[str]:
    """The names in a JSON-LD value: {"name": ["A", "B"]}, [[{"name": "A"}]], {"givenName": "A", "familyName": "B"}."""
    for value in map(page.structured.resolve, values[:MOST]):
        inner = value.get("name", value.get("@list")) if isinstance(value, dict) else value
        if isinstance(inner, list) and depth < DEEPEST_LIST:
            yield from _names_of(inner, page, depth + 1)
        elif isinstance(value, dict) and not inner:
            yield " ".join(filter(None, (text_of(value.get(part)) for part in ("givenName", "familyName"))))
        else:
            yield text_of(inner) or ""


@once
def markup(page: Page) -> list[str] | None:
    """Names that the markup calls an author: `itemprop=author`, `rel=author`, a class such as "byline"."""
    for how, selector in _MARKED if page.html else ():
        nodes = _of_the_article(page.tree.css(selector)[:MOST_NODES], how)
        for node in nodes:
            texts = _texts(node)
            if not any(_names_somebody(text) for text in texts):
                continue
            # The names of one byline stand together; further down stand other stories' authors.
            if how == "attribute":
                texts = [text for other in nodes if _near(node, other) for text in _texts(other)]
            return list(dict.fromkeys(texts))[:MOST]
    return None


def _names_somebody(text: str) -> bool:
    found = read_byline(text, "marked")
    return bool(found.people or found.others)


def _of_the_article(nodes: list[LexborNode], how: str) -> list[LexborNode]:
    """The elements of *nodes* that name an author of this article: in its own place, or else in another's."""
    found: list[LexborNode] = []
    others: list[LexborNode] = []
    for node in nodes:
        if node.tag in ("body", "html", "main", "article", "link"):
            continue
        # class="authority-links" holds the letters alone
        if how == "class" and _BYLINE.isdisjoint(_WORD.findall((node.attributes.get("class") or "").lower())):
            continue
        place = _place(node)
        if place != "comments":
            (found if place == "article" else others).append(node)
    return found or others


def _place(node: LexborNode) -> str:
    """Whose place *node* stands in: the "article"'s, that of "others" or of the site, or the readers' "comments"."""
    above: LexborNode | None = node
    found = "article"
    for _ in range(DEEPEST):
        if above is None or above.tag in ("body", "html"):
            break
        attributes = above.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
        if above.tag not in ("article", "main") and _COMMENTS.search(names):
            return "comments"
        if above.tag in ("footer", "nav", "aside", "form", "figure", "figcaption") or _FOREIGN.search(names):
            found = "others"
        if above.tag in ("article", "main"):
            break
        above = above.parent
    return found


def _texts(node: LexborNode) -> list[str]:
    """What an element named as an author's says: its own value, the name inside it, or its short text."""
    attributes = node.attributes
    if content := attributes.get("content"):
        return [clean(content)]
    if named := node.css('[itemprop~="name"]')[:MOST]:
        return [clean(n.attributes.get("content") or n.text(separator=" ")) for n in named]
    pieces = node.text(separator="\x1f")
    if len(pieces) > 4 * LONGEST:
        return []
    text = clean(pieces.replace("\x1f", " "))
    # <span>Mira Holt</span><span>Harbour correspondent</span>
    apart = clean(pieces.replace("\x1f", " | "))
    if read_byline(apart).people:
        text = apart
    return [text] if 1 < len(text) <= LONGEST * 2 else []


def _near(one: LexborNode, other: LexborNode) -> bool:
    """Whether two elements share their parent's parent."""
    a = one.parent.parent if one.parent is not None else None
    b = other.parent.parent if other.parent is not None else None
    return a is not None and b is not None and a.mem_id == b.mem_id


def meta(page: Page) -> list[str] | None:
    for name in METAS:
        if values := [v for v in page.meta_values.get(name, []) if not v.startswith(("http", "/"))]:
            return values
    return None


def late_meta(page: Page) -> list[str] | None:
    for name in LATE_METAS:
        # twitter:data1 holds whatever twitter:label1 says.
        if name == "twitter:data1" and not starts_byline(f"{page.meta.get('twitter:label1', '')}: x"):
            continue
        if values := page.meta_values.get(name):
            return values
    return None


def author_links(page: Page) -> list[str] | None:
    """Names that link to an author's own page: <a href="/author/mira-holt/">."""
    if not page.html:
        return None
    first: LexborNode | None = None
    names: list[str] = []
    for node in page.tree.css('a[href*="/aut"], a[href*="/journalist"], a[href*="/redacteur"], a[href*="/profil"]'):
        if not _AUTHOR_PAGE.search(node.attributes.get("href") or ""):
            continue
        text = clean(node.text(separator=" "))
        if not 1 < len(text) <= LONGEST or not read_byline(text).people:
            continue
        first = first or node
        if _near(first, node):
            names.append(text)
    return names[:MOST] or None


def printed_byline(page: Page, article: Article) -> list[str] | None:
    """The line that says "By Mira Holt", near the headline or else alone in its block: under the story, in Germany."""
    head = headline_at(page, article) or 0
    for block in page.blocks[max(0, head - ABOVE) : head + BELOW]:
        for line in _SEGMENT.split(block.text):
            if len(line) <= LONGEST and starts_byline(line) and read_byline(line).people:
                return [line]
            part = labelled_part(line) if len(line) <= 2 * LONGEST else None
            if part and read_byline(part).people:
                return [part]
    for block in page.blocks[head + 1 : head + BELOW // 2]:
        if len(block.text) <= LONGEST // 2 and read_dated_name(block.text):
            return [block.text]
    for block in page.blocks[head + BELOW :]:
        if len(block.text) <= LONGEST // 2 and starts_byline(block.text) and read_byline(block.text).people:
            return [block.text]
    return None


class AuthorsPipeline(FieldPipeline[list[str]]):
    """`authors`: people's names in the order printed. Desks, agencies and the site itself are none."""

    field = "authors"
    sources = (site_rule, json_ld, meta)
    dear_sources = (markup, late_meta)

    def candidates(self, page: Page, article: Article) -> list[Candidate[list[str]]]:
        """Each source's names, split and cleaned."""
        found = [self._people(c, page) for c in super().candidates(page, article)]
        full = [c for c in found if is_full(c.value)]
        if full and full[0].source != "meta" and all(self.same(c.value, full[0].value) for c in full):
            return found
        for source in self.dear_sources:
            if texts := source(page):
                found.append(self._people(self.candidate(texts, source.__name__, "; ".join(texts), page), page))
        # A name in the metas may be an editor's, or the account of who typed the story.
        found.sort(key=lambda c: c.source in ("meta", "late_meta"))
        if any(is_full(c.value) for c in found):
            return found
        # A body that is declared as the author leaves nobody to be looked for in links.
        printed = {"printed_byline": printed_byline(page, article)}
        if not any(c.evidence for c in found):
            printed["author_links"] = author_links(page)
        for name, lines in printed.items():
            if lines:
                found.append(self._people(self.candidate(lines, name, "; ".join(lines), page), page))
        return found

    def _people(self, found: Candidate[list[str]], page: Page) -> Candidate[list[str]]:
        people = people_in(found.value, page, TRUST.get(found.source, "declared"))
        return self.candidate(people[:MOST], found.source, "; ".join(found.value), page)

    def refusal(self, value: list[str], page: Page) -> str | None:
        return None if value else "no person's name in it"

    def choose(self, candidates: list[Candidate[list[str]]]) -> Candidate[list[str]] | None:
        """The first source with a full name; a lone word, such as an account's name, only where nobody has one."""
        full = [c for c in candidates if is_full(c.value)]
        if not full:
            return candidates[0] if candidates else None
        first, rest = full[0], full[1:]
        if first.source == "json_ld" and len(first.value) == 1:
            # One name of several, or an editor's: two other sources that agree know better.
            for n, one in enumerate(rest):
                if any(self.same(one.value, other.value) for other in rest[n + 1 :]):
                    return one
        names = [_without_more(name, rest) for name in first.value]
        return first if names == first.value else replace(first, value=names)

    def same(self, one: list[str], other: list[str]) -> bool:
        return {folded(name) for name in one} == {folded(name) for name in other}


def people_in(texts: Iterable[str], page: Page, trust: Trust) -> list[str]:
    """Return the people that *texts* name, without the page's site."""
    names = dict.fromkeys(name for text in texts for name in read_byline(text, trust).people)
    return [name for name in names if name not in page.site_names]


def is_full(names: list[str]) -> bool:
    """Return whether one of *names* has more than a word, or is in a script that needs no space."""
    return any(" " in name or not name.isascii() for name in names)


def _without_more(name: str, others: list[Candidate[list[str]]]) -> str:
    """*name*, or the full name that another source gives for the end of it: "Column Ann Lee" is Ann Lee."""
    ends = (n for c in others for n in c.value if " " in n and name.endswith(f" {n}"))
    return next(ends, name)
