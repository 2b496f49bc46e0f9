"""What cron and systemd are given runs as it is meant, in a folder of any name."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import HOME, Command
from local_site import local_options

from crawler.archive import Archive
from crawler.demo import DemoServer

AWKWARD = "a folder, 50% 'odd' $HOME"


@pytest.fixture
def odd_folder(tmp_path: Path) -> Path:
    """A folder whose name every shell and every unit reads in its own way, with a configuration."""
    folder = tmp_path / AWKWARD
    folder.mkdir()
    (folder / "newsarc.toml").write_text(
        f'[schedule]\nevery = "20m..24h"\n[sites.gazette]\nurl = "{HOME}"\n[politeness]\ndelay = 0\n'
    )
    return folder


def test_the_lines_for_cron_are_read_by_a_shell_as_they_are_meant(newsarc: Command, odd_folder: Path):
    done = newsarc("schedule", "--print", "cron", "--every", "20m..1d", cwd=odd_folder)

    _, crawl, doctor = done.stdout.splitlines()
    assert crawl.startswith("*/20 * * * * cd ")
    assert doctor.startswith("17 6 * * * cd ")
    for line in (crawl, doctor):
        command = line.split(" ", 5)[5].replace(r"\%", "%")  # as cron does
        shown = command.replace(" -P -m crawler.cli ", ' -c "import os, sys; print(os.getcwd(), sys.argv[1:])" ')
        said = subprocess.run(["sh", "-c", shown], capture_output=True, text=True, check=True).stdout
        assert str(odd_folder) in said
        assert "'-q'" in said
    assert "'schedule', '--once', '-q', '--every', '1200s..86400s']" in _arguments(crawl)
    assert "flock" not in done.stdout


def test_the_lines_for_cron_name_the_sites_and_the_archive_that_were_given(newsarc: Command, odd_folder: Path):
    given = newsarc("schedule", "gazette", "--print", "cron", "--archive", "my news.db", cwd=odd_folder)

    _, crawl, doctor = given.stdout.splitlines()
    archive = str(odd_folder / "my news.db")
    assert shlex.split(crawl.split(" ", 5)[5].replace(r"\%", "%"))[-5:] == [
        "gazette",
        "--once",
        "-q",
        "--archive",
        archive,
    ]
    assert shlex.split(doctor.split(" ", 5)[5].replace(r"\%", "%"))[-2:] == ["--archive", archive]


def _arguments(line: str) -> str:
    return str(shlex.split(line.split(" ", 5)[5].replace(r"\%", "%")))


def test_the_units_are_right_for_systemd(newsarc: Command, odd_folder: Path, tmp_path: Path):
    units = tmp_path / "units"

    done = newsarc("schedule", "--print", "systemd", "--to", units, cwd=odd_folder)

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in units.iterdir()) == [
        *("newsarc-doctor.service", "newsarc-doctor.timer", "newsarc.service", "newsarc.timer")
    ]
    service = (units / "newsarc.service").read_text()
    assert "SuccessExitStatus=3 130 143\n" in service
    assert "OnUnitInactiveSec=1200s" in (units / "newsarc.timer").read_text()
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("no systemd-analyze on this machine: the units were not verified")
    files = sorted(map(str, units.iterdir()))
    found = subprocess.run([analyze, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    assert [line for line in found.stderr.splitlines() if "newsarc" in line] == []


@pytest.mark.thorough
def test_the_commands_of_the_units_run(site: DemoServer, newsarc: Command, run: Command, odd_folder: Path):
    """The very words of the crontab, in the folder that it names."""
    settings = local_options(site)
    lines = newsarc("schedule", "--print", "cron", *settings, cwd=odd_folder).stdout.splitlines()[1:]

    codes = [
        subprocess.run(["sh", "-c", line.split(" ", 5)[5].replace(r"\%", "%")], capture_output=True, check=False)
        for line in lines
    ]

    assert [(done.returncode, done.stdout, done.stderr) for done in codes] == [(0, b"", b"")] * 2
    with Archive(odd_folder / "data" / "archive.db", read_only=True) as archive:
        assert archive.count_articles() == 20
