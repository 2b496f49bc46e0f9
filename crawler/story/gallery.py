"""What a gallery tells beneath its pictures, where its page tells nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.blocks import Block
from crawler.layout import is_prose
from crawler.story.clutter import is_caption, is_linked

FEWEST = 2


def beneath_pictures(blocks: Sequence[Block]) -> list[Block]:
    """Return the sentences of *blocks* that stand alike with pictures, the first such kind; none where it is but one.

    <div><img><p>The pier lies in the first snow of the year.</p></div><div><img><p>Nobody sweeps it before noon.</p>...
    """
    told = [block for block in blocks if is_caption(block) and is_prose(block) and not is_linked(block)]
    alike = Counter(block.element.path for block in told if block.element is not None)
    path = next((path for path, times in alike.items() if times >= FEWEST), None)
    return [block for block in told if block.element is not None and block.element.path == path]
