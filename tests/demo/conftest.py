"""The demo's news sites on loopback, before and after what happens between two crawls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.demo import DemoServer
from demo.asking import Fetch, fetching_from


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture
def fetch(server: DemoServer) -> Fetch:
    return fetching_from(server)


@pytest.fixture
def later() -> Iterator[Fetch]:
    """The site after what happens between two crawls."""
    with DemoServer() as server:
        server.advance()
        yield fetching_from(server)
