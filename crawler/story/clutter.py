"""Blocks that stand in or beside a story without being of it: captions, signatures, pointers elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from crawler.blocks import HEADINGS, Block, Element
from crawler.layout import is_prose
from crawler.reading.text import folded, weight

LONGEST_CAPTION = 300
SMALLEST = 50  # points that a picture is wide or high
MOST_IN_CAPTION = 2  # blocks: a caption and its credit
LONGEST_SIGNATURE = 100  # characters
LONGEST_INITIALS = 8
LONGEST_DENSE_SIGNATURE = 30  # of a script without spaces, of which 40 are a whole paragraph
DENSE = 1.5  # times its length is what a text weighs that is mostly in such a script
MOST_NAMES = 256  # remembered
LONGEST_NOTE = 400  # on an author
MOST_LINKS, MOST_LINKS_IN_PROSE = 0.6, 0.75  # of a block's text
MOST_OF_FEED = 100  # characters of a line that are links: its feed, a form for replies, a trackback
FEWEST_IN_ROW, LEAST_IN_ROW = 6, 0.4  # marks between the links of a row, and of its text that they are
_folded_name = lru_cache(MOST_NAMES)(folded)  # asked for each line of a page
_ARROWS = re.compile(">>(?!>)")  # ">>> print(1)" is what a Python prompt shows
LONGEST_POINTER, MOST_POINTERS = 250, 5  # characters of a line that leads to a channel, and links in it
_CHANNEL = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:t(?:elegram)?\.me/(?:s/|joinchat/)?[\w+]+/?$|whatsapp\.com/channel/|chat\.whatsapp\.com/"
    r"|news\.google\.com/(?:s/)?(?:publications|topics)/|play\.google\.com/store/apps/|apps\.apple\.com/|invite\.viber\.com/)"
)
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
            if element.tag == "p" and is_prose(block) and _stands_beside(element):
                return False
            # <blockquote class="image-field-caption"> is Drupal's.
            return not block.within("blockquote") or _is_quoted_caption(block)
        element = element.parent
    return False


def _is_quoted_caption(block: Block) -> bool:
    around = islice(block.element.lineage(), 2) if block.element is not None else ()
    return any(element.tag == "blockquote" and "caption" in element.names for element in around)


def _stands_beside(element: Element) -> bool:
    """Whether the picture in a paragraph stands at its side, or is a letter or a gap: <p><img align=left>The ferry"""
    image = element.node.css_first("img")
    attributes = image.attributes if image is not None else {}
    sizes = (attributes.get("width") or "", attributes.get("height") or "")
    tiny = any(size.isdecimal() and len(size) < 3 and int(size) < SMALLEST for size in sizes)
    return tiny or (attributes.get("align") or "").lower() in ("left", "right")


def is_signature(block: Block, authors: Sequence[str]) -> bool:
    """Whether *block* is short and names an author or an e-mail address, or begins with an author's name as a note."""
    text, size = block.text, len(block.text)
    if size > LONGEST_NOTE:
        return False
    if text.startswith(tuple(authors)):
        return not text.endswith(("?", "？", "؟"))  # "Ann Lee: When were you last wrong?", she asks
    # "I. B." ends what Imed Bahri wrote; <h3>UK</h3> heads what Ute Kern found there.
    if 1 < size <= LONGEST_INITIALS and block.tag not in HEADINGS:
        letters = "".join(filter(str.isupper, text))
        if len(letters) > 1 and any(letters == "".join(word[0] for word in name.split()) for name in authors):
            return True
    if size > LONGEST_SIGNATURE:
        return False
    if size > LONGEST_DENSE_SIGNATURE and not text.isascii() and weight(text) > DENSE * size:
        return False  # 「…」と港長は話した。（森田佳代）
    return ("@" in text and bool(_ADDRESS.search(text))) or any(_folded_name(name) in block.key for name in authors)


def is_linked(block: Block) -> bool:
    """Whether most of *block* leads elsewhere."""
    density = block.link_density
    return density > MOST_LINKS and (density > MOST_LINKS_IN_PROSE or not is_prose(block))


def is_row_of_links(block: Block) -> bool:
    """Whether *block* is a row like "Dover · Calais (night) · Ostend ..." whose names lead elsewhere."""
    if block.link_density <= LEAST_IN_ROW or is_prose(block):
        return False
    return sum(block.text.count(mark) for mark in (" · ", " • ", " | ")) >= FEWEST_IN_ROW


def is_pointer(block: Block) -> bool:
    """Whether *block* leads elsewhere behind arrows: "&gt;&gt; All about <a href=/moorings>moorings</a>"."""
    return block.links > 0 and len(block.text) <= LONGEST_NOTE and _ARROWS.match(block.text) is not None


def is_feed_line(block: Block) -> bool:
    """Whether *block* leads to the story's feed: "... through the <a href=/feed>RSS 2.0</a> feed", in any language."""
    return "RSS 2.0" in block.text and 0 < block.links <= MOST_OF_FEED and len(block.text) <= LONGEST_NOTE


def leads_to_channel(block: Block) -> bool:
    """Whether *block* is short and leads to a channel or an app, in any language: "Follow us on <a href=//t.me/mole>".

    A single post in a channel is a source: https://t.me/mole/512
    """
    if not block.links or block.element is None or len(block.text) > LONGEST_POINTER or block.attribution:
        return False
    links = block.element.node.css("a[href]")[:MOST_POINTERS]
    return any(_CHANNEL.match(link.attributes.get("href") or "") for link in links)
