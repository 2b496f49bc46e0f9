"""Blocks that stand in or beside a story without being of it: captions, signatures, pointers elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from crawler.blocks import HEADINGS, Block, Element
from crawler.layout import is_prose, prose_weight
from crawler.page import Page
from crawler.reading.furniture import LONGEST_LABEL, is_advert_label
from crawler.reading.text import folded

LONGEST_CAPTION = 300
MOST_IN_ADVERT = 4  # blocks: the label, a slogan, a line, a button
MOST_IN_TEASER = 5  # blocks: a kicker, a headline, a line or two, a date
FEWEST_TEASERS = 3  # alike
HIGHEST_BOX = 4  # elements climbed from a headline
ALL_LINK = 0.9  # of a text
MOST_IN_CAPTION = 2  # blocks: a caption and its credit
LONGEST_SIGNATURE = 100  # characters
MOST_NAMES = 256  # remembered
LONGEST_NOTE = 400  # on an author
MOST_LINKS, MOST_LINKS_IN_PROSE = 0.6, 0.75  # of a block's text
_folded_name = lru_cache(MOST_NAMES)(folded)  # asked for each line of a page
_ADDRESS = re.compile(r"[\w.-]@[\w-]+\.\w")


def is_caption(block: Block) -> bool:
    """Whether *block* stands with an image in an element that holds little else."""
    element = block.element
    for _ in range(3):
        if element is None:
            break
        if element.images and element.blocks <= MOST_IN_CAPTION:
            if is_prose(block) and (len(block.text) > LONGEST_CAPTION or (element.tag == "p" and element.images > 1)):
                return False  # pictures in the midst of a sentence are formulas
            return not block.within("blockquote")
        element = element.parent
    return False


def advert_boxes(blocks: Sequence[Block]) -> frozenset[Element]:
    """Return the small elements that begin with the label of an advert: <div><span>Ad</span><p>Ferries: 2 for 1</p>."""
    boxes = set()
    for block in blocks:
        element = block.element
        if len(block.text) > LONGEST_LABEL or element is None or not is_advert_label(block.text):
            continue
        # The label stands in the box itself, or alone in an element of its own.
        box = element.parent if element.blocks == 1 else element
        if box is not None and box.blocks <= MOST_IN_ADVERT:
            boxes.add(box)
    return frozenset(boxes)


def teaser_boxes(page: Page) -> frozenset[Element]:
    """Return the small elements that show other stories: alike, each with a headline that leads elsewhere.

    <div><a href="/whales"><h3>Two whales seen</h3></a><p>They stayed for an hour.</p></div><div><a href="/pie">...

    None where they hold as much prose as all else: a list of shops or films, each linked, may be the story.
    """
    alike: defaultdict[int, dict[Element, None]] = defaultdict(dict)
    for block in page.blocks:
        if block.tag in HEADINGS[1:] and block.link_density > ALL_LINK and (box := _box_around(block)) is not None:
            alike[box.path][box] = None
    boxes = [
        box for group in alike.values() if len(group) >= FEWEST_TEASERS for box in group if _leads_elsewhere(box, page)
    ]
    if not boxes:
        return frozenset()
    inside = {at for box in boxes for at in range(box.first, box.last)}
    prose = [(at in inside, prose_weight(block)) for at, block in enumerate(page.blocks)]
    held, others = (sum(size for is_in, size in prose if is_in is side) for side in (True, False))
    return frozenset(boxes) if held < others else frozenset()


def _box_around(heading: Block) -> Element | None:
    """The nearest element around *heading* that holds more than it, if that is little."""
    for element in islice(heading.element.lineage() if heading.element else (), HIGHEST_BOX):
        if element.blocks > 1:
            return element if element.blocks <= MOST_IN_TEASER else None
    return None


def _leads_elsewhere(box: Element, page: Page) -> bool:
    """Whether the first link in *box* is to another page; an entry of a live blog links to itself."""
    link = box.node.css_first("a[href]")
    address = (link.attributes.get("href") or "") if link is not None else ""
    return bool(address) and not address.startswith("#") and not (page.url and address.startswith(page.url))


def stands_in(block: Block, elements: frozenset[Element]) -> bool:
    """Whether *block* stands in one of *elements*."""
    return block.element is not None and not elements.isdisjoint(block.element.lineage())


def is_signature(block: Block, authors: Sequence[str]) -> bool:
    """Whether *block* is short and names an author or an e-mail address, or begins with an author's name as a note."""
    text, size = block.text, len(block.text)
    if size > LONGEST_NOTE:
        return False
    if size <= LONGEST_SIGNATURE and "@" in text and _ADDRESS.search(text):
        return True
    if text.startswith(tuple(authors)):
        return True
    return size <= LONGEST_SIGNATURE and any(_folded_name(name) in block.key for name in authors)


def is_linked(block: Block) -> bool:
    """Whether most of *block* leads elsewhere."""
    density = block.link_density
    return density > MOST_LINKS and (density > MOST_LINKS_IN_PROSE or not is_prose(block))
