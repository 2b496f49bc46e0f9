"""The names that a page's markup calls an author."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.elements import Elements
from crawler.page import Page, once
from crawler.reading.bylines.bylines import names_editor, read_byline
from crawler.reading.bylines.signers import ABOUT_AUTHOR
from crawler.reading.text import clean, ends_sentence, folded
from pipelines.places.author_links import near_each_other
from pipelines.places.feet import is_own_foot

LONGEST = 160  # characters, of what an author's element says
MOST = 20
LONGEST_ROLE = 8  # words: a sentence under a name tells of who signs, or of the site
SHORTEST_NOTE = 5  # characters that a note on an author has beyond the name
MOST_NODES = 60
DEEPEST = 40  # elements around a name
_NAMED = tuple(  # in a class
    "author byline autor auteur vcard firma szerzo yazar penulis avtor forfatter verfasser writer tacgia "
    "tekij kirjoittaj skribent hofund giornalist periodist journaliste "
    "createdby".split()  # Joomla's
)
_WORD = re.compile(r"[a-z]+")
_BYLINE = frozenset(
    "author authors authorname authorline autorzeile autorenzeile byline bylines "
    "autor autores autoren autorin autori autore auteur auteurs tacgia firma "
    "vcard szerzo szerzok yazar yazari penulis avtor avtorji autorius autors forfatter verfasser writer writeby "
    "tekija tekijat kirjoittaja kirjoittajat skribent skribenter hofundur autoria giornalista periodista journaliste "
    "createdby".split()
)
# A "firma" signs in these languages, or where none is declared; elsewhere it is a company.
_SIGNED_BY_FIRMA = frozenset((None, "es", "it", "ca", "gl", "eu"))
_PLACES = frozenset(("location", "place"))  # where who signs writes from: class="author-location"
# Around an author of another story, of a comment, or of the site.
_COMMENTS = re.compile(
    r"comm?ent|kom+ent|disqus|forum|reader|respond|yorumlar|\byorum[-_]|otzyv|"
    r"(?<![\w-])f?com(?:(?:ms?|s)?[-_](?:item|author|list|block|tree)|(?:ms?|s)(?:$|\s))"  # and no "harbour-com"
)
_FOREIGN = re.compile(r"related|sidebar|teaser|recent|popular|most-?read|recommend|trending|carousel|footer")
# <span class="x7" data-testid="author-name">: what a site's own tests look for, where its classes say nothing
_TEST_ID = re.compile(r"(?:article|story|post)?-?(?:author|byline|authors)-?(?:name|names|link)?", re.IGNORECASE)
# For those who hear a page, links that show as signs; and where an author writes from.
_HIDDEN = "[class*=screen-reader], .sr-only, [class*=visually], .element-invisible, [class$=place], [class$=location]"


@once
def markup(page: Page) -> list[str] | None:
    """Names that the markup calls an author: `itemprop=author`, `rel=author`, a class such as "byline"."""
    # In the order of trust, and of what it costs to look for them.
    known = _BYLINE if page.declared_language in _SIGNED_BY_FIRMA else _BYLINE - {"firma"}
    for find, words in ((_attributed, None), (_classed, known)):
        nodes = _of_the_article(find(page.elements), words)
        for node in nodes:
            texts = [text for text in _texts(node) if not names_editor(text)]
            if not any(_names_somebody(text) for text in texts):
                continue
            # The names of one byline stand together; further down stand other stories' authors.
            if words is None:
                texts = [text for other in nodes if near_each_other(node, other) for text in _texts(other)]
            return list(dict.fromkeys(texts))[:MOST]
    return None


def _attributed(elements: Elements) -> list[LexborNode]:
    """The elements that an attribute names as an author's."""
    named = {
        place
        for name in ("itemprop", "rel")
        for place, value in elements.with_attribute(name).items()
        if "author" in value.split()
    }
    tested = elements.with_attribute("data-testid").items()
    named.update(place for place, value in tested if _TEST_ID.fullmatch(value))
    return elements.at(named)[:MOST_NODES]


def _classed(elements: Elements) -> list[LexborNode]:
    """The elements that may have an author's class."""
    return elements.at(elements.classed(_NAMED))[:MOST_NODES]


def _names_somebody(text: str) -> bool:
    found = read_byline(text, "marked")
    return bool(found.people or found.others)


def _of_the_article(nodes: list[LexborNode], known: frozenset[str] | None) -> list[LexborNode]:
    """Those of *nodes* that name an author of this article, with one of the *known* words in their class if any."""
    found: list[LexborNode] = []
    others: list[LexborNode] = []
    for node in nodes:
        if node.tag in ("body", "html", "main", "article", "link"):
            continue
        # class="authority-links" holds the letters alone
        words = _WORD.findall((node.attributes.get("class") or "").lower()) if known else []
        if known and (known.isdisjoint(words) or words[-1] in _PLACES):
            continue
        place = _place(node)
        if place in ("article", "others"):
            (found if place == "article" else others).append(node)
    return found or others


def _place(node: LexborNode) -> str:
    """Where *node* stands: in the "article", among "others", in the readers' "comments" or at the site's "foot"."""
    above: LexborNode | None = node
    found = "article"
    for _ in range(DEEPEST):
        if above is None or above.tag in ("body", "html"):
            break
        attributes = above.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
        if above.tag not in ("article", "main") and _COMMENTS.search(names):
            return "comments"
        if above.tag == "footer" and not is_own_foot(above):
            return "foot"  # <div class="createdBy">Designed by …</div>
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
    tags = node.css('a[rel~="tag"]:not([rel~="author"])')[:MOST]
    if tags and len(folded(pieces)) == sum(len(folded(tag.text())) for tag in tags):
        return []  # <div class="author"><a rel="tag" href="/tag/ferries/">Ferries</a>
    hidden = node.css(_HIDDEN)[:MOST] if "\x1f" in pieces.strip("\x1f \n") else []
    for part in hidden:  # Ann Lee <span class="sr-only">Send an email</span>
        pieces = pieces.replace(part.text(separator="\x1f"), "\x1f", 1)
    if len(pieces) > 4 * LONGEST:
        return []
    texts = _without_notes([said for piece in pieces.split("\x1f") if (said := clean(piece))])
    text = clean(" ".join(texts))
    # <span>Mira Holt</span><span>Harbour correspondent</span>
    apart = " | ".join(texts)
    if read_byline(apart).people:
        text = apart
    text = text[1:-1] if text[:1] in "（【(" and text[-1:] in "）】)" else text  # <p class="byline">（佐藤亮）
    return [text] if 1 < len(text) <= LONGEST * 2 else []


def _without_notes(texts: list[str]) -> list[str]:
    """Drop what is told of an author below the name, or under a heading that says so, and that heading.

    <b>高瀬みなと</b><p>高瀬みなとは取材を続けている。</p>, <h4>About the author</h4><p>Ann Lee lives by the sea.</p>
    """
    told = [text for text in texts if folded(text) not in ABOUT_AUTHOR]
    headed = len(told) < len(texts)
    return [
        text
        for at, text in enumerate(told)
        if not (ends_sentence(text) and (headed or (at and len(text.split()) >= LONGEST_ROLE)))
        and not any(text.startswith(above) and len(text) > len(above) + SHORTEST_NOTE for above in told[:at])
    ]
