"""What each run saw of each site, as rows: the site's own past, which its last run is held against."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.archive.sites import runs
from crawler.archive.sites.runs import RunFieldRow
from crawler.archive.statements import column
from crawler.archive.values import storable, to_json
from crawler.reading.instants import utc_text

if TYPE_CHECKING:
    from crawler.archive.archive import Archive

# Runs are kept for good; what they saw of fields and listings only as long as a site's past is asked for.
KEPT = timedelta(days=400)
_SITE_RUNS = """
SELECT s.run_id, s.site, r.started_at, r.finished_at, r.status, s.counts, s.levels, s.examples, s.examined_at
FROM run_sites AS s JOIN runs AS r ON r.id = s.run_id AND r.finished_at IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Level:
    """How large something was on the pages of a run: `n` of them, the median, and what half of them lie between."""

    n: int
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class ListingRun:
    """What a listing yielded in one run. `links`: None where it was not read, as after a 304 or an error.

    `new_articles`: how many of the run's new articles it lists; `newest`: the latest date that it gives.
    """

    url: str
    status: int
    links: int | None
    new_articles: int
    newest: str | None


@dataclass(slots=True, kw_only=True)
class SiteRun:
    """What one run saw of one site.

    `counts` are named by their kind: "pages/article/archived", "errors/status 503", "refusals/captcha", "bytes".
    `examples` names a few pages of a count, in the order they came; the last is the latest.
    """

    site: str
    run_id: int = 0
    started_at: str = ""
    finished_at: str = ""
    status: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    levels: dict[str, Level] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    fields: dict[str, RunFieldRow] = field(default_factory=dict)
    listings: dict[str, ListingRun] = field(default_factory=dict)
    examined_at: str | None = None


class SiteHistory:
    """The runs over the sites of one archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.db = archive.db

    def write(self, run_id: int, seen: Iterable[SiteRun]) -> None:
        """Write what a run saw. `fields` go with `Archive.finish_run`."""
        with self.archive.transaction():
            for run in seen:
                self._write(run_id, run)

    def _write(self, run_id: int, run: SiteRun) -> None:
        levels = {name: [level.n, level.low, level.median, level.high] for name, level in run.levels.items()}
        self.db.execute(
            "INSERT OR REPLACE INTO run_sites (run_id, site, counts, levels, examples) VALUES (?, ?, ?, ?, ?)",
            (run_id, storable(run.site), *map(to_json, (run.counts, levels, run.examples))),
        )
        self.db.conn.executemany(
            """
            INSERT OR REPLACE INTO run_listings (run_id, site, url, status, links, new_articles, newest)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                (run_id, run.site, storable(one.url), one.status, one.links, one.new_articles, one.newest)
                for one in run.listings.values()
            ],
        )

    def forget_details(self, now: datetime) -> None:
        """Let go of what runs saw of fields and listings longer than `KEPT` ago."""
        with self.archive.transaction():
            for table in ("run_fields", "run_listings"):
                sql = f"DELETE FROM {table} WHERE run_id <= (SELECT max(id) FROM runs WHERE started_at < ?)"  # noqa: S608
                self.db.execute(sql, (utc_text(now - KEPT),))

    def sites(self) -> list[str]:
        """Return the sites that runs have seen."""
        return column(self.db, "SELECT DISTINCT site FROM run_sites ORDER BY site")

    def runs(self, site: str, *, limit: int) -> list[SiteRun]:
        """Return the latest finished runs over *site*, the oldest first."""
        rows = self.db.execute(f"{_SITE_RUNS} WHERE s.site = ? ORDER BY r.id DESC LIMIT ?", (site, limit)).fetchall()
        found = [_site_run(row) for row in reversed(rows)]
        if found:
            self._fill({(run.run_id, site): run for run in found}, "site = ? AND run_id >= ?", (site, found[0].run_id))
        return found

    def of_run(self, run_id: int) -> list[SiteRun]:
        """Return what run *run_id* saw, a row a site, those with the most pages first; [] for no such run."""
        rows = self.db.execute(f"{_SITE_RUNS} WHERE s.run_id = ?", (run_id,))
        found = {(run_id, run.site): run for run in map(_site_run, rows)}
        for row in runs.run_fields(self.db, run_id):  # of an older version's run there are no more than these
            found.setdefault((run_id, row.site), SiteRun(site=row.site, run_id=run_id))
        self._fill(found, "run_id = ?", (run_id,))
        pages = {
            run.site: sum(n for name, n in run.counts.items() if name.startswith("pages/")) for run in found.values()
        }
        return sorted(found.values(), key=lambda run: -pages[run.site])

    def _fill(self, found: dict[tuple[int, str], SiteRun], where: str, values: tuple[Any, ...]) -> None:
        """Add fields and listings to the runs *found*, by number and site."""
        columns = "site, field, found, filled, missing, disagree, errors, sources, examples"
        sql = f"SELECT run_id, {columns} FROM run_fields WHERE {where} ORDER BY run_id, rowid"  # noqa: S608
        for run_id, *row in self.db.execute(sql, values):
            if (run := found.get((run_id, row[0]))) is not None:
                run.fields[row[1]] = runs.field_row(row)
        columns = "site, url, status, links, new_articles, newest"
        for run_id, site, *row in self.db.execute(f"SELECT run_id, {columns} FROM run_listings WHERE {where}", values):  # noqa: S608
            if (run := found.get((run_id, site))) is not None:
                run.listings[row[0]] = ListingRun(*row)

    def arrivals(self, site: str, *, since: datetime) -> list[tuple[str, int]]:
        """Return when each finished run over *site*'s listings started, and how many articles were new in it."""
        rows = self.db.execute(
            """
            SELECT r.started_at, coalesce(json_extract(s.counts, '$.new'), 0)
            FROM run_sites AS s JOIN runs AS r ON r.id = s.run_id
            WHERE s.site = ? AND r.started_at >= ? AND r.finished_at IS NOT NULL AND s.counts LIKE '%"pages/listing/%'
            ORDER BY r.id
            """,
            (site, utc_text(since)),
        )
        return [(started, int(new)) for started, new in rows]

    def mark_examined(self, run_id: int, site: str, at: datetime) -> None:
        """Record that a run was held against the site's past."""
        with self.archive.transaction():
            self.db.execute(
                "UPDATE run_sites SET examined_at = ? WHERE run_id = ? AND site = ?", (utc_text(at), run_id, site)
            )


def _site_run(row: tuple[Any, ...]) -> SiteRun:
    run_id, site, started_at, finished_at, status, counts, levels, examples, examined_at = row
    return SiteRun(
        site=site,
        run_id=run_id,
        started_at=started_at,
        finished_at=finished_at,
        status=status,
        counts=json.loads(counts),
        levels={name: Level(*level) for name, level in json.loads(levels).items()},
        examples=json.loads(examples),
        examined_at=examined_at,
    )
