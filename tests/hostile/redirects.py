"""Redirects that lead nowhere, round and round, or where no page may lead."""

from __future__ import annotations

from hostile.behaviour import ELSEWHERE, add, archived, behaviour, failed, not_article, refused
from hostile.exchange import Exchange
from hostile.stories import story

CIRCLE = r"round in a circle"
TOO_MANY = r"more than \d+ redirects"
NO_ADDRESS = r"a redirect leads to .*, which is no web address"


@behaviour(refused(CIRCLE, most_requests=4))
async def to_itself(exchange: Exchange) -> None:
    await exchange.redirect(exchange.target)


@behaviour(refused(CIRCLE, most_requests=6))
async def to_and_fro(exchange: Exchange) -> None:
    await exchange.redirect("/redirects/to-and-fro/" + ("to" if exchange.path.endswith("fro") else "fro"))


@behaviour(refused(TOO_MANY, most_requests=20))
async def ever_onwards(exchange: Exchange) -> None:
    await exchange.redirect(f"/redirects/ever-onwards/{exchange.number}")


@behaviour(refused(TOO_MANY, most_requests=20))
async def ever_longer(exchange: Exchange) -> None:
    await exchange.redirect(exchange.target + "/" + "longer" * 20)


@behaviour(archived(title="Three redirects and a page", most_requests=8))
async def three_and_then_a_page(exchange: Exchange) -> None:
    step = int(exchange.query or 0)
    if step < 3:
        await exchange.redirect(f"?{step + 1}", ("301 Moved", "307 Temporary", "308 Permanent")[step])
    else:
        await exchange.answer(story("Three redirects and a page"))


@behaviour(failed("names no address", 302))
async def without_location(exchange: Exchange) -> None:
    await exchange.answer("", "302 Found")


@behaviour(refused(CIRCLE, most_requests=4))
async def to_nothing(exchange: Exchange) -> None:
    await exchange.redirect("")


@behaviour(refused(NO_ADDRESS))
async def to_a_location_of_10_kilobytes(exchange: Exchange) -> None:
    if exchange.query:
        await exchange.answer("", "414 URI Too Long")
    else:
        await exchange.redirect("?" + "x" * 10_000)


@behaviour(failed("header"))
async def to_a_location_of_100_kilobytes(exchange: Exchange) -> None:
    await exchange.redirect("?" + "x" * 100_000)


@behaviour(archived(title="Ünïcode in a location", most_requests=4))
async def to_raw_unicode(exchange: Exchange) -> None:
    if exchange.query:
        await exchange.answer(story("Ünïcode in a location"))
    else:
        await exchange.redirect("?ключ=значення".encode())


@behaviour(archived(title="Bytes in a location", most_requests=4))
async def to_raw_bytes(exchange: Exchange) -> None:
    if exchange.query:
        await exchange.answer(story("Bytes in a location"))
    else:
        await exchange.redirect(b"?\xff\xfe\xfd")


@behaviour(not_article("another site"))
async def to_another_site(exchange: Exchange) -> None:
    if exchange.host == ELSEWHERE:
        await exchange.answer(story("A page of another site"))
    else:
        await exchange.redirect(f"http://{ELSEWHERE}{exchange.path}")


@behaviour(refused(CIRCLE, most_requests=4))
async def refresh_to_itself(exchange: Exchange) -> None:
    await exchange.answer(f'<html><head><meta http-equiv="refresh" content="0; url={exchange.path}"></head></html>')


@behaviour(refused(NO_ADDRESS))
async def refresh_to_a_file(exchange: Exchange) -> None:
    await exchange.answer('<html><head><meta http-equiv="refresh" content="0; url=file:///etc/passwd"></head></html>')


# Where no page may lead. {canary} is the port on which nobody may ever be heard.
FORBIDDEN = {
    "a-file": "file:///etc/passwd",
    "a-file-with-a-host": "file://localhost/etc/passwd",
    "ftp": "ftp://127.0.0.1:{canary}/secret",
    "data": "data:text/html,<h1>Secret</h1>",
    "javascript": "javascript:alert(1)",
    "gopher": "gopher://127.0.0.1:{canary}/_secret",
    "s3": "s3://bucket/secret",
    "loopback": "http://127.0.0.1:{canary}/secret",
    "loopback-by-tls": "https://127.0.0.1:{canary}/secret",
    "loopback-short": "http://127.1:{canary}/secret",
    "loopback-other": "http://127.8.9.10:{canary}/secret",
    "loopback-decimal": "http://2130706433:{canary}/secret",
    "loopback-octal": "http://0177.0.0.1:{canary}/secret",
    "loopback-hex": "http://0x7f000001:{canary}/secret",
    "loopback-hex-parts": "http://0x7f.0.0.0x1:{canary}/secret",
    "loopback-six": "http://[::1]:{canary}/secret",
    "loopback-mapped": "http://[::ffff:127.0.0.1]:{canary}/secret",
    "loopback-mapped-hex": "http://[::ffff:7f00:1]:{canary}/secret",
    "loopback-compatible": "http://[::127.0.0.1]:{canary}/secret",
    "loopback-nat64": "http://[64:ff9b::7f00:1]:{canary}/secret",
    "loopback-6to4": "http://[2002:7f00:1::]:{canary}/secret",
    "loopback-wide-digits": "http://１２７.０.０.１:{canary}/secret",
    "loopback-behind-user": "http://public.example@127.0.0.1:{canary}/secret",
    "loopback-backslash": "http:\\\\127.0.0.1:{canary}\\secret",
    "loopback-without-scheme": "//127.0.0.1:{canary}/secret",
    "any-address": "http://0.0.0.0:{canary}/secret",
    "zero": "http://0:{canary}/secret",
    "localhost": "http://localhost:{canary}/secret",
    "localhost-dot": "http://localhost.:{canary}/secret",
    "private": "http://10.0.0.1:{canary}/secret",
    "private-172": "http://172.16.0.1:{canary}/secret",
    "private-192": "http://192.168.0.1:{canary}/secret",
    "shared": "http://100.64.0.1:{canary}/secret",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "link-local-six": "http://[fe80::1]:{canary}/secret",
    "unique-local-six": "http://[fd00::1]:{canary}/secret",
    "multicast": "http://224.0.0.1:{canary}/secret",
    "broadcast": "http://255.255.255.255:{canary}/secret",
    "name-of-loopback": "http://loopback.trap.example:{canary}/secret",
    "name-of-mapped": "http://mapped.trap.example:{canary}/secret",
    "name-of-private": "http://private.trap.example:{canary}/secret",
    "name-of-metadata": "http://metadata.trap.example:{canary}/secret",
}


def forbidden(exchange: Exchange, name: str) -> str:
    """Return the address of `FORBIDDEN` that *name* stands for, on the canary's port."""
    return FORBIDDEN[name].replace("{canary}", str(exchange.server.canary.port))


def _to(name: str):
    async def respond(exchange: Exchange) -> None:
        await exchange.redirect(forbidden(exchange, name))

    return respond


NO_WEB = ("a-file", "a-file-with-a-host", "ftp", "data", "javascript", "gopher", "s3")
for _name in FORBIDDEN:
    add("redirects", f"to-{_name}", _to(_name), refused(NO_ADDRESS if _name in NO_WEB else "not a public address"))
