"""A site that does not answer: said once, in words, and asked again as soon as somebody wants that."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Command
from local_site import LocalSite, local_options

from crawler.archive import Archive

pytestmark = pytest.mark.thorough  # each is a crawl or more


def test_a_host_that_said_nothing_is_asked_by_the_next_crawl_at_once(archive_path: Path, newsarc: Command):
    with LocalSite(articles=3) as site:
        arguments = ("crawl", site.home, "--archive", archive_path, *local_options(site))
        site.is_gone = True
        silent = newsarc(*arguments)
        site.is_gone = False
        answered = newsarc(*arguments)

    assert (silent.returncode, answered.returncode) == (4, 0), silent.stderr + answered.stderr
    assert "3 new articles" in answered.stderr
    told = [line for line in silent.stderr.splitlines() if "local.example does not answer" in line]
    assert len(told) == 1
    assert "look whether the address is right" in silent.stderr
    assert "No article was found" not in silent.stderr
    assert "twisted" not in silent.stderr


def test_a_site_without_tls_is_crawled_under_the_address_that_says_so(archive_path: Path, newsarc: Command):
    with LocalSite(articles=3) as site:
        options = ("--archive", archive_path, *local_options(site))
        by_name = newsarc("crawl", site.host, *options)
        by_address = newsarc("crawl", site.home, *options)

    assert by_name.returncode == 4
    assert "no connection by TLS: wrong version number" in by_name.stderr
    assert f"try it without TLS: newsarc crawl {site.home}" in by_name.stderr
    assert by_address.returncode == 0, by_address.stderr
    assert "3 new articles" in by_address.stderr


def test_quiet_tells_of_the_sites_that_something_is_wrong_with_and_of_no_other(archive_path: Path, newsarc: Command):
    with LocalSite(articles=3) as site:
        sites = (site.home, "http://nowhere.invalid/")
        done = newsarc("crawl", *sites, "-q", "--archive", archive_path, *local_options(site))

    assert done.returncode == 3
    assert "nowhere.invalid: 0 new articles" in done.stderr
    assert "local.example" not in done.stderr


@pytest.mark.parametrize(
    ("page", "told", "advice"),
    [
        ("<h1>Before you continue</h1><p>We and our 812 partners use cookies.</p>", "a wall of consent", "`cookies`"),
        ("<div id='root'></div><script src='/app.js'></script>", "next to nothing before", "`browser = true`"),
    ],
)
def test_what_stands_before_all_pages_of_a_site_is_told(
    archive_path: Path, newsarc: Command, page: str, told: str, advice: str
):
    class Walled(LocalSite):
        def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
            wall = f"<html><head><title>The Local</title></head><body>{page}</body></html>".encode()
            return super().answer(path, host) if path == "/robots.txt" else (200, {"Content-Type": "text/html"}, wall)

    with Walled() as site:
        done = newsarc("crawl", site.home, "-q", "--archive", archive_path, *local_options(site))

    assert done.returncode == 1
    first, *further = done.stderr.splitlines()
    assert first.startswith("local.example: 0 new articles")
    assert told in "".join(further)
    assert f"{advice} in [sites.NAME]" in "".join(further)


def test_a_page_that_is_not_there_is_no_wall_before_a_site_without_articles(archive_path: Path, newsarc: Command):
    """What is looked for beside the home page, feeds and sitemaps, is answered with a page that says "404"."""

    class Shop(LocalSite):
        def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
            text = "<p>We sell ropes and buoys to captains.</p>" * 9 if path == "/" else "<h1>404</h1>"
            page = f"<html><head><script src='/app.js'></script></head><body>{text}</body></html>".encode()
            return 200 if path == "/" else 404, {"Content-Type": "text/html"}, page

    with Shop() as site:
        done = newsarc("crawl", site.home, "--archive", archive_path, *local_options(site))

    assert done.returncode == 1
    assert "No article was found on this site" in done.stderr


def test_what_robots_txt_forbids_is_told_apart_from_what_is_refused(archive_path: Path, newsarc: Command):
    class Site(LocalSite):
        def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
            if path == "/":
                links = '<a href="/private/desk">Desk</a><a href="/feed.xml">Feed</a>'
                return 200, {"Content-Type": "text/html"}, f"<html><body>{links}</body></html>".encode()
            return super().answer(path, host)

    with Site(articles=3) as site:
        done = newsarc("crawl", site.home, "--archive", archive_path, *local_options(site))

    assert done.returncode == 0, done.stderr
    assert "pages that robots.txt forbids: 1\n" in done.stderr


def test_a_crawl_that_was_ended_by_its_time_says_so(archive_path: Path, newsarc: Command):
    with LocalSite(articles=30, seconds=0.2) as site:
        arguments = ("crawl", site.home, "--archive", archive_path, *local_options(site))
        cut = newsarc(*arguments, "--max-time", "2s")
        whole = newsarc(*arguments)

    assert (cut.returncode, whole.returncode) == (0, 0)
    assert "ended by --max-time: what was not fetched is still due" in cut.stderr
    assert "still due" not in whole.stderr


class Mortal(LocalSite):
    """A site that answers 503 to everything when it is ill, and leads elsewhere when it has moved."""

    is_ill = has_moved = False

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        if self.is_ill:
            return 503, {}, b""
        if self.has_moved and host == self.host:
            return 301, {"Location": f"http://moved.example{path}"}, b""
        return super().answer(path, host)


def test_a_robots_txt_that_was_kept_is_no_answer_of_a_site_that_is_down(archive_path: Path, newsarc: Command):
    with Mortal(articles=3) as site:
        arguments = ("crawl", site.home, "--archive", archive_path, *local_options(site))
        assert newsarc(*arguments).returncode == 0
        site.is_ill = True
        down = newsarc(*arguments)

    assert down.returncode == 4, down.stderr
    assert site.paths.count("/robots.txt") == 1
    assert "status 503" in down.stderr


def test_a_site_that_has_moved_elsewhere_is_told_with_the_new_address(archive_path: Path, newsarc: Command):
    with Mortal(articles=3) as site:
        arguments = ("crawl", site.home, "--archive", archive_path, *local_options(site))
        assert newsarc(*arguments).returncode == 0
        site.has_moved = True
        moved = newsarc(*arguments, "-q")

    assert moved.returncode in (1, 3), moved.stderr
    assert f"{site.home}: it leads to another site: http://moved.example/. Crawl that one" in moved.stderr


def test_a_mistyped_site_is_taken_out_again_and_one_with_articles_is_not(archive_path: Path, newsarc: Command):
    with LocalSite(articles=2) as site:
        options = ("--archive", archive_path)
        newsarc("crawl", "http://lokal.invalid/", *options, *local_options(site))
        newsarc("crawl", site.home, *options, *local_options(site))

    removed = newsarc("sites", "remove", "http://lokal.invalid/", *options)
    again = newsarc("sites", "remove", "lokal.invalid", *options)
    in_use = newsarc("sites", "remove", site.host, *options)

    assert removed.returncode == 0, removed.stderr
    assert (again.returncode, "nothing is known of lokal.invalid" in again.stderr) == (1, True)
    assert (in_use.returncode, f"{site.host} has articles: 2" in in_use.stderr) == (1, True)
    with Archive(archive_path) as archive:
        assert [row.site for row in archive.sites()] == [site.host]
        assert {row["host"] for row in archive.db["hosts"].rows} == {site.host}
        assert archive.check() == []
