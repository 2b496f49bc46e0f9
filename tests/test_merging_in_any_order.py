"""Archives made one: the same in any order, at once and, but for what docs/exchange.md names, one by one."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from itertools import count, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_merging import MONDAY, Visit, contents, empty, make
from two_stories import FERRY, GATES, article

from crawler.archive import Archive, ArchiveFullError
from crawler.archive.articles.corrections import correct
from crawler.archive.articles.forgetting import NOT_ASKED_FOR, allow_again, is_forgotten
from crawler.archive.articles.identity import article_at
from crawler.archive.articles.records import read_record
from crawler.archive.exchange import matching
from crawler.archive.exchange.copies import copies_of
from crawler.archive.exchange.merging import merge
from crawler.items import Entry
from crawler.reading.urls import url_key
from pipelines.entries import with_keys

__all__ = ["empty"]

ELEVEN = GATES.replace("nine", "eleven")
GATES_AT, WORKS_AT, PRINT_AT = (f"https://lock.example/{path}" for path in ("gates", "works/gates", "print/7"))
URLS = (GATES_AT, WORKS_AT, PRINT_AT, "https://www.lock.example/gates/", "https://coast.example/1")
SEEN = st.sampled_from(("seen", "seen", "seen", "seen", "gone"))
SEEN_OR_FORGOTTEN = st.sampled_from(("seen", "seen", "seen", "seen", "gone", "forgotten"))


def archives(*, texts: Sequence[str | None], what: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[Visit]]]:
    """Three or four archives: what each has seen of a few pages, in five days."""
    titles = st.sampled_from(("Gates close", "Gates close", "Ferry"))
    views = st.sampled_from((None, 5, 7))
    visit = st.tuples(st.sampled_from(URLS), titles, st.sampled_from(texts), views, st.integers(0, 4), what)
    return st.lists(st.lists(visit, min_size=1, max_size=4), min_size=3, max_size=4)


def at_times_of_their_own(several: list[list[Visit]]) -> list[list[Visit]]:
    """No two visits in one second."""
    number = count()
    return [[(*visit[:4], visit[4] + next(number) / 1000, visit[5]) for visit in visits] for visits in several]


def merged(paths: Sequence[Path], target: Path) -> Path:
    """The first of the archives, copied, with the others merged into it at once."""
    shutil.copy(paths[0], target)
    with ExitStack() as stack:
        archive = stack.enter_context(Archive(target))
        merge(archive, [stack.enter_context(Archive(path, read_only=True)) for path in paths[1:]])
        assert archive.check() == []
    return target


def merged_step_by_step(rng: random.Random, paths: list[Path]) -> Path:
    """The archives merged a few at a time, in any order and grouping."""
    folder, number = paths[0].parent, count()
    left = rng.sample(paths, len(paths))
    while len(left) > 1:
        size = rng.randint(2, min(len(left), max(2, len(paths) - 1)))
        left = [*left[size:], merged(left[:size], folder / f"step{next(number)}.db")]
        rng.shuffle(left)
    return left[0]


def held(path: Path) -> tuple[list[dict[str, Any]], list[Any]]:
    """All that an archive has of articles, and what it has forgotten."""
    with Archive(path, read_only=True) as archive:
        return contents(archive), archive.db.execute("SELECT url_key, text_hash FROM tombstones ORDER BY 1").fetchall()


def made(folder: Path, empty: Path, several: list[list[Visit]]) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [make(folder / f"{number}.db", empty, visits) for number, visits in enumerate(several)]


def knows_a_text_of_two_articles(path: Path) -> bool:
    """Whether an archive knows two articles apart that said the same once."""
    with Archive(path, read_only=True) as archive:
        ids = [row[0] for row in archive.db.execute("SELECT id FROM articles")]
        said = [saying for article_id in ids for saying in matching.sayings(archive.db, article_id)[1]]
    return len(said) > len(set(said))


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(archives(texts=(GATES, GATES, ELEVEN, FERRY, "Watch the video.", None), what=SEEN_OR_FORGOTTEN), st.randoms())
def test_at_once_archives_give_the_same_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, several: list[list[Visit]], rng: random.Random
):
    """Whatever they hold: one text at several addresses, articles known apart, forgotten ones, states of one second."""
    paths = made(tmp_path_factory.mktemp("merging"), empty, several)
    target = paths[0].with_name("target.db")

    first, *others = (held(merged(order, target)) for order in orders(rng, paths))

    assert all(other == first for other in others)


def orders(rng: random.Random, paths: list[Path]) -> Iterator[list[Path]]:
    """Each of *paths* first once."""
    for place in range(len(paths)):
        rest = [*paths[:place], *paths[place + 1 :]]
        yield [paths[place], *rng.sample(rest, len(rest))]


def same_at_once_as_one_by_one(paths: list[Path], rng: random.Random) -> None:
    paths = [path for path in paths if not knows_a_text_of_two_articles(path)]
    if len(paths) >= 3:
        at_once = held(merged(paths, paths[0].with_name("at_once.db")))

        assert held(merged_step_by_step(rng, paths)) == at_once


@settings(max_examples=24, deadline=None, suppress_health_check=list(HealthCheck))
@given(archives(texts=(GATES, GATES, ELEVEN, FERRY, "Watch the video.", None), what=SEEN), st.randoms())
def test_one_after_another_they_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, several: list[list[Visit]], rng: random.Random
):
    """All to the letter, states in between too, where no archive knows two articles apart that have said the same."""
    paths = made(tmp_path_factory.mktemp("merging"), empty, several)
    same_at_once_as_one_by_one(paths, rng)


@pytest.mark.thorough
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(archives(texts=(GATES, ELEVEN, FERRY, None), what=SEEN_OR_FORGOTTEN), st.randoms())
def test_one_after_another_they_give_the_same_where_articles_are_forgotten(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, several: list[list[Visit]], rng: random.Random
):
    """All to the letter, tombstones too."""
    paths = made(tmp_path_factory.mktemp("merging"), empty, several)
    same_at_once_as_one_by_one(paths, rng)


DAYS = st.sampled_from((None, "2025-11-24T03:25:00Z", "2025-11-25T03:25:00Z", "2025-11-26T03:25:00Z"))
PAGES = st.fixed_dictionaries(
    {
        "url": st.sampled_from(URLS[:3]),
        "found_at": DAYS.filter(bool),
        "found_in": st.sampled_from((None, "https://lock.example/", "https://lock.example/feed")),
        "fetched_at": DAYS,
        "listed_at": DAYS,
        "due_at": DAYS,
        "state": st.sampled_from(("new", "archived", "gone", "failed")),
        "etag": st.sampled_from((None, "a", "b")),
        "visits": st.integers(0, 3),
        "published_at": DAYS,
        "is_told": st.integers(0, 1),
        "is_onward": st.integers(0, 1),
    }
)
HOSTS = st.fixed_dictionaries(
    {
        "next_allowed_at": DAYS,
        "delay": st.sampled_from((None, 1.0, 2.5)),
        "robots": st.sampled_from((None, "Disallow: /")),
        "robots_fetched_at": DAYS,
        "tdmrep_fetched_at": DAYS,
    }
)
LEDGER = st.tuples(st.lists(PAGES, max_size=3, unique_by=lambda page: page["url"]), HOSTS)


def ledger_of(path: Path) -> tuple[list[Any], list[Any]]:
    """What an archive knows of pages, with the addresses of their articles, and of hosts."""
    with Archive(path, read_only=True) as archive:
        pages = [dict(row) | {"id": None} for row in archive.db["pages"].rows]
        for page in pages:
            page["article_id"] = page["article_id"] and archive.article(page["article_id"]).url
        return sorted(pages, key=lambda page: page["url"]), list(archive.db["hosts"].rows)


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.tuples(st.sampled_from(URLS[:3]), SEEN_OR_FORGOTTEN), LEDGER), min_size=3, max_size=4),
    st.randoms(),
)
def test_no_order_or_grouping_makes_a_difference_to_the_ledger(
    tmp_path_factory: pytest.TempPathFactory, empty: Path, several: Any, rng: random.Random
):
    visits = [[seen(url, f"{GATES} {url}", 0), seen(url, f"{FERRY} {url}", 1, what)] for (url, what), _ in several]
    paths = made(tmp_path_factory.mktemp("merging"), empty, at_times_of_their_own(visits))
    for path, (_, (pages, host)) in zip(paths, several, strict=True):
        with Archive(path) as archive, archive.transaction():
            for page in pages:
                ours: dict[str, Any] = {"url_key": url_key(page["url"]), "site": "lock.example"}
                ours["article_id"] = article_at(archive.db, page["url"])
                if is_forgotten(archive.db, [page["url"]], "lock.example", None):
                    ours |= NOT_ASKED_FOR
                archive.db["pages"].upsert(page | ours, pk="url_key")
            archive.db["hosts"].insert(host | {"host": "lock.example"})

    at_once = ledger_of(merged(paths, paths[0].with_name("at_once.db")))

    assert ledger_of(merged_step_by_step(rng, paths)) == at_once


def seen(url: str, body: str, day: int, what: str = "seen") -> Visit:
    return (url, "Gates close", body, None, day, what)


def merged_in_all_ways(tmp_path: Path, empty: Path, *several: list[Visit]) -> list[dict[str, Any]]:
    """The articles of three archives, which are the same whether they are merged at once or in any two steps."""
    paths = made(tmp_path, empty, list(several))
    found = [contents_of(merged(order, tmp_path / "merged.db")) for order in permutations(paths)]
    for one, *two in permutations(paths):
        found.append(contents_of(merged([one, merged(two, tmp_path / "two.db")], tmp_path / "merged.db")))
        found.append(contents_of(merged([merged(two, tmp_path / "two.db"), one], tmp_path / "merged.db")))
    assert all(other == found[0] for other in found)
    return found[0]


def contents_of(path: Path) -> list[dict[str, Any]]:
    with Archive(path, read_only=True) as archive:
        return contents(archive)


def test_articles_of_one_archive_are_one_where_others_show_that_they_are(tmp_path: Path, empty: Path):
    """A third has both addresses; its pages, readings and states are those of one article then."""
    apart = [seen(GATES_AT, GATES, 0), seen(WORKS_AT, FERRY, 0)]
    together = [seen(GATES_AT, ELEVEN, 1), seen(WORKS_AT, ELEVEN, 2)]

    (gates,) = merged_in_all_ways(tmp_path, empty, apart, together, [seen(WORKS_AT, ELEVEN, 3)])

    assert gates["aliases"] == [WORKS_AT] or gates["url"] == WORKS_AT
    assert len(gates["kept"]) == 5


def test_a_text_tells_also_where_it_has_been_edited_since(tmp_path: Path, empty: Path):
    """Two archives saw one text at two addresses; at one of them the third saw what became of it."""
    (gates,) = merged_in_all_ways(
        tmp_path, empty, [seen(GATES_AT, GATES, 0)], [seen(WORKS_AT, GATES, 1)], [seen(GATES_AT, ELEVEN, 2)]
    )

    assert {gates["url"], *gates["aliases"]} == {GATES_AT, WORKS_AT}


def test_what_all_pages_of_a_site_said_once_makes_them_not_one(tmp_path: Path, empty: Path):
    """An archive that knows it of two articles shows that it tells nothing."""
    closed = "This site is closed for works on its cellar. " * 6
    out_of_order = [seen(GATES_AT, GATES, 0), seen(WORKS_AT, FERRY, 0), seen(GATES_AT, closed, 1)]
    paths = made(
        tmp_path,
        empty,
        [[*out_of_order, seen(WORKS_AT, closed, 1)], [seen(PRINT_AT, ELEVEN, 0), seen(PRINT_AT, closed, 1)]],
    )

    for order in permutations(paths):
        assert len(contents_of(merged(order, tmp_path / "merged.db"))) == 3


def test_what_one_archive_has_forgotten_is_forgotten_under_all_addresses_that_others_know(tmp_path: Path, empty: Path):
    forgotten = [seen(GATES_AT, GATES, 0), seen(GATES_AT, GATES, 0, "forgotten")]
    moved = [seen(GATES_AT, FERRY, 1), seen(WORKS_AT, FERRY, 2)]

    assert merged_in_all_ways(tmp_path, empty, forgotten, moved, [seen(WORKS_AT, ELEVEN, 3)]) == []


def test_a_forgotten_text_is_forgotten_where_it_has_been_edited_since(tmp_path: Path, empty: Path):
    forgotten = [seen(GATES_AT, GATES, 0), seen(GATES_AT, GATES, 0, "forgotten")]

    assert merged_in_all_ways(tmp_path, empty, forgotten, [seen(WORKS_AT, GATES, 1)], [seen(WORKS_AT, ELEVEN, 2)]) == []


def test_what_is_one_with_what_was_taken_out_is_forgotten_whenever_it_comes(tmp_path: Path, empty: Path):
    """By its address one goes; by a text that it had another is one with it, and knows nothing of the address."""
    forgotten = [seen(GATES_AT, GATES, 0), seen(GATES_AT, GATES, 0, "forgotten")]
    paths = made(tmp_path, empty, [forgotten, [seen(GATES_AT, ELEVEN, 1), seen(GATES_AT, FERRY, 2)]])
    paths += made(tmp_path / "third", empty, [[seen(WORKS_AT, ELEVEN, 3)]])

    for order in (*permutations(paths), [merged(paths[:2], tmp_path / "two.db"), paths[2]]):
        assert contents_of(merged(order, tmp_path / "m.db")) == []
    with Archive(tmp_path / "m.db") as archive:
        assert archive.db.execute("SELECT count(DISTINCT number) FROM graves").fetchone() == (1,)
        allow_again(archive.db, GATES_AT)
        assert archive.db.execute("SELECT count(*) FROM graves").fetchone() == (0,)
    assert len(contents_of(merged([tmp_path / "m.db", paths[2]], tmp_path / "again.db"))) == 1


def test_a_merge_into_an_archive_that_has_what_it_forgot_elsewhere_by_text_alone(tmp_path: Path, empty: Path):
    """Of pages that said a forgotten text once, as others of the site did, those stay that say something else now."""
    closed = "This site is closed for works on its cellar. " * 6
    forgotten = [seen(PRINT_AT, closed, 0), seen(PRINT_AT, closed, 0, "forgotten")]
    others = [
        *(seen(GATES_AT, GATES, 0), seen(WORKS_AT, FERRY, 0), seen(GATES_AT, closed, 1), seen(WORKS_AT, closed, 1)),
        seen(GATES_AT, GATES, 2),
    ]
    paths = made(tmp_path, empty, [forgotten, others])

    for order in permutations(paths):
        path = merged(order, tmp_path / "merged.db")
        assert [record["url"] for record in contents_of(path)] == [GATES_AT]
        assert [record["url"] for record in contents_of(merged([path, *paths], tmp_path / "again.db"))] == [GATES_AT]


def test_a_value_that_the_latest_has_not_is_that_of_the_latest_that_has_it(tmp_path: Path, empty: Path):
    paths = made(tmp_path, empty, [[], [], []])
    for day, (path, section) in enumerate(zip(paths, ("Ports", "Works", None), strict=True)):
        with Archive(path) as archive:
            archive.save(article(GATES_AT, section=section), seen_at=MONDAY + timedelta(days=day))
    first_and_last = merged([paths[0], paths[2]], tmp_path / "two.db")

    for order in (*permutations(paths), [first_and_last, paths[1]]):
        assert contents_of(merged(order, tmp_path / "m.db"))[0]["section"] == "Works"


MONDAY_TO_FRIDAY = (
    [seen(GATES_AT, GATES, 0)],
    [seen(GATES_AT, ELEVEN, 1)],
    [seen(GATES_AT, GATES, 2), seen(GATES_AT, GATES, 4)],
)


def test_a_state_that_came_back_came_back_when_it_was_seen_first_again(tmp_path: Path, empty: Path):
    (gates,) = merged_in_all_ways(tmp_path, empty, *MONDAY_TO_FRIDAY)

    assert [revision["seen_at"][8:10] for revision in gates["revisions"]] == ["24", "25", "26"]


def kept_copies(path: Path) -> list[int]:
    """How many copies are kept of each article that was made of some."""
    with Archive(path, read_only=True) as archive:
        rows = [read_record(archive.db, number) for (number,) in archive.db.execute("SELECT article_id FROM copies")]
        return [len(copies_of(archive.db, row)) for row in rows]


def test_an_article_that_is_seen_again_is_a_copy_of_its_own(tmp_path: Path, empty: Path):
    paths = made(tmp_path, empty, [*MONDAY_TO_FRIDAY, [seen(WORKS_AT, f"{FERRY} {FERRY}", 0)]])
    path = merged(paths, tmp_path / "m.db")
    assert kept_copies(path) == [3]
    with Archive(path) as archive:
        correct(archive.db, 1, "section", "Ports")
        merge(archive, [])
    assert kept_copies(path) == [1]  # that it is not what was made of them is told when it is asked for

    with Archive(path) as archive:
        archive.save(article(GATES_AT, body=FERRY, title="Gates close"), seen_at=MONDAY + timedelta(days=6))

    assert kept_copies(path) == []
    assert len(contents_of(merged([path, *paths], tmp_path / "again.db"))[0]["revisions"]) == 4


def test_of_an_archive_that_is_merged_night_after_night_what_it_had_last_counts(tmp_path: Path, empty: Path):
    """Its earlier copies have nothing that the last one has not, nor has what was merged twice."""
    shard, other = made(tmp_path, empty, [[seen(GATES_AT, GATES, 0)], [seen(GATES_AT, ELEVEN, 0.5)]])
    path = merged([other, shard], tmp_path / "m.db")
    for night in range(1, 5):
        with Archive(shard) as archive:
            if night < 4:
                note = with_keys([Entry("", "The ferry is back.", None, "2025-11-24T03:00:00Z")])
                page = article(GATES_AT, title="Gates close", body=f"{GATES} {night}", entries=note, view_count=night)
                archive.save(page, seen_at=MONDAY + timedelta(days=night))
            archive.mark_gone(1, MONDAY + timedelta(days=night + 0.5))
        for _ in range(2):
            with Archive(path) as archive, Archive(shard, read_only=True) as there:
                merge(archive, [there])
        assert kept_copies(path) == [2]

    assert contents_of(path) == contents_of(merged([other, shard], tmp_path / "once.db"))


def test_a_full_disk_of_temporary_files_is_told(tmp_path: Path, empty: Path):
    (path,) = made(
        tmp_path, empty, [[seen(f"https://lock.example/{number}", f"{GATES} {number}", 0) for number in range(200)]]
    )
    with (
        Archive(path) as archive,
        Archive(path, read_only=True) as other,
        matching.Matching(archive, [other]) as tried,
    ):
        tried.db.execute("PRAGMA max_page_count = 1")  # no more than it has
        with pytest.raises(ArchiveFullError, match="SQLITE_TMPDIR"):
            list(tried.matches())
