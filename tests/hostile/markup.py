"""Markup that is huge, deep, broken, or made to keep parsers and patterns busy."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from hostile.behaviour import Outcome, Respond, add, archived, behaviour, not_article, read
from hostile.exchange import Exchange
from hostile.stories import declared, story

TOO_SLOW = "unreadable"
LARGE = 600_000  # bytes: of a page of the limit that the crawl has, more than half


def _page(make: Callable[[], str | bytes]) -> Respond:
    async def respond(exchange: Exchange) -> None:
        await exchange.answer(make())

    return respond


def _add(name: str, outcome: Outcome, make: Callable[[], str | bytes]) -> None:
    add("markup", name, _page(make), outcome)


def _told(title: str, **parts: str) -> tuple[Outcome, Callable[[], str]]:
    """An article that is archived whatever else is on its page."""
    return archived(title=title), lambda: story(title, **parts)


# What costs a parser more than its length. Set aside, or read in time.
_add("nested-tags", not_article(TOO_SLOW), lambda: story("Nested", body="<div>" * 100_000))
_add("nested-spans", *_told("Spans", body="<span>" * 80_000))
_add("nested-links", not_article("no story"), lambda: story("Links", body="<a href=x>" * 50_000))
_add("nested-tables", *_told("Tables", body="<table><tr><td>" * 15_000))
_add("nested-lists", not_article(TOO_SLOW), lambda: story("Lists", body="<ul><li>" * 50_000))
_add("nested-formatting", *_told("Formats", body="<b><i><u><s>" * 30_000))
_add(
    "attributes",
    not_article(TOO_SLOW),
    lambda: story("Attributes", body=f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>"),
)
_add("classes", *_told("A hundred thousand classes", body=f'<div class="{" ".join(f"c{n}" for n in range(100_000))}">'))
_add("flat-tags", *_told("Flat", body="<p>fish</p>" * 40_000))  # "x" alone is a network's name
_add("links", *_told("Links", after="<a href=/t>x</a>" * 40_000))
_add("large-tag", *_told("A large tag", body=f"<{'x' * LARGE}>"))
_add("entities", *_told("Nothing but entities", after=f"<p>{'&amp;' * (LARGE // 5)}</p>"))
_add("entity-without-end", *_told("An entity without end", after=f"<p>&{'a' * LARGE};&#{'9' * 100_000};</p>"))

# What costs patterns more than its length, in text.
_UNITS = {
    "one-word": "w",
    "spaces": " ",
    "no-break-spaces": "\u00a0",
    "digits": "1",
    "grouped-digits": "1,234,",
    "decimal-points": "1.2.",
    "quotation-marks": '"',
    "opening-quotation-marks": "“",
    "guillemets": "« ",
    "apostrophes": "'a ",
    "short-quotes": '"Yes," said Mr Smith. ',
    "speakers": "Smith said, Jones said, ",
    "capitals": "Aaa ",
    "bylines": "By John Smith and ",
    "dates": "12 November 2026, ",
    "times": "10:30 ",
    "colons": "A: ",
    "dashes": "— ",
    "full-stops": ". ",
    "brackets": "(",
    "angle-brackets": "&lt;",
    "combining-marks": "\u0301",
    "bidi-marks": "\u202e\u2066",
    "zero-width": "\u200b\u200d",
    "emoji-joined": "\U0001f468\u200d",
    "chinese": "漢字",
    "thai": "ประชาชน",
    "ligatures": "\ufdfa",
    "addresses": "http://a.example/ ",
    "mail-addresses": "a@b.",
    "hyphens": "-",
    "underscores": "_",
    "new-lines": "\n",
    "backslashes": "\\",
}


def _much(unit: str, size: int = LARGE) -> str:
    """Return *unit* over and over, in at most *size* bytes."""
    return unit * (size // len(unit.encode()))


for _name, _unit in _UNITS.items():
    _add(f"text-of-{_name}", *_told(f"A text of {_name}", after=f"<p>x{_much(_unit)}x</p>"))
for _name in ("quotation-marks", "digits", "spaces", "capitals", "bylines", "dates", "brackets", "combining-marks"):
    _content = _much(escape(_UNITS[_name]), LARGE // 6)
    _metas = "".join(
        f'<meta property="{name}" content="{_content}">'
        for name in ("og:description", "author", "article:modified_time", "og:image:alt", "article:section", "keywords")
    )
    _add(f"metas-of-{_name}", *_told(f"Metas of {_name}", head=_metas))

# What is not closed, not allowed, or twice.
_add(
    "comment-without-end",
    not_article("no story"),
    lambda: "<!doctype html><title>Comment</title><!--" + story("Comment"),
)
_add(
    "script-without-end",
    not_article("no story"),
    lambda: "<!doctype html><title>Script</title><script>" + story("Script").replace("</script>", ""),
)
_add(
    "title-without-end",
    not_article("no story"),
    lambda: "<!doctype html><title>" + story("Title").replace("</title>", ""),
)
_add(
    "textarea-without-end",
    not_article("no story|home"),
    lambda: "<!doctype html><title>Area</title><textarea>" + story("Area"),
)
_add("no-tags-at-all", not_article("no story|no date"), lambda: "Nothing but words. " * 100)
_add("nul-bytes", *_told("Bytes of\0 nothing".replace("\0", ""), body="\0<p>\0</p>\0"))
_add("ten-bodies", *_told("Ten bodies", body="</body></html><html><body>" * 10))
_add("ten-thousand-metas", *_told("Ten thousand metas", head="<meta name=a content=b>" * 10_000))
_add("ten-thousand-scripts", *_told("Ten thousand scripts", head=declared("x", url="/other") * 5000))
_add("hundred-articles", *_told("Hundred", after="<article><h2><a href=/a>Teaser of it</a></h2></article>" * 100))
_add("svg-and-math", *_told("Foreign elements", body="<svg><math><svg><mtext><p>x</p></svg></math></svg>"))
_add("frameset", not_article("."), lambda: "<frameset><frame src=file:///etc/passwd></frameset>")
_add(
    "select-of-100-000-options",
    not_article(TOO_SLOW),
    lambda: story("Select", body="<select>" + "<option>x" * 100_000),
)
_add("plaintext", not_article("."), lambda: "<!doctype html><title>Plain</title><plaintext>" + story("Plain"))
_add("xhtml-that-is-none", *_told("No XHTML at all", body="<p><b>x</p></b><br/></br>"))

_ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_FEED = "<rss><channel><item><title>{0}</title><link>{0}</link></item></channel></rss>"


def _xml(prolog: str, inner: str = "") -> Respond:
    async def respond(exchange: Exchange) -> None:
        await exchange.answer(f'<?xml version="1.0"?>{prolog}{inner}', Content_Type="application/rss+xml")

    return respond


_XINCLUDE = "http://www.w3.org/2001/XInclude"
_XML = {
    "entity-bomb": (f'<!DOCTYPE rss [<!ENTITY l0 "lol">{_ENTITIES}]>', _FEED.format("&l9;")),
    "quadratic-entity": (f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>', _FEED.format("&a;" * 50_000)),
    "external-entity": ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', _FEED.format("/&x;")),
    "external-dtd": ('<!DOCTYPE rss SYSTEM "file:///etc/passwd">', _FEED.format("/x")),
    "parameter-entity": ('<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>', _FEED.format("/x")),
    "xinclude": ("", f'<rss xmlns:xi="{_XINCLUDE}"><xi:include href="file:///etc/passwd" parse="text"/></rss>'),
    "stylesheet": ('<?xml-stylesheet href="file:///etc/passwd"?>', _FEED.format("/x")),
    "deep-xml": ("", "<rss>" + "<a>" * 200_000),
    "attributes-in-xml": ("", "<rss " + " ".join(f'a{n}="1"' for n in range(60_000)) + "/>"),
    "namespaces": ("", "<rss>" + "".join(f'<a xmlns:n{n}="urn:{n}"/>' for n in range(20_000)) + "</rss>"),
    "cdata-without-end": ("", "<rss><channel><item><link><![CDATA["),
    "utf-7-xml": ('<?xml version="1.0" encoding="utf-7"?>', _FEED.format("+ADw-")),
    "encoding-of-nothing": ("<?xml version='1.0' encoding='zip'?>", _FEED.format("/x")),
}  # fmt: skip
for _name, (_prolog, _inner) in _XML.items():
    add("markup", f"feed-with-{_name}", _xml(_prolog, _inner), read(), kind="listing")


@behaviour(read(), kind="listing")
async def json_feed_100_000_deep(exchange: Exchange) -> None:
    await exchange.answer('{"items": ' + "[" * 100_000, Content_Type="application/feed+json")


@behaviour(read(), kind="listing")
async def json_feed_of_wrong_types(exchange: Exchange) -> None:
    urls = '{"url": 5}, {"url": {"a": 1}}, {"url": "/x", "date_published": 1e999}, {"url": "\\ud800"}'
    body = f'{{"items": [null, 1, "x", [], {urls}]}}'
    await exchange.answer(body, Content_Type="application/feed+json")


@behaviour(read(), kind="listing")
async def feed_of_angle_brackets(exchange: Exchange) -> None:
    await exchange.answer(b"<" * exchange.server.just_under, Content_Type="application/rss+xml")


@behaviour(archived(title="One long line"))
async def one_line_as_long_as_may_be(exchange: Exchange) -> None:
    text = "word " * (exchange.server.just_under // 5)
    await exchange.answer(story("One long line", after=f"<p>{text}</p>"))


@behaviour(archived(title="One long attribute"))
async def one_attribute_as_long_as_may_be(exchange: Exchange) -> None:
    text = "x" * exchange.server.just_under
    await exchange.answer(story("One long attribute", body=f'<p title="{text}">'))
