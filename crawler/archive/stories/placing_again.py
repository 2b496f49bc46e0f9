"""Stories told apart again: of what changed, of all that it can touch, and of nothing else.

Articles are placed in the order in which they were first seen, which is the order in which a crawl places them. So what
a crawl has placed stands, and two archives made one have the stories of one that had seen it all.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable

from sqlite_utils import Database

from crawler.archive.search.facets import SITE, is_named
from crawler.archive.search.folding import match_expression, runs
from crawler.archive.statements import column
from crawler.archive.stories import copy_index, stories
from crawler.reading.copies import Telling, compare, read_telling

_ASKED_WORDS = 4  # of a paragraph, the longest, by which it is looked for


def place_again(db: Database, changed: Iterable[int]) -> int:
    """Put articles into stories anew, with all that theirs can touch, and return how many that were.

    Touched are: who tells the same story; who is linked; who has the same text; whose story is told by somebody that
    tells a part of the same; who holds the same paragraph on the same site, as long as few stories do: whether it
    recurs there depends on how many were before. *changed* may be in no story yet. A story keeps its number where the
    article that stands for it was in it before.
    """
    before = _take_out(db, changed)
    sql = "SELECT a.id FROM json_each(?) AS t JOIN articles AS a ON a.id = t.value ORDER BY a.first_seen_at, a.url"
    for article_id in column(db, sql, json.dumps(list(before))):
        stories.place(db, article_id)
    _keep_numbers(db, before)
    return len(before)


def changed_since(db: Database) -> list[int]:
    """Return the articles whose text has changed since they came into a story with others, or were linked.

    One that is alone was placed again when its text changed.
    """
    sql = """
        SELECT c.id FROM (
            SELECT article_id AS id FROM revisions WHERE number > 1 AND fields LIKE '%"body"%'
            UNION SELECT article_id FROM corrections WHERE field = 'body'
        ) AS c CROSS JOIN articles AS a ON a.id = c.id
        WHERE EXISTS (SELECT 1 FROM articles WHERE story_id = a.story_id AND id <> a.id)
            OR EXISTS (SELECT 1 FROM related WHERE article_id = a.id)
            OR EXISTS (SELECT 1 FROM related WHERE other_id = a.id)
    """
    return column(db, sql)


def _take_out(db: Database, changed: Iterable[int]) -> dict[int, int | None]:
    """End the stories of *changed* and of all that they touch; return what story each of their articles was in."""
    before: dict[int, int | None] = {}
    spoke: dict[int, bool] = {}  # those found by their samples; whether they stood for a story
    todo: list[int] = []
    for article_id in changed:
        _end_story(db, article_id, before, spoke, todo)
    while todo:
        article_id = todo.pop()
        body, site, text_hash, title = db.execute(
            "SELECT body, site, text_hash, title FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        touched = stories.linked(db, article_id)
        db.execute("DELETE FROM related WHERE article_id = ?1 OR other_id = ?1", (article_id,))
        if text_hash is not None:
            telling = read_telling(body)
            if article_id in spoke:
                copy_index.remove(db, article_id, body)
            if spoke.get(article_id):
                copy_index.count_paragraphs(db, telling, site, by=-1)
            touched |= _telling_alike(db, telling, site, but_not=before.keys())
            touched |= stories.equal(db, text_hash, title)
            for words in copy_index.unsettled(db, telling, site):
                touched |= _holders(db, body, words, site)
        for other in touched - before.keys():
            _end_story(db, other, before, spoke, todo)
    return before


def _telling_alike(db: Database, telling: Telling, site: str, *, but_not: Container[int]) -> set[int]:
    """The articles that speak for a story and tell something of what a text tells, or it of theirs."""
    found = set()
    mine = _own(db, telling, site)
    for _, article_id in copy_index.alike(db, telling):
        if article_id in but_not:
            continue
        body, other_site = db.execute("SELECT body, site FROM articles WHERE id = ?", (article_id,)).fetchone()
        other = read_telling(body)
        if any(
            compare(*pair, same_site=site == other_site).kind is not None
            for one, two in zip(mine, _own(db, other, other_site), strict=True)
            for pair in ((one, two), (two, one))
        ):
            found.add(article_id)
    return found


def _own(db: Database, telling: Telling, site: str) -> tuple[Telling, Telling]:
    """A text without what recurs on its site, and with what may prove not to."""
    own = copy_index.own_telling(db, telling, site, is_counted=True)
    return own, copy_index.own_telling(db, telling, site, is_counted=True, recurring=copy_index.SETTLED)


def _holders(db: Database, body: str, words: str, site: str) -> set[int]:
    """The articles of a site with the paragraph of *body* that has these *words*."""
    printed = next(line for line in body.split("\n") if _is(line, words))
    rarest = sorted(set(runs(printed)), key=lambda word: (-len(word), word))[:_ASKED_WORDS]
    sql = """
        SELECT a.id FROM articles_fts CROSS JOIN articles AS a ON a.id = articles_fts.rowid
        WHERE articles_fts MATCH ? AND instr(char(10) || a.body || char(10), char(10) || ? || char(10))
    """
    asked = f"{{body}} : ({match_expression(' '.join(rarest))}) AND {is_named(SITE, site)}"
    return set(column(db, sql, asked, printed))


def _is(line: str, words: str) -> bool:
    return any(paragraph.words == words for paragraph in read_telling(line).paragraphs)


def _end_story(
    db: Database, article_id: int, before: dict[int, int | None], spoke: dict[int, bool], todo: list[int]
) -> None:
    """End the story that an article is in, and note all who tell it."""
    if article_id in before:
        return
    row = db.execute("SELECT story_id FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is None:
        return
    (story,) = row
    if story is None:
        before[article_id] = None
        todo.append(article_id)
        return
    rows = db.execute(
        """
        SELECT a.id, s.article_id IS a.id, v.story_id IS NOT NULL FROM articles AS a
        JOIN stories AS s ON s.id = a.story_id LEFT JOIN voices AS v ON v.article_id = a.id WHERE a.story_id = ?
        """,
        (story,),
    )
    for teller, stands, is_voice in rows.fetchall():
        before[teller] = story
        todo.append(teller)
        if stands or is_voice:
            spoke[teller] = bool(stands)
    stories.take_apart(db, story)


def _keep_numbers(db: Database, before: dict[int, int | None]) -> None:
    """Give the stories of articles the numbers that they had *before*; the others numbers that were not in use."""
    made = db.execute(
        "SELECT s.id, s.article_id FROM json_each(?) AS t JOIN stories AS s ON s.article_id = t.value ORDER BY s.id",
        (json.dumps(list(before)),),
    ).fetchall()
    others = "SELECT id FROM stories WHERE id NOT IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT 1"
    highest = db.execute(others, (json.dumps([story for story, _ in made]),)).fetchone()
    unused = max([highest[0] if highest else 0, *(story for story in before.values() if story is not None)])
    numbers: dict[int, int] = {}
    taken: set[int] = set()
    for story, article_id in made:
        number = before[article_id]
        if number is None or number in taken:
            number = unused = unused + 1
        numbers[story] = number
        taken.add(number)
    db.execute("PRAGMA defer_foreign_keys = ON")
    changed = [(old, new) for old, new in numbers.items() if old != new]
    for sql in (
        "UPDATE stories SET id = ? WHERE id = ?",
        "UPDATE articles SET story_id = ? WHERE story_id = ?",
        "UPDATE voices SET story_id = ? WHERE story_id = ?",
    ):
        # Through negative numbers: no two stories have one number in between.
        db.conn.executemany(sql, [(-new, old) for old, new in changed])
        db.conn.executemany(sql, [(new, -new) for _, new in changed])
