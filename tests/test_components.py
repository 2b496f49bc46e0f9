"""What settings name by its path in Python: it is there, or a line says what was given and what was expected."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT, Command

from crawler.cli import main
from crawler.cli.checked_components import check_crawl
from crawler.cli.checked_settings import take_settings
from crawler.cli.crawling import project_settings
from crawler.fetching.scheduler import LedgerScheduler

SCHEDULER = "crawler.fetching.scheduler.LedgerScheduler"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "SCHEDULER",
            "nope.x",
            f"SCHEDULER is 'nope.x'; expected a class, such as {SCHEDULER}. Importing it ends with ",
        ),
        ("SCHEDULER", "nope.x", "ModuleNotFoundError: No module named 'nope'. Look at its spelling, and whether"),
        ("DOWNLOADER", "crawler.nope", "DOWNLOADER is 'crawler.nope'; expected a class, such as crawler.fetching."),
        ("STATS_CLASS", "nope", "STATS_CLASS is 'nope'; expected a class, such as scrapy.statscollectors.Memory"),
        ("LOG_FORMATTER", "os.path", "LOG_FORMATTER is 'os.path', which is a module; expected a class"),
        ("SPIDER_MODULES", "nope", "SPIDER_MODULES holds 'nope'; expected a module of spiders, such as spiders."),
        ("SPIDER_MODULES", "spiders,nope", "SPIDER_MODULES holds 'nope'"),
        ("ITEM_PIPELINES", "x", "ITEM_PIPELINES is 'x'; expected a JSON object"),
        ("ITEM_PIPELINES", '{"nope.X": 5}', "ITEM_PIPELINES holds 'nope.X'; expected a class, by module and name"),
        ("ITEM_PIPELINES", '{"pipelines.title.TitlePipeline": "a"}', "the place 'a'; expected a number, or null"),
        ("DOWNLOAD_HANDLERS", '{"http": "nope.X"}', "DOWNLOAD_HANDLERS holds 'nope.X'; expected a class"),
        ("NEWSARC_READER", "nope:x", "NEWSARC_READER is 'nope:x'; expected module:function, such as pipelines:extract"),
        ("NEWSARC_READER", "pipelines", "NEWSARC_READER is 'pipelines'"),
        ("DEPTH_LIMIT", "deep", "DEPTH_LIMIT is 'deep'; expected a whole number"),
        ("MEMUSAGE_LIMIT_MB", "-1", "MEMUSAGE_LIMIT_MB is '-1'; expected a whole number of 0 or more"),
        ("RETRY_HTTP_CODES", "500,all", "RETRY_HTTP_CODES is '500,all'; expected HTTP status codes, such as 500,503"),
        ("FEEDS", "x", "FEEDS is 'x'; expected a JSON object"),
    ],
)
def test_a_setting_that_names_what_is_not_there_is_told_with_what_was_expected(name: str, value: str, said: str):
    with pytest.raises(click.UsageError) as caught:
        project_settings(**{name: value})

    assert said in caught.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCHEDULER", "scrapy.core.scheduler.Scheduler"),  # `newsarc extract` has no archive for ours
        ("ITEM_PIPELINES", '{"pipelines.title.TitlePipeline": null, "pipelines.nothing.AtAll": null}'),
        ("DOWNLOAD_HANDLERS", '{"s3": null}'),
        ("DOWNLOAD_TIMEOUT", "0.5"),
        ("RETRY_PRIORITY_ADJUST", "-2"),
        ("RETRY_HTTP_CODES", "500, 503"),
        ("RETRY_HTTP_CODES", ""),
        ("NEWSARC_READER", "pipelines:complete"),
        ("FEED_EXPORT_INDENT", None),
    ],
)
def test_what_scrapy_takes_is_taken(name: str, value: str | None):
    assert project_settings(**{name: value})[name] is not None or value is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SCHEDULER", "scrapy.core.scheduler.Scheduler", f"expected {SCHEDULER} or a class made of it"),
        ("TWISTED_REACTOR", "twisted.internet.selectreactor.SelectReactor", "leave TWISTED_REACTOR as it is"),
        ("TWISTED_REACTOR_ENABLED", "0", "leave TWISTED_REACTOR as it is"),
    ],
)
def test_a_crawl_keeps_what_it_stands_on(name: str, value: str, said: str):
    settings = project_settings()
    check_crawl(settings)
    take_settings(settings, {name: value})

    with pytest.raises(click.UsageError, match=said.replace(".", r"\.")):
        check_crawl(settings)


class OwnScheduler(LedgerScheduler):
    """One of a user's own."""


def test_a_scheduler_made_of_ours_is_taken():
    settings = project_settings()
    take_settings(settings, {"SCHEDULER": OwnScheduler})

    check_crawl(settings)


def test_what_ships_is_not_loaded_to_be_looked_at(run: Command):
    told = "from crawler.cli.crawling import project_settings; project_settings(LOG_LEVEL='INFO'); import sys;"
    done = run("-c", told + "print({'crawler.fetching.scheduler', 'pipelines.title', 'spiders.unn'} & {*sys.modules})")

    assert done.stdout == "set()\n", done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize(
    "setting", ["SPIDER_MODULES=nope", "SCHEDULER=nope.x", "TWISTED_REACTOR=nope.x", "LOG_LEVEL=x"]
)
def test_scrapys_crawl_says_so_too_before_scrapy_looks(run: Command, setting: str):
    done = run("-m", "scrapy", "crawl", "news_site", "-a", "url=a.example", "-s", setting, cwd=ROOT)

    name, _, value = setting.partition("=")
    assert done.returncode == 2
    assert done.stderr.startswith(f"newsarc: {name} ")
    assert repr(value) in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "command", [["crawl", "a.example"], ["schedule", "a.example", "--once"], ["sites", "add", "a.example"]]
)
def test_each_command_that_takes_settings_looks_at_them_first(command: list[str], tmp_path: Path):
    archive = () if command[0] == "sites" else ("--archive", str(tmp_path / "none.db"))
    done = CliRunner().invoke(main, [*command, *archive, "-s", "SPIDER_MODULES=nope"])

    assert done.exit_code == 2
    assert "SPIDER_MODULES holds 'nope'" in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_a_spider_of_ones_own_module_that_cannot_be_loaded_is_named_with_its_line(newsarc: Command, tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "__init__.py").write_text("")
    (tmp_path / "mine" / "harbour.py").write_text("import scrapy\nimport nothing_of_that_name\n")
    (tmp_path / "scrapy.cfg").write_text("[settings]\nnewsarc = mine_settings\n")
    (tmp_path / "mine_settings.py").write_text("from crawler.settings import *\nSPIDER_MODULES = ['spiders', 'mine']\n")

    done = newsarc("crawl", "https://a.example")

    assert done.returncode == 2
    assert done.stderr.startswith(
        f"newsarc: {tmp_path / 'mine' / 'harbour.py'}, line 2: ModuleNotFoundError: No module"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("news_sight", "no spider is called 'news_sight'; did you mean 'news_site'?"),
        ("nope", "no spider is called 'nope'; known are: article, news_site, "),
    ],
)
def test_a_spider_that_does_not_exist_is_told_with_those_that_do(run: Command, name: str, said: str):
    done = run("-m", "scrapy", "crawl", name, "-L", "ERROR", cwd=ROOT)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert done.stderr.startswith(f"newsarc: {said}")


@pytest.mark.parametrize("name", ["sinse", "untill"])
def test_an_argument_that_is_nearly_one_of_the_spiders_is_told_and_nothing_is_crawled(
    run: Command, tmp_path: Path, name: str
):
    given = ("-a", "url=a.example", "-a", f"{name}=2024-09-01", "-a", "_job=7")
    archive = ("-s", f"NEWSARC_ARCHIVE={tmp_path / 'archive.db'}")
    done = run("-m", "scrapy", "crawl", "news_site", *given, *archive, "-L", "ERROR", cwd=ROOT)

    right = {"sinse": "since", "untill": "until"}[name]
    said = f"newsarc: -a {name}: the spider 'news_site' takes no such argument; did you mean {right}?\n"
    assert (done.returncode, done.stderr) == (2, said)
