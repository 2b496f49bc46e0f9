"""Who crawls what is named on the command line, and what is listed in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import invoke

from crawler.cli import targets
from crawler.cli.crawling import project_settings
from crawler.cli.targets import Known, Target, find_target, find_targets
from crawler.configuration import Configuration

CONFIGURED = "[sites.dunes]\nurl = 'https://dunes.example/'\ndelay = 3\n\n[sites.ebb]\nurl = 'https://ebb.example/'\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("newsarc.toml").write_text(CONFIGURED)
    return tmp_path


def test_listed_pages_of_a_site_with_settings_of_its_own_are_a_crawl_of_their_own(monkeypatch: pytest.MonkeyPatch):
    read: list[Configuration] = []

    def load() -> Configuration:
        read.append(configuration)
        return configuration

    configuration = targets.load_configuration()
    monkeypatch.setattr(targets, "load_configuration", load)
    others = [f"https://{name}.example/a" for name in ("a", "b", "ebb")]
    own = ["https://dunes.example/1", "https://www.dunes.example/2"]

    found = find_targets(["dunes", "ebb"], project_settings(), is_page=False, listed=[others[0], *own, *others, own[0]])

    assert found == [
        Target("news_site", {"url": "https://dunes.example/"}, "dunes.example"),
        Target("news_site", {"url": "https://ebb.example/"}, "ebb.example"),
        Target("article", {"url": " ".join(others)}, "a.example"),
        Target("article", {"url": " ".join(own)}, "dunes.example"),
    ]
    assert len(read) == 1  # of a file that is parsed each time, whatever number of sites is named and listed


def test_an_address_may_be_longer_than_the_name_of_a_file(folder: Path):
    (folder / "lock.example").mkdir()
    url = f"lock.example/{'a' * 300}"

    assert find_target(url, Known.by(project_settings()), is_page=True).arguments == {"url": f"https://{url}"}


def test_a_list_with_a_wrong_line_is_partly_done_by_a_dry_run_too():
    Path("urls.txt").write_text("https://a.example/a\nurl\n")

    done = invoke("crawl", "--dry-run", "--file", "urls.txt", "--archive", "a.db", code=3)

    assert done.stdout == "https://a.example/a\n"
    assert "urls.txt, line 2: 'url' is not a web address" in done.stderr
