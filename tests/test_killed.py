"""kill -9 at any moment: the file is sound, nothing is lost, next to nothing is done twice."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawl_forks import start_crawl, wait_for
from local_site import LocalSite, local_options

pytestmark = pytest.mark.thorough
ARTICLES = 12
AT_ONCE = 4


_LOST = "SELECT url FROM pages WHERE kind = 'article' AND state = 'new' AND due_at IS NULL AND lease_owner IS NULL"


class Told(LocalSite):
    """Knows which crawl asked: what a killed one had sent may come in when the next has begun."""

    def __init__(self, articles: int, *, seconds: float) -> None:
        super().__init__(articles, seconds=seconds)
        self.asked: dict[str, Counter[str]] = {"first": Counter(), "again": Counter()}

    def answer_to(self, path: str, host: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        with self.lock:
            self.asked[headers["User-Agent"]][path] += 1
        return super().answer_to(path, host, headers)


@dataclass(frozen=True)
class Kill:
    """What one kill met, and what the crawl after it did."""

    asked_before: Counter[str]
    in_flight: int  # requests that the server had not answered
    archived_before: set[str]
    lost: list[str]  # neither archived nor due nor leased
    archived_after: int
    asked_after: Counter[str]
    wrong: list[object]
    log: str

    @property
    def repeated(self) -> set[str]:
        return {path for path in self.asked_before if path.startswith("/news/") and path in self.asked_after}


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def problems(path: Path) -> list[object]:
    return [row for row in ask(path, "PRAGMA integrity_check") if row != ("ok",)] + ask(
        path, "PRAGMA foreign_key_check"
    )


def kill_once(folder: Path, moment: float) -> Kill:
    """Kill a crawl when *moment* (0 to 1) of its articles has been asked for, then crawl to the end."""
    folder.mkdir()
    archive = folder / "archive.db"
    with Told(articles=ARTICLES, seconds=0.06) as site:
        arguments = [site.home, "--archive", str(archive), *local_options(site)]
        arguments += ["-s", f"CONCURRENT_REQUESTS_PER_DOMAIN={AT_ONCE}"]
        crawl = start_crawl([*arguments, "-s", "USER_AGENT=first"], folder / "first.log")
        site.wait_for(lambda: len([p for p in site.paths if p.startswith("/news/")]) >= moment * ARTICLES)
        time.sleep(random.Random(moment).uniform(0, 0.05))
        with site.lock:
            crawl.kill()
            asked, answered = Counter(site.paths), Counter(site.answered)
        wait_for(crawl)
        wrong = problems(archive)
        archived = {str(url) for (url,) in ask(archive, "SELECT url FROM articles")}
        lost = [str(url) for (url,) in ask(archive, _LOST)]
        again = start_crawl([*arguments, "-s", "USER_AGENT=again"], folder / "again.log")
        code = wait_for(again)
        log = (folder / "again.log").read_text()
        assert code == 0, log
        return Kill(
            site.asked["first"],
            (asked - answered).total(),
            archived,
            lost,
            int(str(ask(archive, "SELECT count(*) FROM articles")[0][0])),
            site.asked["again"],
            wrong + problems(archive) + ask(archive, "SELECT url FROM pages WHERE lease_owner IS NOT NULL"),
            log,
        )


@pytest.fixture(scope="module")
def kills(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Kill]:
    number = request.config.getoption("--kills")
    folder = tmp_path_factory.mktemp("kills")
    # Uniform between 5% and 95% of the work, each part of it as often as any other.
    moments = [0.05 + 0.9 * (index + 0.5) / number for index in range(number)]
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        return list(pool.map(lambda at: kill_once(folder / f"{at:.5f}", at), moments))


def test_the_kills_met_requests_in_flight(kills: list[Kill]):
    assert sum(kill.in_flight > 0 for kill in kills) >= 0.8 * len(kills)
    assert len({len(kill.archived_before) for kill in kills}) >= min(6, len(kills) // 3)  # early, late and in between


def test_a_killed_crawl_leaves_a_sound_file(kills: list[Kill]):
    assert [kill.wrong for kill in kills if kill.wrong] == []


def test_what_a_killed_crawl_had_archived_stays_and_the_rest_is_still_due(kills: list[Kill]):
    assert [kill.lost for kill in kills if kill.lost] == []
    assert {kill.archived_after for kill in kills} == {ARTICLES}


def test_a_killed_run_repeats_only_what_was_in_flight(kills: list[Kill]):
    for kill in kills:
        archived = {"/" + url.split("/", 3)[3] for url in kill.archived_before}
        assert not kill.repeated & archived
        assert len(kill.repeated) <= 2 * AT_ONCE  # being fetched, or fetched and being read
        assert max(kill.asked_after.values()) == 1
