"""The container file names what there is. No engine builds it here: its steps are checked one by one."""

from __future__ import annotations

import json
import re
import shlex
import tomllib

from conftest import ROOT

from crawler.cli.main import COMMANDS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
STEPS = [
    (line.split(None, 1)[0], line.split(None, 1)[1])
    for line in (ROOT / "Containerfile").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def arguments(instruction: str) -> list[str]:
    return [rest for name, rest in STEPS if name == instruction]


def test_what_is_copied_is_there_and_is_all_that_the_project_is_made_of():
    copied = [source for rest in arguments("COPY") for source in shlex.split(rest)[:-1]]

    assert [source for source in copied if not (ROOT / source).exists()] == []
    packages = {
        name.split(".")[0]
        for name in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    }
    assert packages | {"pyproject.toml", PROJECT["readme"], "LICENSE"} == set(copied)


def test_what_is_installed_has_a_python_and_extras_that_the_project_knows():
    (image,) = arguments("FROM")
    version = tuple(map(int, re.findall(r"python:(\d+)\.(\d+)", image)[0]))
    (extras,) = re.findall(r"pip install [^&]*'\.\[([\w,]+)\]'", " ".join(arguments("RUN")))

    assert version >= tuple(map(int, PROJECT["requires-python"].removeprefix(">=").split(".")))
    assert set(extras.split(",")) <= set(PROJECT["optional-dependencies"])


def test_what_is_started_is_a_command_and_its_archive_is_on_the_volume():
    entry, command = (json.loads(arguments(name)[0]) for name in ("ENTRYPOINT", "CMD"))
    volume = arguments("VOLUME")[0]
    archive = dict(part.split("=", 1) for part in shlex.split(arguments("ENV")[0]))["NEWSARC_ARCHIVE"]

    assert entry[0] in PROJECT["scripts"]
    assert command[0] in COMMANDS
    assert archive.startswith(f"{volume}/")
    assert arguments("WORKDIR")[-1] == volume
