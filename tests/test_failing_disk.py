"""A disk that fills and a folder that vanishes in the midst of a crawl: one line, the right code, nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import HOME, MAIN, Command, articles_in, demo_options, wait_until
from test_crawl import ARTICLES

from crawler.archive import Archive
from crawler.demo import DemoServer


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, with room for a part of the site; only root may make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.thorough
def test_a_disk_that_fills_ends_the_crawl_in_one_line_and_loses_nothing(
    site: DemoServer, newsarc: Command, small_disk: Path
):
    arguments = ("crawl", HOME, "--archive", small_disk / "archive.db", *demo_options(site))

    full = newsarc(*arguments)

    assert full.returncode == 1
    assert full.stderr.count("the disk is full") == 1
    assert "Traceback" not in full.stderr
    with Archive(small_disk / "archive.db", read_only=True) as archive:
        kept = {row.url for row in archive.articles()}
    assert len(kept) < len(ARTICLES)

    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    first = len(site.requests)
    again = newsarc(*arguments)

    assert again.returncode == 0, again.stderr
    with Archive(small_disk / "archive.db", read_only=True) as archive:
        assert {row.url for row in archive.articles()} == set(ARTICLES)
        assert archive.check() == []
    assert not {HOME.rstrip("/") + seen.path for seen in site.requests[first:]} & kept


def test_an_archive_on_a_full_disk_is_read_and_what_would_write_is_told_why_not(
    newsarc: Command, crawled: Archive, small_disk: Path
):
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    path = small_disk / "archive.db"
    crawled.backup(path)
    with suppress(OSError), (small_disk / "other").open("wb") as file:
        while True:
            file.write(bytes(4096))

    listed = newsarc("list", "--limit", "1", "--archive", path)
    corrected = newsarc("correct", "1", "title", "X", "--archive", path)

    assert listed.returncode == 0, listed.stderr
    assert len(json.loads(listed.stdout)) == 1
    assert corrected.returncode == 1
    assert "the disk is full" in corrected.stderr


@pytest.mark.thorough
def test_an_archive_whose_folder_vanishes_ends_the_crawl_in_one_line(
    site: DemoServer, environment: dict[str, str], tmp_path: Path
):
    folder = tmp_path / "news"
    command = [sys.executable, "-c", MAIN, "crawl", HOME, "--archive", str(folder / "archive.db")]
    process = subprocess.Popen(
        [*command, *demo_options(site, delay=0.1)], env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: articles_in(folder / "archive.db") > 1)

    folder.rename(tmp_path / "elsewhere")
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 1
    assert errors.count("has vanished while it was in use") == 1
    assert "Traceback" not in errors
    with Archive(tmp_path / "elsewhere" / "archive.db") as archive:
        assert archive.count_articles() > 1
        assert archive.check() == []
