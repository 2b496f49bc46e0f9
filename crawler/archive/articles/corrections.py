"""What was put right by hand. It stands, whatever a page says when it is read again; what the page says is kept beside.

Revisions hold what the page said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from crawler.archive.articles.provenance import unpack
from crawler.archive.articles.updating import update_article
from crawler.archive.statements import Values, select_one
from crawler.archive.values import published_utc, storable, to_json
from crawler.items import WORDS
from crawler.reading.dates.dates import parse_declared
from crawler.reading.fingerprints import text_hash
from crawler.reading.instants import now, utc_text
from crawler.reading.languages import language_code
from crawler.reading.urls import web_url_or_none

LISTS = ("authors", "tags")
DATES = ("published_at", "modified_at")
LINES = ("title", "description", "source", "section", "language", "image_url", "image_caption", "access", "kind")
FIELDS = ("title", "description", "body", *LISTS, *DATES, *LINES[2:])
BY_HAND = {"source": "correction", "evidence": None}
_FOLLOWING = {"body": ("text_hash", "word_count"), "published_at": ("published_at_utc", "published_at_precision")}


class CorrectionError(ValueError):
    """A correction that cannot be made. The message quotes the value and says what was expected."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of an article that was put right: what it is now, and what its page says."""

    article_id: int
    title: str | None
    url: str
    field: str
    value: Any
    was: Any
    corrected_at: str


def correct(db: Database, article_id: int, field: str, value: Any) -> None:
    """Put *field* of an article right: *value* is a text, a list of them for authors and tags, or None for unknown.

    Runs inside a transaction. Raises `CorrectionError` for a field or a value that cannot be.
    """
    value = checked(field, value)
    row = _row(db, article_id)
    told = unpack(row["provenance"], row)
    db.execute(
        """
        INSERT INTO corrections (article_id, field, value, was, provenance, corrected_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (article_id, field) DO UPDATE SET value = excluded.value, corrected_at = excluded.corrected_at
        """,
        (article_id, field, to_json(value), to_json(row[field]), to_json(told.get(field)), utc_text(now())),
    )
    _set(db, article_id, field, to_json(value) if field in LISTS else value, told | {field: BY_HAND})


def undo(db: Database, article_id: int, field: str) -> bool:
    """Let an article have again what its page says; return whether it was corrected. Runs inside a transaction."""
    row = db.execute(
        "DELETE FROM corrections WHERE article_id = ? AND field = ? RETURNING was, provenance", (article_id, field)
    ).fetchone()
    if row is None:
        return False
    was, page_said = map(json.loads, row)
    article = _row(db, article_id)
    told = unpack(article["provenance"], article) | {field: page_said}
    _set(db, article_id, field, was, {name: said for name, said in told.items() if said is not None})
    return True


def corrected(db: Database, article_id: int) -> Values:
    """Return the fields of an article that were corrected, each with what its page says, as the column holds it."""
    rows = db.execute("SELECT field, was FROM corrections WHERE article_id = ?", (article_id,))
    return {field: json.loads(was) for field, was in rows}


def keep_corrections(db: Database, article_id: int, fields: Iterable[str], updates: Values) -> Values:
    """Return *updates* of an article's columns without what was corrected; what its page says now is remembered."""
    kept = dict(updates)
    provenance = dict(kept.get("provenance", {}))
    for field in fields:
        if field in kept:
            value = kept.pop(field)
            for column in _FOLLOWING.get(field, ()):
                kept.pop(column, None)
            db.execute(
                "UPDATE corrections SET was = ?, provenance = ? WHERE article_id = ? AND field = ?",
                (to_json(value), to_json(provenance.get(field)), article_id, field),
            )
        if provenance:
            provenance[field] = BY_HAND
    return kept | {"provenance": provenance} if provenance else kept


def corrections(db: Database, article_id: int | None) -> Iterator[Correction]:
    """Yield what was corrected, of one article or of all, the latest first."""
    rows = db.execute(
        """
        SELECT c.article_id, a.title, a.url, c.field, c.value, c.was, c.corrected_at
        FROM corrections AS c JOIN articles AS a ON a.id = c.article_id
        WHERE ?1 IS NULL OR c.article_id = ?1 ORDER BY c.corrected_at DESC, c.article_id, c.field
        """,
        (article_id,),
    )
    for article, title, url, field, value, was, at in rows:
        column = json.loads(was)
        shown = json.loads(column) if field in LISTS and isinstance(column, str) else column
        yield Correction(article, title, url, field, json.loads(value), shown, at)


def checked(field: str, value: Any) -> Any:
    """Return *value* as *field* holds it. Raises `CorrectionError`."""
    if field not in FIELDS:
        raise CorrectionError(f"{field!r} cannot be corrected; expected one of {', '.join(FIELDS)}")
    if field in LISTS:
        texts = [value] if isinstance(value, str) else list(value or ())
        return [storable(text) for text in texts if text.strip()]
    if value is None:
        return None
    text = storable(value)
    if field in DATES:
        moment = parse_declared(text)
        if moment is None:
            raise CorrectionError(f"{field} is {text!r}; expected ISO 8601, such as 2024-09-03T07:25:00+03:00")
        return moment.iso()
    if field in WORDS and text not in WORDS[field]:
        raise CorrectionError(f"{field} is {text!r}; expected one of {', '.join(WORDS[field])}")
    if field == "language":
        if (code := language_code(text)) is None:
            raise CorrectionError(f"language is {text!r}; expected a code of ISO 639, such as uk")
        return code
    if field == "image_url" and text.strip():
        if (url := web_url_or_none(text)) is None:
            raise CorrectionError(f"image_url is {text!r}; expected a web address")
        return url
    return text if text.strip() else None


def _row(db: Database, article_id: int) -> Values:
    row = select_one(db, "SELECT * FROM articles WHERE id = ?", article_id)
    assert row is not None
    return row


def _set(db: Database, article_id: int, field: str, value: Any, provenance: Values) -> None:
    """Write a field with what follows from it."""
    updates: Values = {field: value, "provenance": provenance}
    if field == "published_at":
        moment = parse_declared(value) if value else None
        updates |= {"published_at_utc": published_utc(value), "published_at_precision": moment and moment.precision}
    if field == "body":
        updates |= {"text_hash": text_hash(value), "word_count": len(value.split()) if value else None}
    update_article(db, article_id, updates)
