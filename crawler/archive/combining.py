"""Records of one article from several archives made one: the same, in whatever order they are given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from crawler.archive.records import COLUMNS, OF_REVISION, Record, addresses

CONTENT = ("title", "description", "body")
# These follow another column: they are taken from the record that it is taken from.
_FOLLOWING = {"published_at_precision": "published_at", "word_count": "body", "quotes": "body"}


def combine(records: Sequence[Record]) -> Record:
    """Return the record of the article of which archives hold *records*, whatever their order.

    - each value is that of the copy seen last; where that has none, of the latest that has one
    - all addresses, readings, revisions and events; what several have stands once
    - first seen at the earliest, last seen at the latest time; gone if it was gone then
    """
    latest_first = sorted(records, key=_order, reverse=True)
    merged = {name: _latest(name, latest_first) for name in (*COLUMNS, "quotes")}
    merged["provenance"] = {}
    for record in reversed(latest_first):
        merged["provenance"] |= record["provenance"]
    merged["first_seen_at"] = min(record["first_seen_at"] for record in records)
    merged["last_seen_at"] = max(record["last_seen_at"] for record in records)
    gone = [record["gone_at"] for record in records if (record["gone_at"] or "") >= merged["last_seen_at"]]
    merged["gone_at"] = min(gone, default=None)
    merged["aliases"] = _aliases(merged["url"], records)
    merged["view_counts"] = _readings(reading for record in records for reading in record["view_counts"])
    merged["events"] = _distinct((event for record in records for event in record["events"]), ("at", "kind"))
    merged["revisions"] = _revisions(merged, records)
    return merged


def _order(record: Record) -> tuple[str, str]:
    """The later this is, the more the record counts; of two seen at the same time one must, whatever the file."""
    plain = {name: value for name, value in record.items() if name not in ("id", "story_id")}
    return record["last_seen_at"], json.dumps(plain, sort_keys=True, default=str)


def _latest(name: str, latest_first: Sequence[Record]) -> Any:
    leading = _FOLLOWING.get(name, name)
    has_it = [record for record in latest_first if record[leading] not in (None, [])] or latest_first
    if name == "quotes":  # of the same body, those of a reader that found some
        same = [record for record in has_it if record["body"] == has_it[0]["body"]]
        has_it = [record for record in same if record["quotes"]] or same
    return has_it[0][name]


def _aliases(url: str, records: Sequence[Record]) -> list[str]:
    """The addresses other than *url*, in the order of their keys, one for each."""
    found = [addresses(record) for record in records]
    urls = {key: min(some[key] for some in found if key in some) for some in found for key in some}
    return [urls[key] for key in sorted(urls) if urls[key] != url]


def _readings(readings: Iterable[Record]) -> list[Record]:
    """One reading for each time, that with a count if there is one."""
    best: dict[str, Record] = {}
    for reading in sorted(
        readings, key=lambda r: (r["seen_at"], r["views"] is not None, r["views"] or 0, r["raw"] or "")
    ):
        best[reading["seen_at"]] = reading
    return list(best.values())


def _revisions(merged: Record, records: Sequence[Record]) -> list[Record]:
    """All states of the content in the order of time; the last is that of *merged*."""
    first, *others = ([_whole(record, revision) for revision in record["revisions"]] for record in records)
    if all(other == first for other in others):
        found = first
    else:
        found = []
        for revision in _distinct([*first, *(revision for other in others for revision in other)], ("seen_at",)):
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
