"""Compressed answers: bombs in every format, nested ones, cut ones, and what only says that it is compressed."""

from __future__ import annotations

import gzip
import sys
import zlib
from functools import cache

import brotli

from hostile.behaviour import add, archived, behaviour, failed, not_article, refused
from hostile.exchange import Exchange
from hostile.stories import story

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BOMB = 400_000_000  # bytes when unpacked
TOO_BIG = r"larger than \d+ bytes"
CUT = r"incomplete: "
BROKEN = r"cannot be unpacked"


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=5),
    "zstd": zstd.compress,
}


@cache
def bomb(encoding: str) -> bytes:
    """Return a page that is `BOMB` bytes when unpacked, made without as much memory."""
    block = b"<p>boom</p>" * 95_325  # about 1 MiB
    blocks = BOMB // len(block)
    if encoding == "gzip":
        packer = zlib.compressobj(9, wbits=31)
    elif encoding == "deflate":
        packer = zlib.compressobj(9)
    elif encoding == "zstd":
        packer = zstd.ZstdCompressor()
    else:
        brotler = brotli.Compressor(quality=1)
        return b"".join(brotler.process(block) for _ in range(blocks)) + brotler.finish()
    return b"".join(packer.compress(block) for _ in range(blocks)) + packer.flush()


def _packed(encoding: str, body: bytes):
    async def respond(exchange: Exchange) -> None:
        await exchange.answer(body, Content_Encoding=encoding)

    return respond


def _bomb(encoding: str):
    async def respond(exchange: Exchange) -> None:
        await exchange.answer(bomb(encoding), Content_Encoding=encoding)

    return respond


for _encoding, _pack in PACK.items():
    _whole = _pack(story(f"A page in {_encoding}").encode())
    _half = _pack(story(f"Half a page in {_encoding}").encode())
    add("compression", f"{_encoding}-page", _packed(_encoding, _whole), archived(title=f"A page in {_encoding}"))
    add("compression", f"{_encoding}-bomb", _bomb(_encoding), refused(TOO_BIG))
    add("compression", f"{_encoding}-half", _packed(_encoding, _half[: len(_half) // 2]), failed(CUT))
    add("compression", f"{_encoding}-without-its-end", _packed(_encoding, _half[:-3]), failed(CUT))
    add("compression", f"{_encoding}-of-noise", _packed(_encoding, bytes(range(255, 0, -1)) * 20), failed(BROKEN))


@behaviour(refused(TOO_BIG))
async def bomb_in_a_gzip_in_a_gzip(exchange: Exchange) -> None:
    await exchange.answer(gzip.compress(gzip.compress(bomb("gzip"))), Content_Encoding="gzip, gzip, gzip")


@behaviour(failed("in 1000 encodings"))
async def thousand_encodings(exchange: Exchange) -> None:
    await exchange.answer(gzip.compress(b"x"), Content_Encoding=", ".join(["gzip"] * 1000))


@behaviour(failed(BROKEN))
async def gzip_that_is_plain(exchange: Exchange) -> None:
    await exchange.answer(story("A gzip that is plain"), Content_Encoding="gzip")


@behaviour(failed(BROKEN))
async def wrong_checksum(exchange: Exchange) -> None:
    packed = gzip.compress(story("A wrong checksum").encode())
    await exchange.answer(packed[:-8] + b"\0" * 4 + packed[-4:], Content_Encoding="gzip")


@behaviour(not_article("no story"))
async def unknown_encoding(exchange: Exchange) -> None:
    await exchange.answer(b"\x5d\x00\x00" * 400, Content_Encoding="lzma")


@behaviour(archived(title="Noise after a gzip"))
async def noise_after_a_gzip(exchange: Exchange) -> None:
    await exchange.answer(gzip.compress(story("Noise after a gzip").encode()) + b"noise" * 9, Content_Encoding="gzip")


@behaviour(archived(title="A gzip of two members"))
async def gzip_of_two_members(exchange: Exchange) -> None:
    page = story("A gzip of two members").encode()
    await exchange.answer(gzip.compress(page[:500]) + gzip.compress(page[500:]), Content_Encoding="gzip")


@behaviour(archived(title="Deflate without a header"))
async def raw_deflate(exchange: Exchange) -> None:
    await exchange.answer(_raw_deflate(story("Deflate without a header").encode()), Content_Encoding="deflate")


@behaviour(refused(TOO_BIG), kind="listing")
async def sitemap_bomb(exchange: Exchange) -> None:
    await exchange.answer(bomb("gzip"), Content_Type="application/gzip")


@behaviour(failed(CUT), kind="listing")
async def half_a_sitemap(exchange: Exchange) -> None:
    sitemap = b"<urlset>" + b"".join(b"<url><loc>/none/%d</loc></url>" % n for n in range(5000))
    await exchange.answer(gzip.compress(sitemap)[:-4000], Content_Type="application/gzip")
