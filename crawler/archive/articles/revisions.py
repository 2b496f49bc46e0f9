"""All states of an article's title, description and body, stored as compactly as they allow.

The newest body is the article's own as a rule and is not stored twice, nor is anything of an only state. Each older
body is compressed with the next as dictionary: of an edited paragraph little is left. Triggers keep the newest state
before anybody changes the article.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from crawler.archive.errors import ArchiveDamagedError
from crawler.archive.rows import RevisionRow
from crawler.archive.statements import column
from crawler.archive.values import to_json
from crawler.reading.edits import CONTENT, changed_fields, kind_of_edit

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 12
_LEAST = 8  # bytes of a dictionary, says zstd
_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: LEVEL,
    zstd.CompressionParameter.checksum_flag: 1,
}
Content = Mapping[str, str | None]
# What a state is: the columns of an article and of its revisions.
STATE = (*CONTENT, "authors", "modified_at")
_COLUMNS = ", ".join(("number, seen_at, kind, fields, silent, encoding, data", *STATE))


def revisions(db: Database, article_id: int) -> list[RevisionRow]:
    """Return all states of an article's content, the oldest first, byte for byte.

    Raises `ArchiveDamagedError` where one cannot be read.
    """
    return [row for row, _ in _latest_first(db, article_id)][::-1]


def add(db: Database, article_id: int, row: Mapping[str, Any], seen: str) -> None:
    """Write a new state of an article: its content, `authors` (JSON) and `modified_at` are in *row*."""
    (number,) = db.execute(
        "SELECT COALESCE(max(number), 0) + 1 FROM revisions WHERE article_id = ?", (article_id,)
    ).fetchone()
    values = [row[column] for column in STATE]
    if number == 1 and values == list(_article(db, article_id)):
        add_only(db, article_id, seen)
    else:
        db.execute(
            """
            INSERT INTO revisions (article_id, number, seen_at, title, description, body, authors, modified_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (article_id, number, seen, *values),
        )
    if number > 1:
        settle(db, article_id, latest=2)


def add_only(db: Database, article_id: int, seen: str) -> None:
    """Write the one state of an article, which it is in to the letter: nothing of it is stored twice."""
    db.execute(
        "INSERT INTO revisions (article_id, number, seen_at, encoding) VALUES (?, 1, ?, 'whole')", (article_id, seen)
    )


def settle(db: Database, article_id: int, *, latest: int = -1) -> None:
    """Say of each state what it is to the one before, and store it compactly; of the *latest* alone, if given."""
    states = _latest_first(db, article_id, latest)
    noted = set(column(db, "SELECT at FROM events WHERE article_id = ? AND kind = 'corrected'", article_id))
    for place, (row, encoding) in enumerate(states):
        content = _content(row)
        if place == 0:
            best = _likest(db, row)
            if best != encoding:
                _store(db, row, best)
        elif encoding != "zstd" and row.body is not None:
            _store(db, row, "zstd", _packed(row.body, states[place - 1][0].body))
        elif encoding == "whole":
            _store(db, row, "plain")
        if place + 1 < len(states):
            older, _ = states[place + 1]
            silent = None if row.modified_at is None else row.modified_at == older.modified_at
            kind = "correction" if row.seen_at in noted else kind_of_edit(_content(older), content)
            told = (kind, to_json(changed_fields(_content(older), content)), silent)
            db.execute(
                "UPDATE revisions SET kind = ?, fields = ?, silent = ? WHERE article_id = ? AND number = ?",
                (*told, article_id, row.number),
            )


def settle_all(db: Database) -> None:
    """Do so for all articles."""
    for article_id in column(db, "SELECT DISTINCT article_id FROM revisions"):
        settle(db, article_id)


def faults(db: Database) -> list[str]:
    """Return which states cannot be read, in words."""
    found = []
    for article_id in column(db, "SELECT DISTINCT article_id FROM revisions WHERE encoding = 'zstd'"):
        try:
            revisions(db, article_id)
        except ArchiveDamagedError as error:
            found.append(str(error))
    return found


def _latest_first(db: Database, article_id: int, limit: int = -1) -> list[tuple[RevisionRow, str]]:
    """The latest states of an article, each with how it is stored."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM revisions WHERE article_id = ? ORDER BY number DESC LIMIT ?",  # noqa: S608
        (article_id, limit),
    )
    found: list[tuple[RevisionRow, str]] = []
    following: str | None = None  # the body of the next one
    for number, seen_at, kind, fields, silent, encoding, data, *stored in rows:
        state = _article(db, article_id) if encoding == "whole" else stored
        title, description, body, authors, modified_at = state
        if encoding == "article":
            body = _article(db, article_id)[STATE.index("body")]
        elif encoding == "zstd":
            body = _unpacked(article_id, number, data, following)
        row = RevisionRow(
            *(article_id, number, seen_at, title, description, body, json.loads(authors), modified_at),
            *(kind, json.loads(fields), None if silent is None else bool(silent)),
        )
        found.append((row, encoding))
        following = body
    return found


def _content(row: RevisionRow) -> Content:
    return {"title": row.title, "description": row.description, "body": row.body}


def _likest(db: Database, row: RevisionRow) -> str:
    """How the newest state of an article is best stored."""
    title, description, body, authors, modified_at = _article(db, row.article_id)
    if row.number == 1 and row.body == body and _rest(row) == (title, description, authors, modified_at):
        return "whole"
    return "article" if row.body is not None and row.body == body else "plain"


def _store(db: Database, row: RevisionRow, encoding: str, data: bytes | None = None) -> None:
    state = (None, None, "[]", None) if encoding == "whole" else _rest(row)
    db.execute(
        """
        UPDATE revisions SET encoding = ?, data = ?, body = ?, title = ?, description = ?, authors = ?, modified_at = ?
        WHERE article_id = ? AND number = ?
        """,
        (encoding, data, row.body if encoding == "plain" else None, *state, row.article_id, row.number),
    )


def _rest(row: RevisionRow) -> tuple[str | None, str | None, str, str | None]:
    """A state but for its body, as the columns hold it."""
    return row.title, row.description, to_json(row.authors), row.modified_at


def _article(db: Database, article_id: int) -> tuple[Any, ...]:
    """The state that the article is in."""
    row: tuple[Any, ...] = db.execute(
        f"SELECT {', '.join(STATE)} FROM articles WHERE id = ?",  # noqa: S608
        (article_id,),
    ).fetchone()
    return row


def _dictionary(following: str | None) -> zstd.ZstdDict | None:
    content = (following or "").encode("utf-8")
    return zstd.ZstdDict(content, is_raw=True) if len(content) >= _LEAST else None


def _packed(body: str, following: str | None) -> bytes:
    return bytes(zstd.compress(body.encode("utf-8"), options=_OPTIONS, zstd_dict=_dictionary(following)))


def _unpacked(article_id: int, number: int, data: bytes, following: str | None) -> str:
    try:
        return bytes(zstd.decompress(data, zstd_dict=_dictionary(following))).decode("utf-8")
    except (zstd.ZstdError, ValueError) as error:
        raise ArchiveDamagedError(f"revision {number} of article {article_id} cannot be read: {error}") from error
