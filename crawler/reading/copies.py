"""Copies: whether one text tells what another tells, edited, cut or extended; and samples by which such are found.

Editors cut, extend and reword what they take over, but they keep its paragraphs' order of words here and there, and
its numbers. Templated reports keep the words and differ in the numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
# Scripts that put no spaces between words: their runs are of characters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
RUN_OF_WORDS = 3  # survives a rewording of its neighbours
RUN_OF_CHARACTERS = 6
KEPT = 32  # runs that stand for a text: the smallest hashes
MOST_TEXT = 200_000  # characters

TOLD = 0.15  # of a paragraph's runs: then it is told again
SAME_NUMBERS = 0.5  # of a paragraph's numbers: with fewer it tells of something else,
NEARLY_ALL = 0.75  # unless so many of its runs are the same: a long paragraph with a figure that was corrected
SHARE = 0.26  # of the shorter text's runs, in paragraphs that are told again
MOST_TOLD = 0.6  # of the shorter text
LEAST_LENGTH = 0.2  # of the longer text; what is shorter is an excerpt
# Within a site, where templates recur, copies say nearly the same.
SAME_NUMBERS_AT_HOME = 0.9
SHARE_AT_HOME = 0.5
MOST_TOLD_AT_HOME = 0.75
OWN = 100  # characters that two say each for itself, beside paragraphs that are equal to the letter
PART = 100  # characters of a text that another one tells

Kind = Literal["copy", "excerpt", "longer", "part"]
Run = tuple[str, ...]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, as its words parted by spaces and as its line; its runs are made when they are asked for."""

    words: str
    line: str
    is_unspaced: bool

    @property
    def size(self) -> int:
        """How long it is."""
        return len(self.line)

    @property
    def length_of_runs(self) -> int:
        """How many words, or characters where no spaces part words, a run has: all of them in a short paragraph."""
        if self.is_unspaced:
            return min(RUN_OF_CHARACTERS, len(self.words) - self.words.count(" "))
        return min(RUN_OF_WORDS, self.words.count(" ") + 1)

    @cached_property
    def runs(self) -> frozenset[Run]:
        """Its runs of words or characters."""
        pieces = list(self.words.replace(" ", "")) if self.is_unspaced else self.words.split(" ")
        return frozenset(zip(*(pieces[i:] for i in range(self.length_of_runs)), strict=False))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Its numbers, as printed."""
        return frozenset(_NUMBER.findall(self.line))


@dataclass(frozen=True)
class Telling:
    """A text as what is compared of it."""

    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def runs(self) -> frozenset[Run]:
        """The runs of all paragraphs."""
        return frozenset().union(*(paragraph.runs for paragraph in self.paragraphs))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of all paragraphs."""
        return frozenset().union(*(paragraph.numbers for paragraph in self.paragraphs))

    @cached_property
    def size(self) -> int:
        """How long it is, in characters."""
        return sum(paragraph.size for paragraph in self.paragraphs)

    def without(self, recurring: Container[str]) -> Telling:
        """Return the text without the paragraphs whose words recur on its site; all of it where nothing is left."""
        own = tuple(paragraph for paragraph in self.paragraphs if paragraph.words not in recurring)
        return self if len(own) in (0, len(self.paragraphs)) else Telling(own)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a text is like another.

    `kind`: "copy"; "excerpt": a short part of the other; "longer": the other is a short part of it; "part": they share
    a passage. `told`: the paragraphs that the other tells too. `resemblance`: how much of their runs both have, from 0
    to 1; an article and its first half have less than 0.5.
    """

    kind: Kind | None
    told: frozenset[int]
    resemblance: float


NOTHING = Likeness(None, frozenset(), 0.0)


@lru_cache(maxsize=2)  # a text that is archived is looked for first
def read_telling(body: str) -> Telling:
    """Return what is compared of *body*, whose paragraphs stand on lines of their own.

    >>> [paragraph.words for paragraph in read_telling("The Ferry sails.\\n\\nIn 5 hours!").paragraphs]
    ['the ferry sails', 'in 5 hours']
    """
    text = unicodedata.normalize("NFKC", body[:MOST_TEXT]).casefold()
    is_unspaced = len(_UNSPACED.findall(text[:400])) > 40
    read = (Paragraph(" ".join(_WORD.findall(line)), line, is_unspaced) for line in text.split("\n"))
    return Telling(tuple(paragraph for paragraph in read if paragraph.words))


@lru_cache(maxsize=2)
def sample(telling: Telling) -> tuple[int, ...]:
    """Return numbers below 2**31 that stand for the text's runs, sorted: copies share some of them.

    They are the smallest hashes, so two texts that share runs share much of their samples, however long they are. Equal
    in every process and on every machine.

    >>> sample(read_telling("One two three four.")) == sample(read_telling("one, two; three - four"))
    True
    """
    longest = max((paragraph.length_of_runs for paragraph in telling.paragraphs), default=0)
    if not longest:
        return ()
    # A text without spaces has runs of characters.
    pieces = [(p.words.replace(" ", "") if longest > RUN_OF_WORDS else p.words.split(" ")) for p in telling.paragraphs]
    number = _Numbers()
    numbers = np.array([number[piece] for paragraph in pieces for piece in paragraph], dtype=np.uint64)
    mixed = np.zeros(len(numbers) - longest + 1, dtype=np.uint64)
    for i in range(longest):
        mixed = _mix(mixed + numbers[i : i + len(mixed)])
    mixed = mixed[_within(np.array([len(paragraph) for paragraph in pieces]), longest)]
    ordered = np.sort(mixed >> np.uint64(33))
    is_new = np.append(True, ordered[1:] != ordered[:-1])
    return tuple(map(int, ordered[is_new][:KEPT]))


def compare(new: Telling, known: Telling, *, same_site: bool) -> Likeness:
    """Return how *new* is like *known*.

    A copy is told again in most of the shorter text's paragraphs: some of their runs are in the other text and, where
    there are numbers, at least half of these. Within a site nearly all must be, and beside what both say to the letter
    (a footer, say) no two paragraphs may differ: templates and footers recur there.
    """
    numbers = SAME_NUMBERS_AT_HOME if same_site else SAME_NUMBERS
    told_new, told_known = _told(new, known, numbers), _told(known, new, numbers)
    is_shorter = new.size <= known.size
    shorter, longer, told = (new, known, told_new) if is_shorter else (known, new, told_known)
    fewer = min(len(new.runs), len(known.runs))
    if not fewer:
        return NOTHING
    shared = frozenset().union(*(shorter.paragraphs[i].runs for i in told)) & longer.runs
    share = min(1.0, len(shared) / fewer)
    most = _size(shorter, told) / shorter.size
    resemblance = len(new.runs & known.runs) / len(new.runs | known.runs)
    if not (
        share >= (SHARE_AT_HOME if same_site else SHARE) and most >= (MOST_TOLD_AT_HOME if same_site else MOST_TOLD)
    ):
        return Likeness("part" if _size(new, told_new) >= PART else None, told_new, resemblance)
    if same_site and _differ(new, known, numbers):
        return Likeness(None, told_new, resemblance)
    if shorter.size < LEAST_LENGTH * longer.size:
        return Likeness("excerpt" if is_shorter else "longer", told_new, resemblance)
    return Likeness("copy", told_new, resemblance)


def untold(text: str, other: str) -> list[str]:
    """Return the paragraphs of *text* of which *other* has less than half of the runs, as they are printed.

    >>> untold("The ferry sails on Friday at ten.\\n\\nTickets cost five crowns.", "The ferry sails on Friday at ten.")
    ['Tickets cost five crowns.']
    """
    known = read_telling(other).runs
    lines = [line.strip() for line in text[:MOST_TEXT].split("\n") if line.strip()]
    read = ((line, read_telling(line).runs) for line in lines)
    return [line for line, runs in read if runs and len(runs & known) < len(runs) / 2]


def told_size(telling: Telling, paragraphs: frozenset[int]) -> int:
    """Return how many characters some of a text's paragraphs have."""
    return _size(telling, paragraphs)


def _told(one: Telling, other: Telling, numbers: float) -> frozenset[int]:
    """The paragraphs of *one* that *other* tells too, by their places."""
    return frozenset(
        i
        for i, paragraph in enumerate(one.paragraphs)
        if (shared := len(paragraph.runs & other.runs)) >= TOLD * len(paragraph.runs)
        and (
            len(paragraph.numbers & other.numbers) >= numbers * len(paragraph.numbers)
            or (numbers == SAME_NUMBERS and shared >= NEARLY_ALL * len(paragraph.runs))
        )
    )


def _differ(one: Telling, other: Telling, numbers: float) -> bool:
    """Whether both say something of their own, beside the paragraphs that are equal."""
    equal = {p.words for p in one.paragraphs} & {p.words for p in other.paragraphs}
    rests = [Telling(tuple(p for p in text.paragraphs if p.words not in equal)) for text in (one, other)]
    untold = (
        rest.size - _size(rest, _told(rest, whole, numbers)) for rest, whole in zip(rests, (other, one), strict=True)
    )
    return min(untold) >= OWN


def _size(telling: Telling, paragraphs: frozenset[int]) -> int:
    return sum(telling.paragraphs[i].size for i in paragraphs)


class _Numbers(dict[str, int]):
    """Words by number, each hashed once."""

    def __missing__(self, word: str) -> int:
        number = self[word] = crc32(word.encode("utf-8", "replace"))
        return number


def _within(lengths: NDArray[np.int_], size: int) -> NDArray[np.int_]:
    """The places of runs of *size* pieces that begin and end in one paragraph; *lengths*: pieces a paragraph."""
    ends = np.repeat(np.cumsum(lengths), lengths)
    places = np.arange(len(ends))
    return places[places + size <= ends]


def _mix(numbers: Hashes) -> Hashes:
    """Spread numbers evenly over 64 bits (splitmix64)."""
    numbers = numbers + np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    numbers ^= numbers >> np.uint64(31)
    return numbers
