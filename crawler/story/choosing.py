"""The blocks to keep of a page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import Block
from crawler.page import Page
from crawler.story.features import MOST_BLOCKS, features
from crawler.story.hints import column
from crawler.story.network import Network, shipped
from crawler.story.selection import keep

# A standfirst is the description. Where only a date follows, it must not look too much like the first paragraph.
SURE_PARAGRAPH = 0.5
# What stands outside the story's element, or in what is named as an aside there, must look like the story's to be it.
SURE_OUTSIDE = 0.5
SURE_ANYWHERE = 0.7
BETWEEN = 0.15


def choose_blocks(
    page: Page, title: str | None, authors: Sequence[str] = (), network: Network | None = None
) -> list[Block]:
    """Return the blocks of *page* that are most likely its story, in their order; none where nothing looks like one.

    *network* stands in for the one that ships.
    """
    blocks = page.blocks[:MOST_BLOCKS]
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
    # A subheading is short and unlike its neighbours: it stays where the story goes on above and below it.
    kept |= told("plain") & (likely >= BETWEEN) & _between(kept)
    return [blocks[i] for i in known.rows[kept]]


def _between(kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether one of the two rows above and one of the two below are kept: an advert may stand beside a subheading."""
    padded = np.concatenate(([False, False], kept, [False, False]))
    return (padded[:-4] | padded[1:-3]) & (padded[3:-1] | padded[4:])
