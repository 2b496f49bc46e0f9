"""The schema's history, one file a step. A step is never edited after a release: write the next one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Migrations

from crawler.archive.migrations import m0001_tables, m0004_health


@dataclass(frozen=True, slots=True)
class Schema:
    """The steps that lead to a version. Each sets `PRAGMA user_version` to its own number."""

    version: int
    migrations: Migrations


SCHEMA = Schema(version=4, migrations=Migrations("newsarc"))
SCHEMA.migrations(name="m0001_tables")(m0001_tables.apply)
SCHEMA.migrations(name="m0004_health")(m0004_health.apply)
