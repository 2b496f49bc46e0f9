"""What is said, and left alone, when a path is no archive or cannot be used."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lock_gates import MONDAY, URL, article

from crawler.archive import (
    Archive,
    ArchiveDamagedError,
    ArchiveError,
    ArchiveFullError,
    ArchiveLockedError,
    ArchiveMissingError,
    ArchivePathError,
    ArchiveReadOnlyError,
    ForeignArchiveError,
)

NOW = datetime(2026, 11, 24, 3, 25, tzinfo=UTC)
BOTH_WAYS = pytest.mark.parametrize("read_only", [True, False], ids=["reading", "writing"])


@pytest.fixture
def place():
    """A folder that other users may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_nobody(question):
    """Return what *question* says, or the error that it raises, for a user without root's rights."""
    if os.geteuid() != 0:
        return _answer(question)
    ours, theirs = os.pipe()
    if (child := os.fork()) == 0:
        os.setuid(65534)
        os.write(theirs, _answer(question).encode())
        os._exit(0)
    os.close(theirs)
    os.waitpid(child, 0)
    with os.fdopen(ours) as pipe:
        return pipe.read()


def _answer(question):
    try:
        return repr(question())
    except ArchiveError as error:
        return f"{type(error).__name__}: {error}"


def make_archive(path):
    with Archive(path) as archive, archive.transaction():
        archive.db.execute("INSERT INTO hosts (host) VALUES ('harbour.example')")


def hosts(path, **options):
    with Archive(path, **options) as archive:
        return archive.db.execute("SELECT host FROM hosts").fetchall()


def test_folders_and_file_are_made(tmp_path):
    make_archive(tmp_path / "new" / "folders" / "archive.db")

    assert hosts(tmp_path / "new" / "folders" / "archive.db") == [("harbour.example",)]


def test_closed_archive_is_one_file(tmp_path):
    make_archive(tmp_path / "archive.db")
    hosts(tmp_path / "archive.db", read_only=True)

    assert [p.name for p in tmp_path.iterdir()] == ["archive.db"]


@pytest.mark.parametrize("name", ["a b.db", "a?b#c%41.db", "архів.db", "'; DROP TABLE x.db"])
def test_any_file_name_will_do(tmp_path, name):
    make_archive(tmp_path / name)

    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_relative_path_as_text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    make_archive("archive.db")

    assert hosts("archive.db", read_only=True) == [("harbour.example",)]


@pytest.mark.parametrize("content", [b"", None], ids=["no bytes", "a page without tables"])
def test_empty_file_becomes_an_archive(tmp_path, content):
    path = tmp_path / "archive.db"
    if content is None:  # as left by a process that was killed while it made the archive
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA journal_mode = WAL")
        assert path.stat().st_size > 0
    else:
        path.write_bytes(content)

    make_archive(path)

    assert hosts(path) == [("harbour.example",)]


def _foreign_text(path):
    path.write_text("Dear diary")


def _foreign_byte(path):
    path.write_text("1")  # SQLite itself takes a file of one byte for an empty one


def _foreign_bytes(path):
    path.write_bytes(os.urandom(100_000))


def _foreign_header(path):
    path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)


def _foreign_database(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE diary (entry)")
        db.commit()


def _foreign_wal_database(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE articles (body)")
        db.commit()


def _foreign_application(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA application_id = 7")


@BOTH_WAYS
@pytest.mark.parametrize(
    "write",
    [
        _foreign_text,
        _foreign_byte,
        _foreign_bytes,
        _foreign_header,
        _foreign_database,
        _foreign_wal_database,
        _foreign_application,
    ],
)
def test_foreign_file_is_refused_and_stays_as_it_is(tmp_path, write, read_only):
    path = tmp_path / "archive.db"
    write(path)
    before = path.read_bytes()

    with pytest.raises(ForeignArchiveError, match=r"not an archive of newsarc's.*Nothing was changed") as caught:
        Archive(path, read_only=read_only)

    assert str(path) in str(caught.value)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["archive.db"]


def test_foreign_database_in_use_is_refused(tmp_path):
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE diary (entry)")
        with pytest.raises(ForeignArchiveError):
            Archive(path)
        assert db.execute("SELECT * FROM diary").fetchall() == []


def test_reading_makes_nothing(tmp_path):
    path = tmp_path / "folder" / "archive.db"

    with pytest.raises(ArchiveMissingError) as caught:
        Archive(path, read_only=True)

    assert str(caught.value) == (
        f"no archive at {path}; crawl something first, e.g. `newsarc crawl https://...`, or name one with --archive"
    )
    assert list(tmp_path.iterdir()) == []


def test_reading_an_empty_file_finds_no_archive(tmp_path):
    (tmp_path / "archive.db").touch()

    with pytest.raises(ArchiveMissingError):
        Archive(tmp_path / "archive.db", read_only=True)


def test_reader_cannot_write(tmp_path):
    make_archive(tmp_path / "archive.db")

    with Archive(tmp_path / "archive.db", read_only=True) as archive:
        with pytest.raises(ArchiveReadOnlyError, match="opened for reading"), archive.transaction():
            pass
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            archive.db.execute("DELETE FROM hosts")


@BOTH_WAYS
def test_folder_is_refused(tmp_path, read_only):
    with pytest.raises(ArchivePathError, match=r"is a folder\. Name a file in it"):
        Archive(tmp_path, read_only=read_only)


@BOTH_WAYS
@pytest.mark.parametrize("name", ["x" * 300, "a\0b"], ids=["long", "NUL"])
def test_impossible_name_is_refused(tmp_path, name, read_only):
    with pytest.raises(ArchivePathError, match="is no path for an archive"):
        Archive(tmp_path / name, read_only=read_only)


@BOTH_WAYS
def test_pipe_is_refused_without_waiting_for_it(tmp_path, read_only):
    os.mkfifo(tmp_path / "archive.db")

    with pytest.raises(ArchivePathError, match="not a regular file"):
        Archive(tmp_path / "archive.db", read_only=read_only)


def test_file_where_a_folder_should_be(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ArchivePathError, match=r"cannot be made: no folder .*file"):
        Archive(tmp_path / "file" / "archive.db")


def test_unwritable_folder(place):
    place.chmod(0o555)

    said = as_nobody(lambda: make_archive(place / "archive.db"))

    assert said.startswith(f"ArchivePathError: {place / 'archive.db'} cannot be written: this user has no permission")
    assert list(place.iterdir()) == []


def test_unwritable_file(place):
    make_archive(place / "archive.db")
    (place / "archive.db").chmod(0o444)
    place.chmod(0o777)

    said = as_nobody(lambda: make_archive(place / "archive.db"))

    assert said.startswith(f"ArchivePathError: {place / 'archive.db'} cannot be written")


def test_unreadable_file(place):
    make_archive(place / "archive.db")
    (place / "archive.db").chmod(0)

    said = as_nobody(lambda: hosts(place / "archive.db", read_only=True))

    assert said.startswith(f"ArchivePathError: {place / 'archive.db'} cannot be read: Permission denied")


def test_archive_in_a_read_only_folder_is_read_and_copied(place):
    kept, free = place / "kept", place / "free"
    make_archive(kept / "archive.db")
    (kept / "archive.db").chmod(0o444)
    kept.chmod(0o555)
    free.mkdir()
    free.chmod(0o777)

    def copied():
        with Archive(kept / "archive.db", read_only=True) as archive:
            archive.backup(free / "copy.db")
        return hosts(free / "copy.db", read_only=True)

    assert as_nobody(lambda: hosts(kept / "archive.db", read_only=True)) == "[('harbour.example',)]"
    assert as_nobody(copied) == "[('harbour.example',)]"
    assert [p.name for p in kept.iterdir()] == ["archive.db"]


def test_archive_in_a_read_only_folder_with_changes_outside_the_file(place):
    live = place / "live"
    make_archive(live / "archive.db")
    copy = place / "copy"
    with Archive(live / "archive.db") as archive:
        archive.start_run("news_site")
        copy.mkdir()
        for name in ("archive.db", "archive.db-wal"):  # copied while a crawl runs, without -shm
            shutil.copy(live / name, copy / name)
            (copy / name).chmod(0o444)
    copy.chmod(0o555)

    said = as_nobody(lambda: hosts(copy / "archive.db", read_only=True))

    assert said.startswith("ArchivePathError: ")
    assert "archive.db-wal holds changes. Copy both files" in said


@pytest.mark.parametrize("timeout", [0, 0.2])
def test_lock_that_is_not_had(tmp_path, timeout):
    path = tmp_path / "archive.db"
    with Archive(path) as first, Archive(path, timeout=timeout) as second, first.transaction():
        first.db.execute("INSERT INTO hosts (host) VALUES ('a')")

        with pytest.raises(ArchiveLockedError) as caught:
            second.start_run("news_site")

        assert str(caught.value) == (
            f"{path} is locked: another process has been writing to it for {timeout:g} s. "
            "Wait until it has finished, or stop it, and try again."
        )
        assert list(second.runs()) == []


def test_readers_do_not_wait_for_writers(tmp_path):
    path = tmp_path / "archive.db"
    make_archive(path)
    with Archive(path) as writer, writer.transaction():
        writer.db.execute("DELETE FROM hosts")

        assert hosts(path, read_only=True, timeout=0) == [("harbour.example",)]


def start_and_raise(archive, error):
    with archive.transaction():
        archive.start_run("news_site")
        raise error


def test_transaction_is_kept_as_a_whole_or_not_at_all(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        with pytest.raises(KeyboardInterrupt):
            start_and_raise(archive, KeyboardInterrupt)
        assert archive.runs() == []

        with archive.transaction():
            archive.start_run("outer")
            with pytest.raises(ZeroDivisionError):
                start_and_raise(archive, ZeroDivisionError)
        assert [run.spider for run in archive.runs()] == ["outer"]


def test_full_disk_is_named(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        (pages,) = archive.db.execute("PRAGMA page_count").fetchone()
        archive.db.execute(f"PRAGMA max_page_count = {pages}")  # what SQLite says is the same as for a full disk

        with pytest.raises(ArchiveFullError, match="disk is full"):
            archive.keep_page("https://a.example/", os.urandom(100_000), fetched_at=NOW, status=200, headers={})

        assert archive.db.execute("SELECT count(*) FROM bodies").fetchone() == (0,)


def test_damage_is_named(tmp_path):
    path = tmp_path / "archive.db"
    make_archive(path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))

    with pytest.raises(ArchiveDamagedError, match="go on from a backup"), Archive(path) as archive:
        archive.start_run("news_site")


def test_who_else_closes_takes_no_log_from_two_that_are_open_here(tmp_path: Path):
    path = tmp_path / "archive.db"
    another = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT * FROM articles'); db.close()"
    with Archive(path) as one, Archive(path):
        log = path.with_name("archive.db-wal").stat().st_ino
        # The last to close an archive takes its log away. A process that opens the file itself, and closes it, gives up
        # what SQLite has locked for it: then somebody else believes to be the last, and what is written here is lost.
        subprocess.run([sys.executable, "-c", another, path], check=True)

        assert path.with_name("archive.db-wal").stat().st_ino == log
        one.save(article(), seen_at=MONDAY)
    with Archive(path, read_only=True) as read:
        assert read.article(URL).url == URL
