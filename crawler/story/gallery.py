"""What a gallery tells beneath its pictures, where its page tells nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.blocks import Block
from crawler.layout import is_prose
from crawler.reading.furniture import is_caption_line
from crawler.reading.text import ends_sentence, folded
from crawler.story.clutter import is_caption, is_linked

FEWEST = 2
LONGEST = 150  # characters of a caption that ends no sentence


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
    """
    return {block for block in blocks if block.tag in ("p", "div") and len(block.text) <= LONGEST and _is_said(block)}


def _is_said(block: Block) -> bool:
    credits = is_caption_line(block.text)
    node = block.element.node.prev if block.element is not None and (credits or not ends_sentence(block.text)) else None
    while node is not None and node.tag in ("-text", "-comment"):
        node = node.prev
    image = None if node is None else node if node.tag == "img" else node.css_first("img")
    if node is None or image is None:
        return False
    return folded(image.attributes.get("alt") or "") == block.key or (credits and not node.text().strip())
