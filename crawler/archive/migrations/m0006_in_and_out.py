"""Every article is in a story; kept pages are compressed with dictionaries; what was corrected by hand stays."""

from __future__ import annotations

from sqlite_utils import Database

TABLES = (
    # data is compressed without a dictionary; size: without compression; made_of: the digests of pages.
    "ALTER TABLE dictionaries ADD COLUMN size INTEGER",
    "ALTER TABLE dictionaries ADD COLUMN made_at TEXT",
    "ALTER TABLE dictionaries ADD COLUMN made_of TEXT NOT NULL DEFAULT '[]'",
    "CREATE INDEX bodies_dictionary ON bodies(dictionary_id) WHERE dictionary_id IS NOT NULL",
    # A story's further pages and what its counter said are kept beside the page that they belong to.
    "ALTER TABLE captures ADD COLUMN part_of INTEGER REFERENCES captures(id) ON DELETE SET NULL",
    "ALTER TABLE captures ADD COLUMN role TEXT NOT NULL DEFAULT 'page'",
    "CREATE INDEX captures_part_of ON captures(part_of) WHERE part_of IS NOT NULL",
    # How the latest pages of each site compress: see crawler/archive/captures/compression.py.
    """
    CREATE TABLE compression (
        site TEXT PRIMARY KEY,
        dictionary_id INTEGER REFERENCES dictionaries(id),
        pages INTEGER NOT NULL,
        first_share REAL NOT NULL,
        share REAL NOT NULL,
        latest TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    # value, was and provenance are JSON; the value holds whatever a page says, was and provenance are what it says.
    """
    CREATE TABLE corrections (
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        was TEXT NOT NULL,
        provenance TEXT NOT NULL,
        corrected_at TEXT NOT NULL,
        PRIMARY KEY (article_id, field)
    ) WITHOUT ROWID
    """,
)


def apply(db: Database) -> None:
    """Add the tables and columns, and give a story to each article that has none."""
    for statement in TABLES:
        db.execute(statement)
    db.execute("CREATE TEMP TABLE alone AS SELECT id FROM articles WHERE story_id IS NULL")
    db.execute(
        """
        INSERT INTO stories (first_seen_at, title, article_id)
        SELECT first_seen_at, title, id FROM articles WHERE id IN temp.alone ORDER BY id
        """
    )
    db.execute(
        """
        UPDATE articles SET story_id = (SELECT max(s.id) FROM stories AS s WHERE s.article_id = articles.id)
        WHERE id IN temp.alone
        """
    )
    db.execute("DROP TABLE temp.alone")
