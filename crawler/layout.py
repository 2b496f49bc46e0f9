"""Where things stand on a page: the headline, the lines under it, the element that holds the story."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from crawler.page import HEADINGS, Block, Element, Page
from crawler.reading.attribution_lines import is_attribution_line
from crawler.reading.counts import is_counter_line

_FOLD = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?。！？।؟…։።]['\"”’»)\]」』]*\s*$|[.!?।؟]\s+\S|[。！？]")
# Scripts that say in one character what others say in two or three.
_DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

STANDFIRST = frozenset((
    "standfirst lead lede deck dek intro subtitle subheadline subhead summary teaser excerpt vorspann bajada "
    "entradilla chapeau sottotitolo anons lid abstract perex"
).split())  # fmt: skip
# Words of class and id around what is not the story.
ASIDE_WORDS = frozenset(
    (
        "sidebar related recommended recommendations promo promos promotion advert adverts advertisement ads ad "
        "adsense sponsor sponsored cookie cookies consent gdpr newsletter subscribe signup login register share "
        "sharing social sharedaddy footer breadcrumb breadcrumbs nav navbar navigation menu menue byline author "
        "authors bio authorbox tags taglist pagination pager popular trending mostread outbrain taboola teaser "
        "teasers toolbar caption copyright credit credits infobox factbox modal popup banner skip hidden readmore "
        "seealso morelinks jp-relatedposts relatedposts screen-reader-text sr-only visually-hidden print-only"
    ).split()
)
# The same as joined words: "read-more", "most_read", "also read".
_ASIDE_PAIRS = re.compile(
    r"(?:read|see|most|also|more)[-_ ](?:more|also|read|on|stories|news|links)|related|newsletter|sidebar"
    r"|sharedaddy|social-?(?:share|media|links)|share-?(?:bar|buttons|tools)|cookie|advert|author-?(?:box|bio)"
)
# Readers' words can be most of a page's prose, and are never the story.
_COMMENTS = re.compile(
    r"\bcomments?\b|comments?[-_]?(?:list|form|text|area|section|box|item|link)|kommentare?\b|comentario|commentaire"
    r"|disqus|\bforum|\bthread|talk[-_]?back|reader-?letters"
)
ASIDE_TAGS = frozenset(("nav", "footer", "aside", "form", "figure", "figcaption", "menu", "caption", "dialog"))
STORY_WORDS = frozenset("article story body content text entry post articlebody storybody articletext".split())
MOST = 0.5  # of the prose of a page
DECAY = 0.8  # of a block's weight at each step outwards
LONGEST_UNDER_HEADLINE = 600


def folded(text: str) -> str:
    """Return *text* as its letters and digits alone, for comparing what two places print."""
    return _FOLD.sub("", text).casefold()


def weight(text: str) -> float:
    """Return the length of *text* in Latin characters."""
    return len(text) + 1.5 * len(_DENSE.findall(text))


def is_prose(block: Block) -> bool:
    """Whether *block* reads like a paragraph of a story: a sentence, mostly outside links."""
    return weight(block.text) >= 60 and block.link_density < 0.4 and bool(_SENTENCE_END.search(block.text))


def is_aside(element: Element) -> bool:
    """Whether *element* by its own tag and names holds what is not the story."""
    if element.tag in ASIDE_TAGS or element.words & ASIDE_WORDS or is_comments(element):
        return True
    return bool(element.names) and bool(_ASIDE_PAIRS.search(element.names)) and not element.words & STORY_WORDS


def is_comments(element: Element) -> bool:
    """Whether *element* is named as the place of readers' comments; <body class="comments-open"> is not one."""
    return element.tag not in ("body", "html", "main", "article") and bool(_COMMENTS.search(element.names))


def headline_position(page: Page, title: str | None) -> int | None:
    """Return the index of the block that prints *title*: a heading where one does, else the first block that does."""
    if not title:
        return None
    key = folded(title)
    matches = [i for i, block in enumerate(page.blocks) if folded(block.text) == key]
    return next((i for i in matches if page.blocks[i].tag in HEADINGS), matches[0] if matches else None)


def line_under_headline(page: Page, title: str | None) -> Block | None:
    """Return the block that stands between the headline and the date or counter line under it, or None.

    A block named as a standfirst is one wherever it stands near the headline; an unnamed one only where the
    date follows, since otherwise it may be the story's first paragraph.
    """
    at = headline_position(page, title)
    if at is None:
        return None
    below = page.blocks[at + 1 : at + 6]
    for block in below:
        if block.element and any(e.words & STANDFIRST for e in list(block.element.lineage())[:3]):
            return block if _could_be_standfirst(block) else None
    if len(below) > 1 and _could_be_standfirst(below[0]) and not is_counter_line(below[0].text):
        followed = any(is_counter_line(block.text) for block in below[1:3])
        return below[0] if followed else None
    return None


def _could_be_standfirst(block: Block) -> bool:
    return weight(block.text) >= 25 and len(block.text) <= LONGEST_UNDER_HEADLINE and block.link_density < 0.5


@dataclass(frozen=True, slots=True)
class Story:
    """The element that holds the story, and the elements that hold most of the page's prose whatever their names."""

    element: Element
    wrappers: frozenset[Element]

    def holds(self, block: Block) -> bool:
        """Whether *block* stands in the story, and in nothing inside it that is not the story."""
        if block.element is None:
            return False
        within: list[Element] = []
        for element in block.element.lineage():
            if element is self.element:
                return not any(self._is_apart(e, block) for e in within)
            within.append(element)
        return False

    def _is_apart(self, element: Element, block: Block) -> bool:
        if element in self.wrappers:
            return False
        # A figure or an aside may hold a quote and the line that names its source.
        if element.tag in ("figure", "aside", "figcaption") and (
            block.within("blockquote") or is_attribution_line(block.text)
        ):
            return False
        return is_aside(element)


def find_story(blocks: list[Block], is_aside: Callable[[Element], bool] = is_aside) -> Story | None:
    """Return where most of the page's prose stands, as near around it as can be; None without prose.

    Each block of prose gives its weight to the elements around it, less at each step outwards, so that a body
    split by adverts over siblings wins as their parent, and the whole page does not. Names such as "sidebar"
    do not count on an element that holds most of the prose: <body class="has-sidebar paywall-ready">.
    """
    prose = [(b, weight(b.text) * (1 - b.link_density)) for b in blocks if b.element is not None and is_prose(b)]
    if not prose:
        return None
    held: defaultdict[Element, float] = defaultdict(float)
    for block, share in prose:
        for element in block.element.lineage() if block.element else ():
            held[element] += share
    most = MOST * sum(share for _, share in prose)
    wrappers = frozenset(e for e, share in held.items() if e.tag == "body" or (share > most and not is_comments(e)))
    scores: defaultdict[Element, float] = defaultdict(float)
    for block, share in prose:
        lineage = list(block.element.lineage()) if block.element else []
        if any(e not in wrappers and is_aside(e) for e in lineage):
            continue
        # A paragraph of its own is worth no more than bare text in the element that holds it.
        around = lineage[1:] if lineage[0].tag in ("p", "li", "blockquote") else lineage
        for distance, element in enumerate(around):
            scores[element] += share * DECAY**distance
    if not scores:
        # All of it stands in elements named as asides: then the names say nothing here.
        return find_story(blocks, _never) if is_aside is not _never else None
    return Story(max(scores, key=lambda e: scores[e] * _bonus(e)), wrappers)


def _never(element: Element) -> bool:
    return False


def _bonus(element: Element) -> float:
    bonus = 1.0
    if element.tag in ("article", "main"):
        bonus += 0.1
    if element.words & STORY_WORDS or "articlebody" in element.names:
        bonus += 0.15
    return bonus
