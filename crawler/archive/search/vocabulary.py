"""The words of a full-text index that begin alike, read from the pages on which FTS5 keeps them.

Asked for a beginning, FTS5 puts together all places of all its words before it names one article. Asked for any of
these words, it names the newest at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

# Of a piece that is being merged the first pages are gone, though it says what they began with: then the first left.
_PAGE = "SELECT block FROM {}_data WHERE id >= ? ORDER BY id LIMIT 1"
_MAIN = b"0"  # stands before each word of the index itself, others before those of FTS5's own beginnings
_VERSION, _VERSION_OF = 4, "SELECT v FROM {}_config WHERE k = 'version'"
_SEGMENT = 37  # bits below the number of a piece in the number of a page


def words_with(db: Database, table: str, beginning: str, most: int) -> list[str] | None:
    """Return the words of an index that begin so, which is to be folded; None if there are more than *most*.

    Also None where the index's pages are of another version of FTS5's than is read here.

    Where the index was changed after its last merge in a transaction that is not over, the last words are missing.
    """
    with _one_state(db.conn):
        return _words_with(db, table, beginning, most)


@contextmanager
def _one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """What is read within is of one state: a crawl that writes meanwhile merges pieces, whose pages are gone then."""
    is_begun = connection.in_transaction
    if not is_begun:
        connection.execute("BEGIN")
    try:
        yield
    finally:
        if not is_begun:
            connection.execute("COMMIT")


def _words_with(db: Database, table: str, beginning: str, most: int) -> list[str] | None:
    if db.execute(_VERSION_OF.format(table)).fetchone() != (_VERSION,):
        return None
    low = _MAIN + beginning.encode()
    high = low[:-1] + bytes([low[-1] + 1])
    words: set[str] = set()
    for (piece,) in db.execute(_PIECES.format(table)).fetchall():
        pages = [number for (number,) in db.execute(_PAGES.format(table), (piece, low, piece, low, high, most + 2))]
        if len(pages) == most + 2:
            return None
        for number in pages:
            (page,) = db.execute(_PAGE.format(table), ((piece << _SEGMENT) + number,)).fetchone()
            words.update(word[1:].decode() for word in _words(page, high) if word >= low)
            if len(words) > most:
                return None
    return sorted(words)


_PIECES = """
WITH RECURSIVE pieces(number) AS (
    SELECT min(segid) FROM {0}_idx
    UNION ALL SELECT (SELECT min(segid) FROM {0}_idx WHERE segid > number) FROM pieces WHERE number IS NOT NULL
)
SELECT number FROM pieces WHERE number IS NOT NULL
"""
# The page on which the first such word may be, and all that begin with one.
_PAGES = """
SELECT number FROM (SELECT pgno >> 1 AS number FROM {0}_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1)
UNION SELECT number FROM (
    SELECT pgno >> 1 AS number FROM {0}_idx WHERE segid = ? AND term > ? AND term < ? ORDER BY term LIMIT ?
)
"""


def _words(page: bytes, before: bytes) -> Iterator[bytes]:
    """Yield the words of a page that come *before* another, in their order.

    Behind what a page holds stands where its words begin, each as far from the one before; a word but the first says
    how many bytes it has of the one before it. Source: the comments in SQLite's ext/fts5/fts5_index.c.
    """
    end = int.from_bytes(page[2:4])
    place, at, word = end, 0, b""
    while place < len(page):
        step, place = _number(page, place)
        at += step
        kept, begin = _number(page, at) if word else (0, at)
        size, begin = _number(page, begin)
        word = word[:kept] + page[begin : begin + size]
        if word >= before:
            return
        yield word


def _number(page: bytes, at: int) -> tuple[int, int]:
    """The number that stands at a place, and where it ends."""
    number = 0
    while (byte := page[at]) >= 0x80:
        number, at = number << 7 | byte & 0x7F, at + 1
    return number << 7 | byte, at + 1
