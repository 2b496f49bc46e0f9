"""Several crawls on one archive: nothing is done twice, no host is asked faster, each ends."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import MAIN, ROOT
from local_site import LocalSite, local_options

from crawler.archive import Archive


def start(site: LocalSite, archive: Path, *arguments: str, delay: float) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-c",
        MAIN,
        "crawl",
        *arguments,
        "--archive",
        str(archive),
        *local_options(site, delay=delay),
    ]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


@pytest.mark.thorough
def test_two_crawls_of_one_site_do_its_work_once_and_at_its_pace(tmp_path: Path):
    """Each leases the host in turns; between two requests lies the delay, whoever sends them."""
    with LocalSite(articles=24) as site:
        crawls = [start(site, tmp_path / "archive.db", site.home, delay=0.15) for _ in range(2)]
        errors = [crawl.communicate(timeout=90)[1] for crawl in crawls]

    assert [crawl.returncode for crawl in crawls] == [0, 0], errors
    asked = [path for path in site.paths if path.startswith("/news/")]
    assert sorted(asked) == sorted(set(asked))
    assert len(asked) == 24
    pages = [when for when, path in site.requests if path != "/robots.txt"]
    gaps = [later - earlier for earlier, later in pairwise(pages)]
    assert min(gaps) > 0.1
    with Archive(tmp_path / "archive.db", read_only=True) as archive:
        assert archive.count_articles() == 24
        assert archive.check() == []
        assert archive.db.execute("SELECT count(*) FROM pages WHERE lease_owner IS NOT NULL").fetchone() == (0,)
        assert archive.db.execute("SELECT count(*) FROM hosts WHERE lease_owner IS NOT NULL").fetchone() == (0,)


@pytest.mark.thorough
def test_one_page_is_fetched_while_another_crawl_has_its_host(tmp_path: Path):
    """Who waits for a host has it after the batch of who holds it, long before that crawl ends."""
    with LocalSite(articles=2000) as site:
        crawl = start(site, tmp_path / "archive.db", site.home, delay=0.1)
        site.wait_for(lambda: len(site.paths) > 5)
        page = start(site, tmp_path / "archive.db", f"{site.home}extra/2026-one-more-story-to-read", delay=0.1)
        _, errors = page.communicate(timeout=60)
        is_running = crawl.poll() is None
        crawl.kill()
        crawl.communicate()

    assert page.returncode == 0, errors
    assert is_running
    with Archive(tmp_path / "archive.db", read_only=True) as archive:
        assert archive.article(f"{site.home}extra/2026-one-more-story-to-read").title
