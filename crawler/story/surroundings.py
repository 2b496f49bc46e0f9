"""Features of where a block stands: in which containers, and how far from the headlines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import HEADINGS, Block, Element
from crawler.page import Page
from crawler.reading.text import folded

Matrix = NDArray[np.float32]
LEVELS = 4  # of containers around a block
SHORT = 60  # Latin characters of a line that announces
HIGHEST = 40  # elements climbed in search of the next container


def containers(blocks: list[Block], rows: NDArray[np.intp], weight: Matrix, links: Matrix, prose: Matrix) -> Matrix:
    """Return, for the blocks at *rows*, what the nearest article and the four nearest elements are like

    that each hold more than the one inside: the share of the page's text and of its prose, how much of it is
    prose and links, how many blocks, how many of them are prose and images, and where in it the block stands.
    """
    sums = [np.concatenate(([0], np.cumsum(values))) for values in (weight, weight * links, prose, prose > 0)]
    elements: list[Element | None] = [None]
    place: dict[int, int] = {id(None): 0}
    chains: dict[tuple[int, int], list[int]] = {}
    index = []
    for at in rows.tolist():
        inner = blocks[at].element
        assert inner is not None
        key = (id(inner.box), id(inner.article))
        if (chain := chains.get(key)) is None:
            chain = chains[key] = []
            for element in (inner.article, *_widening(inner.box)):
                if (number := place.setdefault(id(element), len(elements))) == len(elements):
                    elements.append(element)
                chain.append(number)
        index.append(chain)
    stats = _stats(elements, sums, len(blocks))
    first, size = stats[:, -2], stats[:, -1]
    numbers = np.array(index).reshape(len(rows), LEVELS + 1)
    within = (rows[:, None] - first[numbers]) / size[numbers]
    return np.hstack([stats[numbers, :-2].reshape(len(rows), -1), np.where(numbers > 0, within, 0)]).astype(np.float32)


def _widening(element: Element | None) -> list[Element | None]:
    """Return *element* and the next elements around it that each hold more blocks than the one before."""
    found = [element]
    for _ in range(HIGHEST):
        if len(found) == LEVELS or element is None:
            break
        outer = element.parent
        inner = found[-1]
        if outer is not None and inner is not None and outer.last - outer.first > inner.last - inner.first:
            found.append(outer)
        element = outer
    return found + [None] * (LEVELS - len(found))


def _stats(elements: list[Element | None], sums: list[NDArray[np.float64]], count: int) -> NDArray[np.float64]:
    """A row for each element; zeros for None. The last two columns are its first block and its number of blocks."""
    first = np.array([0 if e is None else min(e.first, count) for e in elements])
    last = np.array([0 if e is None else min(e.last, count) for e in elements])
    images = np.array([0 if e is None else e.images for e in elements])
    weight, linked, prose, paragraphs = (total[last] - total[first] for total in sums)
    size = np.maximum(last - first, 1)
    everything, all_prose = sums[0][-1] or 1, sums[2][-1] or 1
    heavy = np.maximum(weight, 1)
    columns = [
        *(weight / everything, prose / all_prose, linked / heavy, prose / heavy, np.log1p(size), np.log1p(paragraphs)),
        *(np.log1p(images), np.minimum(np.log1p(heavy / size), 8), first, size),
    ]
    stats = np.column_stack(columns)
    stats[0, :-2] = 0
    return stats


def headlines(page: Page, blocks: list[Block], title: str | None, prose: Matrix) -> Matrix:
    """Return where the block stands between the page's top, the article's headline, other headlines and its end."""
    count = len(blocks)
    at = np.arange(count)
    total = np.concatenate(([0], np.cumsum(prose)))
    everything = total[-1] or 1
    before = total[:-1] / everything
    key = folded(title or "")
    longest = 2 * len(title or "") + 20
    printed = [i for i, b in enumerate(blocks) if key and len(b.text) < longest and b.key == key]
    head = next((i for i in printed if blocks[i].tag in HEADINGS), printed[0] if printed else -1)
    tops = [i for i, b in enumerate(blocks) if b.tag == "h1"]
    if head < 0 and tops:
        head = tops[0]
    since = at - head
    told = (total[:-1] - total[max(head, 0)]) / everything
    columns = [
        *(at / count, np.log1p(at), np.log1p(count - at), before, np.full(count, np.log1p(everything) / 8)),
        *(
            np.full(count, head >= 0),
            since > 0,
            np.log1p(np.abs(since)) * np.sign(since),
            told,
            total[:-1] == total[max(head, 0)],
        ),
        np.isin(at, printed),
        *_boundaries(blocks, tops, head),
        *_since(blocks, lambda b: b.tag in HEADINGS),
    ]
    return np.column_stack(columns).astype(np.float32)


def _boundaries(blocks: list[Block], tops: list[int], head: int) -> list[NDArray[np.float64]]:
    """How many headlines and articles begin between the page's own headline and the block: endless pages."""
    count = len(blocks)
    later = np.zeros(count)
    later[[i for i in tops if i > head]] = 1
    paths = np.array([b.element.path if b.element else 0 for b in blocks])
    articles = np.array([_number_of_article(block) for block in blocks])
    alike = (paths == paths[head]) & (np.arange(count) > head) if head >= 0 else np.zeros(count)
    own = articles[head] if head >= 0 else 0
    return [
        np.minimum(np.cumsum(later), 3),
        np.minimum(np.cumsum(alike), 3),
        (articles == own) & (own > 0),
        (articles != own) & (articles > 0),
        np.full(count, min(len(tops), 4)),
    ]


def _number_of_article(block: Block) -> int:
    found = block.element.article if block.element else None
    return id(found) if found is not None and found.tag == "article" else 0


def _since(blocks: list[Block], matches: Callable[[Block], bool]) -> list[NDArray[np.float64]]:
    """How many blocks above and below the nearest that matches stands."""
    marks = np.array([matches(b) for b in blocks])
    at = np.arange(len(blocks))
    above = np.maximum.accumulate(np.where(marks, at, -50))
    below = np.minimum.accumulate(np.where(marks, at, len(blocks) + 50)[::-1])[::-1]
    return [np.log1p(np.minimum(at - above, 50)), np.log1p(np.minimum(below - at, 50))]


def announced(blocks: list[Block], weight: Matrix, topics: Matrix) -> Matrix:
    """Return what the heading above a block, and the short lines above it, speak of: "Comments", "About the author"."""
    count, width = topics.shape
    at = np.arange(count)
    heading = np.array([b.tag in HEADINGS for b in blocks])
    short = (weight < SHORT) & (topics.sum(axis=1) > 0)
    last = np.maximum.accumulate(np.where(heading, at, -1))
    of_heading = np.where((last >= 0)[:, None], topics[last], 0)
    marks = np.where(((short | heading)[:, None]) & (topics > 0), at[:, None], -1000)
    # The line itself does not announce itself.
    marks = np.vstack([np.full((1, width), -1000), marks[:-1]])
    since = at[:, None] - np.maximum.accumulate(marks, axis=0)
    return np.hstack([of_heading, np.exp(-since / 6), since < 900]).astype(np.float32)
