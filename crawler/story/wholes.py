"""Lists and tables of which a story has a part, or that stand between its paragraphs: it has them whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.blocks import TAG_BITS, Block, Element
from crawler.layout import is_aside, is_dateline, is_prose
from crawler.page import LONG_LINE
from crawler.reading.furniture import is_furniture, is_network
from crawler.reading.text import weight

TAGS = frozenset("ul ol dl table".split())
_BITS = sum(TAG_BITS[tag] for tag in TAGS)
MOST_LINKS = 0.5  # of its characters: more is a list of what to read
LEAST_KEPT = 0.3  # of its blocks, where no paragraph follows
LARGEST = 400  # blocks
FEWEST_ROWS = 3  # of a table


def with_whole_lists(story: Sequence[Block], blocks: Sequence[Block]) -> list[Block]:
    """Return *story*, some of a page's *blocks*, with the rest of its lists and tables.

    <p>The teams stand so:</p><table><tr><td>Port Merrow<td>12<tr><td>Northgate<td>9</table><p>The next match ...</p>
    """
    kept = set(map(id, story))
    prose = [at for at, block in enumerate(blocks) if id(block) in kept and is_prose(block)]
    if not prose:
        return list(story)
    added: set[int] = set()
    for element in _lists(blocks[prose[0] + 1 :]):
        inside = range(element.first, element.last)
        if added.issuperset(inside) or not _is_told(element, prose, kept, blocks):
            continue
        added.update(inside)
    return [block for at, block in enumerate(blocks) if at in added or id(block) in kept] if added else list(story)


def is_led_to(block: Block, blocks: Sequence[Block]) -> bool:
    """Return whether a paragraph leads to the list or table that holds *block*: "... The networks used most are:"."""
    element = next((e for e in block.element.lineage() if e.tag in TAGS), None) if block.element else None
    above = blocks[element.first - 1] if element is not None and element.first else None
    told = above is not None and above.text.endswith((":", "：")) and is_prose(above)
    return told and above is not None and weight(above.text) >= LONG_LINE  # "Share this story:" is shorter


def _lists(blocks: Sequence[Block]) -> list[Element]:
    """The innermost lists and tables around *blocks*."""
    found: dict[Element, None] = {}
    for block in blocks:
        inner = block.element  # settled, since a block stands in it
        if inner is not None and (inner.tags_above | inner.tag_bit) & _BITS:
            found[next(element for element in inner.lineage() if element.tag in TAGS)] = None
    return list(found)


def _is_told(element: Element, prose: Sequence[int], kept: set[int], blocks: Sequence[Block]) -> bool:
    """Whether a list stands beside paragraphs of the story, and leads nowhere."""
    inside = blocks[element.first : element.last]
    if not 1 < len(inside) <= LARGEST or element.images or is_aside(element):
        return False
    around = element.parent
    while around is not None and around.blocks == element.blocks and around.tag != "body":
        if is_aside(around) and around.tag != "figure":
            return False
        around = around.parent
    if around is None or around.tag in ("tr", "td", "li"):
        return False
    led_to = is_led_to(inside[0], blocks)
    labels = (block for block in inside if _is_label(block) and not (led_to and is_network(block.text)))
    if not any(around.first <= at < element.first for at in prose) or any(labels):
        return False
    linked = sum(block.links for block in inside)
    if linked > MOST_LINKS * sum(len(block.text) for block in inside):
        return False
    part = sum(id(block) in kept for block in inside) >= LEAST_KEPT * len(inside)
    below = any(element.last <= at < around.last for at in prose)
    if part or below:
        return True
    # A table of shares in a box of its own below the story's is none of it.
    beside = any(around.first <= at < element.first and _stands_in(blocks[at], around) for at in prose)
    return beside and _is_grid(element, inside) and not linked and id(blocks[element.first - 1]) in kept


def _stands_in(block: Block, around: Element) -> bool:
    """Whether *block* is a paragraph of *around* itself, and of no box in it."""
    return block.element is around or (block.element is not None and block.element.parent is around)


def _is_label(block: Block) -> bool:
    """Whether *block* is of a row that signs a story, dates it or shares it."""
    return is_dateline(block.text, most_words=0) or is_furniture(block.text) or is_network(block.text)


def _is_grid(element: Element, inside: Sequence[Block]) -> bool:
    """Whether *element* is a table of several columns and rows: what the paragraph above it leads to."""
    rows = Counter(next((e for e in b.element.lineage() if e.tag == "tr"), None) for b in inside if b.element)
    return element.tag == "table" and len(rows) >= FEWEST_ROWS and min(rows.values()) > 1
