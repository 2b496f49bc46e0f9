"""A crawl over HTTP: what it finds, what it archives, what it leaves alone."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import HOME, MAIN, ROOT, Command, articles_in, demo_options, wait_until

from crawler.archive import Archive
from crawler.cli import main
from crawler.demo import DemoServer, articles

ARTICLES = {article.url: article for article in articles()}


def test_every_article_of_the_site_is_archived_and_nothing_else(crawled: Archive):
    assert {row.url for row in crawled.articles()} == set(ARTICLES)


@pytest.mark.parametrize("url", ARTICLES, ids=lambda url: url.rsplit("/", 1)[-1][:40])
def test_an_article_is_archived_as_the_site_printed_it(crawled: Archive, url: str):
    row, printed = crawled.article(url), ARTICLES[url]

    assert (row.title, row.description) == (printed.title, printed.description)
    assert (row.published_at, row.modified_at) == (printed.published_at, printed.modified_at)
    assert row.authors == list(printed.authors)
    assert row.view_count == printed.view_count
    assert row.language == printed.language
    # Whether the line under the headline opens the body as well is left open, where no counter parts them.
    opened = [f"{printed.description}\n\n{printed.body}"] if printed.view_count is None else []
    assert row.body in [printed.body, *opened]


def test_quotes_carry_their_speakers(crawled: Archive):
    wrong = []
    for article in ARTICLES.values():
        if article.quotes is None:
            continue
        found = [(q.text, q.speaker) for q in crawled.quotes(article_id=crawled.article(article.url).id)]
        expected = [(q.text, q.speaker) for q in article.quotes]
        wrong += [(article.url, q) for q in expected if q not in found]
        assert all(crawled.article(article.url).body for _ in found)

    assert wrong == []


def test_an_article_shows_the_pages_that_were_kept_of_it(crawled: Archive):
    page = next(url for url in ARTICLES if "kishida" in url)

    def show(*options: str) -> Result:
        return CliRunner().invoke(main, ["show", page, *options, "--archive", str(crawled.path)])

    told = json.loads(show("--json").output)
    ((digest, seen_at),) = [(kept["digest"], kept["fetched_at"]) for kept in told["captures"]]
    assert [(one["number"], one["seen_at"]) for one in told["revisions"]] == [(1, told["first_seen_at"])]
    assert f"{seen_at}  200  sha256 {digest}" in show("--text").output
    assert hashlib.sha256(show("--page", digest[:6]).stdout_bytes).hexdigest() == digest
    assert f"Kept are: {seen_at} {digest}" in show("--page", "none").stderr


def test_robots_txt_is_obeyed(site: DemoServer, newsarc: Command, archive_path: Path):
    newsarc("crawl", HOME, "--archive", archive_path, *demo_options(site))

    assert site.requests[0].path == "/robots.txt"
    assert not [seen for seen in site.requests if seen.path.startswith("/search")]


def test_a_second_crawl_fetches_no_article_again(site: DemoServer, newsarc: Command, archive_path: Path):
    options = ("--archive", archive_path, *demo_options(site))
    assert newsarc("crawl", HOME, *options).returncode == 0
    first = len(site.requests)

    done = newsarc("crawl", HOME, *options)

    assert done.returncode == 0, done.stderr
    assert "0 new articles" in done.stderr
    paths = {"/" + url.split("/", 3)[3] for url in ARTICLES}
    assert not [seen for seen in site.requests[first:] if seen.path in paths]


@pytest.mark.thorough
def test_a_refresh_asks_conditionally_and_an_unchanged_page_keeps_its_copy(
    site: DemoServer, newsarc: Command, archive_path: Path
):
    page = next(iter(ARTICLES))
    options = ("--archive", archive_path, *demo_options(site))
    newsarc("crawl", page, *options)
    with Archive(archive_path) as archive:
        archive.db.execute("UPDATE pages SET due_at = '2020-01-01T00:00:00Z'")
        archive.db.execute("UPDATE articles SET last_seen_at = '2020-01-01T00:00:00Z'")
        archive.db.conn.commit()

    done = newsarc("crawl", page, *options)

    assert done.returncode == 0, done.stderr
    assert site.requests[-1].status == 304
    with Archive(archive_path, read_only=True) as archive:
        row = archive.article(page)
        assert row.last_seen_at > "2020-01-02"
        assert len(archive.views(row.id)) == 1  # a 304 is no reading


def test_one_page_is_archived_by_its_address_alone(site: DemoServer, newsarc: Command, archive_path: Path):
    page = next(url for url in ARTICLES if "kishida" in url)

    done = newsarc("crawl", page, "--archive", archive_path, *demo_options(site))

    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert [row.url for row in archive.articles()] == [page]
        assert archive.article(page).view_count == 2312


@pytest.mark.thorough
def test_a_page_that_is_refreshed_makes_no_other_of_its_site_due(
    site: DemoServer, newsarc: Command, archive_path: Path
):
    first, second = list(ARTICLES)[:2]
    options = ("--archive", archive_path, *demo_options(site))
    newsarc("crawl", first, *options)
    with Archive(archive_path) as archive:
        archive.db.execute("UPDATE pages SET due_at = '2099-01-01T00:00:00Z'")
        archive.db.conn.commit()

    done = newsarc("crawl", second, "--refresh", "--dry-run", *options)

    assert done.stdout.split() == [second]
    with Archive(archive_path, read_only=True) as archive:
        assert archive.db.execute("SELECT due_at FROM pages WHERE url = ?", (first,)).fetchone()[0] > "2099"


@pytest.mark.thorough
def test_the_pages_of_a_list_are_fetched_and_a_wrong_line_keeps_no_other_out(
    site: DemoServer, newsarc: Command, archive_path: Path, tmp_path: Path
):
    first, second = list(ARTICLES)[:2]
    wanted = tmp_path / "urls.txt"
    wanted.write_text(f"# two stories\n{first}\n\nhtp://harbour\n{second}\n{first}\n")

    done = newsarc("crawl", "--file", wanted, "--archive", archive_path, *demo_options(site))

    assert done.returncode == 3
    assert f"newsarc: {wanted}, line 4: 'htp://harbour' is not a web address." in done.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert {row.url for row in archive.articles()} == {first, second}


@pytest.mark.thorough
def test_a_page_under_another_host_name_is_the_same_article(site: DemoServer, newsarc: Command, archive_path: Path):
    page = next(url for url in ARTICLES if "kishida" in url)
    options = ("--archive", archive_path, *demo_options(site))
    newsarc("crawl", page, *options)

    newsarc("crawl", page.replace("://", "://m."), *options)
    newsarc("crawl", page.replace("://", "://www."), *options)

    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 1
        assert len(archive.article(page).aliases) == 2


def test_a_limit_bounds_the_article_pages_that_are_fetched(site: DemoServer, newsarc: Command, archive_path: Path):
    done = newsarc("crawl", HOME, "--limit", "3", "--archive", archive_path, *demo_options(site))

    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 3


def test_a_dry_run_names_what_is_due_and_fetches_none_of_it(site: DemoServer, newsarc: Command, archive_path: Path):
    done = newsarc("crawl", HOME, "--dry-run", "--archive", archive_path, *demo_options(site))

    assert done.returncode == 0, done.stderr
    assert set(ARTICLES) <= set(done.stdout.split())
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 0


def test_a_killed_crawl_loses_nothing(
    site: DemoServer, newsarc: Command, archive_path: Path, environment: dict[str, str]
):
    """SIGKILL with requests in flight; the next start takes the dead process's leases back and does the rest."""
    slow = demo_options(site, delay=0.1)
    command = [sys.executable, "-c", MAIN, "crawl", HOME]
    process = subprocess.Popen(
        [*command, "--archive", str(archive_path), *slow],
        env=environment,
        cwd=archive_path.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: articles_in(archive_path) >= 4)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with Archive(archive_path, read_only=True) as archive:
        before = {row.url for row in archive.articles()}
        leased = archive.db.execute("SELECT count(*) FROM pages WHERE lease_owner IS NOT NULL").fetchone()[0]
        assert archive.check() == []
    assert 0 < len(before) < len(ARTICLES)
    assert leased > 0
    first = len(site.requests)

    done = newsarc("crawl", HOME, "--archive", archive_path, *demo_options(site))

    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert {row.url for row in archive.articles()} == set(ARTICLES)
        assert archive.check() == []
        assert archive.db.execute("SELECT count(*) FROM pages WHERE lease_owner IS NOT NULL").fetchone()[0] == 0
    again = {HOME.rstrip("/") + seen.path for seen in site.requests[first:]}
    assert not again & before  # what was archived is not fetched again


def test_scrapy_lists_the_spiders_of_a_checkout(run: Command):
    done = run("-m", "scrapy", "list", cwd=ROOT)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["article", "news_site", "unn"]


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (["shell", "-c", "response.css('title::text').get()"], "Japanese PM Kishida"),
        pytest.param(["fetch"], "Japanese PM Kishida", marks=pytest.mark.thorough),
        pytest.param(["parse", "--spider", "news_site", "-a", f"url={HOME}"], "Fumio", marks=pytest.mark.thorough),
    ],
    ids=["shell", "fetch", "parse"],
)
def test_what_tries_a_page_out_leaves_the_archive_alone(
    command: list[str],
    shown: str,
    site: DemoServer,
    run: Command,
    environment: dict[str, str],
    archive_path: Path,
):
    environment["NEWSARC_ARCHIVE"] = str(archive_path)
    page = next(url for url in ARTICLES if "kishida" in url)

    done = run("-m", "scrapy", command[0], page, *command[1:], *demo_options(site), cwd=ROOT)

    assert done.returncode == 0, done.stderr
    assert shown in done.stdout
    assert not archive_path.exists()


def test_scrapy_crawl_writes_articles_without_raw_html(
    site: DemoServer, run: Command, archive_path: Path, tmp_path: Path
):
    out = tmp_path / "out.jsonl"
    options = ("-s", f"NEWSARC_ARCHIVE={archive_path}", *demo_options(site))

    done = run("-m", "scrapy", "crawl", "news_site", "-a", f"url={HOME}", *options, "-O", out, cwd=ROOT)

    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {row["url"] for row in rows} == set(ARTICLES)
    assert "<html" not in out.read_text("utf-8")
    assert not {"page", "fetched", "blocks"} & set(rows[0])
    assert isinstance(next(row for row in rows if row["quotes"])["quotes"][0]["start"], int)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("command", "sent", "code"),
    [
        ("newsarc", signal.SIGTERM, 143),
        *(
            pytest.param(*case, marks=pytest.mark.thorough)
            for case in (
                ("newsarc", signal.SIGINT, 130),
                ("scrapy", signal.SIGINT, 130),
                ("scrapy", signal.SIGTERM, 143),
            )
        ),
    ],
)
def test_an_interrupted_crawl_says_so_and_keeps_what_it_has(
    site: DemoServer, archive_path: Path, environment: dict[str, str], command: str, sent: signal.Signals, code: int
):
    commands = {
        "newsarc": ["-c", MAIN, "crawl", HOME, "--archive", str(archive_path)],
        "scrapy": ["-m", "scrapy", "crawl", "news_site", "-a", f"url={HOME}", "-s", f"NEWSARC_ARCHIVE={archive_path}"],
    }
    process = subprocess.Popen(
        [sys.executable, *commands[command], *demo_options(site, delay=0.3)],
        env=environment,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until(lambda: articles_in(archive_path) >= 1)
    process.send_signal(sent)
    _, stderr = process.communicate(timeout=20)

    assert process.returncode == code, stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() >= 1
        assert archive.db.execute("SELECT count(*) FROM pages WHERE lease_owner IS NOT NULL").fetchone()[0] == 0
