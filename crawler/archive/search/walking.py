"""The newest articles, looked through one by one: for words that so many hold that the index takes longer to tell.

The index has to put together all places of all words with a beginning before it can name one article. Where one article
in ten holds such a word, two hundred of the newest hold twenty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import sqrt

from sqlite_utils import Database

from crawler.archive.reading import NEWEST, Filter
from crawler.archive.search.folding import Term, fold_letters, is_plain, words_alone
from crawler.archive.search.snippets import holds

# To look through an article takes some 70 µs; the index takes 1.2 µs for each that holds a beginning: 60 times less.
_DEARER = 60
_STEP = 40  # articles, after which it is judged whether enough of them hold the words
# Letters that are no ASCII and fold to some: without one of these, a text in another script holds no Latin word.
_FOLDING = re.compile(
    "[\u00aa-\u02ff\u1d00-\u1eff\u2070-\u209c\u2100-\u218b\u2460-\u24ff\u3200-\u33ff\ufb00-\ufb06\uff01-\uff5e"
    "\u0300-\u036f\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u20a8\u2c7c\u2c7d\ua7f2-\ua7f4\ufc5e-\ufe7f"
    "\U000107a5\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff\U0001fbf0-\U0001fbf9\U000e0100-\U000e01ef]"
    "|(?<=[A-Za-z0-9])[\u0591-\u05c7\u0610-\u061a\u0640-\u0670\u06d6-\u06ed\u08d3-\u08ff]"
)


def newest_holding(db: Database, asked: list[Term], which: Filter, limit: int) -> list[int] | None:
    """Return the *limit* newest articles of a filter that hold all of *asked*; None if it takes too many to find them.

    Fewer than *limit* if there are no more.
    """
    (highest,) = db.execute("SELECT max(id) FROM articles").fetchone()
    most = int(limit * sqrt((highest or 0) / _DEARER / max(limit, 1)))
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
        if text and any(_may_hold(text, term) for term in missing):
            folded = words_alone(fold_letters(text))
            missing = [term for term in missing if not holds(folded, term)]
            if not missing:
                return True
    return False


def _may_hold(text: str, term: Term) -> bool:
    """Whether a look at *text* as it is does not rule out that it holds *term*."""
    run = term.runs[0]
    return not run.isascii() or run in text.lower() or not (is_plain(text) or _FOLDING.search(text) is None)
