"""What stories are found by, and what is linked to them without being a copy."""

from __future__ import annotations

from sqlite_utils import Database

TABLES = (
    # How many stories of a site hold a paragraph: one that recurs is no part of what an article tells. paragraph is the
    # hash of the site and the paragraph's words. Derived from the bodies, so no foreign key.
    """
    CREATE TABLE site_paragraphs (
        paragraph INTEGER PRIMARY KEY,
        stories INTEGER NOT NULL
    )
    """,
    # Articles that speak for a story beside its representative: copies that are not very like it.
    """
    CREATE TABLE voices (
        article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
        story_id INTEGER NOT NULL REFERENCES stories(id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX voices_story ON voices(story_id)",
    # article_id is an excerpt or a round-up of other_id.
    """
    CREATE TABLE related (
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        other_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('excerpt', 'round_up')),
        PRIMARY KEY (article_id, other_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX related_other ON related(other_id)",
)


def apply(db: Database) -> None:
    """Create the tables, and make the samples anew: older archives have them of longer runs."""
    from crawler.archive.stories import index_all  # noqa: PLC0415

    for statement in TABLES:
        db.execute(statement)
    index_all(db)
