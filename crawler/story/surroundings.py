"""Features of where a block stands: in which containers, and how far from the headlines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import Block, Element
from crawler.reading.text import folded

Matrix = NDArray[np.float32]
LEVELS = 4  # of containers around a block
SHORT = 60  # Latin characters of a line that announces
HIGHEST = 40  # elements climbed in search of the next container


def containers(
    blocks: list[Block], rows: NDArray[np.intp], every: tuple[Matrix, Matrix], weight: Matrix, prose: Matrix
) -> Matrix:
    """Return, for the blocks at *rows*, what the nearest article and the four nearest elements are like

    that each hold more than the one inside: the share of the page's text and of its prose, how much of it is
    prose and links, how many blocks, how many of them are prose and images, and where in it the block stands.
    *every* says how long all blocks are and how much of each is link, *weight* and *prose* tell of those at *rows*.
    """
    length, links = every
    heavy, told = length.copy(), np.zeros_like(length)
    heavy[rows], told[rows] = weight, prose
    sums = np.zeros((4, len(blocks) + 1))
    np.cumsum([heavy, heavy * links, told, told > 0], axis=1, out=sums[:, 1:])
    place: dict[Element | None, int] = {None: 0}
    chains: list[list[int]] = []  # the numbers of the article and the elements around some box
    chain_of: dict[Element, int] = {}
    wider: dict[Element, Element | None] = {}
    index = []
    for at in rows.tolist():
        inner = blocks[at].element
        assert inner is not None
        box = inner.box
        if (chain := chain_of.get(box)) is None:
            chain = chain_of[box] = len(chains)
            around = (box.article, *_widening(box, wider))
            chains.append([place.setdefault(element, len(place)) for element in around])
        index.append(chain)
    stats = _stats(list(place), sums, len(blocks))
    numbers = np.array(chains)[index]
    found = stats[numbers]
    within = np.where(numbers > 0, (rows[:, None] - found[:, :, -2]) / found[:, :, -1], 0)
    return np.hstack([found[:, :, :-2].reshape(len(rows), -1), within], dtype=np.float32)


def _widening(element: Element, wider: dict[Element, Element | None]) -> list[Element | None]:
    """Return *element* and the next elements around it that each hold more blocks than the one before.

    *wider* remembers what is next for each.
    """
    found: list[Element | None] = [element]
    at: Element | None = element
    while at is not None and len(found) < LEVELS:
        if at not in wider:
            wider[at] = _next_wider(at)
        at = wider[at]
        found.append(at)
    return found + [None] * (LEVELS - len(found))


def _next_wider(element: Element) -> Element | None:
    size, outer = element.last - element.first, element.parent
    for _ in range(HIGHEST):
        if outer is None or outer.last - outer.first > size:
            return outer
        outer = outer.parent
    return None


def _stats(elements: list[Element | None], sums: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """A row for each element; zeros for None. The last two columns are its first block and its number of blocks."""
    numbers = [(0, 0, 0) if e is None else (min(e.first, count), min(e.last, count), e.images) for e in elements]
    first, last, images = np.array(numbers).T
    weight, linked, prose, paragraphs = sums[:, last] - sums[:, first]
    size = np.maximum(last - first, 1)
    everything, all_prose = sums[0, -1] or 1, sums[2, -1] or 1
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
    total = np.concatenate(([0], np.cumsum(prose)))
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
    before = total[:-1]
    above = total[max(head, 0)]
    found = np.zeros((count, 18), np.float32)
    found[:, 0] = at / count
    found[:, 1] = np.log1p(at)
    found[:, 2] = np.log1p(count - at)
    found[:, 3] = before / everything
    found[:, 4] = np.log1p(everything) / 8
    found[:, 5] = head >= 0
    found[:, 6] = since > 0
    found[:, 7] = np.log1p(np.abs(since)) * np.sign(since)
    found[:, 8] = (before - above) / everything
    found[:, 9] = before == above
    found[printed, 10] = 1
    found[:, 11:16] = _boundaries(blocks, tops, head, paths)
    found[:, 16:] = _since(heading)
    return found


def _boundaries(blocks: list[Block], tops: list[int], head: int, paths: NDArray[np.int64]) -> Matrix:
    """How many headlines and articles begin between the page's own headline and the block: endless pages."""
    found = np.zeros((len(blocks), 5), np.float32)
    later = [i for i in tops if i > head]
    for i in later[:3]:
        found[i:, 0] += 1
    if head >= 0:
        for i in np.flatnonzero(paths[head + 1 :] == paths[head])[:3] + head + 1:
            found[i:, 1] += 1
    articles = np.array([_number_of_article(block) for block in blocks])
    own = articles[head] if head >= 0 else 0
    if articles.any():
        found[:, 2] = (articles == own) & (own > 0)
        found[:, 3] = (articles != own) & (articles > 0)
    found[:, 4] = min(len(tops), 4)
    return found


def _number_of_article(block: Block) -> int:
    found = block.element.article if block.element else None
    return id(found) if found is not None and found.tag == "article" else 0


def _since(marks: NDArray[np.bool_]) -> Matrix:
    """How many blocks above and below the nearest that is marked stands."""
    at = np.arange(len(marks))
    above = at - np.maximum.accumulate(np.where(marks, at, -50))
    below = np.minimum.accumulate(np.where(marks, at, len(marks) + 50)[::-1])[::-1] - at
    return np.log1p(np.minimum([above, below], 50)).T.astype(np.float32)


def announced(weight: Matrix, topics: Matrix, heading: NDArray[np.bool_]) -> Matrix:
    """Return what the heading above a block, and the short lines above it, speak of: "Comments", "About the author"."""
    count, width = topics.shape
    at = np.arange(count)
    speaks = topics > 0
    last = np.maximum.accumulate(np.where(heading, at, -1))
    of_heading = np.where((last >= 0)[:, None], topics[last], 0)
    announces = heading | ((weight < SHORT) & speaks.any(axis=1))
    # The line itself does not announce itself.
    marks = np.full((count, width), -1000)
    marks[1:] = np.where(announces[:-1, None] & speaks[:-1], at[:-1, None], -1000)
    since = at[:, None] - np.maximum.accumulate(marks, axis=0)
    return np.hstack([of_heading, np.exp(-since / 6), since < 900], dtype=np.float32)
