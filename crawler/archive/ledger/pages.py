"""A page of the ledger as its crawl holds it, and what comes of a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.reading.urls import host_of

KINDS = ("listing", "article")
LEASE = timedelta(minutes=10)
FIELDS = (
    "id, url, kind, state, etag, last_modified, found_in, listed_at, article_id, failures, published_at, is_told, "
    "visits, changes"
)


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page that a crawl holds a lease on."""

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
    visits: int = 0  # after the first, and how often it had changed then
    changes: int = 0

    @property
    def host(self) -> str:
        """The host that is asked for it."""
        return host_of(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one visit to a page. `state` is one of the states of the `pages` table.

    `url` is where the visit ended, if its answer was of use: where a redirect led on its site was visited as well.
    `has_changed`: an article that was known is another than it was; None where this visit does not tell.
    """

    state: str
    reason: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    due_at: datetime | None = None
    article_id: int | None = None
    url: str | None = None
    has_changed: bool | None = None
