"""Tables on a terminal: a row is a line of it, in every script; in a pipe nothing depends on a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from pathlib import Path

import pytest
from conftest import MAIN, Command
from local_site import LocalSite, local_options
from wcwidth import wcswidth

from crawler.archive import Archive


def on_a_terminal(columns: int, *arguments: str | Path) -> list[str]:
    """Return the lines that `newsarc ARGUMENTS` shows on a terminal of so many columns."""
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        os.execve(sys.executable, [sys.executable, "-c", MAIN, *map(str, arguments)], kept)
    shown = b""
    while True:
        try:
            read = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not read:
            break
        shown += read
    os.waitpid(child, 0)
    os.close(terminal)
    return shown.decode().splitlines()


@pytest.mark.parametrize("columns", [80, 100])
@pytest.mark.parametrize("command", [("list", "--limit", "all"), ("quotes",), ("search", "harbour"), ("runs", "show")])
def test_a_row_is_a_line_of_the_terminal(crawled: Archive, command: tuple[str, ...], columns: int):
    lines = on_a_terminal(columns, *command, "--archive", crawled.path)

    table = lines[lines.index(next(line for line in lines if line.startswith("---"))) :]
    assert len(table) >= 2
    assert [line for line in table if wcswidth(line) > columns] == []
    assert any("…" in line for line in table)


def test_a_wide_terminal_shows_whole_instants_and_a_narrow_one_their_minute(crawled: Archive):
    wide = on_a_terminal(200, "list", "--limit", "1", "-c", "published_at", "-c", "title", "--archive", crawled.path)
    narrow = on_a_terminal(50, "list", "--limit", "1", "-c", "published_at", "-c", "title", "--archive", crawled.path)

    assert wide[2][10] == "T"
    assert narrow[2][:16].replace(" ", "T") == wide[2][:16]


def test_addresses_keep_their_end(crawled: Archive):
    lines = on_a_terminal(40, "list", "--limit", "all", "-c", "url", "-c", "id", "--archive", crawled.path)

    assert all(line.startswith("…") for line in lines[2:22])


@pytest.mark.thorough
def test_how_far_a_crawl_is_stays_on_one_line_of_a_narrow_terminal(archive_path: Path):
    class Wide(LocalSite):
        def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
            status, headers, content = super().answer(path, host)
            return status, headers, content.replace(b"of the day", "市議会、図書館の夜間開館を可決".encode())

    with Wide(articles=8, seconds=0.2) as site:
        shown = on_a_terminal(50, "crawl", site.home, "--archive", archive_path, *local_options(site))

    told = [line.removeprefix("\x1b[K") for line in shown if "listings ·" in line]
    assert any("市議会" in line for line in told)
    assert max(map(wcswidth, told)) < 50
    assert "8 new articles, 0 changed" in "\n".join(shown)


def test_in_a_pipe_a_table_is_as_wide_as_its_cells(crawled: Archive, newsarc: Command):
    listed = newsarc("list", "--limit", "all", "--table", "--archive", crawled.path)

    assert max(map(wcswidth, listed.stdout.splitlines())) > 100
    assert "T" in listed.stdout.splitlines()[2][5:20]
