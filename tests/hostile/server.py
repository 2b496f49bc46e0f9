"""The hostile site's server, over raw connections, and the canary that nobody may ever ask anything."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections import Counter
from threading import Event, Thread
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

from hostile import (  # noqa: F401  (each enters its behaviours into the table)
    addresses,
    charsets,
    compression,
    markup,
    redirects,
    refusals,
    robots,
    structured,
    transport,
    traps,
    values,
)
from hostile.behaviour import BEHAVIOURS, DOMAIN, ELSEWHERE, Behaviour
from hostile.exchange import Exchange
from hostile.robots import ROBOTS
from hostile.stories import story

HOME = f"http://{DOMAIN}/"
GOOD = 12  # articles that are nothing but articles, between the others
MOST_HEAD = 65_536


def good_urls() -> list[str]:
    """Return the addresses of the site's well-behaved articles, some on each of the hosts."""
    hosts = sorted({one.group for one in BEHAVIOURS.values() if one.host == f"{one.group}.{DOMAIN}"})
    return [f"http://{hosts[number % len(hosts)]}.{DOMAIN}/good/{number}" for number in range(GOOD)]


class Canary:
    """Listens on loopback, where no page may lead, under several of its addresses, and counts who comes."""

    def __init__(self) -> None:
        self.sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port: int = self.sockets[0].getsockname()[1]
        self.touched = 0
        for family, address in ((socket.AF_INET, "127.8.9.10"), (socket.AF_INET6, "::1")):
            with contextlib.suppress(OSError):  # not every machine has them
                self.sockets.append(socket.create_server((address, self.port), family=family))
        for listening in self.sockets:
            Thread(target=self._count, args=[listening], daemon=True).start()

    def _count(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                self.touched += 1
                connection.close()

    def close(self) -> None:
        for listening in self.sockets:
            listening.shutdown(socket.SHUT_RDWR)
            listening.close()


class HostileServer:
    """Serves all behaviours from entering the context until leaving it.

    `asked` counts the requests for each behaviour, `canary` the connections that no page may cause.
    """

    def __init__(self, only: Behaviour | None = None, most: int = 10 * 2**20) -> None:
        self.host = "127.0.0.1"
        self.behaviours = [only] if only else list(BEHAVIOURS.values())
        self.most = most  # bytes that a page may have
        self.asked: Counter[str] = Counter()
        self.paths: list[str] = []
        self.canary = Canary()
        self._ready = Event()

    def __enter__(self) -> Self:
        self._thread = Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self.canary.close()

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def just_under(self) -> int:
        """So many bytes as a page may have, with room for what is around them."""
        return self.most - 20_000

    @property
    def hosts(self) -> list[str]:
        """The host names under which behaviours are served."""
        return sorted({DOMAIN, ELSEWHERE, addresses.HOMOGRAPH} | {behaviour.host for behaviour in BEHAVIOURS.values()})

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        servers = [await asyncio.start_server(self._connected, self.host, 0, limit=MOST_HEAD)]
        self.port: int = servers[0].sockets[0].getsockname()[1]
        with contextlib.suppress(OSError):  # macOS has one loopback address
            servers.append(await asyncio.start_server(self._connected, addresses.PUBLIC, self.port, limit=MOST_HEAD))
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(
            ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError
        ):
            while await self._answer(await reader.readuntil(b"\r\n\r\n"), writer):
                pass
        writer.close()

    async def _answer(self, head: bytes, writer: asyncio.StreamWriter) -> bool:
        """Answer one request and return whether the connection serves another."""
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        host = headers.get("host", "").partition(":")[0]
        exchange = Exchange(self, writer, host, first.split(" ")[1], headers)
        self.paths.append(f"{host}{exchange.target}"[:300])
        behaviour = BEHAVIOURS.get("/".join(exchange.path.split("/")[:3]))
        if exchange.path == "/robots.txt":
            await self._robots(exchange)
        elif behaviour:
            self.asked[behaviour.path] += 1
            exchange.number = self.asked[behaviour.path]
            await behaviour.respond(exchange)
        elif exchange.path == "/":
            feeds = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
            await exchange.answer(f"<!doctype html><html><head><title>Hostile</title>{feeds}</head><body><h1>All</h1>")
        elif exchange.path == "/feed.xml":
            await exchange.answer(self._feed(), Content_Type="application/rss+xml")
        elif exchange.path.startswith("/good/"):
            await exchange.answer(story(f"A good story, number {exchange.path[6:]}"))
        else:
            await exchange.answer("<!doctype html><title>Not here</title>", "404 Not Found")
        return exchange.is_open

    async def _robots(self, exchange: Exchange) -> None:
        if respond := ROBOTS.get(exchange.host):
            await respond(exchange)
        elif exchange.host == DOMAIN:
            listings = [behaviour.url for behaviour in self.behaviours if behaviour.kind == "listing"]
            await exchange.answer("".join(f"Sitemap: {url}\n" for url in listings), Content_Type="text/plain")
        else:
            await exchange.answer("", "404 Not Found")

    def _feed(self) -> str:
        urls = [behaviour.url for behaviour in self.behaviours if behaviour.kind == "article"]
        good = good_urls()
        step = max(len(urls) // GOOD, 1)
        for number, url in enumerate(good):
            urls.insert(number * (step + 1), url)
        items = "".join(f"<item><link>{escape(url)}</link></item>" for url in urls)
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>All</title>{items}</channel></rss>'
