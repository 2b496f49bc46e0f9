"""Articles from a file of JSON lines into the archive, in batches, the same way as crawled ones."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO, Literal

from crawler.archive.archive import Archive
from crawler.archive.articles.identity import article_at
from crawler.archive.articles.records import Record, addresses
from crawler.archive.articles.writing import Outcome
from crawler.archive.captures.rereading import lightened
from crawler.archive.exchange.absorbing import Absorbed, Absorber
from crawler.archive.exchange.given import RowError, given_article, given_record
from crawler.archive.stories import stories
from crawler.items import Article
from crawler.processes import in_batches, spread
from crawler.reading.urls import url_key

CHUNK = 50  # rows that one process reads at a time
BATCH = 4 * CHUNK  # rows of one transaction
LONGEST_LINE = 64 << 20  # bytes
Line = tuple[int, bytes]
Complete = Callable[[Article], Article]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not archived: its line, from 1, why, and the row as it came."""

    line: int
    reason: str
    row: str


@dataclass(frozen=True, slots=True)
class _Given:
    line: int
    article: Article
    seen_at: datetime
    left_out: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Exported:
    line: int
    record: Record


@dataclass(slots=True)
class Imported:
    """What became of the rows: how many were "new", "updated", "unchanged", "forgotten" and "bad".

    `left_out`: of how many rows a column was left out; `reasons`: why it was of the first one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there were."""
        return self.counts.total()


def import_lines(
    archive: Archive,
    file: BinaryIO,
    *,
    complete: Complete,
    set_aside: Callable[[BadRow], None],
    now: datetime,
    name: str,
    jobs: int = 1,
    tell: Callable[[int], None] = lambda done: None,
) -> Imported:
    """Archive the articles in *file*, JSON lines, and return what became of them.

    *complete* fills in what a row does not give and its text tells (see `pipelines.complete`); it runs in *jobs*
    processes. Rows that cannot be archived go to *set_aside* and end nothing. *name* is the file's, for provenance.
    *tell* is called with how many rows are done.
    Each batch is a transaction: what was imported before an interruption stays, and doing it again repeats nothing.
    """
    imported = Imported()
    restorer = Restorer(archive)
    read = partial(_read_chunk, complete=complete, now=now, name=name)
    chunks = spread(read, in_batches(_lines(file), CHUNK), jobs=jobs)
    for several in in_batches(chunks, BATCH // CHUNK):
        with archive.transaction():
            for given in (given for chunk in several for given in chunk):
                outcome: Outcome | BadRow | Literal["bad"]
                outcome = given if isinstance(given, BadRow) else _save(archive, restorer, given)
                if isinstance(given, _Given):
                    imported.left_out.update(given.left_out.keys())
                    imported.reasons = given.left_out | imported.reasons
                if isinstance(outcome, BadRow):
                    set_aside(outcome)
                    outcome = "bad"
                imported.counts[outcome] += 1
        tell(imported.rows)
    return imported


def _lines(file: BinaryIO) -> Iterator[Line]:
    """The lines that hold something, with their numbers; one that is too long is cut, and so is no JSON."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(LONGEST_LINE)):
            pass
        if line.strip():
            yield number, line


def _read_chunk(
    lines: Iterable[Line], *, complete: Complete, now: datetime, name: str
) -> list[_Given | _Exported | BadRow]:
    return [_read(number, line, complete, now, name) for number, line in lines]


def _read(number: int, line: bytes, complete: Complete, now: datetime, name: str) -> _Given | _Exported | BadRow:
    try:
        row = _parse(line)
        if "revisions" in row:
            return _Exported(number, given_record(row, now=now))
        article, seen_at, left_out = given_article(row, now=now, place=f"{name} line {number}")
    except ValueError as error:
        return BadRow(number, str(error), line.decode("utf-8", "replace").rstrip("\r\n"))
    reasons = {column: f"line {number}: {reason}" for column, reason in left_out.items()}
    return _Given(number, lightened(complete(article)), seen_at, reasons)


def _parse(line: bytes) -> dict[str, Any]:
    try:
        # pandas has NaN where a row of a column has nothing.
        row = json.loads(line, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise RowError(f"not JSON: {error}; expected one object a line") from error
    if not isinstance(row, dict):
        raise RowError(f"expected a JSON object, found {type(row).__name__}")
    return row


class Restorer:
    """Takes in the records of one file. Into an archive that held nothing they come with their own numbers."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.is_empty = not archive.count_articles()  # at the beginning
        self.absorber = Absorber(archive.db, keep_numbers=self.is_empty)
        self.stories: dict[int | None, int] = {}  # by their numbers in the file
        self.told: set[int] = set()  # stories of which the file says who stands for them
        self.voices: dict[int, list[int]] = defaultdict(list)  # by stories
        self.awaited: dict[str, list[tuple[int, str]]] = defaultdict(list)  # what is linked to an article yet to come

    def restore(self, record: Record) -> Absorbed:
        """Write a record, joined with what is known of its article, and put it into its story."""
        db = self.archive.db
        with self.archive.transaction():
            absorbed = self.absorber.absorb(record)
            if absorbed.outcome == "new" and self.is_empty:
                self._put_into_its_story(absorbed.article_id, record)
                self._link(absorbed.article_id, record)
            elif absorbed.outcome == "new":
                stories.place(db, absorbed.article_id)
        return absorbed

    def _put_into_its_story(self, article_id: int, record: Record) -> None:
        """Put a new article into its story, as what it was there. Who stands for it may come later than who speaks."""
        db, told, role = self.archive.db, record["story_id"], record.get("story_role")
        number = self.stories.get(told) or (None if stories.exists(db, told) else told)
        stands = True if role == "representative" else False if number in self.told else None
        number = self.stories[told] = stories.restore(db, article_id, number, stands=stands)
        if stands:
            self.told.add(number)
        if role == "voice":
            self.voices[number].append(article_id)
        if number in self.told:
            for voice in self.voices.pop(number, []):
                (body,) = db.execute("SELECT body FROM articles WHERE id = ?", (voice,)).fetchone()
                stories.speak_for(db, number, voice, body or "")

    def _link(self, article_id: int, record: Record) -> None:
        """Link an article to those that it tells a part of, and those to it that waited for it."""
        for linked in record.get("related", []):
            other = article_at(self.archive.db, linked["url"])
            if other is None:
                self.awaited[url_key(linked["url"])].append((article_id, linked["kind"]))
            else:
                stories.link(self.archive.db, article_id, other, linked["kind"])
        for key in addresses(record):
            for other, kind in self.awaited.pop(key, []):
                stories.link(self.archive.db, other, article_id, kind)


def _save(archive: Archive, restorer: Restorer, given: _Given | _Exported) -> Outcome | BadRow:
    try:
        if isinstance(given, _Exported):
            return restorer.restore(given.record).outcome
        return archive.save(given.article, seen_at=given.seen_at).outcome
    except ValueError as error:
        url = given.record["url"] if isinstance(given, _Exported) else given.article.url
        return BadRow(given.line, str(error), json.dumps({"url": url}))
