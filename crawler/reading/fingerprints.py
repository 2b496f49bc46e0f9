"""Fingerprints of texts: which are the same but for typography, and how much of them two have in common."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_WORD = re.compile(r"[^\W_]+")
# Scripts that put no spaces between words: their shingles are of characters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORDS = 5  # of a shingle
_CHARACTERS = 8
_RETOLD_WORDS = 3  # of a run that survives a rewording
_TOLD = 0.15  # of a paragraph's runs: then it is told again
_LEAST_LENGTH = 0.25  # of the longer text
_KEPT = 48  # shingles that stand for a text: the smallest hashes
_MASK = (1 << 63) - 1
_MOST_TEXT = 200_000  # characters
_FEW_NUMBERS = 4  # with fewer, the numbers of a text tell nothing
_LOWEST_SHARE = 0.5  # of shared numbers, below which two like texts are reports of different things


def text_hash(body: str) -> str:
    """Return the hash of what *body* says: equal for copies that differ in case, spaces, quotes or dashes alone.

    >>> text_hash("“All is well” – she said.") == text_hash('"All is  well" - she said')
    True
    """
    return blake2b(" ".join(_words(body)).encode("utf-8", "replace"), digest_size=16).hexdigest()


def shingles(body: str) -> list[int]:
    """Return a sample of the runs of words in *body*, as numbers below 2**63, sorted: copies share most of them.

    The sample is the smallest hashes, so two texts that share much of their words share much of their samples,
    however long they are. Equal in every process and on every machine.

    >>> shingles("One two three four five.") == shingles("one, two, three, four, five")
    True
    """
    return sorted({_number(shingle) for shingle in _shingles(body[:_MOST_TEXT])})[:_KEPT]


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


def retelling(a: str, b: str) -> float:
    """Return how surely one of two texts is the other one edited, from 0 to 1: cut, extended, with words exchanged.

    It is the share of the shorter text's runs of three words that the longer one has, times the share of its
    paragraphs that have some of them: texts that quote the same words share a paragraph or two. Where there are numbers
    to compare, it is lowered by the square of the share that both have: editors keep the numbers, templated reports of
    different things differ in them. An excerpt, less than a quarter as long, is no retelling.

    >>> retelling("Rain fell on the old port all night.", "Rain fell on the old port all night long, the mayor said.")
    1.0
    """
    shorter, longer = sorted((a[:_MOST_TEXT], b[:_MOST_TEXT]), key=len)
    if len(shorter) < _LEAST_LENGTH * len(longer):
        return 0.0
    known = set(_runs(longer, _RETOLD_WORDS))
    paragraphs = [set(_runs(paragraph, _RETOLD_WORDS)) for paragraph in shorter.split("\n")]
    runs = set().union(*paragraphs)
    told = [len(own & known) >= _TOLD * len(own) for own in paragraphs if own]
    if not runs or not known:
        return 0.0
    shared = len(runs & known) / min(len(runs), len(known)) * sum(told) / len(told)
    numbers, others = set(_NUMBER.findall(shorter)), set(_NUMBER.findall(longer))
    fewer = min(len(numbers), len(others))
    return min(1.0, shared) * ((len(numbers & others) / fewer) ** 2 if fewer >= _FEW_NUMBERS else 1.0)


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


def _number(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode("utf-8", "replace"), digest_size=8).digest(), "big") & _MASK
