"""Relevance told without the index, which counts all articles that hold the words before it ranks the first."""

from __future__ import annotations

import json

from sqlite_utils import Database

from crawler.archive.reading import Filter
from crawler.archive.search import facets
from crawler.archive.search.folding import Term, fold_letters, in_pairs, words_alone
from crawler.archive.search.full_text import ARTICLES, averages
from crawler.archive.search.hits import WEIGHTS
from crawler.archive.search.snippets import count_held
from crawler.archive.search.walking import newest_holding

# As bm25 of FTS5 has them: how soon more of a word counts no more, and how much a long text makes up for it.
_K1, _B = 1.2, 0.75
RANKED = 50  # of the newest articles that hold a beginning
# Against what it takes to look through one article: a beginning is put together twice, to be counted and to be ranked.
_DEARER = 40
Ranked = list[tuple[int, float]]  # ids, each with a score: the lower, the better


def newest_ranked(db: Database, asked: list[Term], which: Filter, limit: int) -> Ranked | None:
    """Return the `RANKED` newest articles of a filter that hold all of *asked*, or None: see `newest_holding`."""
    if limit > RANKED:
        return None
    found = newest_holding(db, asked, which, RANKED, dearer=_DEARER)
    return None if found is None else ranked(db, asked, found)


def ranked(db: Database, asked: list[Term], ids: list[int]) -> Ranked:
    """Return the articles with these *ids*, which hold all of *asked*, with their scores.

    For one term these are in the order of bm25. What is rarer of several counts no more than the others.
    """
    columns = ", ".join(f"a.{column}" for column in WEIGHTS)
    rows = db.execute(
        f"SELECT a.id, {facets.COUNT}, {columns} FROM json_each(?) AS i CROSS JOIN articles AS a ON a.id = i.value",  # noqa: S608
        (json.dumps(ids),),
    )
    usual = _usual_size(db)
    scores = []
    for article_id, of_facets, *texts in rows:
        held, size = dict.fromkeys(range(len(asked)), 0.0), of_facets
        for weight, text in zip(WEIGHTS.values(), texts, strict=True):
            if text:
                folded = words_alone(fold_letters(text))
                size += len(in_pairs(folded).split())
                for place, term in enumerate(asked):
                    held[place] += weight * count_held(folded, term)
        longer = _K1 * (1 - _B + _B * size / usual)
        scores.append((article_id, -sum(count * (_K1 + 1) / (count + longer) for count in held.values())))
    return scores


def _usual_size(db: Database) -> float:
    """How many words an article has on the average, as the index counts them."""
    articles, *words = averages(db.conn, ARTICLES.table)
    return max(1.0, sum(words) / max(1, articles))
