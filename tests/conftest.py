"""What tests share: a real news site on loopback, real archives, the real command."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings
from local_site import local_options

from crawler.archive import Archive
from crawler.cli import main
from crawler.demo import DemoServer

ROOT = Path(__file__).parent.parent
HOME = "http://harbour-gazette.example/"
MAIN = "from crawler.cli import main; main()"
# How long an example takes says more about the machine than about the code.
# No limit of time: in a new checkout Hypothesis makes its table of Unicode at the first text that it draws, which takes
# a loaded machine longer than the 30 s that it allows for drawing.
settings.register_profile("newsarc", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("newsarc")
# Packages that nothing else needs; an engine of containers, and minutes: `make container`.
collect_ignore = ["benchmarks", "container"]
Command = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="what takes minutes, and nothing else: CI runs it too")
    parser.addoption("--kills", type=int, default=50, help="how often tests/test_killed.py kills a crawl")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many workers `-n auto` is: a crawl waits a quarter of its time, so one more than there are cores.

    What takes minutes is made to keep all cores busy.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if config.getoption("--thorough") else cores + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that take minutes, or all others."""
    is_thorough = config.getoption("--thorough")
    left_out = [item for item in items if bool(item.get_closest_marker("thorough")) != is_thorough]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture
def site() -> Iterator[DemoServer]:
    """The demo's news site, served over HTTP on loopback."""
    with DemoServer() as server:
        yield server


def demo_options(server: DemoServer, *, delay: float = 0) -> list[str]:
    """Return the options that lead a crawl to the local site and let it hurry."""
    return [*local_options(server, delay=delay), "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "-s", "NEWSARC_RERAISE=1"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who has set nothing up."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSARC_", "SCRAPY_"))}
    home = tmp_path / "home"
    home.mkdir()
    return kept | {"HOME": str(home), "PYTHONWARNINGS": "error::DeprecationWarning:crawler", "PYTHONPATH": str(ROOT)}


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Command:
    """Run `python ARGS` in an empty folder, as another process, and return what came of it."""

    def run_command(
        *arguments: str | Path, stdin: str | bytes | None = None, cwd: Path = tmp_path, timeout: float = 60
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=timeout,
            cwd=cwd,
            env=environment,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
        )

    return run_command


@pytest.fixture
def newsarc(run: Command) -> Command:
    """Run `newsarc ARGS` as a user does."""

    def run_newsarc(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        return run("-c", MAIN, *arguments, **options)

    return run_newsarc


def invoke(*arguments: str | Path, code: int | None = 0, stdin: str | bytes | None = None) -> Result:
    """Run `newsarc ARGS` in this process, and return what came of it; *code*: that it ends with, None if with any."""
    result = CliRunner().invoke(main, list(map(str, arguments)), input=stdin, catch_exceptions=False)
    assert code in (None, result.exit_code), result.output
    return result


@pytest.fixture
def archive_path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def archive(archive_path: Path) -> Iterator[Archive]:
    """An empty archive for a test to fill, which holds together at the end of it."""
    with Archive(archive_path) as archive:
        yield archive
        assert archive.check() == []


@pytest.fixture
def command(archive: Archive) -> Callable[..., Result]:
    """Run `newsarc ARGS` on the archive, in this process."""

    def run_command(*arguments: str | Path, **options: Any) -> Result:
        chosen = () if "--archive" in arguments else ("--archive", archive.path)
        return invoke(*arguments, *chosen, **options)

    return run_command


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive into which the whole demo site was crawled over HTTP, once for all tests that only ask it."""
    path = tmp_path_factory.mktemp("crawled") / "archive.db"
    with DemoServer() as server:
        command = ["-c", MAIN, "crawl", HOME, "--archive", str(path)]
        done = subprocess.run(
            [sys.executable, *command, *demo_options(server)],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=path.parent,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert done.returncode == 0, done.stderr
    with Archive(path, read_only=True) as archive:
        yield archive


def wait_until(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the crawl archived too little"
        time.sleep(0.02)


def articles_in(path: Path) -> int:
    if not path.exists() or not path.stat().st_size:
        return 0
    try:
        with Archive(path, read_only=True) as archive:
            return archive.count_articles()
    except Exception:  # noqa: BLE001  (the file is being made)
        return 0


LARGE = frozenset(
    "a articles q quotes v view_counts r revisions new old k aliases e events pages captures bodies".split()
)


def scanned(archive: Archive, ask: Callable[[], object]) -> list[str]:
    """Return the statements of *ask* that read a table which grows with the archive row by row, and how."""
    statements: list[tuple[str, Any]] = []
    with archive.db.tracer(lambda sql, parameters: statements.append((sql, parameters))):
        ask()
    found = []
    for sql, parameters in statements:
        if sql.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE", "INSERT")):
            steps = [row[3] for row in archive.db.execute(f"EXPLAIN QUERY PLAN {sql}", parameters or ())]
            plain = [
                step for step in steps if step.startswith("SCAN") and " USING " not in step and "VIRTUAL" not in step
            ]
            found += [f"{step}: {sql}" for step in plain if step.split()[1] in LARGE]
    return found
