"""`newsarc.toml`: what counts, where it came from, and what is wrong in it by line."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import HOME, ROOT, Command, demo_options
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Archive
from crawler.configuration import ConfigurationError, SiteSection, find_problems, keys_of, load_configuration
from crawler.configuration.lines import key_lines
from crawler.configuration.sections import SECTIONS
from crawler.demo import DemoServer

DOCS_SETTINGS = ROOT / "docs" / "settings.md"
OWN_SPIDER = """
from crawler.site import Site
from spiders.base import NewsSpider


class OwnSpider(NewsSpider):
    name = "own_gazette"
    site = Site(domain="harbour-gazette.example", feeds=("http://harbour-gazette.example/feed.xml",))
"""


def written(folder: Path, text: str) -> Path:
    (folder / "newsarc.toml").write_text(text)
    return folder


def test_without_a_file_all_values_are_defaults(tmp_path: Path):
    configuration = load_configuration(tmp_path, environment={})

    assert configuration.archive.path == tmp_path / "data" / "archive.db"
    assert configuration.politeness.delay == 1.0
    assert configuration.schedule.every == (timedelta(minutes=15), timedelta(days=1))
    assert configuration.own_spiders is None  # a stranger's folder is not run as code
    assert configuration.origins == {}


def test_the_file_in_a_folder_above_counts_and_paths_start_from_it(tmp_path: Path):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    written(tmp_path, "[archive]\npath = 'news.db'\n[spiders]\nfolder = 'mine'")

    configuration = load_configuration(below, environment={})

    assert configuration.archive.path == tmp_path / "news.db"
    assert configuration.own_spiders == tmp_path / "mine"


def test_a_folder_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "here").rmdir()

    with pytest.raises(ConfigurationError, match="the folder where you are is gone"):
        load_configuration()


def test_the_environment_counts_before_the_file(tmp_path: Path):
    written(tmp_path, "[politeness]\ndelay = 5\ncontact = 'a'\n[notify]\nurls = ['json://a']")
    environment = {
        "NEWSARC_POLITENESS_DELAY": "2.5",
        "NEWSARC_CONTACT": "b",
        "NEWSARC_NOTIFY_URLS": "json://b json://c",
    }

    configuration = load_configuration(tmp_path, environment=environment)

    assert (configuration.politeness.delay, configuration.politeness.contact) == (2.5, "b")
    assert configuration.notify.urls == ("json://b", "json://c")
    assert configuration.origins["politeness.delay"] == "environment NEWSARC_POLITENESS_DELAY"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[politeness]\n\n# slow\ndealy = 1", "line 4: no key 'politeness.dealy'; did you mean 'delay'?"),
        ("[polite]\ndelay = 1", "line 1: no key 'polite'; did you mean 'politeness'?"),
        ("[politeness]\ndelay = '1'", "line 2: politeness.delay = '1'; expected a number from 0 to 3600"),
        ("[politeness]\ndelay = -1", "line 2: politeness.delay = -1; expected a number from 0 to 3600"),
        ("[politeness]\ndelay = nan", "line 2: politeness.delay = nan; expected a number from 0 to 3600"),
        ("[politeness]\nobey_robots = 1", "line 2: politeness.obey_robots = 1; expected true or false"),
        ("[politeness]\ncontact = 'a\\tb'\nuser_agent = \"a\\nb\"", "line 3: politeness.user_agent = 'a\\nb'"),
        ("[schedule]\nevery = '24h..15m'", "expected two spans of time, the shorter first"),
        ("[notify]\nurls = [\n 'a',\n 5]\ndigest = 'daily'", "line 2: notify.urls = (not shown); expected a list"),
        ("[notify]\nurls = [\n 'a']\ndigest = 'weekly'", "line 4: notify.digest = 'weekly'; expected one of \"off\""),
        ("[sites.a]\nurl = 'ftp://x'", "line 2: sites.a.url = 'ftp://x'; expected an http or https URL"),
        ("[sites.a]\nurl = 'http://x:99999'", "line 2: sites.a.url = 'http://x:99999'; expected an http or https URL"),
        ("[sites.a]\nlogin_marks = ['div..x']", "line 2: sites.a.login_marks = ['div..x']; expected a list of CSS"),
        ("[sites]\na = 1", "line 2: sites.a = 1; expected a table"),
        ("[archive]\npath = 'a'\npath = 'b'\n", "at line 3"),
        ("politeness.delay = true", "line 1: politeness.delay = True; expected a number"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_its_value_and_what_was_expected(tmp_path: Path, text: str, said: str):
    written(tmp_path, text)

    with pytest.raises(ConfigurationError) as caught:
        load_configuration(tmp_path, environment={})

    assert said in str(caught.value)
    assert str(tmp_path / "newsarc.toml") in str(caught.value)


def test_a_file_in_utf_16_is_told_to_be_saved_otherwise(tmp_path: Path):
    (tmp_path / "newsarc.toml").write_text("[politeness]", "utf-16")

    with pytest.raises(ConfigurationError, match=r"newsarc.toml: it is not in UTF-8. Save it"):
        load_configuration(tmp_path, environment={})


def test_everything_that_is_wrong_is_found_at_once(tmp_path: Path):
    written(tmp_path, "[politeness]\ndelay = 'a'\n[schedule]\nevery = 1\n[sites.x]\nno = 1")

    configuration, problems = find_problems(tmp_path, environment={"NEWSARC_NOTIFY_DIGEST": "hourly"})

    assert len(problems) == 4
    assert configuration.politeness.delay == 1.0


names = st.text("abc", min_size=1, max_size=3)
values = st.sampled_from(["1", "'a'", '"""\n[not.a.table]\nx = 1\n"""', "[\n 1,\n # two\n 2,\n]", "{ y = 1 }"])


@given(st.dictionaries(names, st.dictionaries(names, values, min_size=1), min_size=1), st.integers(0, 3))
def test_the_line_of_a_key_is_where_it_is_written(tables: dict[str, dict[str, str]], blank: int):
    lines: list[str] = []
    expected = {}
    for table, keys in tables.items():
        lines += ["# note"] * blank + [f"[{table}]"]
        expected[(table,)] = len(lines)
        for key, value in keys.items():
            expected[(table, key)] = len(lines) + 1
            lines += f"{key} = {value}".split("\n")

    found = key_lines("\n".join(lines))

    assert {path: found[path] for path in expected} == expected


def test_every_key_of_a_section_reaches_the_setting_that_it_stands_for(run: Command, tmp_path: Path):
    """But for those of [sites.NAME], which are set for that site's crawl."""
    given = {
        "archive.path": '"an.db"',
        "politeness.contact": '"ann@harbour.example"',
        "politeness.user_agent": '"reader/2"',
        "politeness.obey_robots": "false",
        "politeness.obey_reservations": "true",
        "politeness.delay": "2.5",
        "politeness.max_delay": "45.0",
        "politeness.requests_at_once": "7",
    }
    written(tmp_path, "\n".join(f"{key} = {value}" for key, value in given.items()))
    keys = {f"{name}.{key.name}": key for name, section in SECTIONS.items() for key in keys_of(section, name).values()}
    settings = {name: key.setting for name, key in keys.items() if key.setting}

    done = run("-c", "import json; from crawler import settings as s; print(json.dumps(vars(s), default=str))")

    found = json.loads(done.stdout)
    expected = {name: json.loads(value) for name, value in given.items()} | {"archive.path": str(tmp_path / "an.db")}
    assert {name: found[setting] for name, setting in settings.items()} == expected


@pytest.mark.parametrize("name", [*SECTIONS, "sites.NAME"])
def test_every_key_is_described(name: str):
    text = DOCS_SETTINGS.read_text("utf-8")

    for key in keys_of(SECTIONS.get(name, SiteSection)):
        assert f"`{name}.{key}`" in text or f"`.{key}`" in text


def test_config_show_tells_each_value_and_where_it_came_from_but_no_secret(newsarc: Command, tmp_path: Path):
    written(
        tmp_path,
        """notify.urls = ['mailto://ann:word@mail.example']
schedule.every = '30s..90s'
[sites.harbour]
url = 'https://h.example/'
headers = { "Authorization" = "the word" }
cookies = { "session" = "word" }
proxy = 'http://ann:word@proxy.example:8080'
""",
    )

    done = newsarc("config", "show")

    assert "word" not in done.stdout
    rows = {row["key"]: row for row in json.loads(done.stdout)}
    assert rows["notify.urls"]["value"] == ["mailto://…"]
    assert rows["notify.urls"]["from"] == "newsarc.toml, line 1"
    assert rows["sites.harbour.headers"]["value"] == {"Authorization": "…"}
    assert rows["sites.harbour.proxy"]["value"] == "http://…"
    assert rows["politeness.delay"]["from"] == "default"
    assert rows["schedule.every"]["value"] == "30s..90s"
    assert rows["sites.harbour.url"]["value"] == "https://h.example/"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("[politeness]\ndelay = 2", 0, "is sound"),
        ("[politeness]\ndelay = 'x'\nmode = 1\n", 2, "line 3: no key 'politeness.mode'"),
        ("[spiders]\nfolder = 'none'", 2, "there is no folder"),
        ("\n[sites.nobody]", 2, "line 2: sites.nobody: no spider has this name"),
        ("[notify]\nurls = ['jsno://a.example']", 2, "line 2: notify.urls: number 1 of 1 is no URL that Apprise knows"),
    ],
)
def test_config_check_says_what_is_wrong(newsarc: Command, tmp_path: Path, text: str, code: int, said: str):
    written(tmp_path, text)

    done = newsarc("config", "check")

    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_config_check_names_all_spiders_that_cannot_be_loaded_and_variables_that_stand_for_nothing(
    newsarc: Command, tmp_path: Path, environment: dict[str, str]
):
    written(tmp_path, "")
    (tmp_path / "spiders").mkdir()
    (tmp_path / "spiders" / "dunes.py").write_text("import nothing_of_this_name")
    (tmp_path / "spiders" / "ebb.py").write_text("site = (")
    environment |= {"NEWSARC_POLITENES_DELAY": "2", "NEWSARC_CONTACT": "https://a.example", "NEWSARC_RESOLVE": "{}"}

    done = newsarc("config", "check")

    assert done.returncode == 2
    dunes, ebb, *variables = done.stderr.splitlines(keepends=True)
    assert "dunes.py, line 1: ModuleNotFoundError" in dunes
    assert "ebb.py, line 1: SyntaxError" in ebb
    assert "".join(variables) == (
        "the environment's NEWSARC_POLITENES_DELAY: stands for no key; did you mean NEWSARC_POLITENESS_DELAY?\n"
        "the environment's NEWSARC_RESOLVE: stands for no key; it is a setting, given as -s NEWSARC_RESOLVE=VALUE\n"
    )


@pytest.mark.thorough
def test_the_file_reaches_a_crawl_its_own_spiders_and_the_queries(
    newsarc: Command, run: Command, site: DemoServer, tmp_path: Path
):
    written(tmp_path, "[archive]\npath = 'news.db'\n[spiders]\nfolder = 'mine'\n[politeness]\nuser_agent = 'ours/1'")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "own.py").write_text(OWN_SPIDER)
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")

    crawled = newsarc("crawl", "own_gazette", "--limit", "2", *demo_options(site))
    listed = run("-m", "scrapy", "list")
    asked = newsarc("list", "--json")

    assert crawled.returncode == 0, crawled.stderr
    assert {seen.headers["User-Agent"] for seen in site.requests} == {"ours/1"}
    assert {"own_gazette", "news_site", "unn"} <= set(listed.stdout.split())
    assert len(json.loads(asked.stdout)) == 2
    with Archive(tmp_path / "news.db", read_only=True) as archive:
        assert archive.count_articles() == 2


def test_a_site_of_the_file_is_crawled_by_its_name(newsarc: Command, site: DemoServer, tmp_path: Path):
    written(tmp_path, f"[sites.harbour]\nurl = '{HOME}'")

    done = newsarc("crawl", "harbour", "--limit", "1", *demo_options(site))

    assert done.returncode == 0, done.stderr
    assert {seen.host for seen in site.requests} == {"harbour-gazette.example"}


@pytest.mark.parametrize(
    "command", [("-c", "from crawler.cli import main; main()", "crawl", "unn"), ("-m", "scrapy", "list")]
)
def test_a_crawl_with_a_broken_file_says_so_without_a_traceback(run: Command, tmp_path: Path, command: tuple[str, ...]):
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
    written(tmp_path, "[politeness]\ndelay = 'soon'")

    done = run(*command)

    assert done.returncode == 2
    assert "line 2: politeness.delay = 'soon'" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_own_spider_cannot_take_the_place_of_what_all_rest_on(newsarc: Command, tmp_path: Path):
    written(tmp_path, "[spiders]\nfolder = 'mine'")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "base.py").write_text("")

    done = newsarc("crawl", "unn")

    assert done.returncode == 2
    assert "base.py: a spider's file cannot have this name" in done.stderr
