"""Leases of pages: hosts are leased first, then their pages. All of it runs in a transaction of the caller's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from crawler.archive.ledger import hosts
from crawler.archive.ledger.hosts import HOST_OF
from crawler.archive.ledger.owners import is_alive
from crawler.archive.ledger.pages import FIELDS, LEASE, LedgerPage
from crawler.archive.statements import column, has_row
from crawler.discovery.periods import Span
from crawler.reading.instants import utc_text
from crawler.reading.urls import url_key

# The plus keeps `kind` out of the search in the index, which gives the order.
_IS_DUE = """due_at <= :now AND lease_owner IS NULL AND +kind IN (SELECT value FROM json_each(:kinds))
AND (+kind = 'listing'
    OR (coalesce(published_at, listed_at, :since) >= :since AND coalesce(published_at, '') < :until))"""
_ORDER = "ORDER BY kind DESC, listed_at DESC, id LIMIT :limit"
_DUE = f"SELECT {FIELDS} FROM pages WHERE site = :site AND {_IS_DUE} {_ORDER}"  # noqa: S608
_DUE_OF_HOST = (
    f"SELECT {FIELDS} FROM pages INDEXED BY pages_due WHERE site = :site AND {HOST_OF} = :host AND {_IS_DUE} {_ORDER}"  # noqa: S608
)
# Of a host that is asked once in many minutes a run may ask for one page: they take turns, or listings had them all.
_DUE_IN_TURN = _DUE_OF_HOST.replace(_ORDER, "ORDER BY due_at, kind DESC, id LIMIT :limit")
_ANY_DUE = f"SELECT 1 FROM pages INDEXED BY pages_due_at WHERE site = :site AND {_IS_DUE} LIMIT 1"  # noqa: S608
# From one host to the next in the index: a site of many pages has few hosts.
_NEXT = f"SELECT min({HOST_OF}) FROM pages WHERE site = :site AND due_at IS NOT NULL AND lease_owner IS NULL"  # noqa: S608
_HOSTS = f"""
WITH RECURSIVE waiting(host) AS (
    SELECT * FROM ({_NEXT})
    UNION ALL SELECT ({_NEXT} AND {HOST_OF} > waiting.host) FROM waiting WHERE waiting.host IS NOT NULL
)
SELECT w.host FROM waiting AS w
WHERE w.host IS NOT NULL AND EXISTS (SELECT 1 FROM pages WHERE site = :site AND {HOST_OF} = w.host AND {_IS_DUE})
"""  # noqa: S608
_TAKE = """
UPDATE pages SET lease_owner = :owner, lease_until = :until
WHERE id IN (SELECT value FROM json_each(:ids))
"""
_LEAVE = """
UPDATE pages SET lease_owner = NULL, lease_until = NULL, due_at = iif(due_at <= fetched_at, NULL, due_at) WHERE id = :id
"""
_END = "UPDATE pages SET lease_owner = NULL, lease_until = NULL"


def hosts_due(
    db: Database, site: str, *, now: datetime, kinds: Sequence[str], patience: timedelta, span: Span
) -> tuple[list[str], list[str]]:
    """Return the hosts of *site* that have due pages: those to be asked within *patience*, those that rest."""
    values = _due_values(site, now=now, kinds=kinds, span=span)
    ready: list[str] = []
    resting: list[str] = []
    if db.execute(_ANY_DUE, values).fetchone():
        for (host,) in db.execute(_HOSTS, values).fetchall():
            (resting if hosts.host(db, host).rest(now) > patience else ready).append(host)
    return ready, resting


def claim(
    db: Database,
    site: str,
    host: str,
    owner: str,
    *,
    now: datetime,
    limit: int,
    kinds: Sequence[str],
    patience: timedelta,
    span: Span,
) -> list[LedgerPage]:
    """Lease *host* and up to *limit* of its due pages of *site*; [] while another crawl has the host.

    Listings and the newest articles come first; of a host whose delay is longer than *patience*, what is due longest.
    """
    held = hosts.hold(db, host, owner, now=now, until=now + LEASE)
    if held is None:
        return []
    sql = _DUE_IN_TURN if (held.delay or 0) > patience.total_seconds() else _DUE_OF_HOST
    values = _due_values(site, now=now, kinds=kinds, span=span) | {"host": host, "limit": limit}
    pages = [LedgerPage(*row) for row in db.execute(sql, values).fetchall()]
    take(db, [page.id for page in pages], owner, now=now)
    return pages


def claim_urls(db: Database, urls: Sequence[str], owner: str, *, now: datetime) -> list[LedgerPage]:
    """Lease the pages at *urls* that nobody else holds and that are due."""
    pages = []
    for key in dict.fromkeys(map(url_key, urls)):
        sql = f"SELECT {FIELDS} FROM pages WHERE url_key = ? AND due_at <= ? AND lease_owner IS NULL"  # noqa: S608
        if row := db.execute(sql, (key, utc_text(now))).fetchone():
            pages.append(LedgerPage(*row))
    take(db, [page.id for page in pages], owner, now=now)
    return pages


def take(db: Database, ids: list[int], owner: str, *, now: datetime) -> None:
    """Lease the pages with these ids to *owner*."""
    if ids:
        db.execute(_TAKE, {"ids": str(ids), "owner": owner, "until": utc_text(now + LEASE)})


def _due_values(site: str, *, now: datetime, kinds: Sequence[str], span: Span) -> dict[str, Any]:
    return {"site": site, "now": utc_text(now), "kinds": json.dumps(kinds), **span.bounds}


def due(db: Database, site: str, *, now: datetime, limit: int, kinds: Sequence[str], span: Span) -> list[LedgerPage]:
    """Return up to *limit* pages of *site* that are due and not leased: listings, then the newest articles."""
    values = _due_values(site, now=now, kinds=kinds, span=span) | {"limit": limit}
    return [LedgerPage(*row) for row in db.execute(_DUE, values).fetchall()]


def current(db: Database, page: LedgerPage) -> tuple[LedgerPage, str | None, str | None] | None:
    """Return a page as it stands now, when it was fetched last and when it is due; None if it is known no more."""
    row = db.execute(f"SELECT {FIELDS}, fetched_at, due_at FROM pages WHERE id = ?", (page.id,)).fetchone()  # noqa: S608
    return None if row is None else (LedgerPage(*row[:-2]), row[-2], row[-1])


def leave(db: Database, page_id: int) -> None:
    """End the lease of a page that was read meanwhile."""
    db.execute(_LEAVE, {"id": page_id})


def give_back(db: Database, ids: list[int]) -> None:
    """End the leases of pages that were not asked for: they are due as they were."""
    db.execute(f"{_END} WHERE id IN (SELECT value FROM json_each(?))", (str(ids),))  # noqa: S608


def put_off(db: Database, page_id: int, *, until: datetime, reason: str, status: int | None) -> None:
    """End the lease of a page that is due again at *until*; all else stays as it was."""
    sql = (
        "UPDATE pages SET lease_owner = NULL, lease_until = NULL, due_at = ?, reason = ?, http_status = ? WHERE id = ?"
    )
    db.execute(sql, (utc_text(until), reason, status, page_id))


def renew(db: Database, owner: str, *, now: datetime) -> None:
    """Prolong the leases of *owner*."""
    db.execute("UPDATE pages SET lease_until = ? WHERE lease_owner = ?", (utc_text(now + LEASE), owner))
    hosts.renew(db, owner, until=now + LEASE)


def take_back(db: Database, owner: str, *, now: datetime) -> int:
    """End the leases of dead owners and those that have run out; return how many pages are due again."""
    holders = hosts.owners(db).union(column(db, "SELECT DISTINCT lease_owner FROM pages WHERE lease_owner IS NOT NULL"))
    taken = 0
    for dead in sorted(holder for holder in holders if holder != owner and not is_alive(holder)):
        taken += release(db, dead)
        hosts.take_back(db, dead, now=now)
    late: Any = db.execute(
        f"{_END} WHERE lease_owner IS NOT NULL AND lease_until < ? AND lease_owner <> ?", (utc_text(now), owner)
    )
    hosts.take_back_late(db, owner, now=now)
    return taken + int(late.rowcount)


def is_leased_by_others(db: Database, site: str, owner: str) -> bool:
    """Return whether another crawl holds a page of *site*."""
    sql = "SELECT 1 FROM pages WHERE lease_owner IS NOT NULL AND lease_owner <> ? AND site = ?"
    return has_row(db, sql, owner, site)


def release(db: Database, owner: str) -> int:
    """End the leases of *owner* on pages; return how many it had."""
    return int(db.execute(f"{_END} WHERE lease_owner = ?", (owner,)).rowcount)
