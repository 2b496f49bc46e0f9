"""What one site needs: headers, cookies, a proxy, the marks of its login page."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Command
from local_site import LocalSite, local_options
from scrapy import Request
from scrapy.http import Response

from crawler.archive import Archive
from crawler.fetching.gate_cookies import GateCookiesMiddleware
from crawler.site import Site, SiteRuleError


class WithLogin(LocalSite):
    """A site that shows its articles to who sends a cookie, and one of them elsewhere."""

    def __init__(self, articles: int) -> None:
        super().__init__(articles)
        self.seen: list[tuple[str, str, str | None, str | None]] = []

    def answer_to(self, path: str, host: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.seen.append((host, path, headers.get("Cookie"), headers.get("X-Reader")))
        if path == self.path_of(1) and host == self.host:
            return 302, {"Location": f"http://elsewhere.example{path}"}, b""
        if path.startswith("/news/") and "session=42" not in headers.get("Cookie", ""):
            return 200, {"Content-Type": "text/html"}, b"<html><form id='login'><p>Log in to read on.</form></html>"
        return super().answer_to(path, host, headers)


CONFIGURATION = """
[sites.local]
url = "http://local.example/"
login_marks = ["form#login"]
{more}
"""


def test_headers_and_cookies_go_to_their_site_alone(archive_path: Path, newsarc: Command, tmp_path: Path):
    more = 'headers = { "X-Reader" = "newsarc" }\ncookies = { session = "42", lang = "en" }'
    (tmp_path / "newsarc.toml").write_text(CONFIGURATION.format(more=more))
    with WithLogin(articles=2) as site:
        done = newsarc("crawl", "local", "--archive", archive_path, *local_options(site))

    assert done.returncode == 0, done.stderr
    told = {host: {(cookie, reader) for at, _, cookie, reader in site.seen if at == host} for host, *_ in site.seen}
    assert told == {"local.example": {("session=42; lang=en", "newsarc")}, "elsewhere.example": {(None, None)}}
    with Archive(archive_path, read_only=True) as archive:
        assert [row.title for row in archive.articles()] == ["Story 0 of the day"]


def test_a_login_page_is_a_failed_visit_and_no_article(archive_path: Path, newsarc: Command, tmp_path: Path):
    (tmp_path / "newsarc.toml").write_text(CONFIGURATION.format(more=""))
    with WithLogin(articles=1) as site:
        done = newsarc("crawl", "local", "--archive", archive_path, *local_options(site))

    assert done.returncode == 3
    assert "a login page: it has 'form#login'" in done.stderr
    with Archive(archive_path, read_only=True) as archive:
        [(state, due_at)] = archive.db.execute("SELECT state, due_at FROM pages WHERE kind = 'article'").fetchall()
    assert state == "failed"
    assert due_at is not None  # it is tried again


class Redirecting(LocalSite):
    """A site one of whose articles has moved to another host; it keeps the headers of each request."""

    def __init__(self) -> None:
        super().__init__(articles=2)
        self.seen: dict[str, list[dict[str, str]]] = {}

    def answer_to(self, path: str, host: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.seen.setdefault(host, []).append(dict(headers))
        if path.endswith(self.path_of(1)) and host == self.host:
            return 302, {"Location": f"http://elsewhere.example{self.path_of(1)}"}, b""
        return super().answer_to(path, host, headers)


def test_another_host_is_sent_what_it_would_be_sent_without_the_sites_own_headers(
    archive_path: Path, newsarc: Command, tmp_path: Path
):
    more = 'headers = { "Accept-Language" = "uk", "User-Agent" = "Reader/1", "Authorization" = "Basic c2VjcmV0" }'
    (tmp_path / "newsarc.toml").write_text(CONFIGURATION.format(more=more))
    with Redirecting() as site:
        done = newsarc("crawl", "local", "--archive", archive_path, *local_options(site))

    assert done.returncode == 0, done.stderr
    told = {(seen["Accept-Language"], seen["User-Agent"]) for seen in site.seen["local.example"]}
    assert told == {("uk", "Reader/1")}
    for seen in site.seen["elsewhere.example"]:
        assert seen["Accept-Language"] == "en"
        assert seen["User-Agent"].startswith("newsarc/")
        assert "Authorization" not in seen


@pytest.mark.thorough
def test_another_host_is_not_asked_through_the_sites_proxy(archive_path: Path, newsarc: Command, tmp_path: Path):
    with Redirecting() as proxy, LocalSite(articles=2) as elsewhere:
        more = f'proxy = "http://me:secret@{proxy.address}"'
        (tmp_path / "newsarc.toml").write_text(CONFIGURATION.format(more=more))
        done = newsarc("crawl", "local", "--archive", archive_path, *local_options(elsewhere))

    assert done.returncode == 0, done.stderr
    assert set(proxy.seen) == {"local.example"}
    assert all("Proxy-Authorization" in seen for seen in proxy.seen["local.example"])
    assert elsewhere.path_of(1) in elsewhere.paths


@pytest.mark.thorough
def test_a_site_is_asked_through_its_proxy(archive_path: Path, newsarc: Command, tmp_path: Path):
    with LocalSite(articles=1) as proxy:
        more = f'proxy = "http://{proxy.address}"'
        (tmp_path / "newsarc.toml").write_text(CONFIGURATION.format(more=more))
        options = [option for option in local_options(proxy) if "RESOLVE" not in option]
        options.remove("-s")
        done = newsarc("crawl", "local", "--archive", archive_path, *options)

    assert done.returncode == 0, done.stderr
    assert "http://local.example/feed.xml" in proxy.paths


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"headers": {"X-Reader": "two\nlines"}}, "headers holds 'X-Reader'"),
        ({"cookies": {"a=b": "c"}}, "cookies holds 'a=b'"),
        ({"proxy": "socks5://x.example"}, "proxy='socks5://x.example'; expected an http or https URL"),
        ({"login_marks": ("form..login",)}, "login mark 'form..login' is not valid CSS"),
    ],
)
def test_options_that_cannot_be_are_refused_when_the_site_is_built(options: dict[str, object], said: str):
    with pytest.raises(SiteRuleError, match=said.replace("=", "=").replace("(", r"\(")):
        Site(domain="harbour.example", **options)


@pytest.mark.parametrize(
    "options",
    [{"headers": {"Cookie": "sid=hush\n"}}, {"cookies": {"sid": "hush\n"}}, {"proxy": "socks5://me:hush@x.example"}],
)
def test_what_may_be_a_secret_is_not_told(options: dict[str, object]):
    with pytest.raises(SiteRuleError) as refused:
        Site(domain="harbour.example", **options)

    assert "hush" not in str(refused.value)


class WithGate(LocalSite):
    """A site that sets a cookie on its way over another address, and shows nothing to who does not bring it back."""

    def __init__(self, articles: int) -> None:
        super().__init__(articles)
        self.seen: list[tuple[str, str, str | None]] = []

    def answer_to(self, path: str, host: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        cookie = headers.get("Cookie")
        self.seen.append((host, path, cookie))
        if path == self.path_of(1) and host == self.host:
            return 302, {"Location": f"http://elsewhere.example{path}", "Set-Cookie": "read=1; Path=/"}, b""
        if path.startswith("/enter?to="):
            return 302, {"Location": path.removeprefix("/enter?to="), "Set-Cookie": "gate=open; Path=/"}, b""
        if path != "/robots.txt" and host == self.host and "gate=open" not in (cookie or ""):
            return 302, {"Location": f"/enter?to={path}"}, b""
        return super().answer_to(path, host, headers)


def test_the_cookie_of_a_gate_is_brought_back_to_its_site_alone(archive_path: Path, newsarc: Command, tmp_path: Path):
    (tmp_path / "newsarc.toml").write_text(CONFIGURATION.format(more='cookies = { lang = "en" }'))
    with WithGate(articles=4) as site:
        done = newsarc("crawl", "local", "--archive", archive_path, *local_options(site))

    assert done.returncode == 0, done.stderr
    with Archive(archive_path, read_only=True) as archive:
        assert archive.count_articles() == 3
    told = {(host, cookie) for host, path, cookie in site.seen if path.startswith("/news/")}
    assert told == {("local.example", "lang=en; gate=open"), ("elsewhere.example", None)}
    assert sum(path.startswith("/enter?to=") for _, path, _ in site.seen) == 1  # once is enough


@pytest.mark.parametrize(
    ("url", "to", "cookie", "sent"),
    [
        ("http://a.lock.co.uk/1", "http://b.lock.co.uk/1", "gate=open; Domain=lock.co.uk", b"gate=open"),
        ("http://lock.co.uk/1", "http://bank.co.uk/1", "gate=open; Domain=co.uk", None),
        ("http://lock.github.io/1", "http://bank.github.io/1", "gate=open; Domain=github.io", None),
        ("http://127.0.0.1/1", "http://127.0.0.2/1", "gate=open; Domain=0.0.1", None),
        ("https://lock.example/1", "http://lock.example/1", "gate=open; Secure", None),
        ("http://lock.example/1", "http://lock.example/1", f"gate={'o' * 5000}", None),
    ],
)
def test_a_cookie_of_a_redirect_goes_to_its_own_site_alone(url: str, to: str, cookie: str, sent: bytes | None):
    gate, asked = GateCookiesMiddleware(), Request(url)
    gate.process_request(asked)
    gate.process_response(asked, Response(url, status=302, headers={"Location": to, "Set-Cookie": cookie}))
    led = Request(to, meta=asked.meta)

    gate.process_request(led)

    assert led.headers.get("Cookie") == sent


def test_a_site_of_hosts_without_end_has_cookies_kept_of_so_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("crawler.fetching.gate_cookies.MOST_HOSTS", 3)
    gate = GateCookiesMiddleware()
    for number in range(9):
        asked = Request(f"http://h{number}.lock.example/")
        gate.process_response(
            asked, Response(asked.url, status=302, headers={"Location": asked.url, "Set-Cookie": "gate=open"})
        )

    assert list(gate.kept) == [f"h{number}.lock.example" for number in (6, 7, 8)]
