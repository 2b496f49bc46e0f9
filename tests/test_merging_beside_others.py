"""A merge beside a crawl that goes on, and one that is killed."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from made_news import made_rows
from test_merging import MONDAY, stories_of
from two_stories import article

from crawler.archive import Archive, turns
from crawler.archive.exchange import merging
from crawler.archive.exchange.merging import merge


def save_until(stop: Any, path: Path, others: str, written: Any, most: Any) -> None:
    """Archive one article after another; note how many that were, and how many of *others* came while one waited."""
    sql = "SELECT count(*) FROM articles WHERE url LIKE ?"
    with Archive(path) as archive:
        while not stop.is_set():
            (before,) = archive.db.execute(sql, (others,)).fetchone()
            with archive.transaction():
                (since,) = archive.db.execute(sql, (others,)).fetchone()
                body = f"Lamp {written.value} of the quay was lit. " * 12
                archive.save(article(f"https://lamps.example/{written.value}", body=body), seen_at=MONDAY)
            most.value = max(most.value, since - before)
            written.value += 1
            time.sleep(0.03)


@pytest.mark.thorough
def test_another_process_writes_while_archives_are_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = list(made_rows(600, sites=30))
    for name, some in (("a", rows[:240]), ("b", rows[240:])):
        with Archive(tmp_path / f"{name}.db") as archive, archive.transaction():
            for row in some:
                address = row["url"].replace("https://", f"https://{name}.")
                archive.save(article(address, title=row["title"], body=row["body"]), seen_at=MONDAY)
    monkeypatch.setattr(merging, "BATCH", 18)
    monkeypatch.setattr(turns, "HELD", 0)
    context = multiprocessing.get_context("spawn")
    stop, written, most = context.Event(), context.Value("i", 0), context.Value("i", 0)
    arguments = (stop, tmp_path / "a.db", "https://b.%", written, most)
    process = context.Process(target=save_until, args=arguments)
    placed: list[int] = []

    def wait_for_a_write(done: int, of: int) -> None:
        """While articles are placed nobody holds the lock: the other process goes on."""
        until, deadline = written.value + 2, time.monotonic() + 60
        while written.value < until and time.monotonic() < deadline:
            time.sleep(0.01)
        assert written.value >= until
        placed.append(done)

    process.start()
    try:
        with Archive(tmp_path / "a.db") as archive, Archive(tmp_path / "b.db", read_only=True) as other:
            merge(archive, [other], tell=wait_for_a_write)
    finally:
        stop.set()
        process.join(60)
    assert process.exitcode == 0
    process.close()
    assert len(placed) > 2
    assert 0 < most.value <= 5 * merging.BATCH  # of 360
    with Archive(tmp_path / "a.db") as archive:
        assert archive.count_articles() == 600 + written.value
        assert archive.check() == []


@pytest.mark.thorough
def test_a_merge_that_is_killed_again_and_again_loses_nothing_and_ends_as_one_that_was_not(tmp_path: Path):
    made = made_rows(260, sites=12, copies=0.6)
    rows = list({(row["site"], row["body"]): row for row in made}.values())[:240]  # no text twice at a site
    for name, places in (("whole", {0, 1}), ("a", {0}), ("b", {1})):
        with Archive(tmp_path / f"{name}.db") as archive, archive.transaction():
            for number, row in enumerate(rows):
                if number % 2 in places:
                    item = article(row["url"], title=row["title"], body=row["body"])
                    archive.save(item, seen_at=MONDAY + timedelta(minutes=number))
    code = "from crawler.archive.exchange import merging; merging.BATCH = 5; from crawler.cli import main; main()"
    command = [sys.executable, "-c", code, "archive", "merge", tmp_path / "b.db", "--archive", tmp_path / "a.db"]
    with Archive(tmp_path / "whole.db") as archive:
        expected = stories_of(archive)
    sizes = []
    for most in (130, 180, 239):
        with Archive(tmp_path / "a.db") as archive, subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            while archive.count_articles() < most and process.poll() is None:
                time.sleep(0.002)
            process.kill()
            process.wait(60)
            assert archive.check() == []
            sizes.append(archive.count_articles())
            assert archive.db.execute("SELECT count(*) FROM articles WHERE story_id IS NULL").fetchone() == (0,)

    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0

    assert 120 < sizes[0] < 240
    with Archive(tmp_path / "a.db") as archive:
        assert stories_of(archive) == expected
