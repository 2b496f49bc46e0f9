"""Kept pages of which no article was read, as when their site had changed: today's rules may find one on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.articles.identity import article_at
from crawler.archive.captures.captures import Capture, captures, read_body
from crawler.archive.captures.rereading import BATCH, Kept, Read, Tell, lightened, parts_of, told
from crawler.archive.reading import Filter
from crawler.items import Article
from crawler.processes import in_batches, spread
from crawler.reading.instants import bound, parse_utc
from crawler.reading.urls import site_or_none, url_key


@dataclass(frozen=True, slots=True)
class Recovered:
    """An article that was found on a kept page. `article_id` is None where nothing was written."""

    article_id: int | None
    url: str
    title: str | None


def recover(
    archive: Archive,
    which: Filter,
    read: Read,
    *,
    dry_run: bool,
    jobs: int,
    tell: Tell = lambda done, of: None,
) -> Iterator[Recovered]:
    """Read the kept pages that belong to no article, and yield the new articles that come of them.

    They were seen when their pages were fetched, and are due for a visit. *which*: `since` and `until` look at when a
    page was fetched; language and story are an article's, so where one is given, no page is read. *read*, *tell*: see
    `reread`.
    """
    pages = _pages(archive.db, which)
    kept = (Kept(page, read_body(archive.db, page.digest), parts_of(archive.db, page)) for page in pages)
    read_again = told(spread(partial(_read, read=read), kept, jobs=jobs), len(pages), tell)
    found = (one for one in read_again if one is not None)
    for several in in_batches(found, BATCH):
        if dry_run:
            known = [article_at(archive.db, article.url) for _, article in several]
            yield from (Recovered(None, a.url, a.title) for (_, a), i in zip(several, known, strict=True) if i is None)
            continue
        with archive.transaction():
            written = [_write(archive, capture, article) for capture, article in several]
        yield from (one for one in written if one is not None)


def count_unread(archive: Archive, which: Filter) -> int:
    """Return how many pages `recover` would read."""
    return len(_pages(archive.db, which))


def _pages(db: Database, which: Filter) -> list[Capture]:
    if which.language is not None or which.story is not None:
        return []
    condition, values = "article_id IS NULL AND role = 'page' AND part_of IS NULL AND status = 200", []
    for operator, moment, is_end in ((">=", which.since, False), ("<", which.until, True)):
        if moment is not None:
            condition += f" AND fetched_at {operator} ?"
            values.append(bound(moment, is_end=is_end))
    return [page for page in captures(db, condition, *values) if which.site in (None, site_or_none(page.url))]


def _read(kept: Kept, *, read: Read) -> tuple[Capture, Article] | None:
    article = read(kept)
    return (kept.capture, lightened(article)) if article is not None and article.title and article.body else None


def _write(archive: Archive, capture: Capture, article: Article) -> Recovered | None:
    """Archive an article with its page, and let it be visited again; None where it was known, or was forgotten."""
    saved = archive.save(article, seen_at=parse_utc(capture.fetched_at))
    if saved.outcome == "forgotten":
        return None
    archive.db.execute("UPDATE captures SET article_id = ?1 WHERE ?2 IN (id, part_of)", (saved.article_id, capture.id))
    archive.db.execute(
        """
        UPDATE pages SET state = 'archived', kind = 'article', reason = NULL, article_id = ?, due_at = ?
        WHERE url_key = ? AND article_id IS NULL
        """,
        (saved.article_id, capture.fetched_at, url_key(capture.url)),
    )
    return Recovered(saved.article_id, article.url, article.title) if saved.outcome == "new" else None
