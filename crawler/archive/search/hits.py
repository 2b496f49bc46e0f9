"""The hits of a search: articles that hold the words and meet the filter, in the order in which they were archived."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from crawler.archive.reading import NEWEST, Filter
from crawler.archive.search import facets
from crawler.archive.search.folding import Term
from crawler.archive.search.full_text import ARTICLES
from crawler.archive.search.vocabulary import words_with
from crawler.reading.instants import bound

MOST_WORDS = 32  # that stand for a beginning: the index looks each up in each of its pieces, at some 5 µs
WEIGHTS = {"body": 1.0, "title": 8.0, "description": 3.0}  # in the order of the index's columns


@dataclass(frozen=True, slots=True)
class Question:
    """What an index of articles is asked: `expression`, of the index with all words or, `in_beginnings`, of that.

    `words`: how many of them stand for a beginning, each of which the index looks up.
    """

    expression: str
    in_beginnings: bool = False
    words: int = 1

    @property
    def table(self) -> str:
        """The index that is asked."""
        return ARTICLES.beginnings if self.in_beginnings and ARTICLES.beginnings else ARTICLES.table

    def between(self, since: str, until: str) -> Question:
        """The same of the months from *since* to *until*, where these are not too many."""
        return self._and(facets.is_between(since, until, alone=self.in_beginnings))

    def narrowed(self, db: Database, which: Filter) -> Question:
        """The same with what the index knows of a filter: it finds what meets it, and of dates a little more."""
        narrow = self
        for facet, value in ((facets.SITE, which.site), (facets.LANGUAGE, which.language)):
            if value is not None:
                narrow = narrow._and(facets.is_named(facet, value, alone=self.in_beginnings))
        if which.since is not None or which.until is not None:
            since, until = span(db, which)
            narrow = narrow.between(since, until) if since and until else narrow
        return narrow

    def _and(self, expression: str) -> Question:
        return replace(self, expression=f"({self.expression}) AND {expression}") if expression else self


def question(asked: Sequence[Term]) -> Question:
    """What finds the articles that hold all of *asked*."""
    exact = with_beginnings(asked) if all(term.is_beginning for term in asked) else None
    return exact or Question(" AND ".join(term.expression for term in asked))


def with_beginnings(asked: Sequence[Term]) -> Question | None:
    """What finds the articles that hold words that begin as those of *asked*; None where these are too short."""
    words = sorted(set().union(*(term.beginnings for term in asked)))
    several = [" OR ".join(f'"{word}"' for word in sorted(term.goes_on)) for term in asked if term.goes_on]
    all_of = [*(f'"{word}"' for word in words), *(f"({one_of})" for one_of in several)]
    return Question(" AND ".join(all_of), in_beginnings=True) if all_of else None


def by_words(db: Database, asked: Sequence[Term]) -> tuple[Question | None, list[Term]]:
    """What finds the articles that hold what of *asked* whole words tell, and the terms of which they do not tell all.

    A beginning that few words have is told by these. Letters of other scripts than Latin the index may have folded once
    more, and what a transaction under way has changed is not among its words yet: so these are left.
    """
    parts, left, number = [], [], 0
    for term in asked:
        *before, last = term.runs
        words = None
        if not term.is_open:
            parts.append(term.expression)
        elif last.isascii() and not db.conn.in_transaction:
            words = words_with(db, ARTICLES.table, last, MOST_WORDS)
        if words is not None:
            number += len(words)
            parts.append(
                "(" + (" OR ".join(Term((*before, word)).expression for word in words) or facets.NOWHERE) + ")"
            )
        elif term.is_open:
            left.append(term)
            parts += [Term(tuple(before)).expression] if before else []
    return Question(" AND ".join(parts), words=max(1, number)) if parts else None, left


def last_hits(
    db: Database, asked: Question, which: Filter, most: int, *, before: int | None = None
) -> tuple[str, list[Any]]:
    """A query for `id` and `score`, 0, of the *most* hits that were archived last, and its parameters.

    *before*: of those that were archived before the article with this id.
    """
    index = asked.table
    conditions, values = which.beside_words().conditions()
    source = f"{index} CROSS JOIN articles AS a ON a.id = {index}.rowid" if conditions else index
    chosen = " AND ".join([*conditions, f"{index} MATCH ?", *[f"{index}.rowid < ?"] * (before is not None)])
    parameters = [*values, asked.narrowed(db, which).expression, *[before] * (before is not None), most]
    hits = f"SELECT {index}.rowid AS id, 0 AS score FROM {source} WHERE {chosen} ORDER BY {index}.rowid DESC LIMIT ?"  # noqa: S608
    return hits, parameters


def scored_hits(db: Database, asked: Sequence[Term], which: Filter, looked_at: int) -> tuple[str, list[Any]]:
    """A query for `id` and `score`, by relevance, of the *looked_at* hits that were archived last; its parameters."""
    expression = " AND ".join(term.expression for term in asked)
    hits, parameters = last_hits(db, Question(expression), which, looked_at)
    last = "ORDER BY articles_fts.rowid DESC LIMIT ?"
    # What the words of a filter weigh is counted through all articles that have them: so they are left out here.
    weights = ", ".join(map(str, WEIGHTS.values()))
    score = f"SELECT articles_fts.rowid AS id, bm25(articles_fts, {weights}) AS score FROM articles_fts"  # noqa: S608
    if which == Filter():
        return f"{score} WHERE articles_fts MATCH ? {last}", [expression, looked_at]
    of_these = f"+articles_fts.rowid IN (SELECT id FROM ({hits}))"  # noqa: S608
    return f"{score} WHERE articles_fts MATCH ? AND {of_these}", [expression, *parameters]


def span(db: Database, which: Filter) -> tuple[str, str]:
    """Return the dates of a filter, or those of the articles in the archive where it leaves more; "" for none."""
    ends = (f"SELECT {NEWEST} FROM articles AS a ORDER BY {NEWEST} {way} LIMIT 1" for way in ("ASC", "DESC"))  # noqa: S608
    first, last = (row[0] if (row := db.execute(sql).fetchone()) else "" for sql in ends)
    since = max(first, bound(which.since) if which.since is not None else first)
    until = min(last, bound(which.until, is_end=True) if which.until is not None else last)
    return since, until


def with_dates(db: Database, ids: list[int]) -> list[tuple[str, int]]:
    """Articles with the dates that they sort by, the newest first."""
    rows = db.execute(
        f"SELECT {NEWEST}, a.id FROM json_each(?) AS i CROSS JOIN articles AS a ON a.id = i.value",  # noqa: S608
        (json.dumps(ids),),
    )
    return sorted(rows.fetchall(), reverse=True)
