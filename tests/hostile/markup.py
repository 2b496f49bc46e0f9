"""Markup that is huge, deep, broken, or made to keep parsers and patterns busy."""

from __future__ import annotations

from collections.abc import Callable

from hostile.behaviour import Outcome, add, archived, behaviour, not_article, read
from hostile.exchange import Exchange
from hostile.stories import declared, story

TOO_SLOW = "unreadable"
MEGABYTE = 2**20


def _page(make: Callable[[], str | bytes]):  # noqa: ANN202
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
_add("nested-spans", not_article(TOO_SLOW), lambda: story("Spans", body="<span>" * 100_000))
_add("nested-links", not_article(TOO_SLOW), lambda: story("Links", body="<a href=x>" * 50_000))
_add("nested-tables", not_article(TOO_SLOW), lambda: story("Tables", body="<table><tr><td>" * 20_000))
_add("nested-lists", not_article(TOO_SLOW), lambda: story("Lists", body="<ul><li>" * 50_000))
_add("nested-formatting", not_article(TOO_SLOW), lambda: story("Formats", body="<b><i><u><s>" * 25_000))
_add(
    "attributes",
    not_article(TOO_SLOW),
    lambda: story("Attributes", body=f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>"),
)
_add("classes", *_told("A hundred thousand classes", body=f'<div class="{" ".join(f"c{n}" for n in range(100_000))}">'))
_add("flat-tags", not_article(TOO_SLOW), lambda: story("Flat", body="<p>x</p>" * 400_000))
_add("links", not_article(f"{TOO_SLOW}|a list"), lambda: story("Links", after="<a href=/t>x</a>" * 200_000))
_add("tag-of-a-megabyte", *_told("A tag of a megabyte", body=f"<{'x' * MEGABYTE}>"))
_add("entities", *_told("A million entities", after=f"<p>{'&amp;' * 1_000_000}</p>"))
_add("entity-without-end", *_told("An entity without end", after=f"<p>&{'a' * MEGABYTE};&#{'9' * 100_000};</p>"))

# What costs patterns more than its length, in text.
_LONG = {
    "one-word-of-a-megabyte": "w" * MEGABYTE,
    "spaces": "x" + " " * MEGABYTE + "x",
    "no-break-spaces": "\u00a0" * MEGABYTE,
    "digits": "1" * MEGABYTE,
    "grouped-digits": "1,234," * 150_000 + " views",
    "decimal-points": "1.2." * 250_000,
    "quotation-marks": '"' * 200_000,
    "opening-quotation-marks": "“" * 200_000,
    "guillemets": "« " * 100_000,
    "apostrophes": "'a " * 150_000,
    "short-quotes": '"Yes," said Mr Smith. ' * 20_000,
    "speakers": "Smith said, Jones said, " * 20_000,
    "capitals": "Aaa " * 250_000,
    "bylines": "By John Smith and " * 40_000,
    "dates": "12 November 2026, " * 40_000,
    "times": "10:30 " * 150_000,
    "colons": "A: " * 200_000,
    "dashes": "— " * 300_000,
    "full-stops": ". " * 300_000,
    "brackets": "(" * 300_000,
    "angle-brackets": "&lt;" * 200_000,
    "combining-marks": "a" + "\u0301" * 300_000,
    "bidi-marks": "\u202e\u2066" * 200_000,
    "zero-width": "\u200b\u200d" * 300_000,
    "emoji-joined": "\U0001f468\u200d" * 200_000,
    "chinese": "漢字" * 300_000,
    "thai": "ประชาชน" * 100_000,
    "ligatures": "\ufdfa" * 50_000,
    "addresses": "http://a.example/ " * 60_000,
    "mail-addresses": "a@b." * 200_000,
    "hyphens": "-" * MEGABYTE,
    "underscores": "_" * MEGABYTE,
    "new-lines": "\n" * MEGABYTE,
    "backslashes": "\\" * MEGABYTE,
}
for _name, _text in _LONG.items():
    _add(f"text-of-{_name}", *_told(f"A text of {_name}", after=f"<p>{_text}</p>"))
for _name in ("quotation-marks", "digits", "spaces", "capitals", "bylines", "dates", "brackets", "combining-marks"):
    _title = f"Metas of {_name}"
    _metas = "".join(
        f"<meta property='{name}' content='{_LONG[_name][:400_000]}'>"
        for name in ("og:description", "author", "article:modified_time", "og:image:alt", "article:section", "keywords")
    )
    _add(f"metas-of-{_name}", *_told(_title, head=_metas))

# What is not closed, not allowed, or twice.
_add(
    "comment-without-end",
    not_article("no story"),
    lambda: "<!doctype html><title>Comment</title><!--" + story("Comment"),
)
_add(
    "script-without-end",
    not_article("no story"),
    lambda: "<!doctype html><title>Script</title><script>" + story("Script"),
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
_add(
    "hundred-articles",
    not_article("."),
    lambda: story("Hundred", after="<article><h2><a href=/a>Teaser of it</a></h2></article>" * 100),
)
_add("svg-and-math", *_told("Foreign elements", body="<svg><math><svg><mtext><p>x</p></svg></math></svg>"))
_add("frameset", not_article("."), lambda: "<frameset><frame src=file:///etc/passwd></frameset>")
_add(
    "select-of-100-000-options",
    not_article(f"{TOO_SLOW}|no story"),
    lambda: story("Select", body="<select>" + "<option>x" * 100_000),
)
_add("plaintext", not_article("."), lambda: "<!doctype html><title>Plain</title><plaintext>" + story("Plain"))
_add("xhtml-that-is-none", *_told("No XHTML at all", body="<p><b>x</p></b><br/></br>"))

_ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_FEED = "<rss><channel><item><title>{0}</title><link>{0}</link></item></channel></rss>"


def _xml(prolog: str, inner: str = "") -> Callable[[Exchange], object]:
    async def respond(exchange: Exchange) -> None:
        await exchange.answer(f'<?xml version="1.0"?>{prolog}{inner}', Content_Type="application/rss+xml")

    return respond  # type: ignore[return-value]


_XML = {
    "entity-bomb": (f'<!DOCTYPE rss [<!ENTITY l0 "lol">{_ENTITIES}]>', _FEED.format("&l9;")),
    "quadratic-entity": (f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>', _FEED.format("&a;" * 50_000)),
    "external-entity": ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', _FEED.format("/&x;")),
    "external-dtd": ('<!DOCTYPE rss SYSTEM "file:///etc/passwd">', _FEED.format("/x")),
    "parameter-entity": ('<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>', _FEED.format("/x")),
    "xinclude": ("", '<rss xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></rss>'),
    "stylesheet": ('<?xml-stylesheet href="file:///etc/passwd"?>', _FEED.format("/x")),
    "deep-xml": ("", "<rss>" + "<a>" * 200_000),
    "attributes-in-xml": ("", "<rss " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"),
    "namespaces": ("", "<rss>" + "".join(f'<a xmlns:n{n}="urn:{n}"/>' for n in range(20_000)) + "</rss>"),
    "cdata-without-end": ("", "<rss><channel><item><link><![CDATA["),
    "utf-7-xml": ('<?xml version="1.0" encoding="utf-7"?>', _FEED.format("+ADw-")),
    "encoding-of-nothing": ("<?xml version='1.0' encoding='zip'?>", _FEED.format("/x")),
}  # fmt: skip
for _name, (_prolog, _inner) in _XML.items():
    add("markup", f"feed-with-{_name}", _xml(_prolog, _inner), read(), kind="listing")  # type: ignore[arg-type]


@behaviour(read(), kind="listing")
async def json_feed_100_000_deep(exchange: Exchange) -> None:
    await exchange.answer('{"items": ' + "[" * 100_000, Content_Type="application/feed+json")


@behaviour(read(), kind="listing")
async def json_feed_of_wrong_types(exchange: Exchange) -> None:
    body = '{"items": [null, 1, "x", [], {"url": 5}, {"url": {"a": 1}}, {"url": "/x", "date_published": 1e999}, {"url": "\\ud800"}]}'
    await exchange.answer(body, Content_Type="application/feed+json")


@behaviour(read(), kind="listing")
async def feed_of_angle_brackets(exchange: Exchange) -> None:
    await exchange.answer(b"<" * exchange.server.just_under, Content_Type="application/rss+xml")


@behaviour(archived(title="One line of ten megabytes"))
async def one_line_of_ten_megabytes(exchange: Exchange) -> None:
    text = "word " * (exchange.server.just_under // 5)
    await exchange.answer(story("One line of ten megabytes", after=f"<p>{text}</p>"))


@behaviour(archived(title="One attribute of ten megabytes"))
async def one_attribute_of_ten_megabytes(exchange: Exchange) -> None:
    text = "x" * exchange.server.just_under
    await exchange.answer(story("One attribute of ten megabytes", body=f'<p title="{text}">'))
