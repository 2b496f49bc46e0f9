"""Paths whose bytes are no text: messages show them so that whoever named the file knows it again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MAIN

from crawler.archive import Archive

NO_TEXT = b"caf\xe9-\xff.db"  # Latin 1, as a disk from elsewhere has it


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_configured_path_is_the_same_file_in_every_locale(tmp_path: Path, environment: dict[str, str], locale: str):
    Archive(tmp_path / "ärchiv" / "水門.db").close()
    (tmp_path / "newsarc.toml").write_text('[archive]\npath = "ärchiv/水門.db"\n', encoding="utf-8")
    here = environment | {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    here.pop("NEWSARC_ARCHIVE", None)

    command = [sys.executable, "-c", MAIN, "list", "--json"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=here, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, b"[]"), done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (b"list", b"--archive", NO_TEXT),
        (b"crawl", b"https://a.example", b"--log-file", b"none/" + NO_TEXT),
        (b"extract", NO_TEXT),
        (b"import", NO_TEXT, b"--archive", b"new.db"),
        (b"archive", b"merge", NO_TEXT, b"--archive", b"new.db"),
        (b"sites", b"add", b"caf\xe9-\xff.db.opml"),
    ],
    ids=lambda a: a[0].decode(),
)
def test_a_path_whose_bytes_are_no_text_is_shown_with_them_escaped(
    tmp_path: Path, environment: dict[str, str], arguments: tuple[bytes, ...]
):
    Archive(tmp_path / "new.db").close()

    command = [sys.executable.encode(), b"-c", MAIN.encode(), *arguments]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=False)

    assert done.returncode in (1, 2)
    assert rb"caf\xe9-\xff.db" in done.stderr


def test_a_path_with_signs_that_a_terminal_obeys_is_shown_with_them_escaped(
    tmp_path: Path, environment: dict[str, str]
):
    odd = tmp_path / "a\x1b[31m\u202eb.db"
    odd.write_text("no archive")

    command = [sys.executable, "-c", MAIN, "list", "--archive", odd]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)

    assert done.returncode == 1
    assert rb"/a\x1b[31m\u202eb.db" in done.stderr


def test_where_an_archive_is_is_shown_with_the_bytes_of_its_path(tmp_path: Path, environment: dict[str, str]):
    path = os.fsencode(tmp_path) + b"/" + NO_TEXT
    Archive(os.fsdecode(path)).close()

    command = [sys.executable, "-c", MAIN, "archive", "check", "--archive", path]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)

    assert done.stderr == os.fsencode(tmp_path) + b"/caf\\xe9-\\xff.db: nothing wrong\n"
