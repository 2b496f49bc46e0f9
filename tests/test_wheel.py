"""What is installed is the whole of newsarc and works from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

PROGRAM = "import crawler, sys; print(crawler.__file__, file=sys.stderr); from crawler.cli import main; main()"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # A copy: building leaves files beside the sources.
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        source, copy = ROOT / name, folder / "source" / name
        if source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(source.read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run(
        [*command, "--wheel-dir", str(folder), str(folder / "source")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    [path] = folder.glob("newsarc-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def elsewhere(installed: Path, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(installed), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_holds_three_packages_and_nothing_else_at_the_top(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"crawler", "spiders", "pipelines"}


def test_it_holds_every_module_and_every_data_file_of_the_checkout(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    kept = {
        str(path.relative_to(ROOT))
        for top in ("crawler", "spiders", "pipelines")
        for path in (ROOT / top).rglob("*")
        if path.suffix in (".py", ".json", ".toml", ".txt", ".npz", ".typed")
    }

    assert kept - held == set()
    assert kept >= {"crawler/py.typed", "pipelines/py.typed", "spiders/py.typed"}


@pytest.mark.thorough
def test_the_demo_runs_from_another_folder(installed: Path, tmp_path: Path):
    done = elsewhere(installed, tmp_path, "demo")

    assert done.returncode == 0, done.stderr
    assert str(installed) in done.stderr.splitlines()[0]
    assert "20 new articles" in done.stderr
    assert "President Yoon's office" in done.stdout


def test_extract_runs_from_another_folder(installed: Path, tmp_path: Path):
    text = "Ferry is back\n\nThe ferry to the islands left port on Monday evening with a brass band on board.\n"
    (tmp_path / "page.txt").write_text(text, "utf-8")

    done = elsewhere(installed, tmp_path, "extract", "page.txt")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["title"] == "Ferry is back"
