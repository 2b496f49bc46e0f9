"""The ledger of every URL ever found: what is due, who is fetching it, what came of it.

A page is due when `due_at` has come and nobody holds a lease on it. A crawl leases hosts and then their pages; what
came of a page is recorded in the same transaction as what was read from it, and that ends the lease. So a process that
dies at any moment loses nothing: its leases are taken back and its pages are due.

`ledger.py` is what others use; `entering.py` takes links in and makes pages due, `leasing.py` leases, `recording.py`
writes what came of visits, `hosts.py` keeps how hosts want to be asked, `owners.py` names who holds a lease.
"""

from crawler.archive.ledger.hosts import Host
from crawler.archive.ledger.ledger import Ledger
from crawler.archive.ledger.owners import is_alive, new_owner, this_process
from crawler.archive.ledger.pages import KINDS, LEASE, LedgerPage, Outcome

__all__ = ["KINDS", "LEASE", "Host", "Ledger", "LedgerPage", "Outcome", "is_alive", "new_owner", "this_process"]
