"""The newest articles, looked through one by one: for words that so many hold that the index takes longer to tell.

The index has to put together all places of all words with a beginning before it can name one article. Where one article
in ten holds such a word, two hundred of the newest hold twenty.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from unicodedata import normalize

from sqlite_utils import Database

from crawler.archive.reading import NEWEST, Filter
from crawler.archive.search.folding import Term, fold_letters, is_simple, words_alone
from crawler.archive.search.snippets import MAX_TERMS, holds

# To look through an article takes some 30 µs; the index takes 0.5 µs for each that holds a beginning: 60 times less.
_DEARER = 60
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
        if not text or not (is_simple(text) or any(_may_hold(text, term) for term in missing)):
            continue
        folded = fold_letters(text)
        if any(term.runs[0] in folded for term in missing):
            folded = words_alone(folded)
            missing = [term for term in missing if not holds(folded, term)]
            if not missing:
                return True
    return False


def _may_hold(text: str, term: Term) -> bool:
    """Whether a short look at *text* does not rule out that it holds *term*: to fold it takes four times as long."""
    run = term.runs[0]
    return not run.isascii() or run.encode() in latin_alone(text)


def latin_alone(text: str) -> bytes:
    """Return the ASCII letters, digits and signs of *text* as they are when it is folded, without all else.

    >>> latin_alone("Zürich и Straße")
    b'zurich  strasse'
    """
    return normalize("NFKD", text).casefold().replace("ı", "i").encode("ascii", "ignore")
