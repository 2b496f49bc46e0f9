"""The image of the Containerfile is built and run by a real engine: `make container`.

`CONTAINER_ENGINE` names the engine, else podman or docker is taken. What a machine needs beside, such as the address
of its package mirror, is `CONTAINER_BUILD_OPTIONS` and `CONTAINER_RUN_OPTIONS`.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import HOME, ROOT, wait_until

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
PORT = 8000
LOCAL = [
    *("-s", "NEWSARC_RESOLVE=" + json.dumps({"*.example": f"127.0.0.1:{PORT}"})),
    *("-s", "NEWSARC_ALLOW_PRIVATE_ADDRESSES=1", "-s", "AUTOTHROTTLE_ENABLED=0"),
]
FAST, SLOW = ["-s", "DOWNLOAD_DELAY=0"], ["-s", "DOWNLOAD_DELAY=0.5"]
STOPPED = 143
YOUNG = "too few crawls to tell: the fifth is the first that is compared"
Done = subprocess.CompletedProcess[str]


class Engine:
    """podman or docker, and the image that it built."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.options = shlex.split(os.environ.get("CONTAINER_RUN_OPTIONS", ""))
        self.image = f"newsarc-test-{uuid.uuid4().hex[:8]}"
        self.made: list[str] = []

    def call(self, *arguments: str | Path, timeout: float = 120) -> Done:
        return subprocess.run(
            [*self.command, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, check=False
        )

    def build(self) -> Done:
        options = shlex.split(os.environ.get("CONTAINER_BUILD_OPTIONS", ""))
        return self.call("build", *options, "--tag", self.image, "--file", ROOT / "Containerfile", ROOT, timeout=1800)

    def run(self, *arguments: str | Path, options: tuple[str | Path, ...] = ()) -> Done:
        """Run `newsarc ARGUMENTS` in a container of its own, without a network unless *options* give one."""
        network = () if "--network" in options else ("--network", "none")
        return self.call("run", "--rm", *self.options, *network, *options, self.image, *arguments)

    def start(self, *arguments: str, options: tuple[str | Path, ...] = ()) -> str:
        """Start a container that runs on, and return its name."""
        name = f"{self.image}-{len(self.made)}"
        self.made.append(name)
        done = self.call("run", "--detach", "--name", name, *self.options, *options, self.image, *arguments)
        assert done.returncode == 0, done.stderr
        return name

    def stop(self, name: str, *, seconds: int = 10) -> int:
        """Ask a container to end, kill it after *seconds*, and return its exit code."""
        self.call("stop", "--time", str(seconds), name)
        return int(self.call("inspect", "--format", "{{.State.ExitCode}}", name).stdout)

    def log(self, name: str) -> str:
        done = self.call("logs", name)
        return done.stdout + done.stderr

    def remove(self) -> None:
        for name in reversed(self.made):
            self.call("rm", "--force", "--volumes", name)
        self.call("rmi", "--force", self.image)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    named = shlex.split(os.environ.get("CONTAINER_ENGINE", ""))
    found = named or [path for path in map(shutil.which, ("podman", "docker")) if path][:1]
    if not found:
        pytest.skip("neither podman nor docker is installed, and CONTAINER_ENGINE names no other")
    engine = Engine(found)
    try:
        done = engine.build()
        assert done.returncode == 0, done.stderr[-3000:]
        yield engine
    finally:
        engine.remove()


@pytest.fixture(scope="module")
def served(engine: Engine) -> str:
    """The demo's news sites in a container that nothing outside can reach; others share its loopback."""
    options = ("--network", "none", "--entrypoint", "python")
    name = engine.start("-m", "crawler.demo", "--port", str(PORT), options=options)
    wait_until(lambda: "Stop with Ctrl+C" in engine.log(name))
    return f"container:{name}"


@pytest.fixture
def volume(engine: Engine) -> Iterator[str]:
    name = f"{engine.image}-volume-{uuid.uuid4().hex[:4]}"
    assert engine.call("volume", "create", name).returncode == 0
    yield name
    engine.call("volume", "rm", "--force", name)


def test_the_image_is_this_version_and_its_user_is_not_root(engine: Engine):
    version = engine.run("--version")
    user = engine.run("-u", options=("--entrypoint", "id"))

    assert (version.returncode, version.stdout.split()[-1]) == (0, VERSION)
    assert (user.returncode, user.stdout) == (0, "1000\n")


def test_the_demo_needs_neither_network_nor_a_root_that_can_be_written(engine: Engine):
    done = engine.run("demo", options=("--read-only", "--tmpfs", "/tmp"))

    assert done.returncode == 0, done.stderr
    assert "Now your own site" in done.stdout + done.stderr


def test_a_crawl_is_kept_on_the_volume_and_another_container_adds_nothing(engine: Engine, served: str, volume: str):
    options = ("--network", served, "--volume", f"{volume}:/data")

    first, second = (engine.run("crawl", HOME, *LOCAL, *FAST, options=options) for _ in range(2))
    found = engine.run("search", "Kishida", "--json", options=options)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "20 new articles" in first.stderr
    assert "0 new articles" in second.stderr
    assert "archive: /data/archive.db" in second.stderr
    assert len(json.loads(found.stdout)) > 0


def test_a_folder_of_this_machine_belongs_to_the_user_who_runs_it(engine: Engine, served: str, tmp_path: Path):
    """As the docs say for docker: the image knows no user of this number, and she has no home."""
    folder, owner = tmp_path / "news", "4321:4321" if os.getuid() == 0 else f"{os.getuid()}:{os.getgid()}"
    folder.mkdir()
    if os.getuid() == 0:
        os.chown(folder, 4321, 4321)
        for above in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
            above.chmod(0o755)
    (folder / "newsarc.toml").write_text(f'[sites.harbour]\nurl = "{HOME}"\n')
    options = ("--network", served, "--user", owner, "--volume", f"{folder}:/data")

    sound = engine.run("config", "check", options=options)
    done = engine.run("schedule", "--once", *LOCAL, *FAST, options=options)
    doctor = engine.run("doctor", options=options)

    assert (sound.returncode, sound.stdout) == (0, "/data/newsarc.toml is sound\n")
    assert done.returncode == 0, done.stderr
    assert (folder / "archive.db").stat().st_uid == int(owner.partition(":")[0])
    assert (doctor.returncode, doctor.stderr) == (0, f"{YOUNG} (1 of 1 sites)\n")


@pytest.mark.parametrize("command", ["crawl", "schedule"])
def test_it_ends_in_good_order_within_ten_seconds(engine: Engine, served: str, volume: str, command: str):
    """After ten seconds engines kill; then the exit code were 137."""
    options = ("--network", served, "--volume", f"{volume}:/data")
    name = engine.start(command, HOME, *LOCAL, *SLOW, options=options)
    wait_until(lambda: _articles(engine, name) > 0, seconds=90)

    code = engine.stop(name)

    assert code == STOPPED, engine.log(name)
    again = engine.run("crawl", HOME, *LOCAL, *FAST, options=options)
    assert again.returncode == 0
    assert _articles_on(engine, volume) == 20


def _articles(engine: Engine, name: str) -> int:
    done = engine.call("exec", name, "newsarc", "list", "--json")
    return len(json.loads(done.stdout)) if done.returncode == 0 else 0


def _articles_on(engine: Engine, volume: str) -> int:
    done = engine.run("list", "--json", "--limit", "100", options=("--volume", f"{volume}:/data"))
    return len(json.loads(done.stdout))
