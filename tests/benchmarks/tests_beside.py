"""Lets a benchmark import what the tests are made of, and newsarc from this checkout."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
