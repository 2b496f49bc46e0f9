"""Full-text search: the hits that are looked at, in the order that was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.reading import LOOKED_AT, NEWEST, Filter
from crawler.archive.rows import ARTICLE, ArticleRow, SearchHit, article_row
from crawler.archive.search.folding import Term, terms
from crawler.archive.search.hits import by_words, last_hits, question, scored_hits
from crawler.archive.search.newest import newest_hits
from crawler.archive.search.ranking import Ranked, newest_ranked, ranked
from crawler.archive.search.snippets import MAX_TERMS, Part, has_hit, snippet
from crawler.archive.search.walking import newest_holding
from crawler.archive.statements import column, one_number

RANKED_PHRASES = 200  # hits of a phrase that are ranked, without the index


def search(db: Database, query: str, which: Filter, *, by_relevance: bool, limit: int | None) -> Iterator[SearchHit]:
    """Yield the articles that hold all words of *query*: newest first, or by relevance.

    Newest are those of all; where a month has more hits, those among the `LOOKED_AT` of it that were archived last (or
    *limit*, if more). Relevance is judged among the `LOOKED_AT` hits that were archived last, of a phrase among the
    `RANKED_PHRASES`, of a beginning that so many words have among the newest `RANKED`.
    """
    asked = list(terms(query))
    if not asked:
        return
    looked_at = LOOKED_AT if limit is None and by_relevance else -1 if limit is None else max(LOOKED_AT, limit)
    alone = None if limit is None else _found_alone(db, asked, which, limit, by_relevance=by_relevance)
    if alone is not None:
        hits = "SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS score FROM json_each(?)"
        parameters = [json.dumps(alone)]
    elif by_relevance:
        hits, parameters = scored_hits(db, asked, which, looked_at)
    else:
        hits, parameters = last_hits(db, question(asked), which, looked_at)
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
    asked = list(terms(query))
    if not asked:
        return 0
    told, left = by_words(db, asked)
    hits, parameters = last_hits(db, told if told and not left else question(asked), which, -1)
    return one_number(db, f"SELECT count(*) FROM ({hits})", *parameters)  # noqa: S608


def _found_alone(db: Database, asked: list[Term], which: Filter, limit: int, *, by_relevance: bool) -> Ranked | None:
    """The hits with their scores, where there is a way that costs less than to ask the index for them in order."""
    is_open = any(term.is_open for term in asked)
    if by_relevance:
        return newest_ranked(db, asked, which, limit) if is_open else _phrase_hits(db, asked, which, limit)
    if is_open and not question(asked).in_beginnings:
        newest = newest_holding(db, asked, which, limit)
    else:
        newest = newest_hits(db, question(asked), which, limit)
    return None if newest is None else [(article_id, 0.0) for article_id in newest]


def _phrase_hits(db: Database, asked: list[Term], which: Filter, limit: int) -> Ranked | None:
    """The last hits of one phrase: the index would put it together for all articles twice, to count and to rank."""
    if limit > RANKED_PHRASES or len(asked) != 1 or " " not in asked[0].expression or len(asked[0].runs) > MAX_TERMS:
        return None
    hits, parameters = last_hits(db, question(asked), which, RANKED_PHRASES)
    return ranked(db, asked, column(db, hits, *parameters))


def _snippet(article: ArticleRow, query: str) -> list[Part]:
    """The body's answer; where only the description or title holds the words, theirs."""
    texts = [text for text in (article.body, article.description, article.title) if text]
    found = (parts for parts in (snippet(text, query) for text in texts) if has_hit(parts))
    return next(found, None) or snippet(texts[0] if texts else "", query)
