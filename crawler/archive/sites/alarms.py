"""Alarms: what is not as it was at a site, since which run, until when, and who was told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.archive.errors import ArchiveError
from crawler.archive.values import storable, to_json
from crawler.reading.instants import utc_text

if TYPE_CHECKING:
    from crawler.archive.archive import Archive

_COLUMNS = (
    "id, site, kind, subject, run_id, last_run_id, at, last_at, ended_at, accepted_at, detail, told_at, end_told_at"
)
_DETAIL = 10  # its place
_OPEN = "ended_at IS NULL AND accepted_at IS NULL"


class AlarmNotFoundError(ArchiveError, LookupError):
    """No open alarm has this number."""


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One thing that changed at a site: open until it is as before (`ended_at`) or told to be right (`accepted_at`).

    `run_id` and `last_run_id` are the first and the latest run that showed it. `detail`: what it `was` and is `now`, a
    page of each as `good` and `bad`, and a `proposal` where there is one.
    """

    id: int
    site: str
    kind: str
    subject: str
    run_id: int
    last_run_id: int
    at: str
    last_at: str
    ended_at: str | None
    accepted_at: str | None
    detail: dict[str, Any]
    told_at: str | None
    end_told_at: str | None

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.accepted_at is None


class Alarms:
    """The alarms of one archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.db = archive.db

    def of_site(self, site: str) -> list[AlarmRow]:
        """Return all alarms of *site*, the oldest first."""
        return self._rows("site = ? ORDER BY id", site)

    def open(self, site: str | None = None) -> list[AlarmRow]:
        """Return the open alarms, of *site* or of all, the oldest first."""
        return self._rows(f"{_OPEN} AND (?1 IS NULL OR site = ?1) ORDER BY site, id", site)

    def untold(self) -> list[AlarmRow]:
        """Return the alarms that nobody was told of, and those told of whose end is not told."""
        new = f"(told_at IS NULL AND {_OPEN})"
        over = "(told_at IS NOT NULL AND end_told_at IS NULL AND ended_at IS NOT NULL AND accepted_at IS NULL)"
        return self._rows(f"{new} OR {over} ORDER BY site, id")

    def last_told(self) -> datetime | None:
        """Return when somebody was told of an alarm, or of its end, the last time."""
        (latest,) = self.db.execute(
            "SELECT max(max(coalesce(told_at, ''), coalesce(end_told_at, ''))) FROM alarms"
        ).fetchone()
        return datetime.fromisoformat(latest) if latest else None

    def _rows(self, where: str, *values: Any) -> list[AlarmRow]:
        rows = self.db.execute(f"SELECT {_COLUMNS} FROM alarms WHERE {where}", values)  # noqa: S608
        return [
            AlarmRow(*(json.loads(value) if place == _DETAIL else value for place, value in enumerate(row)))
            for row in rows
        ]

    def raise_(
        self, site: str, kind: str, subject: str, *, run_id: int, at: datetime, detail: Mapping[str, Any]
    ) -> None:
        """Record that a run showed something; one that is open already stays the same alarm. In a transaction."""
        self.db.execute(
            f"""
            INSERT INTO alarms (site, kind, subject, run_id, last_run_id, at, last_at, detail)
            VALUES (:site, :kind, :subject, :run, :run, :at, :at, :detail)
            ON CONFLICT (site, kind, subject) WHERE {_OPEN}
            DO UPDATE SET last_run_id = excluded.last_run_id, last_at = excluded.last_at,
                detail = json_set(detail, '$.now', json_extract(excluded.detail, '$.now'))
            """,  # noqa: S608
            {
                **{"site": storable(site), "kind": kind, "subject": storable(subject), "run": run_id},
                **{"at": utc_text(at), "detail": to_json(dict(detail))},
            },
        )

    def end(self, alarm: AlarmRow, at: datetime) -> None:
        """Record that it is as before. In a transaction."""
        self.db.execute("UPDATE alarms SET ended_at = ? WHERE id = ?", (utc_text(at), alarm.id))

    def accept(self, ids: Iterable[int], at: datetime) -> list[AlarmRow]:
        """Record that open alarms show how the site is from now on. Raises `AlarmNotFoundError`; then none is."""
        known = {alarm.id: alarm for alarm in self.open()}
        with self.archive.transaction():
            for number in ids:
                if number not in known:
                    raise AlarmNotFoundError(f"no open alarm {number}; `newsarc doctor` lists them")
                self.db.execute("UPDATE alarms SET accepted_at = ? WHERE id = ?", (utc_text(at), number))
        return [known[number] for number in ids]

    def note(self, alarm: AlarmRow, name: str, what: Mapping[str, Any]) -> None:
        """Keep *what* beside an alarm, under *name*. In a transaction."""
        self.db.execute(
            "UPDATE alarms SET detail = json_set(detail, '$.' || ?, json(?)) WHERE id = ?",
            (name, to_json(dict(what)), alarm.id),
        )

    def mark_told(self, told: Iterable[AlarmRow], at: datetime) -> None:
        """Record that alarms, or their ends, were told."""
        with self.archive.transaction():
            for alarm in told:
                column = "told_at" if alarm.is_open else "end_told_at"
                self.db.execute(f"UPDATE alarms SET {column} = ? WHERE id = ?", (utc_text(at), alarm.id))  # noqa: S608
