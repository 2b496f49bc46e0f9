"""The quotes of one article, rewritten together."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from sqlite_utils import Database

from crawler.archive.search.folding import runs
from crawler.archive.search.full_text import QUOTES
from crawler.archive.statements import one_number
from crawler.archive.values import storable
from crawler.items import Quote

COLUMNS = ("text", "start", "end", "kind", "utterance", "speaker", "speaker_as_printed", "cue")


def write_quotes(db: Database, article_id: int, quotes: Sequence[Quote]) -> None:
    """Make *quotes* the article's quotes; nothing is written if they are already."""
    rows = [(position, *map(_value, [getattr(quote, c) for c in COLUMNS])) for position, quote in enumerate(quotes)]
    stored = db.execute(
        """
        SELECT id, position, text, start, "end", kind, utterance, speaker, speaker_as_printed, cue
        FROM quotes WHERE article_id = ? ORDER BY position
        """,
        (article_id,),
    ).fetchall()
    if [row[1:] for row in stored] == rows:
        return
    QUOTES.remove(db.conn, [row[0] for row in stored])
    db.execute("DELETE FROM quotes WHERE article_id = ?", (article_id,))
    last = one_number(db, "SELECT COALESCE(max(id), 0) FROM quotes")
    numbered = [(last + 1 + i, article_id, *row, saying_hash(row[1])) for i, row in enumerate(rows)]
    db.conn.executemany(
        """
        INSERT INTO quotes (id, article_id, position, text, start, "end", kind, utterance, speaker,
            speaker_as_printed, cue, text_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        numbered,
    )
    QUOTES.add(db.conn, [row[0] for row in numbered])


def saying_hash(text: str) -> int | None:
    """Return a number for the words of a quote, equal for the same words; None where there are none.

    >>> saying_hash("All is well!") == saying_hash("all is  well"), saying_hash("…")
    (True, None)
    """
    words = " ".join(runs(text))
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big") >> 1 if words else None


def _value(value: Any) -> Any:
    return storable(value) if isinstance(value, str) else value
