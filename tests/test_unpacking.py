"""Compressed answers are taken whole and within bounds, or not at all."""

from __future__ import annotations

import gzip

import pytest
from hostile.compression import PACK

from crawler.unpacking import MOST_STREAMS, IncompleteError, TooLargeError, UnpackingError, unpack

TEXT = b"The gates of the old lock are open again. " * 5000


@pytest.mark.parametrize("encoding", PACK)
def test_what_was_packed_comes_back(encoding: str):
    assert unpack(PACK[encoding](TEXT), encoding, len(TEXT)) == TEXT


@pytest.mark.parametrize("encoding", PACK)
def test_a_byte_too_many_is_too_large(encoding: str):
    with pytest.raises(TooLargeError):
        unpack(PACK[encoding](TEXT), encoding, len(TEXT) - 1)


@pytest.mark.parametrize("encoding", PACK)
@pytest.mark.parametrize("missing", [1, 3, 40])
def test_what_lacks_its_end_is_incomplete(encoding: str, missing: int):
    with pytest.raises(IncompleteError):
        unpack(PACK[encoding](TEXT)[:-missing], encoding, 0)


@pytest.mark.parametrize("encoding", PACK)
def test_noise_is_no_packed_text(encoding: str):
    with pytest.raises(UnpackingError):
        unpack(b"\xff\xfe noise" * 50, encoding, 0)


def test_an_empty_body_stays_empty():
    assert unpack(b"", "gzip", 100) == b""


def test_members_of_a_gzip_are_joined_and_noise_after_them_is_left():
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two") + b"noise", "gzip", 100) == b"one two"


@pytest.mark.parametrize(
    ("encoding", "nothing"),
    [("gzip", gzip.compress(b"", mtime=0)), ("zstd", PACK["zstd"](b"")), ("zstd", b"\x50\x2a\x4d\x18" + bytes(4))],
)
def test_parts_without_end_that_hold_nothing_are_not_read_on(encoding: str, nothing: bytes):
    with pytest.raises(UnpackingError, match="more than"):
        unpack(nothing * MOST_STREAMS + PACK[encoding](TEXT), encoding, len(TEXT))


def test_a_text_in_many_parts_is_joined():
    assert unpack(gzip.compress(TEXT[:100]) * 2000, "gzip", 0) == TEXT[:100] * 2000
