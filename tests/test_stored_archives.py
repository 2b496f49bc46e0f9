"""An archive that any released version wrote is opened, upgraded after a backup, and holds what it held."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Command
from sqlite_utils import Database

from crawler.archive import Archive
from crawler.archive.migrations import SCHEMA, schema_of
from crawler.archive.opening import open_for_writing
from crawler.cli import main

STORED = sorted(Path(__file__).with_name("archives").glob("schema_*.db.gz"))
URL = "https://harbour.example/lock-gates"


@pytest.fixture(params=STORED, ids=lambda path: path.name.removesuffix(".db.gz"))
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def tables_of(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def test_a_release_stores_an_archive_of_its_schema():
    """`python tests/archives/make.py` does, once for each schema that a release has."""
    changelog = (Path(__file__).parent.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    is_released = "(unreleased)" not in changelog.split("\n## ")[1].split("\n")[0]

    assert STORED[0].name == "schema_1.db.gz"
    assert not is_released or f"schema_{SCHEMA.version}.db.gz" in {path.name for path in STORED}


def test_a_command_that_changes_an_archive_upgrades_it_by_the_way_and_makes_none(stored: Path, tmp_path: Path):
    nowhere = tmp_path / "nowhere.db"

    done = CliRunner().invoke(main, ["archive", "reindex", "--archive", str(stored)])
    missing = CliRunner().invoke(main, ["archive", "reindex", "--archive", str(nowhere)])

    assert (done.exit_code, version_of(stored)) == (0, SCHEMA.version)
    assert missing.exit_code == 1
    assert f"no archive at {nowhere}" in missing.stderr
    assert not nowhere.exists()


def test_an_older_archive_is_made_small_at_once(stored: Path):
    result = CliRunner().invoke(main, ["archive", "vacuum", "--archive", str(stored)])

    assert (result.exit_code, version_of(stored)) == (0, SCHEMA.version), result.stderr


def test_a_command_that_asks_names_the_one_that_upgrades_and_that_does_nothing_more(stored: Path, newsarc: Command):
    version, size = version_of(stored), stored.stat().st_size
    stored.with_name(f"archive.db.v{version}-backup").write_text("of an earlier try")

    refused = newsarc("list", "--archive", stored)
    done = newsarc("archive", "upgrade", "--archive", stored)
    again = newsarc("archive", "upgrade", "--archive", stored)

    assert refused.returncode == 1
    assert f"Run `newsarc archive upgrade --archive {stored}` once" in refused.stderr
    assert f"upgraded from schema {version} to {SCHEMA.version}" in done.stderr
    backup = Path(done.stderr.rpartition("as it was: ")[2].strip())
    assert (version_of(stored), version_of(backup), backup.stat().st_size) == (SCHEMA.version, version, size)
    assert "nothing to upgrade" in again.stderr
    assert newsarc("list", "--archive", stored, "--nl").returncode == 0


def test_nothing_is_made_where_there_is_nothing_to_upgrade(tmp_path: Path, newsarc: Command):
    missing, foreign = tmp_path / "missing.db", tmp_path / "notes.txt"
    foreign.write_text("notes")

    assert "no archive at" in newsarc("archive", "upgrade", "--archive", missing).stderr
    assert "is not an archive of newsarc's" in newsarc("archive", "upgrade", "--archive", foreign).stderr
    assert not missing.exists()
    assert foreign.read_text() == "notes"


def test_a_stored_archive_holds_what_it_held(stored: Path):
    version = version_of(stored)

    with Archive(stored) as archive:
        assert archive.check() == []
        row = archive.article(URL)
        assert (row.title, row.view_count, row.authors) == ("Lock gates close", 2312, ["Zoë Świt"])
        assert row.gone_at == "2026-11-23T09:25:00Z"
        assert [revision.body[1:4] for revision in archive.revisions(row.id) if revision.body] == ["Nin", "Ten"]
        assert [reading.views for reading in archive.views(row.id)] == [100, 2312]
        assert [quote.speaker for quote in archive.quotes(speaker="reed")] == ["Ann Reed"]
        assert [hit.article.id for hit in archive.search("水門 кораблі")] == [row.id]
        assert [run.spider for run in archive.runs()] == ["news_site"]

    backups = list(stored.parent.glob(f"*.v{version}-backup"))
    assert len(backups) == (version < SCHEMA.version)


def test_a_stored_schema_is_what_its_migrations_make_today(stored: Path, tmp_path: Path):
    """A migration that was released is never edited: files in the world have what it made then."""
    with closing(sqlite3.connect(stored)) as connection:
        applied = {step.name for step in SCHEMA.migrations.applied(Database(connection))}
    open_for_writing(tmp_path / "fresh.db", schema=schema_of(*applied)).close()

    assert tables_of(stored) == tables_of(tmp_path / "fresh.db")


def test_an_upgraded_archive_has_the_tables_of_a_new_one(stored: Path, tmp_path: Path):
    for path in (stored, tmp_path / "fresh.db"):
        Archive(path).close()

    assert {name for name, _ in tables_of(stored)} == {name for name, _ in tables_of(tmp_path / "fresh.db")}


def test_every_article_of_a_stored_archive_is_in_a_story(stored: Path):
    with Archive(stored) as archive:
        assert [row.story_id for row in archive.articles()] == [1]
        assert [row["article_id"] for row in archive.db["stories"].rows] == [1]
