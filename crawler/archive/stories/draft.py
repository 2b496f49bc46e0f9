"""The stories of all articles told apart anew, beside the archive: others may read and write it meanwhile.

A draft is a temporary file of SQLite's with the tables that stories consist of, and `placed`: which article is in which
of its stories. What of an article does not depend on stories is read in the archive, a batch at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.errors import temporary_room
from crawler.archive.statements import column, one_number
from crawler.archive.stories import stories

BATCH = 500  # articles that are placed in one view of the archive: as long as it lasts, the -wal file only grows
CACHE = 32 << 10  # KiB of pages, of the draft and of the archive each
_TABLES = ("stories", "voices", "related", "shingles", "site_paragraphs")
_SCHEMA = (
    # place: in the order in which articles were first seen. text_hash: that of the text by which it was placed.
    "CREATE TABLE placed (id INTEGER PRIMARY KEY, place INTEGER NOT NULL, story_id INTEGER, text_hash TEXT)",
    "CREATE INDEX placed_in_order ON placed(place)",
    "CREATE INDEX placed_story ON placed(story_id) WHERE story_id IS NOT NULL",
    # Articles that the archive has in another story, or with another part in it.
    "CREATE TABLE differing (place INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE)",
    """
    CREATE TEMP VIEW articles AS
    SELECT a.id, a.url, a.site, a.title, a.first_seen_at, a.text_hash, a.body, p.story_id
    FROM archive.articles AS a LEFT JOIN main.placed AS p ON p.id = a.id
    """,
    """
    CREATE TEMP TRIGGER articles_placed INSTEAD OF UPDATE OF story_id ON articles BEGIN
        UPDATE placed SET story_id = NEW.story_id WHERE id = OLD.id;
    END
    """,
)
# Two stories are one where they have one representative, one title and one age; beside it some speak for a story, some
# are linked.
_DIFFERING = (
    """
    SELECT p.id FROM placed AS p JOIN main.stories AS one ON one.id = p.story_id
    JOIN archive.articles AS a ON a.id = p.id LEFT JOIN archive.stories AS other ON other.id = a.story_id
    WHERE (one.article_id, one.title, one.first_seen_at) IS NOT (other.article_id, other.title, other.first_seen_at)
    """,
    "SELECT article_id FROM main.voices EXCEPT SELECT article_id FROM archive.voices",
    "SELECT article_id FROM archive.voices EXCEPT SELECT article_id FROM main.voices",
    *(
        f"SELECT e.value FROM (SELECT * FROM {one}.related EXCEPT SELECT * FROM {other}.related) AS r, "  # noqa: S608
        "json_each(json_array(r.article_id, r.other_id)) AS e"
        for one, other in (("main", "archive"), ("archive", "main"))
    ),
)
# The numbers that stand for runs and for paragraphs are below these; so many ranges of them are compared in turn.
_RUNS, _PARAGRAPHS, _RANGES = 1 << 31, 1 << 48, 256
_SAMPLES = """
    SELECT s.shingle, s.article_id, p.text_hash FROM {0}.shingles AS s JOIN placed AS p ON p.id = s.article_id
    WHERE s.shingle >= ? AND s.shingle < ? AND NOT EXISTS (
        SELECT 1 FROM {1}.shingles AS o WHERE o.shingle = s.shingle AND o.article_id = s.article_id
    )
"""
_COUNTS = """
    SELECT one.paragraph, one.stories FROM main.site_paragraphs AS one
    LEFT JOIN archive.site_paragraphs AS other USING (paragraph)
    WHERE one.paragraph >= ?1 AND one.paragraph < ?2 AND one.stories IS NOT other.stories
    UNION ALL SELECT other.paragraph, 0 FROM archive.site_paragraphs AS other
    WHERE other.paragraph >= ?1 AND other.paragraph < ?2
    AND NOT EXISTS (SELECT 1 FROM main.site_paragraphs AS one WHERE one.paragraph = other.paragraph)
"""
Sample = tuple[int, int, str | None]


class Draft:
    """The stories of the archive at *path*, told apart anew in the order in which articles were first seen.

    A context manager; nothing is left of it. `db` has the draft's tables under their names in the archive, the
    archive's own as `archive.stories`.
    """

    def __init__(self, path: Path, *, timeout: float) -> None:
        connection = sqlite3.connect("", uri=True, timeout=timeout, isolation_level=None)
        self.db = Database(connection, execute_plugins=False)
        self._reached = 0
        try:
            connection.execute("ATTACH ? AS archive", (f"{path.absolute().as_uri()}?mode=ro",))
            for pragma in ("main.journal_mode = OFF", f"main.cache_size = -{CACHE}", f"archive.cache_size = -{CACHE}"):
                connection.execute(f"PRAGMA {pragma}")
            marks = ", ".join("?" * len(_TABLES))
            sql = f"SELECT sql FROM archive.sqlite_master WHERE tbl_name IN ({marks}) AND sql <> '' ORDER BY type DESC"  # noqa: S608
            for (statement,) in connection.execute(sql, _TABLES).fetchall():
                connection.execute(statement)
            for statement in _SCHEMA:
                connection.execute(statement)
        except BaseException:
            connection.close()
            raise

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *error: object) -> None:
        self.db.close()

    def line_up(self) -> int:
        """Put the articles that the draft does not know yet in a line behind the others; return how many these are."""
        with self._view():
            (last,) = self.db.execute("SELECT COALESCE(max(place), 0) FROM placed").fetchone()
            sql = """
                INSERT INTO placed (id, place) SELECT id, ? + row_number() OVER (ORDER BY first_seen_at, url)
                FROM archive.articles WHERE id NOT IN (SELECT id FROM placed)
            """
            return int(self.db.execute(sql, (max(last, self._reached),)).rowcount)

    def place_next(self) -> int:
        """Place the next articles of the line; return how many these were, 0 where none is left."""
        with self._view():
            sql = "SELECT place, id FROM placed WHERE place > ? ORDER BY place LIMIT ?"
            several = self.db.execute(sql, (self._reached, BATCH)).fetchall()
            for place, article_id in several:
                self._reached = place
                row = self.db.execute("SELECT text_hash FROM archive.articles WHERE id = ?", (article_id,)).fetchone()
                if row is None:  # it was taken out since it lined up
                    self.db.execute("DELETE FROM placed WHERE id = ?", (article_id,))
                    continue
                self.db.execute("UPDATE placed SET text_hash = ? WHERE id = ?", (*row, article_id))
                stories.place(self.db, article_id)
        return len(several)

    def note_differing(self) -> int:
        """Look up which articles the archive has in another story or another part; return how many these are."""
        with self._view():
            for sql in _DIFFERING:
                self.db.execute(
                    f"INSERT OR IGNORE INTO differing SELECT place, id FROM placed WHERE id IN ({sql})"  # noqa: S608
                )
            return one_number(self.db, "SELECT count(*) FROM differing")

    def differing(self, limit: int) -> list[int]:
        """Return some of these articles, those first that were first seen."""
        return column(self.db, "SELECT id FROM differing ORDER BY place LIMIT ?", limit)

    def settle(self, article_ids: Iterable[int]) -> None:
        """Articles differ no more."""
        self.db.conn.executemany("DELETE FROM differing WHERE id = ?", ((article_id,) for article_id in article_ids))

    def other_samples(self) -> Iterator[tuple[list[Sample], list[Sample]]]:
        """Yield the samples that the draft has and the archive has not, and the other way round; a range at a time.

        Of articles that were placed, with the hash of the text by which they were.
        """
        for bounds in _ranges(_RUNS):
            with self._view():
                missing = self.db.execute(_SAMPLES.format("main", "archive"), bounds).fetchall()
                needless = self.db.execute(_SAMPLES.format("archive", "main"), bounds).fetchall()
            yield missing, needless

    def other_counts(self) -> Iterator[list[tuple[int, int]]]:
        """Yield the paragraphs that the archive counts otherwise, and how many stories of the draft hold each."""
        for bounds in _ranges(_PARAGRAPHS):
            with self._view():
                found = self.db.execute(_COUNTS, bounds).fetchall()
            yield found

    def newcomers(self) -> list[int]:
        """Return the articles that the archive has and that are in no line."""
        with self._view():
            return column(self.db, "SELECT id FROM archive.articles WHERE id NOT IN (SELECT id FROM placed)")

    @contextmanager
    def _view(self) -> Iterator[None]:
        """One view of the archive, as last committed."""
        use = "stories are told apart anew there, in 0.7 KiB an article"
        with temporary_room(use, "No article is in another story yet"):
            self.db.execute("BEGIN")
            yield
            self.db.execute("COMMIT")


def _ranges(end: int) -> Iterator[tuple[int, int]]:
    size = end // _RANGES
    return ((lowest, lowest + size) for lowest in range(0, end, size))
