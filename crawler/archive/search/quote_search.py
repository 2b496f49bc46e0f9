"""Who said what: quotes by speaker and words, those of the newest articles first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from crawler.archive.reading import LOOKED_AT, NEWEST, Filter
from crawler.archive.rows import QUOTE, QuoteRow
from crawler.archive.search.folding import match_expression
from crawler.archive.search.speakers import named

FEW_HITS = 3000  # up to so many are looked up in the tables one by one
MOST_NOTED = 50_000  # articles whose quotes are noted
_INDEXED = "quotes_fts CROSS JOIN quotes AS q ON q.id = quotes_fts.rowid"
_NEWEST = f"{NEWEST} DESC, a.id DESC, q.position"


def quotes(
    db: Database, which: Filter, *, speaker: str | None, said: str | None, article_id: int | None, limit: int | None
) -> Iterator[QuoteRow]:
    """Yield quotes by *speaker* that hold the words *said*, those of the newest articles first.

    A speaker is found under all names: see `speakers.named`. The order is judged among the `LOOKED_AT` that were
    archived last (or *limit*, if more).
    """
    most = -1 if limit is None else limit
    if speaker is None and said is None:
        conditions, parameters = _of_articles(which, article_id)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        source = f"articles AS a CROSS JOIN quotes AS q ON q.article_id = a.id {where}"
    else:
        looked_at = -1 if limit is None else max(LOOKED_AT, limit)
        ids, parameters = _ids(db, which, speaker, said, article_id, looked_at)
        source = (
            f"({ids}) AS hits CROSS JOIN quotes AS q ON q.id = hits.id CROSS JOIN articles AS a ON a.id = q.article_id"
        )
    for row in db.execute(f"SELECT {QUOTE} FROM {source} ORDER BY {_NEWEST} LIMIT ?", (*parameters, most)):  # noqa: S608
        yield QuoteRow(*row)


def count_quotes(db: Database, which: Filter, *, speaker: str | None, said: str | None, article_id: int | None) -> int:
    """Return how many quotes there are."""
    if speaker is None and said is None:
        conditions, parameters = _of_articles(which, article_id)
        if not conditions:
            return int(db.execute("SELECT count(*) FROM quotes").fetchone()[0])
        ids = "SELECT q.id FROM articles AS a CROSS JOIN quotes AS q ON q.article_id = a.id WHERE "
        ids += " AND ".join(conditions)
    else:
        ids, parameters = _ids(db, which, speaker, said, article_id, -1)
    return int(db.execute(f"SELECT count(*) FROM ({ids})", tuple(parameters)).fetchone()[0])  # noqa: S608


def _of_articles(which: Filter, article_id: int | None) -> tuple[list[str], list[Any]]:
    conditions, parameters = which.conditions()
    if article_id is None:
        return conditions, parameters
    return ["a.id = ?", *conditions], [article_id, *parameters]


def _ids(
    db: Database, which: Filter, speaker: str | None, said: str | None, article_id: int | None, looked_at: int
) -> tuple[str, list[Any]]:
    """A query for the ids of the *looked_at* quotes that were archived last, and its parameters."""
    words = None if said is None else match_expression(said)
    streams: list[tuple[str, list[Any]]] = []
    if words is not None:
        words = f"{{text}} : ({words})" if words else ""
    if speaker is None:
        streams = [("quotes_fts MATCH ?", [words])] if words else []
    elif (by := named(db, speaker)) and words != "":
        matches = f"({by.match}) AND ({words})" if words else by.match
        streams.append(("quotes_fts MATCH ?", [matches]))
        if by.shorter:
            listed = "q.speaker IN (SELECT value FROM json_each(?))"
            streams.append(
                (f"quotes_fts MATCH ? AND {listed}", [words, by.shorter]) if words else (listed, [by.shorter])
            )
    parts, parameters = [], []
    for condition, asked in streams:
        part, values = _stream(db, which, condition, asked, article_id)
        parts.append(f"SELECT * FROM ({part} DESC LIMIT ?)")  # noqa: S608
        parameters += [*values, looked_at]
    return " UNION ".join(parts) or "SELECT NULL AS id WHERE 0", parameters


def _stream(
    db: Database, which: Filter, condition: str, asked: list[Any], article_id: int | None
) -> tuple[str, list[Any]]:
    """A query for the ids of the quotes that *condition* finds, up to the direction of its order, and its parameters.

    Somebody is quoted a hundred thousand times, few of them at one site: where there are more quotes than a filter
    leaves articles, the quotes of these are noted first, and no row of the others is read.
    """
    is_indexed = "MATCH" in condition
    source = _INDEXED if is_indexed and "q." in condition else "quotes_fts" if is_indexed else "quotes AS q"
    key = "quotes_fts.rowid" if is_indexed else "q.id"
    conditions, values = _of_articles(which, article_id)
    if not conditions:
        return f"SELECT {key} AS id FROM {source} WHERE {condition} ORDER BY {key}", asked  # noqa: S608
    chosen = " AND ".join(conditions)
    if article_id is None and _is_wide(db, which, f"SELECT 1 FROM {source} WHERE {condition}", asked):  # noqa: S608
        noted = f"SELECT n.id FROM articles AS a CROSS JOIN quotes AS n ON n.article_id = a.id WHERE {chosen}"  # noqa: S608
        where = f"{condition} AND +{key} IN ({noted})"
        return f"SELECT {key} AS id FROM {source} WHERE {where} ORDER BY {key}", [*asked, *values]  # noqa: S608
    joined = f"{_INDEXED if is_indexed else source} CROSS JOIN articles AS a ON a.id = q.article_id"
    where = f"{condition} AND {chosen}"
    return f"SELECT {key} AS id FROM {joined} WHERE {where} ORDER BY {key}", [*asked, *values]  # noqa: S608


def _is_wide(db: Database, which: Filter, hits: str, asked: list[Any]) -> bool:
    """Whether there are more *hits* than a filter leaves articles, and these are not too many to be noted."""
    if _count_up_to(db, hits, asked, FEW_HITS + 1) <= FEW_HITS:
        return False
    articles = _count_articles_up_to(db, which, MOST_NOTED + 1)
    return articles <= MOST_NOTED and _count_up_to(db, hits, asked, articles + 1) > articles


def _count_articles_up_to(db: Database, which: Filter, most: int) -> int:
    """How many articles the narrowest part of a filter leaves, counted up to *most*."""
    counts = []
    for part in which.parts():
        conditions, values = part.conditions()
        sql = f"SELECT 1 FROM articles AS a WHERE {' AND '.join(conditions)}"  # noqa: S608
        counts.append(_count_up_to(db, sql, values, most))
    return min(counts)


def _count_up_to(db: Database, sql: str, parameters: list[Any], most: int) -> int:
    """How many rows there are, counted up to *most*."""
    return int(db.execute(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*parameters, most)).fetchone()[0])  # noqa: S608
