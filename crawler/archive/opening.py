"""Opening an archive's file, or saying why not. A file that is refused is left as it was, to the byte."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shlex import quote

from sqlite_utils import Database

from crawler.archive.errors import (
    ArchiveMissingError,
    ArchivePathError,
    ForeignArchiveError,
    SchemaVersionError,
    archive_errors,
)
from crawler.archive.migrations import SCHEMA, Schema

APPLICATION_ID = int.from_bytes(b"narc")
MAGIC = b"SQLite format 3\0"
NO_SQLITE = "it is not an SQLite file"
WAL_LIMIT = 64 << 20  # bytes that the -wal file keeps after a checkpoint
# Bytes of a page of the file. An article is a few pages long and changes a row in a hundred others, of indexes: less
# is left empty of small pages, and less is written.
PAGE_SIZE = 1024
CACHE = 16 << 10  # KiB of pages that a connection holds: a phrase of common words reads some thousands of them
CHECKPOINT = (4 << 20) // PAGE_SIZE  # pages in the -wal file, after which they are written to their places


def open_for_writing(
    path: Path, *, timeout: float = 30, schema: Schema = SCHEMA, tell_backup: Callable[[Path], None] = lambda path: None
) -> Database:
    """Return the archive at *path*, made if there is none, upgraded if it is older.

    - folders on the way are made; an empty file becomes an archive
    - an older archive is copied to `NAME.v1-backup` beside it (1: its schema) and then upgraded; *tell_backup* is
      called with the copy
    - *timeout*: seconds to wait for others' locks, here and in every later transaction

    Raises `ArchivePathError`, `ForeignArchiveError`, `SchemaVersionError`, `ArchiveLockedError`.
    """
    _prepare_place(path)
    with archive_errors(path, timeout):
        version = read_version(path, timeout) if path.exists() else 0
        if version > schema.version:
            raise _newer(path, version, schema)
        connection = _connect(path, "rwc", timeout)
        try:
            connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")  # of a file that holds nothing yet
            use_wal(connection, timeout)
            db = _database(connection)
            if version < schema.version:
                backup = _upgrade(db, path, schema)
                if backup is not None:
                    tell_backup(backup)
        except BaseException:
            connection.close()
            raise
    return db


def open_for_reading(path: Path, *, timeout: float = 30, schema: Schema = SCHEMA) -> Database:
    """Return the archive at *path* for queries. Nothing is made or changed.

    Raises `ArchiveMissingError` as well as what `open_for_writing` raises.
    """
    _check_kind(path)
    missing = ArchiveMissingError(
        f"no archive at {path}; crawl something first, e.g. `newsarc crawl https://...`, or name one with --archive"
    )
    if not path.exists():
        raise missing
    if _wal(path).exists() and not path.with_name(f"{path.name}-shm").exists() and not _may_write(path):
        raise ArchivePathError(
            f"{path} cannot be read: its folder is read-only and {_wal(path).name} holds changes. "
            "Copy both files to a folder that this user may write, and name the copy with --archive."
        )
    with archive_errors(path, timeout):
        version = read_version(path, timeout)
        if version == 0:
            raise missing
        if version > schema.version:
            raise _newer(path, version, schema)
        if version < schema.version:
            raise SchemaVersionError(
                f"{path} has schema {version}; this version reads {schema.version}. "
                f"Run `newsarc archive upgrade --archive {quote(str(path))}` once: it keeps a backup beside it."
            )
        return _database(_connect_for_reading(path, timeout))


def read_version(path: Path, timeout: float = 30) -> int:
    """Return the schema version of the file at *path*; 0 for one that holds nothing yet.

    Raises `ForeignArchiveError` if it is neither ours nor empty.
    """
    # SQLite alone opens the file: closing it ourselves would give up all locks that this process has on it (POSIX has
    # them so), and whoever closes the archive then takes the -wal file away from under an archive that is open here.
    if not os.access(path, os.R_OK):
        raise ArchivePathError(f"{path} cannot be read: {os.strerror(errno.EACCES)}. Give permission, or name another.")
    size = path.stat().st_size
    if not size:
        return 0
    if size == 1:  # SQLite takes it for a file that holds nothing yet, and would write over it
        raise _foreign(path, NO_SQLITE)
    # Without a -wal file all is in the file itself; reading it so leaves nothing beside a foreign one.
    with closing(_connect(path, "ro" if _wal(path).exists() else "ro&immutable=1", timeout)) as connection:
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if application == APPLICATION_ID:
                return int(version)
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_NOTADB:
                raise _foreign(path, NO_SQLITE) from error
            raise _foreign(path, f"SQLite cannot read it: {error}") from error
    if (application, version, tables) == (0, 0, 0):
        return 0
    raise _foreign(path, f"it is an SQLite file with the application_id {application}, not {APPLICATION_ID}")


def is_sqlite(path: Path) -> bool:
    """Return whether there is a file of SQLite's at *path*, an archive or another; False where nobody may read it.

    Not to be asked of one that is open in this process: see `read_version`.
    """
    try:
        if not path.is_file():  # to open a pipe would wait for who reads it
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except (OSError, ValueError):
        return False


@contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that holds the write lock from its start; undone by any exception."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _connect(path: Path, mode: str, timeout: float) -> sqlite3.Connection:
    # Transactions are ours to begin: isolation_level None. as_uri() escapes "?" and "#" in names.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=timeout, isolation_level=None)


def _connect_for_reading(path: Path, timeout: float) -> sqlite3.Connection:
    # A read-only connection to a WAL file leaves -wal and -shm behind: prefer one that may tidy up.
    writable = _may_write(path)
    connection = _connect(path, "rw" if writable else "ro", timeout)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        connection.close()
        has_no_room = error.sqlite_errorcode == sqlite3.SQLITE_IOERR_SHMSIZE and not _holds_changes(path)
        has_no_right = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not has_no_room and (writable or not has_no_right):
            raise
        connection = _connect(path, "ro&immutable=1", timeout)  # SQLite cannot make its lock file here
    return connection


def _holds_changes(path: Path) -> bool:
    """Whether some of an archive is in its -wal file alone."""
    return _wal(path).exists() and _wal(path).stat().st_size > 0


def _database(connection: sqlite3.Connection) -> Database:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # in WAL: no damage by a power cut, the last commit may be lost
    connection.execute(f"PRAGMA journal_size_limit = {WAL_LIMIT}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    return Database(connection, execute_plugins=False)


def use_wal(connection: sqlite3.Connection, timeout: float) -> None:
    """Let readers go on while one writes, from now on."""
    # SQLite does not wait for the lock when the journal changes, so we do.
    deadline = time.monotonic() + timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _upgrade(db: Database, path: Path, schema: Schema) -> Path | None:
    """Bring an archive up to *schema*, and return the copy of what it was, if it was one."""
    backup = None
    try:
        with immediate(db.conn):
            # Again, under the lock: another process may have upgraded it meanwhile.
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version > schema.version:
                raise _newer(path, version, schema)
            if 0 < version < schema.version:
                backup = _back_up(path, version)
            if version < schema.version:
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                schema.migrations.apply(db)
                db.execute(f"PRAGMA user_version = {schema.version}")
    except BaseException:
        # The archive is as it was. On a disk without room for the rest each crawl by cron would leave one more copy.
        if backup is not None:
            backup.unlink()
        raise
    return backup


def _back_up(path: Path, version: int) -> Path:
    """Copy the archive, as last committed, to a new name beside it, and return that."""
    backup = path.with_name(f"{path.name}.v{version}-backup")
    number = 1
    while backup.exists():
        number += 1
        backup = path.with_name(f"{path.name}.v{version}-backup-{number}")
    copy_archive(path, backup)
    return backup


def copy_archive(path: Path, target: Path) -> None:
    """Copy the archive, as last committed, to *target*, which is there only once it is whole."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        with closing(_connect_for_reading(path, 30)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
        unfinished.replace(target)
    finally:  # of a copy that a full disk cut short
        for left in (unfinished, target.with_name(f"{unfinished.name}-journal")):
            left.unlink(missing_ok=True)


def _check_kind(path: Path) -> None:
    try:
        kind = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        raise ArchivePathError(f"{str(path)!r} is no path for an archive: {error}. Name another one.") from error
    if stat.S_ISDIR(kind):
        raise ArchivePathError(f"{path} is a folder. Name a file in it, e.g. {path / 'archive.db'}.")
    if not stat.S_ISREG(kind):
        raise ArchivePathError(f"{path} is not a regular file. Name another archive with --archive.")


def _prepare_place(path: Path) -> None:
    _check_kind(path)
    folder = path.absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ArchivePathError(f"{path} cannot be made: no folder {folder} ({why}). Name another place.") from error
    for place, needed in ((folder, True), (path, path.exists())):
        if needed and not os.access(place, os.W_OK):
            raise ArchivePathError(
                f"{path} cannot be written: this user has no permission to write {place}. "
                "Give permission, or name another archive with --archive."
            )


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _foreign(path: Path, reason: str) -> ForeignArchiveError:
    return ForeignArchiveError(
        f"{path} is not an archive of newsarc's: {reason}. Nothing was changed. Name another archive with --archive."
    )


def _newer(path: Path, version: int, schema: Schema) -> SchemaVersionError:
    return SchemaVersionError(
        f"{path} was written by schema {version}; this version knows {schema.version}. "
        "Upgrade newsarc, or name another archive."
    )
