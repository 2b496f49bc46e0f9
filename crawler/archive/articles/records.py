"""Records: one article with all that an archive holds of it, as plain values that another archive takes in.

A record is the row of an export: the columns of `ArticleRow` and the lists `quotes`, `view_counts`, `revisions`,
`events` and `corrections`; `entries`, `related` and `story_role` where there are any. What a revision has in common
with the article is left out of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlite_utils import Database

from crawler.archive.articles.corrections import LISTS
from crawler.archive.articles.entries import read_entries, write_entries
from crawler.archive.articles.identity import dress
from crawler.archive.articles.provenance import pack
from crawler.archive.articles.quotes import COLUMNS as OF_QUOTE
from crawler.archive.articles.quotes import write_quotes
from crawler.archive.articles.revisions import add_only, revisions, settle
from crawler.archive.articles.updating import update_article
from crawler.archive.rows import ARTICLE, ArticleRow, article_row
from crawler.archive.search.full_text import ARTICLES, QUOTES
from crawler.archive.statements import column, insert
from crawler.archive.stories import stories
from crawler.archive.stories.placing_again import place_again
from crawler.archive.values import published_utc, to_json
from crawler.items import Quote
from crawler.reading.fingerprints import text_hash
from crawler.reading.urls import url_key

Record = dict[str, Any]
OF_CORRECTION = ("field", "value", "was", "provenance", "corrected_at")
OF_REVISION = ("title", "description", "body", "authors", "modified_at")
# What an article is given as; the other columns follow from these, or are numbers of the file.
COLUMNS = (
    *("url", "site", "title", "description", "authors", "source", "section", "tags", "language", "published_at"),
    *("published_at_precision", "modified_at", "body", "word_count", "image_url", "image_caption", "access", "kind"),
    *("first_seen_at", "last_seen_at", "gone_at", "provenance", "reader_version"),
)
# All that a record holds, in its order; one without `OPTIONAL` has no such keys.
OPTIONAL = ("entries", "related", "story_role")
FIELDS = (
    *(field.name for field in fields(ArticleRow)),
    *("quotes", "view_counts", "revisions", *OPTIONAL, "corrections", "events"),
)
# Who stands for a story, and who is found by its own words beside it.
STORY_ROLES = ("representative", "voice")


def whole_revisions(record: Record) -> list[Record]:
    """Return the revisions of a record, each with what it has in common with the article."""
    return [
        {"seen_at": revision["seen_at"]} | {name: revision.get(name, record[name]) for name in OF_REVISION}
        for revision in record["revisions"]
    ]


def record_of(db: Database, article: ArticleRow) -> Record:
    """Return all that the archive holds of *article*."""
    record = asdict(article)
    record["quotes"] = _rows(db, "quotes", OF_QUOTE, article.id, "position")
    record["view_counts"] = _rows(db, "view_counts", ("seen_at", "views", "raw"), article.id, "seen_at")
    record["revisions"] = [
        {"seen_at": revision.seen_at}
        | {name: value for name in OF_REVISION if (value := getattr(revision, name)) != record[name]}
        for revision in revisions(db, article.id)
    ]
    if has := read_entries(db, article.id):  # of live blogs alone
        record["entries"] = has
    if has := _related(db, article.id):  # of excerpts and round-ups alone
        record["related"] = has
    if role := _story_role(db, article):  # where several tell its story
        record["story_role"] = role
    record["corrections"] = [
        {name: json.loads(value) if name in ("value", "was", "provenance") else value for name, value in row.items()}
        for row in _rows(db, "corrections", OF_CORRECTION, article.id, "field")
    ]
    record["events"] = [
        event | {"detail": json.loads(event["detail"]) if event["detail"] else None}
        for event in _rows(db, "events", ("at", "kind", "detail", "last_seen_at"), article.id, "at, kind, detail")
    ]
    return record


def read_record(db: Database, article_id: int) -> Record:
    """Return all that the archive holds of the article with this id, which must be there."""
    sql = " ".join(("SELECT", ARTICLE, "FROM articles AS a WHERE a.id = ?"))
    return record_of(db, article_row(db.execute(sql, (article_id,)).fetchone()))


def _newest_views(record: Record) -> int | None:
    """The views of the newest reading; those by a clock that was ahead are later than what was seen last."""
    readings = [reading for reading in record["view_counts"] if reading["views"] is not None]
    readings.sort(key=lambda reading: (reading["seen_at"] <= record["last_seen_at"], reading["seen_at"]))
    return readings[-1]["views"] if readings else None


def write_record(db: Database, record: Record, *, article_id: int | None, is_known: bool) -> int:
    """Make *record* all that the archive holds of an article, and return its id. Runs inside a transaction.

    *article_id* None: the next one. *is_known*: it is there already, and loses what *record* does not hold. Its
    story is left to the caller.
    """
    values = {name: to_json(record[name]) if name in LISTS else record[name] for name in COLUMNS}
    body = record["body"]
    # Always made here, by today's rules: articles are known by it.
    values["published_at_utc"] = published_utc(record["published_at"])
    values["text_hash"] = text_hash(body)
    values["view_count"] = _newest_views(record)
    if is_known:
        assert article_id is not None
        (old_body,) = db.execute("SELECT body FROM articles WHERE id = ?", (article_id,)).fetchone()
        if old_body != body:
            stories.change_body(db, article_id, old_body, body)
        update_article(db, article_id, values)
        for table in ("view_counts", "revisions", "events", "corrections"):
            db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608
    else:
        packed = pack(record["provenance"], values)
        row = {"id": article_id} | values | {"provenance": packed}
        article_id = int(insert(db, "articles", row).lastrowid or 0)
        ARTICLES.add(db.conn, [article_id])
    _write_parts(db, article_id, record)
    return article_id


def addresses(record: Record) -> dict[str, str]:
    """Return all addresses of an article by their keys, its own among them."""
    found = {url_key(url): url for url in record["aliases"]}
    return {url_key(record["url"]): record["url"]} | found


def remove_article(db: Database, article_id: int) -> None:
    """Delete an article, with what the full-text indexes and its story hold of it."""
    sql = "SELECT story_id, body, site FROM articles WHERE id = ?"
    left = stories.leave(db, article_id, *db.execute(sql, (article_id,)).fetchone())
    ARTICLES.remove(db.conn, [article_id])
    QUOTES.remove(db.conn, column(db, "SELECT id FROM quotes WHERE article_id = ?", article_id))
    # Revisions, readings, quotes, aliases and events go with their article.
    db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
    place_again(db, left)


def _write_parts(db: Database, article_id: int, record: Record) -> None:
    for key, url in addresses(record).items():
        db.execute(
            """
            INSERT INTO aliases (url_key, loose_key, url, article_id) VALUES (?, ?, ?, ?)
            ON CONFLICT (url_key) DO UPDATE SET url = excluded.url, article_id = excluded.article_id
            """,
            (key, dress(url), url, article_id),
        )
    write_quotes(db, article_id, [Quote(**quote) for quote in record["quotes"]])
    for reading in record["view_counts"]:
        insert(db, "view_counts", {"article_id": article_id} | reading)
    for number, given in enumerate(record["revisions"], 1):
        if given.keys() == {"seen_at"} and len(record["revisions"]) == 1:
            add_only(db, article_id, given["seen_at"])
            break
        revision = {name: given.get(name, record[name]) for name in OF_REVISION}
        revision["authors"] = to_json(revision["authors"])
        insert(
            *(db, "revisions"),
            {"article_id": article_id, "number": number, "seen_at": given["seen_at"]} | revision,
        )
    for event in record["events"]:
        detail = to_json(event["detail"]) if event["detail"] is not None else None
        insert(db, "events", {"article_id": article_id} | event | {"detail": detail})
    settle(db, article_id)
    for correction in record["corrections"]:
        as_json = {name: to_json(correction[name]) for name in ("value", "was", "provenance")}
        insert(db, "corrections", {"article_id": article_id} | correction | as_json)
    write_entries(db, article_id, record.get("entries", []))


def _related(db: Database, article_id: int) -> list[Record]:
    """What an article is an excerpt or a round-up of."""
    rows = db.execute(
        "SELECT a.url, r.kind FROM related AS r JOIN articles AS a ON a.id = r.other_id WHERE r.article_id = ? "
        "ORDER BY a.url",
        (article_id,),
    )
    return [{"url": url, "kind": kind} for url, kind in rows]


def _story_role(db: Database, article: ArticleRow) -> str | None:
    """What an article is to a story that others tell too, if it is more than one of them: see `STORY_ROLES`."""
    row = db.execute(
        """
        SELECT CASE WHEN v.article_id IS NOT NULL THEN 'voice' WHEN s.article_id = ?1 THEN 'representative' END
        FROM stories AS s LEFT JOIN voices AS v ON v.article_id = ?1
        WHERE s.id = ?2 AND EXISTS (SELECT 1 FROM articles WHERE story_id = ?2 AND id <> ?1)
        """,
        (article.id, article.story_id),
    ).fetchone()
    role: str | None = row[0] if row else None
    return role


def _rows(db: Database, table: str, columns: Sequence[str], article_id: int, order: str) -> list[Record]:
    names = ", ".join(f'"{name}"' for name in columns)
    sql = " ".join(("SELECT", names, "FROM", table, "WHERE article_id = ? ORDER BY", order))
    return [dict(zip(columns, row, strict=True)) for row in db.execute(sql, (article_id,))]
