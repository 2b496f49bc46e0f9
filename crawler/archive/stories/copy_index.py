"""The index by which copies are found: samples of runs of words, and the paragraphs that recur on a site.

`shingles` holds the samples of the articles that speak for a story, not of all that tell it: a story that five hundred
outlets print costs no more than one. A run that `COMMON` articles have already says nothing and is not indexed further,
so no question looks at more than `COMMON` rows a run.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

from sqlite_utils import Database

from crawler.reading.copies import Paragraph, Telling, read_telling, sample

SHARED = 2  # runs of both samples, and
RARE = 0.3  # the sum of one over the articles that have each: less says nothing
COMMON = 24  # articles that share a run: it is a turn of phrase, or a template's
CANDIDATES = 12  # articles that one is compared with, those first that share the rarest runs
RECURRING = 2  # other stories of a site that hold a paragraph: it is furniture
SETTLED = 12  # stories of a site that hold a paragraph: which of them were first makes no difference any more
LONGEST_COUNTED = 300  # characters of a paragraph
MOST_COUNTED = 40  # paragraphs of an article


class Candidate(NamedTuple):
    """An article that speaks for a story and may tell what another tells."""

    article_id: int
    story_id: int
    body: str
    site: str
    is_representative: bool


def candidates(db: Database, telling: Telling, *, but_not: int, after: int) -> Iterator[Candidate]:
    """Yield the articles that share rare runs with a text, the likeliest first, then the first seen.

    Ids above *after*, one left out.
    """
    likely = [found for found in alike(db, telling) if found[1] > after and found[1] != but_not]
    seen = "SELECT a.id, a.first_seen_at, a.url FROM json_each(?) AS c CROSS JOIN articles AS a ON a.id = c.value"
    order = {row[0]: row[1:] for row in db.execute(seen, (json.dumps([article_id for _, article_id in likely]),))}
    likely = [(weight, article_id) for weight, article_id in likely if article_id in order]
    for _, article_id in sorted(likely, key=lambda found: (found[0], order[found[1]]))[:CANDIDATES]:
        row = db.execute(
            """
            SELECT a.id, s.id, a.body, a.site, s.article_id = a.id
            FROM articles AS a JOIN stories AS s ON s.id = a.story_id WHERE a.id = ? AND a.body IS NOT NULL
            """,
            (article_id,),
        ).fetchone()
        if row is not None:
            yield Candidate(*row)


def alike(db: Database, telling: Telling) -> list[tuple[float, int]]:
    """Return the articles that share rare runs with a text, each after a number: the lower, the likelier it is."""
    tellers: dict[int, list[int]] = defaultdict(list)
    rows = db.execute(
        "SELECT s.value, x.article_id FROM json_each(?) AS s CROSS JOIN shingles AS x ON x.shingle = s.value",
        (json.dumps(sample(telling)),),
    )
    for run, article_id in rows:
        tellers[run].append(article_id)
    shared: dict[int, list[float]] = defaultdict(list)
    for articles in tellers.values():
        if len(articles) < COMMON:
            for article_id in articles:
                shared[article_id].append(1 / len(articles))
    return [
        (-sum(weights), article_id)
        for article_id, weights in shared.items()
        if len(weights) >= SHARED and sum(weights) >= RARE
    ]


def add(db: Database, article_id: int, telling: Telling) -> None:
    """Let an article be found by its text."""
    db.execute(
        """
        INSERT OR IGNORE INTO shingles (shingle, article_id) SELECT s.value, ?1 FROM json_each(?2) AS s
        WHERE (SELECT count(*) FROM shingles WHERE shingle = s.value) < ?3
        """,
        (article_id, json.dumps(sample(telling)), COMMON),
    )


def remove(db: Database, article_id: int, body: str) -> None:
    """Let an article be found no more; *body* is the text by which it was."""
    db.execute(
        "DELETE FROM shingles WHERE article_id = ? AND shingle IN (SELECT value FROM json_each(?))",
        (article_id, json.dumps(sample(read_telling(body)))),
    )


def count_paragraphs(db: Database, telling: Telling, site: str, *, by: int = 1) -> None:
    """Count the paragraphs of a story that is new on its site; *by* -1: of one that is none any more."""
    keys = [(key,) for key in sorted({_key(site, paragraph.words) for paragraph in _counted(telling)})]
    if by > 0:
        sql = """
            INSERT INTO site_paragraphs (paragraph, stories) VALUES (?, 1)
            ON CONFLICT (paragraph) DO UPDATE SET stories = stories + 1
        """
        db.conn.executemany(sql, keys)
    else:
        db.conn.executemany("UPDATE site_paragraphs SET stories = stories - 1 WHERE paragraph = ?", keys)
        db.conn.executemany("DELETE FROM site_paragraphs WHERE paragraph = ? AND stories < 1", keys)


def own_telling(db: Database, telling: Telling, site: str, *, is_counted: bool, recurring: int = RECURRING) -> Telling:
    """Return what a text tells without the paragraphs that *recurring* other stories of its site have.

    *is_counted*: it was counted itself.
    """
    words = {_key(site, paragraph.words): paragraph.words for paragraph in _counted(telling)}
    rows = db.execute(
        """
        SELECT p.paragraph FROM json_each(?) AS k CROSS JOIN site_paragraphs AS p ON p.paragraph = k.value
        WHERE p.stories >= ?
        """,
        (json.dumps(list(words)), recurring + is_counted),
    )
    return telling.without({words[key] for (key,) in rows})


def unsettled(db: Database, telling: Telling, site: str) -> list[str]:
    """Return the paragraphs, as their words, that some stories of a site hold, and no more than `SETTLED`."""
    words = {_key(site, paragraph.words): paragraph.words for paragraph in _counted(telling)}
    rows = db.execute(
        """
        SELECT p.paragraph FROM json_each(?) AS k CROSS JOIN site_paragraphs AS p ON p.paragraph = k.value
        WHERE p.stories BETWEEN 1 AND ?
        """,
        (json.dumps(list(words)), SETTLED),
    )
    return [words[key] for (key,) in rows]


def clear(db: Database) -> None:
    """Forget all samples and counts."""
    db.execute("DELETE FROM shingles")
    db.execute("DELETE FROM site_paragraphs")


def _counted(telling: Telling) -> list[Paragraph]:
    return [paragraph for paragraph in telling.paragraphs if paragraph.size <= LONGEST_COUNTED][:MOST_COUNTED]


def _key(site: str, words: str) -> int:
    text = f"{site} {words}".encode("utf-8", "replace")
    return int.from_bytes(blake2b(text, digest_size=6).digest(), "big")
