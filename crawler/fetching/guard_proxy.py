"""A proxy on loopback for a browser of ours: it connects to public addresses alone, whatever a page asks for.

A browser follows redirects, resolves names and fetches what pages name by itself, past Scrapy's resolver. So all that
it asks goes through here: a name is resolved once, its address is judged, and that address is connected to.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import Mapping
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from crawler.fetching.resolver import is_private, parse_resolve

MOST_HEAD = 64 * 1024
CHUNK = 64 * 1024
_HOP = re.compile(rb"^(?:proxy-connection|connection|keep-alive):[^\r\n]*\r\n", re.IGNORECASE | re.MULTILINE)


class GuardProxy:
    """Serves on `address` from `start` to `stop`. *rules* are those of NEWSARC_RESOLVE.

    A connection ends when nothing came for *timeout* seconds, or more than *most* bytes in one direction.
    """

    def __init__(self, rules: Mapping[str, str], *, allow_private: bool, timeout: float, most: int) -> None:
        self.rules = parse_resolve(dict(rules))
        self.allow_private, self.timeout, self.most = allow_private, timeout, most
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.server: asyncio.Server | None = None

    async def start(self) -> None:
        self.server = await asyncio.start_server(self._serve, sock=self.socket, limit=MOST_HEAD)

    def stop(self) -> None:
        if self.server is not None:
            self.server.close()
        self.socket.close()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), self.timeout)
            await self._pass_on(head, reader, writer)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def _pass_on(self, head: bytes, reader: StreamReader, writer: StreamWriter) -> None:
        line, _, rest = head.partition(b"\r\n")
        method, target, version = [*line.decode("latin-1").split(" "), "", ""][:3]
        is_tunnel = method == "CONNECT"
        try:
            parts = urlsplit(f"//{target}" if is_tunnel else target)
            host, port = parts.hostname or "", parts.port or (443 if is_tunnel else 80)
        except ValueError:
            host, port = "", 0
        place = await self._resolve(host, port) if host and parts.scheme in ("", "http") else None
        if place is None:
            writer.write(b"HTTP/1.1 403 Not a public address\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        far_reader, far_writer = await asyncio.wait_for(asyncio.open_connection(*place), self.timeout)
        if is_tunnel:
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        else:
            path = parts._replace(scheme="", netloc="").geturl() or "/"
            told = f"{method} {path} {version}\r\nConnection: close\r\n".encode("latin-1")
            far_writer.write(told + _HOP.sub(b"", rest))
        try:
            ways = [self._pipe(reader, far_writer), self._pipe(far_reader, writer)]
            done, rest_of_ways = await asyncio.wait(map(asyncio.ensure_future, ways), return_when="FIRST_COMPLETED")
            for way in rest_of_ways:
                way.cancel()
            await asyncio.gather(*done, *rest_of_ways, return_exceptions=True)
        finally:
            far_writer.close()
            with contextlib.suppress(OSError):
                await far_writer.wait_closed()

    async def _resolve(self, host: str, port: int) -> tuple[str, int] | None:
        """Return where to connect to for *host*, or None where that is no public address."""
        for pattern, (address, other_port) in self.rules.items():
            if fnmatchcase(host.lower(), pattern):
                return address, other_port  # its writer wants it, wherever it leads
        looked_up = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = [(str(place[0]), port) for *_, place in looked_up]
        return next((place for place in found if self.allow_private or not is_private(place[0])), None)

    async def _pipe(self, reader: StreamReader, writer: StreamWriter) -> None:
        passed = 0
        while passed < self.most and (data := await asyncio.wait_for(reader.read(CHUNK), self.timeout)):
            writer.write(data)
            await writer.drain()
            passed += len(data)
