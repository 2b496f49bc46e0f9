"""An archive that any released version wrote is opened, upgraded after a backup, and holds what it held."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database, Migrations

from crawler.archive import Archive
from crawler.archive.migrations import SCHEMA, Schema
from crawler.archive.opening import open_for_writing

STORED = sorted(Path(__file__).with_name("archives").glob("schema_*.db.gz"))
URL = "https://harbour.example/lock-gates"


@pytest.fixture(params=STORED, ids=lambda path: path.name.removesuffix(".db.gz"))
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def version_of_name(path: Path) -> int:
    return int(path.name.removeprefix("schema_").removesuffix(".db.gz"))


def steps() -> list[Any]:
    with closing(sqlite3.connect(":memory:")) as nothing:
        return SCHEMA.migrations.pending(Database(nothing))


def number_of(step: Any) -> int:
    return int(step.name[1:5])  # m0001_tables


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def tables_of(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def test_stored_archives_are_of_schemas_that_were():
    assert STORED
    assert {version_of_name(path) for path in STORED} <= {number_of(step) for step in steps()}


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


@pytest.mark.parametrize("file", STORED, ids=lambda path: path.name.removesuffix(".db.gz"))
def test_a_stored_schema_is_what_its_migrations_make_today(tmp_path: Path, file: Path):
    """A migration that was released is never edited: files in the world have what it made then."""
    version, migrations = version_of_name(file), Migrations("newsarc")
    for step in steps():
        if number_of(step) <= version:
            migrations(name=step.name)(step.fn)
    open_for_writing(tmp_path / "fresh.db", schema=Schema(version, migrations)).close()
    path = tmp_path / "stored.db"
    path.write_bytes(gzip.decompress(file.read_bytes()))

    assert tables_of(path) == tables_of(tmp_path / "fresh.db")


def test_an_upgraded_archive_is_as_one_made_today(stored: Path, tmp_path: Path):
    with Archive(tmp_path / "fresh.db"), Archive(stored):
        pass

    assert tables_of(stored) == tables_of(tmp_path / "fresh.db")
