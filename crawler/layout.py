"""Where things stand on a page: the headline, the lines under it, the element that holds the story."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from crawler.blocks import HEADINGS, UNDER_PICTURE, Block, Element
from crawler.page import Page, once
from crawler.reading.counts import find_views, is_counter_line
from crawler.reading.dates.dates import find_printed
from crawler.reading.quotes.attribution_lines import is_attribution_line
from crawler.reading.text import ends_sentence, folded, weight
from crawler.reading.topics import Names

_SENTENCE_INSIDE = re.compile(r"[.!?।؟۔]\s+\S|[。！？]")

# Words of class and id around what is not the story.
ASIDE_WORDS = frozenset(
    (
        "sidebar related recommended recommendations promo promos promotion advert adverts advertisement ads ad "
        "adsense sponsor sponsored cookie cookies consent gdpr newsletter subscribe subscription signup login register "
        "share sharing social sharedaddy footer breadcrumb breadcrumbs nav navbar navigation menu menue byline author "
        "authors bio authorbox tags taglist pagination pager popular trending mostread outbrain taboola teaser "
        "teasers toolbar caption copyright credit credits infobox factbox modal popup banner skip hidden readmore "
        "seealso morelinks relatedposts "
        "carousel slider membership donate donation product legende légende bildunterschrift didascalia kasten "
        "infokasten recuadro ramka "
    ).split()
)
# The same as joined words: "read-more", "most_read", "also read".
_ASIDE_PAIRS = re.compile(
    r"(?:read|see|most|also|more)[-_ ](?:more|also|read|on|stories|news|links)|related|newsletter|sidebar"
    r"|sharedaddy|social-?(?:share|media|links)|share-?(?:bar|buttons|tools)|cookie|advert|author-?(?:box|bio)"
    rf"|{UNDER_PICTURE}"
)
# Readers' words can be most of a page's prose, and are never the story.
_COMMENTS = re.compile(
    r"\bcomments?\b|comments?[-_]?(?:list|form|text|area|section|box|item|link)|komm?entar\w*|comentari|commentaire"
    r"|disqus|\bforum|\bthread|talk[-_]?back|reader-?letters"
)
ASIDE_TAGS = frozenset(("nav", "footer", "aside", "form", "figure", "figcaption", "menu", "caption", "dialog"))
PLEAS = frozenset("membership donate donation cookie cookies consent gdpr".split())
STORY_WORDS = frozenset("article story body content text entry post articlebody storybody articletext".split())
MOST = 0.5  # of the prose of a page
DECAY = 0.8  # of a block's weight at each step outwards
UNSTOPPED = 40  # characters of a dense script that are a paragraph without a full stop
MOST_BESIDE = 5  # blocks and elements: a picture or a pointer may stand between two parts of a story
LONGEST_LINE = 160  # characters, of a dateline
MOST_WORDS = 8  # beside its dates and counters
MOST_REMEMBERED = 20_000  # names of elements
# With the vowel signs of Indic scripts, of Thai and Lao, which are no letters to Python.
_WORD = re.compile(r"(?:[^\W\d_]|(?=\D)[\u0900-\u0eff])+")
# Where nothing parts the words a long run is several: เจ้าหน้าที่ได้รับแจ้งเหตุเพลิงไหม้
DENSE_WORD = 8  # characters
_DENSE_RUN = re.compile(rf"[\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff]{{{2 * DENSE_WORD},}}")


def is_prose(block: Block) -> bool:
    """Whether *block* reads like a paragraph of a story: a sentence, mostly outside links."""
    return prose_weight(block) > 0


def prose_weight(block: Block) -> float:
    """Return the weight of *block* where it reads like a paragraph of a story, else 0."""
    if (size := block.prose_weight) is None:
        size = block.prose_weight = _weight_as_prose(block)
    return size


def _weight_as_prose(block: Block) -> float:
    text = block.text
    if len(text) < 24 or block.links >= 0.4 * len(text):
        return 0.0  # most blocks of a page; 24 characters of dense script weigh 60
    size = weight(text)
    if size < 60:
        return 0.0
    told = ends_sentence(text) or _SENTENCE_INSIDE.search(text)
    # Thai and its neighbours end a sentence with a space at most.
    return size if told or (size > 2 * len(text) and len(text) >= UNSTOPPED) else 0.0


def is_dateline(text: str, most_words: int = MOST_WORDS) -> bool:
    """Return whether *text* is a line with a date or a counter of views and few words beside them.

    >>> is_dateline("3 September 2024, 07:25 | Updated 09:10 | 3 min read | 41 comments")
    True
    >>> is_dateline("కె. శ్రీనివాస్ | Edited By: Ravi | Updated on: Nov 23, 2026 | 7:10 PM")
    True
    >>> is_dateline("On 3 September 2024 the harbour was closed for an hour, and nobody minded.")
    False
    """
    if len(text) > LONGEST_LINE or not any(map(str.isdigit, text)):
        return False  # paragraphs, which are not worth the memory
    return _is_dateline(text, most_words)


@lru_cache(MOST_REMEMBERED)
def _is_dateline(text: str, most_words: int) -> bool:
    if is_counter_line(text):
        return True
    dates = [(printed.start, printed.end) for printed in find_printed(text)]
    if ends_sentence(text) and len(dates) < 2:
        return False  # "Published 12 March, updated 14 March. 2 min." is no sentence
    spans = dates + [views.span for views in find_views(text)]
    words = sum(len(_WORD.findall(text[start:end])) for start, end in spans)
    more = 0 if text.isascii() else sum(len(run) // DENSE_WORD for run in _DENSE_RUN.findall(text))
    return bool(spans) and len(_WORD.findall(text)) - words + more <= most_words + 2 * (len(dates) > 1)


def weighs(text: str, least: float) -> bool:
    """Whether *text* is as long as *least* Latin characters."""
    return len(text) >= least or weight(text) >= least


def is_aside(element: Element) -> bool:
    """Whether *element* by its own tag and names holds what is not the story."""
    if element.aside is None:
        named = bool(element.names) and (_are_aside(element.named) or is_comments(element))
        element.aside = named or element.tag in ASIDE_TAGS
    return element.aside


@lru_cache(MOST_REMEMBERED)
def _are_aside(names: Names) -> bool:
    if names.words & ASIDE_WORDS:
        return True
    return bool(_ASIDE_PAIRS.search(names.text)) and not names.words & STORY_WORDS


def is_comments(element: Element) -> bool:
    """Whether *element* is named as the place of readers' comments; <body class="comments-open"> is not one."""
    if not element.names or element.tag in ("body", "html", "main", "article"):
        return False
    return _are_comments(element.names)


@lru_cache(MOST_REMEMBERED)
def _are_comments(names: str) -> bool:
    return bool(_COMMENTS.search(names))


def _is_plea(element: Element) -> bool:
    """Whether *element* is named as what is never the story, however long: readers' comments, a plea to readers."""
    named = element.tag not in ("body", "html", "main", "article") and element.words & PLEAS
    return bool(named) or is_comments(element)


SHORTEST_HEADLINE = 15  # letters
MOST_ABOVE = 2  # paragraphs over a headline


@once
def headline_position(page: Page, title: str | None) -> int | None:
    """Return the index of the block that prints *title*: a heading where one does, else the first block that does."""
    if not title:
        return None
    found = _find_headline(page.blocks, folded(title), 2 * len(title) + 20)
    return lone_headline(page) if found is None else found


def _find_headline(blocks: list[Block], key: str, longest: int) -> int | None:
    # Letters become two at most when their case is folded, or three.
    near = [(i, block) for i, block in enumerate(blocks) if len(key) <= 3 * len(block.text) <= 3 * longest]
    matches = [(i, block) for i, block in near if block.says((key,))]
    heading = next((i for i, block in matches if block.tag in HEADINGS), None)
    if heading is not None:
        return heading
    for i, block in near:
        # <h1><span>Traffic</span> Old bridge to close</h1>
        if block.tag in HEADINGS[:2] and key in block.key and len(key) > MOST * len(block.key):
            return i
    return matches[0][0] if matches else None


def lone_headline(page: Page) -> int | None:
    """Return the index of the only <h1>, where it may be a headline: what is declared may be worded for engines.

    Not that of the site's name, or of what stands below the story: <header><a href="/"><h1>Harbour Gazette</h1></a>.
    """
    found = [i for i, block in enumerate(page.blocks) if block.tag == "h1"][:2]
    if len(found) != 1:
        return None
    at, block = found[0], page.blocks[found[0]]
    may = len(block.key) >= SHORTEST_HEADLINE and block.link_density < MOST and block.text not in page.site_names
    return at if may and sum(map(is_prose, page.blocks[:at])) <= MOST_ABOVE else None


@dataclass(frozen=True, slots=True)
class Story:
    """The element that holds the story, and the elements that hold most of the page's prose whatever their names."""

    element: Element
    wrappers: frozenset[Element]

    def holds(self, block: Block) -> bool:
        """Whether *block* stands in the story, and in nothing inside it that is not the story."""
        element = block.element
        while element is not None and element is not self.element:
            if is_aside(element) and self._is_apart(element, block):
                return False
            element = element.parent
        return element is not None

    def _is_apart(self, aside: Element, block: Block) -> bool:
        if aside in self.wrappers:
            return False
        # A figure, an aside or a footer may hold a quote and the line that names its source.
        may_hold = aside.tag in ("figure", "aside", "figcaption", "footer")
        return not (may_hold and (block.within("blockquote") or is_attribution_line(block.text)))


def find_story(blocks: Sequence[Block], *, named: bool = True) -> Story | None:
    """Return where most of the page's prose stands, as near around it as can be; None without prose.

    Each block of prose gives its weight to the elements around it, less at each step outwards, so that a body
    split by adverts over siblings wins as their parent, and the whole page does not. Names such as "sidebar"
    do not count on an element that holds most of the prose: <body class="has-sidebar paywall-ready">. Nor do
    they where all prose stands in elements *named* so.
    """
    shares: defaultdict[Element, float] = defaultdict(float)
    for block in blocks:
        if block.element is not None and (size := prose_weight(block)):
            shares[block.element] += size * (1 - block.link_density)
    if not shares:
        return None
    most = MOST * sum(shares.values())
    wrappers = frozenset(e for e, share in _gathered(shares, 1.0).items() if _wraps(e, share > most))
    apart: dict[Element | None, bool] = {None: False}
    told: defaultdict[Element, float] = defaultdict(float)
    for element, share in shares.items():
        if not (named and _stands_apart(element, wrappers, apart)):
            told[_around(element)] += share
    if not told:
        return find_story(blocks, named=False)
    scores = _gathered(told, DECAY)
    best = max(scores, key=lambda e: scores[e] * _bonus(e))
    return Story(best.parent if best.parent and _goes_on_beside(best, blocks) else best, wrappers)


def _goes_on_beside(part: Element, blocks: Sequence[Block]) -> bool:
    """Whether *part* holds but the first part of a story, and the next stands beside it in an element alike.

    <div class="ce_text">...</div><figure>...</figure><div class="ce_text">...</div>
    """
    if part.tag != "div" or not part.names:
        return False
    below = (block.element for block in blocks if block.element and block.element.first >= part.last)
    near = (e for element in islice(below, MOST_BESIDE) for e in islice(element.lineage(), MOST_BESIDE))
    return any(e.path == part.path and e.parent is part.parent for e in near)


def _around(element: Element) -> Element:
    """What holds a block's *element*: a paragraph of its own is worth no more than bare text in what holds it."""
    return element.parent or element if element.tag in ("p", "li", "blockquote") else element


def _gathered(shares: dict[Element, float], decay: float) -> dict[Element, float]:
    """What *shares* come to in the elements around them, times *decay* at each step outwards.

    Each element is met once, however deep they nest: a page of 12,000 lines can have each of them a level deeper.
    """
    depths: dict[Element | None, int] = {None: 0}
    for start in shares:
        climbed = list(takewhile(lambda one: one not in depths, start.lineage()))
        for one in reversed(climbed):
            depths[one] = depths[one.parent] + 1
    gathered = defaultdict(float, shares)
    for element in sorted(depths, key=depths.__getitem__, reverse=True):
        if element is not None and element.parent is not None:
            gathered[element.parent] += gathered[element] * decay
    return gathered


def _wraps(element: Element, holds_most: bool) -> bool:
    return element.tag == "body" or (holds_most and not _is_plea(element))


def _stands_apart(element: Element, wrappers: frozenset[Element], known: dict[Element | None, bool]) -> bool:
    """Whether *element* or one around it is named as an aside; *known* remembers."""
    climbed: list[Element | None] = []
    at: Element | None = element
    while at not in known:
        assert at is not None
        climbed.append(at)
        if at not in wrappers and is_aside(at):
            known[at] = True
            break
        at = at.parent
    for one in climbed:
        known[one] = known[at]
    return known[element]


def _bonus(element: Element) -> float:
    bonus = 1.0
    if element.tag in ("article", "main"):
        bonus += 0.1
    if element.words & STORY_WORDS or "articlebody" in element.names:
        bonus += 0.15
    return bonus
