"""Small perceptrons that say how likely a block is the story's, and the file that holds their weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
WEIGHTS = "weights.npz"


@dataclass(frozen=True, slots=True)
class Network:
    """Perceptrons of one hidden layer over the same features, side by side; their mean is the answer.

    `first` is features x hidden, `second` hidden x perceptrons; features are scaled by what `first` was folded with.
    """

    first: Matrix
    first_bias: Matrix
    second: Matrix
    second_bias: Matrix

    def probabilities(self, features: Matrix) -> Matrix:
        """Return for each row of *features* how likely its block is the story's, 0 to 1."""
        hidden = np.maximum(features @ self.first + self.first_bias, 0)
        scores = hidden @ self.second + self.second_bias
        likely: Matrix = (1 + np.tanh(scores / 2).mean(axis=1)) / 2  # the logistic function, where nothing overflows
        return likely

    def save(self, path: Path) -> None:
        """Write the weights in half precision."""
        arrays = {name: getattr(self, name).astype(np.float16) for name in self.__slots__}
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, file: IO[bytes] | Path) -> Network:
        """Return the network that `save` wrote. Raises `ValueError` or `KeyError` where the file is none."""
        with np.load(file, allow_pickle=False) as arrays:
            return cls(*(arrays[name].astype(np.float32) for name in cls.__slots__))


@cache
def shipped() -> Network:
    """Return the network whose weights stand beside this code."""
    with (files(__package__) / WEIGHTS).open("rb") as file:
        return Network.load(file)
