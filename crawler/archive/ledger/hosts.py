"""Hosts: which crawl asks them, when they may be asked again, what their robots.txt says.

A host is leased by one crawl at a time, so that two processes never double its rate. One that waits says so in
`wanted_by`; the holder then lets go when its batch is done. `next_allowed_at` outlives the lease. All of it runs in a
transaction of the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from crawler.archive.statements import column, has_row, upsert
from crawler.archive.values import AHEAD

# The host of a row of `pages`, as their indexes have it.
HOST_OF = "substr(url_key, 1, instr(url_key, '/') - 1)"
_LONGEST_REST = timedelta(days=1)  # of a host that asked for one
WAITS = timedelta(seconds=10)  # who has not asked again for that long waits no more
_FIELDS = (
    "host, next_allowed_at, delay, failures, reason, robots, robots_status, robots_fetched_at, "
    "tdmrep, tdmrep_fetched_at"
)
_HOLD = f"""
INSERT INTO hosts (host, lease_owner, lease_until) VALUES (:host, :owner, :until)
ON CONFLICT (host) DO UPDATE SET lease_owner = :owner, lease_until = :until, wanted_by = NULL, wanted_at = NULL
WHERE (lease_owner IS NULL OR lease_owner = :owner)
AND (wanted_by IS NULL OR wanted_by = :owner OR wanted_at < :long_ago)
RETURNING {_FIELDS}
"""  # noqa: S608
_WANT = """
UPDATE hosts SET wanted_by = :owner, wanted_at = :now
WHERE host = :host AND lease_owner <> :owner AND (wanted_by IS NULL OR wanted_by = :owner OR wanted_at < :long_ago)
"""
_END = "UPDATE hosts SET lease_owner = NULL, lease_until = NULL"
# What a dead owner asked last is not known: its hosts rest for one delay.
_TAKE_BACK = f"""
{_END},
    next_allowed_at = max(coalesce(next_allowed_at, ''),
        strftime('%Y-%m-%dT%H:%M:%fZ', :now, '+' || coalesce(delay, 0) || ' seconds'))
WHERE lease_owner = :owner
"""


@dataclass(frozen=True, slots=True)
class Host:
    """What is kept of one host. `robots_status` is None where robots.txt had no answer; `robots_fetched_at` tells when.

    `failures`: how often in a row it gave no answer or asked to be left alone, and `reason` why.
    """

    host: str
    next_allowed_at: datetime | None = None
    delay: float | None = None
    failures: int = 0
    reason: str | None = None
    robots: str | None = None
    robots_status: int | None = None
    robots_fetched_at: datetime | None = None
    tdmrep: str | None = None
    tdmrep_fetched_at: datetime | None = None

    def rest(self, now: datetime) -> timedelta:
        """Return how long it is to be left alone from *now*. Longer than it asks for is by a clock that was ahead."""
        longest = _LONGEST_REST if self.reason else timedelta(seconds=self.delay or 0)
        wait = self.next_allowed_at - now if self.next_allowed_at is not None else timedelta()
        return wait if timedelta() < wait <= longest + AHEAD else timedelta()


def precise_text(when: datetime) -> str:
    """Return *when* as UTC text to the millisecond; texts of this form sort.

    >>> precise_text(datetime(2026, 11, 24, 3, 25, 0, 250000, tzinfo=UTC))
    '2026-11-24T03:25:00.250Z'
    """
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


def hold(db: Database, host: str, owner: str, *, now: datetime, until: datetime) -> Host | None:
    """Lease *host* to *owner*, or prolong its lease; None, and the wish is noted, while another crawl has it."""
    times = {"now": precise_text(now), "until": precise_text(until), "long_ago": precise_text(now - WAITS)}
    row = db.execute(_HOLD, {"host": host, "owner": owner} | times).fetchone()
    if row is None:
        db.execute(_WANT, {"host": host, "owner": owner} | times)
        return None
    return _host(row)


def host(db: Database, name: str) -> Host:
    """Return what is kept of a host."""
    row = db.execute(f"SELECT {_FIELDS} FROM hosts WHERE host = ?", (name,)).fetchone()  # noqa: S608
    return _host(row) if row else Host(name)


def _host(row: tuple[Any, ...]) -> Host:
    name, next_allowed_at, delay, failures, reason, robots, status, fetched_at, tdmrep, tdmrep_fetched_at = row
    told = (delay, failures, reason, robots, status, _when(fetched_at), tdmrep, _when(tdmrep_fetched_at))
    return Host(name, _when(next_allowed_at), *told)


def _when(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def is_wanted(db: Database, name: str, owner: str, *, now: datetime) -> bool:
    """Return whether another crawl than *owner*'s waits for the host."""
    sql = "SELECT 1 FROM hosts WHERE host = ? AND wanted_by <> ? AND wanted_at >= ?"
    return has_row(db, sql, name, owner, precise_text(now - WAITS))


def let_go(db: Database, name: str, owner: str) -> None:
    """End a host's lease."""
    db.execute(f"{_END} WHERE host = ? AND lease_owner = ?", (name, owner))


def keep_pace(
    db: Database, name: str, *, next_allowed_at: datetime, delay: float, failures: int, reason: str | None
) -> None:
    """Keep how a host is asked: not before *next_allowed_at*, every *delay* seconds."""
    pace = {"next_allowed_at": precise_text(next_allowed_at), "delay": round(delay, 3)}
    upsert(db, "hosts", "host", {"host": name} | pace | {"failures": failures, "reason": reason})


def keep_robots(db: Database, name: str, *, text: str | None, status: int | None, fetched_at: datetime) -> None:
    """Keep a host's robots.txt; *status* None where it had no answer."""
    told = {"robots": text, "robots_status": status, "robots_fetched_at": precise_text(fetched_at)}
    upsert(db, "hosts", "host", {"host": name} | told)


def keep_tdmrep(db: Database, name: str, *, text: str | None, fetched_at: datetime) -> None:
    """Keep a host's tdmrep.json; *text* None where it has none."""
    upsert(db, "hosts", "host", {"host": name, "tdmrep": text, "tdmrep_fetched_at": precise_text(fetched_at)})


def renew(db: Database, owner: str, *, until: datetime) -> None:
    """Prolong the leases of *owner*."""
    db.execute("UPDATE hosts SET lease_until = ? WHERE lease_owner = ?", (precise_text(until), owner))


def owners(db: Database) -> set[str]:
    """Return who holds a lease on a host."""
    return set(column(db, "SELECT DISTINCT lease_owner FROM hosts WHERE lease_owner IS NOT NULL"))


def take_back(db: Database, owner: str, *, now: datetime) -> None:
    """End the leases of a dead owner."""
    db.execute(_TAKE_BACK, {"owner": owner, "now": precise_text(now)})


def take_back_late(db: Database, but_not: str, *, now: datetime) -> None:
    """End the leases that have run out."""
    late = "lease_owner IS NOT NULL AND lease_owner <> ? AND lease_until < ?"
    db.execute(f"{_END} WHERE {late}", (but_not, precise_text(now)))


def release(db: Database, owner: str) -> None:
    """End all leases of *owner*, and its wishes."""
    db.execute(f"{_END} WHERE lease_owner = ?", (owner,))
    db.execute("UPDATE hosts SET wanted_by = NULL, wanted_at = NULL WHERE wanted_by = ?", (owner,))
