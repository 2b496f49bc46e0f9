"""All articles put into stories anew, in the order in which they were first seen, while others read and write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.statements import column, one_number
from crawler.archive.stories import copy_index, stories
from crawler.archive.stories.draft import Draft, Sample
from crawler.archive.stories.placing_again import place_again
from crawler.archive.turns import Turns
from crawler.processes import in_batches
from crawler.reading.copies import read_telling

BATCH = 50  # articles that get another place in one transaction, with all who share their stories
ROWS = 2000  # of an index, written in one transaction
FEW = 100  # articles: so many may come while the others get their places
_DROP_SAMPLE = """
    DELETE FROM shingles WHERE shingle = ?1 AND article_id = ?2
    AND EXISTS (SELECT 1 FROM articles WHERE id = ?2 AND text_hash IS ?3)
"""
_ADD_SAMPLE = """
    INSERT OR IGNORE INTO shingles SELECT ?1, id FROM articles WHERE id = ?2 AND text_hash IS ?3
    AND (id IN (SELECT article_id FROM stories WHERE article_id = ?2) OR id IN (SELECT article_id FROM voices))
"""
Tell = Callable[[int, int], object]


def place_all(archive: Archive, *, tell: Tell = lambda done, of: None) -> int:
    """Put all articles into stories anew, in the order in which they were first seen; return how many that moved.

    What comes of it depends on nothing else: not on the order in which they came, nor on what was placed before. It is
    tried in a `Draft`, which takes some 0.8 ms of CPU an article; nobody waits for that. Then what differs is written,
    story by story, in short transactions: after each, an article is in its old story or in its new one. What others
    archive, change or take out meanwhile is placed as if they had done so afterwards. *tell* is called now and then
    with how many articles have been placed, of how many.
    """
    version, turns = _version(archive.db), Turns(archive)
    with Draft(archive.path, timeout=archive.timeout) as draft:
        done = of = 0
        while came := draft.line_up():
            of += came
            tell(done, of)
            while several := draft.place_next():
                done += several
                tell(done, of)
            if came <= FEW:
                break
        differing = draft.note_differing()
        _take_over(turns, draft)
        for missing, needless in draft.other_samples():
            _take_over_samples(turns, missing, needless)
        for newcomers in in_batches(draft.newcomers(), BATCH):
            with turns.take():
                place_again(archive.db, newcomers)
        for counts in filter(None, draft.other_counts()):
            with turns.take():
                if _version(archive.db) == version:  # else some counts are of what others wrote
                    _set_counts(archive.db, counts)
    return differing


def _version(db: Database) -> int:
    """A number that is another one once somebody else has written."""
    return one_number(db, "PRAGMA data_version")


def _take_over(turns: Turns, draft: Draft) -> None:
    """Give articles that differ the places that they have in the draft."""
    highest = 0  # number of a story, be it ended since: numbers do not come back with another story
    while several := draft.differing(BATCH):
        done = set[int]()
        with turns.take():
            for article_id in several:
                if article_id not in done:
                    moving = _Moving(turns.archive.db, draft.db, article_id)
                    highest = moving.carry_out(highest)
                    done |= moving.before.keys() | {article_id}
        draft.settle(done)


class _Moving:
    """An article and all who share a story with it, here or in the draft, and who do with these, and so on.

    `before`: in which story each is here. `stories`: those of the draft.
    """

    def __init__(self, db: Database, draft: Database, article_id: int) -> None:
        self.db, self.draft = db, draft
        self.before: dict[int, int | None] = {}
        self.stories: set[int] = set()
        todo = [article_id]
        while todo:
            article_id = todo.pop()
            row = db.execute("SELECT story_id FROM articles WHERE id = ?", (article_id,)).fetchone()
            if row is None or article_id in self.before:  # None: it was taken out since
                continue
            self.before[article_id] = row[0]
            todo += column(db, "SELECT id FROM articles WHERE story_id = ?", row[0])
            here = "SELECT story_id FROM placed WHERE id = ? AND story_id IS NOT NULL"
            for story in column(draft, here, article_id):
                if story not in self.stories:
                    self.stories.add(story)
                    todo += column(draft, "SELECT id FROM placed WHERE story_id = ?", story)

    def carry_out(self, highest: int) -> int:
        """Put the articles into the stories of the draft; return the highest number of a story that was ever met."""
        highest = max(highest, one_number(self.db, "SELECT COALESCE(max(id), 0) FROM stories"))
        self._end_stories()
        taken = set[int]()
        for story in sorted(self.stories):
            sql = "SELECT article_id, first_seen_at, title FROM stories WHERE id = ?"
            stands, first_seen_at, title = self.draft.execute(sql, (story,)).fetchone()
            if not self._is_as_placed(stands):
                continue
            number = self.before[stands]
            if number is None or number in taken:
                number = highest = highest + 1
            taken.add(number)
            sql = "INSERT INTO stories (id, first_seen_at, title, article_id) VALUES (?, ?, ?, ?)"
            self.db.execute(sql, (number, first_seen_at, title, stands))
            self._fill(number, story, stands)
        self._link()
        self._place_the_others()
        return highest

    def _end_stories(self) -> None:
        """Let nobody tell or speak for the stories of here."""
        for story in {story for story in self.before.values() if story is not None}:
            rows = self.db.execute(
                """
                SELECT a.id, a.body, a.site, s.article_id IS a.id FROM articles AS a JOIN stories AS s ON s.id = ?1
                WHERE a.text_hash IS NOT NULL AND (a.id = s.article_id
                    OR a.id IN (SELECT article_id FROM voices WHERE story_id = ?1))
                """,
                (story,),
            )
            for article_id, body, site, stands in rows.fetchall():
                copy_index.remove(self.db, article_id, body)
                if stands:
                    copy_index.count_paragraphs(self.db, read_telling(body), site, by=-1)
            stories.take_apart(self.db, story)

    def _fill(self, number: int, story: int, stands: int) -> None:
        """Put those who tell *story* in the draft into the story *number* here."""
        voices = set(column(self.draft, "SELECT article_id FROM voices WHERE story_id = ?", story))
        for article_id in column(self.draft, "SELECT id FROM placed WHERE story_id = ? ORDER BY place", story):
            if not self._is_as_placed(article_id):
                continue
            self.db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (number, article_id))
            sql = "SELECT body, site FROM articles WHERE id = ? AND text_hash IS NOT NULL"
            body, site = self.db.execute(sql, (article_id,)).fetchone() or ("", "")
            if article_id == stands and body:
                stories.stand(self.db, article_id, body, site)
            elif article_id in voices and body:
                stories.speak_for(self.db, number, article_id, body)

    def _link(self) -> None:
        """Let those be linked that are in the draft. Links of what came since stay: it is placed again in the end."""
        for article_id in self.before:
            for one, other in (("article_id", "other_id"), ("other_id", "article_id")):
                for linked in column(self.db, f"SELECT {other} FROM related WHERE {one} = ?", article_id):  # noqa: S608
                    if column(self.draft, "SELECT id FROM placed WHERE id = ?", linked):
                        sql = f"DELETE FROM related WHERE {one} = ? AND {other} = ?"  # noqa: S608
                        self.db.execute(sql, (article_id, linked))
            sql = "SELECT article_id, other_id, kind FROM related WHERE article_id = ?1 OR other_id = ?1"
            for one, other, kind in self.draft.execute(sql, (article_id,)).fetchall():
                if all(map(self._is_as_placed, (one, other))):
                    stories.link(self.db, one, other, kind)

    def _place_the_others(self) -> None:
        """Place what came since, or has another text than when it was placed, or whose representative has."""
        sql = """
            SELECT a.id FROM json_each(?) AS t JOIN articles AS a ON a.id = t.value
            WHERE a.story_id IS NULL ORDER BY a.first_seen_at, a.url
        """
        for article_id in column(self.db, sql, json.dumps(list(self.before))):
            stories.place(self.db, article_id)

    def _is_as_placed(self, article_id: int) -> bool:
        here = self.db.execute("SELECT text_hash FROM articles WHERE id = ?", (article_id,)).fetchone()
        return here is not None and here == tuple(
            self.draft.execute("SELECT text_hash FROM placed WHERE id = ?", (article_id,)).fetchone() or ()
        )


def _take_over_samples(turns: Turns, missing: Iterable[Sample], needless: Iterable[Sample]) -> None:
    """Let articles be found by the samples of the draft, where they have the text and the part that they have there.

    Of runs that very many have it depends on the order who is found by them.
    """
    for rows, sql in ((needless, _DROP_SAMPLE), (missing, _ADD_SAMPLE)):
        for several in in_batches(rows, ROWS):
            with turns.take():
                turns.archive.db.conn.executemany(sql, several)


def _set_counts(db: Database, counts: Iterable[tuple[int, int]]) -> None:
    sql = """
        INSERT INTO site_paragraphs (paragraph, stories) VALUES (?, ?)
        ON CONFLICT (paragraph) DO UPDATE SET stories = excluded.stories
    """
    db.conn.executemany(sql, counts)
    db.execute("DELETE FROM site_paragraphs WHERE stories < 1")
