"""Full-text search: the hits that are looked at, in the order that was asked for.

A word may stand in most articles, and a filter may leave nearly none of them, or all. So which of the two is walked
depends on which is rarer; both are counted first, no further than it matters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from crawler.archive.reading import LOOKED_AT, NEWEST, Filter
from crawler.archive.rows import ARTICLE, ArticleRow, SearchHit, article_row
from crawler.archive.search.folding import Term, match_expression, terms
from crawler.archive.search.ranking import WEIGHTS, Ranked, newest_ranked, ranked
from crawler.archive.search.snippets import MAX_TERMS, Part, has_hit, snippet
from crawler.archive.search.walking import newest_holding

# Up to so many hits are looked up in the table one by one.
FEW_HITS = 3000
# So many of the newest articles of a filter are asked of the index one by one, at 30 to 80 µs each, before its hits are
# walked: where they tell enough, the hits need not be, which for a common word are a million.
ASKED_ALONE = 150
RANKED_PHRASES = 200  # hits of a phrase that are ranked, without the index
_SHORT = 3  # hits that may be short of what so many of the articles should have
NEWER = 20_000  # articles that are newer than a hit: so many are counted in two milliseconds
# Up to so many articles of a filter are noted before the hits are walked; of more, there are hits all over.
MANY = 100_000


def search(db: Database, query: str, which: Filter, *, by_relevance: bool, limit: int | None) -> Iterator[SearchHit]:
    """Yield the articles that hold all words of *query*: newest first, or by relevance.

    Order and relevance are judged among the `LOOKED_AT` hits that were archived last (or *limit*, if more). Where the
    newest articles hold enough, or few articles came in another order than that of their dates, these are the newest
    hits of all; by relevance, the hits of a beginning that so many words have are judged among the newest `RANKED`,
    those of a phrase among the `RANKED_PHRASES` that were archived last.
    """
    expression = match_expression(query)
    if not expression:
        return
    looked_at = LOOKED_AT if limit is None and by_relevance else -1 if limit is None else max(LOOKED_AT, limit)
    alone = None if limit is None else _found_alone(db, query, which, limit, by_relevance=by_relevance)
    if alone is None:
        hits, parameters = _hits(db, expression, which, looked_at, by_relevance=by_relevance)
    else:
        hits = "SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS score FROM json_each(?)"
        parameters = [json.dumps(alone)]
    newest = f"{NEWEST} DESC, a.id DESC"
    rows = db.execute(
        f"""
        WITH hits AS MATERIALIZED ({hits}),
        first AS MATERIALIZED (
            SELECT hits.id, hits.score FROM hits CROSS JOIN articles AS a ON a.id = hits.id
            ORDER BY hits.score, {newest} LIMIT ?
        )
        SELECT {ARTICLE} FROM first CROSS JOIN articles AS a ON a.id = first.id ORDER BY first.score, {newest}
        """,  # noqa: S608
        (*parameters, -1 if limit is None else limit),
    )
    for row in rows:
        article = article_row(row)
        yield SearchHit(article, _snippet(article, query))


def count_search(db: Database, query: str, which: Filter) -> int:
    """Return how many articles hold all words of *query*."""
    expression = match_expression(query)
    if not expression:
        return 0
    hits, parameters = _hits(db, expression, which, -1, by_relevance=False)
    return int(db.execute(f"SELECT count(*) FROM ({hits})", tuple(parameters)).fetchone()[0])  # noqa: S608


def _hits(db: Database, expression: str, which: Filter, looked_at: int, *, by_relevance: bool) -> tuple[str, list[Any]]:
    """A query for `id` and `score` of the *looked_at* hits that were archived last, and its parameters."""
    weights = ", ".join(map(str, WEIGHTS.values()))
    score = f"bm25(articles_fts, {weights})" if by_relevance else "0"
    select = f"SELECT articles_fts.rowid AS id, {score} AS score FROM articles_fts"  # noqa: S608
    last = "ORDER BY articles_fts.rowid DESC LIMIT ?"
    conditions, values = which.conditions()
    if not conditions:
        return f"{select} WHERE articles_fts MATCH ? {last}", [expression, looked_at]
    chosen = " AND ".join(conditions)
    if _are_many_hits(db, expression) and count_articles_up_to(db, which, MANY + 1) <= MANY:
        noted = f"+articles_fts.rowid IN (SELECT a.id FROM articles AS a WHERE {chosen})"  # noqa: S608
        return f"{select} WHERE articles_fts MATCH ? AND {noted} {last}", [expression, *values, looked_at]
    joined = "CROSS JOIN articles AS a ON a.id = articles_fts.rowid"
    return f"{select} {joined} WHERE articles_fts MATCH ? AND {chosen} {last}", [expression, *values, looked_at]


def _found_alone(db: Database, query: str, which: Filter, limit: int, *, by_relevance: bool) -> Ranked | None:
    """The hits with their scores, where there is a way that costs less than to ask the index for them in order."""
    asked, expression = list(terms(query)), match_expression(query)
    if by_relevance:
        if any(term.is_open for term in asked):
            return newest_ranked(db, asked, which, limit)
        return _phrase_hits(db, asked, expression, which)
    if any(term.is_open for term in asked):
        newest = newest_holding(db, asked, which, limit)
    else:
        newest = _newest_hits(db, expression, which, limit) or _newest_of_few(db, expression, which, limit)
    return None if newest is None else [(article_id, 0.0) for article_id in newest]


def _phrase_hits(db: Database, asked: list[Term], expression: str, which: Filter) -> Ranked | None:
    """The last hits of one phrase: the index would put it together for all articles twice, to count and to rank."""
    if len(asked) != 1 or " " not in expression or len(asked[0].runs) > MAX_TERMS:
        return None
    hits, parameters = _hits(db, expression, which, RANKED_PHRASES, by_relevance=False)
    return ranked(db, asked, [row[0] for row in db.execute(hits, tuple(parameters))])


def _newest_hits(db: Database, expression: str, which: Filter, limit: int) -> list[int] | None:
    """The *limit* newest hits of a filter, if they are among its newest articles, which are asked of the index."""
    conditions, values = which.conditions()
    if not conditions or limit > ASKED_ALONE or not _are_many_hits(db, expression):
        return None
    rows = db.execute(
        f"""
        WITH newest AS MATERIALIZED (
            SELECT a.id FROM articles AS a WHERE {" AND ".join(conditions)}
            ORDER BY {NEWEST} DESC, a.id DESC LIMIT ?
        )
        SELECT newest.id, EXISTS (
            SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? AND articles_fts.rowid = newest.id
        ) FROM newest
        """,  # noqa: S608
        (*values, ASKED_ALONE, expression),
    )
    found: list[int] = []
    for looked, (article_id, is_hit) in enumerate(rows, 1):
        if is_hit:
            found.append(article_id)
        if len(found) == limit:
            return found
        if looked * limit > ASKED_ALONE * (len(found) + _SHORT):
            return None  # so few that the rest will not do
    return None


def _newest_of_few(db: Database, expression: str, which: Filter, limit: int) -> list[int] | None:
    """The *limit* newest hits, if they are among the few that were archived last; None if that cannot be told soon.

    Articles come into an archive about in the order of their dates: of those that are newer than what is found, few
    were archived before it, and these are asked of the index one by one.
    """
    hits, parameters = _hits(db, expression, which, 2 * limit + 1, by_relevance=False)
    found = _with_dates(db, [row[0] for row in db.execute(hits, tuple(parameters))])
    if len(found) <= 2 * limit:
        return [article_id for _, article_id in found[:limit]]
    oldest, earliest = found[limit - 1][0], min(article_id for _, article_id in found)
    before = _newer_before(db, which, oldest, earliest)
    if before is None:
        return None
    asked = "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? AND articles_fts.rowid = ?"
    also = [article_id for article_id in before if db.execute(asked, (expression, article_id)).fetchone()]
    found = sorted(found + _with_dates(db, also), reverse=True)
    return [article_id for _, article_id in found[:limit]]


def _newer_before(db: Database, which: Filter, oldest: str, earliest: int) -> list[int] | None:
    """The articles of a filter that are newer than *oldest*, but came before *earliest*; None if there are many."""
    conditions, values = which.conditions()
    # An index answers one of these, with dates, alone: where there are more, each row is read.
    is_indexed = [which.site, which.language, which.story].count(None) > 1
    most = NEWER if is_indexed else FEW_HITS
    (highest,) = db.execute("SELECT max(id) FROM articles").fetchone()
    if not conditions and highest - earliest > most:
        return None
    rows = db.execute(
        f"""
        SELECT count(*), json_group_array(id) FILTER (WHERE id < ?) FROM (
            SELECT a.id FROM articles AS a WHERE {" AND ".join([*conditions, f"{NEWEST} > ?"])}
            ORDER BY {NEWEST} DESC LIMIT ?
        )
        """,  # noqa: S608
        (earliest, *values, oldest, most + 1),
    )
    newer, before = rows.fetchone()
    found: list[int] = json.loads(before)
    return found if newer <= most and len(found) <= ASKED_ALONE else None


def _with_dates(db: Database, ids: list[int]) -> list[tuple[str, int]]:
    """Articles with the dates that they sort by, the newest first."""
    rows = db.execute(
        f"SELECT {NEWEST}, a.id FROM json_each(?) AS i CROSS JOIN articles AS a ON a.id = i.value",  # noqa: S608
        (json.dumps(ids),),
    )
    return sorted(rows.fetchall(), reverse=True)


def _are_many_hits(db: Database, expression: str) -> bool:
    return (
        count_up_to(db, "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ?", [expression], FEW_HITS + 1) > FEW_HITS
    )


def count_articles_up_to(db: Database, which: Filter, most: int) -> int:
    """How many articles the narrowest part of a filter leaves, counted up to *most*."""
    counts = []
    for part in which.parts():
        conditions, values = part.conditions()
        sql = f"SELECT 1 FROM articles AS a WHERE {' AND '.join(conditions)}"  # noqa: S608
        counts.append(count_up_to(db, sql, values, most))
    return min(counts)


def count_up_to(db: Database, sql: str, parameters: list[Any], most: int) -> int:
    """How many rows there are, counted up to *most*."""
    return int(db.execute(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*parameters, most)).fetchone()[0])  # noqa: S608


def _snippet(article: ArticleRow, query: str) -> list[Part]:
    """The body's answer; where only the description or title holds the words, theirs."""
    texts = [text for text in (article.body, article.description, article.title) if text]
    found = (parts for parts in (snippet(text, query) for text in texts) if has_hit(parts))
    return next(found, None) or snippet(texts[0] if texts else "", query)
