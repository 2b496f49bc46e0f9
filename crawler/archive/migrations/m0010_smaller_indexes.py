"""Copies are found by fewer samples, of four bytes each; pieces of the full-text indexes fill pages of the file."""

from __future__ import annotations

from sqlite_utils import Database

# Bytes of a piece. In pages of 1 KiB it takes one and three more to the end; of the usual 4050 the fifth stays empty.
PIECE = 4030


def apply(db: Database) -> None:
    """Make the samples anew. Pieces of the full-text indexes that are written from now on have another size."""
    from crawler.archive.stories.stories import index_all  # noqa: PLC0415

    for index in ("articles_fts", "quotes_fts"):
        db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('pgsz', ?)", (PIECE,))  # noqa: S608
    if "voices" in db.table_names():  # else the step that makes that table makes the samples too
        index_all(db)
