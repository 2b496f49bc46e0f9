"""Two archives made one: the same, whichever takes in the other."""

from __future__ import annotations

import random
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from conftest import invoke
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_news import edited, made_paragraphs
from test_round_trip import fill
from two_stories import FERRY, GATES, article

from crawler.archive import Archive, ArchiveError
from crawler.archive.articles.records import record_of
from crawler.archive.exchange.merging import merge
from crawler.archive.ledger import Ledger
from crawler.archive.reading import Filter, articles
from crawler.archive.stories import copy_index, stories
from crawler.discovery.links import Link

MONDAY = datetime(2025, 11, 24, 3, 25, tzinfo=UTC)
BODIES = (GATES, FERRY, f"{GATES} (ed)", GATES.replace("nine", "eleven"), "Watch the video.", None)
URLS = (
    *("https://lock.example/gates", "https://www.lock.example/gates/", "https://lock.example/gates?page=2"),
    *("https://coast.example/1", "https://coast.example/2", "https://gazette.example/a"),
)
VISITS = st.lists(
    st.tuples(
        st.sampled_from(URLS),
        st.sampled_from(("Gates close", "Ferry", "Watch")),
        st.sampled_from(BODIES),
        st.sampled_from((None, None, 5, 7)),
        st.integers(0, 4),
        st.sampled_from(("seen", "seen", "seen", "seen", "gone", "forgotten")),
    ),
    max_size=7,
)
Visit = tuple[str, str, "str | None", "int | None", int, str]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Archive(path).close()
    return path


def make(path: Path, empty: Path, visits: list[Visit]) -> Path:
    shutil.copy(empty, path)
    with Archive(path) as archive, archive.transaction():
        for url, title, body, views, day, what in sorted(visits, key=lambda visit: visit[4]):
            at = MONDAY + timedelta(days=day)
            if what == "seen":
                notes = ["Correction: eleven gates, not nine."] if "eleven" in (body or "") else []
                page = archive.save(article(url, title=title, body=body, view_count=views, notes=notes), seen_at=at)
                if page.article_id:
                    kept = (body or "").encode()
                    archive.keep_page(url, kept, fetched_at=at, status=200, headers={}, article_id=page.article_id)
                continue
            try:
                known = archive.article(url).id
            except ArchiveError:
                continue
            if what == "gone":
                archive.mark_gone(known, at)
            else:
                forgetting(archive, known)
    return path


def forgetting(archive: Archive, article_id: int) -> None:
    from crawler.archive.articles.forgetting import forget

    forget(archive.db, article_id, at="2025-12-01T00:00:00Z", reason=None)


def contents(archive: Archive) -> list[dict[str, Any]]:
    """All records without numbers, each with the addresses of its story and its kept pages."""
    records = [record_of(archive.db, row) for row in articles(archive.db, Filter(), limit=None)]
    told: dict[int, list[str]] = {}
    for record in records:
        told.setdefault(record["story_id"], []).append(record["url"])
    for record in records:
        kept = "SELECT url, fetched_at, digest FROM captures WHERE article_id = ? ORDER BY 1, 2, 3"
        record["kept"] = archive.db.execute(kept, (record.pop("id"),)).fetchall()
        record["story"] = sorted(told[record.pop("story_id")])
    return sorted(records, key=lambda record: record["url"])


def merged(target: Path, *others: Path) -> list[dict[str, Any]]:
    path = target.with_name(f"{target.stem}+.db")
    shutil.copy(target, path)
    with ExitStack() as stack:
        archive = stack.enter_context(Archive(path))
        merge(archive, [stack.enter_context(Archive(other, read_only=True)) for other in others])
        assert archive.check() == []
        found = contents(archive)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(VISITS, VISITS)
def test_it_makes_no_difference_which_archive_takes_in_the_other(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, one: list[Visit], other: list[Visit]
):
    folder = tmp_path_factory.mktemp("merging")
    a, b = make(folder / "a.db", empty, one), make(folder / "b.db", empty, other)

    assert merged(a, b) == merged(b, a)


def apart(visits: list[Visit]) -> list[Visit]:
    """The visits to pages that have texts of their own, and of which none is forgotten."""
    return [
        (url, title, body and f"{body} {url}", views, day, what)
        for url, title, body, views, day, what in visits
        if what != "forgotten"
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(VISITS, VISITS, VISITS)
def test_it_makes_no_difference_which_of_three_archives_takes_in_the_others_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    empty: Path,
    one: list[Visit],
    other: list[Visit],
    third: list[Visit],
):
    folder = tmp_path_factory.mktemp("merging")
    visits = (apart(one), apart(other), apart(third))
    a, b, c = (make(folder / f"{number}.db", empty, some) for number, some in enumerate(visits))

    assert merged(a, b, c) == merged(b, c, a) == merged(c, b, a)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(VISITS)
def test_an_archive_that_takes_in_a_copy_of_itself_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, visits: list[Visit]
):
    folder = tmp_path_factory.mktemp("merging")
    a, nothing = make(folder / "a.db", empty, visits), make(folder / "b.db", empty, [])

    assert merged(a, a) == merged(nothing, a) == merged(a, nothing)


@cache
def telling(story: int, part: str, site: int) -> str:
    """A made story as a site prints it: whole, in part, with another's, over the line under all of that site."""
    told = made_paragraphs(random.Random(story), count=6)
    other = made_paragraphs(random.Random(story + 1), count=6)
    parts = {
        "all": told,
        "first": told[:4],
        "last": told[3:],
        "reworded": edited(random.Random(site), told),
        "excerpt": told[:1],
        "two": [*told[:2], *other[:2]],
        "both": [*told, *other],
    }
    return "\n\n".join([*parts[part], *made_paragraphs(random.Random(-1 - site), count=1, words=30)])


def text_and_site(told: tuple[int, str, int, int]) -> tuple[str, int]:
    return telling(*told[:3]), told[2]


def tellings(*, of: int, sites: int, archives: int, most: int) -> st.SearchStrategy[list[tuple[int, str, int, int]]]:
    """Articles: the story, how it is told, the site, the archive that has it."""
    parts = st.sampled_from(("all", "all", "first", "last", "reworded", "excerpt", "two", "both"))
    told = st.tuples(st.integers(0, of - 1), parts, st.integers(0, sites - 1), st.integers(0, archives - 1))
    return st.lists(told, min_size=1, max_size=most, unique_by=text_and_site)  # equal texts at a site are one article


def stories_of(archive: Archive) -> tuple[Any, ...]:
    """Who tells a story with whom, who stands and who speaks for it, who is linked; and what they are found by."""
    sql = (
        "SELECT s.title, a.url FROM articles AS a JOIN stories AS s ON s.id = a.story_id ORDER BY 1, 2",
        "SELECT a.url FROM voices AS v JOIN articles AS a ON a.id = v.article_id ORDER BY 1",
        """
        SELECT a.url, b.url, r.kind FROM related AS r JOIN articles AS a ON a.id = r.article_id
        JOIN articles AS b ON b.id = r.other_id ORDER BY 1, 2
        """,
        "SELECT x.shingle, a.url FROM shingles AS x JOIN articles AS a ON a.id = x.article_id ORDER BY 1, 2",
        "SELECT paragraph, stories FROM site_paragraphs ORDER BY 1",
    )
    return tuple(archive.db.execute(query).fetchall() for query in sql)


def tell(path: Path, empty: Path, told: list[tuple[int, str, int, int]], kept: set[int]) -> Path:
    """An archive that has seen those of the articles whose archives are *kept*."""
    shutil.copy(empty, path)
    with Archive(path) as archive, archive.transaction():
        for number, (story, part, site, place) in enumerate(told):
            if place in kept:
                url = f"https://site{site}.example/{number}"
                item = article(url, title=f"{number}", body=telling(story, part, site))
                archive.save(item, seen_at=MONDAY + timedelta(minutes=number))
    return path


def stories_of_all(path: Path, *others: Path, how: str = "one by one", quick: bool = False) -> tuple[Any, ...]:
    """The stories once *others* are merged into a copy of the archive at *path*, in one of several ways."""
    if how == "the others first":
        stories_of_all(*others, quick=quick)
        others = (path.with_name("merged.db").replace(path.with_name("others.db")),)
    target = path.with_name("merged.db")
    shutil.copy(path, target)
    with ExitStack() as stack:
        archive = stack.enter_context(Archive(target))
        there = [stack.enter_context(Archive(other, read_only=True)) for other in others]
        for several in [there] if how == "at once" else [[one] for one in there]:
            merge(archive, several, quick=quick)
        assert archive.check() == []
        return stories_of(archive)


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(tellings(of=4, sites=3, archives=2, most=14))
def test_two_archives_made_one_have_the_stories_of_one_that_saw_it_all(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, told: list[tuple[int, str, int, int]]
):
    """Whether what is touched is placed anew or all is."""
    folder = tmp_path_factory.mktemp("stories")
    whole, a, b = (tell(folder / f"{n}.db", empty, told, kept) for n, kept in enumerate(({0, 1}, {0}, {1})))
    with Archive(whole) as archive:
        expected = stories_of(archive)
    for quick in (False, True):
        assert stories_of_all(a, b, quick=quick) == stories_of_all(b, a, quick=quick) == expected


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    tellings(of=2, sites=6, archives=3, most=18),
    st.permutations((1, 2, 3)),
    st.sampled_from(("one by one", "at once", "the others first")),
)
def test_no_order_of_merging_changes_a_story_where_turns_of_phrase_and_furniture_are_settled(
    tmp_path_factory: pytest.TempPathFactory,
    empty: Path,
    told: list[tuple[int, str, int, int]],
    order: list[int],
    how: str,
):
    """Runs that many have say nothing, paragraphs that many stories have are furniture: "many" is two here."""
    folder = tmp_path_factory.mktemp("stories")
    with pytest.MonkeyPatch.context() as patch:
        for name, few in (("COMMON", 2), ("SETTLED", 2)):
            patch.setattr(copy_index, name, few)
        paths = [tell(folder / f"{n}.db", empty, told, kept) for n, kept in enumerate(({0, 1, 2}, {0}, {1}, {2}))]
        with Archive(paths[0]) as archive:
            expected = stories_of(archive)
        assert stories_of_all(*(paths[number] for number in order), how=how) == expected


def test_a_quick_merge_places_only_what_it_touches(tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch):
    a = tell(tmp_path / "a.db", empty, [(0, "all", 0, 0), (5, "all", 1, 0), (9, "all", 2, 0)], {0})
    b = tell(tmp_path / "b.db", empty, [(0, "first", 3, 0)], {0})
    placed: list[int] = []
    place = stories.place
    monkeypatch.setattr(stories, "place", lambda db, number: (placed.append(number), place(db, number)))

    with Archive(a) as archive, Archive(b, read_only=True) as other:
        merge(archive, [other], quick=True)
        assert len({row.story_id for row in archive.articles()}) == 3

    assert sorted(set(placed)) == [1, 4]


def test_shards_are_merged_in_any_order(tmp_path: Path, empty: Path):
    shards = [
        make(tmp_path / f"{number}.db", empty, visits)
        for number, visits in enumerate(
            (
                [(URLS[0], "Gates close", GATES, 5, 0, "seen"), (URLS[3], "Ferry", FERRY, None, 1, "seen")],
                [(URLS[0], "Gates close", BODIES[3], 7, 2, "seen"), (URLS[5], "Gates", GATES, None, 0, "seen")],
                [(URLS[0], "Gates close", GATES, None, 1, "seen"), (URLS[4], "Boats", f"{FERRY} (ed)", 1, 3, "seen")],
            )
        )
    ]

    first = merged(shards[0], shards[1], shards[2])

    assert merged(shards[2], shards[0], shards[1]) == merged(shards[1], shards[2], shards[0]) == first
    gates = next(record for record in first if record["url"] == URLS[0])
    assert [reading["views"] for reading in gates["view_counts"]] == [5, None, 7]
    assert [revision.get("body", gates["body"]) for revision in gates["revisions"]] == [GATES, BODIES[3]]
    assert len(gates["kept"]) == 3


def test_of_two_states_seen_in_one_second_the_same_one_counts_in_any_order(tmp_path: Path, empty: Path):
    gates, ferry = (URLS[0], "Gates close", GATES, None, 0, "seen"), (URLS[0], "Gates close", FERRY, None, 0, "seen")
    elsewhere = (URLS[1], "Gates close", GATES, None, 0, "seen")
    visits = ([gates], [gates, ferry], [gates, elsewhere])
    shards = [make(tmp_path / f"{number}.db", empty, seen) for number, seen in enumerate(visits)]

    first, *others = (merged(*order) for order in permutations(shards))

    assert all(other == first for other in others)


def test_all_that_an_archive_holds_is_taken_along(tmp_path: Path):
    fill(tmp_path / "a.db")
    with Archive(tmp_path / "a.db") as archive:
        page = archive.keep_page("https://lock.example/", b"<p>list", fetched_at=MONDAY, status=200, headers={"a": "b"})
        run = archive.start_run("news_site", "lock.example", at=MONDAY)
        archive.finish_run(run, status="finished", exit_code=0, counts={"articles_new": 1}, at=MONDAY)
        with archive.transaction():
            links = [Link("https://lock.example/gates", "article"), Link("https://lock.example/later", "article")]
            Ledger(archive).add(links, now=MONDAY, found_in="https://lock.example/")
        Ledger(archive).claim("lock.example", now=MONDAY, limit=9)
        kept = archive.capture(page)

    for said in ("4 new", "4 unchanged"):
        assert said in invoke("archive", "merge", tmp_path / "a.db", "--archive", tmp_path / "b.db").stderr

    with Archive(tmp_path / "b.db") as archive:
        assert [run.spider for run in archive.runs()] == ["news_site"]
        (capture,) = archive.db["captures"].rows
        assert archive.capture(capture["id"]) == kept
        assert archive.read_body(kept.digest) == b"<p>list"
        pages = {page["url"]: page for page in archive.db["pages"].rows}
        assert pages["https://lock.example/gates"]["article_id"] == archive.article("https://lock.example/gates").id
        assert {page["lease_owner"] for page in pages.values()} == {None}
        assert len(Ledger(archive).due("lock.example", now=MONDAY, limit=9)) == 2
        assert archive.check() == []


def test_an_archive_is_not_merged_into_itself(tmp_path: Path):
    fill(tmp_path / "a.db")

    result = invoke("archive", "merge", tmp_path / "a.db", "--archive", tmp_path / "a.db", code=2)

    assert "is the archive itself" in result.stderr


def test_an_archive_that_is_not_there_is_named_before_any_is_made(tmp_path: Path):
    result = invoke("archive", "merge", tmp_path / "a.db", "--archive", tmp_path / "b.db", code=1)

    assert f"{tmp_path / 'a.db'}: no such file. Name the archives to take in" in result.stderr
    assert not (tmp_path / "b.db").exists()


def test_of_many_articles_a_merge_says_first_how_long_it_takes_to_place_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    fill(tmp_path / "a.db")
    command = ("archive", "merge", tmp_path / "a.db", "--archive", tmp_path / "b.db")
    monkeypatch.setattr("crawler.cli.archive.MANY", 4)

    said = invoke(*command).stderr.splitlines()
    quickly = invoke(*command, "--quick").stderr

    assert said[0] == "4 articles are put into stories anew, in some 0 s of CPU; others may read and write meanwhile"
    assert said[-1].startswith("merged into ")
    assert "anew" not in quickly
