"""What a gallery tells beneath its pictures, where its page tells nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from crawler.blocks import Block
from crawler.layout import is_prose
from crawler.reading.furniture import is_caption_line
from crawler.reading.text import ends_sentence, folded, weight
from crawler.reading.topics import TEXT_TOPICS, text_topics
from crawler.story.clutter import is_caption, is_linked

FEWEST = 2
_SMALL = ("em", "i", "small")
SHORTEST = 25  # Latin characters
LONGEST_CREDIT, LONGEST_ALONE = 80, 40  # characters, and of one that no mark parts from what the picture shows
LONGEST = 150  # characters of a caption that ends no sentence
_OF_CREDIT = 1 << TEXT_TOPICS.index("credit")
_END = re.compile(r"[.!?…।]\s+")


def beneath_pictures(blocks: Sequence[Block]) -> list[Block]:
    """Return the sentences of *blocks* that stand alike with pictures, the first such kind; none where it is but one.

    <div><img><p>The pier lies in the first snow of the year.</p></div><div><img><p>Nobody sweeps it before noon.</p>...
    """
    told = [block for block in blocks if is_caption(block) and is_prose(block) and not is_linked(block)]
    alike = Counter(block.element.path for block in told if block.element is not None)
    path = next((path for path, times in alike.items() if times >= FEWEST), None)
    return [block for block in told if block.element is not None and block.element.path == path]


def said_by_pictures(blocks: Sequence[Block]) -> set[Block]:
    """Return those of *blocks* right below a picture that say again what it says to the blind, or who took it.

    <p><img alt="The works at the pier"></p><p>The works at the pier</p>; <p><img></p><p>渡船停在港口。（王安 摄）</p>
    And several that are set apart: <p><img></p><p><em>The works at the pier.</em></p>
    """
    short = [block for block in blocks if block.tag in ("p", "div") and len(block.text) <= LONGEST]
    apart = [block for block in short if block.styled and _is_set_small(block) and _picture_above(block) is not None]
    return {block for block in short if _is_said(block)} | set(apart if len(apart) >= FEWEST else ())


def _is_set_small(block: Block) -> bool:
    """Whether *block* is in italics or in small print, and asks nothing.

    What is bold may head what follows, and so may a few words: the name of a book, of a boat.
    """
    child = block.element.node.first_child if block.element is not None else None
    told = weight(block.text) >= SHORTEST and not block.text.endswith("?")
    return told and child is not None and child.tag in _SMALL and not is_linked(block)


def _credits(text: str) -> bool:
    """Whether *text* ends in who took a picture: "The works at the pier. Photo: Ann Lee".

    Not "The show has the old harbour in photos by Ann Lee".
    """
    last = _END.split(text[-LONGEST_CREDIT:])[-1]
    apart = len(last) <= LONGEST_ALONE or any(mark in last for mark in ":/|©(")
    return apart and bool(text_topics(last)[0] & _OF_CREDIT)


def _is_said(block: Block) -> bool:
    credits = is_caption_line(block.text) or (_credits(block.text) and not ends_sentence(block.text))
    image = _picture_above(block) if credits or not ends_sentence(block.text) else None
    return image is not None and (credits or folded(image.attributes.get("alt") or "") == block.key)


def _picture_above(block: Block) -> LexborNode | None:
    """The picture that is all of what stands right above *block*."""
    node = block.element.node.prev if block.element is not None else None
    while node is not None and node.tag in ("-text", "-comment"):
        node = node.prev
    if node is None:
        return None
    return node if node.tag == "img" else None if node.text().strip() else node.css_first("img")
