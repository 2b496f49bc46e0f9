"""Links, feeds, sitemaps and declarations that name addresses where no page may lead."""

from __future__ import annotations

import gzip
from xml.sax.saxutils import escape

from hostile.behaviour import DOMAIN, ELSEWHERE, add, archived, behaviour, not_article, put_off, read, refused
from hostile.exchange import Exchange
from hostile.redirects import FORBIDDEN, forbidden
from hostile.stories import script, story


def _all(exchange: Exchange) -> list[str]:
    return [forbidden(exchange, name) for name in FORBIDDEN]


@behaviour(read(), kind="listing")
async def links_to_all_of_them(exchange: Exchange) -> None:
    links = "".join(f'<a href="{escape(url)}">A long headline about a secret</a>' for url in _all(exchange))
    await exchange.answer(f"<!doctype html><html><body>{links}</body></html>")


@behaviour(read(), kind="listing")
async def feed_of_all_of_them(exchange: Exchange) -> None:
    items = "".join(f"<item><link>{escape(url)}</link></item>" for url in _all(exchange))
    await exchange.answer(f"<rss><channel>{items}</channel></rss>", Content_Type="application/rss+xml")


@behaviour(read(), kind="listing")
async def json_feed_of_all_of_them(exchange: Exchange) -> None:
    items = ",".join(f'{{"url": "{url}"}}' for url in _all(exchange)).replace("\\", "\\\\")
    await exchange.answer(f'{{"items": [{items}]}}', Content_Type="application/feed+json")


@behaviour(read(), kind="listing")
async def sitemap_of_all_of_them(exchange: Exchange) -> None:
    urls = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in _all(exchange))
    await exchange.answer(gzip.compress(f"<urlset>{urls}</urlset>".encode()), Content_Type="application/gzip")


@behaviour(read(), kind="listing")
async def sitemap_index_of_all_of_them(exchange: Exchange) -> None:
    maps = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in _all(exchange))
    await exchange.answer(f"<sitemapindex>{maps}</sitemapindex>", Content_Type="application/xml")


@behaviour(archived(title="A page that declares secrets", image_url=None))
async def declarations(exchange: Exchange) -> None:
    """As canonical, AMP, next part, picture, stylesheet, frame and more."""
    tags = []
    for url in map(escape, _all(exchange)):
        tags += [
            *(f'<link rel="{rel}" href="{url}">' for rel in ("canonical", "amphtml", "next", "stylesheet", "preload")),
            *(f'<meta property="og:{name}" content="{url}">' for name in ("url", "image")),
        ]
    frames = "".join(f'<iframe src="{escape(url)}"></iframe><object data="{escape(url)}">' for url in _all(exchange))
    await exchange.answer(story("A page that declares secrets", head="".join(tags), after=frames))


@behaviour(archived(title="Parts at forbidden places"))
async def parts_elsewhere(exchange: Exchange) -> None:
    port = exchange.server.canary.port
    links = "".join(f'<a href="http://{host}:{port}{exchange.path}/2">2</a>' for host in ("127.0.0.1", "localhost"))
    await exchange.answer(story("Parts at forbidden places", after=links))


@behaviour(
    archived(title="A canonical of another site", url=f"http://addresses.{DOMAIN}/addresses/cross-site-canonical")
)
async def cross_site_canonical(exchange: Exchange) -> None:
    link = f'<link rel="canonical" href="http://{ELSEWHERE}/theirs"><meta property="og:url" content="//{ELSEWHERE}/">'
    await exchange.answer(story("A canonical of another site", head=link))


@behaviour(archived(title="A canonical that is no address"))
async def absurd_canonical(exchange: Exchange) -> None:
    link = '<link rel="canonical" href="http://[::1"><link rel="canonical" href="http://exa mple/%zz\x00">'
    await exchange.answer(story("A canonical that is no address", head=link))


@behaviour(archived(title="A base elsewhere"))
async def base_elsewhere(exchange: Exchange) -> None:
    port = exchange.server.canary.port
    head = (
        f'<base href="http://127.0.0.1:{port}/"><link rel="canonical" href="secret"><link rel="next" href="secret/2">'
    )
    await exchange.answer(story("A base elsewhere", head=head))


@behaviour(archived(title="Another one's article", url=f"http://addresses.{DOMAIN}/addresses/json-ld-of-another-page"))
async def json_ld_of_another_page(exchange: Exchange) -> None:
    data = (
        '{"@type": "NewsArticle", "headline": "Another one\'s article", "datePublished": "2026-11-20",'
        f' "url": "http://{ELSEWHERE}/", "mainEntityOfPage": "http://127.0.0.1:{exchange.server.canary.port}/secret"}}'
    )
    await exchange.answer(story("Another one's article", json_ld=script(data)))


@behaviour(read(), kind="listing")
async def names_of_this_site_at_forbidden_places(exchange: Exchange) -> None:
    """Names that any site can give to any address: what is listed is of this site, and is refused when asked."""
    port = exchange.server.canary.port
    items = "".join(
        f"<item><link>http://{name}.{DOMAIN}:{port}/addresses/at-{name}</link></item>" for name in OWN_NAMES
    )
    await exchange.answer(f"<rss><channel>{items}</channel></rss>", Content_Type="application/rss+xml")


HOMOGRAPH = "xn--hstile-wqf.example"

# What the attacker's name server says. Two lists: the first answer, and all others.
REBOUND = "rebound.trap.example"
PUBLIC = "127.0.0.9"  # counts as public in the tests, where nothing else is
NAMES: dict[str, list[str] | list[list[str]]] = {
    "loopback.trap.example": ["127.0.0.1"],
    "mapped.trap.example": ["::ffff:127.0.0.1"],
    "private.trap.example": ["10.1.2.3"],
    "metadata.trap.example": ["169.254.169.254"],
    REBOUND: [[PUBLIC], ["127.0.0.1"]],
}
OWN_NAMES = {
    "loopback": ["127.0.0.1"],
    "mapped": ["::ffff:127.0.0.1"],
    "private": ["10.1.2.3"],
    "metadata": ["169.254.169.254"],
    "six": ["::1"],
    "both": ["127.0.0.1", "10.0.0.1", "::1"],
    "nowhere": [],
}


@behaviour(refused("rebound.trap.example is at 127.0.0.1, which is not a public address"))
async def rebound(exchange: Exchange) -> None:
    """The name is at a public address when it is first asked for, and at a private one from then on."""
    port = exchange.server.canary.port if exchange.host == REBOUND else exchange.server.port
    await exchange.redirect(f"http://{REBOUND}:{port}{exchange.path}")


@behaviour(not_article("another site"))
async def homograph_host(exchange: Exchange) -> None:
    """A Cyrillic letter in a host's name makes another site of it."""
    if exchange.host == HOMOGRAPH:
        await exchange.answer(story("A page of a homograph"))
    else:
        await exchange.redirect(f"http://hоstile.example{exchange.path}")


def _host(label: str):
    async def respond(exchange: Exchange) -> None:
        await exchange.redirect(f"http://{label}/secret")

    return respond


for _name, _label in {
    "of-a-long-label": "a" * 64 + ".example",
    "of-a-long-name": "abcdefgh." * 40 + "example",
    "of-hyphens": "-a-.example",
    "of-punycode-of-nothing": "xn--.example",
    "of-an-emoji": "\U0001f4a9.example",
}.items():
    add("addresses", f"host-{_name}", _host(_label), put_off("robots.txt of .* no such host"))
for _name, _label in {
    "of-broken-punycode": "xn--a-\u00e9\u00e9\u00e9.example",
    "of-empty-labels": "a..b.example",
    "of-dots": "...",
    "of-both-directions": "\u05d0a\u0661.example",
    "of-percent-signs": "%31%32%37.0.0.1",
    "with-a-space": "a b.example",
    "with-a-quotation-mark": "a'b\".example",
    "with-a-port-of-words": "a.example:words",
    "with-a-port-too-large": "a.example:99999",
}.items():
    add("addresses", f"host-{_name}", _host(_label), refused("which is no web address"))
