"""Records of one article from several archives made one: the same, in whatever order they are given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from crawler.archive.articles.corrections import LISTS
from crawler.archive.articles.entries import joined
from crawler.archive.articles.events import distinct_events
from crawler.archive.articles.records import COLUMNS, OF_REVISION, Record, addresses, whole_revisions
from crawler.archive.values import to_json

CONTENT = ("title", "description", "body")
# These follow another column: they are taken from the record that it is taken from.
_FOLLOWING = {"published_at_precision": "published_at", "word_count": "body", "quotes": "body"}
# What follows from the other articles of a file.
_OF_THE_FILE = ("id", "story_id", "story_role", "related")


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
    merged["gone_at"] = _gone(merged["last_seen_at"], records)
    merged["aliases"] = _aliases(merged["url"], records)
    merged["view_counts"] = _readings(reading for record in records for reading in record["view_counts"])
    merged["events"] = distinct_events(event for record in records for event in record["events"])
    if entries := joined(entry for record in records for entry in record.get("entries", [])):
        merged["entries"] = entries
    merged["corrections"] = _corrections(latest_first)
    said = merged | _said(merged["corrections"])
    for correction in merged["corrections"]:
        merged[correction["field"]] = correction["value"]
        if correction["field"] == "body":
            merged["quotes"] = next(record["quotes"] for record in latest_first if record["body"] == merged["body"])
    merged["revisions"] = _revisions(merged, said, records)
    return merged


def _order(record: Record) -> tuple[str, ...]:
    """The later this is, the more the record counts; of two seen at the same time one must, whatever the file.

    What was combined counts as that counted from which it has its text: the text comes first.
    """
    own = {name: record[name] for name in COLUMNS if name not in CONTENT}
    content = (record[name] or "" for name in reversed(CONTENT))
    return record["last_seen_at"], *content, json.dumps(own, sort_keys=True, default=str), _plain(record)


def _plain(record: Record) -> str:
    plain = {name: value for name, value in record.items() if name not in _OF_THE_FILE}
    return json.dumps(plain, sort_keys=True, default=str)


def _latest(name: str, latest_first: Sequence[Record]) -> Any:
    leading = _FOLLOWING.get(name, name)
    has_it = [record for record in latest_first if record[leading] not in (None, [])] or latest_first
    if name == "quotes":  # of the same body, those of a reader that found some
        same = [record for record in has_it if record["body"] == has_it[0]["body"]]
        has_it = [record for record in same if record["quotes"]] or same
    return has_it[0][name]


def _gone(last_seen_at: str, records: Sequence[Record]) -> str | None:
    """Since when the article is gone: the first time that it was after it was seen last, whoever saw that."""
    found = [record["gone_at"] for record in records if (record["gone_at"] or "") >= last_seen_at]
    events = (event for record in records for event in record["events"])
    found += [event["at"] for event in events if event["kind"] == "gone" and event["at"] > last_seen_at]
    return min(found, default=None)


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


def _revisions(merged: Record, said: Record, records: Sequence[Record]) -> list[Record]:
    """All states of the content in the order of time; the last is what the page *said*."""
    first, *others = map(whole_revisions, records)
    if all(other == first for other in others):
        found = first
    else:
        found = []
        for revision in _distinct([*first, *(revision for other in others for revision in other)], ("seen_at",)):
            if not found or _words(found[-1]) != _words(revision):
                found.append(revision)
    if not found or _words(found[-1]) != _words(said):
        found.append({"seen_at": merged["last_seen_at"]} | {name: said[name] for name in OF_REVISION})
    return [
        {"seen_at": revision["seen_at"]}
        | {name: revision[name] for name in OF_REVISION if revision[name] != merged[name]}
        for revision in found
    ]


def _corrections(latest_first: Sequence[Record]) -> list[Record]:
    """Of each field the latest, with what the page said when it was seen last."""
    every = _distinct((given for record in latest_first for given in record["corrections"]), ("field", "corrected_at"))
    latest = {given["field"]: given for given in every}
    for field, correction in latest.items():
        said = [_page_said(record, field) for record in latest_first]
        was, provenance = next((one for one in said if one[0] not in (None, "[]")), said[0])
        latest[field] = correction | {"was": was, "provenance": provenance}
    return list(latest.values())


def _page_said(record: Record, field: str) -> tuple[Any, Any]:
    """The value of a column as the page gave it, and its provenance."""
    for given in record["corrections"]:
        if given["field"] == field:
            return given["was"], given["provenance"]
    return to_json(record[field]) if field in LISTS else record[field], record["provenance"].get(field)


def _said(corrections: Iterable[Record]) -> Record:
    """What the page says where an article was corrected."""
    said = {given["field"]: given["was"] for given in corrections}
    return {field: json.loads(was or "[]") if field in LISTS else was for field, was in said.items()}


def _words(record: Record) -> list[list[str]]:
    return [(record[name] or "").split() for name in CONTENT]


def _distinct(rows: Iterable[Record], order: tuple[str, ...]) -> list[Record]:
    """*rows* sorted by the columns of *order* and then by all that they hold, each once."""
    keyed = {json.dumps(row, sort_keys=True): row for row in rows}
    return [keyed[text] for text in sorted(keyed, key=lambda text: (*(keyed[text][name] for name in order), text))]
