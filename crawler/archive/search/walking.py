"""The newest articles, looked through one by one: for words that so many hold that the index takes longer to tell.

The index has to put together all places of all words with a beginning before it can name one article. The smaller index
of beginnings names those that hold its first three letters, and one like its fourth, of which most hold it. Of fewer
letters there is none: but where one article in ten holds such a word, two hundred of the newest hold twenty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from heapq import merge
from itertools import islice
from math import sqrt
from operator import itemgetter
from typing import Any, NamedTuple
from unicodedata import normalize

from sqlite_utils import Database

from crawler.archive.reading import NEWEST, Filter, indexed
from crawler.archive.search.folding import BEGINNING, Term, fold_letters, is_paired, words_alone
from crawler.archive.search.hits import Question, by_words, last_hits, with_beginnings, with_dates
from crawler.archive.search.newest import newest_hits
from crawler.archive.search.snippets import MAX_TERMS, holds
from crawler.archive.statements import column

# To look through an article takes some 20 µs; the index takes 0.3 µs for each that holds a beginning: 60 times less.
_DEARER = 60
_WESTERN = "cp1252"  # ASCII, the letters of Western Europe and the signs of good typography, as one byte each
_LAST = 50  # candidates, which tell how many there are
# Candidates that are known at first, and how many times as many are then; so few are all known at once: between two of
# them lie articles by the thousand, each of which would have to be looked at.
_FIRST, _MORE, _FEW = 100, 4, 2000
_STEP = 40  # articles, after which it is judged whether enough of them hold the words
# The index tells at 0.1 µs an article which of those between two hold whole words: so they lie no further apart.
_NEAR = 100
_BESIDE = 0.1  # against looking through an article, what else it takes
# How dear a beginning of so many letters is for the index, and how many articles that hold whole words it walks through
# while one is looked through.
_PLACES, _WALKED = {1: 20, 2: 4, 3: 1}, 400
_HELD = 0.3
_TRIES = 9  # places that a short look looks at
_ALL = 1 << 62  # all articles have lower ids


class _Candidate(NamedTuple):
    """An article that may hold what is asked for; `is_known`: the index told so."""

    date: str
    id: int
    is_known: bool = False


def newest_holding(
    db: Database, asked: list[Term], which: Filter, limit: int, *, dearer: float = _DEARER
) -> list[int] | None:
    """Return the *limit* newest articles of a filter that hold all of *asked*; None if it takes too many to find them.

    Fewer than *limit* if there are no more. *dearer*: how many times one that is looked through costs one that the
    index finds.
    """
    if any(len(term.runs) > MAX_TERMS for term in asked):
        return None
    told, left = by_words(db, asked)
    if told and not left:
        return newest_hits(db, told, which, limit)
    ways = [way for way in (told, with_beginnings(asked)) if way]
    about, way = min(((_about(db, way), way) for way in ways), key=itemgetter(0), default=(_about(db), None))
    most, worth = sqrt(limit * about / dearer), 0.0
    is_alone = which == Filter() and len(asked) == 1 and not told
    if most <= _STEP and not is_alone:
        worth = _worth(db, left, told, dearer)  # beside other words, or in a filter
    if max(most, worth) <= _STEP:
        return None
    first = _FIRST if about > _FEW else 2 * int(about) + 1
    candidates = _candidates(db, way, which, first) if way else _newest(db, which)
    found: list[int] = []
    looked = 0.0
    while some := list(islice(candidates, _STEP)):
        known_by = way if all(one.is_known for one in some) else None
        holding, cost = _holding(db, [one.id for one in some], asked, told, left, known_by)
        found += islice(holding, limit - len(found))
        if len(found) == limit:
            return found
        looked += cost
        expected = looked * limit / min(limit, len(found) + 1)
        held = (len(found) + 1) / looked
        if expected > most and (is_alone or expected > _worth(db, left, told, dearer, held)):
            return None
    return found


def _holding(
    db: Database, ids: list[int], asked: list[Term], told: Question | None, left: list[Term], known_by: Question | None
) -> tuple[Iterable[int], float]:
    """Which of *ids* hold all of *asked*, in their order; and what it cost, in articles that were looked through.

    *told* tells of all but the terms that are *left*; *known_by*: a question that the index has answered with all of
    *ids*. Where they were archived one soon after another the index is asked which of them it is told; else what it
    would tell is looked for in the texts too.
    """
    cost = _BESIDE * len(ids)
    if known_by and known_by.in_beginnings:
        asked = [term for term in asked if not term.is_beginning]
        left = [term for term in left if not term.is_beginning]
    if told and known_by != told and max(ids) - min(ids) < _NEAR * len(ids):
        sql = """
            SELECT rowid FROM articles_fts
            WHERE articles_fts MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN (SELECT value FROM json_each(?))
        """
        with_words = set(column(db, sql, told.expression, min(ids), max(ids), json.dumps(ids)))
        ids = [article_id for article_id in ids if article_id in with_words]
        known_by = told
    missing = left if told and known_by == told else asked
    if not missing:
        return ids, cost
    return (article_id for article_id, *texts in _texts(db, ids) if _hold(texts, missing)), cost + len(ids)


def _worth(db: Database, left: list[Term], told: Question | None, dearer: float, held: float = _HELD) -> float:
    """How many articles may be looked through before it takes longer than to ask the index.

    That has to put together all places of words with the beginnings that are *left*, however few articles hold what
    else is asked, or meet a filter; and to walk through all that hold what is *told*. *held*: which part of the
    articles that may hold a beginning do.
    """
    worth = _about(db, told) / _WALKED if told else 0.0
    for term in left:
        part = _HELD if term.runs[1:] else held  # of a phrase's last word nothing is told by where it stands
        last = replace(term, runs=term.runs[-1:])
        letters = BEGINNING if is_paired(last.runs[0]) else min(len(last.runs[0]), BEGINNING)
        worth += part * _PLACES[letters] * _about(db, with_beginnings([last])) / dearer
    return worth


def _about(db: Database, candidates: Question | None = None) -> float:
    """About how many articles there are, or *candidates* among them, as among those archived last."""
    (highest,) = db.execute("SELECT max(id) FROM articles").fetchone()
    if candidates is None or not highest:
        return highest or 0
    hits, parameters = last_hits(db, candidates, Filter(), _LAST)
    last = [article_id for article_id, _ in db.execute(hits, tuple(parameters))]
    return len(last) * highest / (highest - last[-1] + 1) if len(last) == _LAST else len(last)


def _candidates(db: Database, candidates: Question, which: Filter, most: int) -> Iterator[_Candidate]:
    """Yield articles that may be *candidates*, the newest first; known of the *most* archived last, then of more."""
    passed, known_from = _Candidate("~", _ALL), _ALL
    while known_from:
        hits, parameters = last_hits(db, candidates, which, most, before=known_from)
        last = [article_id for article_id, _ in db.execute(hits, tuple(parameters))]
        known_from = last[-1] if len(last) == most else 0
        for candidate in _with_earlier(db, with_dates(db, last), which, known_from):
            if candidate < passed:  # else it came already, before it was known to be one
                passed = candidate
                yield candidate
        most *= _MORE


def _with_earlier(db: Database, known: list[tuple[str, int]], which: Filter, known_from: int) -> Iterator[_Candidate]:
    """Yield *known* articles and all newer ones that were archived before *known_from*, the newest first."""
    newer = ""
    while known:
        # A few at a time, with all of the last one's date: what lies between is walked only when it is asked for.
        few = next((place for place in range(_STEP, len(known)) if known[place][0] != known[place - 1][0]), len(known))
        oldest = known[few - 1][0]
        earlier = _newest(db, which, known_from, oldest, newer) if known_from else ()
        yield from merge((_Candidate(*one, is_known=True) for one in known[:few]), earlier, reverse=True)
        known, newer = known[few:], oldest


def _newest(db: Database, which: Filter, before: int = _ALL, since: str = "", until: str = "") -> Iterator[_Candidate]:
    """Yield the articles of a filter, the newest first: those before an id, of dates from *since* to *until*."""
    conditions, values = indexed(db, which)
    conditions += ["+a.id < ?", f"{NEWEST} >= ?", *[f"{NEWEST} < ?"] * bool(until)]
    where = " AND ".join(conditions)
    sql = f"SELECT {NEWEST}, a.id FROM articles AS a WHERE {where} ORDER BY {NEWEST} DESC, a.id DESC"  # noqa: S608
    return (_Candidate(*row) for row in db.execute(sql, (*values, before, since, *[until] * bool(until))))


def _texts(db: Database, ids: list[int]) -> Iterator[tuple[Any, ...]]:
    return db.execute(
        """
        SELECT a.id, a.body, a.title, a.description FROM json_each(?) AS i CROSS JOIN articles AS a ON a.id = i.value
        """,
        (json.dumps(ids),),
    )


def _hold(texts: Iterable[str | None], asked: list[Term]) -> bool:
    """Whether each of *asked* stands in one of an article's texts."""
    given = [text for text in texts if text]
    if not _may_hold(given, asked):
        return False
    missing = asked
    for text in given:
        folded = fold_letters(text)
        if any(term.runs[0] in folded for term in missing):  # to look closer takes as long as to fold
            folded = words_alone(folded)
            missing = [term for term in missing if not holds(folded, term)]
            if not missing:
                return True
    return False


def _may_hold(texts: list[str], asked: list[Term]) -> bool:
    """Whether a short look does not rule out that *texts* hold *asked*: to fold them takes several times as long."""
    plain = [[run.encode() for run in term.runs if run.isascii()] for term in asked]
    if not any(plain):
        return True
    return all(any(all(_begins_a_word(run, text) for run in some) for text in texts) for some in plain if some)


def _begins_a_word(run: bytes, text: str) -> bool:
    western = _western(text)
    if western is None:
        return run in latin_alone(text)
    at = western.find(run)
    for _ in range(_TRIES):
        if at <= 0 or not western[at - 1 : at].isalnum():  # not within a word: "rup" in "group"
            break
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


@lru_cache(maxsize=3)  # of one article, for each word
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
