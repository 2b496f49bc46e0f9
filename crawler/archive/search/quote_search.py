"""Who said what: quotes by speaker and words, those of the newest articles first."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import islice
from math import sqrt
from typing import Any

from sqlite_utils import Database

from crawler.archive.reading import LOOKED_AT, NEWEST, Filter, indexed
from crawler.archive.rows import QUOTE, QuoteRow
from crawler.archive.search.folding import Term, fold_letters, match_expression, terms, words_alone
from crawler.archive.search.snippets import MAX_TERMS, holds
from crawler.archive.search.speakers import named
from crawler.archive.statements import one_number

FEW_HITS = 3000  # up to so many are looked up in the tables one by one
MOST_NOTED = 200_000  # articles whose quotes are noted
# To look at a quote takes some 4 µs; the index takes half a µs for each that holds a beginning.
_DEARER = 8
_WANTED = 20  # quotes, which most ask for
_MOST_OF_FILTER = 2000  # quotes of a filter that are looked at for whole words
_INDEXED = "quotes_fts CROSS JOIN quotes AS q ON q.id = quotes_fts.rowid"
_NEWEST = f"{NEWEST} DESC, a.id DESC, q.position"


def quotes(
    db: Database, which: Filter, *, speaker: str | None, said: str | None, article_id: int | None, limit: int | None
) -> Iterator[QuoteRow]:
    """Yield quotes by *speaker* that hold the words *said*, those of the newest articles first.

    A speaker is found under all names: see `speakers.named`. The order is judged among the `LOOKED_AT` that were
    archived last (or *limit*, if more).
    """
    asked = list(terms(said or ""))
    seen: set[int] = set()
    if limit and article_id is None and _is_walked(which, speaker, asked):
        is_whole = yield from _walked(db, which, speaker, asked, limit, seen)
        if is_whole:
            return
    others = (quote for quote in _told(db, which, speaker, said, article_id, limit) if quote.id not in seen)
    yield from islice(others, limit and limit - len(seen))


def _told(
    db: Database, which: Filter, speaker: str | None, said: str | None, article_id: int | None, limit: int | None
) -> Iterator[QuoteRow]:
    """Yield the same from the index alone."""
    most = -1 if limit is None else limit
    if speaker is None and said is None:
        source, parameters = _rows_by_date(db, which, article_id)
    else:
        looked_at = -1 if limit is None else max(LOOKED_AT, limit)
        words = None if said is None else match_expression(said)
        source, parameters = _rows(*_ids(db, which, speaker, words, article_id, looked_at))
    for row in db.execute(f"SELECT {QUOTE} FROM {source} ORDER BY {_NEWEST} LIMIT ?", (*parameters, most)):  # noqa: S608
        yield QuoteRow(*row)


def _is_walked(which: Filter, speaker: str | None, asked: list[Term]) -> bool:
    is_filtered = speaker is None and which != Filter()
    return any(is_filtered or term.is_open for term in asked) and all(len(term.runs) <= MAX_TERMS for term in asked)


def _walked(
    db: Database, which: Filter, speaker: str | None, asked: list[Term], limit: int, seen: set[int]
) -> Generator[QuoteRow, None, bool]:
    """Yield the newest quotes that hold *asked*, up to *limit*, looked at one by one until few do; note them as *seen*.

    Returns whether these are all. The index has to put together all quotes with a beginning before it can name one, and
    all of a filter's before it can say which of them holds a common word; the rest of what is *asked* it tells at once.
    """
    by_date = speaker is None and (which != Filter() or all(term.is_open for term in asked))
    missing = asked if by_date else [term for term in asked if term.is_open]
    (highest,) = db.execute("SELECT max(id) FROM quotes").fetchone()
    most = int(sqrt(_WANTED * (highest or 0) / _DEARER)) if any(term.is_open for term in asked) else _MOST_OF_FILTER
    looked_at = max(LOOKED_AT, limit)
    if by_date:
        source, parameters = _rows_by_date(db, which, None)
    else:
        told = " AND ".join(term.expression for term in asked if not term.is_open)
        source, parameters = _rows(*_ids(db, which, speaker, told or None, None, looked_at))
    looked, kept = 0, []  # what is not in the order of dates is kept: of those archived earlier some may be newer
    rows = db.execute(f"SELECT {QUOTE} FROM {source} ORDER BY {_NEWEST}", tuple(parameters))  # noqa: S608
    for looked, row in enumerate(rows, 1):
        quote = QuoteRow(*row)
        folded = words_alone(fold_letters(quote.text))
        if all(holds(folded, term) for term in missing):
            if by_date:
                seen.add(quote.id)
                yield quote
            else:
                kept.append(quote)
        found = len(seen) + len(kept)
        if found == limit:
            break
        if looked * _WANTED > most * (found + 1):
            return False
    else:
        if not by_date and looked == looked_at:
            return False
    yield from kept
    return True


def count_quotes(
    db: Database,
    which: Filter,
    *,
    speaker: str | None,
    said: str | None,
    article_id: int | None,
    most: int | None = None,
) -> int:
    """Return how many quotes there are, counted up to *most*."""
    up_to = -1 if most is None else most
    if speaker is None and said is None:
        conditions, parameters = _of_articles(db, which, article_id)
        if not conditions:
            count = one_number(db, "SELECT count(*) FROM quotes")
            return count if most is None else min(count, most)
        ids = "SELECT q.id FROM articles AS a CROSS JOIN quotes AS q ON q.article_id = a.id WHERE "
        ids += " AND ".join(conditions)
    else:
        words = None if said is None else match_expression(said)
        ids, parameters = _ids(db, which, speaker, words, article_id, up_to)
    return _count_up_to(db, ids, parameters, up_to)


def _rows(ids: str, parameters: list[Any]) -> tuple[str, list[Any]]:
    """The quotes with these *ids*, a query, as a source of rows."""
    joined = "CROSS JOIN quotes AS q ON q.id = hits.id CROSS JOIN articles AS a ON a.id = q.article_id"
    return f"({ids}) AS hits {joined}", parameters


def _rows_by_date(db: Database, which: Filter, article_id: int | None) -> tuple[str, list[Any]]:
    """The quotes of articles as a source of rows."""
    conditions, parameters = _of_articles(db, which, article_id)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"articles AS a CROSS JOIN quotes AS q ON q.article_id = a.id {where}", parameters


def _of_articles(db: Database, which: Filter, article_id: int | None) -> tuple[list[str], list[Any]]:
    if article_id is None:
        return indexed(db, which)
    conditions, parameters = which.conditions()
    return ["a.id = ?", *conditions], [article_id, *parameters]


def _ids(
    db: Database, which: Filter, speaker: str | None, words: str | None, article_id: int | None, looked_at: int
) -> tuple[str, list[Any]]:
    """A query for the ids of the *looked_at* quotes that were archived last, and its parameters.

    *words*: the expression that finds them; "" finds none.
    """
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
            # Few quotes that hold a common word are theirs: the index finds these, not each that holds it.
            both = [f"({by.holding}) AND ({words})", by.shorter]
            streams.append((f"quotes_fts MATCH ? AND {listed}", both) if words else (listed, [by.shorter]))
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
    conditions, values = _of_articles(db, which, article_id)
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
    return one_number(db, f"SELECT count(*) FROM ({sql} LIMIT ?)", *parameters, most)  # noqa: S608
