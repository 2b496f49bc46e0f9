"""What happened to articles: edited, gone, back, moved, shut behind a paywall, corrected by an editor's note."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlite_utils import Database

from crawler.archive.statements import column
from crawler.archive.values import to_json
from crawler.reading.edits import KINDS_OF_EDIT, EditKind
from crawler.reading.instants import Moment, bound

Kind = Literal["edited", "gone", "back", "moved", "paywalled", "corrected"]
KINDS: tuple[Kind, ...] = ("edited", "gone", "back", "moved", "paywalled", "corrected")

_EDITS = """
SELECT seen_at AS at, 'edited' AS kind, article_id, number, fields, silent, (
        SELECT detail FROM events AS e
        WHERE e.article_id = revisions.article_id AND e.at = revisions.seen_at AND e.kind = 'corrected'
        ORDER BY detail LIMIT 1
    ) AS detail, kind AS edit, NULL AS last_at
FROM revisions WHERE number > 1 AND seen_at >= :since AND seen_at < :until
"""
# A note is told with the edit that came with it, and is no change where it was there from the first.
_EVENTS = """
SELECT at, kind, article_id, NULL, '[]', NULL, detail, iif(kind = 'corrected', 'correction', NULL), last_seen_at
FROM events AS e WHERE at >= :since AND at < :until AND (kind <> 'corrected' OR NOT EXISTS (
    SELECT 1 FROM revisions AS r WHERE r.article_id = e.article_id AND r.seen_at = e.at
))
"""
_CHANGES = f"""
SELECT c.at, c.kind, c.article_id, a.title, a.site, a.url, c.number, c.fields, c.silent, c.detail, c.edit,
    coalesce(c.last_at, c.at), a.first_seen_at, a.last_seen_at
FROM ({_EDITS} UNION ALL {_EVENTS}) AS c JOIN articles AS a ON a.id = c.article_id
WHERE (:kind IS NULL OR :kind IN (c.kind, c.edit)) AND (:site IS NULL OR a.site = :site) AND (NOT :silent OR c.silent)
ORDER BY c.at DESC, c.article_id LIMIT :limit
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to an article, when a crawl first saw it (`at`) and when one last did (`last_at`).

    `kind`: "edited" (then `edit` says how, `fields` names what changed, `revision` is its number), "gone" (`detail`
    says how), "back", "moved" (`detail` says from where to where), "paywalled", "corrected": an editor's note says so
    (`detail` has it), and nothing else is new. `silent`: edited without a new modified date; None where the page gives
    no such date. The article itself was there from `first_seen_at` to `last_seen_at`.
    """

    at: str
    kind: str
    article_id: int
    title: str | None
    site: str
    url: str
    revision: int | None
    fields: list[str]
    silent: bool | None
    detail: dict[str, Any]
    edit: str | None
    last_at: str
    first_seen_at: str
    last_seen_at: str


def add_event(db: Database, article_id: int, kind: Kind, at: str, detail: Mapping[str, Any] | None = None) -> None:
    """Record that something happened to an article at the UTC text *at*."""
    db.execute(
        "INSERT INTO events (article_id, kind, at, detail) VALUES (?, ?, ?, ?)",
        (article_id, kind, at, to_json(dict(detail)) if detail else None),
    )


def note_corrections(db: Database, article_id: int, notes: Sequence[str], at: str) -> None:
    """Record those of an editor's *notes* that were not there before *at*."""
    known = editors_notes(db, article_id) if notes else []
    for note in dict.fromkeys(notes):
        if note not in known:
            add_event(db, article_id, "corrected", at, {"note": note})


def editors_notes(db: Database, article_id: int) -> list[str]:
    """Return the editor's notes on corrections that crawls have seen beside an article's text, the first seen first."""
    note = "json_extract(detail, '$.note')"
    sql = f"SELECT {note} FROM events WHERE article_id = ? AND kind = 'corrected' ORDER BY at, detail"  # noqa: S608
    return [note for note in column(db, sql, article_id) if note]


def distinct_events(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what happened to an article as records tell it, in the order of time: each event once, as it was seen
    last, an editor's note when it was first seen."""
    found: dict[str, dict[str, Any]] = {}
    for event in sorted(events, key=lambda event: (event["at"], event["kind"], to_json(event["detail"]))):
        note = (event["detail"] or {}).get("note") if event["kind"] == "corrected" else None
        key = to_json(note or [event["at"], event["kind"], event["detail"]])
        last = max(event["last_seen_at"] or "", found.get(key, event)["last_seen_at"] or "")
        found[key] = {**found.get(key, event), "last_seen_at": last or None}
    return list(found.values())


def see_again(db: Database, article_id: int, kind: Kind, at: str) -> None:
    """Record that the latest event of a kind was still so at the UTC text *at*."""
    db.execute(
        """
        UPDATE events SET last_seen_at = ?3
        WHERE id = (SELECT max(id) FROM events WHERE article_id = ?1 AND kind = ?2) AND at <= ?3
        """,
        (article_id, kind, at),
    )


def changes(
    db: Database,
    *,
    kind: Kind | EditKind | None,
    site: str | None,
    since: Moment | None,
    until: Moment | None,
    silent: bool,
    limit: int | None,
) -> Iterator[Change]:
    """Yield what happened to articles, the newest first.

    *kind*: of what happened, or of an edit. *silent*: only edits without a new modified date. Raises `ValueError` for a
    kind that is none.
    """
    if kind not in (None, *KINDS, *KINDS_OF_EDIT):
        raise ValueError(f"{kind!r} is no kind of change; expected one of {', '.join((*KINDS, *KINDS_OF_EDIT))}")
    rows = db.execute(
        _CHANGES,
        {
            "kind": kind,
            "site": site,
            "since": bound(since) if since is not None else "",
            "until": bound(until, is_end=True) if until is not None else "9999-12-31T00:00:00Z",
            "silent": silent,
            "limit": -1 if limit is None else limit,
        },
    )
    for at, what, article_id, title, on, url, revision, fields, is_silent, detail, *rest in rows:
        yield Change(
            *(at, what, article_id, title, on, url, revision),
            fields=json.loads(fields),
            silent=None if is_silent is None else bool(is_silent),
            detail=json.loads(detail) if detail else {},
            **dict(zip(("edit", "last_at", "first_seen_at", "last_seen_at"), rest, strict=True)),
        )
