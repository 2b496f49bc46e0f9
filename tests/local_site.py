"""A small news site on loopback, as large and as slow as a test needs it."""

from __future__ import annotations

import hashlib
import json
import ssl
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from crawler.demo import DemoServer

SOME_TIME_AGO = "2024-09-03T08:00:00Z"
WORDS = "harbour council ferry bridge market winter school lantern river budget orchestra tunnel garden museum".split()


def local_options(site: LocalSite | DemoServer, *, delay: float = 0, retries: int = 0) -> list[str]:
    """Return the options that lead a crawl to *site* and let it ask every *delay* seconds."""
    return [
        *("-s", "NEWSARC_RESOLVE=" + json.dumps({"*.example": site.address})),
        *("-s", "NEWSARC_ALLOW_PRIVATE_ADDRESSES=1", "-s", f"RETRY_TIMES={retries}"),
        *("-s", "AUTOTHROTTLE_ENABLED=0", "-s", f"DOWNLOAD_DELAY={delay}"),
    ]


def story(number: int, edition: int = 0, published: str = SOME_TIME_AGO) -> str:
    """Return the page of one article. Texts of different numbers share next to nothing."""
    words = [WORDS[int(c, 16) % len(WORDS)] + c for c in hashlib.sha256(f"{number}/{edition}".encode()).hexdigest()]
    text = "".join(f"<p>{' '.join(words[at : at + 16])} were named on day {number}.</p>" for at in (0, 16, 32, 48))
    return (
        f"<html><head><title>Story {number} of the day</title>"
        f'<meta property="article:published_time" content="{published or "2024-09-03T08:00:00Z"}">'
        f'<meta property="og:type" content="article"></head><body><article><h1>Story {number} of the day</h1>'
        f"{text}</article></body></html>"
    )


class LocalSite:
    """Serves a home page, an RSS feed and *articles* articles, each after *seconds*, while its context is open.

    `requests` has the instant and the path of each request when it came in, `answered` the path when it was answered;
    `editions` says how often an article was edited. Subclasses answer other paths: see `answer`.
    """

    host = "local.example"

    def __init__(self, articles: int = 10, *, seconds: float = 0.0, tls: ssl.SSLContext | None = None) -> None:
        self.articles, self.seconds = articles, seconds
        self.requests: list[tuple[float, str]] = []
        self.answered: list[str] = []
        self.conditional: list[tuple[str, int]] = []
        self.editions: dict[int, int] = {}
        self.is_gone = False  # every connection ends without an answer
        self.lock = Lock()
        self._http = _Server(("127.0.0.1", 0), self)
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._http.server_port}"

    @property
    def home(self) -> str:
        return f"http://{self.host}/"

    @property
    def paths(self) -> list[str]:
        return [path for _, path in self.requests]

    def answer_to(self, path: str, host: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Return what a request with *headers* gets. A proxy is asked for whole addresses."""
        return self.answer(urlsplit(path)._replace(scheme="", netloc="").geturl(), host)

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and content for *path*."""
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private/\n"
        if path == "/":
            head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
            return 200, {"Content-Type": "text/html"}, f"<html><head>{head}</head><body></body></html>".encode()
        if path == "/feed.xml":
            items = "".join(
                f"<item><title>Story {n}</title><link>http://{host}{self.path_of(n)}</link></item>"
                for n in range(self.articles)
            )
            feed = f'<rss version="2.0"><channel><title>Local</title>{items}</channel></rss>'
            return 200, {"Content-Type": "application/rss+xml"}, feed.encode()
        if path.startswith(("/news/", "/extra/")):
            number = int("".join(filter(str.isdigit, path)) or 0)
            content = story(number, self.editions.get(number, 0), self.published(number)).encode()
            tag = f'"{hashlib.sha256(content).hexdigest()[:12]}"'
            return 200, {"Content-Type": "text/html", "ETag": tag}, content
        return 404, {}, b""

    def published(self, number: int) -> str:
        """Return when an article was published."""
        return SOME_TIME_AGO

    @staticmethod
    def path_of(number: int) -> str:
        return f"/news/{number}-a-story-of-the-day"

    @staticmethod
    def wait_for(condition: Callable[[], bool], *, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it did not come to pass"
            time.sleep(0.01)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], site: LocalSite) -> None:
        self.site = site
        super().__init__(address, _Answer)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients are killed in the midst of answers."""


class _Answer(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        site = self.server.site
        with site.lock:
            site.requests.append((time.monotonic(), self.path))
        if site.is_gone:
            self.close_connection = True
            return
        if site.seconds and self.path.startswith("/news/"):
            time.sleep(site.seconds)
        host = self.headers.get("Host") or site.host
        status, headers, content = site.answer_to(self.path, host, dict(self.headers))
        if status == 200 and headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, content = 304, b""
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()
        with site.lock:
            site.answered.append(self.path)
            site.conditional.append((self.path, status))

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: `LocalSite.requests` remembers."""
