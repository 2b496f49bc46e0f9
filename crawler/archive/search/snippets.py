"""The part of a text that answers a query, with its hits marked. Works on the text itself, in every script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from crawler.archive.search.folding import (
    Term,
    fold_letters,
    is_paired,
    is_simple,
    part_persian_joints,
    terms,
    words_alone,
)

LOOKED_AT = 200_000  # characters of a text
_BEGINNINGS = (1200, 6000)  # characters that are looked at first
_MAX_HITS = 500  # of each term
MAX_TERMS = 20  # of a query, and words of a phrase: the rest finds articles, but is not marked
_SPACES = re.compile(r"\s+")
# Where folding changes a text's length, its lines, then words, then letters are aligned one by one.
_PIECES = (
    re.compile(r"[^\n]*\n|[^\n]+"),
    re.compile(r"\S+|\s+"),
    # A letter with all that may join it: marks and joiners, which are neither word nor sign; jamo; voicing marks.
    re.compile(
        r"(?s:.)(?:[\u1160-\u11ff\uff9e\uff9f]|[^\w\s!-~\u00a1-\u00ac\u00ae-\u00bf\u060c\u061b\u061f\u0964"
        r"\u2010-\u2027\u2030-\u205e\u3000-\u3029\u3030-\u303f])*"
    ),
)


class Part(NamedTuple):
    """A piece of a snippet. `is_hit`: the query asked for it."""

    text: str
    is_hit: bool


class _Hit(NamedTuple):
    start: int
    end: int
    term: int


def snippet(text: str, query: str, width: int = 160) -> list[Part]:
    """Return about *width* characters of *text* around the place that holds most of *query*'s terms.

    The parts joined are one line, with "…" where the text was cut. Without a hit, the text's beginning.

    >>> snippet("Low water at noon.\\nThe ferry to the island waits.", "FERRY", width=20)
    [Part(text='… The ', is_hit=False), Part(text='ferry', is_hit=True), Part(text=' to the…', is_hit=False)]
    """
    text = text[:LOOKED_AT]
    asked = _asked(query)
    hits = _early_hits(text, asked, width) or _find(text, asked)
    start, end = _window(text, hits, width)
    parts: list[Part] = []
    at = start
    for hit in hits:
        if at <= hit.end <= end and hit.end > at and hit.start >= start:
            begin = max(at, hit.start)
            parts += [Part(text[at:begin], False), Part(text[begin : hit.end], True)]
            at = hit.end
    parts.append(Part(text[at:end], False))
    return _one_line(parts, cut_before=start > 0, cut_after=end < len(text))


@lru_cache(maxsize=16)
def _asked(query: str) -> list[Term]:
    return list(islice(terms(query), MAX_TERMS))  # the same for all the hits of a query


def has_hit(parts: Sequence[Part]) -> bool:
    """Whether the query asked for any of *parts*."""
    return any(part.is_hit for part in parts)


def holds(folded: str, term: Term) -> bool:
    """Whether *term* stands in a text that is folded, with a space for each sign."""
    return next(_places(term, folded), None) is not None


def count_held(folded: str, term: Term) -> int:
    """Return how often *term* stands in such a text."""
    return sum(1 for _ in _places(term, folded))


def _early_hits(text: str, asked: list[Term], width: int) -> list[_Hit]:
    """The hits in the beginning of *text* if one stretch there holds all terms, as most often; else none.

    No later stretch can hold more, and folding all of a long text takes a millisecond.
    """
    for size in _BEGINNINGS:
        border = text.rfind(" ", size // 2, size)
        if size < len(text) and border > 0 and (hits := _find(text[:border], asked)):
            found, _, last = _densest(hits, width)
            if found == len(asked) and last + width < border:
                return hits
    return []


def _one_line(parts: list[Part], *, cut_before: bool, cut_after: bool) -> list[Part]:
    joined: list[Part] = []
    marked = [Part("… " if cut_before else "", False), *parts, Part("…" if cut_after else "", False)]
    for part in (Part(_SPACES.sub(" ", text), is_hit) for text, is_hit in marked):
        if joined and not joined[-1].is_hit and not part.is_hit:
            joined[-1] = Part(_SPACES.sub(" ", joined[-1].text + part.text), False)
        elif part.text:
            joined.append(part)
    if joined and not joined[0].is_hit:
        joined[0] = Part(joined[0].text.lstrip(), False)
    if joined and not joined[-1].is_hit:
        joined[-1] = Part(joined[-1].text.rstrip(), False)
    return [part for part in joined if part.text]


def _window(text: str, hits: list[_Hit], width: int) -> tuple[int, int]:
    """Where to cut: the first stretch of *width* with the most different terms, at word borders."""
    _, first, last = _densest(hits, width) if hits else (0, 0, 0)
    start = max(0, min(first - (width - (last - first)) // 2, len(text) - width)) if hits else 0
    end = min(len(text), max(start + width, last))
    if 0 < start < len(text) and not text[start - 1].isspace():
        border = re.compile(r"\s").search(text, start, max(start, min(first, start + 20)))
        start = border.end() if border else start
    if end < len(text) and not text[end].isspace():
        spaces = [match.start() for match in _SPACES.finditer(text, max(last, end - 20), end)]
        end = spaces[-1] if spaces else end
    while 0 < start < first and unicodedata.category(text[start])[0] == "M":
        start += 1  # no vowel sign without its letter
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return start, end


def _densest(hits: list[_Hit], width: int) -> tuple[int, int, int]:
    """How many different terms the best stretch holds, and where it begins and ends."""
    best, span = 0, (hits[0].start, hits[0].end)
    for i, hit in enumerate(hits):
        inside = [h for h in hits[i : i + 20] if h.end <= hit.start + width]
        if (found := len({h.term for h in inside})) > best:
            best, span = found, (hit.start, max(h.end for h in inside))
    return best, *span


def _find(text: str, asked: list[Term]) -> list[_Hit]:
    """All hits of all terms in order of place; overlaps are the caller's."""
    if not asked:
        return []
    pieces = list(_aligned(part_persian_joints(text), 0, 0))
    folded = "".join(piece for piece, _ in pieces)
    if not any(term.runs[0] in folded for term in asked):
        return []
    folded = words_alone(folded)
    ends: Sequence[int] = range(len(text) + 1)
    if len(pieces) > 1 or len(folded) != len(text):
        ends = [*(place for _, of_piece in pieces for place in of_piece), len(text)]
    found = (
        _Hit(ends[start], ends[end], number)
        for number, term in enumerate(asked)
        for start, end in islice(_places(term, folded), _MAX_HITS)
    )
    return sorted(hit for hit in found if hit.end > hit.start)


def _aligned(text: str, at: int, level: int) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield *text* folded, in pieces, with the place of each folded letter in a text that has it at *at*."""
    folded = fold_letters(text)
    if len(folded) == len(text) and (is_simple(text) or _word_lengths(folded) == _word_lengths(text)):
        yield folded, range(at, at + len(text))
    elif level == len(_PIECES):
        yield folded, [at] * len(folded)
    else:
        for piece in _PIECES[level].finditer(text):
            yield from _aligned(piece[0], at + piece.start(), level + 1)


def _word_lengths(text: str) -> list[int]:
    return list(map(len, text.split()))


def _places(term: Term, folded: str) -> Iterator[tuple[int, int]]:
    """Where *term* stands in folded text: words at their borders, scripts without spaces anywhere in a run."""
    first, last = term.runs[0], term.runs[:MAX_TERMS][-1]
    pattern, at = _pattern(term), 0
    while match := pattern.search(folded, at):
        start, end = match.span()
        at = start + 1
        if not is_paired(first) and start and _is_spaced(folded[start - 1]):
            continue
        if not is_paired(last) and term.is_prefix:
            while end < len(folded) and _is_spaced(folded[end]):
                end += 1
        elif not is_paired(last) and end < len(folded) and _is_spaced(folded[end]):
            continue
        yield start, end
        at = max(at, end)


@lru_cache(maxsize=100)
def _pattern(term: Term) -> re.Pattern[str]:
    """The words of *term* one after another; where its script changes, no space need be between."""
    pattern = ""
    runs = term.runs[:MAX_TERMS]
    for before, run in pairwise(("", *runs)):
        between = "" if not before else r"\s+" if is_paired(before) == is_paired(run) else r"\s*"
        pattern += between + re.escape(run)
    return re.compile(pattern)


def _is_spaced(character: str) -> bool:
    """Whether *character* is a letter of a script that puts spaces between words."""
    return not character.isspace() and not is_paired(character)
