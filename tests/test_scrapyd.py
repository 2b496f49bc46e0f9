"""A real scrapyd runs the project's spiders, as docs/scheduling.md says."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import HOME, demo_options, wait_until

from crawler.archive import Archive
from crawler.demo import DemoServer

if find_spec("scrapyd") is None:
    pytest.skip("scrapyd is not installed: pip install scrapyd", allow_module_level=True)

CONFIG = """
[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.3
eggs_dir = {folder}/eggs
dbs_dir = {folder}/dbs
logs_dir = {folder}/logs

[settings]
newsarc = crawler.settings
"""


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _ask(address: str, body: bytes | None = None) -> dict[str, Any]:
    with urllib.request.urlopen(address, body, timeout=20) as answer:
        return dict(json.loads(answer.read()))


@pytest.mark.thorough
def test_scrapyd_lists_the_spiders_and_runs_one(
    site: DemoServer, environment: dict[str, str], archive_path: Path, tmp_path: Path
):
    folder, port = tmp_path / "scrapyd", _free_port()
    folder.mkdir()
    (folder / "scrapyd.conf").write_text(CONFIG.format(port=port, folder=folder))
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\nnewsarc = crawler.settings\n")
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "scrapyd"],
        cwd=folder,
        env=environment | {"PYTHONWARNINGS": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def is_up() -> bool:
        try:
            return _ask(f"{address}/daemonstatus.json")["status"] == "ok"
        except OSError:
            time.sleep(0.2)
            return False

    try:
        wait_until(is_up, seconds=60)
        spiders = _ask(f"{address}/listspiders.json?project=newsarc")
        assert spiders.get("spiders") == ["article", "news_site", "unn"], spiders

        settings = [part for part in demo_options(site) if part != "-s"] + [f"NEWSARC_ARCHIVE={archive_path}"]
        fields = [
            ("project", "newsarc"),
            ("spider", "news_site"),
            ("url", HOME),
            *(("setting", one) for one in settings),
        ]
        job = _ask(f"{address}/schedule.json", urllib.parse.urlencode(fields).encode())
        assert job["status"] == "ok", job
        wait_until(lambda: bool(_ask(f"{address}/listjobs.json?project=newsarc")["finished"]), seconds=90)
    finally:
        process.terminate()
        process.wait(30)

    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 20
