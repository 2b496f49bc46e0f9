"""The newest articles, looked through one by one: for words that so many hold that the index takes longer to tell.

The index has to put together all places of all words with a beginning before it can name one article. The smaller index
of beginnings names those that hold its first three letters, and one like its fourth, of which most hold it. Of fewer
letters there is none: but where one article in ten holds such a word, two hundred of the newest hold twenty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from math import sqrt
from typing import Any
from unicodedata import normalize

from sqlite_utils import Database

from crawler.archive.reading import NEWEST, Filter, indexed
from crawler.archive.search.folding import Term, fold_letters, words_alone
from crawler.archive.search.hits import Question, last_hits, with_beginnings, with_dates
from crawler.archive.search.snippets import MAX_TERMS, holds

# To look through an article takes some 20 µs; the index takes 0.3 µs for each that holds a beginning: 60 times less.
_DEARER = 60
_KNOWN = 4  # times as many candidates are known as are looked through
_WESTERN = "cp1252"  # ASCII, the letters of Western Europe and the signs of good typography, as one byte each
_LAST = 200  # candidates, which tell how many there are
_STEP = 40  # articles, after which it is judged whether enough of them hold the words


def newest_holding(
    db: Database, asked: list[Term], which: Filter, limit: int, *, by_date: bool = False, dearer: float = _DEARER
) -> list[int] | None:
    """Return the *limit* newest articles of a filter that hold all of *asked*; None if it takes too many to find them.

    Fewer than *limit* if there are no more. With *by_date* all articles are looked through, not those alone that the
    index of beginnings names. *dearer*: how many times one that is looked through costs one that the index finds.
    """
    if any(len(term.runs) > MAX_TERMS for term in asked):
        return None
    candidates = None if by_date else with_beginnings(asked)
    most = int(sqrt(limit * _about(db, candidates) / dearer))
    if most <= _STEP:
        return None
    ids = iter(_with_beginnings(db, candidates, which, most) if candidates else _newest(db, which))
    found: list[int] = []
    looked = 0
    while some := list(islice(ids, _STEP)):
        for article_id, *texts in _texts(db, some):
            if _hold(texts, asked):
                found.append(article_id)
                if len(found) == limit:
                    return found
        looked += len(some)
        if looked * limit > most * min(limit, len(found) + 1):
            return None
    return found


def _about(db: Database, candidates: Question | None) -> float:
    """About how many articles there are, or *candidates* among them, as among those archived last."""
    (highest,) = db.execute("SELECT max(id) FROM articles").fetchone()
    if candidates is None or not highest:
        return highest or 0
    hits, parameters = last_hits(db, candidates, Filter(), _LAST)
    last = [article_id for article_id, _ in db.execute(hits, tuple(parameters))]
    return len(last) * highest / (highest - last[-1] + 1) if len(last) == _LAST else len(last)


def _with_beginnings(db: Database, candidates: Question, which: Filter, most: int) -> Iterator[int]:
    """Yield the ids of articles that may be *candidates*, the newest first; of those archived last it is known."""
    hits, parameters = last_hits(db, candidates, which, _KNOWN * most)
    last = [article_id for article_id, _ in db.execute(hits, tuple(parameters))]
    if len(last) < _KNOWN * most:
        yield from (article_id for _, article_id in with_dates(db, last))
    else:
        known = set(last)
        yield from (article_id for article_id in _newest(db, which) if article_id in known or article_id < last[-1])


def _newest(db: Database, which: Filter) -> Iterator[int]:
    conditions, values = indexed(db, which)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = db.execute(f"SELECT a.id FROM articles AS a {where} ORDER BY {NEWEST} DESC, a.id DESC", tuple(values))  # noqa: S608
    return (article_id for (article_id,) in rows)


def _texts(db: Database, ids: list[int]) -> Iterator[tuple[Any, ...]]:
    return db.execute(
        """
        SELECT a.id, a.body, a.title, a.description FROM json_each(?) AS i CROSS JOIN articles AS a ON a.id = i.value
        """,
        (json.dumps(ids),),
    )


def _hold(texts: Iterable[str | None], asked: list[Term]) -> bool:
    """Whether each of *asked* stands in one of an article's texts."""
    missing = asked
    for text in texts:
        if text and any(_may_hold(text, term) for term in missing):
            folded = fold_letters(text)
            if any(term.runs[0] in folded for term in missing):  # to look closer takes as long as to fold
                folded = words_alone(folded)
                missing = [term for term in missing if not holds(folded, term)]
                if not missing:
                    return True
    return False


def _may_hold(text: str, term: Term) -> bool:
    """Whether a short look at *text* does not rule out that it holds *term*: to fold it takes four times as long."""
    if not term.runs[0].isascii():
        return True
    run, western = term.runs[0].encode(), _western(text)
    if western is None:
        return run in latin_alone(text)
    at = western.find(run)
    while at > 0 and western[at - 1 : at].isalnum():  # within a word: "rup" in "group"
        at = western.find(run, at + 1)
    return at >= 0


def latin_alone(text: str) -> bytes:
    """Return the ASCII letters, digits and signs of *text* as they are when it is folded, and no other letters.

    >>> latin_alone("Zürich и Straße"), latin_alone("Zürich, Straße")
    (b'zurich  strasse', b'zurich, strasse')
    """
    western = _western(text)
    if western is not None:
        return western
    return normalize("NFKD", text).casefold().replace("ı", "i").encode("ascii", "ignore")


def _western(text: str) -> bytes | None:
    """A text in the letters of Western Europe, folded, a byte for each; 0 for those that no ASCII letter stands for."""
    try:
        western = text.encode(_WESTERN)
    except UnicodeEncodeError:  # most texts in other scripts say so with their first letter
        return None
    table, others = _folded_bytes()
    western = western.translate(table)
    for letter, folded in others:
        if letter in western:
            western = western.replace(letter, folded)
    return western


@lru_cache(maxsize=1)
def _folded_bytes() -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The letters of Western languages, a byte each, as they are folded: a table, and those that are not one letter."""
    table, others = bytearray(256), []
    for code in range(256):
        letter = bytes([code])
        seen = fold_letters(letter.decode(_WESTERN, "replace"))
        folded = seen.encode("ascii", "ignore")
        if len(seen) == 1:
            table[code] = folded[0] if folded else 0
        else:
            table[code] = code
            others.append((letter, folded))
    return bytes(table), others
