"""The words of a full-text index are read from its pages as FTS5 reads them, and what they find is what it finds."""

import random
from datetime import timedelta

import pytest
from texts_in_scripts import NOW, TEXTS, article

from crawler.archive import Archive
from crawler.archive.search import full_text, hits
from crawler.archive.search.full_text import ARTICLES
from crawler.archive.search.vocabulary import words_with

LETTERS = "abcé"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive whose index has several pieces, and words of one to a thousand letters."""
    chance = random.Random(1)
    words = ["".join(chance.choices(LETTERS, k=chance.choice((1, 2, 3, 3, 5, 9)))) for _ in range(3000)]
    words += ["a" * size for size in (100, 126, 127, 128, 129, 300, 1000)]
    with Archive(tmp_path_factory.mktemp("words") / "archive.db") as archive, pytest.MonkeyPatch.context() as patched:
        patched.setattr(full_text.Fed, "command", lambda *_: None)  # nothing is merged
        for number in range(60):
            text = " ".join([*chance.sample(words, 300), list(TEXTS.values())[number % len(TEXTS)]])
            about = {"title": None, "language": "en", "published_at": f"2026-11-{number % 19 + 1:02}"}
            archive.save(article(f"{text}\n\n{number}", number, **about), seen_at=NOW + timedelta(minutes=number))
        archive.forget(5)
        yield archive


def beginnings(archive: Archive) -> list[str]:
    rows = archive.db.execute("SELECT term FROM temp.all_words").fetchall()
    return sorted({word[:size] for (word,) in rows for size in (1, 2, 3, 4, 7) if word.isascii()})


def test_the_words_with_a_beginning_are_those_that_fts5_has(archive):
    archive.db.execute("CREATE VIRTUAL TABLE temp.all_words USING fts5vocab(main, articles_fts, row)")
    every = [word for (word,) in archive.db.execute("SELECT term FROM temp.all_words ORDER BY term")]
    asked = [*random.Random(2).sample(beginnings(archive), 60), "a", "zzz", "a" * 126, "a" * 127, "a" * 999, "b" * 50]

    for beginning in asked:
        held = {word for word in every if word.startswith(beginning)}
        found = words_with(archive.db, ARTICLES.table, beginning, 10**6) or []
        assert held <= set(found)  # what an article that was taken out had alone stands there until the next merge
        assert all(word.startswith(beginning) for word in found)
        for most in (0, 1, 30):
            assert words_with(archive.db, ARTICLES.table, beginning, most) == (found if len(found) <= most else None)
    (pieces,) = archive.db.execute("SELECT count(DISTINCT segid) FROM articles_fts_idx").fetchone()
    assert pieces > 1


GONE = """
    SELECT count(*) FROM merged_idx AS i
    WHERE NOT EXISTS (SELECT 1 FROM merged_data WHERE id = (i.segid << 37) + (i.pgno >> 1))
"""


def test_the_words_are_all_there_while_pieces_are_merged(archive):
    db, chance, gone = archive.db, random.Random(3), []
    words = sorted({"".join(chance.choices("abc", k=chance.randint(1, 5))) for _ in range(200)})
    db.execute("CREATE VIRTUAL TABLE temp.merged USING fts5(text)")
    for option, value in (("pgsz", 64), ("automerge", 0)):
        db.execute("INSERT INTO merged (merged, rank) VALUES (?, ?)", (option, value))
    for _ in range(9):
        db.execute("INSERT INTO merged (text) VALUES (?)", (" ".join(words),))

    for pages in (-4, *[4] * 30):
        db.execute("INSERT INTO merged (merged, rank) VALUES ('merge', ?)", (pages,))
        gone += db.execute(GONE).fetchone()
        for beginning in ("a", "ab", "b", "cc", "f"):
            held = [word for word in words if word.startswith(beginning)]
            assert words_with(db, "merged", beginning, 10**6) == held
    assert max(gone) > 0  # first pages of a piece, whose words another one has taken over


@pytest.mark.parametrize("which", [{}, {"language": "en", "since": "2026-11-09"}])
def test_a_beginning_finds_what_all_its_words_find(archive, monkeypatch, which):
    queries = [
        "abca* b*",
        "ca*",
        "abc* a*",
        '"a b*"*',
        "bbbb* cc*",
        "zzz* a",
        "ferr*",
        "tid* th*",
        "a abcb*",
        '"of the h"*',
    ]

    def answers(most: int, by_relevance: bool) -> list[list[int]]:
        monkeypatch.setattr(hits, "MOST_WORDS", most)
        found = [archive.search(query, by_relevance=by_relevance, limit=5, **which) for query in queries]
        return [[hit.article.id for hit in one] for one in found]

    assert answers(10**6, by_relevance=False) == answers(0, by_relevance=False)
    assert any(map(len, answers(10**6, by_relevance=True)))
    counted = []
    for most in (10**6, 0):
        monkeypatch.setattr(hits, "MOST_WORDS", most)
        counted.append([archive.count_search(query, **which) for query in queries])
    assert counted[0] == counted[1] != [0] * len(queries)
