"""What an archive would hold of an article, had today's rules read all of its pages as they came."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlite_utils import Database

from crawler.archive.articles import writing
from crawler.archive.articles.corrections import LISTS
from crawler.archive.articles.entries import joined, keys_of
from crawler.archive.articles.events import distinct_events
from crawler.archive.articles.identity import add_alias
from crawler.archive.articles.records import OF_REVISION, Record, addresses, read_record, whole_revisions
from crawler.archive.values import to_json
from crawler.items import Article
from crawler.reading.instants import parse_utc
from crawler.reading.urls import url_key

# What is read off a page and may be asked for alone, with the columns that are written for it.
FIELDS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("title", "description", "authors", "source", "section", "tags", "language")},
    **{name: (name,) for name in ("modified_at", "image_url", "image_caption", "access", "kind")},
    "published_at": ("published_at", "published_at_precision"),
    "body": ("body", "word_count"),
    "quotes": (),
    "view_count": (),
    "notes": (),  # an editor's, which are events
    "entries": (),  # of a live blog
}
_ROWS = ("quotes", "view_count", "notes", "entries")
Reading = tuple[str, Article]  # when the page was fetched, and what is on it


class _Undo(Exception):
    """Ends a transaction that nothing is to remain of."""


def replay(scratch: Database, record: Record, readings: Sequence[Reading], visited: set[str]) -> Record | None:
    """Return the record that *readings* make, the oldest first, in *scratch*, which is empty and stays so.

    *record*: what the archive holds of the article. *visited*: the keys of its addresses that are read as well. None
    where no page holds an article.
    """
    found: Record | None = None
    with suppress(_Undo), scratch.atomic():
        article_id = 0
        for seen_at, article in readings:
            saved = writing.save(scratch, article, seen_at=parse_utc(seen_at), reader_version="")
            if not article_id:
                article_id = saved.article_id
                _make_known(scratch, article_id, record, visited)
        if article_id:
            found = read_record(scratch, article_id)
        raise _Undo
    return found


def renewed(record: Record, read: Record, fields: Sequence[str], *, is_whole: bool) -> Record:
    """Return *record* with those of *fields* that *read* has otherwise.

    *is_whole*: *read* was made of all pages that the record was; what they do not tell is not told then. What was
    corrected by hand stays, with what the page says noted beside it.
    """
    new = record | {"provenance": dict(record["provenance"])}
    new["corrections"] = [dict(given) for given in record["corrections"]]
    corrections = {given["field"]: given for given in new["corrections"]}
    for field in fields:
        if field in _ROWS or not _is_told(field, record, read, is_whole=is_whole):
            continue
        told = read["provenance"].get(field)
        if field in corrections:
            value = read[field]
            corrections[field] |= {"was": to_json(value) if field in LISTS else value, "provenance": told}
            continue
        new |= {column: read[column] for column in FIELDS[field]}
        new["provenance"] |= {field: told}
    new["provenance"] = {field: told for field, told in new["provenance"].items() if told is not None}
    if ("quotes" in fields or "body" in fields) and new["body"] == read["body"]:
        new["quotes"] = read["quotes"]
    if "view_count" in fields:
        latest = {reading["seen_at"]: reading for reading in read["view_counts"]}
        if told := read["provenance"].get("view_count"):
            new["provenance"]["view_count"] = told
        new["view_counts"] = [latest.get(reading["seen_at"], reading) for reading in record["view_counts"]]
    if "notes" in fields:
        new["events"] = _events(record, read)
    if "entries" in fields and (entries := _entries(record, read)):
        new["entries"] = entries
    new["revisions"] = _revisions(record, read, new, fields, is_whole=is_whole)
    return new


def notes(record: Record) -> list[dict[str, str]]:
    """Return the editor's notes in a record, each with when it was first seen."""
    events = (event for event in record["events"] if event["kind"] == "corrected")
    return [{"at": event["at"], "note": event["detail"]["note"]} for event in events]


def _events(record: Record, read: Record) -> list[Record]:
    """What happened, with the editor's notes that are read now. A note that stood on a page that is not kept stays."""
    were_read = _times(read)
    known = [event for event in record["events"] if event["kind"] != "corrected" or event["at"] not in were_read]
    return distinct_events([*known, *(event for event in read["events"] if event["kind"] == "corrected")])


def _entries(record: Record, read: Record) -> list[Record]:
    """The entries of a live blog, as they are read now. One that stood on a page that is not kept stays."""
    were_read, now = _times(read), read.get("entries", [])
    told = {key: entry for entry in now for key in keys_of(entry)}
    stay = []
    for entry in record.get("entries", ()):
        is_kept = were_read >= {entry["first_seen_at"], entry["last_seen_at"]}
        if not is_kept or not told.keys().isdisjoint(keys_of(entry)):
            stay.append(entry)
    found = joined([*now, *stay])
    for entry in found:
        said = next((told[key] for key in keys_of(entry) if key in told), None)
        if said and said["last_seen_at"] == entry["last_seen_at"]:
            entry |= {name: said[name] for name in ("title", "body") if said[name]}
    return found


def _times(read: Record) -> set[str]:
    """When the pages were fetched that were read: each has a reading, if of no counter."""
    return {reading["seen_at"] for reading in read["view_counts"]}


def _is_told(field: str, record: Record, read: Record, *, is_whole: bool) -> bool:
    """Whether *read* has a say in a field: it has a value, or it would have one, were there any on the pages."""
    is_imported = record["provenance"].get(field, {}).get("source") == "import"
    return read[field] not in (None, []) or (is_whole and not is_imported and field not in ("title", "body"))


def _make_known(scratch: Database, article_id: int, record: Record, visited: set[str]) -> None:
    """Let all addresses of an article lead to it, and those that are read as well be in the ledger."""
    for url in addresses(record).values():
        add_alias(scratch, article_id, url)
        if url_key(url) in visited:
            scratch.execute(
                "INSERT INTO pages (url, url_key, site, found_at, state, due_at) VALUES (?, ?, '', '', 'archived', '')",
                (url, url_key(url)),
            )


def _revisions(record: Record, read: Record, new: Record, fields: Sequence[str], *, is_whole: bool) -> list[Record]:
    """The states of the content as they are read now."""
    before, now = map(whole_revisions, (record, read))
    asked = [name for name in OF_REVISION if name in fields]
    if is_whole and {"title", "description", "body"} <= set(fields):
        # Fewer than before where it was only the old rules that saw a change.
        found = now
    else:
        by_time = {revision["seen_at"]: revision for revision in now}
        found = [
            revision | {name: by_time[revision["seen_at"]][name] for name in asked}
            if revision["seen_at"] in by_time
            else revision
            for revision in before
        ]
        if found[-1]["seen_at"] not in by_time:
            found[-1] |= {name: read[name] for name in asked if read[name] not in (None, [])}
    return [
        {"seen_at": revision["seen_at"]} | {name: revision[name] for name in OF_REVISION if revision[name] != new[name]}
        for revision in found
    ]
