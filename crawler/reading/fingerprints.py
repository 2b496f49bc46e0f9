"""Fingerprints of texts: which are the same but for typography, and how much of them two have in common."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

_WORD = re.compile(r"[^\W_]+")
# Scripts that put no spaces between words: their shingles are of characters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORDS = 5  # of a shingle
_CHARACTERS = 8
_MOST_TEXT = 200_000  # characters
_BEGINNING = 12  # words of an entry
_NOT_KEPT = {0: None, 0xFFFD: None}  # NULs, which no archive holds, and what it has in their place
_FEW_NUMBERS = 4  # with fewer, the numbers of a text tell nothing
_LOWEST_SHARE = 0.5  # of shared numbers, below which two like texts are reports of different things


@lru_cache(maxsize=2)  # a text that is archived is looked for first
def text_hash(body: str | None) -> str | None:
    """Return the hash of what *body* says: equal for copies that differ in case, spaces, quotes or dashes alone.

    >>> text_hash("“All is well” – she said.") == text_hash('"All is  well" - she said')
    True

    None for a text without a letter or digit: it says nothing.
    """
    if not body or not any(map(str.isalnum, body)):
        return None
    return blake2b(" ".join(_words(body)).encode("utf-8", "replace"), digest_size=16).hexdigest()


def entry_key(published_at: str | None, title: str | None, body: str) -> str:
    """Return the key of an entry that its site does not name: its time, and a hash of the words with which it begins.

    It depends on nothing else, so that equal entries have equal keys, whatever stands beside them.
    """
    words = " ".join(f"{title or ''} {body}".translate(_NOT_KEPT).casefold().split()[:_BEGINNING])
    return f"{published_at or ''} {blake2b(words.encode('utf-8', 'ignore'), digest_size=6).hexdigest()}".strip()


def resemblance(a: str, b: str) -> float:
    """Return how much of their runs of words two texts share, from 0 to 1; texts that say the same have 1.

    Templated reports share their words and differ in what matters: where the numbers of both texts differ,
    the result is lowered by the share that they have in common.

    >>> resemblance("Rain fell on the old port all night long.", "Rain fell on the old port all night long!")
    1.0
    """
    one, other = set(_shingles(a[:_MOST_TEXT])), set(_shingles(b[:_MOST_TEXT]))
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other) * _agreement(a, b)


def _agreement(a: str, b: str) -> float:
    """How far the numbers of two texts agree: 1 where the shorter list is mostly in the other, or too short to tell."""
    one, other = set(_NUMBER.findall(a)), set(_NUMBER.findall(b))
    fewer = min(len(one), len(other))
    if fewer < _FEW_NUMBERS:
        return 1.0
    return min(1.0, len(one & other) / fewer / _LOWEST_SHARE)


def _words(body: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", body).casefold())


def _shingles(body: str) -> list[str]:
    return _runs(body, _WORDS)


def _runs(body: str, size: int) -> list[str]:
    """All runs of *size* words, or of characters where words are not spaced."""
    words = _words(body)
    if len(_UNSPACED.findall(body[:400])) > 40:
        text, length = "".join(words), size + _CHARACTERS - _WORDS
        return [text[i : i + length] for i in range(max(1, len(text) - length + 1))] if text else []
    if len(words) <= size:
        return [" ".join(words)] if words else []
    return [" ".join(run) for run in zip(*(words[i:] for i in range(size)), strict=False)]
