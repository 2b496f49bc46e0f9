"""Two records of one article, from two archives, made one: the same whichever is given first."""

from __future__ import annotations

import json
from collections.abc import Iterable

from crawler.archive.records import COLUMNS, OF_REVISION, Record, addresses

CONTENT = ("title", "description", "body")
# These follow another column: they are taken from the record that it is taken from.
_FOLLOWING = {"published_at_precision": "published_at", "word_count": "body", "quotes": "body"}


def combine(one: Record, other: Record) -> Record:
    """Return the record of an article of which two archives hold *one* and *other*.

    - each value is that of the copy seen last; where that has none, the other's
    - all addresses, readings, revisions and events; what both have stands once
    - first seen at the earlier, last seen at the later time; gone if it was gone then
    """
    older, newer = sorted((one, other), key=_order)
    merged = {name: _later(name, older, newer) for name in (*COLUMNS, "quotes")}
    merged["provenance"] = older["provenance"] | newer["provenance"]
    merged["first_seen_at"] = min(one["first_seen_at"], other["first_seen_at"])
    merged["last_seen_at"] = max(one["last_seen_at"], other["last_seen_at"])
    gone = [at for at in (one["gone_at"], other["gone_at"]) if at and at >= merged["last_seen_at"]]
    merged["gone_at"] = min(gone, default=None)
    merged["aliases"] = _aliases(merged["url"], one, other)
    merged["view_counts"] = _readings([*one["view_counts"], *other["view_counts"]])
    merged["events"] = _distinct([*one["events"], *other["events"]], ("at", "kind"))
    merged["revisions"] = _revisions(merged, one, other)
    return merged


def _order(record: Record) -> tuple[str, str]:
    """The later this is, the more the record counts; of two seen at the same time one must, whatever the file."""
    plain = {name: value for name, value in record.items() if name not in ("id", "story_id")}
    return record["last_seen_at"], json.dumps(plain, sort_keys=True, default=str)


def _later(name: str, older: Record, newer: Record) -> object:
    leading = _FOLLOWING.get(name, name)
    has_own = newer[leading] not in (None, [])
    if name == "quotes" and newer["body"] == older["body"]:
        has_own = bool(newer["quotes"])
    return (newer if has_own else older)[name]


def _aliases(url: object, one: Record, other: Record) -> list[str]:
    """The addresses other than *url*, in the order of their keys, one for each."""
    both = [addresses(one), addresses(other)]
    urls = {key: min(found[key] for found in both if key in found) for key in {*both[0], *both[1]}}
    return [urls[key] for key in sorted(urls) if urls[key] != url]


def _readings(readings: Iterable[Record]) -> list[Record]:
    """One reading for each time, that with a count if there is one."""
    best: dict[str, Record] = {}
    for reading in sorted(
        readings, key=lambda r: (r["seen_at"], r["views"] is not None, r["views"] or 0, r["raw"] or "")
    ):
        best[reading["seen_at"]] = reading
    return list(best.values())


def _revisions(merged: Record, one: Record, other: Record) -> list[Record]:
    """All states of the content in the order of time; the last is that of *merged*."""
    whole = [[_whole(record, revision) for revision in record["revisions"]] for record in (one, other)]
    if whole[0] == whole[1]:
        found = whole[0]
    else:
        found = []
        for revision in _distinct([*whole[0], *whole[1]], ("seen_at",)):
            if not found or _words(found[-1]) != _words(revision):
                found.append(revision)
    if not found or _words(found[-1]) != _words(merged):
        found.append({"seen_at": merged["last_seen_at"]} | {name: merged[name] for name in OF_REVISION})
    return [
        {"seen_at": revision["seen_at"]}
        | {name: revision[name] for name in OF_REVISION if revision[name] != merged[name]}
        for revision in found
    ]


def _whole(record: Record, revision: Record) -> Record:
    return {"seen_at": revision["seen_at"]} | {name: revision.get(name, record[name]) for name in OF_REVISION}


def _words(record: Record) -> list[list[str]]:
    return [(record[name] or "").split() for name in CONTENT]


def _distinct(rows: Iterable[Record], order: tuple[str, ...]) -> list[Record]:
    """*rows* sorted by the columns of *order* and then by all that they hold, each once."""
    keyed = {json.dumps(row, sort_keys=True): row for row in rows}
    return [keyed[text] for text in sorted(keyed, key=lambda text: (*(keyed[text][name] for name in order), text))]
