"""The entries of live blogs: joined over crawls, none lost when it leaves the page, none twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.rows import EntryRow
from crawler.archive.values import published_utc, storable
from crawler.items import Entry


def add_entries(db: Database, article_id: int, entries: Sequence[Entry], seen: str) -> None:
    """Add what is new among *entries*, as they were seen; one that was edited is as it was seen last."""
    keys = _keys(db, article_id, entries)
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


class _Told(NamedTuple):
    """What tells an entry from others, on the page or in the archive."""

    key: str
    published_at: str | None
    title: str | None
    words: tuple[str, ...]

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


def _keys(db: Database, article_id: int, entries: Sequence[Entry]) -> list[str]:
    """Return the key of each entry: its own, or that under which it is known.

    One that a site does not name has its time as a key, and another when a second one of that minute comes, or leaves
    the page. It is known by its words then, or by its title.
    """
    rows = db.execute("SELECT key, published_at, title, body FROM entries WHERE article_id = ?", (article_id,))
    known = [_Told(key, at, title, tuple(body.split())) for key, at, title, body in rows]
    given = [
        _Told(storable(one.key), one.published_at, one.title and storable(one.title), tuple(storable(one.body).split()))
        for one in entries
    ]
    by_site = {told.key for told in given if not told.is_named_by_time}
    taken = by_site & {told.key for told in known}
    found = {place: told.key for place, told in enumerate(given) if told.key in taken}
    for mark in (_by_words, lambda told: told.key, _by_title):
        there: dict[Hashable, list[str]] = defaultdict(list)
        for told in known:
            if told.key not in taken:
                there[mark(told)].append(told.key)
        for place, told in enumerate(given):
            same = there.get(mark(told), []) if place not in found and mark(told) is not None else []
            if len(same) == 1 and same[0] not in taken:
                found[place] = same[0]
                taken.add(same[0])
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
