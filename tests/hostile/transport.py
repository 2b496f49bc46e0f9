"""Answers that are late, endless, cut off or no HTTP at all."""

from __future__ import annotations

import os

from hostile.behaviour import add, archived, behaviour, failed, not_article, refused
from hostile.exchange import Exchange
from hostile.stories import story

TOO_LATE = r"no whole answer within \S+ s"
TOO_BIG = r"larger than \d+ bytes"
CUT = r"incomplete: the answer ended before"
NO_HTTP = r"no valid HTTP answer"
HEADERS = r"headers of more than \d+ bytes"


@behaviour(failed(TOO_LATE))
async def nothing_is_said(exchange: Exchange) -> None:
    await exchange.hang()


@behaviour(failed(TOO_LATE))
async def headers_drip(exchange: Exchange) -> None:
    await exchange.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Wait: a little longer\r\n" * 1000)


@behaviour(failed(TOO_LATE))
async def body_never_comes(exchange: Exchange) -> None:
    await exchange.head(Content_Length=1000)
    await exchange.hang()


@behaviour(failed(TOO_LATE))
async def body_drips(exchange: Exchange) -> None:
    await exchange.head(Content_Length=100_000)
    await exchange.drip(b"<html>" * 10_000)


@behaviour(failed(TOO_LATE))
async def last_byte_never_comes(exchange: Exchange) -> None:
    page = story("The last byte never comes").encode()
    await exchange.head(Content_Length=len(page) + 1)
    await exchange.send(page)
    await exchange.hang()


@behaviour(refused(TOO_BIG))
async def body_never_ends(exchange: Exchange) -> None:
    await exchange.head(Transfer_Encoding="chunked")
    await exchange.pour(b"10000\r\n" + b"x" * 65_536 + b"\r\n")


@behaviour(refused(TOO_BIG))
async def body_without_length_never_ends(exchange: Exchange) -> None:
    await exchange.head(Connection="close")
    await exchange.pour()


@behaviour(refused(TOO_BIG))
async def body_is_declared_to_be_200_megabytes(exchange: Exchange) -> None:
    await exchange.head(Content_Length=200_000_000)
    await exchange.pour()


@behaviour(refused(TOO_BIG))
async def length_of_30_digits(exchange: Exchange) -> None:
    await exchange.head(Content_Length=10**30)
    await exchange.send(story("A length of thirty digits").encode())


@behaviour(failed(HEADERS))
async def headers_never_end(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\n")
    await exchange.pour(b"X-Flood: " + b"y" * 1000 + b"\r\n")


@behaviour(failed(HEADERS))
async def header_line_never_ends(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nX-Flood: ")
    await exchange.pour()


@behaviour(failed(HEADERS))
async def folded_header_never_ends(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nX-Flood: ")
    await exchange.pour(b"y" * 100 + b"\r\n ")


@behaviour(failed(HEADERS))
async def fifty_thousand_headers(exchange: Exchange) -> None:
    page = story("Fifty thousand headers").encode()
    flood = b"".join(b"X-%d: y\r\n" % number for number in range(50_000))
    await exchange.send(b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s" % (flood, len(page), page))


@behaviour(archived(title="Two hundred headers"))
async def two_hundred_headers(exchange: Exchange) -> None:
    await exchange.answer(story("Two hundred headers"), **{f"X_Number_{n}": n for n in range(200)})


@behaviour(failed(HEADERS))
async def endless_100_continue(exchange: Exchange) -> None:
    await exchange.pour(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


@behaviour(archived(title="A hint and then a page"))
async def early_hints_and_then_a_page(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
    await exchange.answer(story("A hint and then a page"))


@behaviour(failed(CUT))
async def closed_without_a_word(exchange: Exchange) -> None:
    exchange.writer.close()


@behaviour(failed(CUT))
async def reset_within_the_headers(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-")
    exchange.reset()


@behaviour(failed(CUT))
async def reset_within_the_body(exchange: Exchange) -> None:
    await exchange.head(Content_Length=100_000)
    await exchange.send(story("Reset within the body").encode())
    exchange.reset()


@behaviour(failed(CUT))
async def shorter_than_declared(exchange: Exchange) -> None:
    page = story("Shorter than declared").encode()
    await exchange.head(Content_Length=len(page) * 2)
    await exchange.send(page)


@behaviour(archived(title="Longer than declared"))
async def longer_than_declared(exchange: Exchange) -> None:
    page = story("Longer than declared").encode()
    await exchange.head(Content_Length=len(page))
    await exchange.send(page + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nOther")


@behaviour(failed(CUT))
async def last_chunk_is_missing(exchange: Exchange) -> None:
    page = story("The last chunk is missing").encode()
    await exchange.head(Transfer_Encoding="chunked")
    await exchange.send(b"%x\r\n%s\r\n" % (len(page), page))


@behaviour(failed(CUT))
async def chunk_is_cut(exchange: Exchange) -> None:
    await exchange.head(Transfer_Encoding="chunked")
    await exchange.send(b"ffff\r\n" + story("A chunk is cut").encode())


@behaviour(failed(CUT))
async def chunk_size_is_no_number(exchange: Exchange) -> None:
    await exchange.head(Transfer_Encoding="chunked")
    await exchange.send(b"many\r\n" + story("No number").encode())
    await exchange.hang()


@behaviour(failed(CUT))
async def chunk_of_a_terabyte(exchange: Exchange) -> None:
    await exchange.head(Transfer_Encoding="chunked")
    await exchange.send(b"10000000000\r\n" + story("A terabyte").encode())


@behaviour(failed(CUT))
async def chunk_extension_never_ends(exchange: Exchange) -> None:
    await exchange.head(Transfer_Encoding="chunked")
    await exchange.send(b"5;")
    await exchange.pour()


@behaviour(failed(NO_HTTP))
async def unknown_transfer_encoding(exchange: Exchange) -> None:
    await exchange.answer(story("An unknown transfer encoding"), Transfer_Encoding="smoke-signals")


@behaviour(failed(NO_HTTP))
async def negative_length(exchange: Exchange) -> None:
    await exchange.head(Content_Length=-1)
    await exchange.send(story("A negative length").encode())


@behaviour(failed(NO_HTTP))
async def two_lengths(exchange: Exchange) -> None:
    page = story("Two lengths").encode()
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))


@behaviour(failed(NO_HTTP))
async def status_is_a_word(exchange: Exchange) -> None:
    await exchange.answer(story("The status is a word"), "fine OK")


@behaviour(failed("status 999", 999))
async def status_999(exchange: Exchange) -> None:
    await exchange.answer(story("Status 999"), "999 Request denied")


@behaviour(failed(CUT))
async def page_without_headers(exchange: Exchange) -> None:
    await exchange.send(story("A page without headers").encode())


@behaviour(failed(NO_HTTP))
async def random_bytes(exchange: Exchange) -> None:
    await exchange.send(os.urandom(5000) + b"\r\n\r\n")


@behaviour(failed(NO_HTTP))
async def smtp_banner(exchange: Exchange) -> None:
    await exchange.send(b"220 mail.hostile.example ESMTP ready\r\n")


@behaviour(archived(title="A line without a colon"))
async def header_without_colon(exchange: Exchange) -> None:
    page = story("A line without a colon").encode()
    await exchange.send(b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))


@behaviour(archived(title="Control characters in headers"))
async def control_characters_in_headers(exchange: Exchange) -> None:
    page = story("Control characters in headers").encode()
    lines = b"X-Bell: \x07\x1b[31m\x00\r\nETag: \x1b]0;owned\x07\r\n"
    await exchange.send(b"HTTP/1.1 200 \x1b[2J\r\n%sContent-Length: %d\r\n\r\n%s" % (lines, len(page), page))


@behaviour(failed("status 304", 304))
async def not_modified_though_never_seen(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")


@behaviour(not_article("no content|no story|empty"))
async def empty_body(exchange: Exchange) -> None:
    await exchange.answer("")


@behaviour(not_article("not a page: image/png"))
async def picture(exchange: Exchange) -> None:
    await exchange.answer(b"\x89PNG\r\n\x1a\n" + os.urandom(2000), Content_Type="image/png")


@behaviour(not_article("not a page|no story|no date"))
async def random_bytes_as_html(exchange: Exchange) -> None:
    await exchange.answer(os.urandom(200_000))


def _sized(extra: int):
    """A page that is as large as a page may be, and *extra* bytes more."""

    async def respond(exchange: Exchange) -> None:
        page = story(f"The limit and {extra} bytes")
        size = exchange.server.most + extra
        await exchange.answer(page.replace("</head>", f"<!--{'x' * (size - len(page) - 7)}--></head>"))

    return respond


add("transport", "just-small-enough", _sized(0), archived(title="The limit and 0 bytes"))
add("transport", "a-byte-too-large", _sized(1), refused(TOO_BIG))
