"""The headlines in a page's markup: the text of each `h1` as printed, and its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.layout import is_dateline, is_prose
from crawler.page import Page
from crawler.reading.bylines.bylines import starts_byline
from crawler.reading.text import clean, folded, weight
from pipelines.places.printed_subjects import is_home, leads_to

MOST = 8  # headings of a page
LONGEST = 1000
FEWEST_LARGE, LONGEST_LARGE = 3, 200  # words, characters of a line in large letters
LEAST_DENSE = 20  # Latin characters that such a line weighs in a script without spaces
_LARGE = re.compile(r"[4-7]|\+[1-4]")
# Metas that say the same on each page of a site.
OF_SITE = frozenset(
    (
        "description keywords generator robots author copyright viewport content-type language csrf-token csrf-param "
        "theme-color format-detection application-name google-site-verification yandex-verification og:site_name "
        "og:locale fb:app_id"
    ).split()
)
LONGEST_KICKER = 4  # words, before a bar of its own, or that link to a category
MOST_BESIDE_DAY = 1  # word: "Updated 3 May 2026"
_BARS = frozenset("|¦│·•")
LONGEST_OF_MENU = 30  # letters, of what a menu may say too
MOST_PIECES = 60  # of one heading
DEEPEST = 12  # elements inside a heading
_SKIPPED = frozenset("script style svg template noscript button time".split())
# They change how a word looks; between all others a reader sees a gap.
_INLINE = frozenset("a abbr b bdi bdo cite em font i mark q s strong sub sup u wbr".split())
_KICKER = re.compile(
    r"kick|overline|over-?title|pre-?title|sup(?:er)?-?title|sur-?tit(?:le|re)|top-?line|roof-?line|dach-?zeile|spitz-?marke|eyebrow"
    r"|flag|rubri|label|badge|category|antetitulo|volanta|chapeu|occhiello|sub-?title|sub-?head|deck\b|share|social|bookmark|permalink|header-?anchor|anchor-?link|edit-?link|hidden|sr-only|screen-?reader|offscreen"
)
_MARKS = tuple(":,.;!?")
_EDGE = re.compile(r"^[\s|•·:/–—⟩❯▶►→-]+|[\s|•·:/–-]+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """One `h1`: its whole `text`, that text without what is named as kicker or subtitle, the parts it is set in."""

    text: str
    headline: str
    parts: tuple[str, ...]


def headings(page: Page) -> list[Heading]:
    """Return the page's `h1`s that print a text, in order; the lines in large letters where it has none."""
    if page.html is None:
        return [Heading(b.text, b.text, (b.text,)) for b in page.blocks[:MOST] if b.tag == "h1"]
    found = []
    first = page.elements.at(page.elements.tagged("h1")[:MOST])
    if len(first) > 1 or (first and page.elements.tagged("h2")):
        # <a href="/"><h1>The Mole Herald</h1></a> ... <h1>Ferry strike ends</h1>, or an <h2> that says it
        away = [node for node in first if not _is_way_home(node, page)]
        first = away or (first if len(first) > 1 or not declares(page) else [])
    # <h1>The Mole Herald</h1><h3>Friday, August 21, 1998</h3><hr><h2>Ferry strike ends</h2>
    if first and all(clean(node.text()) in page.site_names for node in first):
        first = _lone(page) or first
    for node in first or _large(page) or _lone(page):
        pieces = _pieces(node)
        if 0 < len(whole := _join(pieces)) <= LONGEST:
            if len(pieces) > 2 and pieces[1][0].strip() in _BARS and len(pieces[0][0].split()) <= LONGEST_KICKER:
                # <h1><span>Harbour</span><span> | </span>Ferry strike ends</h1>
                pieces = [(pieces[0][0], True), *pieces[2:]]
            if len(pieces) > 1:
                pieces = [(text, kicker or _dates(clean(text))) for text, kicker in pieces]
            named = any(kicker for _, kicker in pieces)
            headline = _EDGE.sub("", _join([piece for piece in pieces if not piece[1]])) if named else ""
            parts = tuple(filter(None, (_EDGE.sub("", clean(piece[0])) for piece in pieces)))
            found.append(Heading(whole, _once(headline or whole), parts))
    return found


def _dates(piece: str) -> bool:
    """Whether *piece* of a heading tells when it was written: "By Ann Lee, 3 May 2026", "3 May 2026 Source: Gazette".

    "Old bridge closes on 3 May 2026" is the headline.
    """
    begins = starts_byline(piece) or piece[:1].isdigit()
    return is_dateline(piece) if begins else is_dateline(piece, MOST_BESIDE_DAY)


def _is_way_home(heading: LexborNode, page: Page) -> bool:
    """Whether *heading* is a link to the front page, as the site's name is."""
    around = heading.parent if heading.parent is not None and heading.parent.tag == "a" else None
    link = around or heading.css_first("a[href]")
    return link is not None and clean(link.text()) == clean(heading.text()) and is_home(link, page)


def _large(page: Page) -> list[LexborNode]:
    """The one line that a page of the nineties sets as its headline: <font size="5"><b>Ferry strike ends</b></font>."""
    attributes = page.elements.attributes
    large = [p for p in page.elements.tagged("font") if _LARGE.fullmatch((attributes[p].get("size") or "").strip())]
    nodes = [n for n in page.elements.at(large[:MOST]) if _has_words(n.text()) and n.css_first("a") is None]
    # Several are the heads of a guide's parts, or of a list.
    return nodes if len(nodes) == 1 and len(nodes[0].text()) <= LONGEST_LARGE else []


def _heads_story(node: LexborNode, page: Page) -> bool:
    """Whether prose stands below *node*, a heading that is none of a list, and no menu has its name."""
    key = folded(clean(node.text()))
    at = next((n for n, block in enumerate(page.blocks) if block.key == key), len(page.blocks))
    links = page.elements.at(page.elements.tagged("a")) if len(key) <= LONGEST_OF_MENU else []
    named = any(folded(link.text()) == key for link in links)
    return any(map(is_prose, page.blocks[at + 1 :])) and not named


def _has_words(text: str) -> bool:
    """Whether *text* is of several words, or long in a script without spaces."""
    return len(text.split()) >= FEWEST_LARGE or weight(text) >= LEAST_DENSE > len(text)


def _lone(page: Page) -> list[LexborNode]:
    """The only heading of a page that declares no more than its title tag: an old one, or one that is to be printed.

    Above lesser ones it is the only one of its level: <h3>Harbour news</h3> ... <h2>Ferry strike ends</h2> ... <h3>More
    """
    places = [place for tag in ("h2", "h3") for place in page.elements.tagged(tag)]
    second = page.elements.tagged("h2")
    places = second if len(second) == 1 and len(places) <= MOST else places
    nodes = page.elements.at(places) if len(places) <= MOST and not declares(page) else []
    nodes = [node for node in nodes if not is_dateline(clean(node.text()))]
    return nodes if len(nodes) == 1 and _heads_story(nodes[0], page) else []


def declares(page: Page) -> bool:
    """Whether *page* declares more than a system does of every page: what it is for, and by what it was made."""
    return bool(page.structured.nodes) or not page.meta.keys() <= OF_SITE


def _once(text: str) -> str:
    """*text*, or its first half where the second says the same: one for wide screens and one for small ones."""
    half = len(text) // 2
    return text[:half] if text[:half].strip() == text[half:].strip() else text


def _join(pieces: list[tuple[str, bool]]) -> str:
    """The text of *pieces*, with a gap between two of them but not before a mark: "Harbour", ": ferry strike"."""
    text = ""
    for piece, _ in pieces:
        text += piece if piece.lstrip()[:1] in _MARKS else f" {piece}"
    return clean(text)


def _pieces(heading: LexborNode) -> list[tuple[str, bool]]:
    """The texts of the elements in *heading* that are set apart, and whether each is named as a kicker.

    <h1><span class="kicker">Harbour</span> <span>Ferry strike <em>ends</em></span></h1>
    """
    pieces: list[tuple[list[str], bool]] = [([], False)]
    _gather(heading, pieces, kicker=False, depth=0)
    return [(text, kicker) for texts, kicker in pieces if (text := "".join(texts)).strip()]


def _gather(node: LexborNode, pieces: list[tuple[list[str], bool]], *, kicker: bool, depth: int) -> None:
    child = node.first_child
    while child is not None and len(pieces) < MOST_PIECES:
        tag = child.tag or ""
        if tag == "-text":
            pieces[-1][0].append(child.text_content or "")
        elif tag not in _SKIPPED and tag[:1] not in "-!" and depth < DEEPEST:
            attributes = child.attributes
            named = kicker or bool(_KICKER.search((attributes.get("class") or "").lower()))
            # <h1><a href="/category/harbour">Harbour</a> Ferry strike ends</h1>
            if tag == "a" and not named and leads_to(attributes.get("href")) == "category":
                # <h1><a href="/section/harbour/ferry-strike">Ferry strike ends after a week</a> <small>Watch</small>
                named = len(child.text().split()) <= LONGEST_KICKER
            apart = tag not in _INLINE or named != kicker
            if apart:
                pieces.append(([], named))
            _gather(child, pieces, kicker=named, depth=depth + 1)
            if apart:
                pieces.append(([], kicker))
        child = child.next
