"""Crawl runs: when, with what, what came of it, and how often each field was filled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.archive.values import storable, to_json
from crawler.reading.instants import utc_text

COUNTS = ("pages_fetched", "articles_new", "articles_updated", "articles_unchanged", "not_articles", "failed")
FIELD_COUNTS = ("found", "filled", "missing", "disagree", "errors")
_JSON = (5, 14)  # places of `arguments` and `stats` in a row
FieldCounts = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of one spider. `status` is "running" until the run has said how it ended; so is a killed one's."""

    id: int
    started_at: str
    finished_at: str | None
    spider: str
    site: str | None
    arguments: dict[str, Any]
    status: str
    exit_code: int | None
    pages_fetched: int
    articles_new: int
    articles_updated: int
    articles_unchanged: int
    not_articles: int
    failed: int
    stats: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RunFieldRow:
    """How often a run found, filled and missed one field of a site. `sources`: how often each source was chosen."""

    site: str
    field: str
    found: int
    filled: int
    missing: int
    disagree: int
    errors: int
    sources: dict[str, int]


def start_run(db: Database, spider: str, site: str | None, arguments: Mapping[str, Any], *, at: datetime) -> int:
    """Record that a run starts, and return its number."""
    (run_id,) = db.execute(
        "INSERT INTO runs (started_at, spider, site, arguments) VALUES (?, ?, ?, ?) RETURNING id",
        (utc_text(at), storable(spider), storable(site) if site else None, to_json(dict(arguments))),
    ).fetchone()
    return int(run_id)


def finish_run(
    db: Database,
    run_id: int,
    *,
    status: str,
    exit_code: int,
    counts: Mapping[str, int],
    fields: FieldCounts,
    stats: Mapping[str, Any],
    at: datetime,
) -> None:
    """Record how a run ended. *counts*: of `COUNTS`; *fields*: site -> field -> `FIELD_COUNTS` and `sources`.

    Raises `ValueError` for a count that the table does not have.
    """
    known = {**dict.fromkeys(FIELD_COUNTS, 0), "sources": {}}
    asked = set(counts) - set(COUNTS) | {n for by in fields.values() for values in by.values() for n in values} - set(
        known
    )
    if asked:
        raise ValueError(f"a run does not count {sorted(asked)}. Expected {COUNTS}, and for fields {tuple(known)}")
    db.execute(
        """
        UPDATE runs SET finished_at = ?, status = ?, exit_code = ?, stats = ?, pages_fetched = ?, articles_new = ?,
            articles_updated = ?, articles_unchanged = ?, not_articles = ?, failed = ? WHERE id = ?
        """,
        (utc_text(at), status, exit_code, to_json(dict(stats)), *(counts.get(name, 0) for name in COUNTS), run_id),
    )
    db.conn.executemany(
        """
        INSERT OR REPLACE INTO run_fields (run_id, site, field, found, filled, missing, disagree, errors, sources)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (run_id, site, field, *(values.get(name, 0) for name in FIELD_COUNTS), to_json(values.get("sources", {})))
            for site, by_field in fields.items()
            for field, values in by_field.items()
        ],
    )


def runs(db: Database, limit: int | None) -> list[RunRow]:
    """Return the latest runs, the newest first."""
    rows = db.execute(
        """
        SELECT id, started_at, finished_at, spider, site, arguments, status, exit_code, pages_fetched, articles_new,
            articles_updated, articles_unchanged, not_articles, failed, stats
        FROM runs ORDER BY id DESC LIMIT ?
        """,
        (-1 if limit is None else limit,),
    )
    return [RunRow(*(json.loads(v) if i in _JSON else v for i, v in enumerate(row))) for row in rows]


def count_runs(db: Database) -> int:
    """Return how many runs there were."""
    return int(db.execute("SELECT count(*) FROM runs").fetchone()[0])


def run_fields(db: Database, run_id: int) -> list[RunFieldRow]:
    """Return the counts of each field in one run, in the order they were written; [] for no such run."""
    rows = db.execute(
        """
        SELECT site, field, found, filled, missing, disagree, errors, sources FROM run_fields
        WHERE run_id = ? ORDER BY rowid
        """,
        (run_id,),
    )
    return [RunFieldRow(*(*row[:7], json.loads(row[7]))) for row in rows]
