"""The schema, and how an archive of an older one is upgraded."""

import hashlib
import multiprocessing
import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database, Migrations

from crawler.archive import Archive, ArchiveError, SchemaVersionError
from crawler.archive.articles.identity import dress
from crawler.archive.captures.compression import zstd
from crawler.archive.ledger import leasing
from crawler.archive.migrations import SCHEMA, STEPS, Schema, schema_of
from crawler.archive.opening import APPLICATION_ID, open_for_reading, open_for_writing
from crawler.discovery.periods import ANY_TIME

COLUMNS = {
    "pages": "url url_key site found_in found_at listed_at state reason http_status etag last_modified fetched_at "
    "due_at lease_until lease_owner article_id id kind spider failures "
    "visits changes published_at is_told is_onward",
    "url_shapes": "site shape articles others",
    "hosts": "host next_allowed_at delay robots robots_fetched_at robots_status lease_owner lease_until wanted_by "
    "wanted_at failures reason tdmrep tdmrep_fetched_at",
    "articles": "id url site title description authors source section tags language published_at published_at_utc "
    "published_at_precision modified_at body word_count view_count image_url image_caption access kind story_id "
    "first_seen_at last_seen_at gone_at text_hash provenance reader_version",
    "aliases": "url_key loose_key url article_id",
    "revisions": "article_id number seen_at title description body authors modified_at "
    "kind fields silent encoding data",
    "view_counts": "article_id seen_at views raw",
    "quotes": "id article_id position text start end kind utterance speaker speaker_as_printed cue text_hash",
    "captures": "part_of header_set role id url fetched_at status headers digest sha256 article_id reserved",
    "header_sets": "id site headers",
    "bodies": "digest sha256 data size encoding dictionary_id",
    "dictionaries": "id site data size made_at made_of",
    "compression": "site dictionary_id pages first_share share latest",
    "corrections": "article_id field value was provenance corrected_at",
    "copies": "article_id digest data",
    "graves": "number what is_address",
    "stories": "id first_seen_at title article_id",
    "shingles": "shingle article_id",
    "site_paragraphs": "paragraph stories",
    "voices": "article_id story_id",
    "related": "article_id other_id kind",
    "entries": "article_id key published_at published_at_utc title body first_seen_at last_seen_at",
    "entry_keys": "article_id other_key key",
    "events": "id article_id kind at detail last_seen_at",
    "tombstones": "url_key url site text_hash forgotten_at reason",
    "runs": "id started_at finished_at spider site arguments status exit_code pages_fetched articles_new "
    "articles_updated articles_unchanged not_articles failed stats",
    "run_fields": "run_id site field found filled missing disagree errors sources examples",
    "run_sites": "run_id site counts levels examples examined_at",
    "run_listings": "run_id site url status links new_articles newest",
    "alarms": "id site kind subject run_id last_run_id at last_at ended_at accepted_at detail told_at end_told_at",
    "articles_fts": "title description body site language published_at_utc",
    "beginnings_fts": "body",
    "quotes_fts": "text speaker speaker_as_printed",
}


HIDDEN = 1  # a column of FTS5's own; what is made of other columns is 2
BACKUP = f"archive.db.v{SCHEMA.version}-backup"


def two_steps() -> Schema:
    """Today's schema and a step that is not written yet."""
    migrations = Migrations("newsarc")
    with closing(sqlite3.connect(":memory:")) as nothing:
        for step in SCHEMA.migrations.pending(Database(nothing)):
            migrations(name=step.name)(step.fn)

    @migrations()
    def m9999_moods(db: Database) -> None:
        db.execute("ALTER TABLE articles ADD COLUMN mood TEXT")

    return Schema(SCHEMA.version + 1, migrations)


@pytest.fixture
def path(tmp_path):
    with Archive(tmp_path / "archive.db"):
        pass
    return tmp_path / "archive.db"


@pytest.mark.parametrize(("table", "columns"), COLUMNS.items(), ids=COLUMNS)
def test_table_has_the_columns_of_the_design(path, table, columns):
    with closing(sqlite3.connect(path)) as db:
        assert {row[1] for row in db.execute(f"PRAGMA table_xinfo({table})") if row[6] != HIDDEN} == set(
            columns.split()
        )


def test_no_table_is_left_out(path):
    with closing(sqlite3.connect(path)) as db:
        names = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    indexes = ("articles_fts", "beginnings_fts", "quotes_fts")
    shadows = {f"{index}_{part}" for index in indexes for part in ("data", "idx", "config")} | {"articles_fts_docsize"}
    assert names - shadows - {"_sqlite_migrations"} == set(COLUMNS)


def test_file_says_what_it_is(path):
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,) == (0x6E617263,)
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA.version,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_connection_keeps_references_and_waits_for_locks(path):
    with Archive(path, timeout=7) as archive:
        pragmas = [archive.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "busy_timeout")]
    assert pragmas == [1, 7000]


def test_every_reference_has_an_index_for_its_deletion(path):
    with closing(sqlite3.connect(path)) as db:
        for table in COLUMNS:
            leading = {
                db.execute("SELECT name FROM pragma_index_info(?) ORDER BY seqno", (index,)).fetchone()[0]
                for (index,) in db.execute("SELECT name FROM pragma_index_list(?)", (table,))
            }
            keys = [
                row[0] for row in db.execute("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,))
            ]
            leading |= set(keys[:1])
            for (column,) in db.execute('SELECT "from" FROM pragma_foreign_key_list(?)', (table,)).fetchall():
                # sets of headers are never deleted
                assert column in leading or column in ("dictionary_id", "header_set"), (table, column)


def test_due_pages_of_a_host_are_found_in_order_through_their_index(path):
    plan = "EXPLAIN QUERY PLAN "
    values = {"site": "a", "host": "b", "now": "c", "limit": 9, "kinds": "[]", **ANY_TIME.bounds}
    with closing(sqlite3.connect(path)) as db:
        pages = [row[3] for row in db.execute(plan + leasing._DUE_OF_HOST, values)]
        hosts = [row[3] for row in db.execute(plan + leasing._HOSTS, values)]
    assert pages[0] == "SEARCH pages USING INDEX pages_due (site=? AND <expr>=?)"
    assert not [step for step in pages if "TEMP B-TREE" in step]
    assert not [step for step in hosts if step.startswith("SCAN pages")]


def test_older_archive_is_upgraded_after_a_backup_beside_it(path):
    with Archive(path) as archive, archive.transaction():
        archive.db.execute("INSERT INTO hosts (host) VALUES ('harbour.example')")

    open_for_writing(path, schema=two_steps()).close()

    backup = path.with_name(BACKUP)
    for file, version in ((path, SCHEMA.version + 1), (backup, SCHEMA.version)):
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (version,)
            assert db.execute("SELECT host FROM hosts").fetchall() == [("harbour.example",)]
    assert sorted(p.name for p in path.parent.iterdir()) == ["archive.db", BACKUP]


def test_second_backup_spares_the_first(path):
    path.with_name(BACKUP).write_text("mine")

    open_for_writing(path, schema=two_steps()).close()

    assert path.with_name(BACKUP).read_text() == "mine"
    assert path.with_name(f"{BACKUP}-2").exists()


def test_upgrade_that_fails_changes_nothing(path):
    schema = two_steps()

    @schema.migrations()
    def m9999_fails(db: Database) -> None:
        db.execute("CREATE TABLE half (done)")
        db.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_for_writing(path, schema=Schema(SCHEMA.version + 2, schema.migrations))

    with Archive(path) as archive:
        assert "half" not in archive.db.table_names()
        assert "mood" not in archive.db.table("articles").columns_dict
    assert [file.name for file in path.parent.iterdir()] == ["archive.db"]  # nor does each try leave a copy


@pytest.mark.parametrize("late", [step.__name__.rpartition(".")[2] for step in STEPS[1:]])
def test_a_step_that_comes_after_a_later_one_is_applied_all_the_same(tmp_path, late):
    """Lines of development number their steps apart, and meet in any order."""
    names = [step.__name__.rpartition(".")[2] for step in STEPS]
    path = tmp_path / "archive.db"
    earlier = schema_of(*(name for name in names if name != late)).migrations
    open_for_writing(path, schema=Schema(1, earlier)).close()

    with Archive(path) as archive:
        assert {step.name for step in SCHEMA.migrations.applied(archive.db)} == set(names)
        assert archive.db.execute("PRAGMA user_version").fetchone() == (SCHEMA.version,)


def test_what_is_stored_with_narrower_keys_is_what_was_there(tmp_path):
    """Captures keep what they belong to, addresses lead where they led; no revision repeats its article."""
    path = tmp_path / "archive.db"
    before_it = [name for step in STEPS if (name := step.__name__.rpartition(".")[2]) < "m0008"]
    url = "https://www.a.example/1/"
    with closing(open_for_writing(path, schema=schema_of(*before_it)).conn) as db:
        db.executescript(
            f"""
            INSERT INTO articles (url, site, title, body, first_seen_at, last_seen_at)
            VALUES ('{url}', 'a.example', 'T', 'B', '2025', '2025'), ('{url}2', 'a.example', 'U', 'C', '2025', '2025');
            INSERT INTO revisions (article_id, number, seen_at, title, body, encoding) VALUES
                (1, 1, '2025', 'T', NULL, 'article'), (2, 1, '2025', 'before a correction', NULL, 'article');
            INSERT INTO aliases VALUES ('www.a.example/1', 'a.example/1', '{url}', 1);
            INSERT INTO bodies (digest, size, data) VALUES ('{"d0" * 32}', 1, x'00'), ('{"e0" * 32}', 1, x'00');
            INSERT INTO captures (id, url, fetched_at, status, digest, part_of, role, reserved) VALUES
                (7, '{url}?page=2', '2025', 200, '{"e0" * 32}', NULL, 'page', NULL),
                (5, '{url}', '2025', 200, '{"d0" * 32}', 7, 'part', 'r');
            """
        )
        rows = (
            "SELECT id, url, fetched_at, status, headers, digest, article_id, reserved, part_of, role FROM captures"
            " JOIN bodies USING (digest) ORDER BY id"
        )
        captured = db.execute(rows).fetchall()

    with Archive(path) as archive:
        assert archive.db.execute(rows).fetchall() == captured
        assert len(captured) == 2
        assert [row.body for number in (1, 2) for row in archive.revisions(number)] == ["B", "C"]
        assert [row.title for number in (1, 2) for row in archive.revisions(number)] == ["T", "before a correction"]
        assert archive.db.execute("SELECT title, encoding FROM revisions").fetchall() == [
            (None, "whole"),
            ("before a correction", "article"),
        ]
        addresses = archive.db.execute("SELECT url_key, loose_key, url, article_id FROM aliases").fetchall()
        assert addresses == [("www.a.example/1", dress("http://a.example/1"), url, 1)]
        assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_digests_that_become_short_name_the_same_pages_also_where_they_are_none(tmp_path):
    path = tmp_path / "archive.db"
    before_it = [name for step in STEPS if (name := step.__name__.rpartition(".")[2]) < "m0019"]
    page = b"<p>gates"
    with closing(open_for_writing(path, schema=schema_of(*before_it)).conn) as db:
        whole = (hashlib.sha256(page).hexdigest(), len(page), zstd.compress(page))
        db.executemany("INSERT INTO bodies (digest, size, data) VALUES (?, ?, ?)", [whole, ("no digest", 1, b"")])
        db.execute(
            """
            INSERT INTO captures (url, fetched_at, status, digest, headers)
            SELECT 'https://a.example/' || rowid, '2025', 200, digest, '{"Server": "a"}' FROM bodies
            """
        )

    with Archive(path) as archive:
        kept = archive.capture(1)
        assert (kept.digest, archive.read_body(kept.digest), kept.headers) == (whole[0], page, {"Server": "a"})
        assert archive.db.execute("SELECT capture_id, value FROM capture_headers").fetchall() == [(1, "a"), (2, "a")]
        assert archive.db.execute("SELECT id FROM captures JOIN bodies USING (sha256)").fetchall() == [(1,), (2,)]
        assert archive.db.execute("PRAGMA foreign_key_check").fetchall() == []
        (fault,) = archive.check()
        assert fault.startswith(f"the kept body {b'no digest'.hex()} cannot be read")


def test_a_new_archive_has_small_pages(path):
    with Archive(path, read_only=True) as archive:
        assert archive.db.execute("PRAGMA page_size").fetchone() == (1024,)


def test_older_archive_is_not_upgraded_by_reading(path):
    before, old = path.read_bytes(), SCHEMA.version

    with pytest.raises(
        SchemaVersionError,
        match=f"has schema {old}; this version reads {old + 1}. Run `newsarc archive upgrade",
    ):
        open_for_reading(path, schema=two_steps())

    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [True, False])
def test_newer_archive_is_refused(path, read_only):
    open_for_writing(path, schema=two_steps()).close()
    before = path.read_bytes()

    with pytest.raises(SchemaVersionError) as caught:
        Archive(path, read_only=read_only)

    assert str(caught.value) == (
        f"{path} was written by schema {SCHEMA.version + 1}; this version knows {SCHEMA.version}. "
        "Upgrade newsarc, or name another archive."
    )
    assert path.read_bytes() == before


def _open(path, barrier, results):
    barrier.wait(20)
    try:
        with Archive(path) as archive:
            results.put(archive.db.execute("SELECT count(*) FROM articles").fetchone()[0])
    except (ArchiveError, sqlite3.Error) as error:
        results.put(repr(error))


def test_processes_that_make_the_archive_at_once_agree(tmp_path):
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(3), context.Queue()
    processes = [context.Process(target=_open, args=(tmp_path / "a.db", barrier, results)) for _ in range(3)]
    for process in processes:
        process.start()

    assert [results.get(timeout=30) for _ in processes] == [0, 0, 0]

    for process in processes:
        process.join(10)
        process.close()
    results.close()
