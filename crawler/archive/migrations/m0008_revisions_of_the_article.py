"""The only state of an article is the article's own, whole: no revision repeats it."""

from __future__ import annotations

from sqlite_utils import Database

TRIGGERS = (
    "DROP TRIGGER IF EXISTS revisions_keep_body",
    # encoding 'whole': all of the state is the article's, as it stands. Whoever changes the article: its newest
    # revision keeps what it was.
    """
    CREATE TRIGGER revisions_keep_rest BEFORE UPDATE OF title, description, authors, modified_at ON articles
    WHEN OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description
        OR OLD.authors IS NOT NEW.authors OR OLD.modified_at IS NOT NEW.modified_at
    BEGIN
        UPDATE revisions SET title = OLD.title, description = OLD.description, authors = OLD.authors,
            modified_at = OLD.modified_at, encoding = iif(OLD.body IS NULL, 'plain', 'article')
        WHERE article_id = OLD.id AND encoding = 'whole';
    END
    """,
    """
    CREATE TRIGGER revisions_keep_whole BEFORE UPDATE OF body ON articles WHEN OLD.body IS NOT NEW.body BEGIN
        UPDATE revisions SET title = OLD.title, description = OLD.description, authors = OLD.authors,
            modified_at = OLD.modified_at, body = OLD.body, encoding = 'plain'
        WHERE article_id = OLD.id AND encoding = 'whole';
        UPDATE revisions SET body = OLD.body, encoding = 'plain' WHERE article_id = OLD.id AND encoding = 'article';
    END
    """,
    # For tools that know nothing of this: states with what is the article's own. body is null where it is compressed.
    """
    CREATE VIEW article_states AS
    SELECT r.article_id, r.number, r.seen_at, iif(r.encoding = 'whole', a.title, r.title) AS title,
        iif(r.encoding = 'whole', a.description, r.description) AS description,
        iif(r.encoding IN ('whole', 'article'), a.body, r.body) AS body,
        iif(r.encoding = 'whole', a.authors, r.authors) AS authors,
        iif(r.encoding = 'whole', a.modified_at, r.modified_at) AS modified_at, r.kind, r.fields, r.silent
    FROM revisions AS r JOIN articles AS a ON a.id = r.article_id
    """,
)
COMPACT = """
UPDATE revisions SET title = NULL, description = NULL, authors = '[]', modified_at = NULL, encoding = 'whole'
WHERE number = 1 AND encoding = 'article' AND EXISTS (
    SELECT 1 FROM articles AS a WHERE a.id = revisions.article_id AND a.title IS revisions.title
    AND a.description IS revisions.description AND a.authors = revisions.authors
    AND a.modified_at IS revisions.modified_at
)
"""


def apply(db: Database) -> None:
    """Add the triggers and the view, and take out what is the article's own."""
    for statement in TRIGGERS:
        db.execute(statement)
    if "encoding" in db.table("revisions").columns_dict:  # lines of development meet in any order
        db.execute(COMPACT)
