"""Boxes beside a story that hold what is not of it, known by their shape where their names say nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from crawler.blocks import HEADINGS, Block, Element
from crawler.layout import MOST_REMEMBERED, is_dateline, prose_weight
from crawler.page import Page
from crawler.reading.bylines.signers import ABOUT_AUTHOR
from crawler.reading.dates.dates import find_printed
from crawler.reading.furniture import is_advert_label
from crawler.reading.text import ends_sentence, weight
from crawler.story.features import ALL_LINK
from crawler.story.machine_summaries import machine_summaries

LESSER_HEADINGS = HEADINGS[1:]
MOST_IN_ADVERT = 4  # blocks: the label, a slogan, a line, a button
MOST_IN_BOX = 5  # blocks: a kicker, a headline, a line or two, a date
FEWEST_TEASERS = 3  # alike
TEASER = 2  # blocks: a headline and a line
FEWEST_COMMENTS = 2
SHORTEST_TITLE, LEAST_LINKED = 20, 0.5  # letters, and share of a line with the day: the title in it
_NO_CARDS = frozenset("p ul ol table tr body".split())
MOST_LABELS = 1  # blocks
LARGEST_TEASER = 240  # Latin characters below a headline
MOST_LINKS = 12  # under a label
HIGHEST_BOX = 4  # elements climbed from a headline
LONGEST_NAME = 60  # characters of a line that says who comments, and when
FARTHEST_INPUT = 6  # elements from a field for an address to its box
MOST_OF_NOTE, SHORT_OF_NOTE = 4, 40  # blocks, and characters of a role or an address in it
FARTHEST_NAME = 4  # elements from a block to the one whose name says what it holds
# "author-description", "author__bio", "about-the-author": on marked pages none of the long texts inside is the story's.
_ABOUT_AUTHOR = re.compile(
    r"author[-_]{0,2}(?:bio|box|block|card|description|details|info|profile)|about[-_]?(?:the[-_]?)?author"
)
# <a>Two whales seen</a><span>3 May 2026</span>, <a>The mole holds</a><span>May 3, 2026</span>
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
_ANY_DAY = datetime(2020, 1, 1, tzinfo=UTC)  # from which "2 hours ago" is told, where the present is not known

MAKERS_OF_WALLS = (
    *("onetrust", "didomi", "usercentrics", "cookiebot", "cookieyes", "iubenda", "truste", "tarteaucitron", "klaro"),
    *("axeptio", "cookiefirst", "cmplz", "qc-cmp", "sp_message"),
)
_WALLS = frozenset(("div", "section", "aside", "dialog"))
_OF_STORIES = "h1, article, main"  # <div id="app" class="didomi-ready"> is the site
_MAKER = re.compile(rf"(?<![a-z])(?:{'|'.join(MAKERS_OF_WALLS)})(?![a-z])", re.IGNORECASE)


def boxes_beside(blocks: Iterable[Block], page: Page) -> frozenset[Element]:
    """Return the small elements of *page* that hold adverts, other stories, readers' comments or pleas to sign up.

    What stands around none of *blocks* is looked for no further than it takes.
    """
    around = _around(blocks)
    groups = _cards(page)
    cards = [group for group in groups if len(group) >= FEWEST_TEASERS]
    amid = [box for group in groups if len(group) < FEWEST_TEASERS for box in group if _is_amid(box, page.blocks)]
    lesser = (
        _lesser(found, page)
        for found in (teasers(page, cards), comments(page, around), pleas(page), amid, machine_summaries(page))
    )
    return advert_boxes(around, page.blocks).union(dated_cards(page, cards), walls_of_consent(around, page), *lesser)


def _around(blocks: Iterable[Block]) -> set[Element]:
    """All elements around *blocks*."""
    around: set[Element] = set()
    for block in blocks:
        element = block.element
        while element is not None and element not in around:
            around.add(element)
            element = element.parent
    return around


def walls_of_consent(around: Collection[Element], page: Page) -> set[Element]:
    """Return those of *around* that bear the name of a maker of such walls; they may say more than a brief story.

    <div id="onetrust-consent-sdk"><p>These cookies allow us to count visits ...
    """
    told = "\n".join([element.names for element in around]).lower()
    if not any(map(told.__contains__, MAKERS_OF_WALLS)):
        return set()
    small = (element for element in around if element.tag in _WALLS and element.blocks < len(page.blocks))
    made = (element for element in small if _MAKER.search(element.names))  # no "trusted"
    return {element for element in made if element.node.css_first(_OF_STORIES) is None}


def advert_boxes(around: Collection[Element], blocks: Sequence[Block]) -> frozenset[Element]:
    """Return those of *around* that begin with the label of an advert: <div><span>Ad</span><p>Ferries: 2 for 1</p>."""
    boxes = set()
    for block in blocks:
        element = block.element
        # The label stands in the box itself, or alone in an element of its own; amid a story it opens none.
        box = element.parent if element is not None and element.blocks == 1 else element
        if box is None or box not in around or box.blocks > MOST_IN_ADVERT:
            continue
        if blocks[box.first] is block and is_advert_label(block.text):
            boxes.add(box)
    return frozenset(boxes)


def teasers(page: Page, cards: list[list[Element]]) -> list[Element]:
    """Return the boxes that show other stories: alike, each with a headline that leads elsewhere, and the *cards*.

    <div><a href="/whales"><h3>Two whales seen</h3></a><p>They stayed for an hour.</p></div><div><a href="/pie">...
    """
    groups = _alike([block for block in page.blocks if block.tag in LESSER_HEADINGS and block.link_density > ALL_LINK])
    headed = [box for group in groups if len(group) >= FEWEST_TEASERS for box in group if _leads_elsewhere(box, page)]
    return headed + [box for group in cards for box in _with_label(group)]


def _cards(page: Page) -> list[list[Element]]:
    """The elements in one that begin with a link as long as a headline and have little else, those alike together.

    <div><a href="/whales">Two whales seen</a> <span>3 May</span><p>They stayed for an hour.</p></div><div><a href=...
    """
    found: defaultdict[tuple[int, Element | None], list[Element]] = defaultdict(list)
    for block in page.blocks:
        if block.links < SHORTEST_TITLE or block.link_density <= LEAST_LINKED or (element := block.element) is None:
            continue
        box = _box_around(block) or element
        opening, *rest = page.blocks[box.first : box.last]
        small = sum(weight(other.text) for other in rest) <= LARGEST_TEASER
        if opening is block and small and box.tag not in _NO_CARDS and _leads_elsewhere(box, page):
            found[element.path, box.parent].append(box)
    return list(found.values())


def _is_amid(box: Element, blocks: Sequence[Block]) -> bool:
    """Whether *box*, a headline that leads elsewhere and a line, stands between two paragraphs that it is not made as.

    <p>The ferries are back.</p><div><a href="/whales">Two whales seen off the mole</a><p>They stayed.</p></div><p>...
    """
    if box.blocks != TEASER or box.tag != "div" or not 0 < box.first < box.last < len(blocks):
        return False
    beside = (blocks[box.first - 1], blocks[box.last])
    return all(b.tag == "p" and prose_weight(b) and b.element and b.element.parent is box.parent for b in beside)


def dated_cards(page: Page, cards: list[list[Element]]) -> list[Element]:
    """Return those *cards* of other stories that each show a day: below a brief story they may say more than it does.

    None where nothing but them is prose: a page of a section, a list of what is on.
    """
    dated = [box for group in cards if _show_days(group, page) for box in _with_label(group)]
    inside = {at for box in dated for at in range(box.first, box.last)}
    others = any(prose_weight(block) for at, block in enumerate(page.blocks) if at not in inside)
    return dated if dated and others else []


def _show_days(cards: list[Element], page: Page) -> bool:
    """Whether each card has a day: behind its headline, or in a line that has little else."""
    return all(
        _is_dated(card, page) or any(is_dateline(b.text) for b in page.blocks[card.first + 1 : card.last])
        for card in cards
    )


def _with_label(cards: list[Element]) -> list[Element]:
    """*cards*, or the element around them where nothing else is in it but a label: <div><b>More</b><div><a href=..."""
    around = cards[0].parent
    held = sum(card.blocks for card in cards)
    return [around] if around is not None and around.blocks <= held + MOST_LABELS else cards


def comments(page: Page, around: Collection[Element]) -> list[Element]:
    """Return the boxes in which readers speak: alike, below most other prose, each opened by a name and a time.

    None where no such box is among those *around* that are asked for.

    <div><b>gull77</b> <i>2 hours ago</i><p>About time that they sailed again.</p></div><div><b>anna</b> ...
    """
    if not any(1 < element.blocks <= MOST_IN_BOX for element in around):
        return []
    blocks = page.blocks
    groups = _alike(filter(_may_sign, blocks))
    signed = ([box for box in group if _is_signed(box, blocks)] for group in groups if len(group) >= FEWEST_COMMENTS)
    boxes = [
        box
        for group in signed
        if len(group) >= FEWEST_COMMENTS and all(_is_dated(box, page) for box in group[:FEWEST_COMMENTS])
        for box in group
    ]
    if not boxes:
        return []
    inside = {at for box in boxes for at in range(box.first, box.last)}
    first = min(inside)
    above, below = (
        sum(prose_weight(block) for at, block in enumerate(blocks) if at not in inside and (at < first) is side)
        for side in (True, False)
    )
    return boxes if above > below else []


def pleas(page: Page) -> list[Element]:
    """Return the boxes that ask for an address: <div><p>The harbour's news each day.</p><input type=email></div>."""
    attributes = page.elements.attributes
    fields = [place for place in page.elements.tagged("input") if attributes[place].get("type") == "email"]
    around = {above.mem_id for node in page.elements.at(fields) for above in islice(_above(node), FARTHEST_INPUT)}
    boxes: dict[Element, None] = {}
    for block in page.blocks if around else ():
        lineage = islice(block.element.lineage() if block.element else (), HIGHEST_BOX)
        box = next((element for element in lineage if element.node.mem_id in around), None)
        if box is not None and box.blocks <= MOST_IN_ADVERT:
            boxes[box] = None
    return list(boxes)


def _above(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _is_signed(box: Element, blocks: Sequence[Block]) -> bool:
    """Whether *box* begins with a line that may say who speaks and when, and goes on with a text."""
    opening, *rest = blocks[box.first : box.last]
    return _may_sign(opening) and any(map(prose_weight, rest))


def _may_sign(block: Block) -> bool:
    return len(block.text) <= LONGEST_NAME and block.tag not in HEADINGS and block.has_digit


def _alike(openers: Iterable[Block]) -> list[list[Element]]:
    """The small boxes around blocks that may open one, those with the same names and tags together."""
    found: defaultdict[int, dict[Element, None]] = defaultdict(dict)
    for block in openers:
        if (box := _box_around(block)) is not None:
            found[box.path][box] = None
    return [list(group) for group in found.values()]


def _is_dated(box: Element, page: Page) -> bool:
    text = _GLUED.sub(" ", page.blocks[box.first].text)
    return bool(find_printed(text, language=page.declared_language, fetched_at=page.fetched_at or _ANY_DAY))


def _lesser(boxes: list[Element], page: Page) -> frozenset[Element]:
    """*boxes*, or none where they hold as much prose as all else: a list of shops, a live blog may be the story."""
    if not boxes:
        return frozenset()
    inside = {at for box in boxes for at in range(box.first, box.last)}
    prose = [(at in inside, prose_weight(block)) for at, block in enumerate(page.blocks)]
    held, others = (sum(size for is_in, size in prose if is_in is side) for side in (True, False))
    return frozenset(boxes) if held < others else frozenset()


def _box_around(block: Block) -> Element | None:
    """The nearest element around *block* that holds more than it, if that is little."""
    for element in islice(block.element.lineage() if block.element else (), HIGHEST_BOX):
        if element.blocks > 1:
            return element if element.blocks <= MOST_IN_BOX else None
    return None


def _leads_elsewhere(box: Element, page: Page) -> bool:
    """Whether the first link in *box* is to another page; an entry of a live blog links to itself."""
    link = box.node.css_first("a[href]")
    address = (link.attributes.get("href") or "") if link is not None else ""
    return bool(address) and not address.startswith("#") and not (page.url and address.startswith(page.url))


def labels_of_links(blocks: Sequence[Block], page: Page) -> set[Block]:
    """Return the labels among *blocks* over links elsewhere that stand with nothing else in an element.

    <section><strong>You may also like</strong><ul><li><a href="/whales">Two whales seen</a></li>...</ul></section>
    """
    return {block for block in filter(_may_label, blocks) if _stands_over_links(block, page.blocks)}


def _may_label(block: Block) -> bool:
    short = len(block.text) <= LONGEST_NAME and not block.links
    return short and block.tag not in HEADINGS and not ends_sentence(block.text)


def _stands_over_links(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether *block* opens, or says again what opens, a box of links: "End of You may also like" is for the blind."""
    lineage = islice(block.element.lineage() if block.element else (), HIGHEST_BOX)
    box = next((element for element in lineage if element.blocks > 1), None)
    if box is None or box.blocks > MOST_LINKS:
        return False
    label, *others = blocks[box.first : box.last]
    linked = sum(other.link_density > ALL_LINK for other in others)
    several = linked > 1 or (linked == 1 and label.text.endswith((":", "：")))
    alike = label.key in block.key and _may_label(label)
    return several and alike and all(other.link_density > ALL_LINK or label.key in other.key for other in others)


def author_boxes(blocks: Sequence[Block]) -> set[Element]:
    """Return the elements around some of *blocks* that are named as notes on an author, and hold the lesser part."""
    inside = Counter(box for block in blocks if block.element and (box := _about_author(block.element)))
    return {box for box, count in inside.items() if 2 * count < len(blocks)}


def notes_on(people: Sequence[str], page_blocks: Sequence[Block]) -> set[Element]:
    """Return the elements that tell of one of *people* below the name or a heading that says so, and hold no more.

    <div><a href="/authors/1">Ann Lee</a><p>Ann Lee has written about the coast since 2012.</p></div>
    """
    found = set()
    for block in page_blocks if people else ():
        if block.text not in people and (len(block.text) > SHORT_OF_NOTE or block.key not in ABOUT_AUTHOR):
            continue
        lineage = islice(block.element.lineage() if block.element else (), 2)
        around = next((element for element in lineage if element.blocks > 1), None)
        if around is None or around.blocks > MOST_OF_NOTE:
            continue
        others = [other.text for other in page_blocks[around.first : around.last] if other is not block]
        told = [text for text in others if text.startswith(tuple(people))]
        if told and all(text in told or len(text) < SHORT_OF_NOTE for text in others):
            found.add(around)
    return found


def _about_author(element: Element) -> Element | None:
    for around in islice(element.lineage(), FARTHEST_NAME):
        if around.names and _are_about_author(around.names):
            return around
    return None


@lru_cache(MOST_REMEMBERED)
def _are_about_author(names: str) -> bool:
    return _ABOUT_AUTHOR.search(names) is not None


def stands_in(block: Block, elements: frozenset[Element]) -> bool:
    """Whether *block* stands in one of *elements*."""
    return block.element is not None and not elements.isdisjoint(block.element.lineage())
