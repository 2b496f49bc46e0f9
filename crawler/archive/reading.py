"""Questions to the archive. Rows come back as dataclasses, one at a time, the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

from sqlite_utils import Database

from crawler.archive.articles.identity import dress
from crawler.archive.errors import ArticleNotFoundError
from crawler.archive.rows import ARTICLE, ArticleRow, Reading, article_row
from crawler.archive.search import facets
from crawler.archive.search.full_text import ARTICLES, averages
from crawler.archive.statements import column, one_number
from crawler.archive.values import MAX_INTEGER
from crawler.reading.instants import Moment, bound
from crawler.reading.urls import UrlError, url_key_or_none

MOST_PROPOSED = 3
FEW = 2000  # articles of a site in one language, that are looked up one by one
# Ranking and sorting look at this many of the newest hits: a common word has a hundred thousand.
LOOKED_AT = 1000
# The date an article sorts by, word for word as in the indexes of `articles`.
NEWEST = "COALESCE(a.published_at_utc, a.first_seen_at)"


class Filters(TypedDict, total=False):
    """What most questions may be asked of: see `Filter`."""

    site: str | None
    language: str | None
    since: Moment | None
    until: Moment | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles. `since` is inclusive, `until` exclusive, but a day counts whole.

    Both look at the date of publication; where an article has none, at when it was first seen.
    """

    site: str | None = None
    language: str | None = None
    since: Moment | None = None
    until: Moment | None = None
    story: int | None = None
    article: int | None = None

    def conditions(self) -> tuple[list[str], list[Any]]:
        """SQL conditions on the table `a`, and their parameters."""
        pairs = (
            ("a.site = ?", self.site),
            ("a.language = ?", self.language),
            ("a.story_id = ?", self.story),
            ("a.id = ?", self.article),
            (f"{NEWEST} >= ?", None if self.since is None else bound(self.since)),
            (f"{NEWEST} < ?", None if self.until is None else bound(self.until, is_end=True)),
        )
        given = [(sql, value) for sql, value in pairs if value is not None]
        return [sql for sql, _ in given], [value for _, value in given]

    def beside_words(self) -> Filter:
        """What the words of the full-text index do not tell, or not to the day: see `search.facets`."""
        return Filter(since=self.since, until=self.until, story=self.story)

    def parts(self) -> list[Filter]:
        """The filter in parts, each of which an index answers alone."""
        parts = (
            *(Filter(site=self.site), Filter(language=self.language), Filter(story=self.story)),
            Filter(since=self.since, until=self.until),
        )
        return [part for part in parts if part != Filter()]


def articles(db: Database, which: Filter, *, limit: int | None) -> Iterator[ArticleRow]:
    """Yield articles, the newest first."""
    conditions, parameters = indexed(db, which)
    order = ("ORDER BY", NEWEST, "DESC, a.id DESC LIMIT ?")
    sql = _words("SELECT", ARTICLE, "FROM articles AS a", _where(conditions), *order)
    return map(article_row, db.execute(sql, (*parameters, _limit(limit))))


def count_articles(db: Database, which: Filter) -> int:
    """Return how many articles there are."""
    if which == Filter():  # the index has the number, where to count a million takes 80 ms
        return averages(db.conn, ARTICLES.table)[0]
    if None not in (which.site, which.language) and which == Filter(site=which.site, language=which.language):
        sql, parameters = _of_site_in_language(which)
        return one_number(db, _words("SELECT count(*) FROM (", sql, ")"), *parameters)
    conditions, parameters = indexed(db, which)
    sql = _words("SELECT count(*) FROM articles AS a", _where(conditions))
    return one_number(db, sql, *parameters)


def indexed(db: Database, which: Filter) -> tuple[list[str], list[Any]]:
    """The conditions of a filter, so that no index is walked of which it leaves next to nothing; their parameters.

    A site with a hundred thousand articles may have none in the language that is asked for: the index of beginnings
    knows which are of both.
    """
    conditions, parameters = which.conditions()
    if which.story is not None:  # a few articles
        return [one if one.startswith("a.story_id") else f"+{one}" for one in conditions], parameters
    if which.site is None or which.language is None:
        return conditions, parameters
    sql, asked = _of_site_in_language(which)
    few = column(db, _words(sql, "LIMIT ?"), *asked, FEW + 1)
    if len(few) <= FEW:
        # The rest is looked up of these: SQLite, which does not know how few they are, would walk an index.
        return ["a.id IN (SELECT value FROM json_each(?))", *(f"+{one}" for one in conditions)], [
            json.dumps(few),
            *parameters,
        ]
    return [f"+{one}" if one.startswith("a.language") else one for one in conditions], parameters


def _of_site_in_language(which: Filter) -> tuple[str, list[Any]]:
    """A query for the articles of a filter's site in its language, and its parameters."""
    both = [
        facets.is_named(facet, str(value), alone=True)
        for facet, value in ((facets.SITE, which.site), (facets.LANGUAGE, which.language))
    ]
    index = str(ARTICLES.beginnings)
    return _words("SELECT rowid FROM", index, "WHERE", index, "MATCH ?"), [" AND ".join(both)]


def article(db: Database, ref: int | str) -> ArticleRow:
    """Return the article with this id, or seen under this URL.

    Raises `ArticleNotFoundError`, which names the articles known under other dresses of the URL ("www.", a slash at
    the end): these may be other articles, and callers change and forget what they are given.
    """
    number = ref if isinstance(ref, int) else int(ref) if ref.isascii() and ref.isdigit() and len(ref) < 20 else None
    if number is None:
        row = _one_article(db, "a.id = (SELECT article_id FROM aliases WHERE url_key = ?)", url_key_or_none(str(ref)))
    else:
        row = _one_article(db, "a.id = ?", number if abs(number) <= MAX_INTEGER else None)
    if row is None:
        kind = "with the id" if number is not None else "seen under"
        near = _in_other_dress(db, str(ref)) if number is None else []
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise ArticleNotFoundError(
            f"no article {kind} {ref}. {hint}`newsarc list` shows what there is; `newsarc crawl URL` fetches one."
        )
    return article_row(row)


def views(db: Database, article_id: int) -> list[Reading]:
    """Return all readings of an article's counter, the oldest first."""
    sql = "SELECT article_id, seen_at, views, raw FROM view_counts WHERE article_id = ? ORDER BY seen_at"
    return [Reading(*row) for row in db.execute(sql, (article_id,))]


def _one_article(db: Database, condition: str, value: int | str | None) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = db.execute(
        _words("SELECT", ARTICLE, "FROM articles AS a WHERE", condition), (value,)
    ).fetchone()
    return row


def _in_other_dress(db: Database, url: str) -> list[str]:
    """Return the articles known under other dresses of *url*: "http://www.site/path (id 3)"."""
    known = "SELECT article_id FROM aliases WHERE loose_key = ?"
    sql = _words("SELECT url, id FROM articles WHERE id IN (", known, ") ORDER BY id LIMIT ?")
    try:
        rows = db.execute(sql, (dress(url), MOST_PROPOSED)).fetchall()
    except (UrlError, UnicodeError):
        return []
    return [f"{url} (id {article_id})" for url, article_id in rows]


def _words(*parts: str) -> str:
    # SQL is put together from the constants of this file alone; values are always parameters.
    return " ".join(parts)


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _limit(limit: int | None) -> int:
    return -1 if limit is None else limit
