"""Pages that their own script draws, fetched with a real Chromium; and what it may connect to."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from conftest import Command
from local_site import LocalSite, local_options, story

from crawler.archive import Archive
from crawler.fetching.browser import BrowserError, find_chromium
from crawler.fetching.guard_proxy import GuardProxy


class Drawn(LocalSite):
    """A site whose articles are drawn by a script from what it fetches; pictures are left out."""

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        status, headers, content = super().answer(path, host)
        if path.startswith("/news/"):
            script = f"fetch('/extra/{path[6]}').then(r => r.text()).then(t => {{ document.body.innerHTML = t }})"
            title = f"<title>Story {path[6]} of the day</title>"
            content = (
                f"<html><head>{title}</head><body><img src='/x.png'><script>{script}</script></body></html>".encode()
            )
        elif path.startswith("/extra/"):
            time.sleep(0.2)  # longer than the browser takes to load the page itself
            content = story(int(path[7])).encode()
        return status, headers, content


@pytest.fixture
def chromium() -> None:
    """Skip a test on a machine without a browser."""
    pytest.importorskip("scrapy_playwright", reason="the extra `browser` is not installed")
    try:
        find_chromium()
    except BrowserError as error:
        pytest.skip(str(error))


@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
def test_a_page_that_a_script_draws_is_read_with_a_real_chromium(archive_path: Path, newsarc: Command):
    with Drawn(articles=2) as site:
        options = local_options(site)
        without = newsarc("crawl", site.home, "--archive", archive_path.with_name("without.db"), *options)
        done = newsarc("crawl", site.home, "--archive", archive_path, *options, "-s", "NEWSARC_BROWSER=1")

    assert "0 new articles" in without.stderr
    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as archive:
        articles = {row.title: row.body for row in archive.articles()}
    assert set(articles) == {"Story 0 of the day", "Story 1 of the day"}
    assert "were named on day 1" in (articles["Story 1 of the day"] or "")
    assert "/x.png" not in site.paths


class Flooding(Drawn):
    """One of its articles and its sitemap have headers without measure."""

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"Sitemap: /flood.xml"
        status, headers, content = super().answer(path, host)
        if path in ("/flood.xml", self.path_of(1)):
            headers["X-Flood"] = "y" * 300_000
        return status, headers, content


@pytest.mark.thorough
@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
def test_headers_are_bounded_with_a_browser_too(archive_path: Path, newsarc: Command):
    with Flooding(articles=2) as site:
        newsarc("crawl", site.home, "--archive", archive_path, *local_options(site), "-s", "NEWSARC_BROWSER=1")

    with Archive(archive_path, read_only=True) as archive:
        found = archive.db.execute("SELECT url, state, reason FROM pages WHERE url NOT LIKE '%sitemap%'").fetchall()
    told = {url.removeprefix(site.home): (state, reason) for url, state, reason in found}
    assert told["flood.xml"] == ("failed", "headers of more than 262144 bytes")
    assert told[site.path_of(0)[1:]][0] == "archived"
    assert told[site.path_of(1)[1:]][0] == "failed"


def ask_proxy(proxy: GuardProxy, request: bytes) -> bytes:
    async def ask() -> bytes:
        await proxy.start()
        host, _, port = proxy.address.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
        proxy.stop()
        return answer

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "request_line",
    [
        "GET http://{0}/",
        "CONNECT {0}",
        "GET http://localhost:{1}/",
        "GET http://[::ffff:127.0.0.1]:{1}/",
        "GET file:///etc/passwd",
    ],
)
def test_the_browser_reaches_no_private_address(request_line: str):
    with LocalSite() as canary:
        line = request_line.format(canary.address, canary.address.partition(":")[2])
        proxy = GuardProxy({}, allow_private=False, timeout=5, most=10_000)
        answer = ask_proxy(proxy, f"{line} HTTP/1.1\r\nHost: x\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 403")
    assert canary.paths == []


def test_the_browser_is_led_where_a_rule_says_even_if_that_is_private():
    with LocalSite() as site:
        proxy = GuardProxy({"*.example": site.address}, allow_private=False, timeout=5, most=100_000)
        answer = ask_proxy(proxy, b"GET http://local.example/robots.txt HTTP/1.1\r\nHost: local.example\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 200")
    assert b"Disallow: /private/" in answer


def test_a_chromium_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BrowserError, match="none of chromium"):
        find_chromium()
    with pytest.raises(BrowserError, match="NEWSARC_CHROMIUM='/no/such' is no program"):
        find_chromium("/no/such")
