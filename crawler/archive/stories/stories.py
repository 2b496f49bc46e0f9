"""Stories: articles on any site that tell the same, edited or not; and what tells a part of one.

A story has a representative, its first article as a rule. A copy that is not very like it, reworded throughout say, may
speak for the story beside it, so what resembles either is found. Only copies of the representative itself do: stories
do not drift.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlite_utils import Database

from crawler.archive.statements import column, has_row, one_number
from crawler.archive.stories import copy_index
from crawler.items import Place
from crawler.reading.copies import PART, Likeness, Telling, compare, read_telling, told_size

# Shorter texts ("Watch the video.") stand under many headlines: equal ones tell the same only under the same title.
TELLING_LENGTH = 200
MOST_VOICES = 4  # articles that speak for a story beside its representative
WEAK = 0.9
ROUND_UP = 0.6  # of an article: who tells less of it, beside others, is one of several


@dataclass(frozen=True, slots=True)
class Subject:
    """An article that looks for its story. *known_id*: its id, 0 before it has one."""

    body: str
    title: str | None
    site: str
    text_hash: str
    known_id: int = 0
    telling: Telling = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "telling", read_telling(self.body))


def find_place(db: Database, subject: Subject, *, after: int = 0, is_counted: bool = False) -> Place:
    """Return where an article belongs: the articles it is a copy of, and those it is an excerpt or a round-up of.

    Equal text is found by its hash, near copies by shared runs. With *after* only articles with a higher id are looked
    at. *is_counted*: its paragraphs are counted among those of its site's stories. Writes nothing.
    """
    newest = one_number(db, "SELECT COALESCE(max(id), 0) FROM articles WHERE id <> ?", subject.known_id)
    if newest <= after:
        return Place((), (), newest)
    if equal := _equal(db, subject, after):
        return Place(((equal, 1.0),), (), newest)
    if subject.telling.size < TELLING_LENGTH:
        return Place((), (), newest)
    own = copy_index.own_telling(db, subject.telling, subject.site, is_counted=is_counted)
    found = []
    told: set[int] = set()  # stories whose representative says nearly the same: no other need be asked
    for candidate in copy_index.candidates(db, own, but_not=subject.known_id, after=after):
        if candidate.story_id in told:
            continue
        known = copy_index.own_telling(db, read_telling(candidate.body), candidate.site, is_counted=True)
        like = compare(own, known, same_site=candidate.site == subject.site)
        found.append((candidate.article_id, like))
        if like.kind == "copy" and candidate.is_representative and like.resemblance >= WEAK:
            told.add(candidate.story_id)
    return _placed(own, found, newest)


def settle(db: Database, article_id: int, subject: Subject, place: Place, *, is_counted: bool = False) -> None:
    """Put an article, which is a story of its own, into the story that *place* names, and link it to others.

    Where it is a copy of several, they are one story. *is_counted*: its paragraphs were counted when it was new.
    """
    likest: dict[int, float] = {}
    direct = 0.0  # how like a representative it is
    for copy, resemblance in place.copies:
        row = db.execute(
            """
            SELECT s.id, s.article_id = a.id FROM articles AS a JOIN stories AS s ON s.id = a.story_id WHERE a.id = ?
            """,
            (copy,),
        ).fetchone()
        if row is not None:
            likest[row[0]] = max(resemblance, likest.get(row[0], 0.0))
            direct = max(direct, resemblance if row[1] else 0.0)
    if likest:
        story, *others = sorted(likest)
        if is_counted:
            copy_index.remove(db, article_id, subject.body)
            copy_index.count_paragraphs(db, subject.telling, subject.site, by=-1)
        db.execute("DELETE FROM stories WHERE article_id = ?", (article_id,))
        db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (story, article_id))
        for other in others:
            _end(db, other, into=story)
        if others or 0 < direct < WEAK:
            speak_for(db, story, article_id, subject.body)
    else:
        copy_index.add(db, article_id, subject.telling)
        if not is_counted:
            copy_index.count_paragraphs(db, subject.telling, subject.site)
    for other, how in place.related:
        one, two, kind = (other, article_id, "excerpt") if how == "longer" else (article_id, other, how)
        link(db, one, two, kind)


def link(db: Database, article_id: int, other_id: int, kind: str) -> None:
    """Record that an article is an "excerpt" or a "round_up" of another."""
    db.execute(
        "INSERT OR IGNORE INTO related (article_id, other_id, kind) VALUES (?, ?, ?)", (article_id, other_id, kind)
    )


def found_story(db: Database, article_id: int) -> None:
    """Make a story of an article that is in none; it is the story's representative."""
    row = db.execute(
        """
        INSERT INTO stories (first_seen_at, title, article_id)
        SELECT first_seen_at, title, id FROM articles WHERE id = ? AND story_id IS NULL RETURNING id
        """,
        (article_id,),
    ).fetchone()
    if row is not None:
        db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (row[0], article_id))


def is_alone(db: Database, story: int) -> bool:
    """Return whether one article tells *story*, or none."""
    return len(db.execute("SELECT 1 FROM articles WHERE story_id = ? LIMIT 2", (story,)).fetchall()) < 2


def change_body(db: Database, article_id: int, old: str | None, new: str | None) -> None:
    """Let an article be found by its *new* text instead of the *old* one, if it speaks for its story."""
    sql = """
        SELECT a.site, s.id IS NOT NULL FROM articles AS a LEFT JOIN stories AS s ON s.article_id = a.id
        LEFT JOIN voices AS v ON v.article_id = a.id WHERE a.id = ? AND COALESCE(s.id, v.story_id) IS NOT NULL
    """
    row = db.execute(sql, (article_id,)).fetchone()
    if row is None:
        return
    site, is_representative = row
    if old:
        copy_index.remove(db, article_id, old)
    if new:
        copy_index.add(db, article_id, read_telling(new))
    for body, by in ((old, -1), (new, 1)):
        if body and is_representative:
            copy_index.count_paragraphs(db, read_telling(body), site, by=by)


def leave(db: Database, article_id: int, story: int | None, body: str | None, site: str) -> set[int]:
    """Take an article out of its story before it is deleted, and return those whose place may be another without it.

    Another stands for the story, or it ends where nobody tells it.
    """
    if body:
        copy_index.remove(db, article_id, body)
    db.execute("DELETE FROM voices WHERE article_id = ?", (article_id,))
    left = linked(db, article_id)
    if story is None:
        return left
    other = db.execute(
        """
        SELECT id, title, body, site FROM articles WHERE story_id = ?1 AND id <> ?2
        ORDER BY id NOT IN (SELECT article_id FROM voices WHERE story_id = ?1), first_seen_at, url LIMIT 1
        """,
        (story, article_id),
    ).fetchone()
    (stands,) = db.execute("SELECT article_id FROM stories WHERE id = ?", (story,)).fetchone()
    if stands == article_id and body:
        copy_index.count_paragraphs(db, read_telling(body), site, by=-1)
    if other is None:
        db.execute("DELETE FROM stories WHERE id = ?", (story,))
    elif stands == article_id:
        db.execute("DELETE FROM voices WHERE article_id = ?", (other[0],))
        db.execute("UPDATE stories SET article_id = ?, title = ? WHERE id = ?", (other[0], other[1], story))
        stand(db, other[0], other[2], other[3])
    return left.union(column(db, "SELECT id FROM articles WHERE story_id = ? AND id <> ?", story, article_id))


def linked(db: Database, article_id: int) -> set[int]:
    """Return the articles that one is an excerpt or a round-up of, and those that are of it."""
    sql = "SELECT other_id FROM related WHERE article_id = ?1 UNION SELECT article_id FROM related WHERE other_id = ?1"
    return set(column(db, sql, article_id))


def equal(db: Database, text_hash: str, title: str | None) -> set[int]:
    """Return the articles with one text, those of them with *title* where it is too short to tell."""
    sql = "SELECT id FROM articles WHERE text_hash = ? AND (length(body) >= ? OR title IS ?)"
    return set(column(db, sql, text_hash, TELLING_LENGTH, title))


def exists(db: Database, story: int | None) -> bool:
    """Return whether there is a story with this number."""
    return has_row(db, "SELECT 1 FROM stories WHERE id = ?", story)


def restore(db: Database, article_id: int, story: int | None, *, stands: bool | None = None) -> int:
    """Put an article into the story with this number, which is made if there is none; return its number.

    *stands*: whether it is the story's representative; if that is not told, the first seen is.
    """
    article = db.execute("SELECT body, site FROM articles WHERE id = ?", (article_id,)).fetchone()
    before = db.execute(
        "SELECT a.id, a.body, a.site FROM stories AS s JOIN articles AS a ON a.id = s.article_id WHERE s.id = ?",
        (story,),
    )
    stood = before.fetchone()
    row = db.execute(
        """
        INSERT INTO stories (id, first_seen_at, title, article_id)
        SELECT ?1, first_seen_at, title, id FROM articles WHERE id = ?2
        ON CONFLICT (id) DO UPDATE SET first_seen_at = excluded.first_seen_at, title = excluded.title,
            article_id = excluded.article_id WHERE COALESCE(?3, excluded.first_seen_at < first_seen_at)
        RETURNING id
        """,
        (story, article_id, stands),
    ).fetchone()
    number = int(row[0] if row else story or 0)
    db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (number, article_id))
    if row and article[0]:  # it stands for the story
        if stood is not None:
            copy_index.remove(db, stood[0], stood[1] or "")
            copy_index.count_paragraphs(db, read_telling(stood[1] or ""), stood[2], by=-1)
        stand(db, article_id, *article)
    return number


def take_apart(db: Database, story: int) -> None:
    """End a story; those who told it are in none."""
    db.execute("DELETE FROM voices WHERE story_id = ?", (story,))
    db.execute("UPDATE articles SET story_id = NULL WHERE story_id = ?", (story,))
    db.execute("DELETE FROM stories WHERE id = ?", (story,))


def stand(db: Database, article_id: int, body: str | None, site: str) -> None:
    """Let an article that stands for its story be found by its text, and count its paragraphs among its site's."""
    telling = read_telling(body or "")
    copy_index.add(db, article_id, telling)
    copy_index.count_paragraphs(db, telling, site)


def place(db: Database, article_id: int) -> None:
    """Put an article that is in no story into that of its copy, or make it a story of its own."""
    found_story(db, article_id)
    body, text_hash, title, site = db.execute(
        "SELECT body, text_hash, title, site FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    if text_hash is not None:
        subject = Subject(body, title, site, text_hash, article_id)
        settle(db, article_id, subject, find_place(db, subject))


def index_all(db: Database) -> None:
    """Make the index by which copies are found again from the bodies."""
    copy_index.clear(db)
    speakers = db.execute(
        """
        SELECT a.id, a.body, a.site, v.story_id IS NULL FROM articles AS a LEFT JOIN stories AS s ON s.id = a.story_id
        LEFT JOIN voices AS v ON v.article_id = a.id
        WHERE a.text_hash IS NOT NULL AND (s.id IS NULL OR s.article_id = a.id OR v.story_id IS NOT NULL) ORDER BY a.id
        """
    )
    for article_id, body, site, is_representative in speakers:
        copy_index.add(db, article_id, read_telling(body))
        if is_representative:
            copy_index.count_paragraphs(db, read_telling(body), site)


def _equal(db: Database, subject: Subject, after: int) -> int | None:
    """An article with the same text, long enough to tell or under the same title."""
    row = db.execute(
        """
        SELECT id FROM articles WHERE text_hash = ? AND id <> ? AND id > ? AND story_id IS NOT NULL
        AND (length(body) >= ? OR title IS ?) ORDER BY id LIMIT 1
        """,
        (subject.text_hash, subject.known_id, after, TELLING_LENGTH, subject.title),
    ).fetchone()
    return int(row[0]) if row else None


def _placed(own: Telling, found: list[tuple[int, Likeness]], newest: int) -> Place:
    """What *found* likenesses say of an article: whose copy it is, and what it is linked to."""
    copies, related = [], []
    parts = [like.told for _, like in found if like.kind is not None]
    told = told_size(own, frozenset().union(*parts)) if parts else 0
    for article_id, like in found:
        is_one_of_several = (
            like.kind in ("copy", "longer", "part")
            and told_size(own, like.told) < ROUND_UP * own.size <= told
            and any(told_size(own, part) >= PART > told_size(own, part & like.told) for part in parts)
        )
        if is_one_of_several:
            related.append((article_id, "round_up"))
        elif like.kind == "copy":
            copies.append((article_id, like.resemblance))
        elif like.kind in ("excerpt", "longer"):
            related.append((article_id, like.kind))
    return Place(tuple(copies), tuple(related), newest)


def _end(db: Database, story: int, *, into: int) -> None:
    """Let *story* be a part of another, for which those who spoke for it speak from now on."""
    speakers = db.execute(
        """
        SELECT a.id, a.body, a.site FROM articles AS a WHERE a.id = (SELECT article_id FROM stories WHERE id = ?1)
        UNION ALL
        SELECT * FROM (
            SELECT a.id, a.body, NULL FROM voices AS v JOIN articles AS a ON a.id = v.article_id WHERE v.story_id = ?1
            ORDER BY a.first_seen_at, a.url
        )
        """,
        (story,),
    ).fetchall()
    db.execute("UPDATE articles SET story_id = ? WHERE story_id = ?", (into, story))
    db.execute(
        """
        UPDATE stories SET first_seen_at = min(first_seen_at, (SELECT first_seen_at FROM stories WHERE id = ?))
        WHERE id = ?
        """,
        (story, into),
    )
    db.execute("DELETE FROM stories WHERE id = ?", (story,))
    for article_id, body, site in speakers:
        if site is not None:  # it stood for a story of its own
            copy_index.count_paragraphs(db, read_telling(body or ""), site, by=-1)
        copy_index.remove(db, article_id, body or "")
        speak_for(db, into, article_id, body or "")


def speak_for(db: Database, story: int, article_id: int, body: str) -> None:
    """Let an article speak for *story* beside its representative, unless enough others do."""
    if one_number(db, "SELECT count(*) FROM voices WHERE story_id = ?", story) < MOST_VOICES:
        db.execute("INSERT OR REPLACE INTO voices (article_id, story_id) VALUES (?, ?)", (article_id, story))
        copy_index.add(db, article_id, read_telling(body))
