"""Several sites in one run: each at its own pace, none held up by another."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conftest import Command
from local_site import LocalSite, local_options

from crawler.archive import Archive


class ManySites(LocalSite):
    """The same site under every host name; `slow.example` needs long for each answer, `dead.example` fails."""

    asked: list[tuple[float, str]]

    def __init__(self, articles: int) -> None:
        super().__init__(articles)
        self.asked = []

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append((time.monotonic(), host))
        if host == "slow.example":
            time.sleep(0.5)
        if host == "dead.example":
            return 500, {}, b""
        return super().answer(path, host)

    def last(self, host: str) -> float:
        return max(when for when, asked in self.asked if asked == host)


@pytest.mark.thorough
def test_a_slow_site_holds_up_no_other_and_a_failing_one_is_told(archive_path: Path, newsarc: Command):
    with ManySites(articles=3) as site:
        hosts = ["slow.example", "dead.example", "one.example", "two.example"]
        done = newsarc("crawl", *(f"http://{h}/" for h in hosts), "--archive", archive_path, *local_options(site))

    assert done.returncode == 3, done.stderr
    assert max(site.last("one.example"), site.last("two.example")) < site.last("slow.example")
    with Archive(archive_path, read_only=True) as archive:
        assert {row.site: row.articles for row in archive.sites()} == {
            **dict.fromkeys(("slow.example", "one.example", "two.example"), 3),
            "dead.example": 0,
        }
        assert sorted(run.site for run in archive.runs()) == sorted(hosts)
        assert archive.check() == []
    told = {line.split(":")[0] for line in done.stderr.splitlines() if ".example: 0 new" in line}
    assert told == {"dead.example"}


@pytest.mark.thorough
def test_more_sites_than_are_crawled_at_once_are_all_crawled(archive_path: Path, newsarc: Command, tmp_path: Path):
    names = [f"site{number}.example" for number in range(12)]
    (tmp_path / "newsarc.toml").write_text("".join(f'[sites.{n[:-8]}]\nurl = "http://{n}/"\n' for n in names))
    with ManySites(articles=1) as site:
        options = (*local_options(site), "-s", "NEWSARC_SITES_AT_ONCE=5", "-s", "SPIDER_MODULES=spiders.news_site")
        done = newsarc("crawl", "--all", "-q", "--archive", archive_path, *options)

    assert (done.returncode, done.stderr) == (0, "")
    with Archive(archive_path, read_only=True) as archive:
        assert {row.site: row.articles for row in archive.sites()} == dict.fromkeys(names, 1)


class Counting(ManySites):
    """Knows how many requests it had at once."""

    def __init__(self, articles: int) -> None:
        super().__init__(articles)
        self.now = self.most = 0

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.05)
        with self.lock:
            self.now -= 1
        return super().answer(path, host)


@pytest.mark.thorough
@pytest.mark.parametrize(("most", "at_once"), [(1, 3), (5, 7)])
def test_all_crawls_of_a_process_together_have_no_more_requests_under_way_than_they_may(
    archive_path: Path, newsarc: Command, most: int, at_once: int
):
    """One that has none may make one, whatever the others have."""
    hosts = [f"site{number}.example" for number in range(3)]
    with Counting(articles=8) as site:
        options = (
            *local_options(site),
            "-s",
            f"NEWSARC_MOST_REQUESTS={most}",
            "-s",
            "CONCURRENT_REQUESTS_PER_DOMAIN=8",
        )
        done = newsarc("crawl", *(f"http://{host}/" for host in hosts), "--archive", archive_path, *options)

    assert done.returncode == 0, done.stderr
    assert site.most <= at_once
    with Archive(archive_path, read_only=True) as archive:
        assert {row.site: row.articles for row in archive.sites()} == dict.fromkeys(hosts, 8)


def test_what_to_crawl_is_named_or_all_of_it_is(newsarc: Command):
    for arguments in ((), ("--all", "https://harbour.example/")):
        done = newsarc("crawl", *arguments)
        assert done.returncode == 2
        assert "name sites or URLs to crawl, --file with a list of them, or --all" in done.stderr
