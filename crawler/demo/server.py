"""The demo served over HTTP on loopback by a real server, which goes by the Host header."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from crawler.demo.routes import DemoSite, Resource, site_at
from crawler.demo.states import LAST_STATE


class SeenRequest(NamedTuple):
    """One request that the server answered."""

    host: str
    path: str
    status: int
    headers: dict[str, str]


class DemoServer:
    """Serves a `DemoSite` from entering the context until leaving it.

        with DemoServer() as server:
            ...  # `harbour-gazette.example` answers at `server.address`
            server.advance()
            ...  # and now as it is some days later

    `requests` lists what was asked, in the order of the answers. `site` may be replaced while serving.
    """

    def __init__(self, port: int = 0, site: DemoSite | None = None, state: int = 0) -> None:
        self.state = state
        self.site = site or site_at(state)
        self.requests: list[SeenRequest] = []
        self._http = _Server(("127.0.0.1", port), self)
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return self._http.server_port

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """All host names that are served here."""
        return self.site.hosts

    def advance(self) -> int:
        """Serve the next state from now on; return its number.

        Raises `ValueError` in the last one: nothing more happens.
        """
        if self.state == LAST_STATE:
            raise ValueError(f"the demo has no state after {LAST_STATE}")
        self.state += 1
        self.site = site_at(self.state)
        return self.state

    def count(self, url: str) -> int:
        """Return how often *url* was asked for, under any of its outlet's host names and with any query."""
        parts = urlsplit(url)
        host = parts.netloc.removeprefix("www.").removeprefix("m.")
        return sum(
            seen.host.removeprefix("www.").removeprefix("m.") == host and seen.path.partition("?")[0] == parts.path
            for seen in self.requests
        )

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

    def __init__(self, address: tuple[str, int], demo: DemoServer) -> None:
        self.demo = demo
        super().__init__(address, _Answer)


class _Answer(BaseHTTPRequestHandler):
    """One connection. Sends no Date, so that the same request always gets the same bytes."""

    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60

    def do_GET(self) -> None:
        demo = self.server.demo
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        resource = demo.site.answer(host, self.path)
        status = 304 if self._has_it(resource) else resource.status
        demo.requests.append(SeenRequest(host, self.path, status, dict(self.headers)))

        self.send_response_only(status)
        for name, value in _validators(resource).items():
            self.send_header(name, value)
        if status != 304:
            self._send_content(resource)
        else:
            self.end_headers()

    do_HEAD = do_GET

    def _send_content(self, resource: Resource) -> None:
        content = resource.content
        self.send_header("Content-Type", resource.content_type)
        self.send_header("Vary", "Accept-Encoding")
        if resource.location is not None:
            self.send_header("Location", resource.location)
        if _may_be_packed(resource) and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _has_it(self, resource: Resource) -> bool:
        """Whether the client says that it holds *resource* as it is now."""
        if resource.last_modified is None:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or _tag(resource) in [tag.strip() for tag in tags.split(",")]
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return since.tzinfo is not None and resource.last_modified <= since

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: `DemoServer.requests` remembers."""


def _validators(resource: Resource) -> dict[str, str]:
    if resource.last_modified is None:
        return {}
    changed: datetime = resource.last_modified.astimezone(UTC)
    return {"ETag": _tag(resource), "Last-Modified": format_datetime(changed, usegmt=True)}


def _tag(resource: Resource) -> str:
    """Return a weak tag: the same for the packed and the plain form."""
    return f'W/"{sha256(resource.content).hexdigest()[:16]}"'


def _may_be_packed(resource: Resource) -> bool:
    return not resource.content_type.startswith("image/") and len(resource.content) > 500
