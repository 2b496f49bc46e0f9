"""`Archive`: one file, everything that can be written to it and asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from crawler import __version__
from crawler.archive.articles import forgetting, identity, writing
from crawler.archive.articles.writing import Saved
from crawler.archive.captures import captures
from crawler.archive.errors import (
    CANNOT_WRITE,
    ArchiveError,
    ArchivePathError,
    ArchiveReadOnlyError,
    archive_errors,
)
from crawler.archive.opening import copy_archive, immediate, open_for_reading, open_for_writing
from crawler.archive.questions import Questions
from crawler.archive.rows import ArticleRow
from crawler.archive.sites import runs, sites
from crawler.archive.sites.runs import FieldCounts
from crawler.archive.upkeep import checking
from crawler.items import Article, Duplicate
from crawler.reading.instants import utc_text

if TYPE_CHECKING:
    from crawler.archive.ledger import LedgerPage, Outcome


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Archive(Questions):
    """The archive in the file *path*; a context manager that closes it.

    For writing, the file is made if there is none, and upgraded after a backup if it is older. With
    *read_only* nothing is made or changed. *timeout*: seconds to wait for the write lock of others.
    `db` is the file as `sqlite_utils.Database`, for questions that have no method here. `on_failure`, where it is set,
    is called with the error when a transaction fails because the file cannot be written, `on_visit` with each page of
    the ledger and what came of it.

    Each method that writes is one transaction, or part of the one that `transaction` began. Times that are
    passed in count as UTC if they have no zone; times that come back are UTC text. Raises `ArchiveError` and its kinds.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False, timeout: float = 30) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self.timeout = timeout
        self.db = (open_for_reading if read_only else open_for_writing)(self.path, timeout=timeout)
        self.on_failure: Callable[[ArchiveError], None] | None = None
        self.on_visit: Callable[[LedgerPage, Outcome], None] | None = None
        self._file = _file_at(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Archive {self.path}>"

    def close(self) -> None:
        """Close the file. A transaction that is still open is undone."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """All that is written inside is written together, or, after an exception, not at all.

        The write lock is held from the start. One inside another joins it: it is undone alone when its
        exception is caught in between, and kept only when the outer one ends well.
        """
        if self.read_only:
            raise ArchiveReadOnlyError(f"{self.path} was opened for reading; open it without read_only to write")
        begun = self.db.atomic() if self.db.conn.in_transaction else immediate(self.db.conn)
        try:
            # SQLite would write on to a file that has no name any more, and say nothing.
            if _file_at(self.path) != self._file:
                raise ArchivePathError(
                    f"{self.path} has vanished while it was in use: the file or its folder was moved or deleted. "
                    "Put it back, or name another archive with --archive, and start again."
                )
            with archive_errors(self.path, self.timeout), begun:
                yield self
        except CANNOT_WRITE as error:
            if self.on_failure is not None:
                self.on_failure(error)
            raise

    # Writing

    def save(
        self,
        article: Article,
        *,
        seen_at: datetime,
        reader_version: str = __version__,
    ) -> Saved:
        """Write one article and its quotes, readings, aliases and story: see `writing.save`."""
        with self.transaction():
            return writing.save(self.db, article, seen_at=seen_at, reader_version=reader_version)

    def find_duplicate(self, article: Article) -> Duplicate:
        """Return what the archive already has of *article*; put it on `article.duplicate`, and `save` uses it."""
        return writing.find_duplicate(self.db, article)

    def published(self, article_id: int) -> datetime | None:
        """Return when the article was published, in UTC, or None where that is not known."""
        return writing.published(self.db, article_id)

    def add_alias(self, article_id: int, url: str) -> None:
        """Record that the article was also seen under *url*, as after a redirect."""
        with self.transaction():
            identity.add_alias(self.db, article_id, url)

    def mark_seen(self, article_id: int, at: datetime) -> None:
        """Record that the article is still there, unchanged (status 304)."""
        with self.transaction():
            writing.mark_seen(self.db, article_id, at)

    def mark_gone(self, article_id: int, at: datetime, detail: Mapping[str, Any] | None = None) -> datetime:
        """Record that the site took the article away, *detail*: how; return since when. Its last good copy stays."""
        with self.transaction():
            return writing.mark_gone(self.db, article_id, at, detail)

    def keep_page(
        self,
        url: str,
        body: bytes,
        *,
        fetched_at: datetime,
        status: int,
        headers: Mapping[str, Any],
        article_id: int | None = None,
    ) -> int:
        """Keep a page as it came, that of an article or not, and return the capture's id."""
        with self.transaction():
            return captures.keep_page(
                *(self.db, url, body),
                fetched_at=fetched_at,
                status=status,
                headers=headers,
                article_id=article_id,
            )

    def forget(self, ref: int | str, *, reason: str | None = None, at: datetime | None = None) -> ArticleRow:
        """Take an article out of every table, index and kept page, for good: see `forgetting.forget`.

        Returns what it was. Raises `ArticleNotFoundError`.
        """
        found = self.article(ref)
        self.db.execute("PRAGMA secure_delete = ON")
        with self.transaction():
            forgetting.forget(self.db, found.id, at=utc_text(at or datetime.now(UTC)), reason=reason)
        with archive_errors(self.path, self.timeout):
            forgetting.wipe(self.db.conn)
        return found

    def allow_again(self, url: str) -> bool:
        """Let an article that was forgotten come back when a crawl meets it; False if *url* is not forgotten."""
        with self.transaction():
            return forgetting.allow_again(self.db, url) > 0

    def remove_site(self, site: str) -> int:
        """Take a site without an article out of the ledger; return how many pages it had: see `sites.remove`."""
        with self.transaction():
            return sites.remove(self.db, site)

    def start_run(
        self,
        spider: str,
        site: str | None = None,
        arguments: Mapping[str, Any] | None = None,
        *,
        at: datetime | None = None,
    ) -> int:
        """Record that a run starts (now), and return its number."""
        with self.transaction():
            return runs.start_run(self.db, spider, site, arguments or {}, at=at or datetime.now(UTC))

    def finish_run(
        self,
        run_id: int,
        *,
        status: str,
        exit_code: int,
        counts: Mapping[str, int],
        fields: FieldCounts | None = None,
        stats: Mapping[str, Any] | None = None,
        at: datetime | None = None,
    ) -> None:
        """Record how a run ended (now): see `runs.finish_run`."""
        with self.transaction():
            runs.finish_run(
                *(self.db, run_id),
                status=status,
                exit_code=exit_code,
                counts=counts,
                fields=fields or {},
                stats=stats or {},
                at=at or datetime.now(UTC),
            )

    def backup(self, target: Path) -> None:
        """Copy the archive, as last committed, to *target*; others may write meanwhile."""
        with archive_errors(target, self.timeout):
            copy_archive(self.path, target)

    def reindex(self) -> None:
        """Make the full-text indexes again, as after another tool rebuilt them."""
        with self.transaction():
            checking.reindex(self.db)
