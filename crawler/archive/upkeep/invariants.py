"""What holds in every archive of ours, each with the words for a row where it does not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.articles.corrections import corrected
from crawler.archive.articles.revisions import revisions
from crawler.archive.captures.captures import read_body
from crawler.archive.errors import ArchiveDamagedError
from crawler.archive.values import published_utc
from crawler.reading.fingerprints import text_hash
from crawler.reading.urls import url_key_or_none

SHOWN = 5  # rows of one kind that are named
# What is wrong, and the rows for which it is: the query names them.
_ROWS = {
    "article {} is in no story": "SELECT id FROM articles WHERE story_id IS NULL",
    "story {} has no article": """
        SELECT id FROM stories AS s WHERE NOT EXISTS (SELECT 1 FROM articles WHERE story_id = s.id)
    """,
    "story {} is stood for by an article that does not tell it": """
        SELECT s.id FROM stories AS s LEFT JOIN articles AS a ON a.id = s.article_id WHERE a.story_id IS NOT s.id
    """,
    "article {} has no revision": """
        SELECT id FROM articles AS a WHERE NOT EXISTS (SELECT 1 FROM revisions WHERE article_id = a.id)
    """,
    "the revisions of article {} are not numbered from 1 on": """
        SELECT article_id FROM revisions GROUP BY article_id HAVING min(number) <> 1 OR max(number) <> count(*)
    """,
    "the view count of article {} is not that of its newest reading": """
        SELECT id FROM articles AS a WHERE view_count IS NOT (
            SELECT views FROM view_counts JOIN articles AS same ON same.id = article_id
            WHERE article_id = a.id AND views IS NOT NULL
            ORDER BY seen_at <= same.last_seen_at DESC, seen_at DESC LIMIT 1
        )
    """,
    "article {} was last seen before it was first": "SELECT id FROM articles WHERE last_seen_at < first_seen_at",
    "quote {} is not what its article says in that place": """
        SELECT q.id FROM quotes AS q JOIN articles AS a ON a.id = q.article_id
        WHERE substr(a.body, q.start + 1, q."end" - q.start) IS NOT q.text
    """,
    "the quotes of article {} are not numbered from 0 on": """
        SELECT article_id FROM quotes GROUP BY article_id HAVING min(position) <> 0 OR max(position) <> count(*) - 1
    """,
    "entry {} has another key, and is not there": """
        SELECT key FROM entry_keys AS k
        WHERE NOT EXISTS (SELECT 1 FROM entries WHERE article_id = k.article_id AND key = k.key)
    """,
    "{} is forgotten and leads to an article": """
        SELECT url FROM tombstones AS t WHERE EXISTS (SELECT 1 FROM aliases WHERE url_key = t.url_key)
    """,
    "capture {} stands there twice": """
        SELECT id FROM captures AS c WHERE EXISTS (
            SELECT 1 FROM captures WHERE url = c.url AND fetched_at = c.fetched_at AND sha256 = c.sha256 AND id < c.id
        )
    """,
    "the kept body {} belongs to no capture": """
        SELECT digest FROM bodies AS b WHERE NOT EXISTS (SELECT 1 FROM captures WHERE sha256 = b.sha256)
    """,
}
_JSON = {
    "articles": ("authors", "tags", "provenance"),
    "captures": ("headers",),
    "header_sets": ("headers",),
    "runs": ("arguments", "stats"),
    "corrections": ("value", "was"),
    "dictionaries": ("made_of",),
}


def broken(db: Database, sample: int) -> Iterator[str]:
    """Yield what does not hold, in words. Of kept pages, *sample* chosen at random are unpacked; all if below 0."""
    for words, sql in _ROWS.items():
        yield from _some(words.format(row[0]) for row in db.execute(sql))
    for table, columns in _JSON.items():
        for column in columns:
            sql = f"SELECT rowid FROM {table} WHERE NOT json_valid({column})"  # noqa: S608
            sql = sql.replace("rowid", "article_id") if table == "corrections" else sql
            yield from _some(f"{column} of row {row[0]} of {table} is not JSON" for row in db.execute(sql))
    yield from _some(_articles(db))
    yield from _some(_addresses(db))
    yield from _some(_bodies(db, sample))


def _some(faults: Iterator[str]) -> Iterator[str]:
    """The first of *faults*, and how many more there are."""
    more = 0
    for number, fault in enumerate(faults):
        if number < SHOWN:
            yield fault
        else:
            more += 1
    if more:
        yield f"and {more} more of these"


def _articles(db: Database) -> Iterator[str]:
    """What an article says of its own text and dates."""
    rows = db.execute("SELECT id, title, body, text_hash, published_at, published_at_utc FROM articles ORDER BY id")
    for article_id, title, body, hashed, published, utc in rows:
        expected = text_hash(body)
        if hashed != expected:
            yield f"the text_hash of article {article_id} is not that of its body"
        if published is not None and utc != published_utc(published):
            yield f"the published_at_utc of article {article_id} is not its published_at, {published!r}"
        said = {"title": title, "body": body} | corrected(db, article_id)
        latest = revisions(db, article_id)[-1:]
        if latest and any(_words(getattr(latest[0], name)) != _words(said[name]) for name in ("title", "body")):
            yield f"the last revision of article {article_id} is not what the article says"


def _words(text: str | None) -> list[str]:
    return (text or "").split()


def _addresses(db: Database) -> Iterator[str]:
    """Every article is found by its address, every address by its key."""
    for key, url, article_id in db.execute("SELECT url_key, url, article_id FROM aliases"):
        if url_key_or_none(url) != key:
            yield f"the address {url!r} of article {article_id} stands under the key of another, {key!r}"
    for article_id, url in db.execute("SELECT id, url FROM articles"):
        known = db.execute("SELECT article_id FROM aliases WHERE url_key = ?", (url_key_or_none(url),)).fetchone()
        if known != (article_id,):
            yield f"article {article_id} is not found by its own address {url!r}"
    for page_id, key, url in db.execute("SELECT id, url_key, url FROM pages"):
        if url_key_or_none(url) != key:
            yield f"page {page_id} of the ledger, {url!r}, stands under the key of another, {key!r}"


def _bodies(db: Database, sample: int) -> Iterator[str]:
    """Kept pages are what their digests say."""
    for digest, size in db.execute("SELECT digest, size FROM bodies ORDER BY random() LIMIT ?", (sample,)):
        try:
            body = read_body(db, digest)
        except ArchiveDamagedError as error:
            yield f"the kept body {digest} cannot be read: {error}"
            continue
        if hashlib.sha256(body).hexdigest() != digest or len(body) != size:
            yield f"the kept body {digest} is not what its digest and size say"
    for dictionary, made_of in db.execute("SELECT id, made_of FROM dictionaries").fetchall():
        if not isinstance(json.loads(made_of), list):
            yield f"dictionary {dictionary} does not say what it was made of"
