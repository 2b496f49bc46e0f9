"""Taking an article out of the archive for good, and keeping it out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sqlite_utils import Database

from crawler.archive.articles.records import remove_article
from crawler.archive.captures import compression
from crawler.archive.search.full_text import ARTICLES, QUOTES
from crawler.archive.statements import has_row, select_one
from crawler.archive.stories import stories
from crawler.reading.urls import url_key

# What the ledger says of a page that is forgotten.
NOT_ASKED_FOR = {
    **{"state": "refused", "reason": "forgotten", "due_at": None},
    **{"article_id": None, "etag": None, "last_modified": None},
}
FORGOTTEN = "forgotten; `newsarc forget --undo URL` lets it come back"


def is_forgotten(db: Database, urls: Iterable[str], site: str, text_hash: str | None) -> bool:
    """Return whether an article was forgotten: by one of its addresses, or by a telling text on its site."""
    if any(has_row(db, "SELECT 1 FROM tombstones WHERE url_key = ?", url_key(url)) for url in urls):
        return True
    by_text = "SELECT 1 FROM tombstones WHERE text_hash = ? AND site = ?"
    return text_hash is not None and has_row(db, by_text, text_hash, site)


def forget(db: Database, article_id: int, *, at: str, reason: str | None, text_too: bool = True) -> int:
    """Delete all that the archive holds of an article, and return how many kept pages went with it.

    What remains is a tombstone for each of its addresses, with the hash of its text (*text_too*): the article does not
    come back by any of them, nor under another address of its site with the same text; what the archive has there goes
    as well. Runs inside a transaction; `wipe` takes the deleted words out of the file.
    """
    article = select_one(db, "SELECT * FROM articles WHERE id = ?", article_id)
    assert article is not None
    is_telling = text_too and len(article["body"] or "") >= stories.TELLING_LENGTH
    known_by_text = article["text_hash"] if is_telling else None
    db.execute(
        """
        INSERT INTO tombstones (url_key, url, site, text_hash, forgotten_at, reason)
        SELECT url_key, url, ?, ?, ?, ? FROM aliases WHERE article_id = ?
        ON CONFLICT (url_key) DO UPDATE SET text_hash = COALESCE(excluded.text_hash, text_hash),
            forgotten_at = excluded.forgotten_at, reason = excluded.reason
        """,
        (article["site"], known_by_text, at, reason, article_id),
    )
    kept = _forget_pages(db, article_id)
    remove_article(db, article_id)
    if known_by_text:  # another article of the site may say the same by now
        same = "SELECT id FROM articles WHERE text_hash = ? AND site = ? LIMIT 1"
        if other := db.execute(same, (known_by_text, article["site"])).fetchone():
            kept += forget(db, other[0], at=at, reason=reason)
    return kept


def allow_again(db: Database, url: str) -> int:
    """Take away the tombstones of the article that *url* led to; return how many there were. It is due again."""
    found = select_one(db, "SELECT text_hash, site, forgotten_at FROM tombstones WHERE url_key = ?", url_key(url))
    if found is None:
        return 0
    same = "SELECT url_key FROM tombstones WHERE url_key = :key OR (site = :site AND forgotten_at = :at)"
    values = {"key": url_key(url), "site": found["site"], "at": found["forgotten_at"]}
    db.execute(
        f"UPDATE pages SET state = 'new', reason = NULL, due_at = :at WHERE url_key IN ({same})",  # noqa: S608
        values,
    )
    left = f"SELECT number FROM graves WHERE what IN ({same})"  # noqa: S608
    db.execute(f"DELETE FROM graves WHERE number IN ({left})", values)  # noqa: S608
    return int(db.execute(f"DELETE FROM tombstones WHERE url_key IN ({same})", values).rowcount)  # noqa: S608


def wipe(connection: sqlite3.Connection) -> None:
    """Take the words of deleted rows out of the indexes' and the journal's old pages. Outside of a transaction."""
    for index in (ARTICLES, QUOTES):
        index.optimize(connection)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget_pages(db: Database, article_id: int) -> int:
    """Delete what was kept of the article's pages, and take them off the ledger's duties."""
    urls = "SELECT url FROM aliases WHERE article_id = ?"
    mine = f"article_id = ? OR url IN ({urls})"
    digests = db.execute(f"SELECT DISTINCT sha256 FROM captures WHERE {mine}", (article_id, article_id)).fetchall()  # noqa: S608
    kept = db.execute(f"DELETE FROM captures WHERE {mine}", (article_id, article_id)).rowcount  # noqa: S608
    gone = [
        digest.hex()
        for (digest,) in digests
        if db.execute(
            "DELETE FROM bodies WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM captures WHERE sha256 = ?1)", (digest,)
        ).rowcount
    ]
    compression.let_go(db, gone)
    assignments = ", ".join(f"{name} = ?" for name in NOT_ASKED_FOR)
    whose = "article_id = ? OR url_key IN (SELECT url_key FROM aliases WHERE article_id = ?)"
    sql = " ".join(("UPDATE pages SET", assignments, "WHERE", whose))
    db.execute(sql, (*NOT_ASKED_FOR.values(), article_id, article_id))
    return int(kept)
