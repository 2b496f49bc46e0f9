"""Which articles of several archives are one: told for all of them before any is written, so no order matters."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from typing import Self

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.articles.revisions import revisions
from crawler.archive.errors import temporary_room
from crawler.archive.exchange.absorbing import is_there, known_by_address
from crawler.archive.exchange.graves import Trace, graves
from crawler.archive.statements import column
from crawler.archive.stories.stories import TELLING_LENGTH
from crawler.reading.fingerprints import text_hash
from crawler.reading.text import folded

CACHE = 32 << 10  # KiB of pages
_SCHEMA = (
    # Articles of the archives, by the places of these; the archive itself is at 0. root: the least of those that are
    # one with it, if that is another. here: what it became in the archive itself. id: below 0 of a grave.
    """
    CREATE TABLE copies (
        node INTEGER PRIMARY KEY, place INTEGER, id INTEGER, root INTEGER, here INTEGER, UNIQUE (place, id)
    )
    """,
    "CREATE TABLE addresses (url_key TEXT, node INTEGER, PRIMARY KEY (url_key, node)) WITHOUT ROWID",
    # is_last: the article said it when it was seen last.
    "CREATE TABLE sayings (said TEXT, node INTEGER, is_last INTEGER, PRIMARY KEY (said, node)) WITHOUT ROWID",
    # Sayings that one of the archives knows of two articles.
    "CREATE TABLE doubtful (said TEXT PRIMARY KEY) WITHOUT ROWID",
    # what: an address, or a saying.
    "CREATE TABLE forgotten (what TEXT, at TEXT, reason TEXT)",
)
_ARTICLE = """
    SELECT site, title, body, text_hash, EXISTS (SELECT 1 FROM revisions WHERE article_id = a.id AND number > 1)
        OR EXISTS (SELECT 1 FROM corrections WHERE article_id = a.id)
    FROM articles AS a WHERE id = ?
"""
_ADDRESSES = "SELECT url_key FROM aliases WHERE article_id = ?"
_REVISED = """
    SELECT a.id, a.site FROM articles AS a
    WHERE a.id IN (SELECT article_id FROM revisions WHERE number > 1 UNION SELECT article_id FROM corrections)
"""
_FORGOTTEN = """
    SELECT a.node, f.at, f.reason FROM forgotten AS f JOIN addresses AS a ON a.url_key = f.what
    UNION ALL SELECT s.node, f.at, f.reason FROM forgotten AS f JOIN sayings AS s ON s.said = f.what
    WHERE s.is_last OR s.said NOT IN (SELECT said FROM doubtful)
"""
Stone = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Match:
    """One article. `copies`: those of the other archives, the places of these and their ids there; `here`: ids in the
    archive itself; `graves`: the places and numbers of what is left of it; `forgotten`: when and why it was, if one of
    the archives has forgotten it."""

    copies: list[tuple[int, int]]
    here: list[int]
    graves: list[tuple[int, int]]
    forgotten: Stone | None


class Matching:
    """Tells which articles of *archive* and of *others* are one.

    - those that have an address in common
    - those that said the same at any time: one text at one site, long enough to tell or under one title
    - those that are one with the same third

    But a text that one of the archives knows of two articles tells nothing: all pages of a site may have said once that
    it is out of order. An article is forgotten if an archive has forgotten one of its addresses, or the text that it
    has; or a text that it had, if that tells.

    A context manager over a temporary file, of which nothing is left. *others* are read at once; *archive*, in which
    others write meanwhile, by `matches`.
    """

    def __init__(self, archive: Archive, others: Sequence[Archive]) -> None:
        self.archive = archive
        self.db = sqlite3.connect("", isolation_level=None)
        self._sites = set[str]()
        try:
            for pragma in ("journal_mode = OFF", f"cache_size = -{CACHE}"):
                self.db.execute(f"PRAGMA {pragma}")
            with _room():
                for statement in _SCHEMA:
                    self.db.execute(statement)
                self.db.execute("BEGIN")
                for place, other in enumerate((archive, *others)):
                    self._note_forgotten(place, other.db)
                    if place:
                        for (article_id,) in other.db.execute("SELECT id FROM articles ORDER BY first_seen_at, url"):
                            self._note(self._node(place, article_id), other.db, article_id)
        except BaseException:
            self.db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.db.close()

    def matches(self) -> Iterator[Match]:
        """Yield the articles of which the others have copies, and those of the archive itself that are forgotten."""
        with _room():
            self._look_here()
            forgotten = self._unite()
            rows = self.db.execute("SELECT COALESCE(root, node) AS one, place, id FROM copies ORDER BY one, node")
            for root, found in groupby(rows, key=itemgetter(0)):
                copies = [(place, article_id) for _, place, article_id in found]
                graves = [(place, -number) for place, number in copies if number < 0]
                copies = [copy for copy in copies if copy[1] > 0]
                here = [article_id for place, article_id in copies if place == 0]
                match = Match(copies[: len(copies) - len(here)], here, graves, forgotten.get(root))
                if match.copies or (match.forgotten and (here or any(place for place, _ in graves))):
                    yield match

    def note_here(self, match: Match, article_id: int) -> None:
        """Note what the copies of an article became in the archive."""
        rows = [(article_id, *copy) for copy in match.copies]
        self.db.executemany("UPDATE copies SET here = ? WHERE place = ? AND id = ?", rows)

    def here(self, place: int, article_id: int | None) -> int | None:
        """Return what an article of another archive became, or None: it was forgotten."""
        row = self.db.execute("SELECT here FROM copies WHERE place = ? AND id = ?", (place, article_id)).fetchone()
        return row[0] if row else None

    def _note_forgotten(self, place: int, db: Database) -> None:
        sql = "SELECT url_key, site, text_hash, forgotten_at, reason FROM tombstones"
        for key, site, hashed, at, reason in db.execute(sql):
            self._sites.add(site)
            for what in [key, _telling(site, hashed)] if hashed else [key]:
                self.db.execute("INSERT INTO forgotten VALUES (?, ?, ?)", (what, at, reason))
        for number, left in graves(db):
            node = self._node(place, -number)
            for what, is_address in left:
                sql = "INSERT INTO addresses VALUES (?, ?)" if is_address else "INSERT INTO sayings VALUES (?, ?, 0)"
                self.db.execute(sql, (what, node))
                if not is_address:
                    self._sites.add(what.split(" ")[0])

    def _node(self, place: int, article_id: int) -> int:
        sql = "INSERT INTO copies (place, id) VALUES (?, ?)"
        return int(self.db.execute(sql, (place, article_id)).lastrowid or 0)

    def _note(self, node: int, db: Database, article_id: int) -> None:
        """Note under which addresses and sayings an article is known."""
        keys = column(db, _ADDRESSES, article_id)
        self.db.executemany("INSERT INTO addresses VALUES (?, ?)", [(key, node) for key in keys])
        site, said = sayings(db, article_id)
        self._sites.add(site)
        rows = [(saying, node, is_last) for saying, is_last in said.items()]
        self.db.executemany("INSERT INTO sayings VALUES (?, ?, ?)", rows)

    def _look_here(self) -> None:
        """Note the articles of the archive that may be one with those of others."""
        here = self.archive.db
        for found in (self._known_here(), self._once_known_here()):
            rows = ((article_id,) for article_id in found)
            self.db.executemany("INSERT OR IGNORE INTO copies (place, id) VALUES (0, ?)", rows)
        for node, article_id in self.db.execute("SELECT node, id FROM copies WHERE place = 0 AND id > 0"):
            if is_there(here, article_id):
                self._note(node, here, article_id)

    def _known_here(self) -> Iterator[int]:
        here = self.archive.db
        for (key,) in self.db.execute("SELECT url_key FROM addresses UNION SELECT what FROM forgotten"):
            yield from known_by_address(here, [key])
        for (saying,) in self.db.execute("SELECT said FROM sayings UNION SELECT what FROM forgotten"):
            text = (*saying.split(" "), "")[:2]  # what is an address has no second part
            yield from column(here, "SELECT id FROM articles WHERE site = ? AND text_hash = ?", *text)

    def _once_known_here(self) -> Iterator[int]:
        """Those that said once what others say. No index tells which: all that were revised are read."""
        sql = "SELECT 1 FROM sayings WHERE said = ?1 UNION ALL SELECT 1 FROM forgotten WHERE what = ?1 LIMIT 1"
        for article_id, site in self.archive.db.execute(_REVISED):
            if site in self._sites:
                _, said = sayings(self.archive.db, article_id)
                if any(self.db.execute(sql, (saying,)).fetchone() for saying in said):
                    yield article_id

    def _unite(self) -> dict[int, Stone]:
        """Find out which are one; return the roots of those that are forgotten."""
        places = array("i", [0])
        places.extend(place for (place,) in self.db.execute("SELECT place FROM copies ORDER BY node"))
        sets = _Sets(len(places))
        for _, nodes in self._nodes("SELECT url_key, node FROM addresses ORDER BY 1, 2"):
            sets.unite(nodes)
        apart = array("q", map(sets.root, range(len(places))))
        for saying, nodes in self._nodes("SELECT said, node FROM sayings ORDER BY 1, 2"):
            known: dict[int, int] = {}
            if all(known.setdefault(places[node], apart[node]) == apart[node] for node in nodes):
                sets.unite(nodes)
            else:
                self.db.execute("INSERT INTO doubtful VALUES (?)", (saying,))
        others = ((root, node) for node in range(len(places)) if (root := sets.root(node)) != node)
        self.db.executemany("UPDATE copies SET root = ? WHERE node = ?", others)
        forgotten: dict[int, Stone] = {}
        for node, at, reason in self.db.execute(_FORGOTTEN):
            root, stone = sets.root(node), (at, reason)
            forgotten[root] = min(forgotten.get(root, stone), stone, key=lambda stone: (stone[0], stone[1] or ""))
        return forgotten

    def _nodes(self, sql: str) -> Iterator[tuple[str, list[int]]]:
        """The addresses, or sayings, that several nodes have, with these."""
        for what, rows in groupby(self.db.execute(sql), key=itemgetter(0)):
            nodes = [node for _, node in rows]
            if len(nodes) > 1:
                yield what, nodes


class _Sets:
    """Numbers below *size*, each in a set of its own until they are united. The least of a set is its root."""

    def __init__(self, size: int) -> None:
        self._above = array("q", range(size))

    def root(self, number: int) -> int:
        """Return the root of the set in which *number* is."""
        above = self._above
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    def unite(self, numbers: Sequence[int]) -> None:
        """Make one set of those in which *numbers* are."""
        for number in numbers[1:]:
            least, other = sorted((self.root(numbers[0]), self.root(number)))
            self._above[other] = least


def sayings(db: Database, article_id: int) -> tuple[str, dict[str, bool]]:
    """The site of an article, and what it said that tells which article it is; of each, whether it did so last."""
    site, title, body, hashed, is_revised = db.execute(_ARTICLE, (article_id,)).fetchone()
    states: list[tuple[str | None, str | None, str | None]] = [(title, body, hashed)]
    if is_revised:
        states = [(row.title, row.body, text_hash(row.body)) for row in revisions(db, article_id)]
    said: dict[str, bool] = {}
    for number, (title, body, hashed) in enumerate(states, 1):
        if body and hashed:
            is_telling = len(" ".join(body.split())) >= TELLING_LENGTH
            saying = _telling(site, hashed) if is_telling else f"{site} {hashed} {_short(folded(title or ''))}"
            said[saying] = number == len(states)
    return site, said


def traces_of(db: Database, article_id: int) -> list[Trace]:
    """Return by what an article is known again where it is taken out."""
    keys = column(db, _ADDRESSES, article_id)
    return [*((key, True) for key in keys), *((saying, False) for saying in sayings(db, article_id)[1])]


def _short(title: str) -> str:
    return blake2b(title.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _telling(site: str, hashed: str) -> str:
    return f"{site} {hashed}"


def _room() -> AbstractContextManager[None]:
    use = "which articles of the archives are one is told there, in 0.2 KiB for each that comes"
    return temporary_room(use, "What has come stays")
