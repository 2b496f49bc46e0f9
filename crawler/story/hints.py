"""What hand-written rules think of each block: features of the classifier, no verdicts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import Block
from crawler.layout import Story, find_story
from crawler.page import Page
from crawler.reading.furniture import is_furniture
from crawler.reading.text import folded
from crawler.story.clutter import is_caption, is_linked, is_signature
from crawler.story.reach import below_headline
from crawler.under_headline import line_under_headline, standfirst

Matrix = NDArray[np.float32]


HINTS = (
    *("below", "under", "standfirst", "counted", "inside", "holds"),
    *("plain", "clutter", "caption", "furniture", "repeated", "signature"),
)


def column(found: Matrix, name: str) -> NDArray[np.bool_]:
    """Return one of the `HINTS` as true or false."""
    return found[:, HINTS.index(name)] > 0


def hints(page: Page, blocks: list[Block], rows: NDArray[np.intp], title: str | None, authors: Sequence[str]) -> Matrix:
    """Return the `HINTS` for each of the *rows*: whether its block stands below the headline, in the story's element,

    outside all that is named as an aside there, and whether it is the line under the headline, a caption, a signature
    or another kind of clutter.
    """
    below = below_headline(page, title)
    story = find_story(page.blocks[below.start : below.stop])
    under, dated = line_under_headline(page, title), standfirst(page, title)
    repeated = {folded(text) for text in (title, page.structured.get("headline")) if text}
    inside = range(story.element.first, story.element.last) if story else range(0)
    found = np.zeros((len(rows), len(HINTS)), np.float32)
    found[:, 0] = (rows >= below.start) & (rows < below.stop)
    places = rows.tolist()
    for row in [row for row, at in enumerate(places) if blocks[at] is under]:
        found[row, 1] = 1
        if dated is not None and under is dated.block:
            found[row, 2:4] = 1, dated.counted
    told = [_told_inside(blocks[at], at in below, story, repeated, authors) for at in places if at in inside]
    if told:
        found[(rows >= inside.start) & (rows < inside.stop), 4:] = told
    return found


def _told_inside(
    block: Block, below: bool, story: Story | None, repeated: set[str], authors: Sequence[str]
) -> tuple[bool, ...]:
    """The last of the `HINTS` for a block in the story's element, which stands *below* the headline or not."""
    caption, furniture = is_caption(block), is_furniture(block.text)
    holds = story is not None and story.holds(block)
    kept = holds and below
    clutter = caption or furniture or is_linked(block)
    says, signs = block.says(repeated), is_signature(block, authors)
    return True, holds, kept and not clutter, kept and clutter, caption, furniture, says, signs
