"""What users get wrong, and what they are told: one line, the right code, nothing harmed."""

from __future__ import annotations

import json
import socket
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import HOME, ROOT, Command, demo_options, invoke
from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler

from crawler.archive import Archive
from crawler.cli.options import DURATION
from crawler.demo import DemoServer
from spiders.news_site import NewsSiteSpider


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
def test_what_is_no_web_address_is_a_usage_error(archive_path: Path, target: str):
    done = invoke("crawl", target, "--archive", archive_path, code=2)

    assert done.stderr.count("\n") <= 2
    assert not archive_path.exists()


@pytest.mark.parametrize("command", ["list --site", "list --language", "changes --site", "coverage", "sites remove"])
def test_bytes_that_are_no_text_are_not_found(archive_path: Path, command: str):
    Archive(archive_path).close()

    done = invoke(*command.split(), "\udcff", "--archive", archive_path, code=None)

    assert done.exit_code in (0, 1, 2)


def test_a_page_without_an_article_is_set_aside_with_the_reason(site: DemoServer, newsarc: Command, archive_path: Path):
    done = newsarc("crawl", HOME + "gallery/", "--page", "--archive", archive_path, *demo_options(site))

    assert done.returncode == 1
    assert_no_traceback(done.stderr)
    [logged] = [line for line in done.stderr.splitlines() if "WARNING" in line]
    assert logged.endswith(f"WARNING: {HOME}gallery/: no body found on the page")
    assert "Article(" not in done.stderr
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
def test_a_foreign_file_is_refused_and_left_as_it_is(archive_path: Path, command: str):
    with sqlite3.connect(archive_path) as foreign:
        foreign.execute("CREATE TABLE recipes (name)")
    foreign.close()
    before = archive_path.read_bytes()
    argument = ["https://site.invalid/"] if command == "crawl" else [] if command == "list" else ["1"]

    done = invoke(command, *argument, "--archive", archive_path, code=1)

    assert str(archive_path) in done.stderr
    assert archive_path.read_bytes() == before


def test_a_newer_archive_is_refused_with_what_to_do(archive_path: Path):
    Archive(archive_path).close()
    with sqlite3.connect(archive_path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()

    done = invoke("list", "--archive", archive_path, code=1)

    assert "99" in done.stderr
    assert "Upgrade newsarc" in done.stderr


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")

    done = invoke("crawl", "https://site.invalid/", "--archive", tmp_path / "file" / "archive.db", code=1)

    assert "file" in done.stderr


@pytest.mark.parametrize("arguments", [("list",), ("search", "words"), ("show", "1")], ids=lambda a: a[0])
def test_a_missing_archive_is_named_with_what_to_do(archive_path: Path, arguments: tuple[str, ...]):
    done = invoke(*arguments, "--archive", archive_path, code=1)

    assert str(archive_path) in done.stderr
    assert "newsarc crawl" in done.stderr
    assert not archive_path.exists()


@pytest.mark.parametrize("words", ['"', "a AND", "NEAR(", "*", "'; DROP TABLE articles; --", "\x00", "title:", "(("])
def test_no_query_is_a_syntax_error(crawled: Archive, words: str):
    done = invoke("search", "--archive", crawled.path, "--", words.replace("\x00", "\\0"))

    assert json.loads(done.stdout) is not None


def test_an_unknown_article_is_named(crawled: Archive):
    done = invoke("show", "https://harbour-gazette.example/never", "--archive", crawled.path, code=1)

    assert "harbour-gazette.example/never" in done.stderr


@pytest.mark.parametrize(("given", "seconds"), [("10m", 600), ("1h", 3600), ("90", 90), ("0.5", 0.5)])
def test_a_crawl_is_ended_after_a_span_or_after_seconds(given: str, seconds: float):
    assert DURATION.convert(given, None, None) == timedelta(seconds=seconds)


@pytest.mark.parametrize("given", ["soon", "-1", "0", "nan", "inf", "1e12", "10 minutes"])
def test_what_is_no_span_is_a_usage_error(given: str):
    for command in (["crawl"], ["schedule", "--once"]):
        done = invoke(*command, HOME, "--max-time", given, code=2)
        assert f"'{given}'" in done.stderr


def test_how_young_articles_are_is_asked_with_those_that_it_is_for():
    done = invoke("crawl", HOME, "--for", "3d", code=2)

    assert "--refresh-views" in done.stderr


def test_the_address_of_a_page_that_is_read_from_a_file_has_to_be_one(tmp_path: Path):
    (tmp_path / "page.html").write_text("<h1>Ferry sails</h1><p>The ferry sailed again on Friday.</p>")

    done = invoke("extract", tmp_path / "page.html", "--url", "ferry", code=2)
    as_given = invoke("extract", tmp_path / "page.html", "--url", "https://Fähre.example/heute#1")

    assert "'ferry' is not a web address" in done.stderr
    assert json.loads(as_given.stdout)["url"] == "https://Fähre.example/heute#1"


def test_all_sites_and_one_of_them_are_not_both_to_be_had():
    done = invoke("crawl", "--all", HOME, code=2)

    assert f"found --all and {HOME}" in done.stderr


@pytest.mark.parametrize(
    ("command", "given"),
    [
        (["list", "--story", "99999999999999999999"], "'99999999999999999999'"),
        (["runs", "show", "0"], "'0'"),
        (["diff", "1", "0"], "'0'"),
        (["doctor", "--accept", "one"], "'one'"),
    ],
)
def test_a_number_that_no_row_can_have_is_a_usage_error(crawled: Archive, command: list[str], given: str):
    done = invoke(*command, "--archive", crawled.path, code=2)

    assert f"{given} is no such number; expected one from 1" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["export", "--format", "markdown", "-o", "notes.txt/articles"],
        ["schedule", "a.example", "--print", "systemd", "--to", "notes.txt/units"],
    ],
)
def test_a_place_that_cannot_be_written_to_is_named(
    crawled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
):
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("a file, no folder")

    done = invoke(*command, "--archive", crawled.path, code=1)

    assert done.stderr.splitlines()[-1].startswith(f"newsarc: {command[-1]}")
    assert "cannot be used: Not a directory" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["schedule", "a.example", "--to", "units"],
        ["schedule", "a.example", "--print", "cron", "--to", "units"],
        ["schedule", "a.example", "-s", "NEWSARC_LIMITS=5"],
        ["extract", "--batch", "--explain"],
        ["extract", "page.html", "-s", "NEWSARC_LIMITS=5"],
    ],
)
def test_an_option_that_would_be_of_no_effect_is_a_usage_error(command: list[str]):
    invoke(*command, code=2)


def test_a_list_of_urls_is_not_taken_for_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("urls.txt").write_text("https://lock.example/gates\n")
    Path("notes.txt").write_text("# none yet\n")

    assert (
        "`newsarc crawl --file urls.txt` fetches the pages that it lists" in invoke("crawl", "urls.txt", code=2).stderr
    )
    assert "notes.txt: no address is listed" in invoke("crawl", "--file", "notes.txt", code=2).stderr


def test_a_list_of_urls_that_cannot_be_read_is_named(run: Command, tmp_path: Path):
    (tmp_path / "latin.txt").write_bytes("https://lock.example/größe".encode("latin-1"))
    for name, why in (("none.txt", "No such file"), ("latin.txt", "it is not in UTF-8")):
        done = run(
            "-m", "scrapy", "crawl", "article", "-a", f"file={name}", "-s", "LOG_ENABLED=0", cwd=project(tmp_path)
        )

        assert done.returncode == 2
        assert f"newsarc: the list {name} cannot be read: {why}" in done.stderr
        assert_no_traceback(done.stderr)


def project(folder: Path) -> Path:
    """Return *folder* as one that `python -m scrapy` works in."""
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
    return folder


def test_a_log_that_cannot_be_written_is_named_before_anything_is_asked(archive_path: Path):
    log = archive_path.parent / "nowhere" / "log.txt"

    done = invoke("crawl", HOME, "--archive", archive_path, "--log-file", log, code=2)

    assert f"--log-file {log} cannot be written: No such file" in done.stderr
    assert not archive_path.exists()


def test_a_day_that_is_none_is_a_usage_error(crawled: Archive):
    done = invoke("list", "--since", "yesterdayish", "--archive", crawled.path, code=2)

    assert "yesterdayish" in done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("article",), 2),
        (("article", "-a", "url=ftp://a.example/"), 2),
        (("news_site", "-a", "url=https://no-such-host.invalid/"), 4),
    ],
    ids=["no-url", "no-web-address", "no-such-host"],
)
def test_scrapy_crawl_ends_with_the_same_codes(run: Command, archive_path: Path, arguments: tuple[str, ...], code: int):
    options = ("-s", f"NEWSARC_ARCHIVE={archive_path}", "-s", "RETRY_TIMES=0", "-s", "LOG_LEVEL=WARNING")

    done = run("-m", "scrapy", "crawl", *arguments, *options, cwd=ROOT)

    assert done.returncode == code, done.stderr


def test_scrapy_crawl_leaves_a_foreign_file_alone(run: Command, archive_path: Path):
    archive_path.write_bytes(b"not a database at all, but somebody's notes")

    done = run(
        "-m", "scrapy", "crawl", "news_site", "-a", "url=a.example", "-s", f"NEWSARC_ARCHIVE={archive_path}", cwd=ROOT
    )

    assert done.returncode == 1
    assert str(archive_path) in done.stderr
    assert archive_path.read_bytes() == b"not a database at all, but somebody's notes"


@pytest.mark.parametrize("address", ["https://a.example/feed", "https://a.example/sitemap.xml"])
@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><body><p>Sign in to read our feed.</p></body></html>",
        b"<html><head><title>404</title></head></html>",
        b"not a feed at all",
        b"<rss><channel><item><link>",
        b"",
    ],
    ids=["login-page", "soft-404", "text", "cut-off", "empty"],
)
def test_a_feed_that_is_none_lists_nothing_and_breaks_nothing(address: str, body: bytes):
    spider = NewsSiteSpider(url="https://a.example/")
    spider._set_crawler(get_crawler())

    feed = {"Content-Type": "application/rss+xml"}
    links = list(spider.links(HtmlResponse(address, body=body, headers=feed, request=Request(address))))

    assert [link for link in links if link.kind == "article"] == []
