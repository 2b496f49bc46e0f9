"""Stories: articles on any site that tell the same in nearly the same words."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.reading.fingerprints import resemblance, retelling, shingles

# Shorter texts ("Watch the video.") stand under many headlines: equal ones tell the same only under the same title.
TELLING_LENGTH = 200
SHARED_SHINGLES = 2  # fewer say nothing
RESEMBLANCE = 0.8
RETELLING = 0.3
CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Copy:
    """An article with nearly the same text as another, and the story it is in."""

    article_id: int
    story_id: int | None


def find_copy(
    db: Database, sampled: list[int], body: str, text_hash: str, title: str | None, site: str, *, but_not: int = 0
) -> Copy | None:
    """Return the article that says the same as *body*, or nearly; None where none does. *but_not*: who asks.

    Equal text is found by its hash, near copies by shared shingles. A near copy is compared with the story's first
    article, never with its latest: stories do not drift. Other outlets edit what they take from a wire; within one
    site, whose templates and footers recur, only nearly the same text is the same story.
    """
    for candidate, story, is_equal in _candidates(db, sampled, text_hash, title, but_not):
        if is_equal:
            return Copy(candidate, story)
        told, told_on = _representative(db, candidate, story)
        if resemblance(body, told) >= RESEMBLANCE or (told_on != site and retelling(body, told) >= RETELLING):
            return Copy(candidate, story)
    return None


def join(db: Database, article_id: int, copy: int) -> None:
    """Put an article into the story of its *copy*; the story it told alone, if it did, ends."""
    (story,) = db.execute("SELECT story_id FROM articles WHERE id = ?", (copy,)).fetchone()
    db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (story, article_id))
    db.execute("DELETE FROM stories WHERE article_id = ? AND id <> ?", (article_id, story))


def is_alone(db: Database, story: int) -> bool:
    """Return whether one article tells *story*, or none."""
    return len(db.execute("SELECT 1 FROM articles WHERE story_id = ? LIMIT 2", (story,)).fetchall()) < 2


def index_shingles(db: Database, article_id: int, old: list[int], new: list[int]) -> None:
    """Replace an article's *old* shingles by its *new* ones."""
    gone, added = set(old) - set(new), set(new) - set(old)
    db.conn.executemany("DELETE FROM shingles WHERE shingle = ? AND article_id = ?", ((s, article_id) for s in gone))
    db.conn.executemany(
        "INSERT OR IGNORE INTO shingles (shingle, article_id) VALUES (?, ?)", ((s, article_id) for s in added)
    )


def leave(db: Database, article_id: int, story: int | None, body: str | None) -> None:
    """Take an article that will be deleted out of its story. Another tells it, or it ends where nobody does."""
    if body:
        index_shingles(db, article_id, shingles(body), [])
    if story is None:
        return
    other = db.execute(
        "SELECT id, title FROM articles WHERE story_id = ? AND id <> ? ORDER BY first_seen_at, id LIMIT 1",
        (story, article_id),
    ).fetchone()
    if other is None:
        db.execute("DELETE FROM stories WHERE id = ?", (story,))
    else:
        db.execute("UPDATE stories SET article_id = ?, title = ? WHERE id = ?", (*other, story))


def exists(db: Database, story: int | None) -> bool:
    """Return whether there is a story with this number."""
    return db.execute("SELECT 1 FROM stories WHERE id = ?", (story,)).fetchone() is not None


def change_body(db: Database, article_id: int, old: str | None, new: str | None) -> None:
    """Index the *new* text of an article instead of the *old* one."""
    index_shingles(db, article_id, shingles(old) if old else [], shingles(new) if new else [])


def restore(db: Database, article_id: int, story: int | None) -> int:
    """Put an article into the story with this number, which is made if there is none; return its number."""
    (body,) = db.execute("SELECT body FROM articles WHERE id = ?", (article_id,)).fetchone()
    row = db.execute(
        """
        INSERT INTO stories (id, first_seen_at, title, article_id)
        SELECT ?1, first_seen_at, title, id FROM articles WHERE id = ?2
        ON CONFLICT (id) DO UPDATE SET first_seen_at = excluded.first_seen_at, title = excluded.title,
            article_id = excluded.article_id WHERE excluded.first_seen_at < first_seen_at
        RETURNING id
        """,
        (story, article_id),
    ).fetchone()
    number = int(row[0] if row else story or 0)
    db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (number, article_id))
    change_body(db, article_id, None, body)
    return number


def place(db: Database, article_id: int) -> None:
    """Put an article that is in no story into that of its copy, or make it a story of its own."""
    body, text_hash, title, site = db.execute(
        "SELECT body, text_hash, title, site FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    if text_hash is not None:
        sampled = shingles(body)
        index_shingles(db, article_id, [], sampled)
        if copy := find_copy(db, sampled, body, text_hash, title, site, but_not=article_id):
            join(db, article_id, copy.article_id)
    found_story(db, article_id)


def place_all(db: Database) -> None:
    """Put all articles into stories anew, those published first before the others.

    The result depends on what the archive holds and on nothing else, such as the order in which it came. A story keeps
    its number where the article that stands for it was in it before.
    """
    rows = db.execute("SELECT id, story_id FROM articles ORDER BY COALESCE(published_at_utc, first_seen_at), url")
    before: dict[int, int | None] = dict(rows.fetchall())
    db.execute("UPDATE articles SET story_id = NULL")
    for table in ("stories", "shingles"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608
    for article_id in before:
        place(db, article_id)
    _keep_numbers(db, before)


def index_all(db: Database) -> None:
    """Make the samples of all texts again."""
    db.execute("DELETE FROM shingles")
    for article_id, body in db.execute("SELECT id, body FROM articles WHERE text_hash IS NOT NULL"):
        index_shingles(db, article_id, [], shingles(body))


def _keep_numbers(db: Database, before: dict[int, int | None]) -> None:
    """Give stories the numbers that they had *before*, by article; the others numbers that were not in use."""
    unused = max((story for story in before.values() if story is not None), default=0)
    numbers: dict[int, int] = {}
    taken: set[int] = set()
    for story, article_id in db.execute("SELECT id, article_id FROM stories ORDER BY id").fetchall():
        number = before.get(article_id)
        if number is None or number in taken:
            number = unused = unused + 1
        numbers[story] = number
        taken.add(number)
    db.execute("PRAGMA defer_foreign_keys = ON")
    for sql in ("UPDATE stories SET id = ? WHERE id = ?", "UPDATE articles SET story_id = ? WHERE story_id = ?"):
        # Through negative numbers: no two stories have one number in between.
        db.conn.executemany(sql, ((-new, old) for old, new in numbers.items()))
        db.conn.executemany(sql, ((new, -new) for new in numbers.values()))


def _candidates(
    db: Database, sampled: list[int], text_hash: str, title: str | None, but_not: int
) -> list[tuple[int, int | None, bool]]:
    """Articles that may tell the same: id, story, whether the text is equal; the likeliest first."""
    equal = db.execute(
        """
        SELECT id, story_id, 1 FROM articles
        WHERE text_hash = ? AND id <> ? AND (length(body) >= ? OR title IS ?)
        ORDER BY story_id IS NULL, id LIMIT 1
        """,
        (text_hash, but_not, TELLING_LENGTH, title),
    ).fetchall()
    return (
        equal
        or db.execute(
            """
        SELECT a.id, a.story_id, 0 FROM articles AS a JOIN (
            SELECT article_id, count(*) AS shared FROM shingles
            WHERE shingle IN (SELECT value FROM json_each(?)) AND article_id <> ?
            GROUP BY article_id HAVING shared >= ? ORDER BY shared DESC, article_id LIMIT ?
        ) AS near ON near.article_id = a.id
        ORDER BY near.shared DESC, a.id
        """,
            (json.dumps(sampled), but_not, SHARED_SHINGLES, CANDIDATES),
        ).fetchall()
    )


def _representative(db: Database, article_id: int, story: int | None) -> tuple[str, str]:
    """The text that stands for a story, and the site that printed it."""
    row = db.execute(
        "SELECT body, site FROM articles WHERE id = COALESCE((SELECT article_id FROM stories WHERE id = ?), ?)",
        (story, article_id),
    ).fetchone()
    return (row[0] or "", row[1]) if row else ("", "")


def found_story(db: Database, article_id: int) -> None:
    """Make a story of an article that is in none; it stays the story's representative."""
    row = db.execute(
        """
        INSERT INTO stories (first_seen_at, title, article_id)
        SELECT first_seen_at, title, id FROM articles WHERE id = ? AND story_id IS NULL RETURNING id
        """,
        (article_id,),
    ).fetchone()
    if row is not None:
        db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (row[0], article_id))
