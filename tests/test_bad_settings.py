"""A setting or a configuration that cannot be is told in one line, before anything is fetched."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from conftest import MAIN, ROOT, Command, invoke

from crawler.cli.checked_settings import check_settings
from crawler.cli.crawling import project_settings


def test_a_setting_without_a_value_is_a_usage_error(archive_path: Path):
    done = invoke("crawl", "https://site.invalid/", "-s", "DOWNLOAD_DELAY", "--archive", archive_path, code=2)

    assert "NAME=VALUE" in done.stderr


def test_a_wrong_resolve_rule_is_quoted(archive_path: Path):
    rule = 'NEWSARC_RESOLVE={"a.example": "nowhere"}'

    done = invoke("crawl", "http://a.example/", "-s", rule, "--archive", archive_path, code=2)

    assert "nowhere" in done.stderr


def test_a_setting_of_the_wrong_type_is_quoted_at_both_doors(run: Command, archive_path: Path):
    setting, expected = "DOWNLOAD_DELAY=soon", "DOWNLOAD_DELAY is 'soon'; expected a number"
    ours = ("crawl", "https://a.example", "--archive", archive_path, "-s", setting)
    scrapys = ("crawl", "news_site", "-a", "url=a.example", "-s", f"NEWSARC_ARCHIVE={archive_path}", "-s", setting)

    for done in (run("-c", MAIN, *ours), run("-m", "scrapy", *scrapys, cwd=ROOT)):
        assert done.returncode == 2, done.stderr
        assert expected in done.stderr
        assert "Traceback" not in done.stderr
    assert not archive_path.exists()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("NEWSARC_LIMIT", "-3", "NEWSARC_LIMIT is '-3'; expected a whole number of 0 or more"),
        ("ROBOTSTXT_OBEY", "perhaps", "ROBOTSTXT_OBEY is 'perhaps'; expected 0 or 1"),
        ("NEWSARC_RESOLVE", "x", "NEWSARC_RESOLVE is 'x'; expected a JSON object"),
        ("DOWNLOAD_DELAY", "inf", "DOWNLOAD_DELAY is 'inf'; expected a number"),
        ("DOWNLOAD_TIMEOUT", "nan", "DOWNLOAD_TIMEOUT is 'nan'; expected a number"),
        ("DOWNLOAD_DELAY", "7200", "DOWNLOAD_DELAY is '7200'; expected a number from 0 to 3600"),
        ("LOG_LEVEL", "info", "LOG_LEVEL is 'info'; expected DEBUG, INFO"),
        ("NEWSARC_LOGIN_MARKS", "div..x", "NEWSARC_LOGIN_MARKS is 'div..x'; expected a list of CSS selectors"),
        ("NEWSARC_PROXY", "me:secret@proxy", "NEWSARC_PROXY is (not shown); expected an http or https URL"),
        ("NEWSARC_COOKIES", '{"secret"', "NEWSARC_COOKIES is (not shown); expected a JSON object"),
    ],
)
def test_a_setting_that_cannot_be_is_told_before_a_crawl_and_no_secret_with_it(name: str, value: str, expected: str):
    with pytest.raises(click.UsageError) as caught:
        check_settings(project_settings(**{name: value}))

    assert expected in caught.value.message
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("[archive]\npath = 5", "line 2: archive.path = 5; expected a path"),
        ("archive = ", "Expected TOML"),
        ("archive = 'a.db'", "line 1: archive = 'a.db'; expected a table"),
    ],
)
def test_a_config_file_that_cannot_be_used_is_named(newsarc: Command, tmp_path: Path, config: str, expected: str):
    (tmp_path / "newsarc.toml").write_text(config)

    done = newsarc("list")

    assert done.returncode == 2
    assert str(tmp_path / "newsarc.toml") in done.stderr
    assert expected in done.stderr
