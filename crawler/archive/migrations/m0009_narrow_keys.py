"""Addresses stand once in each table and once in an index: no key repeats what another one says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlite_utils import Database

from crawler.archive.articles.identity import dress

# loose_key is a number: equal for the addresses that may be dresses of one page.
ALIASES = (
    "CREATE TEMP TABLE known AS SELECT * FROM aliases",
    "DROP TABLE aliases",
    """
    CREATE TABLE aliases (
        url_key TEXT NOT NULL PRIMARY KEY,
        loose_key INTEGER NOT NULL,
        url TEXT NOT NULL,
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE
    )
    """,
    "INSERT INTO aliases SELECT url_key, dress(url), url, article_id FROM temp.known ORDER BY article_id",
    "CREATE INDEX aliases_article ON aliases(article_id)",
    "CREATE INDEX aliases_loose_key ON aliases(loose_key)",
    "DROP TABLE temp.known",
)


def apply(db: Database) -> None:
    """Make both tables anew: the columns stay, the keys are others."""
    db.register_function(dress, deterministic=True)
    for statement in (*ALIASES, *_captures(db)):
        db.execute(statement)


def _captures(db: Database) -> Sequence[str]:
    """Captures without a key over three columns: whoever writes one looks first whether it is there."""
    (table,) = db.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'captures'").fetchone()
    indexes = db.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'captures' AND sql <> ''")
    # Steps before this one add columns to it, and so do those that may come after: it is as it is but for the key.
    kept = ", ".join(row[1] for row in db.execute("PRAGMA table_info(captures)"))  # without what is made of others
    return (
        f"CREATE TEMP TABLE kept AS SELECT {kept} FROM captures",  # noqa: S608
        "DROP TABLE captures",
        re.sub(r",\s*UNIQUE \(url, fetched_at, \w+\)", "", table),
        " ".join(("INSERT INTO captures (", kept, ") SELECT", kept, "FROM temp.kept ORDER BY id")),
        *(sql for (sql,) in indexes.fetchall()),
        "CREATE INDEX captures_url ON captures(url, fetched_at)",
        "DROP TABLE temp.kept",
    )
