"""Sites on loopback change between two real crawls; the real doctor tells which, how, and since when; and a webhook."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Command
from faulty_site import SITE, Story, day, html
from local_site import LocalSite, local_options
from webhook import Hook, webhook

CLEAN, A_DAY = 4, 8  # crawls before the sites change, and articles of each
HOSTS = COUNTED, DATED, OPEN, LISTED, RULED = [f"{name}.example" for name in "counted dated open listed ruled".split()]
FIFTH = "the fifth is the first that is compared"
CONSENT = b"<title>Before you continue</title><p>Before you continue, accept all cookies of our partners.</p>"
SPIDER = f'''
from crawler.site import Selectors, Site
from spiders.base import NewsSpider


class RuledSpider(NewsSpider):
    name = "ruled"
    site = Site(
        domain="{RULED}",
        feeds=("http://{RULED}/feed.xml",),
        sections=("http://{RULED}/",),
        selectors=Selectors(body="div.piece__text"),
    )
'''


class ChangingSites(LocalSite):
    """Five sites of one paper, a day further at each crawl. `is_changed`: each is not as it was, in its own way."""

    def __init__(self) -> None:
        super().__init__()
        self.day = 0
        self.is_changed = False

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        found = self._content(path, host)
        if found is None:
            return 404, {}, b"<p>There is no such page.</p>"
        return 200, {"Content-Type": "application/rss+xml" if path == "/feed.xml" else "text/html"}, found

    def _content(self, path: str, host: str) -> bytes | None:
        today = day(self.day).stories[:A_DAY]
        if path == "/":
            return front_page(today).replace(SITE, host).encode()
        if path == "/feed.xml":
            is_frozen = self.is_changed and host == LISTED
            return feed(day(CLEAN - 1).stories[:A_DAY] if is_frozen else today).replace(SITE, host).encode()
        for one in today:
            if one.url.endswith(path) and path.count("/") > 1:
                page = html(one).replace(SITE.encode(), host.encode())
                return CHANGES.get(host, as_before)(page) if self.is_changed else page
        return None


def front_page(today: list[Story]) -> str:
    links = "".join(f'<h2><a href="{one.url}">{one.title}</a></h2>' for one in today)
    head = '<title>The Wharf</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><main>{links}</main></body></html>'


def feed(today: list[Story]) -> str:
    items = "".join(f"<item><title>{one.title}</title><link>{one.url}</link></item>" for one in today)
    return f'<rss version="2.0"><channel><title>The Wharf</title>{items}</channel></rss>'


def as_before(page: bytes) -> bytes:
    return page


def without_the_word(page: bytes) -> bytes:
    return page.replace(b" views</span>", b"</span>")


def without_dates(page: bytes) -> bytes:
    return re.sub(rb'<time.*?</time>|"datePublished": "[^"]*", ', b"", page)


def with_another_name(page: bytes) -> bytes:
    return page.replace(b'class="piece__text"', b'class="story-content"')


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    COUNTED: without_the_word,
    DATED: without_dates,
    OPEN: lambda page: CONSENT,
    RULED: with_another_name,
}
# What must be told of each: the kind, what it is of, and in words.
TOLD = {
    COUNTED: ("missing", "view_count", "filled on 0 of 8 pages, on 100% before"),
    DATED: ("missing", "published_at", "filled on 0 of 8 pages, on 100% before"),
    OPEN: ("consent", "pages", "pages show a wall of consent: 8 of"),
    LISTED: ("listing_frozen", f"http://{LISTED}/feed.xml", "does not list what is new: 0 of 8; 100% before"),
    RULED: ("source", "body from site_rule", "0 of 8 values, 100% before"),
}


@pytest.fixture
def hook() -> Iterator[Hook]:
    with webhook() as hook:
        yield hook


@pytest.mark.thorough
def test_what_changes_between_two_crawls_is_named_with_its_pages_and_told_once(
    newsarc: Command, tmp_path: Path, hook: Hook
):
    (tmp_path / "spiders").mkdir()
    (tmp_path / "spiders" / "ruled.py").write_text(SPIDER)
    (tmp_path / "newsarc.toml").write_text(f'[notify]\nurls = ["{hook.url}"]\n[archive]\npath = "a.db"\n')
    with ChangingSites() as sites:

        def crawl() -> None:
            names = [f"http://{host}/" for host in HOSTS]
            done = newsarc("crawl", *names, "-q", *local_options(sites), "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8")
            assert done.returncode == 0, done.stderr
            sites.day += 1

        for _ in range(CLEAN):
            crawl()
        clean = newsarc("doctor", "--notify")
        sites.is_changed = True
        crawl()
        found, again = (newsarc("doctor", "--notify") for _ in range(2))
        in_words = newsarc("doctor", COUNTED, "--text")
        sites.is_changed = False
        crawl()
        mended = newsarc("doctor", "--notify")

    assert (clean.returncode, clean.stderr) == (0, f"too few crawls to tell: {FIFTH} (5 of 5 sites)\n")
    assert (found.returncode, again.returncode, in_words.returncode) == (6, 6, 6), found.stderr
    alarms = {(row["site"], row["kind"], row["subject"]): row for row in json.loads(found.stdout)}
    before, after = ({one.url for one in day(number).stories} for number in (CLEAN - 1, CLEAN))
    for host, (kind, subject, words) in TOLD.items():
        alarm = alarms[host, kind, subject]
        assert words in alarm["told"]
        assert alarm["detail"]["good"].replace(host, SITE) in before
        assert alarm["detail"]["bad"].replace(host, SITE) in after
        assert alarm["advice"]
    assert {site for site, _, _ in alarms} == set(TOLD)
    assert "selectors.view_count = 'span.piece__n' gives" in in_words.stdout
    assert "selectors.body = 'div.story-content'" in alarms[RULED, *TOLD[RULED][:2]]["advice"]
    first, second = hook.got
    assert all(f"{host}: " in first["message"] for host in TOLD)
    assert all(f"{host}: as before again" in second["message"] for host in TOLD)
    assert (mended.returncode, mended.stderr) == (0, "5 sites: all as before\n")
