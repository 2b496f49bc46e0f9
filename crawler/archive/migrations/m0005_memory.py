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
    ) WITHOUT ROWID
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
    # The entries of a live blog, with their own times. key tells one from another over crawls.
    """
    CREATE TABLE entries (
        article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        published_at TEXT,
        published_at_utc TEXT,
        title TEXT,
        body TEXT NOT NULL,
        first_seen_at TEXT NOT NULL,
        last_seen_at TEXT NOT NULL,
        PRIMARY KEY (article_id, key)
    )
    """,
    # What a revision is to the one before: its kind, the columns that differ, whether the page's own date stood still.
    "ALTER TABLE revisions ADD COLUMN kind TEXT",
    "ALTER TABLE revisions ADD COLUMN fields TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE revisions ADD COLUMN silent INTEGER",
    # 'plain': the body stands in the row. 'article': it is the article's, as it stands. 'zstd': it is in data,
    # compressed with that of the next revision as dictionary.
    "ALTER TABLE revisions ADD COLUMN encoding TEXT NOT NULL DEFAULT 'plain'",
    "ALTER TABLE revisions ADD COLUMN data BLOB",
    # Whoever changes an article's body: its newest revision keeps what it was.
    """
    CREATE TRIGGER revisions_keep_body BEFORE UPDATE OF body ON articles BEGIN
        UPDATE revisions SET body = OLD.body, encoding = 'plain' WHERE article_id = OLD.id AND encoding = 'article';
    END
    """,
)


def apply(db: Database) -> None:
    """Create the tables, and make the samples anew: older archives have them of longer runs."""
    from crawler.archive.articles.revisions import settle_all  # noqa: PLC0415
    from crawler.archive.stories.stories import index_all  # noqa: PLC0415

    for statement in TABLES:
        db.execute(statement)
    index_all(db)
    settle_all(db)
