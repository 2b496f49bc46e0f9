"""Headers of answers: what a site says beside every page is written once.

Most of a page's headers its server sends with each page, policies of a kilobyte among them; dates, tags and cookies are
one answer's own. A set holds the values that two pages of a site had in common, and null for the headers that differed
or that only one had: so their order is known. A capture then has its own alone, as a list of values in the order of the
nulls where the set names them all, and is read as it came, in its order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from crawler.archive.values import digest_bytes, to_json

WORTH = 100  # bytes: a set that saves less is not made
TRIED = 4  # sets of a site, the latest: pages, feeds and counters are answered by different servers
Headers = dict[str, Any]


def share(db: Database, site: str, headers: Mapping[str, Any], *, latest: Iterable[str]) -> tuple[str, int | None]:
    """Return what is an answer's own of its *headers*, as JSON, and the id of the set that has the rest, if one has.

    *latest*: the digests of the site's latest pages, with whose headers they are compared where no set tells most of
    them. Runs inside a transaction.
    """
    given = json.loads(to_json(dict(headers)))
    whole = to_json(given)
    if len(whole) < WORTH or None in given.values():
        return whole, None
    rows = db.execute("SELECT id, headers FROM header_sets WHERE site = ? ORDER BY id DESC LIMIT ?", (site, TRIED))
    own, least, best = given, len(whole), None
    for number, text in rows.fetchall():
        others = _own(given, json.loads(text))
        if others is not None and len(to_json(others)) < least:
            own, least, best = others, len(to_json(others)), (number, json.loads(text))
    if 2 * least >= len(whole):
        common = _in_common(db, given, latest)
        others = _own(given, common) if common else None
        if common and others is not None and len(to_json(others)) + WORTH <= least:
            made = db.execute("INSERT INTO header_sets (site, headers) VALUES (?, ?)", (site, to_json(common)))
            own, best = others, (int(made.lastrowid or 0), common)
    if best is None:
        return whole, None
    return to_json(_by_place(own, best[1])), best[0]


def read(db: Database, own: str, number: int | None) -> Headers:
    """Return the headers that `share` was given, in their order."""
    if number is None:
        return dict(json.loads(own))
    (text,) = db.execute("SELECT headers FROM header_sets WHERE id = ?", (number,)).fetchone()
    return _together(json.loads(text), json.loads(own))


def _together(common: Headers, own: Headers | list[Any]) -> Headers:
    if isinstance(own, list):
        own = dict(zip(_open(common), own, strict=True))
    told = {name: own.get(name) if value is None else value for name, value in common.items()}
    return {name: value for name, value in (told | own).items() if value is not None}


def _own(given: Headers, common: Headers) -> Headers | None:
    """What of the headers is not in a set; None if both do not make what was given."""
    own = {name: value for name, value in given.items() if common.get(name) is None}
    is_given = list(_together(common, own).items()) == list(given.items())
    return own if is_given else None


def _by_place(own: Headers, common: Headers) -> Headers | list[Any]:
    """An answer's own headers without their names, where the set has these."""
    names = _open(common)
    return [own.get(name) for name in names] if own.keys() <= set(names) else own


def _open(common: Headers) -> list[str]:
    """The names of which a set has no value."""
    return [name for name, value in common.items() if value is None]


def _in_common(db: Database, given: Headers, latest: Iterable[str]) -> Headers | None:
    """A set of what *given* headers have in common with those of the latest page that came with a like list."""
    for digest in latest:
        row = db.execute(
            "SELECT headers, header_set FROM captures WHERE sha256 = ? ORDER BY id DESC LIMIT 1",
            (digest_bytes(digest),),
        ).fetchone()
        if row is not None:
            before = read(db, *row)
            return {name: value if before.get(name) == value else None for name, value in given.items()}
    return None
