"""Which article a page is: known by its address, by another dress of it, by what the page says, by its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

from sqlite_utils import Database

from crawler.archive.statements import Values, column, has_row, select_one
from crawler.archive.stories import stories
from crawler.archive.values import storable
from crawler.items import Article
from crawler.reading.fingerprints import resemblance
from crawler.reading.text import folded
from crawler.reading.urls import loose_key, site_of, site_or_none, url_key

MOST_CANDIDATES = 5
RESEMBLANCE = 0.8


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one page. `asked`: the one that was asked for and led here; `canonical`: the one it names.

    Both count within the page's site alone: no page takes over another site's article.
    """

    url: str
    asked: str | None
    canonical: str | None

    @classmethod
    def of(cls, article: Article) -> Self:
        """Return the addresses of *article*. Raises `UrlError` if its own is none."""
        site = site_of(article.url)
        leased = article.fetched.leased if article.fetched else None
        asked = leased.url if leased and site_of(leased.url) == site else None
        return cls(storable(article.url), asked, _within(site, article.page.canonical_url))

    @property
    def key(self) -> str:
        return url_key(self.url)

    @property
    def own(self) -> str:
        """The address to know the article by: the canonical one, where it is another dress of this."""
        return self.canonical if self.canonical and loose_key(self.canonical) == loose_key(self.url) else self.url

    def all(self) -> Iterator[str]:
        """Yield the addresses that lead to this article."""
        yield self.url
        yield self.own
        if self.asked:
            yield self.asked


def _within(site: str, url: str | None) -> str | None:
    return storable(url) if url and site_or_none(url) == site else None


def find_known(db: Database, addresses: Addresses, new: Values) -> tuple[Values | None, bool]:
    """Return the known article that a page is, and whether the page's address is a new one for it.

    - known by its address
    - another dress of a known address, the address it was led from, or its canonical one: if both tell the same
    - the same text on the same site, long enough to tell or under the same title
    """
    if known := _by_key(db, addresses.key):
        return known, False
    for known in _proposed(db, addresses):
        if tells_the_same(known, new):
            return known, True
    known = select_one(
        db,
        """
        SELECT * FROM articles WHERE text_hash = ? AND site = ?
        AND (length(body) >= ? OR title IS ?) ORDER BY id LIMIT 1
        """,
        *(new["text_hash"], new["site"], stories.TELLING_LENGTH, new["title"]),
    )
    return known, known is not None


def tells_the_same(known: Values, new: Values) -> bool:
    """Return whether two copies say the same: under one title, or in nearly the same words."""
    if known["title"] and new["title"] and folded(known["title"]) == folded(new["title"]):
        return True
    if not known["body"] or not new["body"]:
        return False
    return known["text_hash"] == new["text_hash"] or resemblance(known["body"], new["body"]) >= RESEMBLANCE


def article_at(db: Database, url: str) -> int | None:
    """Return the id of the article that was seen under *url*, or None."""
    return article_of(db, url_key(url))


def article_of(db: Database, key: str) -> int | None:
    """Return the id of the article that has the address with this key, or None."""
    row = db.execute("SELECT article_id FROM aliases WHERE url_key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def is_visited(db: Database, key: str, *, but_not: int = 0) -> bool:
    """Return whether the page under *key* is archived and visited again; *but_not*: the id of one not to count."""
    sql = "SELECT 1 FROM pages WHERE url_key = ? AND id <> ? AND state = 'archived' AND due_at IS NOT NULL"
    return has_row(db, sql, key, but_not)


def dress(url: str) -> int:
    """Return a number for an address, equal for other dresses of it: see `crawler.reading.urls.loose_key`.

    >>> dress("https://www.harbour.example/gates/") == dress("http://harbour.example/gates/amp")
    True
    """
    return int.from_bytes(blake2b(loose_key(url).encode("utf-8", "replace"), digest_size=6).digest(), "big")


def add_alias(db: Database, article_id: int, url: str) -> None:
    """Record that the article was also seen under *url*. An address that another article has stays there."""
    db.execute(
        """
        INSERT INTO aliases (url_key, loose_key, url, article_id) VALUES (?, ?, ?, ?)
        ON CONFLICT (url_key) DO NOTHING
        """,
        (url_key(url), dress(url), storable(url), article_id),
    )


def _by_key(db: Database, key: str) -> Values | None:
    sql = "SELECT a.* FROM articles AS a JOIN aliases AS k ON k.article_id = a.id WHERE k.url_key = ?"
    return select_one(db, sql, key)


def _proposed(db: Database, addresses: Addresses) -> Iterator[Values]:
    for url in (addresses.asked, addresses.canonical):
        if url and (known := _by_key(db, url_key(url))):
            yield known
    sql = "SELECT DISTINCT article_id FROM aliases WHERE loose_key = ? ORDER BY article_id LIMIT ?"
    for article_id in column(db, sql, dress(addresses.url), MOST_CANDIDATES):
        if known := select_one(db, "SELECT * FROM articles WHERE id = ?", article_id):
            yield known
