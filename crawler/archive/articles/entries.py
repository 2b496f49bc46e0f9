"""The entries of live blogs: joined over crawls, none lost when it leaves the page, none twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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


def _keys(db: Database, article_id: int, entries: Sequence[Entry]) -> list[str]:
    """Return the key of each entry: its own, or that under which it is known.

    One that a site does not name has its time as a key, and another when a second one of that minute comes, or leaves
    the page. It is known by its words then, or by its title.
    """
    rows = db.execute("SELECT key, published_at_utc, title, body FROM entries WHERE article_id = ?", (article_id,))
    known = {key: (utc, title, body.split()) for key, utc, title, body in rows}
    at: dict[str | None, list[str]] = {}
    for key, (utc, *_) in known.items():
        at.setdefault(utc, []).append(key)
    keys = [storable(entry.key) for entry in entries]
    by_site = {key for key, entry in zip(keys, entries, strict=True) if not _is_named_by_time(key, entry)}
    taken = by_site & known.keys()
    found: dict[int, str] = {place: key for place, key in enumerate(keys) if key in taken}

    def take(is_it: Callable[[str, Entry], bool]) -> None:
        for place, entry in enumerate(entries):
            if place not in found:
                there = (key for key in at.get(published_utc(entry.published_at), ()) if key not in taken)
                same = [key for key in there if is_it(key, entry)]
                if len(same) == 1:
                    found[place] = same[0]
                    taken.add(same[0])

    take(lambda key, entry: known[key][2] == entry.body.split() != [])
    take(lambda key, entry: key == storable(entry.key))
    # What a site names apart under one title, in one minute, is told apart by its names.
    take(
        lambda key, entry: (
            known[key][1] == entry.title is not None
            and _is_named_by_time(key, entry)
            and _is_named_by_time(entry.key, entry)
        )
    )
    return [found.get(place, key) for place, key in enumerate(keys)]


def _is_named_by_time(key: str, entry: Entry) -> bool:
    return entry.published_at is not None and key.startswith(entry.published_at)


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
