"""Alarms go out once, to a real server, through Apprise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import Command
from webhook import Hook, webhook

from crawler.archive import Archive
from crawler.archive.sites.alarms import Alarms
from crawler.monitoring.notifying import NotifyError, apprise_sender, notify

if find_spec("apprise") is None:
    pytest.skip("the extra `notify` is not installed", allow_module_level=True)
# Apprise imports a module of the standard library that Python 3.13 drops.
pytestmark = pytest.mark.filterwarnings("ignore:.*slated for removal:DeprecationWarning")

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "lock.example"


@pytest.fixture
def hook() -> Iterator[Hook]:
    with webhook() as hook:
        yield hook


def raise_alarm(archive: Archive, subject: str, run: int = 7) -> None:
    detail = {"was": "98%", "now": "0 of 20", "good": "https://lock.example/1", "bad": "https://lock.example/2"}
    with archive.transaction():
        Alarms(archive).raise_(SITE, "missing", subject, run_id=run, at=NOW, detail=detail)


def test_a_change_is_told_once_with_its_pages_and_its_end_once(hook: Hook, archive_path: Path):
    with Archive(archive_path) as archive:
        send = apprise_sender([hook.url])
        raise_alarm(archive, "view_count")
        assert [notify(archive, send, now=NOW) for _ in range(2)] == [1, 0]
        raise_alarm(archive, "view_count", run=8)  # the next run shows it too
        assert notify(archive, send, now=NOW) == 0
        (alarm,) = Alarms(archive).open()
        with archive.transaction():
            Alarms(archive).end(alarm, NOW)
        assert [notify(archive, send, now=NOW) for _ in range(2)] == [1, 0]

    first, second = hook.got
    assert first["title"] == "newsarc: lock.example"
    assert "lock.example: view_count is missing: filled on 0 of 20 pages, on 98% before" in first["message"]
    assert "first bad: https://lock.example/2" in first["message"]
    assert second["message"].startswith("lock.example: as before again: view_count is missing")


def test_a_digest_holds_all_of_a_day(hook: Hook, archive_path: Path):
    with Archive(archive_path) as archive:
        send = apprise_sender([hook.url])
        raise_alarm(archive, "title")
        assert notify(archive, send, now=NOW, digest=True) == 1
        for subject in ("authors", "body"):
            raise_alarm(archive, subject)
        assert notify(archive, send, now=NOW + timedelta(hours=23), digest=True) == 0
        assert notify(archive, send, now=NOW + timedelta(hours=25), digest=True) == 2

    assert len(hook.got) == 2
    assert "authors" in hook.got[1]["message"]
    assert "body" in hook.got[1]["message"]


def test_what_was_not_taken_is_told_the_next_time(hook: Hook, archive_path: Path):
    with Archive(archive_path) as archive:
        raise_alarm(archive, "title")
        hook.status = 500
        assert notify(archive, apprise_sender([hook.url]), now=NOW) == 0

        hook.status = 200
        assert notify(archive, apprise_sender([hook.url]), now=NOW) == 1


def test_a_url_that_is_none_is_told_without_its_password():
    with pytest.raises(NotifyError, match="number 2 of 2") as caught:
        apprise_sender(["json://127.0.0.1", "nonsense://user:secret@host"])

    assert "secret" not in str(caught.value)


def test_the_doctor_tells_what_the_configuration_names(hook: Hook, newsarc: Command, tmp_path: Path):
    (tmp_path / "newsarc.toml").write_text(f'[notify]\nurls = ["{hook.url}"]\n[archive]\npath = "a.db"\n')
    with Archive(tmp_path / "a.db") as archive:
        raise_alarm(archive, "title")
        run = archive.start_run("news_site", SITE)
        archive.finish_run(run, status="finished", exit_code=0, counts={})
        archive.db.execute("INSERT INTO run_sites (run_id, site) VALUES (?, ?)", (run, SITE))

    done = newsarc("doctor", "--notify", "-q")

    assert done.returncode == 6, done.stderr
    assert len(hook.got) == 1
