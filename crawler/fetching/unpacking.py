"""Compressed answers: unpacked within bounds, and only taken whole: see `crawler.unpacking`."""

from __future__ import annotations

from typing import Any

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from crawler.unpacking import MOST_LAYERS, UnpackingError, unpack


class UnpackingMiddleware(HttpCompressionMiddleware):
    """Scrapy's middleware for compressed answers, except that what is cut, broken or packed over and over fails."""

    def _handle_encoding(self, body: bytes, content_encoding: list[bytes], max_size: int) -> Any:
        layers = b",".join(content_encoding).count(b",") + 1
        if layers > MOST_LAYERS:
            raise UnpackingError(f"packed in {layers} encodings, more than {MOST_LAYERS}")
        return super()._handle_encoding(body, content_encoding, max_size)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        return unpack(body, encoding.decode("ascii"), max_size)
