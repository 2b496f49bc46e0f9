"""Records of other archives into this one: what is known is combined with what came, what is new is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.archive.articles.forgetting import is_forgotten
from crawler.archive.articles.identity import article_of
from crawler.archive.articles.records import Record, addresses, read_record, remove_article, write_record
from crawler.archive.articles.writing import Outcome
from crawler.archive.exchange.combining import combine
from crawler.archive.exchange.copies import copies_of, keep_copies, plain, telling
from crawler.archive.statements import column, has_row
from crawler.archive.stories.stories import TELLING_LENGTH
from crawler.reading.fingerprints import text_hash


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What became of a record. Its article is in no story yet if it is "new"; 0 is no article."""

    article_id: int
    outcome: Outcome


class Absorber:
    """Takes in the records of one export. *keep_numbers*: new articles get the ids that they had, if these are free."""

    def __init__(self, db: Database, *, keep_numbers: bool = False) -> None:
        self.db = db
        self.keep_numbers = keep_numbers
        self._taken = set[int]()

    def absorb(self, record: Record) -> Absorbed:
        """Write *record* into the archive, joined with what it has of the article. Runs inside a transaction.

        The article is known by any of its addresses; if none is, by its text on its site. Where several articles turn
        out to be one they are one from then on.
        """
        db, hashed = self.db, text_hash(record["body"])
        if is_forgotten(db, addresses(record).values(), record["site"], hashed):
            return Absorbed(0, "forgotten")
        known = known_by_address(db, addresses(record)) or self._known_by_text(record, hashed)
        number = record["id"] if self.keep_numbers and not is_there(db, record["id"]) else None
        absorbed = join(db, [record], known, number=number)
        self._taken.add(absorbed.article_id)
        return absorbed

    def _known_by_text(self, record: Record, hashed: str | None) -> set[int]:
        """The first with that text. But of two articles with one text that an export knows apart each stays one."""
        if hashed is None:
            return set()
        sql = """
            SELECT id FROM articles WHERE text_hash = ? AND site = ?
            AND (length(body) >= ? OR title IS ?) ORDER BY first_seen_at, url
        """
        found = column(self.db, sql, hashed, record["site"], TELLING_LENGTH, record["title"])
        return set([article_id for article_id in found if article_id not in self._taken][:1])


def join(db: Database, records: Sequence[Record], known: Iterable[int], *, number: int | None = None) -> Absorbed:
    """Make one article of *records* and of those that are *known* here; return what became of it.

    It keeps the least of their ids, and what leads to the others leads to it. *number*: the id of a new one. Where
    one of those was made of copies itself, these count in its stead.
    """
    known = sorted(known)
    current = [read_record(db, article_id) for article_id in known]
    copies = telling([*records, *(copy for record in current for copy in copies_of(db, record))])
    merged = combine(copies) if len(copies) > 1 else copies[0]
    if not known:
        article_id = write_record(db, merged, article_id=number, is_known=False)
    else:
        article_id, *others = known
        if not others and plain(merged) == plain(current[0]):
            keep_copies(db, article_id, copies)
            return Absorbed(article_id, "unchanged")
        for other in others:
            _hand_over(db, other, article_id)
        write_record(db, merged, article_id=article_id, is_known=True)
    if known or len(copies) > 1:
        keep_copies(db, article_id, copies)
    return Absorbed(article_id, "updated" if known else "new")


def known_by_address(db: Database, keys: Iterable[str]) -> set[int]:
    """Return the ids of the articles that have one of the addresses."""
    return {article_id for key in keys if (article_id := article_of(db, key)) is not None}


def is_there(db: Database, article_id: int) -> bool:
    """Return whether there is an article with this id."""
    return has_row(db, "SELECT 1 FROM articles WHERE id = ?", article_id)


def _hand_over(db: Database, article_id: int, to: int) -> None:
    """Give what leads to an article to another, and delete it."""
    for table in ("captures", "pages"):
        db.execute(f"UPDATE {table} SET article_id = ? WHERE article_id = ?", (to, article_id))  # noqa: S608
    remove_article(db, article_id)
