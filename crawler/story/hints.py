"""What hand-written rules think of each block: features of the classifier, no verdicts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import Block
from crawler.layout import below_headline, find_story, line_under_headline, standfirst
from crawler.page import Page
from crawler.reading.furniture import is_furniture
from crawler.reading.text import folded
from crawler.story.clutter import is_caption, is_linked, is_signature

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
    for row, at in enumerate(rows.tolist()):
        block = blocks[at]
        if block is under:
            found[row, 1] = 1
            if dated is not None and block is dated.block:
                found[row, 2:4] = 1, dated.counted
        if at not in inside:
            continue
        caption, furniture = is_caption(block), is_furniture(block.text)
        holds = story is not None and story.holds(block)
        kept = holds and at in below
        clutter = caption or furniture or is_linked(block)
        found[row, 4:] = (
            *(1, holds, kept and not clutter, kept and clutter, caption, furniture),
            *(block.says(repeated), is_signature(block, authors)),
        )
    return found
