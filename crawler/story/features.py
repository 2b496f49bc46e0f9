"""What the classifier knows of each block: a row of numbers a block, none of which names a site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import TAGS, Block
from crawler.layout import UNSTOPPED
from crawler.page import Page
from crawler.reading.text import folded
from crawler.reading.topics import NAME_TOPICS, TEXT_TOPICS, text_topics
from crawler.story.characters import KINDS, count_kinds
from crawler.story.hints import hints
from crawler.story.surroundings import announced, containers, headlines

Matrix = NDArray[np.float32]

MOST_BLOCKS = 4000  # of a page; what stands below them is not looked at
LONGEST_TEXT = 1000  # characters of a block
LONGEST_LINE = 240  # characters whose words are looked up
PROSE = 60  # Latin characters of a paragraph
ALL_LINK = 0.9  # of a text


@dataclass(frozen=True, slots=True)
class Texts:
    """Numbers that tell of the texts alone. `weight`: length in Latin characters; `prose`: those of paragraphs."""

    kinds: Matrix
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    length: Matrix
    weight: Matrix
    links: Matrix
    prose: Matrix

    def only(self, rows: NDArray[np.intp]) -> Texts:
        """Return the numbers of some of the texts."""
        return Texts(*(getattr(self, name)[rows] for name in self.__slots__))


class Known(NamedTuple):
    """The places of the blocks that may be the story's, a row of features for each, and of them those from rules."""

    rows: NDArray[np.intp]
    columns: Matrix
    hints: Matrix


def features(page: Page, title: str | None, authors: Sequence[str] = ()) -> Known:
    """Return which of the page's first `MOST_BLOCKS` blocks may be the story's, and what is known of each.

    Short blocks that are all link are left out: they are half of a page. The page must have blocks of a document.
    """
    blocks = page.blocks[:MOST_BLOCKS]
    texts = read_texts(blocks)
    rows = np.flatnonzero((texts.links < ALL_LINK) | (texts.weight >= PROSE))
    if not len(rows):
        nothing = np.zeros((0, 0), np.float32)
        return Known(rows, nothing, nothing)
    ours = [blocks[i] for i in rows]
    spoken = [text_topics(b.text[:LONGEST_LINE]) if b.links < len(b.text) else (0, 0) for b in blocks]
    topics = bits([found for found, _ in spoken], len(TEXT_TOPICS)).astype(np.float32)
    addressing = np.array([count for _, count in spoken], np.float32)
    around = [
        _neighbours(texts, blocks),
        _alike(blocks, texts),
        headlines(page, blocks, title, texts.prose),
        announced(blocks, texts.weight, topics),
        topics,
        np.column_stack([np.log1p(addressing), 10 * addressing / (5 + np.minimum(texts.length, LONGEST_LINE))]),
    ]
    columns = [part[rows] for part in around]
    columns += [
        containers(blocks, rows, texts.weight, texts.links, texts.prose),
        _text_features(ours, texts.only(rows), blocks),
        _name_features(ours),
        _declared(page, ours),
        (told := hints(page, blocks, rows, title, authors)),
    ]
    return Known(rows, np.hstack(columns, dtype=np.float32), told)


def read_texts(blocks: list[Block]) -> Texts:
    """Return the numbers of the blocks' texts."""
    shown = [t if len(t) <= LONGEST_TEXT else t[: LONGEST_TEXT - 50] + t[-50:] for t in (b.text for b in blocks)]
    kinds, first, last = count_kinds(shown)
    length = np.array([len(b.text) for b in blocks], np.float32)
    seen = kinds.sum(axis=1)
    weight = length * (1 + 1.5 * kinds[:, KINDS.index("dense")] / seen)
    links = np.minimum(np.array([b.links for b in blocks], np.float32) / length, 1)
    stopped = (kinds[:, KINDS.index("stop")] > 0) | (kinds[:, KINDS.index("dense")] >= UNSTOPPED)
    sentences = stopped & (weight >= PROSE) & (links < 0.4)
    return Texts(kinds, first, last, length, weight, links, np.where(sentences, weight * (1 - links), 0))


def bits(values: list[int], width: int) -> NDArray[np.uint8]:
    """Return the lowest *width* bits of each value as a row of 0 and 1."""
    array = np.array(values, "<u8").view(np.uint8).reshape(len(values), 8)
    return np.unpackbits(array, axis=1, bitorder="little", count=width)


def one_hot(values: NDArray[np.uint8], width: int) -> Matrix:
    """Return a row for each value with a 1 at its place."""
    return np.eye(width, dtype=np.float32)[values]


def _text_features(blocks: list[Block], texts: Texts, everything: list[Block]) -> Matrix:
    width = len(KINDS)
    counts, seen = texts.kinds, texts.kinds.sum(axis=1, keepdims=True)
    spaces = counts[:, KINDS.index("space")]
    marks = [KINDS.index(kind) for kind in ("stop", "comma", "quote", "digit")]
    flags = np.array(
        [
            (
                b.text[-1] == ":",
                b.text[-1] == "…" or b.text.endswith("..."),
                b.text[-1] == "?",
                "©" in b.text,
                "@" in b.text,
                "|" in b.text,
                "\n" in b.text,
                "http" in b.text or "www." in b.text,
                b.text.count("\n"),
            )
            for b in blocks
        ],
        np.float32,
    )
    keys: dict[str, int] = {}
    for block in everything:
        keys[block.text] = keys.get(block.text, 0) + 1
    repeated = np.array([min(keys[b.text], 4) - 1 for b in blocks], np.float32)
    scaled = [np.log1p(texts.length), np.log1p(texts.weight), np.minimum(texts.weight / 300, 3), np.log1p(spaces)]
    words = texts.length / (spaces + 1)
    columns = [*scaled, texts.links, np.minimum(words, 20), (texts.prose > 0), repeated, (texts.links > 0.9)]
    steps = [texts.weight < n for n in (12, 25, 50, 90, 160)]
    return np.hstack(
        [
            np.column_stack([*columns, *steps]).astype(np.float32),
            counts / seen,
            np.log1p(counts[:, marks]),
            one_hot(texts.first, width),
            one_hot(texts.last, width),
            flags,
        ]
    )


def _name_features(blocks: list[Block]) -> NDArray[np.uint8]:
    """The names and tags of the element that holds a block, of the two around it, and of all above them."""
    place: dict[int, int] = {}
    names: list[tuple[int, int, int, int]] = []
    tags: list[tuple[int, int, int]] = []
    index = []
    for block in blocks:
        element = block.element
        assert element is not None
        at = place.setdefault(id(element), len(names))
        index.append(at)
        if at == len(names):
            around = element.parent or element
            outer = around.parent or around
            farther = outer.named.bits | (outer.parent.named.bits if outer.parent else 0)
            names.append((element.named.bits, around.named.bits, farther, element.above))
            tags.append((element.tag_bit, around.tag_bit, element.tags_above))
    found = [bits(column, len(NAME_TOPICS)) for column in map(list, zip(*names, strict=True))]
    found += [bits(column, len(TAGS)) for column in map(list, zip(*tags, strict=True))]
    inline = bits([block.inline_bits for block in blocks], len(NAME_TOPICS))
    return np.hstack([np.hstack(found)[index], inline])


def _shifted(columns: Matrix, by: int) -> Matrix:
    """The rows moved down (or up), with zeros where none is."""
    moved = np.zeros_like(columns)
    if by > 0:
        moved[by:] = columns[:-by]
    else:
        moved[:by] = columns[-by:]
    return moved


def _neighbours(texts: Texts, blocks: list[Block]) -> Matrix:
    """What stands just above and below: its length, links, whether it is prose or a heading, and of what kind."""
    heading = np.array([b.tag in ("h1", "h2", "h3", "h4", "h5", "h6") for b in blocks], np.float32)
    listed = np.array([b.tag == "li" for b in blocks], np.float32)
    paths = np.array([b.element.path if b.element else 0 for b in blocks])
    stop = (texts.last == KINDS.index("stop")).astype(np.float32)
    base = np.column_stack([np.log1p(texts.weight), texts.links, texts.prose > 0, heading, listed, stop]).astype(
        np.float32
    )
    near = [_shifted(base, by) for by in (1, 2, -1, -2) if len(blocks) > abs(by)]
    while len(near) < 4:
        near.append(np.zeros_like(base))
    same = np.zeros((len(blocks), 2), np.float32)
    same[1:, 0] = paths[1:] == paths[:-1]
    same[:-1, 1] = paths[:-1] == paths[1:]
    total = np.concatenate(([0], np.cumsum(texts.prose)))
    at = np.arange(len(blocks))
    windows = [
        (total[np.minimum(at + w + 1, len(blocks))] - total[np.maximum(at - w, 0)]) / (2 * w + 1) / 100 for w in (3, 8)
    ]
    return np.hstack([*near, same, np.column_stack(windows).astype(np.float32)])


def _alike(blocks: list[Block], texts: Texts) -> Matrix:
    """What the blocks with the same tags and names are like, all the way up, and of the innermost elements alone."""
    whole, two, one = [], [], []
    for block in blocks:
        element = block.element
        assert element is not None
        around = element.parent or element
        whole.append(element.path)
        two.append(hash((element.tag, element.named.shape, around.tag, around.named.shape)))
        one.append(hash((element.tag, element.named.shape)))
    found = []
    everything = texts.weight.sum() or 1
    prose = texts.prose.sum() or 1
    for signature in (whole, two, one):
        _, group = np.unique(np.array(signature), return_inverse=True)
        count = np.bincount(group)
        weight = np.bincount(group, texts.weight)
        held = np.bincount(group, texts.prose)
        linked = np.bincount(group, texts.weight * texts.links)
        rows = [
            np.log1p(count),
            np.log1p(weight / count),
            weight / everything,
            held / prose,
            held / weight,
            linked / weight,
        ]
        found.append(np.column_stack([row[group] for row in rows]))
    return np.hstack(found).astype(np.float32)


def _declared(page: Page, blocks: list[Block]) -> Matrix:
    """How much of a block the declared text of the article and its description say too."""
    body = page.structured.article.get("articleBody")
    told = folded(body[:200_000]) if isinstance(body, str) else ""
    described = folded(page.meta.get("og:description") or page.meta.get("description") or "")
    known = bool(len(told) > 200)
    rows = []
    for block in blocks:
        key = block.key
        inside = overlap(key, told) if known else 0.0
        rows.append((known, inside, known and not inside, len(key) > 20 and overlap(key, described) > 0.6))
    return np.array(rows, np.float32)


def overlap(key: str, told: str, size: int = 16, probes: int = 5) -> float:
    """Return the share of some pieces of *key* that *told* holds; both are folded texts."""
    if not told or not key:
        return 0.0
    if len(key) <= size:
        return float(key in told)
    step = max(1, (len(key) - size) // (probes - 1))
    pieces = [key[at : at + size] for at in range(0, len(key) - size + 1, step)]
    return sum(piece in told for piece in pieces) / len(pieces)
