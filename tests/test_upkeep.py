"""The archive's file: every broken invariant is named, old pages go by a rule, what takes the room is told."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from conftest import invoke
from counting import steps
from test_compression import page
from two_stories import GATES, article
from visits import html, visit

from crawler.archive import Archive
from crawler.archive.ledger import Ledger
from crawler.archive.opening import PAGE_SIZE
from crawler.archive.upkeep.pruning import weigh
from crawler.discovery.links import Link

MONDAY = datetime(2025, 11, 24, 3, 25, tzinfo=UTC)
URL = "https://lock.example/news/2025/11/gates"
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    with Archive(path) as archive:
        visit(archive, html(views=100))
        visit(archive, html(body=GATES.replace("nine", "eleven"), views=900), day=1)
        visit(archive, html(body=GATES.replace("nine", "eleven"), views=950), day=2)
        archive.keep_page("https://lock.example/odd", b"odd", fetched_at=MONDAY, status=200, headers={})
        with archive.transaction():
            Ledger(archive).add([Link(URL, "article")], now=MONDAY, found_in="https://lock.example/")
            archive.db.execute("UPDATE pages SET state = 'archived', article_id = 1")
            sql = "INSERT INTO tombstones VALUES ('gone', 'https://gone.example/', 'gone.example', NULL, '2025', NULL)"
            archive.db.execute(sql)
        assert archive.check() == []
    return path


BROKEN = [
    ("UPDATE articles SET story_id = NULL", "article 1 is in no story"),
    ("INSERT INTO stories (id, first_seen_at) VALUES (77, '')", "story 77 has no article"),
    ("UPDATE stories SET article_id = NULL", "story 1 is stood for by an article that does not tell it"),
    ("DELETE FROM revisions", "article 1 has no revision"),
    ("UPDATE revisions SET number = number + 10", "the revisions of article 1 are not numbered from 1 on"),
    ("UPDATE revisions SET data = x'00' WHERE number = 1", "revision 1 of article 1 cannot be read"),
    ("UPDATE revisions SET title = 'Another' WHERE number = 2", "the last revision of article 1 is not what"),
    ("UPDATE articles SET view_count = 1", "the view count of article 1 is not that of its newest reading"),
    ("UPDATE articles SET last_seen_at = '2000'", "article 1 was last seen before it was first"),
    ("UPDATE quotes SET start = start + 1", "quote 1 is not what its article says in that place"),
    ("UPDATE quotes SET position = 5", "the quotes of article 1 are not numbered from 0 on"),
    ("UPDATE tombstones SET url_key = (SELECT url_key FROM aliases)", "https://gone.example/ is forgotten and leads"),
    ("INSERT INTO entry_keys SELECT max(id), 'p9', 'p7' FROM articles", "entry p7 has another key, and is not there"),
    ("DELETE FROM captures WHERE article_id IS NULL", "belongs to no capture"),
    (
        "INSERT INTO captures (url, fetched_at, status, sha256) SELECT url, fetched_at, 0, sha256 FROM captures",
        "stands there twice",
    ),
    ("UPDATE bodies SET data = x'00' WHERE size = 3", "cannot be read: a kept page cannot be unpacked"),
    ("UPDATE bodies SET size = 4 WHERE size = 3", "is not what its digest and size say"),
    ("UPDATE articles SET authors = 'Ann'", "authors of row 1 of articles is not JSON"),
    ("UPDATE captures SET headers = '{'", "headers of row 1 of captures is not JSON"),
    ("UPDATE articles SET text_hash = 'x'", "the text_hash of article 1 is not that of its body"),
    (
        "UPDATE articles SET published_at = '2025-01-01'",
        "published_at_utc of article 1 is not its published_at, '2025-01-01'",
    ),
    ("UPDATE aliases SET url = 'https://lock.example/x'", "'https://lock.example/x' of article 1 stands under the key"),
    ("DELETE FROM aliases", f"article 1 is not found by its own address '{URL}'"),
    ("UPDATE pages SET url_key = 'lock.example/y'", "stands under the key of another, 'lock.example/y'"),
    ("UPDATE captures SET article_id = 99", "of captures refers to a row of articles that is not there"),
    ("DELETE FROM articles_fts_docsize", "articles_fts has 0 rows, articles has 1"),
]


@pytest.mark.parametrize(("sql", "said"), BROKEN, ids=[sql for sql, _ in BROKEN])
def test_what_is_broken_by_hand_is_named(whole: Path, tmp_path: Path, sql: str, said: str):
    path = tmp_path / "archive.db"
    path.write_bytes(whole.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)

    with Archive(path, read_only=True) as archive:
        faults = archive.check()

    assert [fault for fault in faults if said in fault], faults


def test_many_faults_of_one_kind_are_counted(whole: Path, tmp_path: Path):
    path = tmp_path / "archive.db"
    path.write_bytes(whole.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany("INSERT INTO stories (id, first_seen_at) VALUES (?, '')", ((n,) for n in range(50, 70)))

    with Archive(path, read_only=True) as archive:
        faults = [fault for fault in archive.check() if "has no article" in fault or "more of these" in fault]

    assert len([fault for fault in faults if "has no article" in fault]) == 5
    assert "and 15 more of these" in faults


def test_a_full_check_looks_at_every_row_of_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("crawler.archive.upkeep.checking.SAMPLE", 0)
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        for number in range(4):
            archive.save(article(f"https://a.example/{number}", title=f"Story {number}", body=None), seen_at=MONDAY)
        archive.db.execute("UPDATE articles SET language = 'xx' WHERE id = 3")

        assert archive.check() == []
        faults = archive.check(full=True)

    assert [fault.partition(" 3,")[0] for fault in faults] == [
        "articles_fts does not hold the words of articles",
        "beginnings_fts does not hold the words of articles",
    ]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run_command(*arguments: str, code: int = 0) -> Result:
        return invoke("archive", *arguments, "--archive", tmp_path / "archive.db", code=code)

    return run_command


@pytest.fixture
def archive(tmp_path: Path, whole: Path) -> Path:
    path = tmp_path / "archive.db"
    path.write_bytes(whole.read_bytes())
    return path


def kept(path: Path) -> list[str]:
    with Archive(path, read_only=True) as archive:
        assert archive.check() == []
        return [row["fetched_at"][:10] for row in archive.db.query("SELECT fetched_at FROM captures ORDER BY id")]


def test_prune_says_first_what_would_go(archive: Path, run: Run):
    result = run("prune", "--raw-older-than", "1d", code=2)

    assert "would go: 1 captures before" in result.stderr
    assert "--yes is needed" in result.stderr
    assert len(kept(archive)) == 4


def test_prune_spares_the_last_copy_and_those_of_revisions(archive: Path, run: Run):
    """The page of no article goes; of the article's three each is the copy of a revision, or its last."""
    run("prune", "--raw-older-than", "1d", "--yes")

    assert kept(archive) == ["2025-11-24", "2025-11-25", "2025-11-26"]
    assert "would go: 0 captures" in run("prune", "--raw-older-than", "1d").stderr


def test_prune_takes_them_too_where_it_is_asked_to(archive: Path, run: Run):
    result = run("prune", "--raw-older-than", "1d", "--last-too", "--site", "lock.example", "--yes")

    assert "gone: 3 captures, 3 kept pages" in result.stderr
    with Archive(archive, read_only=True) as opened:
        assert (opened.count_articles(), len(opened.revisions(1)), len(opened.views(1))) == (1, 2, 3)


def test_what_would_go_is_weighed_in_a_few_steps_for_each_page(tmp_path: Path):
    pages = range(300)
    with Archive(tmp_path / "archive.db") as archive:
        with archive.transaction():
            going = [
                archive.keep_page(URL, b"%d" % number, fetched_at=MONDAY, status=200, headers={}) for number in pages
            ]

        assert weigh(archive.db, going).bodies == len(pages)
        assert steps(archive.db.conn, lambda: weigh(archive.db, going)) < len(pages)  # hundreds of them


def test_prune_keeps_what_is_younger_than_the_rule(archive: Path, run: Run):
    assert "would go: 0 captures" in run("prune", "--raw-older-than", "99y").stderr


def test_a_dictionary_stays_as_long_as_a_page_needs_it(tmp_path: Path, run: Run):
    with Archive(tmp_path / "archive.db") as archive:
        for number in range(6):
            at = MONDAY if number < 5 else datetime.now(UTC) - timedelta(hours=1)
            archive.keep_page(f"https://a.example/{number}", page(number), fetched_at=at, status=200, headers={})
        assert archive.db["dictionaries"].count == 1

    run("prune", "--raw-older-than", "1d", "--yes")

    with Archive(tmp_path / "archive.db") as archive:
        (row,) = archive.db["bodies"].rows
        assert archive.read_body(row["digest"]) == page(5)
        assert archive.db["dictionaries"].count == 1


def test_stats_tell_all_bytes_of_the_file(archive: Path, run: Run):
    rows = json.loads(run("stats", "--json").stdout)

    assert sum(row["bytes"] for row in rows) == archive.stat().st_size
    assert {row["part"]: row["rows"] for row in rows}["articles"] == 1
    assert rows[-1]["part"] == "(free)"
    assert [row["bytes"] for row in rows[:-1]] == sorted((row["bytes"] for row in rows[:-1]), reverse=True)


def test_vacuum_makes_the_file_small(tmp_path: Path, run: Run):
    with Archive(tmp_path / "archive.db") as archive:
        for number in range(40):
            body = random.Random(number).randbytes(50_000)
            archive.keep_page(f"https://a.example/{number}", body, fetched_at=MONDAY, status=200, headers={})
    run("prune", "--raw-older-than", "1d", "--yes")
    before = (tmp_path / "archive.db").stat().st_size

    run("vacuum")

    assert (tmp_path / "archive.db").stat().st_size < before / 2
    assert kept(tmp_path / "archive.db") == []


@pytest.fixture
def of_large_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of an earlier version, whose pages have 4 KiB."""
    with monkeypatch.context() as earlier:
        earlier.setattr("crawler.archive.opening.PAGE_SIZE", 4096)
        with Archive(tmp_path / "archive.db") as archive:
            visit(archive, html(views=100))
    return tmp_path / "archive.db"


def pragma(path: Path, name: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_vacuum_gives_an_older_archive_the_pages_of_a_new_one(of_large_pages: Path, run: Run):
    assert pragma(of_large_pages, "page_size") == 4096

    run("vacuum")

    assert pragma(of_large_pages, "page_size") == PAGE_SIZE
    assert pragma(of_large_pages, "journal_mode") == "wal"
    assert len(kept(of_large_pages)) == 1


def test_vacuum_merges_each_full_text_index_into_one_piece(tmp_path: Path, run: Run):
    with Archive(tmp_path / "archive.db") as archive:
        for number in range(3):
            archive.save(article(f"https://a.example/{number}", title=f"Story {number}", body=None), seen_at=MONDAY)
        pieces = "SELECT count(DISTINCT segid) FROM articles_fts_idx"
        assert archive.db.execute(pieces).fetchone() == (3,)

        run("vacuum")

        assert archive.db.execute(pieces).fetchone() == (1,)
        assert [hit.article.title for hit in archive.search("story 2")] == ["Story 2"]


def test_vacuum_leaves_the_pages_of_an_archive_that_is_read_meanwhile(of_large_pages: Path, run: Run):
    with Archive(of_large_pages, read_only=True) as reader:
        assert reader.article(1).id == 1
        run("vacuum")
        assert reader.article(1).id == 1

    assert pragma(of_large_pages, "page_size") == 4096
    assert pragma(of_large_pages, "journal_mode") == "wal"
    assert len(kept(of_large_pages)) == 1
