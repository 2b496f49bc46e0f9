"""The words that the address of a page tells: systems make them from the headline, when a story is first written."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from crawler.reading.urls import path_of

FEWEST = 2  # words, for an address to name a story
SHORTEST = 3  # letters of a word
STEM = 5  # letters: "faehre" and "faehren" are one word
_WORD = re.compile(r"[^\W\d_]+")
# /kaesefaehre, /kasefahre: addresses spell "Käsefähre" either way.
_SPELT = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def words_in_address(url: str) -> frozenset[str]:
    """Return the beginnings of the words of the part of *url* that has most; none where it has one word at most.

    >>> sorted(words_in_address("https://mole.example/news/die-faehren-streiken-12345"))
    ['die', 'fahre', 'strei']
    """
    parts = unquote(path_of(url)).split("/")
    words = max((_beginnings(part) for part in parts), key=len)
    return words if len(words) >= FEWEST else frozenset()


def share_told(words: frozenset[str], text: str) -> float:
    """Return the share of an address's *words* that *text* has, 0 to 1.

    >>> share_told(words_in_address("https://mole.example/news/faehren-streiken-wieder-12345"), "Die Fähre streikt")
    0.6666666666666666
    """
    return len(words & _beginnings(text)) / max(1, len(words))


def _beginnings(text: str) -> frozenset[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    for spelt, meant in _SPELT:
        plain = plain.replace(spelt, meant)
    return frozenset(word[:STEM] for word in _WORD.findall(plain) if len(word) >= SHORTEST)
