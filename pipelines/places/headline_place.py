"""Where on the page the headline stands: other steps look near it."""

from __future__ import annotations

import re

from crawler.blocks import HEADINGS
from crawler.items import Article
from crawler.layout import is_prose, lone_headline
from crawler.page import Page, once
from crawler.reading.text import folded
from crawler.story.reach import below_headline, comments

NEAR = 12  # blocks between two headings that print one title
FARTHEST = 20  # blocks: what comes later is not asked for
SHORTEST_PART = 15  # letters
_MARKS = re.compile(r": | [|–—-] ")
MOST = 0.5  # of a heading's letters that a title is, where a kicker stands in it


def headline_at(page: Page, article: Article) -> int | None:
    """Return the index of the block that prints the title: a heading where one does, else the first that does."""
    return _find(page, article.title or "")


def headline_or_start(page: Page, article: Article) -> int:
    """Return the index of the block that prints the headline, else of the first `h1`, else of the body's start."""
    position = headline_at(page, article)
    if position is None:
        position = next((i for i, block in enumerate(page.blocks) if block.tag == "h1"), None)
    if position is None and article.blocks:
        position = next((i for i, block in enumerate(page.blocks) if block is article.blocks[0]), None)
    return position or 0


@once
def _find(page: Page, title: str) -> int | None:
    key = folded(title)
    if not key:
        return None
    headings = [(i, block) for i, block in enumerate(page.blocks) if block.tag in HEADINGS]
    same = [i for i, block in headings if block.key == key]
    # <div class="hero"><h1>Ferry strike ends</h1><ul><li>Home ...</div><h3>Ferry strike ends</h3><p>By Ann Lee
    near = [i for i in same[1:] if i < same[0] + NEAR and page.blocks[i].link_density < MOST]
    near = [i for i in near if not any(map(is_prose, page.blocks[same[0] : i]))]
    found = next(iter([*reversed(near), *same]), None)
    if found is None:
        # <h1><span>Traffic</span> Old bridge to close</h1>; "Traffic: Old bridge to close" over <h1>Old bridge ...
        found = next((i for i, b in headings if b.tag in HEADINGS[:2] and _holds(b.key, key)), None)
    if found is None:
        size = len(title)
        blocks = enumerate(page.blocks)
        found = next((i for i, b in blocks if size / 2 <= len(b.text) <= size * 2 and b.key == key), None)
    return _part_of(title, page) if found is None else found


def _part_of(title: str, page: Page) -> int | None:
    """The only <h1>; else the block that prints what stands behind a mark in *title*: "Ann Lee: Ferry strike ends"."""
    keys = [key for part in _MARKS.split(title)[1:] if len(key := folded(part)) >= SHORTEST_PART]
    found = (i for i, block in enumerate(page.blocks) if keys and block.key in keys)
    alone = lone_headline(page)
    return next(found, None) if alone is None else alone


def _holds(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and shorter in longer and len(shorter) > MOST * len(longer)


def story_end(page: Page, article: Article) -> int:
    """Return the index of the block with which a next story or what readers say begins; all their number without."""
    return _end(page, article.title or "")


@once
def _end(page: Page, title: str) -> int:
    end, at = below_headline(page, title).stop, _find(page, title)
    said = comments(page.blocks[: at + FARTHEST], at) if at is not None else None
    return end if said is None else min(end, said)
