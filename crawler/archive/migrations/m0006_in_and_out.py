"""Every article is in a story; one that nobody copied is a story of its own."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Give a story to each article that has none."""
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
