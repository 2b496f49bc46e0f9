"""What merges took out because another archive had forgotten it: by what a later merge knows it again.

A grave is what is left of one article: its addresses, and hashes of what it said at any time. Crawls do not look there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from sqlite_utils import Database

Trace = tuple[str, bool]  # an address or a saying; whether it is an address


def graves(db: Database) -> Iterator[tuple[int, list[Trace]]]:
    """Yield the graves of an archive by their numbers."""
    rows = db.execute("SELECT number, what, is_address FROM graves ORDER BY number, what")
    for number, several in groupby(rows, key=itemgetter(0)):
        yield number, [(what, bool(is_address)) for _, what, is_address in several]


def traces(db: Database, number: int) -> list[Trace]:
    """Return what is left of an article in a grave."""
    rows = db.execute("SELECT what, is_address FROM graves WHERE number = ?", (number,))
    return [(what, bool(is_address)) for what, is_address in rows]


def lay(db: Database, left: Iterable[Trace], *, instead_of: Iterable[int]) -> None:
    """Make one grave of what is *left* of an article, *instead_of* those in which parts of it were."""
    for number in instead_of:
        db.execute("DELETE FROM graves WHERE number = ?", (number,))
    (number,) = db.execute("SELECT COALESCE(max(number), 0) + 1 FROM graves").fetchone()
    sql = "INSERT INTO graves (number, what, is_address) VALUES (?, ?, ?)"
    db.conn.executemany(sql, ((number, *trace) for trace in sorted(set(left))))
