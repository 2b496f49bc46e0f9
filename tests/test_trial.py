"""Pages that are made to be slow cost a bounded time, and the pages after them are read."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import MAIN, ROOT, Command
from local_site import LocalSite, local_options, story
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.fetching.trials import TrialMiddleware
from crawler.page import Page
from crawler.trial import MOST_TAGS, is_risky, why_unreadable
from spiders.news_site import NewsSiteSpider

STORY = "<h1>Gates close</h1>" + "<p>The oak gates of the lower lock are to be replaced in May, the board said.</p>" * 5
NESTED = "<div>" * 100_000 + STORY
ATTRIBUTES = f"<div {' '.join(f'a{i}=1' for i in range(200_000))}>{STORY}"
READER = "pipelines:extract"
RISKY = story(0).replace("</article>", f'<p title="{"=" * (MOST_TAGS + 1)}"></p></article>')
# A trial may take as long as a loaded machine takes to start it.
PATIENT = f"from crawler import trial; trial.PATIENCE = 40.0; {MAIN}"


@pytest.mark.thorough
def test_a_page_of_a_hundred_thousand_nested_tags_is_given_up_in_time():
    reason = why_unreadable(Page.from_html(NESTED), READER) or ""

    assert "100,0" in reason
    assert "take longer than" in reason


def test_a_large_page_that_is_meant_well_is_read():
    page = Page.from_html(STORY + "<p>A line of a very long list.</p>" * MOST_TAGS)

    assert is_risky(page.html or "")
    assert why_unreadable(page, READER) is None


@pytest.mark.parametrize("html", ["<br>" * 300_000, f"<p {'a=1 ' * 300_000}>", "<a href=/b>c</a>" * 150_000])
def test_what_no_page_has_so_much_of_is_not_even_tried(html: str):
    """To parse it takes hundreds of megabytes; a reader that cannot be loaded shows that no process was started."""
    assert "are more than 250,000" in (why_unreadable(Page.from_html(html), "no_such_module:read") or "")
    assert why_unreadable(Page.from_html(f"<script>{'a=1;' * 300_000}</script>"), "no_such_module:read") is None


def test_a_trial_does_without_the_model_of_languages(run: Command):
    """It takes 70 MB, and each page that is tried is in a process of its own."""
    code = (
        "import io, sys; from crawler.trial import try_page; "
        f"sys.stdin = io.TextIOWrapper(io.BytesIO({STORY.encode()!r})); try_page({READER!r}); "
        "print('py3langid' in sys.modules)"
    )

    assert run("-c", code).stdout == "False\n"


def test_equal_signs_in_scripts_are_no_attributes():
    script = f"<script>{'a=1;' * 200_000}</script>"

    assert not is_risky(script + STORY)
    assert is_risky(script + ATTRIBUTES)


@pytest.mark.thorough
def test_a_batch_goes_on_after_pages_that_are_made_to_be_slow(newsarc: Command, tmp_path: Path):
    pages = {"nested": NESTED, "attributes": ATTRIBUTES, "story": STORY}
    for name, html in pages.items():
        (tmp_path / f"{name}.html").write_text(html)
    rows = "\n".join(json.dumps({"id": name, "html_path": f"{name}.html"}) for name in pages)

    done = newsarc("extract", "--batch", "--timings", stdin=rows)

    nested, attributes, story = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 3
    assert "unreadable" in nested["error"]
    assert "unreadable" in attributes["error"]
    assert nested["ms"] > 1000  # the child's time counts
    assert story["title"] == "Gates close"


class SlowPage(LocalSite):
    """Its first article is made to be slow; the others are answered when that is being tried. The last lets it go."""

    def __init__(self, folder: Path, *, articles: int = 4) -> None:
        super().__init__(articles)
        self.folder = folder

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        if path == self.path_of(0):
            return 200, {"Content-Type": "text/html"}, RISKY.encode()
        if path == "/feed.xml":
            hosts = ["slow", *["other"] * (self.articles - 1)]
            links = (f"http://{at}.{self.host}{self.path_of(n)}" for n, at in enumerate(hosts))
            items = "".join(f"<item><link>{link}</link></item>" for link in links)
            return 200, {"Content-Type": "application/rss+xml"}, f"<rss><channel>{items}</channel></rss>".encode()
        if path.startswith("/news/"):
            self.wait_for((self.folder / "began").exists)
        if path == self.path_of(self.articles - 1):
            (self.folder / "let-go").touch()
        return super().answer(path, host)


@contextmanager
def crawl_of(site: SlowPage) -> Iterator[subprocess.Popen[str]]:
    """A crawl of *site* under way, its archive in the site's folder."""
    archive = site.folder / "archive.db"
    command = [sys.executable, "-c", PATIENT, "crawl", site.home, "--archive", str(archive), *local_options(site)]
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": "/usr/bin:/bin", "SLOW_READER": str(site.folder)}
    with subprocess.Popen(
        [*command, "-s", "NEWSARC_READER=slow_reader:read"],
        cwd=site.folder,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as crawl:
        try:
            yield crawl
        finally:
            crawl.kill()


def pages_of(folder: Path) -> dict[int, tuple[str, str | None]]:
    """Return the state and the reason of each article in the ledger."""
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        rows = db.execute("SELECT url, state, reason FROM pages WHERE kind = 'article'").fetchall()
    return {int(url.partition("/news/")[2].partition("-")[0]): (state, reason) for url, state, reason in rows}


@pytest.mark.thorough
def test_other_hosts_are_asked_and_answer_while_a_slow_page_is_tried(tmp_path: Path):
    with SlowPage(tmp_path) as site, crawl_of(site) as crawl:
        _, errors = crawl.communicate(timeout=60)

    # The trial passes only when the crawl has asked for the last article during it.
    assert pages_of(tmp_path) == dict.fromkeys(range(4), ("archived", None)), errors
    assert crawl.returncode == 0


@pytest.mark.thorough
def test_a_signal_ends_a_trial_with_its_crawl(tmp_path: Path):
    with SlowPage(tmp_path, articles=1) as site, crawl_of(site) as crawl:
        site.wait_for((tmp_path / "began").exists)
        begun = time.monotonic()
        crawl.send_signal(signal.SIGTERM)
        _, errors = crawl.communicate(timeout=60)

    assert crawl.returncode == 143, errors
    assert time.monotonic() - begun < 10
    assert "in the midst of a page" not in errors
    assert pages_of(tmp_path) == {0: ("new", None)}  # it is as it was
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "began").read_text()), 0)


@pytest.mark.thorough
@pytest.mark.parametrize("parse", ["parse_article", "parse_listing"])
def test_a_page_that_is_asked_for_as_an_article_or_a_list_is_set_aside(parse: str):
    spider = NewsSiteSpider.from_crawler(get_crawler(settings_dict={"NEWSARC_READER": READER}), url="lock.example")
    request = Request("https://lock.example/2026/11/gates", meta={"leased": SimpleNamespace(kind="listing")})
    response = HtmlResponse(request.url, body=NESTED.encode(), request=request)
    crawler: Any = SimpleNamespace(settings=spider.crawler.settings, engine=None)
    asyncio.run(TrialMiddleware(crawler).process_response(request, response))

    assert list(getattr(spider, parse)(response)) == []
    assert "unreadable" in response.meta["reason"]
