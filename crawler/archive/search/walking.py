"""The newest articles, looked through one by one: for words that so many hold that the index takes longer to tell.

The index has to put together all places of all words with a beginning before it can name one article. Where one article
in ten holds such a word, two hundred of the newest hold twenty.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import sqrt
from unicodedata import normalize

from sqlite_utils import Database

from crawler.archive.reading import NEWEST, Filter
from crawler.archive.search.folding import Term, fold_letters, words_alone
from crawler.archive.search.snippets import MAX_TERMS, holds

# To look through an article takes some 15 µs; the index takes 0.3 µs for each that holds a beginning: 60 times less.
_DEARER = 60
_WESTERN = "cp1252"  # ASCII, the letters of Western Europe and the signs of good typography, as one byte each
_STEP = 40  # articles, after which it is judged whether enough of them hold the words


def newest_holding(
    db: Database, asked: list[Term], which: Filter, limit: int, *, dearer: float | None = None
) -> list[int] | None:
    """Return the *limit* newest articles of a filter that hold all of *asked*; None if it takes too many to find them.

    Fewer than *limit* if there are no more. *dearer*: how many times an article that is looked through costs one that
    the index finds, if not `_DEARER`.
    """
    if any(len(term.runs) > MAX_TERMS for term in asked):
        return None
    (highest,) = db.execute("SELECT max(id) FROM articles").fetchone()
    most = int(sqrt(limit * (highest or 0) / (dearer or _DEARER)))
    if most <= _STEP:
        return None
    conditions, values = which.conditions()
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = db.execute(
        f"""
        WITH newest AS MATERIALIZED (
            SELECT a.id FROM articles AS a {where} ORDER BY {NEWEST} DESC, a.id DESC LIMIT ?
        )
        SELECT a.id, a.body, a.title, a.description FROM newest CROSS JOIN articles AS a ON a.id = newest.id
        """,  # noqa: S608
        (*values, most),
    )
    found: list[int] = []
    looked = 0
    for looked, (article_id, *texts) in enumerate(rows, 1):
        if _hold(texts, asked):
            found.append(article_id)
            if len(found) == limit:
                return found
        if looked % _STEP == 0 and looked * limit > most * (len(found) + 1):
            return None
    return found if looked < most else None


def _hold(texts: Iterable[str | None], asked: list[Term]) -> bool:
    """Whether each of *asked* stands in one of an article's texts."""
    missing = asked
    for text in texts:
        if text and any(_may_hold(text, term) for term in missing):
            folded = words_alone(fold_letters(text))
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
