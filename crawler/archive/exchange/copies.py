"""The copies of which an archive has made one article, kept beside it: a later merge combines them anew.

So it makes no difference what was merged first. What a crawl, an import or a hand changes of the article afterwards
makes it a copy of its own: those that it was made of count no more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Hashable, Sequence
from functools import cached_property
from hashlib import blake2b

from sqlite_utils import Database

from crawler.archive.articles.records import COLUMNS, OF_REVISION, Record, addresses, read_record

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3
_LEAST = 8  # bytes of a dictionary, says zstd
# Numbers are each file's own; the others follow from what else a record holds.
_OF_NO_ACCOUNT = frozenset(("id", "story_id", "story_role", "related", "published_at_utc", "view_count", "text_hash"))
_EMPTY: tuple[object, ...] = (None, [], {})
# Of these an article has what the copy has that was seen last.
_OF_THE_LAST = (*(name for name in COLUMNS if name not in ("first_seen_at", "last_seen_at", "gone_at")), "quotes")


def plain(record: Record) -> Record:
    """Return *record* without what is its file's own, or follows from the rest."""
    return {name: value for name, value in record.items() if name not in _OF_NO_ACCOUNT}


def copies_of(db: Database, record: Record) -> list[Record]:
    """Return the copies of which the article of *record* was made; itself if it is one, or has changed since."""
    row = db.execute("SELECT digest, data FROM copies WHERE article_id = ?", (record["id"],)).fetchone()
    if row is None:
        return [record]
    made = _as_json(plain(record))
    if _digest(made) != row[0]:
        return [record]
    copies: list[Record] = json.loads(zstd.decompress(row[1], zstd_dict=_dictionary(made)))
    return copies


def keep_copies(db: Database, article_id: int, copies: Sequence[Record]) -> None:
    """Keep *copies* beside the article that was made of them, if they are several: a few hundred bytes of each."""
    if len(copies) < 2:
        db.execute("DELETE FROM copies WHERE article_id = ?", (article_id,))
        return
    made = _as_json(plain(read_record(db, article_id)))
    data = zstd.compress(_as_json([plain(one) for one in copies]), LEVEL, zstd_dict=_dictionary(made))
    sql = "INSERT OR REPLACE INTO copies (article_id, digest, data) VALUES (?, ?, ?)"
    db.execute(sql, (article_id, _digest(made), bytes(data)))


def telling(copies: Sequence[Record]) -> list[Record]:
    """Return those of *copies* of which no other has all that they have: of an archive that is merged night after
    night, what it had last. Of equal ones, one."""
    if len(copies) == 1:
        return list(copies)
    by_text = {_as_json(plain(one)): one for one in copies}
    several = [_Copy(by_text[text]) for text in sorted(by_text)]
    return [
        one.record
        for place, one in enumerate(several)
        if not any(
            _is_in(one, other) and not (_is_in(other, one) and other in several[place:])
            for other in several
            if other is not one
        )
    ]


class _Copy:
    """A copy that is compared with others. What it takes to do so is found out when it is needed."""

    def __init__(self, record: Record) -> None:
        self.record = record

    @cached_property
    def held(self) -> set[Hashable]:
        """What stands in an article that is made of copies whichever of them was seen last."""
        record = self.record
        found: set[Hashable] = {*addresses(record).items(), *record["provenance"], ("gone", record["gone_at"])}
        found |= {("gone", None)} | {("gone", event["at"]) for event in record["events"] if event["kind"] == "gone"}
        for name in ("view_counts", "corrections"):
            found |= {(name, _as_json(row)) for row in record[name]}
        for state in record["revisions"]:
            whole = {name: state.get(name, record[name]) for name in OF_REVISION}
            found.add((state["seen_at"], _as_json(whole)))
        return found

    @cached_property
    def spans(self) -> dict[Hashable, tuple[str, list[str]]]:
        """From when events and entries were seen, until when, and as what."""
        record = self.record
        found: dict[Hashable, tuple[str, list[str]]] = {}
        for event in record["events"]:
            key = (event["kind"], _as_json(event["detail"]), event["at"])
            found[key] = (event["at"], [event["last_seen_at"] or ""])
        for entry in record.get("entries", ()):
            said = [entry[name] or "" for name in ("last_seen_at", "body", "title", "published_at")]
            found |= dict.fromkeys((entry["key"], *entry.get("other_keys", ())), (entry["first_seen_at"], said))
        return found


def _is_in(one: _Copy, other: _Copy) -> bool:
    """Whether nothing of *one* could ever stand in an article that is made of both."""
    its, mine = one.record, other.record
    if mine["last_seen_at"] < its["last_seen_at"] or mine["first_seen_at"] > its["first_seen_at"]:
        return False
    if mine["last_seen_at"] == its["last_seen_at"]:  # neither leads
        if any(mine[name] != its[name] for name in _OF_THE_LAST):
            return False
    elif any(mine[name] in _EMPTY and its[name] not in _EMPTY for name in _OF_THE_LAST):
        return False
    return one.held <= other.held and all(
        key in other.spans and other.spans[key][0] <= first and other.spans[key][1] >= last
        for key, (first, last) in one.spans.items()
    )


def _as_json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _digest(made: bytes) -> bytes:
    return blake2b(made, digest_size=8).digest()


def _dictionary(made: bytes) -> zstd.ZstdDict:
    return zstd.ZstdDict(made.ljust(_LEAST), is_raw=True)
