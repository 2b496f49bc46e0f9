"""What listings say of a page, and which addresses of a site lead to articles."""

from __future__ import annotations

from sqlite_utils import Database

STATEMENTS = (
    # When it was published, as the page says, else a listing. listed_at is the latest date that a listing gives.
    "ALTER TABLE pages ADD COLUMN published_at TEXT",
    # A listing of nothing but articles named it.
    "ALTER TABLE pages ADD COLUMN is_told INTEGER NOT NULL DEFAULT 0",
    # It is a list's next page, asked for while the page before it names something new.
    "ALTER TABLE pages ADD COLUMN is_onward INTEGER NOT NULL DEFAULT 0",
    # How many pages at addresses of one shape were articles, and how many were not: see discovery/shapes.py.
    """
    CREATE TABLE url_shapes (
        site TEXT NOT NULL,
        shape TEXT NOT NULL,
        articles INTEGER NOT NULL DEFAULT 0,
        others INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (site, shape)
    ) WITHOUT ROWID
    """,
)


def apply(db: Database) -> None:
    """Add the columns and the table. Shapes are learnt from the next visits on."""
    for statement in STATEMENTS:
        db.execute(statement)
