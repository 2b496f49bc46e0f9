"""Pages without end: calendars, sessions, permutations, pagination, sitemaps that name themselves."""

from __future__ import annotations

import zlib
from functools import cache
from random import Random

from hostile.behaviour import archived, behaviour, not_article, read, refused
from hostile.exchange import Exchange
from hostile.stories import declared, story


def _listing(links: list[str], head: str = "") -> str:
    anchors = "".join(f'<p><a href="{url}">A headline of several words</a></p>' for url in links)
    return f"<!doctype html><html><head><title>List</title>{head}</head><body>{anchors}</body></html>"


@behaviour(read(most_requests=12), kind="listing")
async def calendar(exchange: Exchange) -> None:
    """Each day links to the next and the one before, for all times."""
    day = int(exchange.path.rpartition("/")[2].replace("calendar", "0"))
    await exchange.answer(_listing([f"/traps/calendar/{day + step}" for step in (-1, 1, 30, 365)]))


@behaviour(read(most_requests=210), kind="listing")
async def endless_pagination(exchange: Exchange) -> None:
    """Each page names a next one, and each is full of articles that were never seen."""
    page = int(exchange.query.partition("=")[2] or 1)
    if exchange.path.count("/") > 2:
        await exchange.answer("", "404 Not Found")
        return
    links = [f"/traps/endless-pagination/a-story-that-was-never-told-{page}"]
    await exchange.answer(_listing(links, f'<link rel="next" href="?page={page + 1}">'))


@behaviour(read(most_requests=130), kind="listing")
async def growing_paths(exchange: Exchange) -> None:
    """A relative link that makes the path longer each time it is followed."""
    links = [exchange.path + "/more/and-more-news-of-today/"]
    await exchange.answer(_listing(links, f'<link rel="next" href="{exchange.path}/page/2">'))


@behaviour(read(most_requests=8), kind="listing")
async def session_ids(exchange: Exchange) -> None:
    """The same ten articles under a new session at each visit, in the path and in the query."""
    session = f"{Random(exchange.number).getrandbits(128):032x}"
    own = "/traps/session-ids"
    ids = [
        f"{own};jsessionid={session}",
        f"{own}?PHPSESSID={session}",
        f"{own}?sid={session}",
        f"{own}/(S({session[:24]}))/a",
    ]
    head = f'<link rel="next" href="{own}?page=2&amp;PHPSESSID={session}">'
    await exchange.answer(_listing(ids, head))


@behaviour(read(most_requests=8), kind="listing")
async def permuted_parameters(exchange: Exchange) -> None:
    """One article under all orders of its parameters."""
    orders = ["a=1&b=2&c=3", "a=1&c=3&b=2", "b=2&a=1&c=3", "b=2&c=3&a=1", "c=3&a=1&b=2", "c=3&b=2&a=1"]
    if exchange.query:
        await exchange.answer(story("A page with three parameters"))
    else:
        await exchange.answer(_listing([f"/traps/permuted-parameters?{order}&amp;id=10000" for order in orders]))


@behaviour(read(most_requests=2), kind="listing")
async def sitemap_index_of_itself(exchange: Exchange) -> None:
    maps = f"<sitemap><loc>{exchange.path}</loc></sitemap><sitemap><loc>{exchange.path}#2</loc></sitemap>"
    await exchange.answer(f"<sitemapindex>{maps}</sitemapindex>", Content_Type="application/xml")


@behaviour(read(most_requests=200), kind="listing")
async def sitemap_indexes_without_end(exchange: Exchange) -> None:
    """Every index names two others that were never seen."""
    maps = "".join(f"<sitemap><loc>{exchange.path}/{side}</loc></sitemap>" for side in "ab")
    await exchange.answer(f"<sitemapindex>{maps}</sitemapindex>", Content_Type="application/xml")


@cache
def _sitemap_of_a_million() -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    parts = [packer.compress(b"<urlset>")]
    for n in range(1_000_000):
        parts.append(packer.compress(b"<url><loc>/traps/none/a-page-that-is-not-there-%d</loc></url>" % n))
    return b"".join([*parts, packer.flush()])


@behaviour(refused("larger than"), kind="listing")
async def sitemap_of_a_million(exchange: Exchange) -> None:
    await exchange.answer(_sitemap_of_a_million(), Content_Type="application/gzip")


def _many(item: bytes, size: int) -> bytes:
    return b"".join(item % number for number in range(size // len(item % 100_000)))


@behaviour(read(), kind="listing")
async def sitemap_as_large_as_may_be(exchange: Exchange) -> None:
    """All its addresses are of another site, so that what it costs to look at them is all there is."""
    body = (
        b"<urlset>"
        + _many(b"<url><loc>http://www.elsewhere.example/%d</loc></url>", exchange.server.just_under)
        + b"</urlset>"
    )
    await exchange.answer(body, Content_Type="application/xml")


@behaviour(read(), kind="listing")
async def page_of_nothing_but_links(exchange: Exchange) -> None:
    """300,000 of them where ten megabytes are allowed."""
    await exchange.answer(b"<html><body>" + _many(b"<a href=/tag/%d>x</a>", exchange.server.just_under))


@behaviour(read(), kind="listing")
async def feed_as_large_as_may_be(exchange: Exchange) -> None:
    """All are of another site, so that what it costs to look at them is all there is."""
    items = _many(b"<item><link>http://www.elsewhere.example/%d</link></item>", exchange.server.just_under)
    await exchange.answer(b"<rss><channel>" + items + b"</channel></rss>", Content_Type="application/rss+xml")


@behaviour(archived(title="A story without end", most_requests=40))
async def parts_without_end(exchange: Exchange) -> None:
    """A story whose every part links to another."""
    part = exchange.path.rpartition("/")[2]
    number = int(part) if part.isdigit() else 1
    link = f'<a rel="next" href="/traps/parts-without-end/{number + 1}">next</a>'
    page = story("A story without end", after=link, name=f"part {number}", json_ld="" if number > 1 else None)
    await exchange.answer(page)


@behaviour(archived(title="A story that goes on in itself", most_requests=40))
async def part_that_is_the_whole(exchange: Exchange) -> None:
    link = '<a rel="next" href="/traps/part-that-is-the-whole/2">next</a>'
    await exchange.answer(story("A story that goes on in itself", after=link))


@behaviour(archived(title="Ten thousand tags", most_requests=2))
async def ten_thousand_tags(exchange: Exchange) -> None:
    keywords = ", ".join(f"tag {number}" for number in range(10_000))
    await exchange.answer(story("Ten thousand tags", json_ld=declared("Ten thousand tags", keywords=keywords)))


@behaviour(not_article("says it is not there"))
async def soft_404(exchange: Exchange) -> None:
    text = "<p>The page you are looking for does not exist. It may have been moved, or its address was mistyped.</p>"
    await exchange.answer(
        f"<!doctype html><html><head><title>Page not found</title></head><body><h1>404</h1>{text}</body>"
    )
