"""Each site is crawled on its own rhythm; what is remembered is in the archive alone."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from conftest import HOME, MAIN, Command, wait_until
from local_site import local_options

from crawler.archive import Archive
from crawler.cli.schedule import look_after
from crawler.demo import DemoServer
from crawler.reading.instants import utc_text
from crawler.scheduling.schedule import GRACE, HARDER, Schedule, Task

START = datetime(2026, 5, 4, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BOUNDS = (15 * MINUTE, DAY)
SITE = "lock.example"
TASK = Task(SITE, SITE, BOUNDS, HOUR)


@dataclass
class MadeClock:
    """Time that passes only while somebody sleeps; `drift` is what the clock on the wall was set by."""

    passed: float = 0.0
    drift: timedelta = timedelta(0)

    def now(self) -> datetime:
        return (START + timedelta(seconds=self.passed) + self.drift).replace(microsecond=0)

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.passed += seconds


@dataclass
class MadeCrawl:
    """A crawl that lasts two minutes, or hangs until it is killed."""

    clock: MadeClock
    ends: float
    code: int = 0
    is_stubborn: bool = False
    asked: list[str] = field(default_factory=list)

    def poll(self) -> int | None:
        return self.code if self.clock.passed >= self.ends else None

    def terminate(self) -> None:
        self.asked.append("terminate")
        if not self.is_stubborn:
            self.ends, self.code = self.clock.passed, 143

    def kill(self) -> None:
        self.asked.append("kill")
        self.ends, self.code = self.clock.passed, -9


@dataclass
class World:
    """A site that publishes by *pace* (articles a day), and crawls of it into a real archive."""

    path: Path
    pace: Callable[[datetime], float]
    clock: MadeClock = field(default_factory=MadeClock)
    random: random.Random = field(default_factory=lambda: random.Random(3))
    runs: list[datetime] = field(default_factory=list)
    waits: list[timedelta] = field(default_factory=list)
    published_until: datetime = START - 7 * DAY
    code: int = 0
    leaves_a_trace: bool = True

    def crawl(self, task: Task) -> MadeCrawl:
        now = self.clock.now()
        self.runs.append(now)
        if self.leaves_a_trace:
            with Archive(self.path) as archive, archive.transaction():
                run = archive.start_run("news_site", task.site, at=now)
                self._publish(archive, now)
                archive.finish_run(run, status="finished", exit_code=self.code, counts={}, at=now)
        return MadeCrawl(self.clock, self.clock.passed + 120, self.code)

    def _publish(self, archive: Archive, now: datetime) -> None:
        while self.published_until < now:
            at = self.published_until
            if self.random.random() < self.pace(at) * (5 * MINUTE / DAY):
                self.waits.append(now - at)
                archive.db.execute(
                    "INSERT INTO articles (url, site, published_at_utc, first_seen_at, last_seen_at) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (f"https://{SITE}/{utc_text(at)}", SITE, *([utc_text(at)] + 2 * [utc_text(now)])),
                )
            self.published_until += 5 * MINUTE

    def schedule(self, task: Task = TASK) -> Schedule:
        return Schedule(self.path, [task], self.clock, self.crawl)

    def let_pass(self, span: timedelta, schedule: Schedule | None = None) -> list[datetime]:
        """Let *span* pass, and return when crawls began in it."""
        end, before = self.clock.passed + span.total_seconds(), len(self.runs)
        (schedule or self.schedule()).run(is_over=lambda: self.clock.passed >= end)
        return self.runs[before:]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "archive.db", lambda at: 24.0)


def gaps(runs: list[datetime]) -> float:
    """Return how many hours usually lie between two crawls."""
    return median((later - one) / HOUR for one, later in pairwise(runs))


@pytest.mark.thorough
def test_in_a_month_the_crawls_follow_a_site_whose_rhythm_changes(tmp_path: Path):
    """Ten days of three articles a day, ten of sixty, ten of three; by day alone."""

    def pace(at: datetime) -> float:
        busy = START + 10 * DAY <= at < START + 20 * DAY
        return (60.0 if busy else 3.0) * (1.5 if at.hour >= 8 else 0.0)

    world = World(tmp_path / "archive.db", pace)

    with Archive(world.path):  # held open: else each of the 1,500 that are opened and closed clears the log away
        quiet, busy, quiet_again = (world.let_pass(10 * DAY) for _ in range(3))

    assert all(BOUNDS[0] <= later - one <= BOUNDS[1] + HOUR for one, later in pairwise(world.runs))
    assert 2 <= len(quiet) / 10 <= 8
    assert len(busy[len(busy) // 3 :]) / 7 > 20
    assert len([at for at in quiet_again if at >= START + 26 * DAY]) / 4 <= 9
    by_night = [at for at in busy if at.hour in (2, 3, 4, 5)]
    by_day = [at for at in busy if at.hour in (12, 13, 14, 15)]
    assert len(by_night) < len(by_day) / 3


def test_of_many_sites_none_is_left_out_that_is_looked_at_in_the_next_second(archive_path: Path):
    class BusyClock(MadeClock):
        def now(self) -> datetime:
            self.passed += 1
            return super().now()

    clock = BusyClock()
    tasks = [Task(site, site, BOUNDS, HOUR) for site in ("lock.example", "quay.example", "weir.example")]
    begun: list[str] = []

    def start(task: Task) -> MadeCrawl:
        begun.append(task.name)
        return MadeCrawl(clock, clock.passed)

    Schedule(archive_path, tasks, clock, start).run_once()

    assert begun == ["lock.example", "quay.example", "weir.example"]


def test_an_unknown_site_is_crawled_at_once(world: World):
    assert world.let_pass(MINUTE) == [START]


def test_a_restart_forgets_nothing_and_repeats_nothing(world: World):
    world.let_pass(2 * DAY)
    last = world.runs[-1]

    after = world.let_pass(3 * HOUR, world.schedule())  # another process, as far as it knows

    assert after[0] - last >= BOUNDS[0]
    assert gaps(after) == pytest.approx(1, abs=0.6)


def test_missed_times_are_made_up_for_by_one_crawl(world: World):
    world.let_pass(DAY)
    world.clock.passed += 3 * DAY.total_seconds()  # the machine slept

    after = world.let_pass(10 * MINUTE)

    assert len(after) == 1


@pytest.mark.parametrize("jump", [-2 * DAY, -1 * HOUR, 2 * DAY], ids=["two days back", "an hour back", "two days on"])
def test_a_clock_that_is_set_does_not_stop_the_crawls(world: World, jump: timedelta):
    schedule = world.schedule()
    world.let_pass(DAY, schedule)
    world.clock.drift += jump

    after = world.let_pass(6 * HOUR, schedule)

    assert 3 <= len(after) <= 12


def test_a_crawl_that_hangs_is_ended_and_one_that_does_not_listen_is_killed(world: World):
    hanging = MadeCrawl(world.clock, float("inf"))
    stubborn = MadeCrawl(world.clock, float("inf"), is_stubborn=True)
    for crawl, asked, most in (
        (hanging, ["terminate"], TASK.max_time.total_seconds() + GRACE),
        (stubborn, ["terminate", "kill"], TASK.max_time.total_seconds() + GRACE + HARDER),
    ):
        begun = world.clock.passed
        schedule = Schedule(world.path, [TASK], world.clock, lambda task, crawl=crawl: crawl)

        schedule.run(is_over=lambda schedule=schedule: bool(schedule.codes))

        assert crawl.asked[: len(asked)] == asked
        assert world.clock.passed - begun == pytest.approx(most, abs=5)


def test_a_crawl_that_dies_before_it_leaves_a_trace_is_not_started_again_at_once(world: World):
    world.leaves_a_trace, world.code = False, 1

    assert len(world.let_pass(2 * HOUR)) <= 9


def test_a_site_that_fails_is_asked_ever_more_rarely(world: World):
    world.code = 4

    runs = world.let_pass(2 * DAY)

    assert gaps(runs[-3:]) > 8 * gaps(runs[:3])


def test_a_crawl_that_was_stopped_is_made_up_for_soon_however_slow_the_site(world: World):
    world.pace, world.code = lambda at: 0.1, 143

    runs = world.let_pass(DAY)

    assert [round((later - one) / BOUNDS[0]) for one, later in pairwise(runs[:5])] == [1, 2, 4, 8]


def test_several_sites_are_crawled_one_at_a_time_the_one_due_longest_first(world: World):
    tasks = [Task(name, name, BOUNDS, HOUR) for name in ("one.example", "two.example", "three.example")]
    schedule = Schedule(world.path, tasks, world.clock, world.crawl)

    schedule.step()
    assert len(schedule.running) == 1
    world.clock.sleep(130)
    schedule.step()

    assert [one.task.name for one in schedule.running] == ["two.example"]


def test_an_archive_that_is_away_for_a_while_ends_nothing(world: World):
    schedule = world.schedule()
    world.let_pass(DAY, schedule)
    away = world.path.rename(world.path.with_name("elsewhere.db"))
    world.path.write_text("no archive")
    before = len(world.runs)
    world.let_pass(2 * HOUR, schedule)
    assert len(world.runs) == before

    away.replace(world.path)

    assert world.let_pass(3 * HOUR, schedule)


def test_a_crawl_that_cannot_be_started_is_tried_again_later(world: World):
    def refuse(task: Task) -> MadeCrawl:
        refused.append(world.clock.now())
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    refused: list[datetime] = []
    schedule = world.schedule()
    schedule.start = refuse
    world.let_pass(50 * MINUTE, schedule)

    assert [later - one for one, later in pairwise(refused)] == [BOUNDS[0]] * 3
    assert schedule.codes == [1] * 4


def test_runs_that_cannot_be_examined_now_end_no_schedule(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    path = tmp_path / "archive.db"
    path.write_text("no archive")

    look_after(path, TASK)

    assert f"{path} is not an archive of newsarc's" in caplog.text


@pytest.mark.thorough
def test_once_crawls_what_is_due_and_ends(site: DemoServer, newsarc: Command, archive_path: Path):
    options = ("--once", "--archive", archive_path, *local_options(site))

    first = newsarc("schedule", HOME, "--every", "1h..2h", "-q", *options)
    asked = len(site.requests)
    second = newsarc("schedule", HOME, "--every", "1h..2h", *options)

    assert (first.returncode, first.stderr) == (0, "")
    assert second.returncode == 0
    assert len(site.requests) == asked
    assert f"nothing is due; {HOME} is next, at 2" in second.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 20
        assert archive.count_runs() == 1


@pytest.mark.thorough
def test_a_day_in_small_with_real_processes_is_ended_in_good_order(
    site: DemoServer, environment: dict[str, str], archive_path: Path
):
    """Crawl after crawl as children; a crawl in the midst of its work is ended, and nothing stays leased."""
    command = [sys.executable, "-c", MAIN, "schedule", HOME, "--every", "1s..2s", "--archive", str(archive_path)]
    process = subprocess.Popen(
        [*command, *local_options(site)],
        env=environment,
        cwd=archive_path.parent,
        stderr=subprocess.PIPE,
        text=True,
    )

    def runs() -> int:
        if not archive_path.exists() or not archive_path.stat().st_size:
            return 0
        with Archive(archive_path) as archive:
            return archive.count_runs()

    wait_until(lambda: runs() >= 2, seconds=60)
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=60)

    assert process.returncode == 143, stderr
    assert stderr.count("crawl begins") >= 2
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 20
        assert archive.db.execute("SELECT count(*) FROM pages WHERE lease_owner IS NOT NULL").fetchone() == (0,)


def test_the_configuration_says_what_is_crawled_and_how_often(newsarc: Command, tmp_path: Path):
    assert "no site to crawl" in newsarc("schedule", "--once").stderr
    assert "expected two spans of time" in newsarc("schedule", "unn", "--every", "1d..1h").stderr
