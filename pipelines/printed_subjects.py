"""The section and the tags that a page prints for its readers, where it declares none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import islice
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from crawler.page import Page
from crawler.reading.text import clean, folded

MOST = 40  # links
MOST_TRAILS = 5
DEEPEST = 40  # elements around a link
LONGEST = 60  # characters, of a name
LONGEST_STEP = 40  # of a breadcrumb: what is longer is a story's own headline
_TAGS = re.compile(r"tag|etiket|etiquet|keyword|topic|schlagw|stichw|themen|tema|label|mots-?cl", re.IGNORECASE)
_TRAILS = (
    "crumb",
    "ariane",
    "rootline",
    "ariadne",
    "krume",
    "speedbar",
)  # in a class: breadcrumb, fil-ariane, brotkrumen
_TAG_PAGE = re.compile(
    r"/(?:tags?|etiket|etiketler|etiquetas?|tem(?:a|as|i)|topics?|thema|themen|schlagwort|stichwort|mots?-cles?|sujets?|keywords?|tagi|stitky|labels?)/[^/?#]+",
    re.IGNORECASE,
)
# A class that says so: category, itemCategory, entry-category, article__category
_CATEGORY = re.compile(r"(?:^|\s)(?:(?:item|post|entry|article|story)[-_]{0,2})?category(?:\s|$)", re.IGNORECASE)
# Around links to what is not this story's: menus, clouds of tags, other stories.
_FOREIGN = re.compile(r"menu|nav|sidebar|related|cloud|trending|popular|footer|header-|teaser|recommend|widget_tag")
_OWN_FOOT = re.compile(r"(?:post|entry|article|story|content|item)\w*[-_]?footer")
_FOREIGN_TAGS = frozenset("nav footer aside form".split())
WORDS = tomllib.loads(files("pipelines").joinpath("declared_words.toml").read_text("utf-8"))
_HOME = frozenset(WORDS["home"])
_UNCATEGORISED = frozenset(WORDS["uncategorised"])


def trail(page: Page, title: str | None) -> str | None:
    """Return the last step before the story itself of the breadcrumb that the page prints."""
    elements = page.elements
    own = folded(title or "")
    for node in elements.at(elements.classed(_TRAILS))[:MOST_TRAILS]:
        links = [link for link in node.css("a[href]")[:MOST] if not _is_home(link, page)]
        names = [_name(link) for link in links if link.attributes.get("href") != page.url]
        steps = [name for name in names if name and is_subject(name) and not (own and folded(name) in own)]
        own_name = steps and len(steps[-1]) > LONGEST_STEP
        if steps and not own_name and node.tag not in ("body", "html"):
            return steps[-1]
    return None


def category_link(page: Page) -> str | None:
    """Return the name of the first link that says it leads to the story's category: <a rel="category tag">."""
    attributes = page.elements.attributes
    marked = [p for p in page.elements.with_attribute("rel") if "category" in (attributes[p]["rel"] or "").split()]
    own = [node for node in page.elements.at(marked)[:MOST] if not _is_foreign(node)]
    for node in page.elements.at(page.elements.classed(("category",)))[:MOST]:
        if _CATEGORY.search(node.attributes.get("class") or "") and not _is_foreign(node):
            own += [node] if node.tag == "a" else node.css("a[href]")[:1]
    return next((name for node in own if (name := _name(node)) and is_subject(name)), None)


def is_subject(name: str) -> bool:
    """Return whether *name* says what stories are about: no number or month, nor "Uncategorized"."""
    return name[:1].isalpha() and name.lower() not in _UNCATEGORISED


def tag_links(page: Page) -> list[str] | None:
    """Return the names of the links to tags' pages that stand together with the story."""
    attributes, nodes = page.elements.attributes, page.elements.nodes
    found: list[LexborNode] = []
    for place in page.elements.tagged("a"):
        rel = (attributes[place].get("rel") or "").split()
        says = "tag" in rel and "category" not in rel
        if not says and not _TAG_PAGE.search(attributes[place].get("href") or ""):
            continue
        node = nodes[place]
        if not found and (_is_foreign(node) or _in_prose(node) or not (says or _among_tags(node))):
            continue
        if not found or _stand_together(found[0], node):
            found.append(node)
        if len(found) == MOST:
            break
    names = dict.fromkeys(name.lstrip("#").strip() for node in found if (name := _name(node)))
    return [name for name in names if name and name.lower() not in _UNCATEGORISED] or None


def _path(address: str | None) -> str:
    """The path of *address*, "" where it is none."""
    try:
        return unquote(urlsplit(address or "").path)
    except ValueError:
        return ""


def _name(link: LexborNode) -> str | None:
    text = clean(link.text(separator=" ")).strip(" ,;|›»/>#").strip()
    return text if 1 < len(text) <= LONGEST else None


def _is_home(link: LexborNode, page: Page) -> bool:
    address = link.attributes.get("href") or ""
    name = _name(link) or ""
    parts = _path(address).strip("/")
    return not parts or name.lower() in _HOME or name in page.site_names


def _stand_together(one: LexborNode, other: LexborNode) -> bool:
    """Whether two links share a parent, or the parent of their parents: <li><a></li><li><a></li>."""
    first, second = one.parent, other.parent
    if first is None or second is None:
        return False
    if first.mem_id == second.mem_id:
        return True
    return first.parent is not None and second.parent is not None and first.parent.mem_id == second.parent.mem_id


def _in_prose(link: LexborNode) -> bool:
    """Whether *link* stands in a sentence: its paragraph says more than the links in it."""
    paragraph = next((above for above in islice(_lineage(link), 4) if above.tag in ("p", "li", "td")), None)
    if paragraph is None:
        return False
    linked = sum(len(clean(one.text())) for one in paragraph.css("a")[:MOST])
    return len(clean(paragraph.text())) > linked + LONGEST_STEP


def _among_tags(link: LexborNode) -> bool:
    """Whether an element around *link* is named for tags: <div class="etiketler">."""
    names = (f"{n.attributes.get('class') or ''} {n.attributes.get('id') or ''}" for n in islice(_lineage(link), 5))
    return any(map(_TAGS.search, names))


def _is_foreign(link: LexborNode) -> bool:
    for above in islice(_lineage(link), DEEPEST):
        if above.tag in ("article", "main", "body"):
            return False
        names = f"{above.attributes.get('class') or ''} {above.attributes.get('id') or ''}".lower()
        # <div class="post-footer"> is the story's own.
        if above.tag in _FOREIGN_TAGS or _FOREIGN.search(_OWN_FOOT.sub("", names)):
            return True
    return False


def _lineage(node: LexborNode | None) -> Iterator[LexborNode]:
    while node is not None:
        yield node
        node = node.parent
