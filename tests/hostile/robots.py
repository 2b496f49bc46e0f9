"""Hosts whose robots.txt means harm; each has one article, which is read or not as RFC 9309 has it."""

from __future__ import annotations

import gzip

from hostile.behaviour import DOMAIN, Outcome, Respond, add, archived, put_off, refused
from hostile.compression import bomb
from hostile.exchange import Exchange
from hostile.redirects import forbidden
from hostile.stories import story

ROBOTS: dict[str, Respond] = {}  # by host
ASKED_TO_STAY_OUT = "robots.txt"


def _host(name: str, outcome: Outcome | None = None):
    """Enter the decorated function as the robots.txt of a host of its own, with an article behind it."""
    title = f"Behind {name}"

    async def respond(exchange: Exchange) -> None:
        await exchange.answer(story(title))

    def enter(robots: Respond) -> Respond:
        add("robots", f"robots-{name}", respond, outcome or archived(title=title), host=True)
        ROBOTS[f"robots-{name}.{DOMAIN}"] = robots
        return robots

    return enter


def _served(body: bytes | str, status: str = "200 OK", **headers: str | int) -> Respond:
    async def robots(exchange: Exchange) -> None:
        await exchange.answer(body, status, **({"Content_Type": "text/plain"} | headers))

    return robots


STAY_OUT = "User-agent: *\nDisallow: /\n"
_later = put_off("robots.txt of .*; nothing is asked until it can be read", most_requests=0)
_out = refused(ASKED_TO_STAY_OUT, most_requests=0)
_host("says-no", _out)(_served(STAY_OUT))
_host("500", _later)(_served("", "500 Internal Server Error"))
_host("503", _later)(_served("", "503 Service Unavailable"))
_host("404")(_served(STAY_OUT, "404 Not Found"))
_host("403")(_served(STAY_OUT, "403 Forbidden"))
_host("html")(_served("<!doctype html><html><body>" + "User-agent: *<br>Disallow: /<br>" * 9, Content_Type="text/html"))
_host("empty")(_served(""))
_host("nul-bytes")(_served(b"\0" * 1000 + b"\nUser-agent: *\nDisallow: /else\n"))
_host("utf-16", archived(title="Behind utf-16"))(_served("User-agent: *\nDisallow: /else\n".encode("utf-16")))
_host("with-a-mark", _out)(_served(b"\xef\xbb\xbf" + STAY_OUT.encode()))
_host("line-without-end")(_served("Disallow: /" + "x" * 400_000))
_host("stars")(_served("User-agent: *\nDisallow: /" + "*a" * 5000 + "$\n"))
_host("million-sitemaps")(_served("Sitemap: /none.xml\n" * 40_000))
_host("hundred-thousand-rules")(_served("User-agent: *\n" + "".join(f"Disallow: /no/{n}\n" for n in range(20_000))))
_host("absurd-delay")(_served("User-agent: *\nCrawl-delay: 1e999\nDisallow: /else\n"))
_host("negative-delay")(_served("User-agent: *\nCrawl-delay: -5\nDisallow: /else\n"))
_host("delay-of-a-year", put_off(r"asks for 3\d\d\d s between two requests", most_requests=0))(
    _served("User-agent: *\nCrawl-delay: 31536000\nDisallow: /else\n")
)
_host("bomb", _later)(_served(bomb("gzip"), Content_Encoding="gzip"))
_host("half-gzip", _later)(_served(gzip.compress(STAY_OUT.encode() * 100)[:30], Content_Encoding="gzip"))


@_host("60-megabytes")
async def _huge(exchange: Exchange) -> None:
    await exchange.head(Content_Type="text/plain", Connection="close")
    await exchange.send(b"User-agent: *\nDisallow: /else\n")
    for _ in range(60):
        await exchange.send(b"# nothing but a comment\n" * 43_690)


@_host("slow", _later)
async def _slow(exchange: Exchange) -> None:
    await exchange.head(Content_Type="text/plain", Content_Length=10_000)
    await exchange.drip(b"# " * 5000)


@_host("silent", _later)
async def _silent(exchange: Exchange) -> None:
    await exchange.hang()


@_host("loop")
async def _loop(exchange: Exchange) -> None:
    await exchange.redirect("/robots.txt")


@_host("redirect-to-loopback", _later)
async def _loopback(exchange: Exchange) -> None:
    await exchange.redirect(forbidden(exchange, "loopback"))


@_host("redirect-to-file")
async def _file(exchange: Exchange) -> None:
    await exchange.redirect("file:///etc/passwd")


@_host("sitemaps-of-secrets")
async def _sitemaps(exchange: Exchange) -> None:
    lines = [f"Sitemap: {forbidden(exchange, name)}\n" for name in ("loopback", "a-file", "name-of-loopback")]
    await exchange.answer("".join(lines), Content_Type="text/plain")
