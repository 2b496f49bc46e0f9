"""Compressed bodies: unpacked within bounds, and only taken whole.

UnpackingError           it cannot be unpacked
├── TooLargeError        it grows beyond the limit
└── IncompleteError      it ends before its end: a page that was cut is never kept as if it were whole
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_LAYERS = 3  # of encodings, one over the other
MOST_STREAMS = 10_000  # one after another; a body of ten million bytes can hold a million that say nothing
_STEP = 65_536  # bytes unpacked at a time
_FED = 4096  # bytes given at a time: what a stream leaves of them is copied


class UnpackingError(Exception):
    """A body that is not what its Content-Encoding says."""


class TooLargeError(UnpackingError):
    """A body that grows beyond the limit while it is unpacked."""


class IncompleteError(UnpackingError):
    """A body that was cut off."""


class _Steps:
    """What all decompressors are asked for, over each one's own interface."""

    def __init__(self, step: Callable[[bytes], bytes], is_done: Callable[[], bool], rest: Callable[[], bytes]) -> None:
        self.step, self.is_done, self.rest = step, is_done, rest


def _zlib(wbits: int) -> _Steps:
    stream = zlib.decompressobj(wbits)
    return _Steps(
        lambda data: stream.decompress(stream.unconsumed_tail + data, _STEP),
        lambda: stream.eof,
        lambda: stream.unused_data,
    )


def _brotli() -> _Steps:
    stream = brotli.Decompressor()
    return _Steps(lambda data: stream.process(data, output_buffer_limit=_STEP), stream.is_finished, lambda: b"")


def _zstd() -> _Steps:
    stream = zstd.ZstdDecompressor()
    return _Steps(
        lambda data: stream.decompress(data, _STEP),
        lambda: stream.eof,
        lambda: stream.unused_data,
    )


_ERRORS = (zlib.error, brotli.error, zstd.ZstdError)
# How each encoding may be meant, and how a second part of it begins: what follows otherwise is no part of it.
_STREAMS: dict[str, tuple[list[Callable[[], _Steps]], bytes]] = {
    "gzip": ([lambda: _zlib(31)], b"\x1f\x8b"),
    "deflate": ([lambda: _zlib(15), lambda: _zlib(-15)], b""),  # the second is what old servers send
    "br": ([_brotli], b""),
    "zstd": ([_zstd], b"\x28\xb5\x2f\xfd"),
}
_STREAMS["x-gzip"] = _STREAMS["gzip"]
ENCODINGS = frozenset(_STREAMS)


def unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """Return *body* unpacked from *encoding*: gzip, deflate, br or zstd. An empty body stays empty.

    Noise after the end is ignored. Raises `TooLargeError` beyond *limit* bytes, of which no more are held,
    `IncompleteError` where the end is missing, and `UnpackingError`. A *limit* of 0 is none.
    """
    ways, magic = _STREAMS[encoding]
    unpacked = bytearray()
    at = streams = 0
    while at < len(body) and (not unpacked or (magic and body.startswith(magic, at))):
        streams += 1
        if streams > MOST_STREAMS:
            raise UnpackingError(f"more than {MOST_STREAMS} parts packed in {encoding}")
        at = _one_of(ways, body, at, encoding, limit, unpacked)
    return bytes(unpacked)


def _one_of(
    ways: list[Callable[[], _Steps]], body: bytes, at: int, encoding: str, limit: int, unpacked: bytearray
) -> int:
    """Append the stream of *body* from *at* to *unpacked*, read in the first of *ways* that fits; return its end."""
    before = len(unpacked)
    for way in ways[:-1]:
        try:
            return _stream(way(), body, at, encoding, limit, unpacked)
        except (TooLargeError, IncompleteError):
            raise
        except UnpackingError:
            del unpacked[before:]
    return _stream(ways[-1](), body, at, encoding, limit, unpacked)


def _stream(steps: _Steps, body: bytes, at: int, encoding: str, limit: int, unpacked: bytearray) -> int:
    fed = b""
    while True:
        try:
            part = steps.step(fed)
        except _ERRORS as error:
            raise UnpackingError(f"{encoding} cannot be unpacked: {error}") from error
        unpacked += part
        if limit and len(unpacked) > limit:
            raise TooLargeError(f"larger than {limit} bytes when unpacked from {encoding}")
        if steps.is_done():
            return at - len(steps.rest())
        fed = b"" if part else body[at : at + _FED]
        at += len(fed)
        if not part and not fed:
            raise IncompleteError(f"incomplete: {encoding} ends before its end")
