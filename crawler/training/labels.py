"""What each block of a page should be, from the article's text as somebody marked it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.blocks import Block
from crawler.reading.text import clean, folded

Values = NDArray[np.float32]

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_TOKEN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
GRAM, UNSPACED_GRAM = 3, 8  # words; characters in scripts without spaces
SHORT = 6  # words of a block that may stand elsewhere on the page by chance
PARTLY, PARTLY_SURE = (0.15, 0.85), 0.3  # a text that shares some words with the story may only resemble it
SENTENCES_WEIGHT = 0.3  # of a block known from a sentence alone
NEIGHBOURHOOD = 5  # blocks


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of a page's body: its paragraphs, which of them may be in or out, sentences in and not in it."""

    paragraphs: list[str] = field(default_factory=list)
    optional: frozenset[int] = frozenset()
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, expected: dict[str, Any]) -> Truth:
        """Read `body` or `paragraphs`, `optional` (indexes of paragraphs), `with` and `without` (sentences)."""
        body = expected.get("body") or ""
        paragraphs = expected.get("paragraphs") or (body if isinstance(body, list) else body.split("\n\n"))
        return cls(
            [p for p in paragraphs if p.strip()] if any(p.strip() for p in paragraphs) else [],
            frozenset(expected.get("optional") or ()),
            expected.get("with") or [],
            expected.get("without") or [],
        )


def tokens(text: str) -> list[str]:
    """Return the words of *text* in lower case; characters in scripts without spaces."""
    return _TOKEN.findall(clean(text).lower())


def word_counts(blocks: Sequence[Block]) -> Values:
    """Return about how many words each block has; one without any is worth a little."""
    texts = [block.text for block in blocks]
    counts = [len(text.split()) if text.isascii() else len(_TOKEN.findall(text)) for text in texts]
    return np.array(counts, np.float32) + 0.3


def gram_size(text: str) -> int:
    """Return how many tokens in a row of *text* do not stand elsewhere by chance."""
    return UNSPACED_GRAM if len(_UNSPACED.findall(text)) > len(text) / 2 else GRAM


def _grams(texts: list[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for words in map(tokens, texts):
        for size in (GRAM, UNSPACED_GRAM):
            found.update(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
    return found


def covered(words: list[str], grams: set[tuple[str, ...]], size: int) -> float:
    """Return the share of *words* that stand in one of *grams*."""
    hit = [False] * len(words)
    for i in range(len(words) - size + 1):
        if tuple(words[i : i + size]) in grams:
            hit[i : i + size] = [True] * size
    return sum(hit) / len(words) if words else 0.0


def label(blocks: list[Block], truth: Truth) -> tuple[Values, Values]:
    """Return for each block the share of it that is the story's, and how sure that is; 0 for what may be either."""
    if truth.paragraphs:
        return _from_paragraphs(blocks, truth)
    return _from_sentences(blocks, truth)


def _from_paragraphs(blocks: list[Block], truth: Truth) -> tuple[Values, Values]:
    needed = [p for i, p in enumerate(truth.paragraphs) if i not in truth.optional]
    optional = [p for i, p in enumerate(truth.paragraphs) if i in truth.optional]
    grams, maybe = _grams(needed), _grams(optional)
    lines = {folded(line) for p in needed for line in (p, *p.split("\n"))}
    maybe_lines = {folded(line) for p in optional for line in (p, *p.split("\n"))}
    share, sure = np.zeros(len(blocks), np.float32), np.ones(len(blocks), np.float32)
    for i, block in enumerate(blocks):
        words, size = tokens(block.text), gram_size(block.text)
        if len(words) < size:
            share[i] = float(bool(words) and block.key in lines)
            sure[i] = float(not (block.key in maybe_lines and not share[i]))
            continue
        share[i] = covered(words, grams, size)
        if PARTLY[0] < share[i] < PARTLY[1]:
            sure[i] = 0 if block.within("figure", "figcaption") else PARTLY_SURE
        if share[i] < 0.8 and covered(words, maybe | grams, size) > max(0.5, share[i]):
            sure[i] = 0
    _settle_repeated(blocks, share, sure)
    _doubt_lone_lines(blocks, share, sure)
    return share, sure


def _settle_repeated(blocks: list[Block], share: Values, sure: Values) -> None:
    """Of a text that stands on the page twice, only the one among the story's other blocks is the story's."""
    places: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        if share[i] > 0.5:
            places.setdefault(block.key, []).append(i)
    for found in places.values():
        if len(found) < 2:
            continue
        around = [share[max(0, i - NEIGHBOURHOOD) : i + NEIGHBOURHOOD + 1].sum() for i in found]
        best = found[int(np.argmax(around))]
        for i in found:
            if i != best:
                sure[i] = 0


def _doubt_lone_lines(blocks: list[Block], share: Values, sure: Values) -> None:
    """A short line with nothing of the story around it has its words by chance."""
    sizes = np.array([len(tokens(b.text)) for b in blocks], np.float32)
    ours = (share > 0.5) * sizes
    for i in np.flatnonzero((share > 0.5) & (sizes < SHORT)):
        if ours[max(0, i - NEIGHBOURHOOD) : i + NEIGHBOURHOOD + 1].sum() < 3 * SHORT:
            sure[i] = 0


def _from_sentences(blocks: list[Block], truth: Truth) -> tuple[Values, Values]:
    share, sure = np.zeros(len(blocks), np.float32), np.zeros(len(blocks), np.float32)
    for sentences, value in ((truth.present, 1.0), (truth.absent, 0.0)):
        for key in filter(None, map(folded, sentences)):
            holders = [i for i, block in enumerate(blocks) if key in block.key]
            if value and len(holders) > 1:
                continue  # which of them is meant is not known
            for i in holders:
                share[i], sure[i] = value, SENTENCES_WEIGHT
    return share, sure
