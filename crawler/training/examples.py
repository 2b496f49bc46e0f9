"""Pages with known bodies, as the perceptrons are trained on them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborNode

from crawler.page import Page
from crawler.reading.urls import UrlError, site_of
from crawler.story.features import MOST_BLOCKS, features
from crawler.training.joining import join_page, shorten, story_element, with_notices
from crawler.training.labels import Truth, label, word_counts
from crawler.training.perceptrons import Example

GZIP = b"\x1f\x8b"
RECORDED_COUNTS = 2  # recorded pages are few, and say what pages from the web leave open
WAYS = 5  # of changing a page
NOTICED = (1, 3)

# Title and authors of a page, which the step for the body knows.
Head = tuple[str | None, Sequence[str]]
ReadHead = Callable[[Page], Head]


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page as it was stored, and what is known of its body. `recorded` pages are trained on and never measured."""

    page_id: str
    url: str
    publisher: str
    source: Path | bytes
    truth: Truth
    recorded: bool = False

    def page(self) -> Page:
        """Read and return the page."""
        data = self.source if isinstance(self.source, bytes) else self.source.read_bytes()
        return Page.from_html(gzip.decompress(data) if data.startswith(GZIP) else data, self.url)


def read_marked(path: Path) -> Iterator[MarkedPage]:
    """Yield the pages of a file of JSON lines: `id`, `url`, `html_path` (from the file's folder) and `expected`.

    `publisher` keeps pages together in cross-validation; without it, their site does.
    """
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if line.strip():
            row: dict[str, Any] = json.loads(line)
            url = row.get("url") or ""
            publisher = row.get("publisher") or row.get("key") or _publisher(url)
            page_id = str(row.get("id", number))
            yield MarkedPage(page_id, url, publisher, path.parent / row["html_path"], Truth.of(row["expected"]))


def read_records(folder: Path) -> Iterator[MarkedPage]:
    """Yield the recorded pages of a folder: `page.html` beside `page.json` with `url` and `expected`."""
    for record in sorted(folder.rglob("*.json")):
        path = record.with_suffix(".html")
        if path.exists():
            row = json.loads(record.read_text("utf-8"))
            if row["expected"].get("body"):
                yield MarkedPage(record.stem, row["url"], record.stem, path, Truth.of(row["expected"]), recorded=True)


def _publisher(url: str) -> str:
    """The site's name without its ending: example.de and example.at are one publisher."""
    try:
        return site_of(url).split(".")[0]
    except UrlError:
        return url


def examples_of(pages: Sequence[MarkedPage], read_head: ReadHead, seed: int = 5) -> Iterator[Example]:
    """Yield an example a page, and most of those with a whole body one more: that page changed."""
    chance = random.Random(seed)
    whole = [p for p in pages if p.truth.paragraphs and not p.recorded]
    for number, marked in enumerate(pages):
        page = marked.page()
        if page.blocks and len((example := _example(marked, page, read_head)).sure):
            yield from [example] * (RECORDED_COUNTS if marked.recorded else 1)
        if not marked.truth.paragraphs or marked.recorded:
            continue
        made = _made(marked, page, number % WAYS, chance.choice(whole), chance)
        if made is not None and made.blocks:
            yield _example(marked, made, read_head, made=True)


def _made(marked: MarkedPage, page: Page, way: int, other: MarkedPage, chance: random.Random) -> Page | None:
    """*page* changed in one of `WAYS`: joined with *other*, with notices in its story, cut short or both."""
    blocks = page.blocks[:MOST_BLOCKS]
    share, _ = label(blocks, marked.truth)
    if way == 0:
        element = story_element(blocks, share, word_counts(blocks)) if blocks and other is not marked else None
        html = join_page(page.tree, element.node, other.truth.paragraphs, chance) if element else None
    else:
        ours = [block.element.node for block, own in zip(blocks, share > 0.5, strict=True) if own and block.element]
        nodes: Sequence[LexborNode] = list({node.mem_id: node for node in ours}.values())
        if way > 1:
            nodes = shorten(nodes, chance)
        html = with_notices(page.tree, nodes, chance) if way in NOTICED else page.tree.html
    return Page.from_html(html, marked.url) if html else None


def _example(marked: MarkedPage, page: Page, read_head: ReadHead, *, made: bool = False) -> Example:
    blocks = page.blocks[:MOST_BLOCKS]
    share, sure = label(blocks, marked.truth)
    rows, found, *_ = features(page, *read_head(page))
    words, whole = word_counts(blocks), bool(marked.truth.paragraphs)
    made = made or marked.recorded
    return Example(marked.page_id, marked.publisher, found, share[rows], sure[rows], words[rows], whole, made)
