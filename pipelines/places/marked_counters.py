"""The bare numbers on a page that an icon, a class or what is said of an element marks as views."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from selectolax.lexbor import LexborNode

from crawler.blocks import Attributes
from crawler.data_files import read_table
from crawler.elements import Elements, lineage
from crawler.page import Page
from crawler.reading.count_values import MAGNITUDES, CountError, parse_count
from crawler.reading.counts import Views, find_views
from crawler.reading.text import clean

PLACES = read_table("pipelines", "view_places.toml")


def words_of(key: str) -> re.Pattern[str]:
    """Return what finds the words that the table has by that *key*, each as a whole word."""
    return re.compile(rf"(?<![a-zà-ӿ])(?:{'|'.join(map(re.escape, PLACES[key]))})(?![a-zà-ӿ])", re.IGNORECASE)


LONGEST_LABEL, LONGEST_WORD = 30, 16
# What a page may cost: elements named as counters, elements around each.
MOST_MARKED, DEEPEST = 200, 60
NUMBER = re.compile(rf"\d[\d.,'’٬\s\u202f]{{0,14}}\s?(?:{'|'.join(MAGNITUDES)})?\.?", re.IGNORECASE)
_TIMES = re.compile(rf"({NUMBER.pattern})\s?(?:{'|'.join(map(re.escape, PLACES['times_words']))})", re.IGNORECASE)
_HAS_DIGIT = re.compile(r"\d")
_COUNTER = re.compile(
    rf"(?<![a-z])(?:{'|'.join(PLACES['counter_words'])})(?:[-_]?(?:count(?:er)?|num(?:ber)?|nr|total|value|text|\d+))?(?![\w-])"
)
_ICON = re.compile(
    rf"(?<![a-z])(?:{'|'.join(PLACES['icon_words'])}|ico(?:n)?[-_](?:views?|hits|reads))(?![a-z]|[-_](?:slash|off|dropper|low|glass))"
)
_PICTURE = re.compile(r"(?:icon?[-_])?(?:page)?views?[-_]?(?:icon|\d+)?\.(?:png|svg|gif|webp)(?!\w)", re.IGNORECASE)
# <path d="M1 12s4-8 11-8 11 8 11 8…">: the outline tells what a nameless icon shows.
_OUTLINES = tuple(PLACES["eye_outlines"])
# What may mark a number as views: a class, an icon, what is said of an element.
_NAMED = (
    "view",
    "hits",
    "reads",
    "visit",
    "aufrufe",
    "vues",
    "visual",
    "visib",
    "eye",
    "material-",
    "iconify",
    "liulan",
    "yuedu",
)
_TITLED = frozenset("span i div li b em strong small abbr p svg img".split())
_ICON_NAMES = ("data-icon", "data-feather", "data-lucide")
_LIGATURES = frozenset(PLACES["eye_words"])
_UNLABELLED = frozenset("a button input nav".split())


@dataclass(frozen=True, slots=True)
class Counter:
    """A count on the page, the element that holds it, and the index of the block it stands in."""

    views: Views
    node: LexborNode | None
    at: int | None


def marked(page: Page) -> Iterator[Counter]:
    """Yield the bare numbers that a counter's class, an eye beside them or a title such as "Views" marks as views."""
    if not page.html:
        return
    language = page.declared_language
    nodes, attributes = page.elements.nodes, page.elements.attributes
    for place in sorted(_may_mark(page.elements, language))[:MOST_MARKED]:
        for text in _marked_texts(nodes[place], attributes[place], language):
            if NUMBER.fullmatch(text) and (views := bare_count(text, language)):
                yield Counter(views, nodes[place], _place(nodes[place], page))
                break


def bare_count(text: str, language: str | None) -> Views | None:
    """Return the count in *text*, which says nothing else."""
    try:
        count = parse_count(text, language=language)
    except CountError:
        return None
    return Views(count, text, (0, len(text)), 1)


def _may_mark(elements: Elements, language: str | None) -> set[int]:
    """The elements that may mark a number as views."""
    nodes, attributes = elements.nodes, elements.attributes
    found = elements.classed(_NAMED).union(elements.tagged("use", "mat-icon"))
    icons = chain(*(elements.tagged(tag)[:MOST_MARKED] for tag in ("i", "svg", "img", "ion-icon", "iconify-icon")))
    found.update(place for place in icons if _shows_an_eye(nodes[place], attributes[place]))
    titled, labelled = elements.with_attribute("title"), elements.with_attribute("aria-label")
    found.update(p for p, said in titled.items() if nodes[p].tag in _TITLED and _tells(said, language))
    found.update(p for p, said in labelled.items() if nodes[p].tag not in _UNLABELLED and _tells(said, language))
    return found


def _place(node: LexborNode, page: Page) -> int | None:
    """The index of the block that *node* stands in."""
    around = [above.mem_id for above in islice(lineage(node), DEEPEST)]
    for i, block in enumerate(page.blocks):
        if block.element is not None and block.element.node.mem_id in around:
            return i
    return None


def _marked_texts(node: LexborNode, attributes: Attributes, language: str | None) -> list[str]:
    """The texts that *node* marks as views, if they are numbers."""
    if _shows_an_eye(node, attributes):
        icon = node.parent if node.tag == "use" else node
        return _beside(icon) if icon is not None else []
    said = attributes.get("title") or attributes.get("aria-label") or ""
    if len(said) <= LONGEST_LABEL and _HAS_DIGIT.search(said) and (told := find_views(said, language=language)):
        return [str(told[0].count)]  # <li title="Views: 2312"><svg>...</svg> 2312</li>
    says = says_views(said, language)
    if says and not clean(node.text()):
        return _beside(node)  # <i class="icon-7" title="Views"></i> 2312
    return [clean(node.text())] if (says or is_counter(node)) and not node.css_first("a, p, li, article") else []


@lru_cache(maxsize=1024)  # pages of a site say the same of their icons
def says_views(label: str, language: str | None = None) -> bool:
    """Return whether *label* is a word for views: "Views", "Просмотров"."""
    return 0 < len(label) <= LONGEST_LABEL and bool(find_views(f"{label}: 1", language=language))


@lru_cache(maxsize=1024)
def _tells(said: str, language: str | None) -> bool:
    """Whether *said* is a word for views, or a count of them."""
    if _HAS_DIGIT.search(said):
        return len(said) <= LONGEST_LABEL and bool(find_views(said, language=language))
    return says_views(said, language)


def _shows_an_eye(node: LexborNode, attributes: Attributes) -> bool:
    """Whether *node* is an icon of views: by its class, file or name, the word that a font draws as one, its lines."""
    tag, names = node.tag or "", attributes.get("class") or ""
    if _names_an_eye(names):
        return True
    if tag in ("use", "img"):
        address = attributes.get("href") or attributes.get("xlink:href") or attributes.get("src") or ""
        alt = attributes.get("alt") or ""
        if alt.count(" ") > 1 and not says_views(alt):
            return False  # "Version for the visually impaired"
        file = address.rpartition("/")[2]
        if tag == "use" and _COUNTER.fullmatch(file.rpartition("#")[2].lower()):
            return True  # <use href="/sprite.svg#views">
        return _names_an_eye(file) or bool(_PICTURE.match(file)) or (len(alt) <= LONGEST_WORD and says_views(alt))
    if tag == "mat-icon" or "material-" in names:
        return clean(node.text()) in _LIGATURES
    told = next((value for name in _ICON_NAMES if (value := attributes.get(name))), "")
    if not told and tag.endswith("-icon"):
        told = attributes.get("icon") or attributes.get("name") or ""
    return _names_an_eye(told) or (tag == "svg" and _draws_an_eye(node))


@lru_cache(maxsize=4096)  # a page names its icons over and over
def _names_an_eye(name: str) -> bool:
    return bool(_ICON.search(name.lower()))


def _draws_an_eye(drawing: LexborNode) -> bool:
    for part in islice(drawing.iter(), 2):  # the pupil of some comes first
        tag = part.tag
        if tag == "path" and (part.attrs.get("d") or "").startswith(_OUTLINES):
            return True
        if tag == "title" and says_views(clean(part.text())):
            return True
    return False


def is_counter(node: LexborNode) -> bool:
    """Return whether the class of *node* says that it is a counter of views."""
    names = (node.attributes.get("class") or "").lower()
    return "view-id-" not in names and any(map(_COUNTER.search, names.split()))  # of Drupal's lists


def _beside(icon: LexborNode) -> list[str]:
    """The texts in and next to an icon."""
    around = [icon, icon.parent, _next(icon), icon.parent.next if icon.parent else None]
    texts = [clean(node.text_content or "") if node.tag == "-text" else clean(node.text()) for node in around if node]
    texts = [text.partition(" |")[0] for text in texts if text.strip(" |")][:3]  # <img src="eye.gif"> 2312 | 14 May
    return [times[1] if (times := _TIMES.fullmatch(text)) else text for text in texts]


def _next(node: LexborNode) -> LexborNode | None:
    """What follows *node* after white space: <i class="bi-eye"></i> <span>2312</span>."""
    after = node.next
    return (
        after.next if after is not None and after.tag == "-text" and not (after.text_content or "").strip() else after
    )
