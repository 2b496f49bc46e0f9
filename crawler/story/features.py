"""What the classifier knows of each block: a row of numbers a block, none of which names a site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import HEADINGS, TAGS, Block, Element
from crawler.layout import UNSTOPPED, headline_position
from crawler.page import Page
from crawler.reading.text import folded
from crawler.reading.topics import NAME_TOPICS, TEXT_TOPICS, text_topics
from crawler.story.characters import KINDS, count_kinds
from crawler.story.hints import hints
from crawler.story.surroundings import announced, containers, headlines, sums

Matrix = NDArray[np.float32]
Numbers = NDArray[Any]  # a row for each block

MOST_BLOCKS = 4000  # of a page that are looked at, links aside
ABOVE = 4  # of its headline stand above it: one in so many
LONGEST_TEXT = 1000  # characters of a block
LONGEST_PARAGRAPH = 100_000  # characters: more in one block is no prose, and beside it a story would be next to nothing
LONGEST_LINE = 240  # characters whose words are looked up
PROSE = 60  # Latin characters of a paragraph
ALL_LINK = 0.9  # of a text
PROBED = 8  # characters of a text that are looked for as they stand
SHORTEST_SAID = 20  # characters of a line that says what the description does
_LAST_BITS = {":": 1, "…": 2, "?": 4}
_MARK_BITS = (("©", 8), ("@", 16), ("|", 32), ("\n", 64), ("http", 128), ("www.", 128))
_ONE_OF_KINDS = np.eye(len(KINDS), dtype=np.float32)  # a row for each with a 1 at its place
_MARKS = [KINDS.index(kind) for kind in ("stop", "comma", "quote", "digit")]


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
    words: Matrix


class Known(NamedTuple):
    """The places of the blocks that may be the story's, a row of features for each, and of them those from rules."""

    rows: NDArray[np.intp]
    columns: Matrix
    hints: Matrix
    words: Matrix  # about how many each block has
    addressing: Matrix  # how many words of each speak to the reader of the site


def features(page: Page, title: str | None, authors: Sequence[str] = ()) -> Known:
    """Return which of the page's blocks, `MOST_BLOCKS` at most, may be the story's, and what is known of each.

    Short blocks that are all link are left out: they are half of a page, and count only where they stand beside
    others. So is what no paragraph is long enough for. The page must have blocks of a document.
    """
    blocks = page.blocks
    length = np.array([len(b.text) for b in blocks], np.float32)
    links = np.minimum(np.array([b.links for b in blocks], np.float32) / length, 1)
    heading = np.array([b.tag in HEADINGS for b in blocks])
    (rows,) = (((links < ALL_LINK) | (length >= PROSE) | heading) & (length <= LONGEST_PARAGRAPH)).nonzero()
    if len(rows) > MOST_BLOCKS:  # a list of all that there ever was may stand above a story
        at = int(np.searchsorted(rows, headline_position(page, title) or 0))
        first = max(0, min(at - MOST_BLOCKS // ABOVE, len(rows) - MOST_BLOCKS))
        rows = rows[first : first + MOST_BLOCKS]
    if not len(rows):
        nothing = np.zeros((0, 0), np.float32)
        return Known(rows, nothing, nothing, nothing, nothing)
    ours = [blocks[i] for i in rows.tolist()]
    texts = read_texts(ours, length[rows], links[rows])
    spoken = [text_topics(b.text[:LONGEST_LINE]) if b.links < len(b.text) else (0, 0) for b in ours]
    topics = bits([found for found, _ in spoken], len(TEXT_TOPICS)).astype(np.float32)
    addressing = np.array([count for _, count in spoken], np.float32)
    told = hints(page, blocks, rows, title, authors)
    paths = np.array([b.element.path if b.element else 0 for b in ours])
    columns = [
        *_neighbours(texts, ours, rows, paths, heading[rows]),
        *_alike(ours, texts, paths),
        headlines(ours, title, texts.prose, paths, heading[rows]),
        *announced(texts.weight, topics, heading[rows]),
        topics,
        np.array([np.log1p(addressing), 10 * addressing / (5 + np.minimum(texts.length, LONGEST_LINE))]).T,
        *containers(blocks, rows, (length, links), texts.weight, texts.prose),
        *_text_features(ours, texts),
        *_name_features(ours),
        _declared(page, ours),
        told,
    ]
    return Known(rows, np.concatenate(columns, axis=1, dtype=np.float32), told, texts.words, addressing)


def read_texts(blocks: list[Block], length: Matrix, links: Matrix) -> Texts:
    """Return the numbers of the blocks' texts, given how long they are and how much of each is link."""
    shown = [t if len(t) <= LONGEST_TEXT else t[: LONGEST_TEXT - 50] + t[-50:] for t in (b.text for b in blocks)]
    kinds, first, last = count_kinds(shown)
    seen = kinds.sum(axis=1)
    dense = kinds[:, KINDS.index("dense")]
    weight = length * (1 + 1.5 * dense / seen)
    stopped = (kinds[:, KINDS.index("stop")] > 0) | (dense >= UNSTOPPED)
    sentences = stopped & (weight >= PROSE) & (links < 0.4)
    words = length / seen * (kinds[:, KINDS.index("space")] + dense + 1)
    return Texts(kinds, first, last, length, weight, links, np.where(sentences, weight * (1 - links), 0), words)


def bits(values: list[int], width: int) -> NDArray[np.uint8]:
    """Return the lowest *width* bits of each value as a row of 0 and 1."""
    array = np.array(values, "<u8").view(np.uint8).reshape(len(values), 8)
    return np.unpackbits(array, axis=1, bitorder="little", count=width)


def _text_features(blocks: list[Block], texts: Texts) -> list[Numbers]:
    counts, seen = texts.kinds, texts.kinds.sum(axis=1, keepdims=True)
    spaces = counts[:, KINDS.index("space")]
    printed = [block.text for block in blocks]
    times = Counter(printed)
    columns = [
        *(np.log1p(texts.length), np.log1p(texts.weight), np.minimum(texts.weight / 300, 3), np.log1p(spaces)),
        *(texts.links, np.minimum(texts.length / (spaces + 1), 20), texts.prose > 0),
        *(np.minimum([times[text] for text in printed], 4) - 1, texts.links > 0.9),
        *[texts.weight < least for least in (12, 25, 50, 90, 160)],
    ]
    return [
        np.array(columns, np.float32).T,
        counts / seen,
        np.log1p(counts[:, _MARKS]),
        _ONE_OF_KINDS[texts.first],
        _ONE_OF_KINDS[texts.last],
        bits(_mark_bits(printed), 8),
        np.array([text.count("\n") for text in printed])[:, None],
    ]


def _mark_bits(texts: list[str]) -> list[int]:
    """What marks stand in each text or at its end, as bits."""
    together = "\n".join(texts)
    marks = [(mark, bit) for mark, bit in _MARK_BITS if mark in together]  # few pages have more than one of them
    found = []
    for text in texts:
        last = text[-1]
        told = _LAST_BITS.get(last, 0) if last != "." else 2 * text.endswith("...")
        for mark, bit in marks:
            if mark in text:
                told |= bit
        found.append(told)
    return found


def _name_features(blocks: list[Block]) -> list[Numbers]:
    """The names and tags of the element that holds a block, of the two around it, and of all above them."""
    place: dict[Element, int] = {}
    found: list[int] = []  # seven numbers an element
    index = []
    for block in blocks:
        element = block.element
        assert element is not None
        if (at := place.get(element)) is None:
            at = place[element] = len(place)
            around = element.parent or element
            outer = around.parent or around
            farther = outer.named.bits | (outer.parent.named.bits if outer.parent else 0)
            found += (element.named.bits, around.named.bits, farther, element.above)
            found += (element.tag_bit, around.tag_bit, element.tags_above)
        index.append(at)
    one = bits(found, 64).reshape(len(place), 7, 64)
    names = one[:, :4, : len(NAME_TOPICS)].reshape(len(place), -1)
    tags = one[:, 4:, : len(TAGS)].reshape(len(place), -1)
    inline = bits([block.inline_bits for block in blocks], len(NAME_TOPICS))
    return [names[index], tags[index], inline]


def _neighbours(
    texts: Texts, blocks: list[Block], rows: NDArray[np.intp], paths: NDArray[np.int64], heading: NDArray[np.bool_]
) -> list[Numbers]:
    """What stands just above and below: its length, links, whether it is prose or a heading, and of what kind.

    Links that were left out are told by their number alone.
    """
    count = len(blocks)
    item = [block.tag == "li" for block in blocks]
    base = [np.log1p(texts.weight), texts.links, texts.prose > 0, heading, item, texts.last == KINDS.index("stop")]
    padded = np.zeros((count + 4, len(base)), np.float32)
    padded[2:-2].T[:] = base
    same = np.zeros((4, count), np.float32)
    same[0, 1:] = same[1, :-1] = paths[1:] == paths[:-1]
    same[2, 1:] = same[3, :-1] = np.log1p(np.minimum(rows[1:] - rows[:-1] - 1, 20))
    total = sums(texts.prose)
    at = np.arange(count)
    windows = [
        (total[np.minimum(at + w + 1, count)] - total[np.maximum(at - w, 0)]) / (2 * w + 1) / 100 for w in (3, 8)
    ]
    return [*(padded[by : count + by] for by in (1, 0, 3, 4)), same.T, np.array(windows).T]


def _alike(blocks: list[Block], texts: Texts, paths: NDArray[np.int64]) -> list[Numbers]:
    """What the blocks with the same tags and names are like, all the way up, and of the innermost elements alone."""
    two, one = [], []
    for block in blocks:
        element = block.element
        assert element is not None
        around = element.parent or element
        one.append((element.kind,))
        two.append((element.kind, around.kind))
    group = _numbered([*paths.tolist(), *two, *one])  # numbers, pairs and single ones: none is of two of these
    count = np.bincount(group)
    weight, held, linked = (
        np.bincount(group, np.tile(values, 3)) for values in (texts.weight, texts.prose, texts.weight * texts.links)
    )
    everything, prose = texts.weight.sum() or 1, texts.prose.sum() or 1
    columns = [
        *(np.log1p(count), np.log1p(weight / count), weight / everything),
        *(held / prose, held / weight, linked / weight),
    ]
    return list(np.array(columns, np.float32).T[group].reshape(3, len(blocks), -1))


def _numbered(values: Sequence[Hashable]) -> NDArray[np.intp]:
    """The number of each value among those that differ, in the order in which they come first."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values])


def _declared(page: Page, blocks: list[Block]) -> Matrix:
    """How much of a block the declared text of the article and its description say too."""
    body = page.structured.article.get("articleBody")
    told = folded(body[:200_000]) if isinstance(body, str) else ""
    summary = page.meta.get("og:description") or page.meta.get("description") or ""
    described = folded(summary)
    known = len(told) > 200
    found = np.zeros((len(blocks), 4), np.float32)
    if known:
        inside = [overlap(block.key, told) for block in blocks]
        found[:, 0] = 1
        found[:, 1] = inside
        found[:, 2] = [not share for share in inside]
    if summary:
        found[:, 3] = [_is_summary(block, summary, described) for block in blocks]
    return found


def _is_summary(block: Block, summary: str, described: str) -> bool:
    """Whether most of *block* stands in the description as well: *summary* as declared, *described* folded."""
    text, size = block.text, len(block.text)
    if size <= SHORTEST_SAID:
        return False
    if size > 4 * PROBED:
        one, two, three = size // 4, size // 2, 3 * size // 4 - PROBED
        if not (
            text[one : one + PROBED] in summary
            or text[two : two + PROBED] in summary
            or text[three : three + PROBED] in summary
        ):
            return False  # as printed it is not there at all
    return len(block.key) > SHORTEST_SAID and overlap(block.key, described) > 0.6


def overlap(key: str, told: str, size: int = 16, probes: int = 5) -> float:
    """Return the share of some pieces of *key* that *told* holds; both are folded texts."""
    if not told or not key:
        return 0.0
    if key in told:
        return 1.0
    if len(key) <= size:
        return 0.0
    step = max(1, (len(key) - size) // (probes - 1))
    pieces = [key[at : at + size] for at in range(0, len(key) - size + 1, step)]
    return sum(piece in told for piece in pieces) / len(pieces)
