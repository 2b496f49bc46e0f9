"""The schema's history, one file a step. A step is never edited after a release: write the next one.

Numbers may be missing, and a step whose number is lower may come later than one whose number is higher: what an archive
has not seen is applied to it, in the order of `STEPS`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Migrations

from crawler.archive.migrations import (
    m0001_tables,
    m0002_hosts,
    m0003_finding,
    m0004_health,
    m0005_memory,
    m0006_in_and_out,
    m0007_quick_answers,
    m0008_revisions_of_the_article,
    m0009_narrow_keys,
    m0010_smaller_indexes,
    m0011_body_first,
    m0012_headers_once,
    m0013_small_merges,
    m0014_filters_in_the_index,
    m0015_headers_by_place,
    m0016_beginnings,
    m0017_narrow_indexes,
    m0018_longer_beginnings,
    m0019_short_digests,
    m0020_gone_articles,
    m0021_keys_of_entries,
    m0022_copies,
    m0023_graves,
)

STEPS = (
    m0001_tables,
    m0002_hosts,
    m0003_finding,
    m0004_health,
    m0005_memory,
    m0006_in_and_out,
    m0007_quick_answers,
    m0008_revisions_of_the_article,
    m0009_narrow_keys,
    m0010_smaller_indexes,
    m0011_body_first,
    m0012_headers_once,
    m0013_small_merges,
    m0014_filters_in_the_index,
    m0015_headers_by_place,
    m0016_beginnings,
    m0017_narrow_indexes,
    m0018_longer_beginnings,
    m0019_short_digests,
    m0020_gone_articles,
    m0021_keys_of_entries,
    m0022_copies,
    m0023_graves,
)


@dataclass(frozen=True, slots=True)
class Schema:
    """The steps that lead to a version, which is the highest number of them and the file's `PRAGMA user_version`."""

    version: int
    migrations: Migrations


def schema_of(*names: str) -> Schema:
    """Return the schema of the steps called *names*, of all of them without a name."""
    migrations = Migrations("newsarc")
    steps = {step.__name__.rpartition(".")[2]: step for step in STEPS}
    for name in names or steps:
        migrations(name=name)(steps[name].apply)
    return Schema(max(int(name[1:5]) for name in names or steps), migrations)


SCHEMA = schema_of()
