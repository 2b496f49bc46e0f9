"""Kept pages read again by today's rules: an article comes out as if it had been crawled with them from the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlite_utils import Database

from crawler import __version__
from crawler.archive.archive import Archive
from crawler.archive.articles.identity import is_visited
from crawler.archive.articles.records import Record, addresses, read_record, write_record
from crawler.archive.captures.captures import Capture, captures, read_body
from crawler.archive.captures.replaying import FIELDS, Reading, notes, renewed, replay
from crawler.archive.migrations import SCHEMA
from crawler.archive.reading import Filter
from crawler.archive.statements import column
from crawler.items import Article
from crawler.page import Page
from crawler.processes import in_batches, spread

T = TypeVar("T")
BATCH = 20  # articles of one transaction
_COMPARED = (
    *(column for columns in FIELDS.values() for column in columns),
    "quotes",
    "view_counts",
    "revisions",
    "entries",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it came, with the further pages of its story and what its counter said."""

    capture: Capture
    body: bytes
    parts: tuple[tuple[Capture, bytes], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of an article that today's rules read otherwise."""

    article_id: int
    url: str
    field: str
    old: Any
    new: Any


Read = Callable[[Kept], Article | None]
Tell = Callable[[int, int], None]  # how many are done, of how many


def reread(
    archive: Archive,
    which: Filter,
    read: Read,
    *,
    fields: Sequence[str] = tuple(FIELDS),
    dry_run: bool = False,
    jobs: int = 1,
    tell: Tell = lambda done, of: None,
) -> Iterator[list[Difference]]:
    """Read the kept pages of articles again, and yield what that changes, a list an article.

    *read* makes the article of a page, or None where it holds none; it runs in *jobs* processes. All pages that were
    kept of an article are read, in the order they came: its revisions and view readings are read anew too. What no kept
    page can tell stays, and so does what was corrected by hand. With *dry_run* nothing is written. *tell* is called
    with how many articles were read, of how many.
    """
    articles = _articles(archive.db, which)
    found = spread(partial(_read_all, read=read), _kept(archive.db, articles), jobs=jobs)
    with closing(Database(memory=True)) as scratch:
        SCHEMA.migrations.apply(scratch)
        for several in in_batches(told(found, len(articles), tell), BATCH):
            changed = [_renew(archive.db, scratch, *one, fields) for one in several]
            if not dry_run:
                with archive.transaction():
                    for article_id, _, record in changed:
                        if record is not None:
                            write_record(archive.db, record, article_id=article_id, is_known=True)
            yield from (differences for _, differences, _ in changed)


def count_reread(archive: Archive, which: Filter) -> int:
    """Return how many articles `reread` would read again."""
    return len(_articles(archive.db, which))


def _articles(db: Database, which: Filter) -> list[int]:
    conditions, parameters = which.conditions()
    kept = "EXISTS (SELECT 1 FROM captures AS c WHERE c.article_id = a.id AND c.role = 'page')"
    sql = " ".join(("SELECT a.id FROM articles AS a WHERE", " AND ".join([*conditions, kept]), "ORDER BY a.id"))
    return column(db, sql, *parameters)


def told(items: Iterable[T], of: int, tell: Tell) -> Iterator[T]:
    """Yield *items*, and tell how many came."""
    for done, item in enumerate(items, 1):
        yield item
        tell(done, of)


def _kept(db: Database, articles: Iterable[int]) -> Iterator[tuple[int, list[Kept]]]:
    """Yield *articles* with the pages that were kept of them."""
    for article_id in articles:
        pages = captures(db, "article_id = ? AND role = 'page'", article_id)
        yield article_id, [Kept(page, read_body(db, page.digest), parts_of(db, page)) for page in pages]


def parts_of(db: Database, page: Capture) -> tuple[tuple[Capture, bytes], ...]:
    """Return what was fetched for a kept page: the further pages of its story, what its counter said."""
    return tuple((part, read_body(db, part.digest)) for part in captures(db, "part_of = ?", page.id))


def lightened(article: Article) -> Article:
    """Return *article* without what it was read from, which is large: fit to be handed to another process."""
    light = Page(article.url)
    light.canonical_url = article.page.canonical_url
    article.page, article.blocks = light, []
    return article


def _read_all(kept: tuple[int, list[Kept]], *, read: Read) -> tuple[int, str, list[Reading]]:
    """Read the pages of one article; the first one's time comes along, whether it holds the article or not."""
    article_id, pages = kept
    readings = []
    for page in pages:
        article = read(page)
        if article is not None and article.title and article.body:
            readings.append((page.capture.fetched_at, lightened(article)))
    return article_id, pages[0].capture.fetched_at, readings


def _ahead(db: Database, article_id: int, last_seen_at: str) -> set[str]:
    """The times of pages by a clock that was ahead: later than when the article was seen last, and kept before that."""
    sql = """
        SELECT fetched_at FROM captures AS c WHERE article_id = ?1 AND role = 'page' AND fetched_at > ?2 AND EXISTS (
            SELECT 1 FROM captures WHERE article_id = ?1 AND role = 'page' AND id > c.id AND fetched_at <= ?2
        )
    """
    return set(column(db, sql, article_id, last_seen_at))


def _renew(
    db: Database, scratch: Database, article_id: int, first: str, readings: list[Reading], fields: Sequence[str]
) -> tuple[int, list[Difference], Record | None]:
    """What changes of an article, and its record as it is to be; None where nothing changes."""
    record = read_record(db, article_id)
    visited = {key for key in addresses(record) if is_visited(db, key)}
    ahead = _ahead(db, article_id, record["last_seen_at"])
    read = replay(scratch, record, [reading for reading in readings if reading[0] not in ahead], visited)
    if read is None:
        return article_id, [], None
    new = renewed(record, read, fields, is_whole=first == record["first_seen_at"] and not ahead)
    differences = [
        Difference(article_id, record["url"], name, record.get(name, []), new.get(name, []))
        for name in _COMPARED
        if record.get(name, []) != new.get(name, [])
    ]
    if (old := notes(record)) != notes(new):
        differences.append(Difference(article_id, record["url"], "notes", old, notes(new)))
    is_changed = bool(differences) or record["corrections"] != new["corrections"]
    return article_id, differences, new | {"reader_version": __version__} if is_changed else None
