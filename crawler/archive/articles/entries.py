"""The entries of live blogs: joined over crawls and archives, none lost when it leaves the page, none twice.

An entry has one key for good, and others: what its site, or its first words, named it since.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.archive.rows import EntryRow
from crawler.archive.statements import insert
from crawler.archive.values import published_utc, storable
from crawler.items import Entry

_OF_ENTRY = ("key", "published_at", "title", "body", "first_seen_at", "last_seen_at")


def add_entries(db: Database, article_id: int, entries: Sequence[Entry], seen: str) -> None:
    """Add what is new among *entries*, as they were seen; one that was edited is as it was seen last."""
    known, given = _known(db, article_id) if entries else [], [_told(entry) for entry in entries]
    keys = _keys(known, given)
    db.conn.executemany(
        """
        INSERT INTO entries
            (article_id, key, published_at, published_at_utc, title, body, first_seen_at, last_seen_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
        ON CONFLICT (article_id, key) DO UPDATE SET
            title = iif(?7 >= last_seen_at, COALESCE(excluded.title, title), title),
            body = iif(?7 >= last_seen_at AND excluded.body <> '', excluded.body, body),
            published_at = COALESCE(published_at, excluded.published_at),
            published_at_utc = COALESCE(published_at_utc, excluded.published_at_utc),
            first_seen_at = min(first_seen_at, ?7), last_seen_at = max(last_seen_at, ?7)
        """,
        [
            (
                *(article_id, key, entry.published_at, published_utc(entry.published_at)),
                *(storable(entry.title) if entry.title else None, storable(entry.body), seen),
            )
            for key, entry in zip(keys, entries, strict=True)
        ],
    )
    others = [(article_id, told.key, key) for key, told in zip(keys, given, strict=True) if told.key != key]
    _add_other_keys(db, others)


def _add_other_keys(db: Database, rows: Iterable[tuple[int, str, str]]) -> None:
    """Note that an entry has another key, unless one has it already."""
    sql = """
        INSERT OR IGNORE INTO entry_keys (article_id, other_key, key)
        SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM entries WHERE article_id = ?1 AND key = ?2)
    """
    db.conn.executemany(sql, rows)


def joined(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries that archives hold of one live blog, each once, in the order of their keys.

    Those that have a key in common are one, and so is what is one with the same third: in whatever order and groups
    they are joined, the same comes of it. It is as it was seen last, and has the key under which it was seen first.
    """
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        met = {id(group): group for name in keys_of(entry) if (group := groups.get(name))}
        # To the largest come the others, so that of 10,000 with one key in common none is moved each time.
        group, *others = sorted(met.values(), key=len, reverse=True) or [[]]
        came = [entry, *chain.from_iterable(others)]
        group += came
        groups |= {name: group for one in came for name in keys_of(one)}
    found = [_one(group) for group in {id(group): group for group in groups.values()}.values()]
    return sorted(found, key=lambda entry: str(entry["key"]))


def keys_of(entry: Mapping[str, Any]) -> list[str]:
    """Return all keys of an entry as records hold it, the one for good first."""
    return [entry["key"], *entry.get("other_keys", ())]


def _one(group: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    key = min((entry["first_seen_at"], entry["key"]) for entry in group)[1]
    said = ("last_seen_at", "body", "title", "published_at")
    one = dict(max(group, key=lambda entry: [entry[name] or "" for name in said]), key=key)
    one["first_seen_at"] = min(entry["first_seen_at"] for entry in group)
    if others := sorted({name for entry in group for name in keys_of(entry)} - {key}):
        one["other_keys"] = others
    return one


class _Told(NamedTuple):
    """What tells an entry from others, on the page or in the archive."""

    key: str
    published_at: str | None
    title: str | None
    words: tuple[str, ...]
    names: tuple[str, ...]  # all its keys

    @property
    def minute(self) -> str | None:
        """When it was published; None where only the day is known, in which one thing is said of many."""
        has_clock = self.published_at is not None and ":" in self.published_at
        return published_utc(self.published_at) if has_clock else None

    @property
    def is_named_by_time(self) -> bool:
        return self.published_at is not None and self.key.startswith(self.published_at)


def _by_words(told: _Told) -> Hashable:
    return (told.minute, told.words) if told.minute and told.words else None


def _by_title(told: _Told) -> Hashable:
    # What a site names apart under one title, in one minute, is told apart by its names.
    return (told.minute, told.title) if told.minute and told.title and told.is_named_by_time else None


def _by_minute(told: _Told) -> Hashable:
    return told.minute if told.is_named_by_time else None


def _told(entry: Entry) -> _Told:
    key, title = storable(entry.key), entry.title and storable(entry.title)
    return _Told(key, entry.published_at, title, tuple(storable(entry.body).split()), (key,))


def _known(db: Database, article_id: int) -> list[_Told]:
    others = _other_keys(db, article_id)
    sql = "SELECT key, published_at, title, body FROM entries WHERE article_id = ?"
    return [
        _Told(key, at, title, tuple(body.split()), (key, *others[key]))
        for key, at, title, body in db.execute(sql, (article_id,))
    ]


def _other_keys(db: Database, article_id: int) -> Mapping[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    sql = "SELECT key, other_key FROM entry_keys WHERE article_id = ? ORDER BY other_key"
    for key, other in db.execute(sql, (article_id,)):
        found[key].append(other)
    return found


def _keys(known: Sequence[_Told], given: Sequence[_Told]) -> list[str]:
    """Return the key of each given entry: its own, or that under which it is known.

    One that a site does not name is known by its words, by those with which it began once, by its title, or because
    no other was ever there in its minute.
    """
    named = {name: told.key for told in known for name in told.names}
    found = {
        place: named[told.key] for place, told in enumerate(given) if not told.is_named_by_time and told.key in named
    }
    taken = set(found.values())
    there, here = (Counter(map(_by_minute, some)) for some in (known, given))
    for mark in (_by_words, None, _by_title, _by_minute):
        marked: dict[Hashable, set[str]] = defaultdict(set)
        for told in known:
            if told.key not in taken:
                for name in told.names if mark is None else [mark(told)]:
                    marked[name].add(told.key)
        for place, told in enumerate(given):
            name = told.key if mark is None else mark(told)
            if place in found or name is None or (mark is _by_minute and max(there[name], here[name]) > 1):
                continue
            same = marked.get(name, set()) - taken
            if len(same) == 1 == len(marked[name]):
                found[place] = same.pop()
                taken.add(found[place])
    return [found.get(place, told.key) for place, told in enumerate(given)]


def entries(db: Database, article_id: int) -> list[EntryRow]:
    """Return the entries of a live blog, the newest first; [] for any other article."""
    rows = db.execute(
        """
        SELECT key, published_at, title, body, first_seen_at, last_seen_at FROM entries WHERE article_id = ?
        ORDER BY COALESCE(published_at_utc, first_seen_at) DESC, key
        """,
        (article_id,),
    )
    return [EntryRow(*row) for row in rows]


def write_entries(db: Database, article_id: int, given: Sequence[Mapping[str, Any]]) -> None:
    """Make *given*, as records hold them, the entries of a live blog."""
    for table in ("entries", "entry_keys"):
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608
    for entry in given:
        values = {name: entry[name] for name in _OF_ENTRY}
        utc = {"published_at_utc": published_utc(entry["published_at"])}
        insert(db, "entries", {"article_id": article_id} | values | utc)
    _add_other_keys(db, ((article_id, other, entry["key"]) for entry in given for other in keys_of(entry)[1:]))


def read_entries(db: Database, article_id: int) -> list[dict[str, Any]]:
    """Return the entries of a live blog as records hold them, in the order of their keys."""
    sql = " ".join(("SELECT", ", ".join(_OF_ENTRY), "FROM entries WHERE article_id = ? ORDER BY key"))
    found = [dict(zip(_OF_ENTRY, row, strict=True)) for row in db.execute(sql, (article_id,))]
    others = _other_keys(db, article_id) if found else {}
    return [entry | ({"other_keys": others[key]} if (key := entry["key"]) in others else {}) for entry in found]
