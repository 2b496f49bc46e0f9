"""What users get wrong, and what they are told: one line, the right code, nothing harmed."""

from __future__ import annotations

import json
import socket
import sqlite3
from pathlib import Path

import pytest
from conftest import HOME, Command, demo_options

from crawler.archive import Archive
from crawler.demo import DemoServer


def assert_no_traceback(stderr: str) -> None:
    assert "Traceback" not in stderr


def test_a_host_that_does_not_exist_ends_with_4(newsarc: Command, archive_path: Path):
    done = newsarc("crawl", "https://no-such-host.invalid/", "--archive", archive_path, "-s", "RETRY_TIMES=0")

    assert done.returncode == 4
    assert "no-such-host.invalid" in done.stderr
    assert_no_traceback(done.stderr)


def test_a_port_that_nobody_listens_on_ends_with_4(newsarc: Command, archive_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("-s", "NEWSARC_ALLOW_PRIVATE_ADDRESSES=1", "-s", "RETRY_TIMES=0", "--delay", "0")

    done = newsarc("crawl", f"http://127.0.0.1:{port}/", "--archive", archive_path, *options)

    assert done.returncode == 4, done.stderr


@pytest.mark.parametrize("target", ["ftp://a.example/x", "javascript:alert(1)", "https://", "http://[::1", "not a url"])
def test_what_is_no_web_address_is_a_usage_error(newsarc: Command, archive_path: Path, target: str):
    done = newsarc("crawl", target, "--archive", archive_path)

    assert done.returncode == 2
    assert done.stderr.count("\n") <= 2
    assert_no_traceback(done.stderr)
    assert not archive_path.exists()


def test_a_page_without_an_article_is_set_aside_with_the_reason(site: DemoServer, newsarc: Command, archive_path: Path):
    done = newsarc("crawl", HOME + "gallery/", "--archive", archive_path, *demo_options(site))

    assert done.returncode == 1
    assert_no_traceback(done.stderr)
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 0


def test_a_page_that_is_not_there_fails_and_is_remembered_as_gone(
    site: DemoServer, newsarc: Command, archive_path: Path
):
    missing = HOME + "news/2026/01/no-such-article-was-ever-printed"

    done = newsarc("crawl", missing, "--archive", archive_path, *demo_options(site))

    assert done.returncode == 1
    assert "status 404" in done.stderr
    with Archive(archive_path, read_only=True) as archive:
        state = archive.db.execute("SELECT state FROM pages WHERE url = ?", (missing,)).fetchone()
        assert state == ("gone",)


def test_a_private_address_is_refused_unless_a_setting_allows_it(
    site: DemoServer, newsarc: Command, archive_path: Path
):
    done = newsarc("crawl", f"http://{site.address}/", "--archive", archive_path, "-s", "RETRY_TIMES=0")

    assert done.returncode != 0
    assert "not a public address" in done.stderr
    assert site.requests == []


def test_a_locked_archive_ends_with_5(newsarc: Command, archive_path: Path):
    with Archive(archive_path) as archive, archive.transaction():
        done = newsarc(
            *("crawl", "https://no-such-host.invalid/", "--archive", archive_path),
            *("-s", "NEWSARC_LOCK_TIMEOUT=0.2", "-s", "RETRY_TIMES=0"),
        )

    assert done.returncode == 5, done.stderr
    assert str(archive_path) in done.stderr
    assert_no_traceback(done.stderr)


@pytest.mark.parametrize("command", ["crawl", "search", "list", "show"])
def test_a_foreign_file_is_refused_and_left_as_it_is(newsarc: Command, archive_path: Path, command: str):
    with sqlite3.connect(archive_path) as foreign:
        foreign.execute("CREATE TABLE recipes (name)")
    foreign.close()
    before = archive_path.read_bytes()
    argument = ["https://site.invalid/"] if command == "crawl" else [] if command == "list" else ["1"]

    done = newsarc(command, *argument, "--archive", archive_path)

    assert done.returncode == 1, done.stderr
    assert str(archive_path) in done.stderr
    assert_no_traceback(done.stderr)
    assert archive_path.read_bytes() == before


def test_a_newer_archive_is_refused_with_what_to_do(newsarc: Command, archive_path: Path):
    Archive(archive_path).close()
    with sqlite3.connect(archive_path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()

    done = newsarc("list", "--archive", archive_path)

    assert done.returncode == 1
    assert "99" in done.stderr
    assert "Upgrade newsarc" in done.stderr


def test_a_folder_that_cannot_be_made_is_named(newsarc: Command, tmp_path: Path):
    (tmp_path / "file").write_text("no folder")

    done = newsarc("crawl", "https://site.invalid/", "--archive", tmp_path / "file" / "archive.db")

    assert done.returncode == 1, done.stderr
    assert "file" in done.stderr
    assert_no_traceback(done.stderr)


@pytest.mark.parametrize("arguments", [("list",), ("search", "words"), ("show", "1")], ids=lambda a: a[0])
def test_a_missing_archive_is_named_with_what_to_do(newsarc: Command, archive_path: Path, arguments: tuple[str, ...]):
    done = newsarc(*arguments, "--archive", archive_path)

    assert done.returncode == 1
    assert str(archive_path) in done.stderr
    assert "newsarc crawl" in done.stderr
    assert not archive_path.exists()


@pytest.mark.parametrize("words", ['"', "a AND", "NEAR(", "*", "'; DROP TABLE articles; --", "\x00", "title:", "(("])
def test_no_query_is_a_syntax_error(crawled: Archive, newsarc: Command, words: str):
    done = newsarc("search", "--archive", crawled.path, "--", words.replace("\x00", "\\0"))

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) is not None


def test_an_unknown_article_is_named(crawled: Archive, newsarc: Command):
    done = newsarc("show", "https://harbour-gazette.example/never", "--archive", crawled.path)

    assert done.returncode == 1
    assert "harbour-gazette.example/never" in done.stderr


def test_a_setting_without_a_value_is_a_usage_error(newsarc: Command, archive_path: Path):
    done = newsarc("crawl", "https://site.invalid/", "-s", "DOWNLOAD_DELAY", "--archive", archive_path)

    assert done.returncode == 2
    assert "NAME=VALUE" in done.stderr


def test_a_wrong_resolve_rule_is_quoted(newsarc: Command, archive_path: Path):
    rule = 'NEWSARC_RESOLVE={"a.example": "nowhere"}'

    done = newsarc("crawl", "http://a.example/", "-s", rule, "--archive", archive_path)

    assert done.returncode != 0
    assert "nowhere" in done.stderr


def test_a_day_that_is_none_is_a_usage_error(crawled: Archive, newsarc: Command):
    done = newsarc("list", "--since", "yesterdayish", "--archive", crawled.path)

    assert done.returncode == 2
    assert "yesterdayish" in done.stderr
