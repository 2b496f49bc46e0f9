"""The copies of which articles were made that archives were merged into, beside these."""

from __future__ import annotations

from sqlite_utils import Database

STATEMENTS = (
    # digest: of the record of the article that was made of them. data: the records of the copies, as JSON, in zstd with
    # that record as dictionary.
    """
    CREATE TABLE copies (
        article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
        digest BLOB NOT NULL,
        data BLOB NOT NULL
    )
    """,
    # An article that was seen again is a copy of its own. (What else is changed of it the digest tells.)
    """
    CREATE TRIGGER copies_count_no_more AFTER UPDATE OF last_seen_at ON articles
    WHEN OLD.last_seen_at <> NEW.last_seen_at BEGIN
        DELETE FROM copies WHERE article_id = NEW.id;
    END
    """,
)


def apply(db: Database) -> None:
    """Make the table."""
    for statement in STATEMENTS:
        db.execute(statement)
