"""Which blocks to keep, given how likely each is the story's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def keep(probabilities: NDArray[np.float32], sizes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which blocks to keep so that the expected F1 of the kept words is highest.

    >>> keep(np.float32([0.9, 0.2, 0.6]), np.float32([50, 50, 5])).tolist()
    [True, False, True]

    With k the kept words, h those of them that are the story's and n all of the story's, F1 is 2h / (k + n); the
    best set is the likeliest blocks down to some probability.
    """
    if not len(probabilities):
        return np.zeros(0, bool)
    order = np.argsort(-probabilities, kind="stable")
    likely, size = probabilities[order], sizes[order]
    hits = np.cumsum(likely * size)
    scores = 2 * hits / (np.cumsum(size) + hits[-1] + 1e-9)
    kept = np.zeros(len(probabilities), bool)
    kept[order[: int(np.argmax(scores)) + 1]] = True
    return kept
