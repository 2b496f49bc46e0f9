"""Headers of answers, read as text; an answer whose headers never end is broken off: Scrapy bounds bodies alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

MOST_HEADER_BYTES = 256 * 1024  # what browsers take


def header(response: Response, name: str) -> str | None:
    """Return a response header as text, or None."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


class HeadersTooLargeError(Exception):
    """An answer's headers, interim answers such as "100 Continue" included, go on and on."""

    def __init__(self) -> None:
        super().__init__(f"headers of more than {MOST_HEADER_BYTES} bytes")


class _BoundedParser(_LenientHTTPClientParser):
    header_bytes = 0

    def dataReceived(self, data: bytes) -> None:
        if self.state in (STATUS, HEADER):
            self.header_bytes += len(data)
            if self.header_bytes > MOST_HEADER_BYTES:
                raise HeadersTooLargeError
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def lineLengthExceeded(self, line: bytes) -> None:
        raise HeadersTooLargeError


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Deferred[Any]:
        answer: Deferred[Any] = super().request(request)
        # As Scrapy does it: the class of the parser is fixed in Twisted's code, and ours has no state to set up.
        self._parser.__class__ = _BoundedParser
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> HTTP11ClientProtocol:
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's download handler for http and https; an answer with more than `MOST_HEADER_BYTES` of headers fails."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory

    async def close(self) -> None:
        """Close the connections that are kept for further requests; a second is enough for that.

        Scrapy sets a clock that calls the deferred itself. Where the process is busy when the connections end and the
        second is over, that happens after they have called it: AlreadyCalledError.
        """
        closed = maybe_deferred_to_future(self._pool.closeCachedConnections())  # type: ignore[no-untyped-call]
        await asyncio.wait({asyncio.ensure_future(closed)}, timeout=self._disconnect_timeout)
