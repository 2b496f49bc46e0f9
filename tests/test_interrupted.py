"""SIGTERM and SIGINT end a crawl within ten seconds, whatever a page is doing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from conftest import MAIN, ROOT
from local_site import LocalSite, local_options


def interrupt(site: LocalSite, archive: Path, sent: signal.Signals, *options: str) -> tuple[int, float, str]:
    """Return exit code, seconds and stderr of a crawl that is interrupted when it asks for an article."""
    command = [sys.executable, "-c", MAIN, "crawl", site.home, "--archive", str(archive), *local_options(site)]
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": "/usr/bin:/bin"}
    crawl = subprocess.Popen(
        [*command, *options], cwd=archive.parent, env=environment, stderr=subprocess.PIPE, text=True
    )
    site.wait_for(lambda: any(path.startswith("/news/") for path in site.paths))
    time.sleep(0.3)
    begun = time.monotonic()
    crawl.send_signal(sent)
    _, errors = crawl.communicate(timeout=60)
    return crawl.returncode, time.monotonic() - begun, errors


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 143, marks=pytest.mark.thorough)]
)
def test_a_page_that_does_not_come_holds_up_no_end(archive_path: Path, sent: signal.Signals, code: int):
    with LocalSite(articles=3, seconds=25) as site:
        returned, seconds, errors = interrupt(site, archive_path, sent)

    assert returned == code, errors
    assert seconds < 10
    with closing(sqlite3.connect(archive_path)) as db:
        leased = db.execute("SELECT count(*) FROM pages WHERE lease_owner IS NOT NULL").fetchone()[0]
        states = db.execute("SELECT state, failures FROM pages WHERE kind = 'article'").fetchall()
        [(status, exit_code)] = db.execute("SELECT status, exit_code FROM runs").fetchall()
    assert leased == 0
    assert states == [("new", 0)] * 3  # no page failed: all are due
    assert status == "shutdown"
    assert exit_code == code


@pytest.mark.thorough
def test_a_page_whose_reading_never_ends_holds_up_no_end(archive_path: Path):
    with LocalSite(articles=3) as site:
        pipelines = '{"endless_step.EndlessPipeline": 1}'
        returned, seconds, errors = interrupt(site, archive_path, signal.SIGTERM, "-s", f"ITEM_PIPELINES={pipelines}")

    assert returned == 143, errors
    assert seconds < 10
    assert "ended in the midst of a page" in errors
    with closing(sqlite3.connect(archive_path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_command_that_reads_ends_at_once_and_says_no_more():
    command = [sys.executable, "-c", MAIN, "extract", "--batch"]
    batch = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert batch.stdin is not None
    assert batch.stdout is not None
    batch.stdin.write('{"id": 1}\n')
    batch.stdin.flush()
    batch.stdout.readline()  # it has begun
    batch.send_signal(signal.SIGINT)
    _, errors = batch.communicate(timeout=60)

    assert (batch.returncode, errors) == (130, "")
