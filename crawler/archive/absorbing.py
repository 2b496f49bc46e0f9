"""Records of other archives into this one: what is known is combined with what came, what is new is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from sqlite_utils import Database

from crawler.archive.combining import combine
from crawler.archive.forgetting import is_forgotten
from crawler.archive.records import Record, addresses, read_record, remove_article, write_record
from crawler.archive.stories import TELLING_LENGTH
from crawler.archive.writing import Outcome
from crawler.reading.fingerprints import text_hash

# Numbers are each file's own; the others follow from what else a record holds.
_OF_NO_ACCOUNT = frozenset(("id", "story_id", "published_at_utc", "view_count", "text_hash"))


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What became of a record. Its article is in no story yet if it is "new"; 0 is no article."""

    article_id: int
    outcome: Outcome


def absorb(db: Database, record: Record, *, keep_number: bool = False) -> Absorbed:
    """Write *record* into the archive, joined with what it has of the article. Runs inside a transaction.

    The article is known by any of its addresses; if none is, by its text on its site. Where several articles turn out
    to be one, they are one from then on. *keep_number*: a new article gets the id that the record has, if it is free.
    """
    hashed = text_hash(record["body"]) if record["body"] else None
    if is_forgotten(db, addresses(record).values(), record["site"], hashed):
        return Absorbed(0, "forgotten")
    known = _known(db, record, hashed)
    if not known:
        number = record["id"] if keep_number and not _is_taken(db, record["id"]) else None
        return Absorbed(write_record(db, record, article_id=number, is_known=False), "new")
    current = [read_record(db, article_id) for article_id in known]
    merged = reduce(combine, [*current, record])
    kept, *others = known
    if not others and _plain(merged) == _plain(current[0]):
        return Absorbed(kept, "unchanged")
    for other in others:
        _hand_over(db, other, kept)
    write_record(db, merged, article_id=kept, is_known=True)
    return Absorbed(kept, "updated")


def _known(db: Database, record: Record, hashed: str | None) -> list[int]:
    """The articles that *record* is, the first archived first."""
    sql = "SELECT article_id FROM aliases WHERE url_key = ?"
    found = {row[0] for key in addresses(record) for row in db.execute(sql, (key,))}
    if not found and hashed is not None:
        row = db.execute(
            """
            SELECT id FROM articles WHERE text_hash = ? AND site = ?
            AND (length(body) >= ? OR title IS ?) ORDER BY first_seen_at, url LIMIT 1
            """,
            (hashed, record["site"], TELLING_LENGTH, record["title"]),
        ).fetchone()
        found = {row[0]} if row else set()
    return sorted(found)


def _is_taken(db: Database, article_id: int) -> bool:
    return db.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone() is not None


def _hand_over(db: Database, article_id: int, to: int) -> None:
    """Give what leads to an article to another, and delete it."""
    for table in ("captures", "pages"):
        db.execute(f"UPDATE {table} SET article_id = ? WHERE article_id = ?", (to, article_id))  # noqa: S608
    remove_article(db, article_id)


def _plain(record: Record) -> Record:
    return {name: value for name, value in record.items() if name not in _OF_NO_ACCOUNT}
