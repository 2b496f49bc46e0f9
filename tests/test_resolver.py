"""No private address is connected to, under any of its names."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator

import pytest
from conftest import Command

from crawler.fetching.resolver import is_private, parse_resolve


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::", "240.0.0.1"),
        *(
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "64:ff9b:1:a9fe:a9:fe00:808:808",
            "2002:7f00:1::",
            "224.0.0.1",
            "ff02::1",
            "fec0::1",
        ),
    ],
)
def test_addresses_that_are_not_of_the_public_internet_are_private(address: str):
    assert is_private(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_not(address: str):
    assert not is_private(address)


def test_a_rule_names_an_address_and_a_port():
    assert parse_resolve({"*.Lock.example": "[::1]:8000"}) == {"*.lock.example": ("::1", 8000)}


class Canary(http.server.BaseHTTPRequestHandler):
    """Answers /to?URL with a redirect there, and anything else with a page that must never be read."""

    def do_GET(self) -> None:
        self.server.seen.append((self.headers["Host"], self.path))  # type: ignore[attr-defined]
        _, is_redirect, target = self.path.partition("/to?")
        self.send_response(302 if is_redirect else 200)
        if is_redirect:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        return


@pytest.fixture
def canary() -> Iterator[http.server.ThreadingHTTPServer]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary) as server:
        server.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]"])
def test_no_name_of_this_machine_is_connected_to(canary, newsarc: Command, name: str):
    done = newsarc(
        *("crawl", f"http://{name}:{canary.server_port}/news/2026/01/a-page-of-this-machine"),
        *("-s", "RETRY_TIMES=0", "--archive", "archive.db"),
    )

    assert done.returncode != 0
    assert canary.seen == []


def test_a_file_is_never_read(newsarc: Command):
    done = newsarc("crawl", "file:///etc/passwd", "--archive", "archive.db")

    assert done.returncode == 2
    assert "root:" not in done.stdout + done.stderr


def test_a_redirect_to_a_file_or_a_private_name_leads_nowhere(canary, newsarc: Command):
    """The server is reached by a rule for its own name; what it redirects to has none."""
    rules = json.dumps({"outside.example": f"127.0.0.1:{canary.server_port}"})
    for target in ("file:///etc/passwd", f"http://localhost.invalid:{canary.server_port}/secret"):
        done = newsarc(
            *("crawl", f"http://outside.example/to?{target}", "--page", "--archive", "archive.db"),
            *("-s", f"NEWSARC_RESOLVE={rules}", "-s", "NEWSARC_ALLOW_PRIVATE_ADDRESSES=1"),
            *("-s", "RETRY_TIMES=0", "-s", "ROBOTSTXT_OBEY=0", "--delay", "0"),
        )
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
    assert not [path for _, path in canary.seen if path.startswith("/secret")]
