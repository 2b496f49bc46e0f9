"""The hits of a search: articles that hold the words and meet the filter, in the order in which they were archived."""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from crawler.archive.reading import NEWEST, Filter
from crawler.archive.search import facets
from crawler.archive.search.ranking import WEIGHTS
from crawler.reading.instants import bound


def hits_of(
    db: Database, expression: str, which: Filter, looked_at: int, *, by_relevance: bool, before: int | None = None
) -> tuple[str, list[Any]]:
    """A query for `id` and `score` of the *looked_at* hits that were archived last, and its parameters.

    *before*: of those that were archived before the article with this id.
    """
    last = "ORDER BY articles_fts.rowid DESC LIMIT ?"
    conditions, values = which.beside_words().conditions()
    source = "articles_fts CROSS JOIN articles AS a ON a.id = articles_fts.rowid" if conditions else "articles_fts"
    chosen = " AND ".join([*conditions, "articles_fts MATCH ?", *["articles_fts.rowid < ?"] * (before is not None)])
    hits = f"SELECT articles_fts.rowid AS id, 0 AS score FROM {source} WHERE {chosen} {last}"  # noqa: S608
    narrow = [narrowed(db, expression, which), *[before] * (before is not None)]
    parameters = [*values, *narrow, looked_at]
    if not by_relevance:
        return hits, parameters
    # What the words of a filter weigh is counted through all articles that have them: so they are left out here.
    weights = ", ".join(map(str, WEIGHTS.values()))
    score = f"SELECT articles_fts.rowid AS id, bm25(articles_fts, {weights}) AS score FROM articles_fts"  # noqa: S608
    if which == Filter():
        return f"{score} WHERE articles_fts MATCH ? {last}", [expression, looked_at]
    of_these = f"+articles_fts.rowid IN (SELECT id FROM ({hits}))"  # noqa: S608
    return f"{score} WHERE articles_fts MATCH ? AND {of_these}", [expression, *parameters]


def narrowed(db: Database, expression: str, which: Filter) -> str:
    """Return *expression* with what the index knows of a filter: it finds what meets it, and of dates a little more."""
    parts = [f"({expression})"]
    if which.site is not None:
        parts.append(facets.is_named(facets.SITE, which.site))
    if which.language is not None:
        parts.append(facets.is_named(facets.LANGUAGE, which.language))
    if which.since is not None or which.until is not None:
        since, until = span(db, which)
        parts.append(facets.is_between(since, until) if since and until else "")
    return " AND ".join(part for part in parts if part)


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
