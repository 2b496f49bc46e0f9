"""Settings of one's own over ours: a step beside those that ship, and names that are slips of the pen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command
from local_site import LocalSite, local_options

from crawler.archive import Archive

pytestmark = pytest.mark.thorough  # each is a crawl or more

STEP = """
class Loud:
    def process_item(self, item):
        item.title = item.title.upper()
        return item
"""
SETTINGS = """
from crawler.settings import *

ITEM_PIPELINES = {**ITEM_PIPELINES, "newsroom.steps.Loud": 850}
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A folder of a Scrapy developer's: settings over ours, a step, and a `scrapy.cfg` that names them."""
    (tmp_path / "newsroom").mkdir()
    (tmp_path / "newsroom" / "steps.py").write_text(STEP)
    (tmp_path / "newsroom" / "settings.py").write_text(SETTINGS)
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsroom.settings\nnewsarc = newsroom.settings\n")
    return tmp_path


def test_a_step_of_ones_own_sees_what_newsarc_crawls_and_what_scrapy_crawls(
    newsarc: Command, run: Command, newsroom: Path
):
    with LocalSite(articles=1) as site:
        ours = newsarc("crawl", site.home, *local_options(site), "--archive", "ours.db", cwd=newsroom)
        spider = ("crawl", "news_site", "-a", f"url={site.home}", "-s", "NEWSARC_ARCHIVE=scrapys.db")
        scrapys = run("-m", "scrapy", *spider, *local_options(site), cwd=newsroom)

    assert (ours.returncode, scrapys.returncode) == (0, 0), ours.stderr + scrapys.stderr
    for name in ("ours.db", "scrapys.db"):
        with Archive(newsroom / name, read_only=True) as archive:
            assert [article.title for article in archive.articles()] == ["STORY 0 OF THE DAY"]


OWN = """
import json

from crawler.discovery.links import Link
from crawler.site import Site
from spiders.base import NewsSpider


class LocalSpider(NewsSpider):
    name = "local"
    site = Site(domain="local.example", sections=("http://local.example/api/stories",))

    def links(self, response):
        for path in json.loads(response.body):
            yield Link(response.urljoin(path), "article", is_told=True)
"""


class WithList(LocalSite):
    """A site that serves its list as JSON alone."""

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        if path == "/api/stories":
            return 200, {"Content-Type": "application/json"}, json.dumps([self.path_of(0), self.path_of(1)]).encode()
        return super().answer(path, host)


def test_spiders_of_ones_own_beside_a_scrapy_cfg_hide_none_of_those_that_ship(
    newsarc: Command, run: Command, newsroom: Path
):
    (newsroom / "newsarc.toml").write_text("")
    (newsroom / "spiders").mkdir()
    (newsroom / "spiders" / "local.py").write_text(OWN)
    with WithList(articles=3) as site:
        own = newsarc("crawl", "local", *local_options(site), "--archive", "own.db", cwd=newsroom)
        shipped = newsarc("crawl", "http://other.example/", *local_options(site), "--archive", "own.db", cwd=newsroom)
    listed = run("-m", "scrapy", "list", cwd=newsroom)

    assert (own.returncode, shipped.returncode) == (0, 0), own.stderr + shipped.stderr
    assert ("2 new articles" in own.stderr, "3 new articles" in shipped.stderr) == (True, True)
    assert {"local", "news_site", "article"} <= set(listed.stdout.split())


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("BOT_NAME = 'other'", "it has to begin with: from crawler.settings import *"),
        ("import nothing_of_that_name", "No module named 'nothing_of_that_name'"),
    ],
)
def test_settings_that_cannot_be_used_are_named_in_a_line(newsarc: Command, newsroom: Path, settings: str, told: str):
    (newsroom / "newsroom" / "settings.py").write_text(settings)

    done = newsarc("crawl", "https://lock.example", cwd=newsroom)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert done.stderr.startswith(f"newsarc: {newsroom / 'scrapy.cfg'}: newsarc = newsroom.settings: ")
    assert told in done.stderr


def test_the_settings_of_a_project_that_is_none_of_ours_are_left_alone(newsarc: Command, newsroom: Path):
    (newsroom / "scrapy.cfg").write_text("[settings]\ndefault = shop.settings\n")
    with LocalSite(articles=1) as site:
        assert newsarc("crawl", site.home, *local_options(site), cwd=newsroom).returncode == 0


def test_a_setting_with_a_slip_in_its_name_is_told_and_one_of_ours_is_refused(newsarc: Command, newsroom: Path):
    with LocalSite(articles=1) as site:
        slip = newsarc("crawl", site.home, *local_options(site), "-s", "DOWNLOAD_DELAI=0", cwd=newsroom)
        own = newsarc("crawl", site.home, *local_options(site), "-s", "LOUDNESS=11", "-q", cwd=newsroom)
    wrong = newsarc("crawl", "https://lock.example", "-s", "NEWSARC_LIMITS=3", cwd=newsroom)

    assert slip.returncode == 0
    assert "-s DOWNLOAD_DELAI: no setting of Scrapy's; did you mean DOWNLOAD_DELAY?" in slip.stderr
    assert (own.returncode, own.stderr) == (0, "")
    assert wrong.returncode == 2
    assert "did you mean NEWSARC_LIMIT?" in wrong.stderr
