"""Paragraphs of a story that a page holds a second time."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.blocks import Block
from crawler.layout import is_prose

FEWEST = 2  # paragraphs in a row; "Admission is free, the doors open at seven." stands below each event of a list


def repeated(blocks: Sequence[Block]) -> set[Block]:
    """Return those of *blocks* that say again, word for word, what ones above said: a copy for print, for telephones.

    They stand in a row: a song has a refrain.
    """
    if len({block.text for block in blocks}) == len(blocks):
        return set()
    seen: set[str] = set()
    found: set[Block] = set()
    row: list[Block] = []
    for block in blocks:
        if block.key in seen:
            row.append(block)
            continue
        found.update(_copy(row))
        row = []
        seen.add(block.key)
    return found.union(_copy(row))


def _copy(row: list[Block]) -> list[Block]:
    return row if sum(map(is_prose, row)) >= FEWEST else []
