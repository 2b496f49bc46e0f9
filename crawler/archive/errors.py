"""What can be wrong with an archive. Each message names the file, what was expected and what to do.

ArchiveError
├── ArchivePathError       the path cannot hold an archive: a folder, no permission
├── ArchiveMissingError    nothing to read there yet
├── ArchiveReadOnlyError   a write through `Archive(path, read_only=True)`
├── ForeignArchiveError    the file is something else
├── SchemaVersionError     another version of newsarc wrote it
├── ArchiveLockedError     others kept the write lock for too long
├── ArchiveFullError       the disk is full
├── ArchiveDamagedError    SQLite cannot read its own file
├── ArticleNotFoundError   no article has this id or URL
└── CaptureNotFoundError   no such page was kept
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ArchiveError(Exception):
    """Something is wrong with the archive; nothing was changed by the attempt."""


class ArchivePathError(ArchiveError):
    """The path cannot hold an archive: it is a folder, its folder cannot be written, permission is missing."""


class ArchiveMissingError(ArchiveError):
    """There is no archive to read."""


class ArchiveReadOnlyError(ArchiveError):
    """The archive was opened for reading and is asked to write."""


class ForeignArchiveError(ArchiveError):
    """The file is not an archive of newsarc's."""


class SchemaVersionError(ArchiveError):
    """The archive's schema is not the one that this version knows."""


class ArchiveLockedError(ArchiveError):
    """The write lock was not had in time."""


class ArchiveFullError(ArchiveError):
    """There is no room left to write."""


class ArchiveDamagedError(ArchiveError):
    """SQLite finds the file damaged."""


class StoryNotFoundError(ArchiveError, LookupError):
    """No story has this number."""


class ArticleNotFoundError(ArchiveError, LookupError):
    """No article has this id or was seen under this URL."""


class CaptureNotFoundError(ArchiveError, LookupError):
    """No page was kept under this number or digest."""


# The file, not what was to be written: nothing else can be written either.
CANNOT_WRITE = (ArchivePathError, ArchiveFullError, ArchiveDamagedError, ArchiveLockedError)


@contextmanager
def archive_errors(path: Path, timeout: float) -> Iterator[None]:
    """Raise what SQLite says about *path* in our words. Errors of our own SQL stay as they are.

    *timeout*: seconds that the caller waited for a lock, for the message.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        # Extended codes keep the kind in the low byte. No room for the -shm file is told as a failure of the disk.
        code = sqlite3.SQLITE_FULL if code == sqlite3.SQLITE_IOERR_SHMSIZE else code & 0xFF
        if (known := _in_our_words(path, timeout, code, error)) is None:
            raise
        raise known from error


def _in_our_words(path: Path, timeout: float, code: int, error: sqlite3.Error) -> ArchiveError | None:
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return ArchiveLockedError(
                f"{path} is locked: another process has been writing to it for {timeout:g} s. "
                "Wait until it has finished, or stop it, and try again."
            )
        case sqlite3.SQLITE_FULL:
            return ArchiveFullError(
                f"{path} cannot grow: the disk is full. What was saved before is safe. Make room and start again."
            )
        case sqlite3.SQLITE_IOERR:
            return ArchivePathError(
                f"{path} cannot be read or written: {error}. Look after the disk, or name another with --archive."
            )
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return ArchivePathError(
                f"{path} cannot be used: {error}. Expected a file in a folder that this user may write. "
                "Give permission, or name another archive with --archive."
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return ArchiveDamagedError(
                f"{path} is damaged: {error}. Keep a copy of it with its -wal file; go on from a backup, or "
                f"rescue what can be read with `sqlite3 {path.name} .recover`."
            )
    return None


@contextmanager
def temporary_room(use: str, then: str) -> Iterator[None]:
    """Tell in words where the disk is full of SQLite's temporary files. *use*: what they are for, *then*: what stays.

    Raises `ArchiveFullError`.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_FULL:
            raise
        raise ArchiveFullError(
            f"the disk is full where temporary files are kept: {use}. {then}. Make room, or name a folder in "
            "SQLITE_TMPDIR that has some, and start again."
        ) from error
