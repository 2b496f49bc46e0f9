"""One request to the hostile site and the ways to answer it, decent or not."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from hostile.server import HostileServer

BLOCK = b"x" * 65_536


@dataclass
class Exchange:
    """A request as it came, and its connection. `number` counts the requests for the same behaviour from 1."""

    server: HostileServer
    writer: asyncio.StreamWriter
    host: str
    target: str
    headers: dict[str, str]
    number: int = 0
    is_open: bool = False  # the connection may serve another request

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> str:
        return urlsplit(self.target).query

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: str = "200 OK", **headers: str | int) -> None:
        """Send a status line and headers; underscores in names are hyphens."""
        lines = {"Content_Type": "text/html; charset=utf-8"} | headers
        text = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
        await self.send(f"HTTP/1.1 {status}\r\n{text}\r\n".encode("latin-1"))

    async def answer(self, body: bytes | str, status: str = "200 OK", **headers: str | int) -> None:
        """Send a whole, well-formed answer."""
        data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        await self.head(status, **({"Content_Length": len(data)} | headers))
        await self.send(data)
        self.is_open = True

    async def redirect(self, location: str | bytes, status: str = "302 Found") -> None:
        target = location.encode() if isinstance(location, str) else location
        await self.send(b"HTTP/1.1 %s\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status.encode(), target))
        self.is_open = True

    async def drip(self, data: bytes, every: float = 0.1) -> None:
        """Send *data* a byte at a time, for as long as anyone listens."""
        for byte in data:
            await self.send(bytes([byte]))
            await asyncio.sleep(every)

    async def pour(self, block: bytes = BLOCK) -> None:
        """Send *block* over and over, as fast as it is taken, for as long as anyone listens."""
        while True:
            await self.send(block)

    async def hang(self) -> None:
        """Say nothing more, until the other side has had enough."""
        while not self.writer.is_closing():
            await asyncio.sleep(0.05)

    def reset(self) -> None:
        """Break the connection off, so that the other side gets an error rather than an end."""
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
