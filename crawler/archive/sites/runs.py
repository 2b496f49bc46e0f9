"""Crawl runs: when, with what, what came of it, and how often each field was filled."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.archive.ledger.owners import is_alive, this_process
from crawler.archive.statements import one_number
from crawler.archive.values import storable, to_json
from crawler.reading.instants import utc_text

COUNTS = ("pages_fetched", "articles_new", "articles_updated", "articles_unchanged", "not_articles", "failed")
FIELD_COUNTS = ("found", "filled", "missing", "disagree", "errors")
_OF_FIELD = ("sources", "examples")
_JSON = (5, 14)  # places of `arguments` and `stats` in a row
_RUNS = """
SELECT id, started_at, finished_at, spider, site, arguments, status, exit_code, pages_fetched, articles_new,
    articles_updated, articles_unchanged, not_articles, failed, stats
FROM runs
"""
_RUNNING = f"{_RUNS} WHERE status = 'running' AND id > (SELECT max(id) FROM runs) - ?"  # noqa: S608
_OWNER = "owner"  # of a run that has not ended, in its `stats`: the process that it runs in
_RECENT = 1000  # runs, among which killed ones are looked for: no more may be under way
FieldCounts = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of one spider. `status` is "running" until the run has said how it ended, "killed" if it never will."""

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
    """How often a run found, filled and missed one field of a site. `sources`: how often each source was chosen.

    `examples`: the addresses of a few pages for each source, and for "missing", "disagree" and "errors".
    """

    site: str
    field: str
    found: int
    filled: int
    missing: int
    disagree: int
    errors: int
    sources: dict[str, int]
    examples: dict[str, list[str]]


def start_run(db: Database, spider: str, site: str | None, arguments: Mapping[str, Any], *, at: datetime) -> int:
    """Record that a run starts, and return its number. Earlier ones whose process is gone are put down as killed."""
    for row in db.execute(_RUNNING, (_RECENT,)).fetchall():
        if (run := _run_row(row)).status == "killed":
            db.execute("UPDATE runs SET status = 'killed' WHERE id = ?", (run.id,))
    told = (to_json(dict(arguments)), to_json({_OWNER: this_process()}))
    (run_id,) = db.execute(
        "INSERT INTO runs (started_at, spider, site, arguments, stats) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (utc_text(at), storable(spider), storable(site) if site else None, *told),
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
    """Record how a run ended. *counts*: of `COUNTS`; *fields*: site -> field -> `FIELD_COUNTS`, `sources`, `examples`.

    Raises `ValueError` for a count that the table does not have.
    """
    known = (*FIELD_COUNTS, *_OF_FIELD)
    named = {name for by in fields.values() for values in by.values() for name in values}
    if asked := (set(counts) - set(COUNTS)) | (named - set(known)):
        raise ValueError(f"a run does not count {sorted(asked)}. Expected {COUNTS}, and for fields {known}")
    db.execute(
        """
        UPDATE runs SET finished_at = ?, status = ?, exit_code = ?, stats = ?, pages_fetched = ?, articles_new = ?,
            articles_updated = ?, articles_unchanged = ?, not_articles = ?, failed = ? WHERE id = ?
        """,
        (utc_text(at), status, exit_code, to_json(dict(stats)), *(counts.get(name, 0) for name in COUNTS), run_id),
    )
    db.conn.executemany(
        """
        INSERT OR REPLACE INTO run_fields
            (run_id, site, field, found, filled, missing, disagree, errors, sources, examples)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                *(run_id, site, field, *(values.get(name, 0) for name in FIELD_COUNTS)),
                *(to_json(values.get(name, {})) for name in _OF_FIELD),
            )
            for site, by_field in fields.items()
            for field, values in by_field.items()
        ],
    )


def runs(db: Database, limit: int | None) -> list[RunRow]:
    """Return the latest runs, the newest first."""
    rows = db.execute(f"{_RUNS} ORDER BY id DESC LIMIT ?", (-1 if limit is None else limit,))
    return [_run_row(row) for row in rows]


def run(db: Database, run_id: int) -> RunRow | None:
    """Return the run with the number *run_id*, or None."""
    row = db.execute(f"{_RUNS} WHERE id = ?", (run_id,)).fetchone()
    return _run_row(row) if row else None


def _run_row(row: tuple[Any, ...]) -> RunRow:
    run = RunRow(*(json.loads(v) if i in _JSON else v for i, v in enumerate(row)))
    owner = run.stats.get(_OWNER)
    is_killed = run.status == "running" and owner and not is_alive(owner)
    return replace(run, status="killed") if is_killed else run


def count_runs(db: Database) -> int:
    """Return how many runs there were."""
    return one_number(db, "SELECT count(*) FROM runs")


def run_fields(db: Database, run_id: int) -> list[RunFieldRow]:
    """Return the counts of each field in one run, in the order they were written; [] for no such run."""
    rows = db.execute(
        """
        SELECT site, field, found, filled, missing, disagree, errors, sources, examples FROM run_fields
        WHERE run_id = ? ORDER BY rowid
        """,
        (run_id,),
    )
    return [field_row(row) for row in rows]


def field_row(row: Sequence[Any]) -> RunFieldRow:
    """Return a row selected in the order of `RunFieldRow`."""
    site, field, found, filled, missing, disagree, errors, sources, examples = row
    counts = (found, filled, missing, disagree, errors)
    return RunFieldRow(site, field, *counts, json.loads(sources), json.loads(examples))
