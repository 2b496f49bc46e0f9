"""What a command does whose streams are closed, or whose output finds no room: one line, the right code."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MAIN

from crawler.archive import Archive
from crawler.archive.errors import ArchiveLockedError
from crawler.cli.main import one_line_for_what_is_wrong
from crawler.cli.saying import CLEAR, Progress, say


@pytest.fixture
def through_shell(environment: dict[str, str], tmp_path: Path):
    """Run `newsarc ARGS` with the shell's *redirection*, and return what came of it."""

    def run_through_shell(redirection: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = ["sh", "-c", f'"$@" {redirection}', "sh", sys.executable, "-c", MAIN, *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=60, cwd=tmp_path, env=environment, check=False
        )

    return run_through_shell


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
@pytest.mark.parametrize("command", ["--help", "list", "show 1 --text", "export --format csv", "export -o /dev/full"])
def test_what_cannot_be_written_is_said_to_be_not(through_shell, crawled: Archive, redirection: str, command: str):
    arguments = command.split() if command == "--help" else [*command.split(), "--archive", crawled.path]

    done = through_shell(redirection, *arguments)

    assert done.returncode == 1
    assert done.stderr.startswith("newsarc: the output cannot be written")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["list --nl", "coverage {site} --calendar"])
def test_a_reader_that_has_enough_is_no_error(environment: dict[str, str], crawled: Archive, command: str):
    reading, writing = os.pipe()
    os.close(reading)
    arguments = [*command.format(site=crawled.sites()[0].site).split(), "--archive", str(crawled.path)]

    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-c", MAIN, *arguments],
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            env=environment,
            check=False,
        )

    assert done.returncode == 0
    assert "pipe" not in done.stderr.lower()


@pytest.mark.parametrize("ended", [SystemExit(6), ArchiveLockedError("locked")])
def test_what_a_command_has_found_out_is_its_exit_code_whoever_reads_it(
    monkeypatch: pytest.MonkeyPatch, ended: BaseException
):
    class Left(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Left())
    with pytest.raises(SystemExit) as caught, one_line_for_what_is_wrong():
        raise ended

    assert caught.value.code == (6 if isinstance(ended, SystemExit) else 5)


def test_who_reads_no_more_messages_ends_no_work(monkeypatch: pytest.MonkeyPatch):
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setattr(sys, "stderr", os.fdopen(writing, "w", buffering=1))
    left = sys.stderr
    say("3 rows")
    say("done")

    assert sys.stderr.name == os.devnull
    with pytest.raises(BrokenPipeError):
        left.close()
    sys.stderr.close()


def test_nothing_comes_from_a_closed_stdin(through_shell, crawled: Archive):
    page = through_shell("<&-", "extract", "-")
    forgetting = through_shell("<&-", "forget", "1", "--archive", crawled.path)

    assert (page.returncode, page.stderr) == (1, "newsarc: -: the page is empty\n")
    assert forgetting.returncode == 2
    assert "--yes is needed" in forgetting.stderr


@pytest.mark.thorough
def test_a_crawl_whose_messages_nobody_wants_ends_as_any_other(through_shell, archive_path: Path):
    done = through_shell("2>&-", "crawl", "http://127.0.0.1:9/", "--archive", archive_path)

    assert done.returncode == 1  # refused


def test_an_archive_does_not_take_the_place_of_a_closed_stream(through_shell, archive_path: Path):
    Archive(archive_path).close()

    done = through_shell(">&- <&-", "archive", "reindex", "--archive", archive_path)

    assert (done.returncode, done.stderr) == (0, f"{archive_path}: indexed anew\n")


def test_on_a_terminal_long_work_says_how_far_it_is_and_leaves_no_line_of_that(monkeypatch: pytest.MonkeyPatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, pipe = Terminal(), io.StringIO()
    times = iter((10.0, 10.0, 10.1, 10.4, 10.4, 10.5))  # asked for twice where something is said
    monkeypatch.setattr("crawler.cli.saying.monotonic", lambda: next(times))
    monkeypatch.setattr(sys, "stderr", terminal)
    progress = Progress("articles read again")
    for done in (1, 2, 1000, 2000):
        progress(done, 2000)
    assert terminal.getvalue().split(CLEAR) == [
        "",
        "1 of 2,000 articles read again\r",
        "1,000 of 2,000 articles read again\r",
        "",
    ]

    monkeypatch.setattr(sys, "stderr", pipe)
    progress(1, 2000)
    assert not pipe.getvalue()
