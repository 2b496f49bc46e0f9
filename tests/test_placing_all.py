"""All articles put into stories anew: the same stories whatever was before, and others may write meanwhile."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_news import edited, made_paragraphs
from test_merging import MONDAY, empty, forgetting, stories_of, stories_of_all, tell, telling, tellings
from two_stories import article

from crawler.archive import Archive, ArchiveFullError
from crawler.archive.stories import copy_index, draft, placing_all
from crawler.archive.stories.draft import Draft
from crawler.archive.stories.stories import MOST_VOICES
from crawler.archive.turns import Turns

__all__ = ["empty"]
Told = tuple[int, str, int, int]
Rows = list[tuple[str, str]]  # address, text
COUNTS = (
    "SELECT count(*) AS n FROM shingles GROUP BY shingle",
    "SELECT stories AS n FROM site_paragraphs",
    "SELECT count(*) AS n FROM voices GROUP BY story_id",
)
SEVERAL = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def write(archive: Archive, rows: Rows, numbers: list[int]) -> None:
    """Save the rows with these *numbers* in their order, each as seen in the minute of its number."""
    with archive.transaction():
        for number in numbers:
            url, body = rows[number]
            archive.save(article(url, title=f"{number}", body=body), seen_at=MONDAY + timedelta(minutes=number))


def made_to_exceed_all_limits() -> Rows:
    """Articles of which more than `COMMON` share runs, more than `SETTLED` of a site a paragraph, and many a story."""
    rnd = random.Random(4)
    texts = []
    template = made_paragraphs(rnd, count=2, words=40)
    for number in range(copy_index.COMMON + 6):  # reports of one form, each with something of its own
        texts.append((number, [*template, *made_paragraphs(rnd, count=2, words=40)]))
    phrase = made_paragraphs(rnd, count=1, words=24)[0]
    for number in range(copy_index.COMMON + 16):  # a turn of phrase in texts that have nothing else in common
        first, *others = made_paragraphs(rnd, count=3, words=70)
        texts.append((number, [f"{first} {phrase}", *others]))
    footer = made_paragraphs(rnd, count=3, words=30)
    for _ in range(2 * copy_index.SETTLED):  # one site's stories over one footer, some copied elsewhere
        story = made_paragraphs(rnd, count=4)
        texts.append((0, [*story, *footer]))
        texts += [(site, edited(rnd, story)) for site in rnd.sample(range(1, 40), rnd.randint(0, 2))]
    wire = made_paragraphs(rnd, count=8)
    for number in range(MOST_VOICES * 3):  # reworded one way and another, cut, with another story beside it
        beside = made_paragraphs(rnd, count=3) if number % 5 == 0 else []
        texts.append((number, [*edited(rnd, edited(rnd, wire)), *beside]))
    rnd.shuffle(texts)
    return [(f"https://site{site}.example/{number}", "\n\n".join(text)) for number, (site, text) in enumerate(texts)]


@pytest.mark.thorough
def test_archives_beyond_all_limits_made_one_have_the_stories_of_one_that_saw_it_all(tmp_path: Path, empty: Path):
    rows, rnd = made_to_exceed_all_limits(), random.Random(8)
    everything = list(range(len(rows)))
    parts: list[list[int]] = [[], [], []]
    for number in everything:
        rnd.choice(parts).append(number)
    paths = [tmp_path / f"{name}.db" for name in range(4)]
    for path, numbers in zip(paths, [everything, *parts], strict=True):
        shutil.copy(empty, path)
        with Archive(path) as archive:
            write(archive, rows, numbers)
    whole, a, b, c = paths
    with Archive(whole) as archive:
        expected = stories_of(archive)
        most = [archive.db.execute(f"SELECT max(n) FROM ({sql})").fetchone()[0] for sql in COUNTS]
    assert most[0] == copy_index.COMMON
    assert most[1] > copy_index.SETTLED
    assert most[2] == MOST_VOICES

    assert stories_of_all(a, b, c) == stories_of_all(c, b, a) == expected
    assert stories_of_all(b, a, c, how="at once") == stories_of_all(c, a, b, how="the others first") == expected
    assert stories_of_all(a, b, c, quick=True) != expected


@contextmanager
def small_limits() -> Iterator[None]:
    """Runs that two articles have say nothing, paragraphs of two stories are furniture; few are placed at a time."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            *((copy_index, "COMMON", 2), (copy_index, "SETTLED", 2)),
            *((draft, "BATCH", 3), (placing_all, "BATCH", 1), (placing_all, "ROWS", 5), (placing_all, "FEW", 1)),
        ):
            patch.setattr(module, name, value)
        yield


def rows_of(told: list[Told]) -> Rows:
    return [(f"https://site{row[2]}.example/{number}", telling(*row[:3])) for number, row in enumerate(told)]


def made(path: Path, empty: Path, rows: Rows, numbers: list[int]) -> Path:
    shutil.copy(empty, path)
    with Archive(path) as archive:
        write(archive, rows, numbers)
    return path


def is_sound(archive: Archive) -> bool:
    """Whether every article is in a story, whose representative tells it, and is found by what it may be found by."""
    wrong = """
        SELECT id FROM articles WHERE story_id IS NULL
        UNION ALL SELECT s.id FROM stories AS s LEFT JOIN articles AS a ON a.id = s.article_id
        WHERE a.story_id IS NOT s.id
        UNION ALL SELECT a.id FROM voices AS v JOIN articles AS a ON a.id = v.article_id WHERE a.story_id <> v.story_id
        UNION ALL SELECT article_id FROM shingles WHERE article_id NOT IN (SELECT article_id FROM voices)
        AND article_id NOT IN (SELECT article_id FROM stories)
    """
    return archive.check() == [] and archive.db.execute(wrong).fetchall() == []


@SEVERAL
@given(tellings(of=3, sites=4, archives=1, most=14), st.randoms(use_true_random=False))
def test_in_whatever_order_articles_came_they_are_placed_in_the_order_in_which_they_were_first_seen(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, told: list[Told], rnd: random.Random
):
    folder, rows = tmp_path_factory.mktemp("anew"), rows_of(told)
    in_order = list(range(len(rows)))
    with small_limits():
        paths = (
            made(folder / "a.db", empty, rows, in_order),
            made(folder / "b.db", empty, rows, rnd.sample(in_order, len(rows))),
        )
        with Archive(paths[0]) as one, Archive(paths[1]) as other:
            assert placing_all.place_all(one) == 0  # a crawl places them so
            placing_all.place_all(other)
            assert stories_of(one) == stories_of(other)
            assert placing_all.place_all(other) == 0
            assert is_sound(other)


@SEVERAL
@given(tellings(of=3, sites=4, archives=1, most=14), st.randoms(use_true_random=False), st.integers(0, 14))
def test_what_others_archive_meanwhile_is_placed_as_what_comes_afterwards(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, told: list[Told], rnd: random.Random, known: int
):
    """While the draft is made, one after another; the last ones while it is taken over."""
    folder, rows = tmp_path_factory.mktemp("anew"), rows_of(told)
    known, coming = min(known, len(rows)), list(range(known, len(rows)))
    with small_limits():
        whole = made(folder / "a.db", empty, rows, list(range(len(rows))))
        path = made(folder / "b.db", empty, rows, rnd.sample(range(known), known))
        with Archive(path) as archive, Archive(path) as other, Archive(whole) as expected:

            def come(*_: object) -> None:
                write(other, rows, [coming.pop(0)] if coming else [])

            placing_all.place_all(archive, tell=come)
            while coming:
                come()
            assert stories_of(archive) == stories_of(expected)
            assert is_sound(archive)


ACTS = st.lists(st.tuples(st.sampled_from(("new", "changed", "forgotten", "nothing")), st.integers(0, 99)), max_size=20)


@pytest.mark.thorough
@SEVERAL
@given(tellings(of=3, sites=4, archives=1, most=14), st.randoms(use_true_random=False), ACTS)
def test_whatever_others_do_at_any_moment_the_archive_is_sound_and_the_next_time_nothing_of_it_is_left(
    tmp_path_factory: pytest.TempPathFactory,
    empty: Path,
    told: list[Told],
    rnd: random.Random,
    acts: list[tuple[str, int]],
):
    folder, rows = tmp_path_factory.mktemp("anew"), rows_of(told)
    with small_limits(), pytest.MonkeyPatch.context() as patch:
        path = made(folder / "a.db", empty, rows, rnd.sample(range(len(rows)), len(rows)))
        with Archive(path) as archive, Archive(path) as other:

            def act(*_: object) -> None:
                what, number = acts.pop(0) if acts else ("nothing", 0)
                url, body = rows[number % len(rows)]
                if what == "new":
                    rows.append((f"https://site{number % 4}.example/{len(rows)}", telling(number % 4, "reworded", 5)))
                    write(other, rows, [len(rows) - 1])
                elif what == "changed":
                    later = article(url, title=str(number), body=f"{body}\n\n{telling(number % 5, 'excerpt', 9)}")
                    other.save(later, seen_at=MONDAY + timedelta(days=1, minutes=number))
                elif what == "forgotten" and (found := [row.id for row in other.articles()]):
                    with other.transaction():
                        forgetting(other, found[number % len(found)])

            take = Turns.take
            patch.setattr(Turns, "take", lambda turns: act() or take(turns))
            placing_all.place_all(archive, tell=act)
            assert is_sound(archive)
            patch.undo()
    with Archive(path) as archive:
        placing_all.place_all(archive)
        once = stories_of(archive)
        for table in ("related", "voices", "shingles", "site_paragraphs"):
            archive.db.execute(f"DELETE FROM {table}")
        archive.db.execute("UPDATE articles SET story_id = NULL")
        archive.db.execute("DELETE FROM stories")
        placing_all.place_all(archive)
        assert stories_of(archive) == once
        assert is_sound(archive)


@SEVERAL
@given(tellings(of=3, sites=4, archives=1, most=14), st.randoms(use_true_random=False), st.integers(0, 12))
def test_stopped_after_any_transaction_the_archive_is_sound_and_it_can_be_done_again(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, told: list[Told], rnd: random.Random, turns: int
):
    class StopError(Exception):
        pass

    folder, rows = tmp_path_factory.mktemp("anew"), rows_of(told)
    with small_limits():
        whole = made(folder / "a.db", empty, rows, list(range(len(rows))))
        path = made(folder / "b.db", empty, rows, rnd.sample(range(len(rows)), len(rows)))
        left, take = list(range(turns)), Turns.take

        @contextmanager
        def stop(turn: Turns) -> Iterator[Archive]:
            with take(turn) as archive:
                yield archive
                if not left:
                    raise StopError
                left.pop()

        with pytest.MonkeyPatch.context() as patch, Archive(path) as archive:
            patch.setattr(Turns, "take", stop)
            try:
                placing_all.place_all(archive)
            except StopError:
                assert is_sound(archive)
        with Archive(path) as archive, Archive(whole) as expected:
            placing_all.place_all(archive)
            assert stories_of(archive) == stories_of(expected)


def test_a_story_keeps_its_number_where_it_is_the_same(tmp_path: Path, empty: Path):
    a = tell(tmp_path / "a.db", empty, [(0, "all", 0, 0), (5, "all", 1, 0), (9, "all", 2, 0)], {0})
    with Archive(a) as archive:
        archive.db.execute("PRAGMA defer_foreign_keys = ON")
        with archive.transaction():
            for table, column in (("stories", "id"), ("articles", "story_id"), ("voices", "story_id")):
                archive.db.execute(f"UPDATE {table} SET {column} = {column} + 40")
        earlier = article("https://site7.example/0", body=telling(5, "reworded", 7))
        archive.save(earlier, seen_at=MONDAY - timedelta(days=1))
        before = {row.url: row.story_id for row in archive.articles()}

        placing_all.place_all(archive)

        assert {row.url: row.story_id for row in archive.articles()} == before
        assert [row["id"] for row in archive.db["stories"].rows] == [41, 42, 43]
        (stands,) = archive.db.execute("SELECT article_id FROM stories WHERE id = 42").fetchone()
        assert archive.article(stands).url == "https://site7.example/0"


def test_a_full_disk_of_temporary_files_is_told_and_leaves_the_archive_as_it_was(tmp_path: Path, empty: Path):
    path = made(tmp_path / "a.db", empty, made_to_exceed_all_limits(), list(range(40)))
    with Archive(path) as archive:
        before = stories_of(archive)
        with Draft(path, timeout=1) as tried:
            tried.db.execute("PRAGMA main.max_page_count = 1")  # no more than it has
            assert tried.line_up() == 40
            with pytest.raises(ArchiveFullError, match="SQLITE_TMPDIR"):
                tried.place_next()
        assert stories_of(archive) == before
