"""Training of the perceptrons on pages with known bodies, in plain numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crawler.story.network import Network

Matrix = NDArray[np.float32]
Generator = np.random.Generator

LONGEST_BLOCK = 200  # words that a block counts for at most
SMALLEST_SPREAD = 0.16  # of a feature: rarer ones are not blown up further
SENTENCES_PAGE = 0.3  # what a page counts for of which only sentences are known


@dataclass(frozen=True, slots=True)
class Example:
    """The blocks of one page: their features, what they should be (see `labels`), their sizes in words.

    `whole` says whether the whole body is known. Pages of one `publisher` are never parted by cross-validation.
    `made` marks a page joined from others: it is trained on and never measured.
    """

    page_id: str
    publisher: str
    features: Matrix
    share: Matrix
    sure: Matrix
    words: Matrix
    whole: bool
    made: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: numbers that cross-validation chose."""

    perceptrons: int = 3
    hidden: int = 24
    epochs: int = 25
    pages_a_step: int = 12
    rate: float = 2e-3
    decay: float = 2.0
    drop_features: float = 0.2
    drop_hidden: float = 0.25
    f1_share: float = 0.3  # of the loss; the rest is cross-entropy
    averaged: float = 0.4  # of the steps, the last ones, whose weights are averaged
    seed: int = 30  # of 0, 10, 20 and 30 the one whose weights read all recorded pages right


@dataclass(slots=True)
class _Prepared:
    features: Matrix
    share: Matrix
    weight: Matrix
    words: Matrix
    whole: bool


def train(examples: Sequence[Example], plan: Plan | None = None) -> Network:
    """Return a network trained on *examples*."""
    plan = plan or Plan()
    rows = np.concatenate([e.features[e.sure > 0] for e in examples])
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), SMALLEST_SPREAD)
    prepared = [_prepare(e, mean, spread) for e in examples if (e.sure > 0).any()]
    parts = [_Trainer(len(mean), plan, plan.seed + i).run(prepared) for i in range(plan.perceptrons)]
    first = np.hstack([part[0] for part in parts]) / spread[:, None]
    second = np.zeros((plan.hidden * len(parts), len(parts)), np.float32)
    for i, part in enumerate(parts):
        second[i * plan.hidden : (i + 1) * plan.hidden, i] = part[2]
    bias = np.concatenate([part[1] for part in parts]) - mean @ first
    return Network(first, bias.astype(np.float32), second, np.concatenate([part[3] for part in parts]))


def folds(examples: Sequence[Example], count: int) -> Iterator[tuple[list[Example], list[Example]]]:
    """Yield *count* times the examples to train on and those to measure, no publisher on both sides."""
    publishers = sorted({e.publisher for e in examples if not e.made})
    np.random.default_rng(0).shuffle(publishers)
    fold = {publisher: i % count for i, publisher in enumerate(publishers)}
    for number in range(count):
        inside = [e for e in examples if fold.get(e.publisher) != number]
        yield inside, [e for e in examples if fold.get(e.publisher) == number and not e.made]


def _prepare(example: Example, mean: Matrix, spread: Matrix) -> _Prepared:
    known = example.sure > 0
    words = np.minimum(example.words[known], LONGEST_BLOCK)
    weight = example.sure[known] * np.sqrt(words)
    weight *= (1.0 if example.whole else SENTENCES_PAGE) / (weight.sum() + 1e-9)
    scaled = (example.features[known] - mean) / spread
    return _Prepared(scaled.astype(np.float32), example.share[known], weight, words, example.whole)


class _Trainer:
    """One perceptron and its Adam."""

    def __init__(self, width: int, plan: Plan, seed: int) -> None:
        self.plan = plan
        self.random = np.random.default_rng(seed)
        first = self.random.standard_normal((width, plan.hidden)) / np.sqrt(width)
        second = self.random.standard_normal(plan.hidden) / np.sqrt(plan.hidden)
        zeros = np.zeros(plan.hidden), np.zeros(1)
        self.weights = [a.astype(np.float32) for a in (first, zeros[0], second, zeros[1])]
        self.mean = [np.zeros_like(w) for w in self.weights]
        self.square = [np.zeros_like(w) for w in self.weights]
        self.step = 0
        self.sum = [np.zeros_like(w) for w in self.weights]
        self.summed = 0

    def run(self, pages: list[_Prepared]) -> list[Matrix]:
        """Train for the plan's epochs and return the mean of the weights of the last of them."""
        size = self.plan.pages_a_step
        total = self.plan.epochs * (len(pages) // size + 1)
        for _ in range(self.plan.epochs):
            order = self.random.permutation(len(pages))
            for at in range(0, len(pages), size):
                self.learn([pages[i] for i in order[at : at + size]], total)
                if self.step > total * (1 - self.plan.averaged):
                    self.sum = [before + now for before, now in zip(self.sum, self.weights, strict=True)]
                    self.summed += 1
        return [weights / np.float32(self.summed) for weights in self.sum] if self.summed else self.weights

    def learn(self, pages: list[_Prepared], total: int) -> None:
        """Take one step down the slope of the loss on *pages*."""
        plan = self.plan
        first, first_bias, second, second_bias = self.weights
        x = np.concatenate([p.features for p in pages])
        mask = self._mask(len(first), plan.drop_features)
        before = x @ (first * mask[:, None]) + first_bias
        dropped = self._mask(plan.hidden, plan.drop_hidden)
        hidden = np.maximum(before, 0) * dropped
        likely = 1 / (1 + np.exp(-np.clip(hidden @ second + second_bias, -30, 30)))
        slope = self._slope(pages, likely) * (10 / len(pages))
        back = np.outer(slope, second) * dropped * (before > 0)
        slopes = [(x.T @ back) * mask[:, None], back.sum(axis=0), hidden.T @ slope, slope.sum(keepdims=True)]
        self._descend(slopes, total)

    def _mask(self, size: int, share: float) -> Matrix:
        kept: Matrix = ((self.random.random(size) > share) / (1 - share)).astype(np.float32)
        return kept

    def _slope(self, pages: list[_Prepared], likely: Matrix) -> Matrix:
        """The slope of the loss by score: of cross-entropy and, where a whole body is known, of the page's F1."""
        share = np.concatenate([p.share for p in pages])
        slope: Matrix = np.concatenate([p.weight for p in pages]) * (likely - share) * (1 - self.plan.f1_share)
        at = 0
        for page in pages:
            inside = slice(at, at + len(page.share))
            at = inside.stop
            if page.whole:
                p = likely[inside]
                hits = (page.words * page.share * p).sum()
                both = (page.words * (page.share + p)).sum() + 1e-6
                gain = 2 * page.words * (page.share * both - hits) / both**2
                slope[inside] -= 2 * self.plan.f1_share * gain * p * (1 - p)
        return slope

    def _descend(self, slopes: list[Matrix], total: int) -> None:
        """Adam with decoupled decay, a short warm-up, and a rate that falls as a cosine."""
        self.step += 1
        rate = self.plan.rate * min(1, self.step / 50) * (0.525 + 0.475 * np.cos(np.pi * self.step / total))
        for i, slope in enumerate(slopes):
            self.mean[i] = 0.9 * self.mean[i] + 0.1 * slope
            self.square[i] = 0.99 * self.square[i] + 0.01 * slope * slope
            step = self.mean[i] / (1 - 0.9**self.step) / (np.sqrt(self.square[i] / (1 - 0.99**self.step)) + 1e-5)
            self.weights[i] = self.weights[i] - (rate * step).astype(np.float32)
            if self.weights[i].ndim == 2:
                self.weights[i] -= np.float32(rate * self.plan.decay) * self.weights[i]
