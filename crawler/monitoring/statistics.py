"""How unlikely what a run saw is, given earlier runs, which differ by more than chance: by how much is learnt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# Runs are never taken to be more alike than this, and are taken to be as unlike as that until several have shown it.
LEAST_SPREAD = 0.005
USUAL_SPREAD = 0.02
USUAL_WEIGHT = 5  # runs
FAR_OFF = 36.0  # squared standard deviations: a run that is no example of how the site is
MOST_LEFT_OUT = 0.03


@dataclass(frozen=True, slots=True)
class Share:
    """A share of pages as a beta distribution: its mean, and how many pages its spread is worth."""

    mean: float
    weight: float


def fit_share(samples: Sequence[tuple[int, int]]) -> Share:
    """Return the share that *samples* of (how many, of how many) come from; a few that are far off don't count.

    >>> share = fit_share([(19, 20), (20, 20), (18, 20)] * 5)
    >>> round(share.mean, 2), 20 < share.weight < 200
    (0.95, True)
    """
    samples = [(k, n) for k, n in samples if n > 0]
    share = _fit(samples)
    kept = [(k, n) for k, n in samples if _squared_distance(k, n, share) <= FAR_OFF]
    if len(samples) * (1 - MOST_LEFT_OUT) <= len(kept) < len(samples):
        share = _fit(kept)
    return share


def _fit(samples: Sequence[tuple[int, int]]) -> Share:
    pages, runs = sum(n for _, n in samples), len(samples)
    mean = (sum(k for k, _ in samples) + 0.5) / (pages + 1)
    squares = sum((k - n * mean) ** 2 / n for k, n in samples) / (mean * (1 - mean))
    spread = max(0.0, (squares - runs) / max(1, pages - runs))
    spread = max(LEAST_SPREAD, (spread * runs + USUAL_SPREAD * USUAL_WEIGHT) / (runs + USUAL_WEIGHT))
    # The mean itself is known only so well.
    known = pages / (1 + (pages / max(1, runs) - 1) * spread)
    return Share(mean, max(0.5, 1 / (spread + 1 / (known + 2)) - 1))


def _squared_distance(k: int, n: int, share: Share) -> float:
    variance = share.mean * (1 - share.mean) * (1 + (n - 1) / (share.weight + 1)) / n
    return (k / n - share.mean) ** 2 / variance


def share_tail(k: int, n: int, share: Share, *, is_low: bool) -> float:
    """Return how likely at most *k* of *n* pages are (*is_low*), or at least *k*.

    >>> share_tail(20, 20, Share(0.98, 100), is_low=True)
    1.0
    >>> share_tail(2, 20, Share(0.98, 100), is_low=True) < 1e-12
    True
    """
    a, b = share.mean * share.weight, (1 - share.mean) * share.weight
    if not is_low:
        k, a, b = n - k, b, a
    # P(X = 0), and the ratio of each to the one before
    log_p = math.lgamma(b + n) - math.lgamma(b) + math.lgamma(a + b) - math.lgamma(a + b + n)
    total = log_p
    for i in range(k):
        log_p += math.log((n - i) * (a + i) / ((i + 1) * (b + n - i - 1)))
        total = max(total, log_p) + math.log1p(math.exp(-abs(total - log_p)))
    return min(1.0, math.exp(total)) if k < n else 1.0


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of things as a negative binomial distribution: its mean, and its spread beyond chance, squared."""

    mean: float
    spread: float


def amount_tail(k: int, amount: Amount, *, is_low: bool) -> float:
    """Return how likely at most *k* things are (*is_low*), or at least *k*.

    >>> amount_tail(0, Amount(40, 0.05), is_low=True) < 1e-6 < amount_tail(20, Amount(40, 0.05), is_low=True)
    True
    """
    size = 1 / amount.spread
    p = size / (size + amount.mean)
    term = size * math.log(p)
    total = math.exp(term)
    last = k if is_low else k - 1
    for i in range(last):
        term += math.log((size + i) / (i + 1) * (1 - p))
        total += math.exp(term)
    if last < 0:
        total = 0.0
    return min(1.0, max(0.0, total if is_low else 1 - total))


@dataclass(frozen=True, slots=True)
class Middle:
    """The usual size of something, as a logarithm; how runs differ in it, how pages do, and of how many runs."""

    center: float
    between: float
    within: float
    runs: int


def fit_middle(samples: Sequence[tuple[float, float, int]]) -> Middle:
    """Return the middle of *samples*: a run's median, the ratio of its quartiles, and of how many pages they are."""
    logs = [math.log1p(value) for value, _, _ in samples]
    center = median(logs)
    scale = 1.4826 * median(abs(one - center) for one in logs)
    # Quartiles of one page, or of two, tell nothing of how pages differ.
    telling = [(math.log(max(ratio, 1.0)) / 1.349, n) for _, ratio, n in samples if n > 2]
    within = sum(n * one for one, n in telling) / sum(n for _, n in telling) if telling else 0.0
    by_chance = median(_error(within, n) ** 2 for _, _, n in samples)
    return Middle(center, math.sqrt(max(0.0, scale**2 - by_chance)), within, len(samples))


def _error(within: float, n: int) -> float:
    """The standard error of a median of *n* values that are spread so much."""
    return 1.2533 * within / math.sqrt(n)


def middle_tail(value: float, n: int, middle: Middle) -> float:
    """Return how likely a median of *n* pages is as far off as *value*, to either side."""
    spread = math.sqrt(middle.between**2 * (1 + 1 / middle.runs) + _error(max(middle.within, 0.1), n) ** 2 + 0.05**2)
    freedom = min(20, max(4, (middle.runs - 1) // 2 * 2))
    return student_tails((math.log1p(value) - middle.center) / spread, freedom)


def student_tails(t: float, freedom: int) -> float:
    """Return the weight of both tails of Student's distribution beyond *t*; *freedom* is even.

    >>> round(student_tails(2.228, 10), 3)
    0.05
    """
    angle = math.atan(abs(t) / math.sqrt(freedom))
    term = total = 1.0
    for i in range(1, freedom // 2):
        term *= (2 * i - 1) / (2 * i) * math.cos(angle) ** 2
        total += term
    return max(0.0, 1 - math.sin(angle) * total)
