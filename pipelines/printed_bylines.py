"""The lines that are printed as bylines though no markup says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.blocks import Block
from crawler.items import Article
from crawler.page import Page
from crawler.reading.bylines import (
    is_signing_agency,
    label_and_name,
    labelled_part,
    read_byline,
    read_dated_account,
    read_dated_name,
    starts_byline,
)
from pipelines.headline_place import headline_at

LONGEST = 160  # characters, of a line that names authors
ABOVE, BELOW = 4, 12  # blocks around the headline
ABOVE_DATED = 2
BELOW_AGENCY = 5
_SEGMENT = re.compile(r"\n|\s[|•·–—]\s")
_PICTURE = frozenset("figure figcaption picture".split())


def near_byline(page: Page, article: Article) -> str | None:
    """Return the line near the headline that says "By Mira Holt", or that is nothing but her name and a date."""
    head = headline_at(page, article) or 0
    near = page.blocks[max(0, head - ABOVE) : head + BELOW]
    for n, block in enumerate(near):
        for line in _SEGMENT.split(block.text):
            if len(line) <= LONGEST and starts_byline(line) and read_byline(line).people:
                return line
            part = labelled_part(line) if len(line) <= 2 * LONGEST else None
            if part and read_byline(part).people:
                return part
        # <dt>By</dt><dd>Mira Holt</dd>
        if n + 1 < len(near) and label_and_name(block.text, beside := near[n + 1].text[:LONGEST]):
            return beside
    for block in page.blocks[max(0, head - ABOVE_DATED) : head + BELOW // 2]:
        if len(block.text) <= LONGEST // 2 and read_dated_name(block.text):
            return block.text
    return None


def near_account(page: Page, article: Article) -> str | None:
    """Return the account's name near the headline: "Posted by konstantin72 on 21.10.2026"."""
    head = headline_at(page, article) or 0
    near = (block.text.replace("\n", " ") for block in page.blocks[max(0, head - ABOVE) : head + BELOW])
    return next((name for text in near if len(text) <= LONGEST // 2 and (name := read_dated_account(text))), None)


def lower_byline(page: Page, article: Article) -> str | None:
    """Return the byline that stands alone in its block farther below: under the story, in Germany."""
    head = headline_at(page, article) or 0
    for block in page.blocks[head + BELOW :]:
        if len(block.text) <= LONGEST // 2 and starts_byline(block.text) and read_byline(block.text).people:
            return block.text
    return None


def signing_agency(page: Page, article: Article) -> str | None:
    """Return the line right under the headline that an agency or a desk signs: "By AFP", "AFP, Manila"."""
    head = headline_at(page, article)
    if head is None:
        return None
    for block in page.blocks[head + 1 : head + 1 + BELOW_AGENCY]:
        if _is_of_picture(block):
            continue
        for line in _lines(block):
            if is_signing_agency(line) or (starts_byline(line) and read_byline(line).others):
                return line
    return None


def _lines(block: Block) -> Iterator[str]:
    yield from (line for line in block.text.split("\n")[:BELOW] if len(line) <= LONGEST // 2)


def _is_of_picture(block: Block) -> bool:
    element = block.element
    return element is not None and any(above.tag in _PICTURE for above in element.lineage())
