"""Counts of kinds of characters in many texts at once."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

KINDS = ("lower", "upper", "dense", "digit", "space", "stop", "comma", "quote", "bracket", "dash", "other", "letter")
_INDEX = {kind: i for i, kind in enumerate(KINDS)}
_MARKS = {
    **dict.fromkeys(".!?。！？।؟…։", "stop"),
    **dict.fromkeys(",;、，;؛،", "comma"),
    **dict.fromkeys("\"'“”„«»‘’‚「」『』‹›", "quote"),
    **dict.fromkeys("()[]{}（）【】<>", "bracket"),
    **dict.fromkeys("-–—―:：|/•·", "dash"),
}
# Scripts that say in one character what others say in two or three.
_DENSE = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF))
_CATEGORIES = {"Ll": "lower", "Lu": "upper", "Lt": "upper", "Nd": "digit", "Zs": "space", "Cc": "space"}
_PLANE = 0x10000  # code points above it count as the last one below


@cache
def _table() -> NDArray[np.uint8]:
    """The kind of each character of the basic plane."""
    kinds = np.full(_PLANE, _INDEX["other"], np.uint8)
    for code in (*range(0x2FFF), *range(0xA000, 0xAC00), *range(0xF900, 0xFFFF)):
        category = unicodedata.category(chr(code))
        kind = _CATEGORIES.get(category, "letter" if category[0] in "LM" else "other")
        kinds[code] = _INDEX[kind]
    for first, last in _DENSE:
        kinds[first : last + 1] = _INDEX["dense"]
    for mark, kind in _MARKS.items():
        kinds[ord(mark)] = _INDEX[kind]
    return kinds


def count_kinds(texts: list[str]) -> tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.uint8]]:
    """Return how many characters of each of `KINDS` each text has, and the kinds of its first and last character.

    >>> counts, first, last = count_kinds(["It is 9.", "«Да»"])
    >>> [int(counts[0][KINDS.index(kind)]) for kind in ("upper", "lower", "digit", "stop")]
    [1, 3, 1, 1]
    >>> KINDS[first[1]], KINDS[last[0]]
    ('quote', 'stop')

    No text may be empty.
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), np.uint32)
    kinds = _table().take(codes, mode="clip")
    sizes = np.array([len(text) for text in texts])
    ends = np.cumsum(sizes)
    starts = ends - sizes
    width = len(KINDS)
    rows = np.repeat(width * np.arange(len(texts)), sizes)
    counts = np.bincount(rows + kinds, minlength=width * len(texts)).reshape(-1, width)
    return counts.astype(np.float32), kinds[starts], kinds[ends - 1]
