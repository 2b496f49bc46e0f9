"""Columns of an article changed, with what follows from them: the full-text index and the stored provenance."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from crawler.archive.articles import provenance
from crawler.archive.search.full_text import ARTICLES

_READ = tuple(dict.fromkeys((*ARTICLES.reads, *provenance.TEXTS, "provenance")))
_SELECT = " ".join(("SELECT", ", ".join(_READ), "FROM articles WHERE id = ?"))


def update_article(db: Database, article_id: int, updates: dict[str, Any]) -> None:
    """Write *updates*, values by column, to the article with this id. Runs inside a transaction.

    Its provenance is given as `provenance.unpack` returns it; without it, it stays.
    """
    is_indexed_anew = False
    if not updates.keys().isdisjoint(_READ):
        was = dict(zip(_READ, db.execute(_SELECT, (article_id,)).fetchone(), strict=True))
        now = was | updates
        told = updates["provenance"] if "provenance" in updates else provenance.unpack(was["provenance"], was)
        updates = updates | {"provenance": provenance.pack(told, now)}
        is_indexed_anew = any(was[column] != now[column] for column in ARTICLES.reads)
    if is_indexed_anew:
        ARTICLES.remove(db.conn, [article_id])
    assignments = ", ".join(f"{column} = ?" for column in updates)
    db.execute(" ".join(("UPDATE articles SET", assignments, "WHERE id = ?")), (*updates.values(), article_id))
    if is_indexed_anew:
        ARTICLES.add(db.conn, [article_id])
