"""Shapes of addresses, and what a site's pages have taught of them: which lead to articles and which do not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit
from zlib import crc32

from crawler.discovery.links import LONG_SLUG
from crawler.reading.urls import site_of, url_key

Verdict = Literal["article", "other"]
LONGEST_SHAPE = 200  # characters
MOST_PARAMETERS = 3
FEWEST_ARTICLES = 3  # before a shape counts as one of articles
FEWEST_OTHERS = 10  # before pages of a shape are no longer asked for
SURE = 9  # times as many
SURER = 49
ONE_IN = 10  # pages of a shape that was of no articles so far is asked for all the same
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEX = re.compile(r"[0-9a-f]{8,}(?:-[0-9a-f]{4,}){0,4}", re.IGNORECASE)
_ENDING = re.compile(r"\.[a-z]\w{1,4}$", re.IGNORECASE)
_NUMBER_AFTER = re.compile(r"[-_.,]?[a-z]{0,3}\d{3,}$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"^\d{3,}[-_.,]")
_BETWEEN_WORDS = re.compile(r"[-_+ .,]+")


def url_shape(url: str) -> str:
    """Return the shape of an address: its first word, and what the rest is made of.

    Y, M, D: of a date; N: a number; H: hexadecimal digits; W: many words, w: few; -N and N-: a number behind or before.

    >>> url_shape("https://lock.example/news/2024/09/03/lock-gates-to-be-replaced-4821.html")
    'news/Y/M/D/W-N.html'
    >>> url_shape("https://sport.lock.example/tag/football?page=2"), url_shape("https://lock.example/")
    ('sport:tag/w?page', '')
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removesuffix(site_of(url)).rstrip(".")
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    shape = "/".join(_segment(segments, place) for place in range(len(segments)))
    names = sorted({name for name, _ in parse_qsl(parts.query)})[:MOST_PARAMETERS]
    prefix = "" if host in ("", "www", "m") else f"{host}:"
    return (prefix + shape + (f"?{'&'.join(names)}" if names else ""))[:LONGEST_SHAPE]


def _segment(segments: list[str], place: int) -> str:
    text = segments[place]
    ending = _ENDING.search(text) if place == len(segments) - 1 else None
    suffix = ending[0].lower() if ending else ""
    text = text.removesuffix(ending[0]) if ending else text
    if _YEAR.fullmatch(text):
        return "Y" + suffix
    if text.isdigit():
        before = [bool(_YEAR.fullmatch(segment)) for segment in segments[:place]][-2:]
        is_date = len(text) <= 2 and any(before)
        return ("N" if not is_date else "M" if before[-1] else "D") + suffix
    if _HEX.fullmatch(text) and any(map(str.isdigit, text)):
        return "H" + suffix
    return _words(text, is_first=place == 0 and len(segments) > 1) + suffix


def _words(text: str, *, is_first: bool) -> str:
    after, before = _NUMBER_AFTER.search(text), _NUMBER_BEFORE.search(text)
    bare = text[before.end() if before else 0 : after.start() if after else None]
    if not bare:
        return "N"
    count = len([word for word in _BETWEEN_WORDS.split(bare) if word])
    if count >= LONG_SLUG or len(bare) > 40:
        word = "W"
    elif is_first and not (after or before) and len(bare) <= 20:
        return bare.lower()
    else:
        word = "w"
    return f"{'N-' if before else ''}{word}{'-N' if after else ''}"


class UrlShapes:
    """What is known of one site: shape -> how many pages were articles, how many were not."""

    def __init__(self, counts: Mapping[str, tuple[int, int]] | None = None) -> None:
        self.counts = dict(counts or {})

    def verdict(self, url: str) -> Verdict | None:
        """Return what pages at addresses such as *url* have been so far, or None where that is not clear.

        >>> shapes = UrlShapes({"tag/w": (0, 12), "news/W": (7, 0)})
        >>> shapes.verdict("https://lock.example/tag/locks"), shapes.verdict("https://lock.example/news/a-b-c-d")
        ('other', 'article')
        """
        articles, others = self.counts.get(url_shape(url), (0, 0))
        if articles >= FEWEST_ARTICLES and articles >= SURE * others:
            return "article"
        return "other" if others >= FEWEST_OTHERS and others >= SURER * articles else None

    def why_unlikely(self, url: str) -> str | None:
        """Return why a page is not worth asking for, or None. One in ten is asked for all the same: sites change."""
        if self.verdict(url) != "other" or crc32(url_key(url).encode()) % ONE_IN == 0:
            return None
        shape = url_shape(url)
        articles, others = self.counts[shape]
        return f"by its address: of {articles + others} pages at {shape!r} {articles or 'none'} were articles"
