"""How near a body comes to the one somebody marked, in runs of four words and in sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from crawler.reading.text import clean
from crawler.training.labels import Truth

_WORD = re.compile(r"\w+")
GRAM = 4
BAD = 0.8  # F1 of a page below which its body is of little use


@dataclass(frozen=True, slots=True)
class Overlap:
    """Runs of words in both texts, only in the body found, and only in the true one."""

    both: int
    added: int
    lost: int

    @property
    def precision(self) -> float:
        return self.both / (self.both + self.added) if self.both else float(not self.added and not self.lost)

    @property
    def recall(self) -> float:
        return self.both / (self.both + self.lost) if self.both else float(not self.added and not self.lost)

    @property
    def f1(self) -> float:
        return f1(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Score:
    """What a set of pages comes to. Each page weighs the same; sentences are pooled."""

    pages: int
    precision: float
    recall: float
    f1: float
    bad: int
    sentences: int
    sentences_f1: float

    def __str__(self) -> str:
        bodies = f"bodies: {self.pages} pages, F1 {self.f1:.4f} (P {self.precision:.4f}, R {self.recall:.4f})"
        share = 100 * self.bad / self.pages if self.pages else 0.0
        under = f"under {BAD}: {self.bad} ({share:.1f}%)"
        return f"{bodies}, {under}; sentences: {self.sentences}, F1 {self.sentences_f1:.4f}"


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of the two, 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def overlap(true: str, found: str) -> Overlap:
    """Return how the runs of four words of two texts overlap.

    >>> overlap("One two three four five.", "one two three four").f1
    0.0
    >>> round(overlap("One two three four five.", "One two three four").f1, 2)
    0.67
    """
    one, other = _runs(true), _runs(found)
    both = (one & other).total()
    return Overlap(both, other.total() - both, one.total() - both)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + GRAM]) for i in range(max(1, len(words) - GRAM + 1))) if words else Counter()


def body_overlap(truth: Truth, found: str) -> Overlap:
    """Return the overlap of a body with the true one; paragraphs that may be in or out cost nothing."""
    whole = "\n\n".join(truth.paragraphs)
    needed = "\n\n".join(p for i, p in enumerate(truth.paragraphs) if i not in truth.optional)
    return max((overlap(text, found) for text in (whole, needed)), key=lambda o: o.f1)


def score(bodies: Iterable[tuple[Truth, str]]) -> Score:
    """Return what the bodies found come to."""
    overlaps: list[Overlap] = []
    hits = wrong = missed = 0
    for truth, found in bodies:
        if truth.paragraphs:
            overlaps.append(body_overlap(truth, found))
        text = clean(found)
        present = [clean(sentence) in text for sentence in truth.present]
        hits, missed = hits + sum(present), missed + len(present) - sum(present)
        wrong += sum(clean(sentence) in text for sentence in truth.absent)
    precision = fmean([o.precision for o in overlaps if o.both + o.added] or [0.0])
    recall = fmean([o.recall for o in overlaps if o.both + o.lost] or [0.0])
    bad = sum(o.f1 < BAD for o in overlaps)
    sentences = f1(hits / (hits + wrong), hits / (hits + missed)) if hits else 0.0
    return Score(len(overlaps), precision, recall, f1(precision, recall), bad, hits + missed, sentences)
