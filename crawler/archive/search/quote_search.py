"""Who said what: quotes by speaker and words, those of the newest articles first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from crawler.archive.reading import LOOKED_AT, NEWEST, Filter
from crawler.archive.rows import QUOTE, QuoteRow
from crawler.archive.search.folding import match_expression
from crawler.archive.search.speakers import named

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
    conditions, values = _of_articles(which, article_id)
    parts, parameters = [], []
    for condition, asked in streams:
        source = _INDEXED if "MATCH" in condition else "quotes AS q"
        joined = f"{source} CROSS JOIN articles AS a ON a.id = q.article_id" if conditions else source
        where = " AND ".join((condition, *conditions))
        newest = "quotes_fts.rowid" if "MATCH" in condition else "q.id"
        parts.append(f"SELECT * FROM (SELECT q.id FROM {joined} WHERE {where} ORDER BY {newest} DESC LIMIT ?)")  # noqa: S608
        parameters += [*asked, *values, looked_at]
    return " UNION ".join(parts) or "SELECT NULL AS id WHERE 0", parameters
