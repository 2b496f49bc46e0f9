"""The blocks to keep of a page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import HEADINGS, Block
from crawler.layout import UNSTOPPED
from crawler.page import Page
from crawler.reading.text import ends_sentence
from crawler.story.features import features
from crawler.story.hints import column
from crawler.story.network import Network, shipped
from crawler.story.selection import keep

# A standfirst is the description. Where only a date follows, it must not look too much like the first paragraph.
SURE_PARAGRAPH = 0.5
# What stands outside the story's element, or in what is named as an aside there, must look like the story's to be it.
SURE_OUTSIDE = 0.5
SURE_ANYWHERE = 0.7
# How likely a block between others, or below one, must be: F1 on marked pages is the same from 0.08 to 0.25.
BETWEEN = 0.08
FOLLOWING = 0.1
FARTHEST = 4  # rows: a box of other stories may stand above the last paragraph
MOST_ADDRESSED = 1  # words that speak to the reader in one language mean something else in another: "du", "ihr"
IN_LIKE = 0.06  # and one in a box made like that of what is kept
LIKELY = 0.4  # a paragraph that may do so once more: "Efforts to reach him failed, as he did not answer our calls."


def choose_blocks(
    page: Page, title: str | None, authors: Sequence[str] = (), network: Network | None = None
) -> list[Block]:
    """Return the blocks of *page* that are most likely its story, in their order; none where nothing looks like one.

    *network* stands in for the one that ships.
    """
    blocks = page.blocks
    if not blocks:
        return []
    known = features(page, title, authors)
    if not len(known.rows):
        return []
    told = partial(column, known.hints)
    likely = (network or shipped()).probabilities(known.columns)
    likely[told("standfirst") & (told("counted") | (likely < SURE_PARAGRAPH))] = 0
    best = keep(likely, known.words)
    kept = best & told("below") & (told("holds") | (likely >= SURE_OUTSIDE))
    if not kept.any():
        kept = best & (likely >= SURE_ANYWHERE)  # the headline was not where it seemed to be
    # The last paragraph may be a short one, and a subheading is short and unlike its neighbours: both stay where the
    # story goes on around them.
    outside = told("below") & ~told("holds") & (likely >= IN_LIKE) & ~kept
    alike = _in_like(kept, outside, [blocks[i] for i in known.rows])
    telling = (told("plain") & (likely >= FOLLOWING)) | alike
    telling &= (known.addressing <= MOST_ADDRESSED + (likely >= LIKELY)) & ~kept
    if telling.any():
        kept |= telling & _following(kept, [blocks[i] for i in known.rows])
    headings = np.array([blocks[i].tag in HEADINGS for i in known.rows]) if alike.any() else alike
    between = (told("plain") & (likely >= BETWEEN)) | (alike & headings)
    kept |= between & _between(kept)
    kept |= between & _between(kept)  # the heading under a short paragraph that only its neighbours keep
    return [blocks[i] for i in known.rows[kept]]


def _in_like(kept: NDArray[np.bool_], outside: NDArray[np.bool_], blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Which of those *outside* the story's element stand in one made like those around what is kept.

    Systems of components give each piece of a story a box of its own: <div class=text><p>...</div><div class=teaser>...
    Without names all boxes are alike.
    """
    found: NDArray[np.bool_] = np.zeros(len(blocks), bool)
    if not outside.any():
        return found
    boxes = {i: e.parent for i in np.flatnonzero(kept | outside).tolist() if (e := blocks[i].element) is not None}
    named = {i: box.path for i, box in boxes.items() if box is not None and box.names}
    around = {path for i, path in named.items() if kept[i]}
    for i in np.flatnonzero(outside).tolist():
        found[i] = named.get(i) in around
    return found


def _between(kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether one of the two rows above and one of the two below are kept: an advert may stand beside a subheading."""
    padded = np.concatenate(([False, False], kept, [False, False]))
    return (padded[:-4] | padded[1:-3]) & (padded[3:-1] | padded[4:])


def _following(kept: NDArray[np.bool_], blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Whether a block is a sentence, and one not far above it in elements of the same tags and names is kept."""
    paths = np.array([0] * FARTHEST + [block.element.path if block.element else 0 for block in blocks])
    above = np.concatenate(([False] * FARTHEST, kept))
    found: NDArray[np.bool_] = np.zeros(len(kept), bool)
    for start in range(FARTHEST):
        there = slice(start, start + len(kept))
        found |= above[there] & (paths[there] == paths[FARTHEST:])
    found &= np.array([ends_sentence(block.text) or _is_unstopped(block.text) for block in blocks])
    return found


def _is_unstopped(text: str) -> bool:
    """Whether *text* is a sentence of Thai or Lao, which have no full stop."""
    return len(text) >= UNSTOPPED and "\u0e00" <= text[-1] <= "\u0eff"
