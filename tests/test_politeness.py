"""How hosts are asked: robots.txt, delays, Retry-After; on real crawls of a real server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from conftest import Command
from local_site import LocalSite, local_options

from crawler.archive import Archive
from crawler.archive.ledger import Host, Ledger
from crawler.fetching.pace import FIRST_REST, LONGEST_REST, LONGEST_REST_OF_OURS, Pace, parse_retry_after

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def host_of(path: Path, name: str = "local.example") -> Host:
    with Archive(path, read_only=True) as archive:
        return Ledger(archive).host(name)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("999999999999", LONGEST_REST),
        ("9" * 300, LONGEST_REST),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300.0),
        ("Tue, 24 Nov 2026 12:01:00 -0000", 60.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_REST),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_never_longer_than_a_day(value: str, seconds: float | None):
    assert parse_retry_after(value, NOW) == seconds


def test_a_host_that_answers_slowly_is_asked_rarely_and_faster_again_when_it_recovers():
    pace = Pace(least=1.0, most=30.0, delay=1.0)

    pace.answered(8.0)
    assert pace.delay == 8.0
    for _ in range(20):
        pace.answered(0.1)
    assert pace.delay == 1.0
    pace.answered(500.0)
    assert pace.delay == 30.0
    pace.answered(0.1, is_good=False)
    assert pace.delay == 30.0


def test_a_host_that_asks_to_wait_rests_longer_each_time_until_it_answers():
    pace = Pace(least=1.0, most=30.0, delay=1.0)

    rests = [pace.asked_to_wait(503, None, NOW) for _ in range(30)]
    assert rests[:3] == sorted(set(rests[:3]))
    assert rests[-1] == LONGEST_REST_OF_OURS
    pace.answered(0.1)
    assert pace.asked_to_wait(503, 7.0, NOW) == 7.0


def test_a_host_that_is_silent_three_times_in_a_row_rests():
    pace = Pace(least=1.0, most=30.0, delay=1.0)

    assert [pace.silent("timeout", NOW) for _ in range(4)] == [0.0, 0.0, FIRST_REST, 2 * FIRST_REST]
    pace.answered(0.1)
    assert pace.silent("timeout", NOW) == 0.0


def test_a_delay_that_is_to_stay_as_it_is_stays_and_else_a_host_that_asks_to_wait_doubles_it():
    fixed = Pace(least=1.0, most=30.0, delay=3.0, adapts=False)
    pace = Pace(least=1.0, most=30.0, delay=3.0)

    fixed.answered(8.0)
    for one in (fixed, pace):
        one.asked_to_wait(429, None, NOW)

    assert (fixed.delay, pace.delay) == (3.0, 6.0)


def test_crawl_delay_is_kept_whatever_the_most_is():
    pace = Pace(least=1.0, most=30.0, delay=1.0)
    pace.slow_down(45.0)
    pace.answered(0.1)

    assert pace.delay == 45.0


class WithRobots(LocalSite):
    """A site with a robots.txt of one's choice."""

    robots: tuple[int, dict[str, str], bytes] = (200, {}, b"")

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        return self.robots if path == "/robots.txt" else super().answer(path, host)


@pytest.mark.thorough
def test_robots_txt_is_fetched_once_and_only_its_first_500_kib_count(archive_path: Path, newsarc: Command):
    rules = b"User-agent: *\nCrawl-delay: 0.25\nDisallow: /news/1-\n"
    with WithRobots(articles=3) as site:
        site.robots = (200, {}, rules + b"# filler\n" * 200_000 + b"Disallow: /news/\n")
        arguments = ("crawl", site.home, "--archive", archive_path, *local_options(site))
        first = newsarc(*arguments)
        asked = list(site.paths)
        second = newsarc(*arguments)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert site.paths.count("/robots.txt") == 1
    assert [path for path in asked if path.startswith("/news/")] == [site.path_of(0), site.path_of(2)]
    assert host_of(archive_path).delay == 0.25
    with Archive(archive_path, read_only=True) as archive:
        [(state, reason)] = archive.db.execute("SELECT state, reason FROM pages WHERE url LIKE '%/news/1-%'").fetchall()
    assert (state, reason) == ("refused", "Forbidden by robots.txt")


@pytest.mark.thorough
def test_a_host_that_rests_for_its_delay_alone_is_told_with_that(archive_path: Path, newsarc: Command):
    with WithRobots(articles=1) as site:
        site.robots = (200, {}, b"User-agent: *\nCrawl-delay: 600\n")
        done = newsarc("crawl", site.home, "--archive", archive_path, *local_options(site))

    assert "last trouble: local.example: it asks for 600 s between two requests" in done.stderr


@pytest.mark.thorough
def test_a_host_with_a_crawl_delay_of_hours_gives_a_page_a_run_and_each_its_turn(archive_path: Path, newsarc: Command):
    with WithRobots(articles=2) as site:
        site.robots = (200, {}, b"User-agent: *\nCrawl-delay: 86400\n")
        runs = []
        for _ in range(4):
            runs.append(newsarc("crawl", site.home, "--archive", archive_path, *local_options(site)))
            with Archive(archive_path) as archive, archive.transaction():  # two hours pass
                ago = "strftime('%Y-%m-%dT%H:%M:%fZ', {0}, '-7200 seconds')"
                columns = ("next_allowed_at", "robots_fetched_at", "tdmrep_fetched_at")
                times = ", ".join(f"{name} = {ago.format(name)}" for name in columns)
                archive.db.execute(f"UPDATE hosts SET {times}")

    assert "it asks for 3600 s between two requests" in runs[0].stderr
    assert site.paths[:4] == ["/robots.txt", "/.well-known/tdmrep.json", "/", site.paths[3]]
    assert len(site.paths) == len(set(site.paths)) == 5


@pytest.mark.thorough
def test_a_crawl_by_a_clock_that_was_years_ahead_stops_no_later_one(archive_path: Path, newsarc: Command):
    with LocalSite(articles=1) as site:
        arguments = ("crawl", site.home, "--archive", archive_path, *local_options(site))
        newsarc(*arguments)
        with Archive(archive_path) as archive, archive.transaction():
            archive.db.execute("UPDATE hosts SET next_allowed_at = '2054' || substr(next_allowed_at, 5)")
            archive.db.execute("UPDATE hosts SET robots_fetched_at = '2054' || substr(robots_fetched_at, 5)")
            archive.db.execute("UPDATE pages SET fetched_at = '2054' || substr(fetched_at, 5)")
        site.articles, first = 2, len(site.paths)
        again = newsarc(*arguments)

    assert (again.returncode, again.stderr.splitlines()[0]) == (0, "1 new article, 0 changed, 0 unchanged; 0 quotes")
    assert {"/", "/feed.xml", "/robots.txt", site.path_of(1)} <= set(site.paths[first:])


@pytest.mark.thorough
def test_while_robots_txt_fails_nothing_is_asked_and_nothing_is_lost(archive_path: Path, newsarc: Command):
    with WithRobots(articles=2) as site:
        site.robots = (503, {}, b"")
        arguments = ("crawl", site.home, "--archive", archive_path, *local_options(site))
        stopped = newsarc(*arguments)
        assert set(site.paths) == {"/robots.txt"}
        assert stopped.returncode == 4
        assert "local.example is left alone until" in stopped.stderr
        assert "robots.txt: status 503" in stopped.stderr
        first = len(site.paths)
        assert newsarc(*arguments).returncode == 4
        assert len(site.paths) == first  # it is left alone for ten minutes

        site.robots = (404, {}, b"")
        with Archive(archive_path) as archive, archive.transaction():
            archive.db.execute("UPDATE hosts SET next_allowed_at = '2020-01-01T00:00:00.000Z'")
        done = newsarc(*arguments)

    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 2


class Busy(LocalSite):
    """A site that answers its articles with 429 at first."""

    times, retry_after = 1, "1"

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        if path.startswith("/news/") and self.times > 0:
            self.times -= 1
            return 429, {"Retry-After": self.retry_after}, b""
        return super().answer(path, host)


def test_a_near_retry_after_is_waited_for(archive_path: Path, newsarc: Command):
    with Busy(articles=2) as site:
        options = local_options(site, retries=1)
        done = newsarc("crawl", site.home, "--archive", archive_path, *options)

    assert done.returncode == 0, done.stderr
    times = [when for when, path in site.requests if path.startswith("/news/")]
    assert len(times) == 3
    assert times[1] - times[0] >= 1.0


@pytest.mark.thorough
def test_a_far_retry_after_leaves_the_host_alone_and_its_pages_due(archive_path: Path, newsarc: Command):
    with Busy(articles=40) as site:
        site.times, site.retry_after = 999, "7200"
        arguments = ("crawl", site.home, "--archive", archive_path, *local_options(site, retries=2))
        begun = datetime.now(UTC)
        left = newsarc(*arguments)
        asked = [path for path in site.paths if path.startswith("/news/")]
        first = len(site.paths)
        again = newsarc(*arguments)

    assert left.returncode == 3
    assert len(asked) == 1
    assert "local.example is left alone until" in left.stderr
    assert "status 429" in left.stderr
    assert again.returncode == 4
    assert len(site.paths) == first
    allowed = host_of(archive_path).next_allowed_at
    assert allowed is not None
    assert timedelta(hours=1.9) < allowed - begun < timedelta(hours=2.1)
    with Archive(archive_path, read_only=True) as archive:
        states = archive.db.execute("SELECT state, failures, count(*) FROM pages WHERE kind = 'article' GROUP BY 1, 2")
        assert states.fetchall() == [("new", 0, 40)]
