"""Who tells a story: in what order, what each added and cut, and what tells a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.archive.errors import StoryNotFoundError
from crawler.archive.reading import LOOKED_AT, NEWEST, article
from crawler.archive.rows import SearchHit
from crawler.archive.values import MAX_INTEGER
from crawler.reading.copies import untold

_A_STORY = 2  # hits that are asked for first for each story


@dataclass(frozen=True, slots=True)
class Teller:
    """An article of a story. `credits`: the agency it names. `added` and `cut`: paragraphs, against the first one."""

    article_id: int
    site: str
    url: str
    title: str | None
    published_at: str | None
    first_seen_at: str
    credits: str | None
    is_first: bool
    words: int
    added: list[str]
    cut: list[str]


@dataclass(frozen=True, slots=True)
class Linked:
    """An article that is an excerpt or a round-up (`kind`) of one of the story's; `of`: one of them is one of it."""

    article_id: int
    site: str
    url: str
    title: str | None
    kind: str
    of: bool


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story: its articles in the order of publication, the agencies that they credit, what is linked to it."""

    id: int
    title: str | None
    first_seen_at: str
    credits: list[str]
    articles: list[Teller]
    related: list[Linked]


def story(db: Database, ref: int | str) -> StoryRow:
    """Return the story with the number *ref*, or that of the article seen under the URL *ref*.

    Who was first is told by the dates of publication; an article without one stands where it was first seen. Raises
    `StoryNotFoundError`, `ArticleNotFoundError`.
    """
    text = str(ref)
    is_number = text.isascii() and text.isdigit() and len(text) < 19
    number = int(text) if is_number else article(db, ref).story_id
    row = db.execute("SELECT id, title, first_seen_at FROM stories WHERE id = ?", (min(number or 0, MAX_INTEGER),))
    found = row.fetchone()
    if found is None:
        raise StoryNotFoundError(f"no story {ref}. `newsarc list -c story_id -c title` shows which there are.")
    tellers = _tellers(db, found[0])
    credits = list(dict.fromkeys(teller.credits for teller in tellers if teller.credits))
    story_id, title, first_seen_at = found
    return StoryRow(story_id, title, first_seen_at, credits, tellers, _related(db, story_id))


def one_per_story(ask: Callable[[int | None], Iterable[SearchHit]], limit: int | None) -> Iterator[SearchHit]:
    """Yield the first of the hits that tells each story, up to *limit* of them.

    *ask* returns so many hits, the same ones first each time. It is asked for as many as most often do, then for more,
    up to `LOOKED_AT` (or *limit*, if more).
    """
    most = limit and max(LOOKED_AT, limit)
    asked = limit and min(limit * _A_STORY, LOOKED_AT)
    told: set[int] = set()
    yielded: set[int] = set()
    while True:
        came = 0
        for hit in ask(asked):
            came += 1
            article = hit.article
            if article.id in yielded or article.story_id in told:
                continue
            yielded.add(article.id)
            if article.story_id is not None:
                told.add(article.story_id)
            yield hit
            if len(yielded) == limit:
                return
        if asked == most or came < (asked or 0):
            return
        asked = most


def _tellers(db: Database, story_id: int) -> list[Teller]:
    rows = db.execute(
        f"""
        SELECT a.id, a.site, a.url, a.title, a.published_at, a.first_seen_at, a.source, a.word_count, a.body
        FROM articles AS a WHERE a.story_id = ? ORDER BY {NEWEST}, a.first_seen_at, a.id
        """,  # noqa: S608
        (story_id,),
    ).fetchall()
    first = rows[0][-1] or "" if rows else ""
    tellers = []
    for place, (*about, words, body) in enumerate(rows):
        row = (*about, place == 0, words or 0, untold(body or "", first), untold(first, body or ""))
        tellers.append(Teller(*row))
    return tellers


def _related(db: Database, story_id: int) -> list[Linked]:
    rows = db.execute(
        """
        SELECT a.id, a.site, a.url, a.title, r.kind, 0 FROM related AS r JOIN articles AS a ON a.id = r.article_id
        WHERE r.other_id IN (SELECT id FROM articles WHERE story_id = ?1)
        UNION SELECT a.id, a.site, a.url, a.title, r.kind, 1 FROM related AS r JOIN articles AS a ON a.id = r.other_id
        WHERE r.article_id IN (SELECT id FROM articles WHERE story_id = ?1) ORDER BY 5, 1
        """,
        (story_id,),
    )
    return [Linked(number, site, url, title, kind, bool(of)) for number, site, url, title, kind, of in rows]
