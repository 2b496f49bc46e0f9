"""Hosts are leased before their pages, and remember how they want to be asked."""

from __future__ import annotations

from sqlite_utils import Database

STATEMENTS = (
    # Who works on the host, and who waits for it: one crawl at a time keeps its rate.
    "ALTER TABLE hosts ADD COLUMN lease_owner TEXT",
    "ALTER TABLE hosts ADD COLUMN lease_until TEXT",
    "ALTER TABLE hosts ADD COLUMN wanted_by TEXT",
    "ALTER TABLE hosts ADD COLUMN wanted_at TEXT",
    # How often in a row it did not answer or asked to be left alone, and its words.
    "ALTER TABLE hosts ADD COLUMN failures INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE hosts ADD COLUMN reason TEXT",
    # robots: the text of robots.txt. Its status is null where there was no answer.
    "ALTER TABLE hosts ADD COLUMN robots_status INTEGER",
    "ALTER TABLE hosts ADD COLUMN tdmrep TEXT",
    "ALTER TABLE hosts ADD COLUMN tdmrep_fetched_at TEXT",
    "CREATE INDEX hosts_leased ON hosts(lease_owner) WHERE lease_owner IS NOT NULL",
    # How often an article was looked at again, and how often it had changed: that says when it is worth another visit.
    "ALTER TABLE pages ADD COLUMN visits INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE pages ADD COLUMN changes INTEGER NOT NULL DEFAULT 0",
    # What the site reserves of its page: {"robots": ..., "meta": ...}, null where it reserves nothing.
    "ALTER TABLE captures ADD COLUMN reserved TEXT",
    # The host of a page is what stands before the path in its key: see crawler/archive/ledger/hosts.py.
    "DROP INDEX pages_due",
    """
    CREATE INDEX pages_due ON pages(
        site, substr(url_key, 1, instr(url_key, '/') - 1), kind DESC, listed_at DESC, id, due_at
    ) WHERE due_at IS NOT NULL AND lease_owner IS NULL
    """,
    "CREATE INDEX pages_due_at ON pages(site, due_at) WHERE due_at IS NOT NULL AND lease_owner IS NULL",
)


def apply(db: Database) -> None:
    """Add what a crawl of several processes and many sites keeps of hosts and pages; schema 2."""
    for statement in STATEMENTS:
        db.execute(statement)
