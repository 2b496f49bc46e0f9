"""How kept pages are compressed: zstd, with a dictionary of the site's own made of pages that came before.

Pages of a site share their markup, scripts and lists of links, so one page is most of what is to be said of the next. A
dictionary is some earlier pages one after another, as they came ("raw" to zstd). It uses none itself. As a site
changes, its pages share less with it; when what is kept of a page has doubled, a new one is made, and the old one stays
as long as a page needs it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from crawler.archive.errors import ArchiveDamagedError
from crawler.archive.statements import column, upsert
from crawler.archive.values import digest_bytes
from crawler.reading.instants import now, utc_text

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3
_OF_DICTIONARY = 9  # it is written once and read often
LARGEST = 1 << 20  # bytes of a dictionary
LEAST = 2048  # bytes of a page that says something of how well pages compress
MADE_OF = 4  # pages
FIRST = 8  # pages by which a dictionary is judged, and after which a better one is tried
AGAIN = 16  # pages between two trials
WORTH = 0.8  # of what the old one makes of a page: a new one that saves less is not kept
LOADED = 16  # dictionaries that a process holds
_loaded: WeakKeyDictionary[Database, OrderedDict[int, Any]] = WeakKeyDictionary()


@dataclass(slots=True)
class _Site:
    """How the pages of a site have compressed since its dictionary was made, by weight.

    `first_share`: of the first pages, `share`: of the latest ones. `latest`: the digests of the latest pages.
    """

    site: str
    dictionary_id: int | None = None
    pages: int = 0
    first_share: float = 0
    share: float = 0
    latest: list[str] = field(default_factory=list)

    def count(self, share: float) -> None:
        self.pages += 1
        if self.pages <= FIRST:
            self.first_share += (share - self.first_share) / self.pages
        self.share += (share - self.share) / min(self.pages, FIRST)

    @property
    def wants_another(self) -> bool:
        """Whether it is time to try a new dictionary."""
        if self.dictionary_id is None:
            return self.pages in (1, 2, 4, FIRST) or (self.pages > 0 and self.pages % AGAIN == 0)
        has_doubled = self.share >= 2 * self.first_share and self.pages % AGAIN == 0
        return self.pages == FIRST or has_doubled


def compress(db: Database, site: str, digest: str, body: bytes) -> tuple[bytes, int | None]:
    """Return *body*, a page of *site*, compressed, and the id of the dictionary that it needs, if it does.

    Remembers how well it went. Runs inside a transaction.
    """
    state = _read_site(db, site)
    dictionary = state.dictionary_id
    data = _pack(body, _load(db, dictionary) if dictionary is not None else None)
    if len(body) < LEAST:
        return data, dictionary
    before, pages = dictionary, state.pages
    if state.wants_another and (made := _try_another(db, state, body, len(data))) is not None:
        state.dictionary_id = dictionary = made
        state.pages, state.first_share, state.share = 0, 0, 0
        data = _pack(body, _load(db, made))
    state.count(len(data) / len(body))
    state.latest = [*state.latest, digest][-MADE_OF:]
    upsert(db, "compression", "site", asdict(state) | {"latest": json.dumps(state.latest)})
    if dictionary is not None and before not in (None, dictionary) and pages <= AGAIN:
        _replace(db, before, dictionary)
    return data, dictionary


def decompress(db: Database, data: bytes, dictionary: int | None) -> bytes:
    """Return what `compress` was given. Raises `ArchiveDamagedError`."""
    try:
        if dictionary is None:
            return bytes(zstd.decompress(data))
        return bytes(zstd.decompress(data, zstd_dict=_load(db, dictionary).as_undigested_dict))
    except (zstd.ZstdError, EOFError) as error:
        raise ArchiveDamagedError(f"a kept page cannot be unpacked: {error}. Go on from a backup.") from error


def latest(db: Database, site: str) -> list[str]:
    """Return the digests of the latest pages of a site, the last one last."""
    return _read_site(db, site).latest


def let_go(db: Database, digests: Iterable[str]) -> None:
    """Take the pages with *digests*, which were deleted, out of the dictionaries: what is forgotten is not kept there.

    Pages that need such a dictionary are compressed anew. Runs inside a transaction.
    """
    for digest in digests:
        made_of_it = "SELECT d.id FROM dictionaries AS d, json_each(d.made_of) AS m WHERE m.value = ?"
        for dictionary in column(db, made_of_it, digest):
            _dissolve(db, dictionary)


def drop_unused(db: Database) -> int:
    """Delete the dictionaries that no page needs and no site uses, and return how many there were."""
    unused = """
        DELETE FROM dictionaries WHERE NOT EXISTS (SELECT 1 FROM bodies WHERE dictionary_id = dictionaries.id)
        AND NOT EXISTS (SELECT 1 FROM compression WHERE dictionary_id = dictionaries.id)
    """
    return int(db.execute(unused).rowcount)


def _try_another(db: Database, state: _Site, body: bytes, packed: int) -> int | None:
    """Make a dictionary of the latest pages; return its id if it is worth it for *body*, else None."""
    pages = [(digest, page) for digest in state.latest if (page := page_of(db, digest)) is not None]
    content = b""
    made_of: list[str] = []
    for digest, page in reversed(pages):  # the latest stand last, where zstd finds them best
        if made_of and len(content) + len(page) > LARGEST:
            break
        content, made_of = page[:LARGEST] + content, [digest, *made_of]
    if not made_of or len(_pack(body, zstd.ZstdDict(content, is_raw=True))) > WORTH * packed:
        return None
    # The number says what it holds: no process takes it for another one, whatever was undone meanwhile.
    made = int.from_bytes(hashlib.sha256(content).digest()[:6])
    db.execute(
        "INSERT OR IGNORE INTO dictionaries (id, site, data, size, made_at, made_of) VALUES (?, ?, ?, ?, ?, ?)",
        (made, state.site, zstd.compress(content, _OF_DICTIONARY), len(content), utc_text(now()), json.dumps(made_of)),
    )
    for digest, page in pages:
        if digest in made_of:  # nothing is left of a page that is in the dictionary
            _store(db, digest, page, made)
    return made


def _replace(db: Database, before: int | None, by: int) -> None:
    """Delete a dictionary that a better one followed after a few pages, if they do without it in less room."""
    pages = db.execute("SELECT digest, length(data) FROM bodies WHERE dictionary_id = ?", (before,)).fetchall()
    (room,) = db.execute("SELECT length(data) FROM dictionaries WHERE id = ?", (before,)).fetchone()
    packed = {digest: _pack(page_of(db, digest) or b"", _load(db, by)) for digest, _ in pages}
    if sum(map(len, packed.values())) >= room + sum(size for _, size in pages):
        return
    changed = [(data, by, digest_bytes(digest)) for digest, data in packed.items()]
    db.conn.executemany("UPDATE bodies SET data = ?, dictionary_id = ? WHERE sha256 = ?", changed)
    _delete(db, before)


def _delete(db: Database, dictionary: int | None) -> None:
    db.execute("DELETE FROM dictionaries WHERE id = ?", (dictionary,))
    if db in _loaded and dictionary is not None:
        _loaded[db].pop(dictionary, None)


def _dissolve(db: Database, dictionary: int) -> None:
    db.execute("UPDATE compression SET dictionary_id = NULL, pages = 1 WHERE dictionary_id = ?", (dictionary,))
    for digest in column(db, "SELECT digest FROM bodies WHERE dictionary_id = ?", dictionary):
        page = page_of(db, digest)
        assert page is not None
        _store(db, digest, page, None)
    _delete(db, dictionary)


def _store(db: Database, digest: str, page: bytes, dictionary: int | None) -> None:
    data = _pack(page, _load(db, dictionary) if dictionary is not None else None)
    changed = (data, dictionary, digest_bytes(digest))
    db.execute("UPDATE bodies SET data = ?, dictionary_id = ? WHERE sha256 = ?", changed)


def page_of(db: Database, digest: str) -> bytes | None:
    """Return the page with the SHA-256 *digest*, in hex; None where it is not kept."""
    row = db.execute("SELECT data, dictionary_id FROM bodies WHERE sha256 = ?", (digest_bytes(digest),)).fetchone()
    return decompress(db, *row) if row is not None else None


def _pack(page: bytes, dictionary: Any) -> bytes:
    if dictionary is None:
        return bytes(zstd.compress(page, LEVEL))
    return bytes(zstd.compress(page, LEVEL, zstd_dict=dictionary.as_digested_dict))


def _load(db: Database, dictionary: int) -> Any:
    """The dictionary, prepared for use; the last few stay prepared."""
    loaded = _loaded.setdefault(db, OrderedDict())
    if dictionary not in loaded:
        (data,) = db.execute("SELECT data FROM dictionaries WHERE id = ?", (dictionary,)).fetchone()
        loaded[dictionary] = zstd.ZstdDict(zstd.decompress(data), is_raw=True)
        if len(loaded) > LOADED:
            loaded.popitem(last=False)
    loaded.move_to_end(dictionary)
    return loaded[dictionary]


def _read_site(db: Database, site: str) -> _Site:
    row = db.execute(
        "SELECT site, dictionary_id, pages, first_share, share, latest FROM compression WHERE site = ?", (site,)
    ).fetchone()
    if row is None:
        return _Site(site)
    _, dictionary, pages, first_share, share, latest = row
    return _Site(site, dictionary, pages, first_share, share, json.loads(latest))
