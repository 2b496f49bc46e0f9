"""Features of where a block stands: in which containers, and how far from the headlines."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import Block, Element
from crawler.reading.text import folded

Matrix = NDArray[np.float32]
Numbers = NDArray[Any]  # a row for each block
LEVELS = 4  # of containers around a block
SHORT = 60  # Latin characters of a line that announces
HIGHEST = 40  # elements climbed in search of the next container


def sums(values: Matrix) -> NDArray[np.float64]:
    """Return the sum of the first 0, 1, 2 ... *values*, up to that of all."""
    found = np.zeros(len(values) + 1)
    values.cumsum(out=found[1:])
    return found


def containers(
    blocks: list[Block], rows: NDArray[np.intp], every: tuple[Matrix, Matrix], weight: Matrix, prose: Matrix
) -> list[Numbers]:
    """Return, for the blocks at *rows*, what the nearest article and the four nearest elements are like

    that each hold more than the one inside: the share of the page's text and of its prose, how much of it is
    prose and links, how many blocks, how many of them are prose and images, and where in it the block stands.
    *every* says how long all blocks are and how much of each is link, *weight* and *prose* tell of those at *rows*.
    """
    length, links = every
    heavy, told = length.copy(), np.zeros_like(length)
    heavy[rows], told[rows] = weight, prose
    totals = np.zeros((4, len(blocks) + 1))
    np.cumsum([heavy, heavy * links, told, told > 0], axis=1, out=totals[:, 1:])
    place: dict[Element | None, int] = {None: 0}
    around: dict[Element | None, tuple[int, ...]] = {None: (0,) * LEVELS}
    numbers = []  # of the article and the elements around each block
    for at in rows.tolist():
        inner = blocks[at].element
        assert inner is not None
        box, article = inner.box, inner.article
        if box not in around:
            _climb(box, around, place)
        numbers.append((place.setdefault(article, len(place)), *around[box]))
    numbered = np.array(numbers)
    found = _stats(list(place), totals, len(blocks))[numbered]
    within = np.where(numbered > 0, (rows[:, None] - found[:, :, -2]) / found[:, :, -1], 0)
    return [found[:, :, :-2].reshape(len(rows), -1), within]


def _climb(element: Element, around: dict[Element | None, tuple[int, ...]], place: dict[Element | None, int]) -> None:
    """Add to *around* the places of *element* and the next elements that each hold more blocks than the one before."""
    climbed: list[Element] = []
    at: Element | None = element
    while at is not None and at not in around:
        climbed.append(at)
        at = _next_wider(at)
    for one in reversed(climbed):
        around[one] = (place.setdefault(one, len(place)), *around[at][:-1])
        at = one


def _next_wider(element: Element) -> Element | None:
    size, outer = element.last - element.first, element.parent
    for _ in range(HIGHEST):
        if outer is None or outer.last - outer.first > size:
            return outer
        outer = outer.parent
    return None


def _stats(elements: list[Element | None], totals: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """A row for each element; zeros for None. The last two columns are its first block and its number of blocks."""
    numbers = [(0, 0, 0) if e is None else (e.first, e.last, e.images) for e in elements]
    first, last, images = np.array(numbers).T
    first, last = np.minimum((first, last), count)
    weight, linked, prose, paragraphs = totals[:, last] - totals[:, first]
    size = np.maximum(last - first, 1)
    everything, all_prose = totals[0, -1] or 1, totals[2, -1] or 1
    heavy = np.maximum(weight, 1)
    columns = [
        *(weight / everything, prose / all_prose, linked / heavy, prose / heavy, np.log1p(size), np.log1p(paragraphs)),
        *(np.log1p(images), np.minimum(np.log1p(heavy / size), 8), first, size),
    ]
    stats = np.array(columns).T
    stats[0, :-2] = 0
    return stats


def headlines(
    blocks: list[Block], title: str | None, prose: Matrix, paths: NDArray[np.int64], heading: NDArray[np.bool_]
) -> Matrix:
    """Return where the block stands between the page's top, the article's headline, other headlines and its end."""
    count = len(blocks)
    at = np.arange(count)
    total = sums(prose)
    everything = total[-1] or 1
    key = folded(title or "")
    longest = 2 * len(title or "") + 20
    alike = [i for i, b in enumerate(blocks) if key and len(key) <= 3 * len(b.text) < 3 * longest]
    printed = [i for i in alike if blocks[i].says((key,))]
    head = next((i for i in printed if heading[i]), printed[0] if printed else -1)
    tops = [i for i, b in enumerate(blocks) if b.tag == "h1"]
    if head < 0 and tops:
        head = tops[0]
    since = at - head
    before, above = total[:-1], total[max(head, 0)]
    found = np.zeros((18, count), np.float32)
    found[0] = at / count
    found[1] = np.log1p(at)
    found[2] = np.log1p(count - at)
    found[3] = before / everything
    found[4] = np.log1p(everything) / 8
    found[5] = head >= 0
    found[6] = since > 0
    found[7] = np.log1p(np.abs(since)) * np.sign(since)
    found[8] = (before - above) / everything
    found[9] = before == above
    found[10, printed] = 1
    found[11:16] = _boundaries(blocks, tops, head, paths)
    found[16:] = _since(heading)
    return found.T


def _boundaries(blocks: list[Block], tops: list[int], head: int, paths: NDArray[np.int64]) -> Matrix:
    """How many headlines and articles begin between the page's own headline and the block: endless pages."""
    found = np.zeros((5, len(blocks)), np.float32)
    later = [i for i in tops if i > head]
    for i in later[:3]:
        found[0, i:] += 1
    if head >= 0:
        for i in (paths[head + 1 :] == paths[head]).nonzero()[0][:3] + head + 1:
            found[1, i:] += 1
    around = [block.element.article if block.element else None for block in blocks]
    articles = np.array([id(element) if element and element.tag == "article" else 0 for element in around])
    own = articles[head] if head >= 0 else 0
    found[2] = (articles == own) & (own > 0)
    found[3] = (articles != own) & (articles > 0)
    found[4] = min(len(tops), 4)
    return found


def _since(marks: NDArray[np.bool_]) -> Matrix:
    """How many blocks above and below the nearest that is marked stands."""
    at = np.arange(len(marks))
    above = at - np.maximum.accumulate(np.where(marks, at, -50))
    below = np.minimum.accumulate(np.where(marks, at, len(marks) + 50)[::-1])[::-1] - at
    return np.log1p(np.minimum([above, below], 50))


def announced(weight: Matrix, topics: Matrix, heading: NDArray[np.bool_]) -> list[Numbers]:
    """Return what the heading above a block, and the short lines above it, speak of: "Comments", "About the author"."""
    count, width = topics.shape
    at = np.arange(count, dtype=np.float32)
    speaks = topics > 0
    last = np.maximum.accumulate(np.where(heading, np.arange(count), -1))
    of_heading = topics[last] * (last >= 0)[:, None]
    announces = heading | ((weight < SHORT) & speaks.any(axis=1))
    # The line itself does not announce itself.
    marks = np.full((count, width), -1000, np.float32)
    marks[1:] = np.where(announces[:-1, None] & speaks[:-1], at[:-1, None], -1000)
    since = at[:, None] - np.maximum.accumulate(marks, axis=0)
    return [of_heading, np.exp(-since / 6), since < 900]
