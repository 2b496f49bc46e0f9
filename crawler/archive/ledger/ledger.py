"""The pages and hosts of one archive, as one crawl works on them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.archive.articles.identity import add_alias, article_at, is_visited
from crawler.archive.ledger import entering, hosts, leasing, recording
from crawler.archive.ledger.hosts import Host
from crawler.archive.ledger.owners import this_process
from crawler.archive.ledger.pages import KINDS, LEASE, LedgerPage, Outcome
from crawler.archive.sites.shapes import shapes_of
from crawler.archive.values import AHEAD
from crawler.discovery.periods import ANY_TIME, Span
from crawler.discovery.shapes import UrlShapes
from crawler.reading.instants import utc_text
from crawler.reading.urls import url_key

if TYPE_CHECKING:
    from crawler.archive.archive import Archive
    from crawler.discovery.links import Link


class Ledger:
    """The pages and hosts of one archive, as the crawl *owner* works on them (this process, unless named)."""

    def __init__(self, archive: Archive, *, owner: str | None = None) -> None:
        self.archive = archive
        self.owner = owner or this_process()
        self.db = archive.db

    # What is found

    def add(
        self,
        links: Iterable[Link],
        *,
        now: datetime,
        found_in: str,
        spider: str | None = None,
        ask: bool = False,
        run_started: datetime | None = None,
        site: str | None = None,
    ) -> None:
        """Enter *links*: new ones are due now. Must run in a transaction.

        A listing is read for *site*, wherever it is; one that is on another site, and was entered for that, stays its.

        Known ones stay as they are, unless the listing dates them later than our copy, or *ask* says that
        they are wanted now; a page that was fetched since *run_started* is not asked for twice.
        """
        entering.add(
            self.db, links, now=now, found_in=found_in, spider=spider, ask=ask, run_started=run_started, site=site
        )

    def has_new_article(self, links: Iterable[Link]) -> bool:
        """Return whether the ledger does not know one of the articles among *links*."""
        return entering.has_new_article(self.db, links)

    def knew_before(self, links: Iterable[Link], *, run_started: datetime) -> bool:
        """Return whether one of the articles among *links* was known before the run that began at *run_started*."""
        return entering.knew_before(self.db, links, run_started=run_started)

    def shapes(self, site: str) -> UrlShapes:
        """Return what the visits to *site* have taught of its addresses."""
        return UrlShapes(shapes_of(self.db, site))

    # What is due

    def ask_listings(self, found_in: str, *, now: datetime, run_started: datetime) -> None:
        """Make the listings due that were found in the listing *found_in*, once in a run. Must run in a transaction."""
        entering.ask_listings(self.db, found_in, now=now, run_started=run_started)

    def ask_others(self, article_id: int, but_not: int, *, now: datetime) -> bool:
        """Make the other pages of an article due, as when one of them is gone; False if there are none."""
        return entering.ask_others(self.db, article_id, but_not, now=now)

    def make_due(self, site: str, *, now: datetime) -> None:
        """Make all known articles of *site* due, whenever they were fetched."""
        with self.archive.transaction():
            entering.make_due(self.db, site, now=now)

    def make_young_due(self, site: str, *, within: timedelta, now: datetime) -> int:
        """Make the articles of *site* that are younger than *within* due for another reading of their views.

        The older one is, the rarer: it is due when an eighth of its age, and half an hour, has passed since its last
        visit. Returns how many are due.
        """
        with self.archive.transaction():
            return entering.make_young_due(self.db, site, within=within, now=now)

    def due(
        self, site: str, *, now: datetime, limit: int, kinds: Sequence[str] = KINDS, span: Span = ANY_TIME
    ) -> list[LedgerPage]:
        """Return up to *limit* pages of *site* that are due and not leased: listings, then the newest articles.

        Of articles those that may be of *span*, as far as listings date them.
        """
        return leasing.due(self.db, site, now=now, limit=limit, kinds=kinds, span=span)

    def is_due(
        self,
        site: str,
        *,
        now: datetime,
        kinds: Sequence[str],
        patience: timedelta = LEASE,
        span: Span = ANY_TIME,
    ) -> bool:
        """Return whether *site* has a page due that nobody leases, on a host that rests no longer than *patience*."""
        return bool(leasing.hosts_due(self.db, site, now=now, kinds=kinds, patience=patience, span=span)[0])

    def resting(
        self, site: str, *, now: datetime, kinds: Sequence[str], patience: timedelta, span: Span = ANY_TIME
    ) -> list[Host]:
        """Return the hosts of *site* that have due pages and rest longer than *patience*."""
        resting = leasing.hosts_due(self.db, site, now=now, kinds=kinds, patience=patience, span=span)[1]
        return [hosts.host(self.db, name) for name in resting]

    # Leases

    def claim(
        self,
        site: str,
        *,
        now: datetime,
        limit: int,
        kinds: Sequence[str] = KINDS,
        patience: timedelta = LEASE,
        but_not: Container[str] = (),
        span: Span = ANY_TIME,
    ) -> list[LedgerPage]:
        """Lease the hosts of *site* that have due pages, and up to *limit* pages of each: listings, new articles.

        Left out are the hosts *but_not*, those that rest longer than *patience*, and those that another crawl has: it
        is told, and lets go of them when its batch is done.
        """
        due, _ = leasing.hosts_due(self.db, site, now=now, kinds=kinds, patience=patience, span=span)
        wanted = [host for host in due if host not in but_not]
        if not wanted:
            return []
        pages = []
        with self.archive.transaction():
            for host in wanted:
                pages += leasing.claim(
                    *(self.db, site, host, self.owner), now=now, limit=limit, kinds=kinds, patience=patience, span=span
                )
        return pages

    def claim_urls(self, urls: Sequence[str], *, now: datetime) -> list[LedgerPage]:
        """Lease the pages at *urls* that nobody else holds and that are due. Must run in a transaction."""
        return leasing.claim_urls(self.db, urls, self.owner, now=now)

    def still_wanted(self, page: LedgerPage, *, now: datetime, run_started: datetime) -> LedgerPage | None:
        """Return a leased page as it stands now; None, its lease ended, if this run has read it meanwhile.

        A run may be so long that a page which it has read falls due again: then it is read again.
        """
        found = leasing.current(self.db, page)
        if found is None:
            return None
        current, fetched_at, due_at = found
        is_read = (current.kind, current.state) in (("listing", "read"), ("article", "archived"))
        is_due_again = due_at is not None and (fetched_at or "") < due_at <= utc_text(now)
        is_of_this_run = utc_text(run_started) <= (fetched_at or "") <= utc_text(now + AHEAD)
        if not is_read or is_due_again or not is_of_this_run:
            return current
        with self.archive.transaction():
            leasing.leave(self.db, page.id)
        return None

    def take_as_dress(self, page: LedgerPage, plain: str, *, now: datetime) -> bool:
        """Take *page* for another address of the article known at *plain*, not to be visited; return whether one is."""
        article_id = article_at(self.db, plain)
        if article_id is None:
            return False
        with self.archive.transaction():
            add_alias(self.db, article_id, page.url)
            self.record(page, Outcome(state="archived", article_id=article_id), now=now)
        return True

    def as_it_stands(self, page: LedgerPage) -> LedgerPage:
        """Return a leased page as the ledger has it now: it may have been told to be of another kind."""
        found = leasing.current(self.db, page)
        return found[0] if found else page

    def renew(self, *, now: datetime) -> None:
        """Prolong this crawl's leases: a long crawl is no dead one."""
        with self.archive.transaction():
            leasing.renew(self.db, self.owner, now=now)

    def take_back(self, *, now: datetime) -> int:
        """End the leases of dead processes and those that have run out; return how many pages are due again."""
        with self.archive.transaction():
            return leasing.take_back(self.db, self.owner, now=now)

    def give_back(self, pages: Iterable[LedgerPage]) -> None:
        """End the leases of *pages*, which were not asked for: they are due as they were."""
        with self.archive.transaction():
            leasing.give_back(self.db, [page.id for page in pages])

    def is_leased_by_others(self, site: str) -> bool:
        """Return whether another crawl holds a page of *site*."""
        return leasing.is_leased_by_others(self.db, site, self.owner)

    def put_off(self, page: LedgerPage, *, until: datetime, reason: str, status: int | None = None) -> None:
        """End the lease of a page whose host does not want to be asked now: it is due again at *until*."""
        with self.archive.transaction():
            leasing.put_off(self.db, page.id, until=until, reason=reason, status=status)
            if self.archive.on_visit is not None:
                self.archive.on_visit(page, Outcome(state="put_off", reason=reason, status=status, due_at=until))

    def release(self) -> int:
        """End this crawl's leases: what it did not get to is due for the next."""
        with self.archive.transaction():
            hosts.release(self.db, self.owner)
            return leasing.release(self.db, self.owner)

    # Hosts

    def host(self, name: str) -> Host:
        """Return what is kept of a host."""
        return hosts.host(self.db, name)

    def hold_host(self, name: str, *, now: datetime) -> Host | None:
        """Lease a host, or prolong its lease; None while another crawl has it: it is told, and lets go soon."""
        with self.archive.transaction():
            return hosts.hold(self.db, name, self.owner, now=now, until=now + LEASE)

    def is_host_wanted(self, name: str, *, now: datetime) -> bool:
        """Return whether another crawl waits for a host."""
        return hosts.is_wanted(self.db, name, self.owner, now=now)

    def let_host_go(self, name: str) -> None:
        """End the lease of a host."""
        with self.archive.transaction():
            hosts.let_go(self.db, name, self.owner)

    def keep_pace(
        self, name: str, *, next_allowed_at: datetime, delay: float, failures: int = 0, reason: str | None = None
    ) -> None:
        """Keep how a host is asked: not before *next_allowed_at*, every *delay* seconds."""
        with self.archive.transaction():
            hosts.keep_pace(
                *(self.db, name), next_allowed_at=next_allowed_at, delay=delay, failures=failures, reason=reason
            )

    def keep_robots(self, name: str, *, text: str | None, status: int | None, fetched_at: datetime) -> None:
        """Keep a host's robots.txt; *status* None where it had no answer."""
        with self.archive.transaction():
            hosts.keep_robots(self.db, name, text=text, status=status, fetched_at=fetched_at)

    def keep_tdmrep(self, name: str, *, text: str | None, fetched_at: datetime) -> None:
        """Keep a host's tdmrep.json; *text* None where it has none."""
        with self.archive.transaction():
            hosts.keep_tdmrep(self.db, name, text=text, fetched_at=fetched_at)

    # What came of visits

    def record(self, page: LedgerPage, outcome: Outcome, *, now: datetime) -> None:
        """Write what came of a visit and end its lease. Must run in the transaction that keeps what was read.

        A page that was told meanwhile to be of another kind is due again, as that.
        """
        recording.record(self.db, page, outcome, now=now)
        if self.archive.on_visit is not None:
            self.archive.on_visit(page, outcome)

    def is_read_elsewhere(self, article_id: int, but_not: int) -> bool:
        """Return whether the article's own address is another page of the ledger that is visited again and again."""
        row = self.db.execute("SELECT url FROM articles WHERE id = ?", (article_id,)).fetchone()
        return row is not None and is_visited(self.db, url_key(row[0]), but_not=but_not)
