"""What people call things: sites by many names, commands nearly right, spiders that are broken or not there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import MAIN, Command

from crawler.archive import Archive
from crawler.cli.main import COMMANDS, main

SPIDER = """
from crawler.site import Selectors, Site
from spiders.base import NewsSpider


class LockSpider(NewsSpider):
    name = "lock"
    site = Site(domain="lock.example", selectors=Selectors(body="{body}"))
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A folder with a configuration and a spider of its own."""
    (tmp_path / "newsarc.toml").write_text(
        '[sites.gazette]\nurl = "http://harbour-gazette.example/"\n[sites.nowhere]\n'
    )
    (tmp_path / "spiders").mkdir()
    (tmp_path / "spiders" / "lock.py").write_text(SPIDER.format(body="div.story"))
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["harbour-gazette.example", "http://harbour-gazette.example/news/", "www.harbour-gazette.example", "gazette"],
)
def test_a_site_is_found_under_its_domain_its_addresses_its_hosts_and_its_own_name(
    crawled: Archive, newsarc: Command, newsroom: Path, name: str
):
    named = name.format("harbour-gazette.example")

    found = newsarc("list", "--site", named, "--nl", "-c", "site", "--archive", crawled.path, cwd=newsroom)

    assert found.stdout.splitlines() == ['{"site": "harbour-gazette.example"}'] * 20


@pytest.mark.thorough
def test_a_site_and_a_language_of_which_nothing_is_archived_are_named(crawled: Archive, newsarc: Command):
    for command in (["list"], ["search", "harbour"], ["quotes"], ["export"]):
        nothing = newsarc(*command, "--site", "elsewhere.example", "--archive", crawled.path)
        assert "no article of elsewhere.example is archived" in nothing.stderr, command
        assert nothing.returncode == 0
    near = newsarc("list", "--site", "harbour-gazette", "--archive", crawled.path)
    assert "did you mean harbour-gazette.example? `newsarc sites`" in near.stderr

    assert "a language is a code" in newsarc("list", "--language", "german", "--archive", crawled.path).stderr
    assert "is archived" not in newsarc("search", "qqqq", "--archive", crawled.path).stderr


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("gazete", "did you mean 'gazette'?"),
        ("xyzzy", "known are: gazette, nowhere, lock"),
        ("nowhere", "line 3: sites.nowhere has no url"),
        ("article", "is for no one site"),
    ],
)
def test_a_word_that_names_no_site_is_no_host_to_crawl(newsarc: Command, newsroom: Path, name: str, hint: str):
    done = newsarc("crawl", name, cwd=newsroom)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert hint in done.stderr
    assert not (newsroom / "data").exists()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (SPIDER.format(body="div..story"), 8, "selector body='div..story' is not valid CSS"),
        ("import nothing_of_that_name\n", 1, "No module named 'nothing_of_that_name'"),
        ("def broken(:\n", 1, "invalid syntax"),
    ],
)
def test_a_spider_that_cannot_be_loaded_is_named_with_its_line(
    newsarc: Command, newsroom: Path, text: str, line: int, told: str
):
    file = newsroom / "spiders" / "lock.py"
    file.write_text(text)
    for command in (["crawl", "gazette"], ["config", "check"]):
        done = newsarc(*command, cwd=newsroom)

        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith((f"newsarc: {file}, line {line}: ", f"{file}, line {line}: ")), done.stderr
        assert told in done.stderr


def test_all_are_the_sites_of_the_configuration_and_ones_own_not_what_ships(
    newsroom: Path, run: Command, tmp_path_factory: pytest.TempPathFactory
):
    asked = (
        "from crawler.cli.crawling import project_settings; from crawler.cli.targets import known_sites;"
        "print(*known_sites(project_settings()))"
    )
    assert run("-c", asked, cwd=newsroom).stdout.split() == ["gazette", "nowhere", "lock"]
    assert run("-c", asked, cwd=tmp_path_factory.mktemp("elsewhere")).stdout.split() == ["unn"]


def test_an_article_is_found_under_its_address_as_browsers_show_it(crawled: Archive, newsarc: Command):
    url = next(crawled.articles(limit=1)).url
    for given in (url, url.partition("://")[2]):
        shown = newsarc("show", given, "--archive", crawled.path)
        assert json.loads(shown.stdout)["url"] == url, given


def test_a_site_that_no_run_went_over_is_told_with_the_one_that_was_meant(crawled: Archive, newsarc: Command):
    done = newsarc("doctor", "harbour-gazete.example", "--archive", crawled.path)

    assert done.returncode == 1
    assert "did you mean 'harbour-gazette.example'?" in done.stderr
    assert "`newsarc sites` lists" in newsarc("coverage", "nowhere", "--archive", crawled.path).stderr


def test_a_command_nearly_right_is_told_the_right_one():
    def told(*words: str) -> str:
        return CliRunner().invoke(main, words, prog_name="newsarc").output

    assert "did you mean `newsarc search`?" in told("serch", "tide")
    assert "did you mean `newsarc archive check`?" in told("archive", "cheek")
    assert "no command 'frob'; `newsarc runs --help` lists them." in told("runs", "frob")
    assert "`newsarc --help` lists them" in told("zzz")


def test_help_says_what_each_command_does_in_a_whole_line():
    for group in ([], ["archive"], ["config"], ["runs"], ["sites"]):
        listed = CliRunner().invoke(main, [*group, "--help"], terminal_width=80).output.partition("Commands:\n")[2]
        assert listed
        assert all(line.endswith(".") and not line.endswith("...") for line in listed.splitlines()), listed
    assert all(len(told) <= 60 for _, told in COMMANDS.values())


PAGE = str(Path(__file__).parent / "pages" / "seed" / "semantic.html")


@pytest.mark.parametrize("arguments", [["--help"], ["extract", PAGE]], ids=["help", "extract"])
def test_help_is_shown_and_a_file_is_read_without_loading_a_crawler(arguments: list[str]):
    loaded = "'scrapy' in sys.modules"
    asked = f"import sys; sys.argv = {['newsarc', *arguments]}\ntry:\n    {MAIN}\nfinally:\n    assert not {loaded}"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_an_archive_without_a_name_is_refused(newsarc: Command, tmp_path: Path):
    done = newsarc("crawl", "https://lock.example", "--archive", "", cwd=tmp_path)

    assert done.returncode == 2
    assert "is empty" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_terminal_of_few_letters_gets_all_titles(crawled: Archive, run: Command):
    terminal = "import sys; sys.stdout.reconfigure(encoding='ascii', errors='strict')"
    arguments = ("list", "--tsv", "-c", "title", "--limit", "all", "--archive", crawled.path)

    listed = run("-c", f"{terminal}; {MAIN}", *arguments)

    assert listed.returncode == 0, listed.stderr
    assert len(listed.stdout.splitlines()) == 21
