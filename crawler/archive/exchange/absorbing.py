"""Records of other archives into this one: what is known is combined with what came, what is new is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.archive.articles.forgetting import is_forgotten
from crawler.archive.articles.records import Record, addresses, read_record, remove_article, write_record
from crawler.archive.articles.writing import Outcome
from crawler.archive.exchange.combining import combine
from crawler.archive.stories.stories import TELLING_LENGTH
from crawler.reading.fingerprints import text_hash

# Numbers are each file's own; the others follow from what else a record holds.
_OF_NO_ACCOUNT = frozenset(("id", "story_id", "story_role", "related", "published_at_utc", "view_count", "text_hash"))


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What became of a record. Its article is in no story yet if it is "new"; 0 is no article."""

    article_id: int
    outcome: Outcome


class Absorber:
    """Takes in the records of other archives, or of one export.

    *there*: the archives that they come from, where they are at hand. *keep_numbers*: new articles get the ids that
    their records have, if they are free. `ids`: what articles of each of the others became, by their ids there.
    """

    def __init__(self, db: Database, *, there: Sequence[Database] = (), keep_numbers: bool = False) -> None:
        self.db = db
        self.there = there
        self.keep_numbers = keep_numbers
        self.ids: list[dict[int, int]] = [{} for _ in range(max(1, len(there)))]
        self._taken: list[set[int]] = [set() for _ in self.ids]

    def absorb(self, record: Record, *, of: int = 0) -> Absorbed:
        """Write *record* into the archive, joined with what it and the others have of the article; *of*: whose it is.

        Runs inside a transaction. The article is known by any of its addresses; if none is, by its text on its site.
        Where several articles turn out to be one, here or there, they are one from then on.
        """
        db, hashed = self.db, text_hash(record["body"]) if record["body"] else None
        if is_forgotten(db, addresses(record).values(), record["site"], hashed):
            return Absorbed(0, "forgotten")
        records, known = self._all_that_are_one(record, of)
        if not known:
            known = self._known_by_text(record, hashed, {place for place, _ in records})
        absorbed = self._write(list(records.values()), known)
        for place, number in records:
            self.ids[place][number] = absorbed.article_id
            self._taken[place].add(absorbed.article_id)
        return absorbed

    def _write(self, records: list[Record], known: list[int]) -> Absorbed:
        db = self.db
        if not known:
            merged = combine(records) if len(records) > 1 else records[0]
            number = records[0]["id"] if self.keep_numbers and not _is_taken(db, records[0]["id"]) else None
            return Absorbed(write_record(db, merged, article_id=number, is_known=False), "new")
        current = [read_record(db, article_id) for article_id in known]
        merged = combine([*current, *records])
        kept, *others = known
        if not others and _plain(merged) == _plain(current[0]):
            return Absorbed(kept, "unchanged")
        for other in others:
            _hand_over(db, other, kept)
        write_record(db, merged, article_id=kept, is_known=True)
        return Absorbed(kept, "updated")

    def _all_that_are_one(self, record: Record, of: int) -> tuple[dict[tuple[int, int], Record], list[int]]:
        """The articles that share addresses with *record*, and those that do with them: records there, ids here.

        Records by the places of their archives and their ids there.
        """
        records, here = {(of, record["id"]): record}, set[int]()
        asked, keys = set[str](), set(addresses(record))
        while keys:
            here |= _ids(self.db, keys)
            asked |= keys
            more = {key for article_id in here for key in _keys(self.db, article_id)}
            for place, other in enumerate(self.there):
                for article_id in _ids(other, keys):
                    if (place, article_id) not in records:
                        records[place, article_id] = read_record(other, article_id)
                        more |= addresses(records[place, article_id]).keys()
            keys = more - asked
        return records, sorted(here)

    def _known_by_text(self, record: Record, hashed: str | None, places: Iterable[int]) -> list[int]:
        if hashed is None:
            return []
        rows = self.db.execute(
            """
            SELECT id FROM articles WHERE text_hash = ? AND site = ?
            AND (length(body) >= ? OR title IS ?) ORDER BY first_seen_at, url
            """,
            (hashed, record["site"], TELLING_LENGTH, record["title"]),
        ).fetchall()
        return [article_id for (article_id,) in rows if all(self._is_free(article_id, place) for place in places)][:1]

    def _is_free(self, article_id: int, place: int) -> bool:
        """Whether one of the other archives holds nothing of an article so far as its addresses tell.

        One archive knew two articles with one text apart: they stay two.
        """
        if article_id in self._taken[place]:
            return False
        return not self.there or not _ids(self.there[place], _keys(self.db, article_id))


def _ids(db: Database, keys: Iterable[str]) -> set[int]:
    rows = (db.execute("SELECT article_id FROM aliases WHERE url_key = ?", (key,)).fetchone() for key in keys)
    return {row[0] for row in rows if row is not None}


def _keys(db: Database, article_id: int) -> list[str]:
    return [row[0] for row in db.execute("SELECT url_key FROM aliases WHERE article_id = ?", (article_id,))]


def _is_taken(db: Database, article_id: int) -> bool:
    return db.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone() is not None


def _hand_over(db: Database, article_id: int, to: int) -> None:
    """Give what leads to an article to another, and delete it."""
    for table in ("captures", "pages"):
        db.execute(f"UPDATE {table} SET article_id = ? WHERE article_id = ?", (to, article_id))  # noqa: S608
    remove_article(db, article_id)


def _plain(record: Record) -> Record:
    return {name: value for name, value in record.items() if name not in _OF_NO_ACCOUNT}
