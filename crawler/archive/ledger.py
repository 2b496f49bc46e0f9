"""The ledger of every URL ever found: what is due, who is fetching it, what came of it.

A page is due when `due_at` has come and nobody holds a lease on it. `claim` leases pages to an owner;
what came of a page is recorded in the same transaction as what was read from it, and that ends the lease.
So a process that dies at any moment loses nothing: its leases are taken back and its pages are due.
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.archive.entering import ask_listings, enter
from crawler.archive.identity import is_visited
from crawler.archive.shapes import learn, shapes_of, taken_for
from crawler.discovery.periods import Span
from crawler.discovery.shapes import UrlShapes
from crawler.reading.instants import utc_text
from crawler.reading.urls import site_of, url_key

if TYPE_CHECKING:
    from crawler.archive.archive import Archive
    from crawler.discovery.links import Link

KINDS = ("listing", "article")
LEASE = timedelta(minutes=10)
ANY_TIME = Span()
_FIELDS = "id, url, kind, state, etag, last_modified, found_in, listed_at, article_id, failures, published_at, is_told"

_TAKE = """
UPDATE pages SET lease_owner = :owner, lease_until = :until
WHERE id IN (SELECT value FROM json_each(:ids))
"""
_DUE = """
SELECT {fields} FROM pages
WHERE site = :site AND due_at <= :now AND lease_owner IS NULL AND kind IN (SELECT value FROM json_each(:kinds))
AND (kind = 'listing' OR (coalesce(published_at, listed_at, :since) >= :since AND coalesce(published_at, '') < :until))
ORDER BY kind DESC, listed_at DESC, id
LIMIT :limit
"""
_RECORD = """
UPDATE pages SET
    state = :state, reason = :reason, http_status = :status, fetched_at = :now,
    due_at = iif(kind <> :kind AND :article_id IS NULL, :now, :due_at),
    etag = iif(kind <> :kind AND :article_id IS NULL, NULL, coalesce(:etag, etag)),
    last_modified = iif(kind <> :kind AND :article_id IS NULL, NULL, coalesce(:last_modified, last_modified)),
    article_id = coalesce(:article_id, article_id),
    kind = iif(:article_id IS NULL, kind, 'article'), -- its address promised a listing
    failures = iif(:state = 'failed', failures + 1, 0),
    lease_owner = NULL, lease_until = NULL
WHERE id = :page_id
"""
# A young article's counter moves fast: its next reading is due after an eighth of its age.
SHARE_OF_AGE = 1 / 8
LEAST_BETWEEN_READINGS = timedelta(minutes=30)
_YOUNG_DUE = """
UPDATE pages SET due_at = :now FROM articles AS a
WHERE a.id = pages.article_id AND pages.site = :site AND pages.state = 'archived' AND pages.due_at IS NOT NULL
AND COALESCE(a.published_at_utc, a.first_seen_at) >= :since
AND julianday(:now) - julianday(pages.fetched_at) >=
    max(:least, :share * (julianday(:now) - julianday(COALESCE(a.published_at_utc, a.first_seen_at))))
"""
_LEAVE = """
UPDATE pages SET lease_owner = NULL, lease_until = NULL, due_at = iif(due_at <= fetched_at, NULL, due_at) WHERE id = :id
"""
# Where a redirect led: it was visited as well, and has what was found there.
_LED_TO = """
INSERT INTO pages (url, url_key, site, kind, found_in, found_at, state, reason, http_status, etag, last_modified,
    fetched_at, due_at, article_id)
SELECT :url, :key, site, kind, :asked, :now, state, reason, http_status, etag, last_modified,
    fetched_at, due_at, article_id
FROM pages WHERE id = :page_id
ON CONFLICT (url_key) DO UPDATE SET kind = excluded.kind, state = excluded.state, reason = excluded.reason,
    http_status = excluded.http_status, etag = excluded.etag, last_modified = excluded.last_modified,
    fetched_at = excluded.fetched_at, due_at = excluded.due_at, article_id = excluded.article_id
"""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page that a process holds a lease on."""

    id: int
    url: str
    kind: str
    state: str
    etag: str | None
    last_modified: str | None
    found_in: str | None
    listed_at: str | None
    article_id: int | None
    failures: int
    published_at: str | None = None
    is_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one visit to a page. `state` is one of the states of the `pages` table.

    `url` is where the visit ended, if its answer was of use: where a redirect led on its site was visited as well.
    """

    state: str
    reason: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    due_at: datetime | None = None
    article_id: int | None = None
    url: str | None = None


def this_process() -> str:
    """Return this process's name as a lease owner: host, process id and its start, so that a reused id is another."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def _started(pid: int) -> str:
    """The kernel's start time of process *pid*, "" where the system does not tell."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def is_alive(owner: str) -> bool:
    """Return whether a lease owner may still be running: known only for processes of this machine."""
    host, pid, started = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it lives, as another user's
    return _started(int(pid)) == started


class Ledger:
    """The pages of one archive, as one process works on them."""

    def __init__(self, archive: Archive, *, owner: str | None = None) -> None:
        self.archive = archive
        self.owner = owner or this_process()

    def _execute(self, sql: str, values: dict[str, Any]) -> sqlite3.Cursor:
        return self.archive.db.conn.execute(sql, values)

    def add(
        self,
        links: Iterable[Link],
        *,
        now: datetime,
        found_in: str,
        spider: str | None = None,
        ask: bool = False,
        run_started: datetime | None = None,
    ) -> None:
        """Enter *links*: new ones are due now. Must run in a transaction.

        Known ones stay as they are, unless the listing dates them later than our copy, or *ask* says that
        they are wanted now; a page that was fetched since *run_started* is not asked for twice.
        """
        started = utc_text(run_started or now)
        enter(self.archive.db, links, now=now, found_in=found_in, spider=spider, ask=ask, run_started=started)

    def has_new_article(self, links: Iterable[Link]) -> bool:
        """Return whether the ledger does not know one of the articles among *links*."""
        keys = {url_key(link.url) for link in links if link.kind == "article"}
        sql = "SELECT count(*) FROM pages WHERE url_key IN (SELECT value FROM json_each(:keys))"
        return bool(self._execute(sql, {"keys": json.dumps(list(keys))}).fetchone()[0] < len(keys))

    def ask_listings(self, found_in: str, *, now: datetime, run_started: datetime) -> None:
        """Make the listings due that were found in the listing *found_in*, once in a run. Must run in a transaction."""
        ask_listings(self.archive.db, found_in, now=now, run_started=utc_text(run_started))

    def claim(
        self, site: str, *, now: datetime, limit: int, kinds: Sequence[str] = KINDS, span: Span = ANY_TIME
    ) -> list[LedgerPage]:
        """Lease up to *limit* due pages of *site*: listings first, then the newest articles that may be of *span*."""
        values = {"site": site, "now": utc_text(now), "limit": limit, "kinds": json.dumps(kinds)} | span.bounds
        with self.archive.transaction():
            rows = self._execute(_DUE.format(fields=_FIELDS), values).fetchall()
            self._take([row[0] for row in rows], now)
        return [LedgerPage(*row) for row in rows]

    def claim_urls(self, urls: Sequence[str], *, now: datetime) -> list[LedgerPage]:
        """Lease the pages at *urls* that nobody else holds and that are due. Must run in a transaction."""
        pages = []
        for key in dict.fromkeys(map(url_key, urls)):
            row = self._execute(
                f"SELECT {_FIELDS} FROM pages WHERE url_key = :key AND due_at <= :now AND lease_owner IS NULL",  # noqa: S608
                {"key": key, "now": utc_text(now)},
            ).fetchone()
            if row:
                pages.append(LedgerPage(*row))
        self._take([page.id for page in pages], now)
        return pages

    def _take(self, ids: list[int], now: datetime) -> None:
        if ids:
            values = {"ids": str(ids), "owner": self.owner, "until": utc_text(now + LEASE)}
            self._execute(_TAKE, values)

    def still_wanted(self, page: LedgerPage, *, run_started: datetime) -> LedgerPage | None:
        """Return a leased page as it stands now; None, its lease ended, if this run has read it meanwhile."""
        row = self._execute(f"SELECT {_FIELDS}, fetched_at FROM pages WHERE id = :id", {"id": page.id}).fetchone()  # noqa: S608
        if row is None:
            return None
        *fields, fetched_at = row
        current = LedgerPage(*fields)
        is_read = (current.kind, current.state) in (("listing", "read"), ("article", "archived"))
        if not is_read or fetched_at < utc_text(run_started):
            return current
        with self.archive.transaction():
            self._execute(_LEAVE, {"id": page.id})
        return None

    def due(
        self, site: str, *, now: datetime, limit: int, kinds: Sequence[str] = KINDS, span: Span = ANY_TIME
    ) -> list[LedgerPage]:
        """Return up to *limit* pages of *site* that are due and not leased, in the order `claim` takes them."""
        values = {"site": site, "now": utc_text(now), "limit": limit, "kinds": json.dumps(kinds)} | span.bounds
        return [LedgerPage(*row) for row in self._execute(_DUE.format(fields=_FIELDS), values).fetchall()]

    def record(self, page: LedgerPage, outcome: Outcome, *, now: datetime) -> None:
        """Write what came of a visit and end its lease. Must run in the transaction that keeps what was read.

        A page that was told meanwhile to be of another kind is due again, as that.
        """
        self._execute(
            _RECORD,
            {
                "page_id": page.id,
                "kind": page.kind,
                "state": outcome.state,
                "reason": outcome.reason,
                "status": outcome.status,
                "etag": outcome.etag,
                "last_modified": outcome.last_modified,
                "article_id": outcome.article_id,
                "due_at": utc_text(outcome.due_at) if outcome.due_at else None,
                "now": utc_text(now),
            },
        )
        if outcome.status is not None:  # else it was not asked for, and teaches nothing
            before = "article" if page.article_id else taken_for(page.kind, page.state)
            learn(self.archive.db, page.url, before=before, after=taken_for(page.kind, outcome.state))
        if self.archive.on_visit is not None:
            self.archive.on_visit(page, outcome)
        if outcome.url and url_key(outcome.url) != url_key(page.url) and site_of(outcome.url) == site_of(page.url):
            values = {"url": outcome.url, "key": url_key(outcome.url), "asked": page.url, "page_id": page.id}
            self._execute(_LED_TO, values | {"now": utc_text(now)})
            self._execute("UPDATE pages SET due_at = NULL WHERE id = :page_id", {"page_id": page.id})

    def make_due(self, site: str, *, now: datetime) -> None:
        """Make all known articles of *site* due, whenever they were fetched."""
        with self.archive.transaction():
            self._execute(
                "UPDATE pages SET due_at = :now WHERE site = :site AND state = 'archived' AND kind = 'article'",
                {"now": utc_text(now), "site": site},
            )

    def make_young_due(self, site: str, *, within: timedelta, now: datetime) -> int:
        """Make the articles of *site* that are younger than *within* due for another reading of their views.

        The older one is, the rarer: it is due when an eighth of its age, and half an hour, has passed since its last
        visit. Returns how many are due.
        """
        with self.archive.transaction():
            cursor = self._execute(
                _YOUNG_DUE,
                {
                    "now": utc_text(now),
                    "site": site,
                    "since": utc_text(now - within),
                    "share": SHARE_OF_AGE,
                    "least": LEAST_BETWEEN_READINGS / timedelta(days=1),
                },
            )
        return int(cursor.rowcount)

    def is_read_elsewhere(self, article_id: int, but_not: int) -> bool:
        """Return whether the article's own address is another page of the ledger that is visited again and again."""
        row = self._execute("SELECT url FROM articles WHERE id = :id", {"id": article_id}).fetchone()
        return row is not None and is_visited(self.archive.db, url_key(row[0]), but_not=but_not)

    def ask_others(self, article_id: int, but_not: int, *, now: datetime) -> bool:
        """Make the other pages of an article due, as when one of them is gone; False if there are none."""
        sql = (
            "UPDATE pages SET due_at = :now WHERE article_id = :id AND id <> :page "
            "AND state = 'archived' AND kind = 'article'"
        )
        return self._execute(sql, {"now": utc_text(now), "id": article_id, "page": but_not}).rowcount > 0

    def shapes(self, site: str) -> UrlShapes:
        """Return what the visits to *site* have taught of its addresses."""
        return UrlShapes(shapes_of(self.archive.db, site))

    def renew(self, *, now: datetime) -> None:
        """Prolong this process's leases: a long crawl is no dead one."""
        with self.archive.transaction():
            self._execute(
                "UPDATE pages SET lease_until = :until WHERE lease_owner = :owner",
                {"until": utc_text(now + LEASE), "owner": self.owner},
            )

    def take_back(self, *, now: datetime) -> int:
        """End the leases of dead processes and those that have run out; return how many pages are due again."""
        with self.archive.transaction():
            owners = self._execute("SELECT DISTINCT lease_owner FROM pages WHERE lease_owner IS NOT NULL", {})
            dead = [owner for (owner,) in owners.fetchall() if owner != self.owner and not is_alive(owner)]
            taken = 0
            for owner in dead:
                taken += self._execute(
                    "UPDATE pages SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = :owner",
                    {"owner": owner},
                ).rowcount
            taken += self._execute(
                "UPDATE pages SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL "
                "AND lease_until < :now AND lease_owner <> :owner",
                {"now": utc_text(now), "owner": self.owner},
            ).rowcount
        return taken

    def release(self) -> int:
        """End this process's leases: what it did not get to is due for the next."""
        with self.archive.transaction():
            return int(
                self._execute(
                    "UPDATE pages SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = :owner",
                    {"owner": self.owner},
                ).rowcount
            )
